//! What every [`DirectoryStore`] must do, as functions that panic when it does not.

#![expect(clippy::unwrap_used, reason = "these are tests for other crates to call")]

mod own;

use std::collections::BTreeMap;

use directory::{
    CardKey, Entry, EntryId, Listing, Source, SourceId,
    merge::Asking,
    model::{Attendance, Body, BodyId, Format, FormatId, Origin, Slug, SourceKind},
};
use ed25519_dalek::{Signer, SigningKey};
use wire::{Day, Millis, PublicKey, Signature, card::Signed};

use crate::{CardPutting, Changes, DirectoryStore, Hidden, KeptCard, Noted};

const DAY_MS: u64 = 86_400_000;
/// When the suite plays.
pub const NOW: Millis = Millis(20_000 * DAY_MS);

/// Runs everything, each part on a new store from `make`.
pub async fn suite<S: DirectoryStore>(make: impl AsyncFn() -> S) {
    a_new_store_is_empty(&make().await).await;
    a_source_is_replaced_as_a_whole(&make().await).await;
    that_nothing_changed_is_noted(&make().await).await;
    sources_do_not_touch_each_other(&make().await).await;
    what_is_hidden_stays_hidden(&make().await).await;
    cards_come_and_go(&make().await).await;
    what_its_key_has_not_signed_is_not_shown(&make().await).await;
    asking_is_remembered(&make().await).await;
    what_changes_is_news(&make().await).await;
    hiding_is_news_and_tells_nothing(&make().await).await;
    history_has_its_bounds(&make().await).await;
    own::suite(make).await;
}

/// A source with these entries, by number and name, and with a body and a format of its own.
pub fn part(source: &str, entries: &[(u64, &str)]) -> Listing {
    let id = SourceId(source.to_owned());
    let of = |(number, name): &(u64, &str)| (EntryId(*number), entry(&id, *number, name));
    let bytes = source.bytes().map(u64::from).sum::<u64>();
    let body = Body {
        source: id.clone(),
        key: "1".to_owned(),
        parent: None,
        name: "Body".to_owned(),
        description: String::new(),
        kind: String::new(),
        url: String::new(),
        phone: String::new(),
        email: String::new(),
        location: String::new(),
        logo: String::new(),
        world_id: String::new(),
    };
    let format =
        Format { source: id.clone(), key: "1".to_owned(), kind: None, world_id: String::new(), words: BTreeMap::new() };
    Listing {
        sources: BTreeMap::from([(id.clone(), from(source))]),
        entries: entries.iter().map(of).collect(),
        bodies: BTreeMap::from([(BodyId(bytes), body)]),
        formats: BTreeMap::from([(FormatId(bytes), format)]),
        circles: BTreeMap::new(),
    }
}

fn from(name: &str) -> Source {
    Source {
        name: name.to_owned(),
        url: format!("https://example.org/{name}"),
        fetched: Some(Millis(1)),
        ..Source::unnamed(SourceKind::MeetingGuide, "Africa/Cairo")
    }
}

fn entry(source: &SourceId, number: u64, name: &str) -> Entry {
    let origin = Origin { source: source.clone(), key: number.to_string() };
    let entry = Entry::named(EntryId(number), Slug::from_text(name), name.to_owned(), origin);
    Entry { attendance: Attendance::Online, languages: vec!["ar".to_owned()], ..entry }
}

/// A circle's card by the key of this seed, good until ten days after [`NOW`].
pub fn card(seed: u8, version: u64, name: &str) -> card::Card {
    let words = card::Words {
        name: name.to_owned(),
        text: BTreeMap::from([("en".to_owned(), "We remember together.".to_owned())]),
        tags: BTreeMap::from([("problem".to_owned(), ["grief".to_owned()].into())]),
        languages: vec!["en".to_owned()],
        attendance: card::Attendance::Online,
        status: card::Status::Runs,
    };
    let key = PublicKey(SigningKey::from_bytes(&[seed; 32]).verifying_key().to_bytes());
    let knock = Some("AQIDBAUGBwgJCgsMDQ4PEA".to_owned());
    card::Card { key, version, revision: 1, until: Day::of(NOW).plus(10), words, schedule: Vec::new(), knock }
}

