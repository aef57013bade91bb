use wire::wake::WakeTime;

use super::TODAY;
use crate::{Store, Wake, Waking};

const FIRST: WakeTime = WakeTime(TODAY.0 * WakeTime::PER_DAY);

fn times(steps: &[u32]) -> Vec<WakeTime> {
    steps.iter().map(|step| FIRST.plus(*step)).collect()
}

async fn set<S: Store>(store: &S, address: &str, steps: &[u32]) -> Waking {
    store.wakes_set(address.to_owned(), times(steps), 2).await.unwrap()
}

/// What is due after so many steps, as step and address.
async fn take<S: Store>(store: &S, step: u32, most: u32) -> Vec<(u32, String)> {
    let due = store.wakes_take(FIRST.plus(step), most).await.unwrap();
    let mut due: Vec<_> = due.into_iter().map(|Wake { at, address }| (at.0 - FIRST.0, address)).collect();
    due.sort();
    due
}

fn expected(due: &[(u32, &str)]) -> Vec<(u32, String)> {
    due.iter().map(|(step, address)| (*step, (*address).to_owned())).collect()
}

pub(super) async fn a_list_stands_in_the_place_of_the_one_before<S: Store>(store: &S) {
    assert_eq!(set(store, "a", &[1, 2]).await, Waking::Set);
    assert_eq!(set(store, "b", &[2]).await, Waking::Set);
    assert_eq!(set(store, "a", &[2, 3]).await, Waking::Set);
    assert_eq!(take(store, 9, 9).await, expected(&[(2, "a"), (2, "b"), (3, "a")]));
    set(store, "a", &[4]).await;
    set(store, "b", &[4]).await;
    assert_eq!(set(store, "a", &[]).await, Waking::Set);
    assert_eq!(take(store, 9, 9).await, expected(&[(4, "b")]));
    assert_eq!(set(store, "nobody", &[]).await, Waking::Set, "what is not there counts as removed");
}

pub(super) async fn what_is_due_is_handed_out_once<S: Store>(store: &S) {
    set(store, "a", &[1, 3, 5]).await;
    set(store, "b", &[2, 3]).await;
    assert_eq!(take(store, 0, 9).await, []);
    assert_eq!(take(store, 3, 2).await, expected(&[(1, "a"), (2, "b")]), "the earliest first");
    assert_eq!(take(store, 3, 9).await, expected(&[(3, "a"), (3, "b")]));
    assert_eq!(take(store, 3, 9).await, []);
    assert_eq!(take(store, 5, 9).await, expected(&[(5, "a")]));
}

pub(super) async fn so_many_addresses_and_no_more<S: Store>(store: &S) {
    set(store, "a", &[1, 2]).await;
    set(store, "b", &[9]).await;
    assert_eq!(set(store, "c", &[3]).await, Waking::Full);
    assert_eq!(set(store, "c", &[]).await, Waking::Set);
    assert_eq!(set(store, "a", &[1, 2, 3]).await, Waking::Set, "who is there may change the list");
    take(store, 3, 9).await;
    assert_eq!(set(store, "c", &[3]).await, Waking::Set, "whose last moment is over makes room");
}

pub(super) async fn what_nobody_took_goes<S: Store>(store: &S) {
    let evening = WakeTime::PER_DAY - 1;
    set(store, "a", &[evening, WakeTime::PER_DAY]).await;
    store.tidy(TODAY.plus(1)).await.unwrap();
    store.tidy(TODAY.plus(2)).await.unwrap();
    assert_eq!(take(store, 9_999, 9).await, expected(&[(WakeTime::PER_DAY, "a")]), "two days after its own");
}
