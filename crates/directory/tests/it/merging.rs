//! Several sources become one listing.

use std::collections::BTreeMap;

use directory::{
    Entry, Listing, SourceId,
    feed::Fetched,
    limits, meeting_guide,
    merge::{Asking, apply, due, duplicates, sweep},
    model::{Freshness, SourceKind},
    search::Index,
};
use wire::Millis;

use crate::world::{NOW, guide, id, listing, source};

const DAY: u64 = 86_400_000;

fn read(name: &str, text: &str) -> Fetched {
    let source = source(SourceKind::MeetingGuide, "Europe/London");
    meeting_guide::read(&id(name), &source, text.as_bytes()).unwrap_or_else(|why| panic!("{why}"))
}

fn with_sources(names: &[&str]) -> Listing {
    let one = |name: &&str| (id(name), source(SourceKind::MeetingGuide, "Europe/London"));
    Listing { sources: names.iter().map(one).collect(), ..Listing::default() }
}

fn names(listing: &Listing) -> Vec<&str> {
    let mut names: Vec<&str> = listing.entries.values().map(|entry| entry.name.as_str()).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_feed_that_says_the_same_changes_nothing() {
    let (source, fetched) = guide("mg-orange-county-1967", "America/Los_Angeles");
    let count = fetched.entries.len();
    let mut listing = listing("mg-orange-county-1967", (source, Fetched::default()));
    let first = apply(&mut listing, &id("mg-orange-county-1967"), fetched.clone(), NOW).unwrap();
    assert_eq!((first.changes.len(), first.same), (count, 0));
    let second = apply(&mut listing, &id("mg-orange-county-1967"), fetched, NOW.plus(DAY)).unwrap();
    assert_eq!((second.changes.len(), second.same), (0, count));
}

#[test]
fn what_came_changed_and_went_is_told() {
    let mut listing = with_sources(&["a", "b"]);
    let a = r#"[{"slug":"1","name":"One"},{"slug":"2","name":"Two"}]"#;
    apply(&mut listing, &id("a"), read("a", a), NOW).unwrap();
    apply(&mut listing, &id("b"), read("b", r#"[{"slug":"1","name":"Elsewhere"}]"#), NOW).unwrap();
    let next = r#"[{"slug":"1","name":"One and only"},{"slug":"3","name":"Three"}]"#;
    let applied = apply(&mut listing, &id("a"), read("a", next), NOW.plus(DAY)).unwrap();
    let mut told: Vec<(Option<&str>, Option<&str>)> = applied
        .changes
        .iter()
        .map(|change| {
            let name = |entry: &Option<Entry>| entry.as_ref().map(|entry| entry.name.clone());
            (name(&change.before), name(&change.after))
        })
        .map(|(before, after)| (before.map(|name| &*name.leak()), after.map(|name| &*name.leak())))
        .collect();
    told.sort_unstable();
    let expected = [(None, Some("Three")), (Some("One"), Some("One and only")), (Some("Two"), None)];
    assert_eq!(told, expected);
    assert_eq!(names(&listing), ["Elsewhere", "One and only", "Three"]);
    let changed = listing.entries.values().find(|entry| entry.name == "One and only").unwrap();
    assert_eq!(changed.updated, Some(NOW.plus(DAY)), "the feed does not say when: it was seen then");
}

#[test]
fn an_empty_feed_empties_nothing() {
    let mut listing = with_sources(&["a"]);
    apply(&mut listing, &id("a"), read("a", r#"[{"slug":"1","name":"One"}]"#), NOW).unwrap();
    let before = listing.clone();
    assert!(apply(&mut listing, &id("a"), read("a", "[]"), NOW.plus(DAY)).is_none());
    assert!(apply(&mut listing, &id("a"), read("a", r#"[{"broken":1}]"#), NOW.plus(DAY)).is_none());
    assert_eq!(listing, before);
}

#[test]
fn a_silent_source_goes_alone() {
    let mut listing = with_sources(&["dead", "alive"]);
    apply(&mut listing, &id("dead"), read("dead", r#"[{"slug":"1","name":"Old"}]"#), NOW).unwrap();
    let at = |days: u64| NOW.plus(days * DAY);
    for days in [1, 13, 20, 27] {
        apply(&mut listing, &id("alive"), read("alive", r#"[{"slug":"1","name":"New"}]"#), at(days)).unwrap();
    }
    assert_eq!(listing.sources[&id("dead")].freshness(at(14)), Freshness::Stale);
    assert_eq!(sweep(&mut listing, at(27)), []);
    let gone = sweep(&mut listing, at(28));
    assert_eq!(gone.len(), 1);
    assert_eq!(names(&listing), ["New"]);
}

#[test]
fn the_same_meeting_of_two_sources_is_one() {
    let mut listing = with_sources(&["a", "b"]);
    let place = r#""latitude":51.5,"longitude":-0.1,"approximate":"no""#;
    let near = r#""latitude":51.5005,"longitude":-0.1005,"approximate":"no""#;
    let far = r#""latitude":51.6,"longitude":-0.1,"approximate":"no""#;
    let link = r#""approximate":"yes","conference_url":"https://zoom.us/j/123?pwd=a""#;
    let a = format!(
        r#"[{{"slug":"1","name":"Over the Bridge","day":1,"time":"19:00",{place},"updated":"2026-01-01 00:00:00"}},
            {{"slug":"2","name":"Sunrise","day":1,"time":"19:00",{link}}},
            {{"slug":"3","name":"Over the Bridge","day":1,"time":"19:00",{place},"updated":"2025-01-01 00:00:00"}},
            {{"slug":"4","name":"Lunch","day":1,"time":"12:00",{place}}}]"#
    );
    let b = format!(
        r#"[{{"slug":"x","name":"OVER THE BRIDGE GROUP","day":1,"time":"19:00",{near},"updated":"2026-02-01 00:00:00"}},
            {{"slug":"y","name":"Sunrise Serenity","day":1,"time":"20:00","timezone":"Europe/Paris",{link}}},
            {{"slug":"z","name":"Over the Bridge","day":1,"time":"19:00",{far}}},
            {{"slug":"w","name":"Lunch","day":2,"time":"12:00",{place}}}]"#
    );
    apply(&mut listing, &id("a"), read("a", &a), NOW).unwrap();
    apply(&mut listing, &id("b"), read("b", &b), NOW).unwrap();
    let found = duplicates(&listing, NOW);
    let by_key = |source: &str, key: &str| {
        listing.entries.values().find(|entry| entry.origin.source == id(source) && entry.origin.key == key).unwrap().id
    };
    let stands = |source: &str, key: &str| {
        found.stands_for(by_key(source, key)).map(|id| listing.entries[&id].origin.clone().key)
    };
    // One of each pair stands.
    let pairs = [stands("a", "1").or(stands("b", "x")), stands("a", "2").or(stands("b", "y"))];
    assert!(pairs.iter().all(Option::is_some), "{pairs:?}");
    for (source, key) in [("a", "4"), ("b", "w"), ("b", "z")] {
        assert_eq!(stands(source, key), None, "{source} {key}");
    }
    let standing = found.stands_for(by_key("a", "1")).unwrap_or_else(|| by_key("a", "1"));
    assert!(found.beside(standing).count() >= 1);
}

#[test]
fn duplicates_of_a_real_feed_are_all_found() {
    let name = "mg-orange-county-1967";
    let mut listing = listing(name, guide(name, "America/Los_Angeles"));
    let mut copy: Vec<Entry> = listing.entries.values().cloned().collect();
    listing.sources.insert(id("copy"), source(SourceKind::MeetingGuide, "America/Los_Angeles"));
    for entry in &mut copy {
        entry.origin.source = id("copy");
        entry.id = directory::EntryId::of(&entry.origin.source, &entry.origin.key, false);
        entry.name = entry.name.to_uppercase();
    }
    let findable = copy.iter().filter(|entry| {
        let has_place = entry.place.coordinates.is_some() && !entry.place.approximate;
        !entry.schedule.is_empty() && (has_place || entry.online.url.matches('/').count() > 2)
    });
    let findable = findable.count();
    listing.entries.extend(copy.into_iter().map(|entry| (entry.id, entry)));
    let found = duplicates(&listing, NOW);
    assert!(findable > 1_800 && found.len() >= findable, "{} of {findable}", found.len());
}

#[test]
fn a_dead_source_holds_nobody_up() {
    const MINUTE: u64 = 60_000;
    let mut asking: BTreeMap<SourceId, Asking> =
        ["dead", "slow", "well"].map(|name| (id(name), Asking::default())).into();
    let mut asked: BTreeMap<SourceId, usize> = BTreeMap::new();
    let mut busy: BTreeMap<SourceId, Millis> = BTreeMap::new();
    // A week, minute by minute, one place: `dead` never answers, `slow` fails, `well` answers.
    for minute in 0..7 * 24 * 60 {
        let now = Millis(NOW.0 + minute * MINUTE);
        busy.retain(|_, since| now.since(*since) < limits::ANSWER_MINUTES * MINUTE);
        for source in due(&asking, &busy.keys().cloned().collect(), now, 1) {
            let one = asking.get_mut(&source).unwrap();
            one.ask(now);
            *asked.entry(source.clone()).or_default() += 1;
            match source.0.as_str() {
                "well" => one.answered(),
                "slow" => {}
                _ => drop(busy.insert(source, now)),
            }
        }
    }
    assert!(asked[&id("well")] > 150, "{asked:?}");
    assert!((7..20).contains(&asked[&id("dead")]) && (7..20).contains(&asked[&id("slow")]), "{asked:?}");
}

#[test]
fn two_sources_that_name_a_meeting_alike_have_two_pages() {
    let mut listing = with_sources(&["a", "b"]);
    let feed = r#"[{"slug":"tea","name":"Tea"}]"#;
    let slug = |listing: &Listing, source: &str| {
        let mut entries = listing.entries.values().filter(|entry| entry.origin.source == id(source));
        entries.next().unwrap().slug.as_str().to_owned()
    };
    apply(&mut listing, &id("a"), read("a", feed), NOW).unwrap();
    apply(&mut listing, &id("b"), read("b", feed), NOW).unwrap();
    let second = slug(&listing, "b");
    assert_eq!(slug(&listing, "a"), "tea");
    assert!(second.starts_with("tea-"), "{second}");
    for source in ["a", "b"] {
        let again = apply(&mut listing, &id(source), read(source, feed), NOW.plus(DAY)).unwrap();
        assert_eq!((again.changes.len(), again.same), (0, 1), "{source}");
    }
    apply(&mut listing, &id("a"), read("a", r#"[{"slug":"coffee","name":"Coffee"}]"#), NOW).unwrap();
    apply(&mut listing, &id("b"), read("b", feed), NOW.plus(DAY)).unwrap();
    assert_eq!(slug(&listing, "b"), second, "an address that was given out stays");
}

#[test]
fn a_meeting_of_two_sources_has_one_page_that_names_both() {
    let mut listing = with_sources(&["a", "b"]);
    let feed = |slug: &str, name: &str| {
        let place = r#""latitude":51.5,"longitude":-0.1,"approximate":"no","city":"London""#;
        format!(r#"[{{"slug":"{slug}","name":"{name}","day":1,"time":"19:00",{place}}}]"#)
    };
    apply(&mut listing, &id("a"), read("a", &feed("bridge", "Over the Bridge")), NOW).unwrap();
    apply(&mut listing, &id("b"), read("b", &feed("otb", "Over the Bridge Group")), NOW).unwrap();
    listing.sources.entry(id("b")).and_modify(|source| source.name = "B".to_owned());
    let index = Index::build(listing, NOW);
    assert_eq!(index.len(), 1);
    let (one, other) = (index.meeting("bridge").unwrap(), index.meeting("otb").unwrap());
    assert_eq!(one, other);
    let mut sources: Vec<&str> = index.sources_of(one).map(|source| source.name.as_str()).collect();
    sources.sort_unstable();
    assert_eq!(sources, ["B", "Bridge intergroup"]);
}

#[test]
fn what_went_or_grew_too_old_hides_no_other_entry() {
    let mut listing = with_sources(&["dead", "alive"]);
    let place = r#""day":1,"time":"19:00","latitude":51.5,"longitude":-0.1,"approximate":"no","city":"London""#;
    let feed = |slug: &str| format!(r#"[{{"slug":"{slug}","name":"Over the Bridge",{place}}}]"#);
    let at = |days: u64| NOW.plus(days * DAY);
    apply(&mut listing, &id("alive"), read("alive", &feed("alive")), NOW).unwrap();
    apply(&mut listing, &id("dead"), read("dead", &feed("dead")), at(1)).unwrap();
    listing.sources.entry(id("alive")).and_modify(|source| source.fetched = Some(at(40)));
    let index = Index::build(listing, at(40));
    assert_eq!(index.len(), 1);
    assert!(index.meeting("alive").is_some() && index.meeting("dead").is_none());
}