/// The same as the key of this seed has signed it.
pub fn signed(card: &card::Card, seed: u8) -> Signed {
    let bytes = card.encode();
    let signature = SigningKey::from_bytes(&[seed; 32]).sign(&card::signed_bytes(&bytes));
    Signed { card: bytes.into(), signature: Signature(signature.to_bytes()) }
}

fn kept(seed: u8, version: u64, name: &str) -> (CardKey, KeptCard) {
    let card = card(seed, version, name);
    (CardKey(card.key.0), KeptCard { version, until: card.until, signed: signed(&card, seed) })
}

fn id(name: &str) -> SourceId {
    SourceId(name.to_owned())
}

async fn a_new_store_is_empty<S: DirectoryStore>(store: &S) {
    assert_eq!(store.load().await.unwrap().listing, Listing::default());
    assert!(store.asking().await.unwrap().is_empty());
    assert!(!store.remove_source(id("a")).await.unwrap());
    assert!(!store.remove_card(CardKey([1; 32])).await.unwrap());
}

async fn a_source_is_replaced_as_a_whole<S: DirectoryStore>(store: &S) {
    let first = part("a", &[(1, "one"), (2, "two"), (3, "three")]);
    let changes = store.put_source(id("a"), first.clone(), NOW).await.unwrap();
    assert_eq!(changes, Changes { added: 3, ..Changes::default() });
    let stored = store.load().await.unwrap();
    assert_eq!(stored.listing, first);
    assert_eq!(store.revision().await.unwrap(), stored.revision);

    let changes = store.put_source(id("a"), first.clone(), NOW).await.unwrap();
    assert_eq!(changes, Changes { same: 3, ..Changes::default() });
    assert_eq!(store.revision().await.unwrap(), stored.revision, "nothing has changed");

    let second = part("a", &[(2, "two"), (3, "drei"), (4, "four")]);
    let changes = store.put_source(id("a"), second.clone(), NOW).await.unwrap();
    assert_eq!(changes, Changes { added: 1, changed: 1, removed: 1, same: 1 });
    let stored_again = store.load().await.unwrap();
    assert_eq!(stored_again.listing, second);
    assert!(stored_again.revision > stored.revision);

    let mut fetched = second.clone();
    fetched.sources.entry(id("a")).and_modify(|source| source.fetched = Some(Millis(9)));
    store.put_source(id("a"), fetched.clone(), NOW).await.unwrap();
    let last = store.load().await.unwrap();
    assert_eq!(last.listing, fetched, "the source's own row too");
    assert_eq!(last.revision, stored_again.revision, "it was fetched and said the same");
    let mut renamed = fetched.clone();
    renamed.sources.entry(id("a")).and_modify(|source| "renamed".clone_into(&mut source.name));
    store.put_source(id("a"), renamed.clone(), NOW).await.unwrap();
    let last = store.load().await.unwrap();
    assert_eq!(last.listing, renamed);
    assert!(last.revision > stored_again.revision);
}

async fn that_nothing_changed_is_noted<S: DirectoryStore>(store: &S) {
    let first = part("a", &[(1, "one")]);
    store.put_source(id("a"), first.clone(), NOW).await.unwrap();
    let before = store.revision().await.unwrap();
    assert!(store.touch(id("a"), Millis(77)).await.unwrap());
    assert!(!store.touch(id("b"), Millis(77)).await.unwrap());
    assert_eq!(store.revision().await.unwrap(), before);
    let stored = store.load().await.unwrap().listing;
    assert_eq!(store.sources().await.unwrap(), stored.sources);
    assert_eq!(stored.sources[&id("a")].fetched, Some(Millis(77)));
    assert_eq!(stored.entries, first.entries);
}

