use wire::{Hash, circle, limits};

use super::{CIRCLE, TODAY, commit, entry, far, found, id, mailbox, snapshot_id};
use crate::{Committing, Store};

pub(super) async fn what_expires_goes_and_hashes_stay<S: Store>(store: &S) {
    store.found(found(), TODAY).await.unwrap();
    store.append(circle::Append { keep: circle::Keep::Until(TODAY.plus(2)), ..entry(1, b"recent") }).await.unwrap();
    store.append(entry(1, b"durable")).await.unwrap();
    store.mailbox_make(mailbox::make(5), TODAY).await.unwrap();
    store.mail_post(mailbox::BOX, vec![1], TODAY).await.unwrap();
    let contents = async |today| {
        let page = store.read(CIRCLE, id(1), id(1), 0, limits::BODY, today).await.unwrap().unwrap();
        assert_eq!(page.entries[0].hash, Hash::of(b"recent"));
        page.entries.iter().map(|entry| entry.blob.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(contents(TODAY.plus(1)).await, [true, true]);
    assert_eq!(contents(TODAY.plus(2)).await, [false, true], "hidden before it is swept away");
    store.tidy(TODAY.plus(1)).await.unwrap();
    assert_eq!(contents(TODAY).await, [true, true]);
    store.tidy(TODAY.plus(2)).await.unwrap();
    assert_eq!(contents(TODAY).await, [false, true]);
    store.tidy(TODAY.plus(7)).await.unwrap();
    assert!(!store.mail_ids(mailbox::BOX).await.unwrap().is_empty(), "its last day");
    store.tidy(TODAY.plus(8)).await.unwrap();
    assert!(store.mailbox(mailbox::BOX, TODAY).await.unwrap().is_none());
    assert!(store.mail_ids(mailbox::BOX).await.unwrap().is_empty());
}

pub(super) async fn what_is_brief_goes_when_it_is_covered<S: Store>(store: &S) {
    store.found(found(), TODAY).await.unwrap();
    store.append(circle::Append { keep: circle::Keep::Brief, ..entry(1, b"structure") }).await.unwrap();
    store.append(entry(1, b"durable")).await.unwrap();
    let contents = async || {
        let page = store.read(CIRCLE, id(1), id(1), 0, limits::BODY, TODAY).await.unwrap().unwrap();
        page.entries.iter().map(|entry| entry.blob.is_some()).collect::<Vec<_>>()
    };
    store.tidy(TODAY.plus(9)).await.unwrap();
    assert_eq!(contents().await, [true, true], "nothing covers it");
    store.commit(commit(1, 2, 0, 2), TODAY.plus(9)).await.unwrap();
    store.tidy(TODAY.plus(9)).await.unwrap();
    assert_eq!(contents().await, [true, true], "not on the same day");
    store.tidy(TODAY.plus(10)).await.unwrap();
    assert_eq!(contents().await, [false, true]);
}

/// The limit: a member who posts a worthless child and a child of that makes the true tip look left. One commit of
/// anybody else within the time is enough, for then that is the tip.
pub(super) async fn a_tip_with_a_foreign_grandchild_goes_unless_somebody_commits<S: Store>(stores: [&S; 2]) {
    for (store, is_alive) in stores.into_iter().zip([false, true]) {
        store.found(found(), TODAY).await.unwrap();
        store.commit(commit(1, 2, 0, 0), TODAY).await.unwrap();
        store.commit(commit(2, 3, 0, 0), TODAY).await.unwrap();
        let last = far().0 - 1;
        store.tidy(wire::Day(last)).await.unwrap();
        assert!(store.access(CIRCLE, id(1)).await.unwrap().is_some(), "until its last day");
        if is_alive {
            let honest = store.commit(commit(1, 4, 1, 0), wire::Day(last)).await.unwrap();
            assert_eq!(honest, Committing::Stored { child_no: 1 });
        }
        store.tidy(far()).await.unwrap();
        assert!(store.access(CIRCLE, id(1)).await.unwrap().is_none());
        let late = store.commit(commit(1, 5, 2, 0), far()).await.unwrap();
        assert_eq!(late, Committing::Missing, "nobody goes on from there");
        let next = store.commit(commit(4, 6, 0, 0), far()).await.unwrap();
        assert_eq!(next != Committing::Missing, is_alive);
    }
}

pub(super) async fn a_left_commit_goes_but_never_a_tip<S: Store>(store: &S) {
    store.found(found(), TODAY).await.unwrap();
    store.append(entry(1, b"a")).await.unwrap();
    store.commit(commit(1, 2, 0, 1), TODAY).await.unwrap();
    store.commit(commit(2, 3, 0, 0), TODAY.plus(1)).await.unwrap();
    let stored = async || {
        let mut tree = store.tree(CIRCLE).await.unwrap();
        tree.sort();
        tree.into_iter().map(|(commit, _)| commit).collect::<Vec<_>>()
    };
    store.tidy(TODAY.plus(limits::CATCH_UP_DAYS - 1)).await.unwrap();
    assert_eq!(stored().await, [id(1), id(2), id(3)]);
    store.tidy(far()).await.unwrap();
    assert_eq!(stored().await, [id(2), id(3)]);
    store.tidy(TODAY.plus(1000)).await.unwrap();
    assert_eq!(stored().await, [id(2), id(3)], "neither the tip nor the commit before it");
    assert!(store.read(CIRCLE, id(3), id(1), 0, limits::BODY, TODAY).await.unwrap().is_none());
    assert!(store.blob(CIRCLE, id(3), snapshot_id(1)).await.unwrap().is_none());
    let path = store.path(CIRCLE, id(3)).await.unwrap().unwrap();
    assert_eq!(path.iter().map(|step| step.commit).collect::<Vec<_>>(), [id(2), id(3)]);
}
