//! Trusted servants and their wishes.

use std::collections::BTreeMap;

use directory::{
    Entry, EntryId, Source, limits,
    model::Place,
    own::{Proposal, Wish, fresh, source},
};
use wire::{Day, Millis};

use super::{NOW, id, later, part, told};
use crate::{DirectoryStore, Granting, Hidden, KeyHash, Proposing, Servant, grant};

pub(super) async fn suite<S: DirectoryStore>(make: impl AsyncFn() -> S) {
    servants_come_and_go(&make().await).await;
    a_wish_waits_until_somebody_decides(&make().await).await;
    who_decides_decides_on_what_they_saw(&make().await).await;
    what_is_granted_is_listed(&make().await).await;
    what_came_back_does_not_stay_for_ever(&make().await).await;
    one_servant_does_not_take_all_places(&make().await).await;
    a_place_that_is_covered_goes_from_the_history(&make().await).await;
    calling_the_list_otherwise_changes_no_meeting(&make().await).await;
    forgetting_the_own_list_forgets_what_was_to_come(&make().await).await;
}

fn servant(key: &str) -> Servant {
    Servant { key: KeyHash::of(key), reviews: key == "b", since: Day(20_000) }
}

fn meeting(key: &str, name: &str) -> Entry {
    Entry { name: name.to_owned(), ..fresh(key) }
}

fn wish(by: &str, at: u64, entry: Entry) -> Proposal {
    Proposal { by: by.to_owned(), at: Millis(at), wish: Wish::List(Box::new(entry)), returned: None }
}

async fn servants_come_and_go<S: DirectoryStore>(store: &S) {
    assert!(store.servants().await.unwrap().is_empty());
    assert!(store.add_servant("Amal".to_owned(), servant("a")).await.unwrap());
    assert!(!store.add_servant("Amal".to_owned(), servant("c")).await.unwrap(), "the name is there");
    assert!(!store.add_servant("Badr".to_owned(), servant("a")).await.unwrap(), "the key is there");
    assert!(store.add_servant("Badr".to_owned(), servant("b")).await.unwrap());
    let all = BTreeMap::from([("Amal".to_owned(), servant("a")), ("Badr".to_owned(), servant("b"))]);
    assert_eq!(store.servants().await.unwrap(), all);
    assert!(store.remove_servant("Amal".to_owned()).await.unwrap());
    assert!(!store.remove_servant("Amal".to_owned()).await.unwrap());
    assert_eq!(store.servants().await.unwrap().len(), 1);
    assert_eq!(store.revision().await.unwrap(), 0, "the public sees nothing of it");
}

async fn a_wish_waits_until_somebody_decides<S: DirectoryStore>(store: &S) {
    let tea = meeting("1", "Tea");
    let propose = async |by: &str, at: u64| store.propose(tea.id, wish(by, at, tea.clone())).await.unwrap();
    assert_eq!(propose("Amal", 1).await, Proposing::Stored);
    assert_eq!(propose("Badr", 2).await, Proposing::Others);
    assert_eq!(propose("Amal", 3).await, Proposing::Stored);
    let waiting = BTreeMap::from([(tea.id, wish("Amal", 3, tea.clone()))]);
    assert_eq!(store.proposals().await.unwrap(), waiting);
    let withdraw = async |by: Option<&str>| store.withdraw(tea.id, by.map(str::to_owned)).await.unwrap();
    assert!(!withdraw(Some("Badr")).await);
    assert!(withdraw(Some("Amal")).await);
    assert!(!withdraw(Some("Amal")).await && !withdraw(None).await);

    let gone = Proposal { wish: Wish::Remove, ..wish("Amal", 4, tea.clone()) };
    assert_eq!(store.propose(tea.id, gone.clone()).await.unwrap(), Proposing::Stored);
    assert_eq!(store.proposals().await.unwrap()[&tea.id], gone);
    assert!(withdraw(None).await, "the operator can let anything go");
    assert_eq!(store.revision().await.unwrap(), 0);
}