async fn sources_do_not_touch_each_other<S: DirectoryStore>(store: &S) {
    let (a, b) = (part("a", &[(1, "one")]), part("b", &[(2, "two")]));
    let mut both = a.clone();
    both.sources.extend(b.sources.clone());
    both.entries.extend(b.entries.clone());
    both.bodies.extend(b.bodies.clone());
    both.formats.extend(b.formats.clone());
    store.put_source(id("a"), both.clone(), NOW).await.unwrap();
    assert_eq!(store.load().await.unwrap().listing, a, "of the part only what is the source's");
    store.put_source(id("b"), both.clone(), NOW).await.unwrap();
    assert_eq!(store.load().await.unwrap().listing, both);
    store.put_asking(id("a"), Asking::default()).await.unwrap();
    let before = store.revision().await.unwrap();
    assert!(store.remove_source(id("a")).await.unwrap());
    let left = store.load().await.unwrap();
    assert_eq!(left.listing, b);
    assert!(left.revision > before);
    assert!(store.asking().await.unwrap().is_empty());
}

async fn what_is_hidden_stays_hidden<S: DirectoryStore>(store: &S) {
    let first = part("a", &[(1, "one"), (2, "two")]);
    store.put_source(id("a"), first.clone(), NOW).await.unwrap();
    let before = store.revision().await.unwrap();
    assert!(store.hide(Hidden::Entry(EntryId(1)), true, NOW).await.unwrap());
    assert!(store.revision().await.unwrap() > before);
    assert!(!store.hide(Hidden::Entry(EntryId(9)), true, NOW).await.unwrap(), "no such entry");
    let public = async || {
        let listing = store.load().await.unwrap().shown(None, NOW);
        listing.published().map(|entry| entry.id.0).collect::<Vec<_>>()
    };
    assert_eq!(public().await, [2]);
    store.put_source(id("a"), part("a", &[(1, "again"), (2, "two")]), NOW).await.unwrap();
    assert_eq!(public().await, [2], "also when the source sends it again");
    assert_eq!(store.load().await.unwrap().listing.entries[&EntryId(1)].name, "again", "hidden, not changed");
    assert!(store.hide(Hidden::Entry(EntryId(1)), false, NOW).await.unwrap());
    assert_eq!(public().await, [1, 2]);
}

async fn cards_come_and_go<S: DirectoryStore>(store: &S) {
    let (key, old) = kept(7, 2, "old");
    let names = async |now: Millis| {
        let shown = store.load().await.unwrap().shown(None, now);
        let named = |id: &EntryId| shown.entries.get(id).map(|entry| entry.name.clone()).unwrap_or_default();
        shown.circles.keys().map(named).collect::<Vec<_>>()
    };
    assert_eq!(store.card(key).await.unwrap(), (None, false));
    assert_eq!(store.put_card(key, old.clone()).await.unwrap(), CardPutting::Stored);
    let before = store.revision().await.unwrap();
    assert_eq!(store.put_card(key, old.clone()).await.unwrap(), CardPutting::Same);
    assert_eq!(store.revision().await.unwrap(), before, "nothing has changed");
    for version in [1, 2] {
        assert_eq!(store.put_card(key, kept(7, version, "older").1).await.unwrap(), CardPutting::Conflict);
    }
    assert_eq!(names(NOW).await, ["old"]);
    assert_eq!(store.put_card(key, kept(7, 3, "new").1).await.unwrap(), CardPutting::Stored);
    assert_eq!((names(NOW).await, store.card_count().await.unwrap()), (vec!["new".to_owned()], 1));
    assert!(store.hide(Hidden::Card(key), true, NOW).await.unwrap());
    assert_eq!(store.card(key).await.unwrap(), (Some(kept(7, 3, "new").1), true));
    assert_eq!(store.put_card(key, kept(7, 4, "newer").1).await.unwrap(), CardPutting::Stored);
    assert!(names(NOW).await.is_empty(), "also when it comes again");
    assert!(store.hide(Hidden::Card(key), false, NOW).await.unwrap());
    let last = store.card(key).await.unwrap().0.unwrap().until;
    let (that, next) = (Millis(u64::from(last.0) * DAY_MS), Millis(u64::from(last.0 + 1) * DAY_MS));
    assert_eq!((names(that).await.len(), names(next).await.len()), (1, 0));
    let before = store.revision().await.unwrap();
    store.expire_cards(last).await.unwrap();
    assert_eq!(store.revision().await.unwrap(), before);
    store.expire_cards(last.plus(1)).await.unwrap();
    assert_eq!((store.card(key).await.unwrap().0, store.revision().await.unwrap() > before), (None, true));
    assert_eq!(store.put_card(key, kept(7, 5, "again").1).await.unwrap(), CardPutting::Stored);
    assert!(store.remove_card(key).await.unwrap());
    assert_eq!(store.put_card(key, kept(7, 6, "never").1).await.unwrap(), CardPutting::Gone);
    store.expire_cards(last.plus(99)).await.unwrap();
    assert_eq!(store.put_card(key, kept(7, 7, "never").1).await.unwrap(), CardPutting::Gone, "for good");
    assert!(names(NOW).await.is_empty());
    let (other, card) = kept(8, 1, "never shown");
    assert!(!store.remove_card(other).await.unwrap());
    assert_eq!(store.put_card(other, card).await.unwrap(), CardPutting::Gone);
}

async fn what_its_key_has_not_signed_is_not_shown<S: DirectoryStore>(store: &S) {
    let (key, card) = kept(7, 1, "true");
    let edited =
        KeptCard { signed: Signed { card: self::card(7, 1, "edited").encode().into(), ..card.signed.clone() }, ..card };
    store.put_card(key, edited).await.unwrap();
    let (other, card) = kept(8, 1, "under another key");
    store.put_card(CardKey([8; 32]), card).await.unwrap();
    assert_ne!(other, CardKey([8; 32]));
    let stored = store.load().await.unwrap();
    assert_eq!(stored.cards.len(), 2);
    assert!(stored.shown(None, NOW).circles.is_empty());
}

async fn asking_is_remembered<S: DirectoryStore>(store: &S) {
    let before = store.revision().await.unwrap();
    let good = Asking { etag: Some("\"x\"".to_owned()), modified: None, asked: Some(Millis(1 << 40)), failures: 0 };
    store.put_asking(id("a"), good.clone()).await.unwrap();
    store.put_asking(id("b"), Asking { failures: 3, ..Asking::default() }).await.unwrap();
    store.put_asking(id("b"), Asking { failures: 4, ..Asking::default() }).await.unwrap();
    let asking = store.asking().await.unwrap();
    assert_eq!(asking, BTreeMap::from([(id("a"), good), (id("b"), Asking { failures: 4, ..Asking::default() })]));
    assert_eq!(store.revision().await.unwrap(), before);
}

/// Each as `+name`, `-name` or `before>after`, with its day.
fn told(news: &[Noted]) -> Vec<String> {
    let one = |noted: &Noted| {
        let days = noted.at.since(NOW) / DAY_MS;
        match (&noted.change.before, &noted.change.after) {
            (Some(before), Some(after)) => format!("{}>{} {days}", before.name, after.name),
            (Some(before), None) => format!("-{} {days}", before.name),
            (None, Some(after)) => format!("+{} {days}", after.name),
            (None, None) => panic!("a change of nothing"),
        }
    };
    assert!(news.windows(2).all(|two| two[0].number < two[1].number));
    news.iter().map(one).collect()
}

fn later(days: u64) -> Millis {
    NOW.plus(days * DAY_MS)
}