async fn who_decides_decides_on_what_they_saw<S: DirectoryStore>(store: &S) {
    let tea = meeting("1", "Tea");
    store.propose(tea.id, wish("Amal", 1, tea.clone())).await.unwrap();
    store.propose(tea.id, wish("Amal", 2, meeting("1", "Coffee"))).await.unwrap();
    let why = || "Which door?".to_owned();
    assert!(!store.give_back(tea.id, Millis(1), why()).await.unwrap(), "it has changed since");
    let grant =
        async |at: u64, revision: u64| store.grant(tea.id, Millis(at), Some(tea.clone()), revision, NOW).await.unwrap();
    assert_eq!(grant(1, 0).await, Granting::Decided, "it has changed since");
    assert_eq!(grant(2, 1).await, Granting::Again, "the listing is not that one");
    assert!(store.give_back(tea.id, Millis(2), why()).await.unwrap());
    assert!(!store.give_back(tea.id, Millis(2), why()).await.unwrap(), "it is no longer there to decide");
    assert_eq!(grant(2, 0).await, Granting::Decided);
    assert_eq!(store.proposals().await.unwrap()[&tea.id].returned, Some(why()));
    let other = store.propose(tea.id, wish("Badr", 3, tea.clone())).await.unwrap();
    assert_eq!(other, Proposing::Stored, "what came back stands in nobody's way");
    assert!(store.load().await.unwrap().listing.entries.is_empty());
}

async fn what_is_granted_is_listed<S: DirectoryStore>(store: &S) {
    let news = async || told(&store.load().await.unwrap().news(NOW));
    store.put_source(id("a"), part("a", &[(1, "tea")]), NOW).await.unwrap();
    store.put_source(source(), part("own", &[]), NOW).await.unwrap();
    let tea = meeting("1", "Tea");
    let decide = async |at: u64| grant(store, tea.id, Millis(at), later(at)).await.unwrap();
    assert!(!decide(1).await, "nothing waits");

    store.propose(tea.id, wish("Amal", 0, tea.clone())).await.unwrap();
    let revision = store.revision().await.unwrap();
    assert!(decide(0).await);
    assert!(store.proposals().await.unwrap().is_empty());
    assert!(store.revision().await.unwrap() > revision);
    let listed = store.load().await.unwrap().listing.entries[&tea.id].clone();
    assert_eq!(listed.slug.as_str(), format!("tea-{}", tea.id), "another one has that address");
    assert_eq!((listed.published, listed.updated), (true, Some(NOW)));
    assert_eq!(news().await, ["+Tea 0"]);

    store.propose(tea.id, wish("Amal", 1, meeting("1", "Coffee"))).await.unwrap();
    assert!(decide(1).await);
    let slug = store.load().await.unwrap().listing.entries[&tea.id].slug.clone();
    assert_eq!(slug, listed.slug, "people have written it down");
    assert_eq!(news().await[1..], ["Tea>Coffee 1"]);

    store.hide(Hidden::Entry(tea.id), true, later(1)).await.unwrap();
    let gone = Proposal { wish: Wish::Remove, ..wish("Amal", 2, tea.clone()) };
    store.propose(tea.id, gone).await.unwrap();
    assert!(decide(2).await);
    let stored = store.load().await.unwrap();
    assert_eq!(stored.listing.entries.keys().copied().collect::<Vec<_>>(), [EntryId(1)]);
    assert_eq!(stored.listing.sources.len(), 2, "sources stay");
}