async fn what_changes_is_news<S: DirectoryStore>(store: &S) {
    let news = async |days: u64| told(&store.load().await.unwrap().news(later(days)));
    let put = async |listing: &Listing, days: u64| {
        store.put_source(id("a"), listing.clone(), later(days)).await.unwrap();
    };
    let mut first = part("a", &[(1, "one"), (2, "two"), (3, "draft")]);
    first.entries.get_mut(&EntryId(3)).unwrap().published = false;
    put(&first, 0).await;
    assert!(news(0).await.is_empty(), "a new source is no news");
    put(&first, 1).await;
    assert!(news(1).await.is_empty());

    let mut second = part("a", &[(1, "eins"), (3, "draft"), (4, "four")]);
    second.entries.get_mut(&EntryId(3)).unwrap().published = false;
    put(&second, 2).await;
    assert_eq!(news(2).await, ["one>eins 2", "-two 2", "+four 2"]);
    second.entries.get_mut(&EntryId(1)).unwrap().updated = Some(Millis(9));
    "another draft".clone_into(&mut second.entries.get_mut(&EntryId(3)).unwrap().name);
    put(&second, 3).await;
    assert_eq!(news(3).await.len(), 3, "neither a time nor a draft is news");
    second.entries.get_mut(&EntryId(3)).unwrap().published = true;
    second.entries.get_mut(&EntryId(4)).unwrap().published = false;
    put(&second, 4).await;
    assert_eq!(news(4).await[3..], ["+another draft 4", "-four 4"]);
    assert_eq!(news(2 + 90).await.len(), 5);
    assert_eq!(news(3 + 90).await, ["+another draft 4", "-four 4"], "for 90 days");
    put(&second, 3 + 90).await;
    assert_eq!(store.load().await.unwrap().history.len(), 2, "and then it is gone from the store");

    store.put_source(id("b"), part("b", &[(7, "seven")]), later(4)).await.unwrap();
    store.put_source(id("b"), part("b", &[(7, "sept")]), later(5)).await.unwrap();
    assert!(store.remove_source(id("a")).await.unwrap());
    assert_eq!(news(5).await, ["seven>sept 5"], "a source is forgotten with its history");
}

async fn hiding_is_news_and_tells_nothing<S: DirectoryStore>(store: &S) {
    let news = async || told(&store.load().await.unwrap().news(NOW));
    store.put_source(id("a"), part("a", &[(1, "one"), (2, "two")]), NOW).await.unwrap();
    store.put_source(id("a"), part("a", &[(1, "eins"), (2, "two")]), NOW).await.unwrap();
    store.hide(Hidden::Entry(EntryId(1)), true, NOW).await.unwrap();
    assert_eq!(news().await, ["- 0"], "that it went, and not what it was");
    store.hide(Hidden::Entry(EntryId(1)), true, NOW).await.unwrap();
    store.put_source(id("a"), part("a", &[(1, "uno"), (2, "two")]), NOW).await.unwrap();
    assert_eq!(news().await, ["- 0"], "what nobody sees does not change");
    store.hide(Hidden::Entry(EntryId(1)), false, NOW).await.unwrap();
    assert_eq!(news().await, ["one>eins 0", "-eins 0", "+uno 0"]);
    store.put_source(id("a"), part("a", &[(1, "uno")]), NOW).await.unwrap();
    assert_eq!(news().await[3..], ["-two 0"]);
    assert!(store.hide(Hidden::Entry(EntryId(2)), true, NOW).await.unwrap(), "it stands in the history");
    assert_eq!(news().await[3..], ["- 0"]);
}

async fn history_has_its_bounds<S: DirectoryStore>(store: &S) {
    let names: Vec<(u64, String)> = (1..=5_010).map(|number| (number, number.to_string())).collect();
    let many: Vec<(u64, &str)> = names.iter().map(|(number, name)| (*number, name.as_str())).collect();
    store.put_source(id("a"), part("a", &[(6_000, "old")]), NOW).await.unwrap();
    store.put_source(id("a"), part("a", &[(6_000, "new")]), NOW).await.unwrap();
    store.put_source(id("a"), part("a", &many), NOW).await.unwrap();
    let news = store.load().await.unwrap().news(NOW);
    assert_eq!((news.len(), told(&news)[4_999].as_str()), (5_000, "-new 0"));
    let last = news[4_999].number;
    assert!(store.remove_source(id("a")).await.unwrap());
    store.put_source(id("a"), part("a", &[(1, "one")]), NOW).await.unwrap();
    store.put_source(id("a"), part("a", &[(1, "eins")]), NOW).await.unwrap();
    assert!(store.load().await.unwrap().news(NOW)[0].number > last, "a number is never given again");
}