async fn what_came_back_does_not_stay_for_ever<S: DirectoryStore>(store: &S) {
    let (tea, bread) = (meeting("1", "Tea"), meeting("2", "Bread"));
    assert!(store.add_servant("Amal".to_owned(), servant("a")).await.unwrap());
    for (at, entry) in [(1, &tea), (2, &bread)] {
        store.propose(entry.id, wish("Amal", at, entry.clone())).await.unwrap();
    }
    let ids = async || store.proposals().await.unwrap().into_keys().collect::<Vec<_>>();
    store.expire_returned(Millis(9)).await.unwrap();
    assert_eq!(ids().await.len(), 2, "what waits waits");
    assert!(store.give_back(tea.id, Millis(1), "No".to_owned()).await.unwrap());
    store.expire_returned(Millis(1)).await.unwrap();
    assert_eq!(ids().await.len(), 2);
    store.expire_returned(Millis(2)).await.unwrap();
    assert_eq!(ids().await, [bread.id]);
    store.propose(tea.id, wish("Amal", 3, tea.clone())).await.unwrap();
    assert!(store.give_back(tea.id, Millis(3), "No".to_owned()).await.unwrap());
    assert!(store.remove_servant("Amal".to_owned()).await.unwrap());
    assert_eq!(ids().await, [bread.id], "nobody else could see it");
}

async fn one_servant_does_not_take_all_places<S: DirectoryStore>(store: &S) {
    let propose = async |by: &str, n: usize| {
        let entry = meeting(&n.to_string(), "Tea");
        store.propose(entry.id, wish(by, 1, entry)).await.unwrap()
    };
    for n in 0..limits::PROPOSALS_EACH {
        assert_eq!(propose("Amal", n).await, Proposing::Stored);
    }
    assert_eq!(propose("Amal", limits::PROPOSALS_EACH).await, Proposing::Full);
    assert_eq!(propose("Amal", 0).await, Proposing::Stored, "in place of an older one");
    assert_eq!(propose("Badr", limits::PROPOSALS_EACH).await, Proposing::Stored);
}

/// Who asks what has changed does not learn a place that is no longer told.
async fn a_place_that_is_covered_goes_from_the_history<S: DirectoryStore>(store: &S) {
    let list = async |at: u64, entry: Entry| {
        store.propose(entry.id, wish("Amal", at, entry.clone())).await.unwrap();
        assert!(grant(store, entry.id, Millis(at), later(at)).await.unwrap());
    };
    let mut tea = meeting("1", "Tea");
    "1 Nile Street".clone_into(&mut tea.place.street);
    list(0, tea.clone()).await;
    "Coffee".clone_into(&mut tea.name);
    list(1, tea.clone()).await;
    tea.place = Place { approximate: true, ..Place::default() };
    list(2, tea).await;
    let news = store.load().await.unwrap().news(later(2));
    assert_eq!(told(&news), ["Coffee>Coffee 2"]);
    assert!(!format!("{news:?}").contains("Nile"), "{news:?}");
}

/// What somebody else listed meanwhile stays.
async fn calling_the_list_otherwise_changes_no_meeting<S: DirectoryStore>(store: &S) {
    let list = part("own", &[]).sources.remove(&source()).unwrap();
    store.put_list(list.clone()).await.unwrap();
    let tea = meeting("1", "Tea");
    store.propose(tea.id, wish("Amal", 1, tea.clone())).await.unwrap();
    assert!(grant(store, tea.id, Millis(1), NOW).await.unwrap());
    store.put_list(Source { name: "Bridge".to_owned(), ..list }).await.unwrap();
    let listing = store.load().await.unwrap().listing;
    assert_eq!((listing.entries.len(), listing.sources[&source()].name.as_str()), (1, "Bridge"));
}

async fn forgetting_the_own_list_forgets_what_was_to_come<S: DirectoryStore>(store: &S) {
    store.put_source(source(), part("own", &[]), NOW).await.unwrap();
    store.put_source(id("a"), part("a", &[(1, "one")]), NOW).await.unwrap();
    let tea = meeting("1", "Tea");
    store.propose(tea.id, wish("Amal", 1, tea)).await.unwrap();
    assert!(store.remove_source(id("a")).await.unwrap());
    assert_eq!(store.proposals().await.unwrap().len(), 1);
    assert!(store.remove_source(source()).await.unwrap());
    assert!(store.proposals().await.unwrap().is_empty());
}
