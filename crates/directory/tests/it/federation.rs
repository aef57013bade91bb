//! Signed directories: what is its own goes out, comes in elsewhere as it was, and nothing else does.

use std::collections::BTreeMap;

use calendar::Time;
use directory::{
    Entry, Listing, Source, SourceId,
    feed::{Fetched, What},
    limits,
    merge::{apply, duplicates, sweep},
    model::{Coordinates, DirectoryKey, EntryId, Freshness, Lister, Pinned, SourceKind},
    stayhere::{About, Bundle, Offer, Opened, Read, Refused, Signer, Snapshot, copy, number, publish, read},
};
use minicbor::{Encode, bytes::ByteVec};
use proptest::prelude::*;
use wire::{Day, Hash, Millis, Signature};

use crate::{
    properties::listings,
    world::{NEW_YORK, NOW, guide, id, listing, new_york, source},
};

const DAY: u64 = 86_400_000;
const BASE: &str = "https://a.example";

fn a() -> Signer {
    Signer::new(&[1; 32])
}

const fn about(number: u64) -> About<'static> {
    About { base: BASE, number, at: NOW }
}

fn opened(snapshot: &Snapshot) -> Opened {
    Opened::read(&snapshot.signed).unwrap_or_else(|why| panic!("{why}"))
}

/// Everything of a snapshot, as source `a` of a server at `base`.
fn taken(snapshot: &Snapshot, base: &str) -> Read {
    let offer = Offer { head: &opened(snapshot).head, known: &[], fetched: &snapshot.parts };
    read(&id("a"), &offer, &Listing::default(), base).unwrap_or_else(|why| panic!("{why}"))
}

/// The entry as it stands elsewhere: under other numbers, with the name of whom it is from.
fn elsewhere(listing: &Listing, entry: &Entry) -> Entry {
    let key = entry.id.to_string();
    let from = |body: directory::model::BodyId| directory::model::BodyId::of(&id("a"), &body.to_string(), false);
    let mut other = entry.clone();
    let name = listing.source_of(entry).map(|source| source.name.clone()).unwrap_or_default();
    other.lister = Some(Lister { source: entry.origin.source.clone(), name });
    other.id = EntryId::of(&id("a"), &key, false);
    other.origin.source = id("a");
    other.origin.key = key;
    other.body = entry.body.map(from);
    for format in &mut other.codes.formats {
        *format = directory::model::FormatId::of(&id("a"), &format.to_string(), false);
    }
    if other.url.is_empty() {
        other.url = format!("{BASE}/meeting/{}", entry.slug);
    }
    other
}

fn by_id(entries: impl IntoIterator<Item = Entry>) -> BTreeMap<EntryId, Entry> {
    entries.into_iter().map(|entry| (entry.id, entry)).collect()
}

#[test]
fn real_directories_go_over_whole() {
    let orange = listing("mg-orange-county-1967", guide("mg-orange-county-1967", "America/Los_Angeles"));
    for listing in [orange, listing(NEW_YORK, new_york())] {
        let snapshot = publish(&listing, &about(1), &a());
        let Read { fetched, own } = taken(&snapshot, "https://b.example");
        assert_eq!((own, fetched.report.refused, fetched.report.faults.len()), (0, 0, 0), "{:?}", fetched.report);
        let expected = by_id(listing.published().map(|entry| elsewhere(&listing, entry)));
        assert!(by_id(fetched.entries) == expected, "every field of every entry");
        let names = |listing: &Listing| {
            let named = listing.published().filter_map(|entry| listing.bodies.get(&entry.body?));
            named.map(|body| body.name.clone()).collect::<std::collections::BTreeSet<_>>()
        };
        let there = Listing { entries: expected, bodies: fetched.bodies, ..Listing::default() };
        assert_eq!(names(&there), names(&listing), "the bodies that answer for them too");
        assert!(snapshot.parts.values().all(|part| part.len() <= 2 * limits::PART_MEAN));
    }
}

#[test]
fn a_circle_that_shows_itself_is_found_elsewhere_and_its_door_is_at_home() {
    let words = card::Words {
        name: "Harbour".to_owned(),
        text: BTreeMap::from([("en".to_owned(), "We remember together.".to_owned())]),
        tags: BTreeMap::from([("problem".to_owned(), ["grief".to_owned()].into())]),
        languages: vec!["en".to_owned()],
        attendance: card::Attendance::Text,
        status: card::Status::Runs,
    };
    let (key, knock) = (wire::PublicKey([7; 32]), Some("AQIDBAUGBwgJCgsMDQ4PEA".to_owned()));
    let card = card::Card { key, version: 1, revision: 1, until: Day(30_000), words, schedule: Vec::new(), knock };
    let mut listing = Listing::default();
    directory::circles::list(&mut listing, &card, Some(BASE));
    let taken = taken(&publish(&listing, &about(1), &a()), "https://b.example");
    let [entry] = taken.fetched.entries.as_slice() else { panic!("{:?}", taken.fetched.report) };
    assert_eq!((entry.name.as_str(), entry.notes.as_str()), ("Harbour", "We remember together."));
    assert_eq!(entry.online.url, format!("{BASE}/join#AQIDBAUGBwgJCgsMDQ4PEA"));
    assert_eq!(entry.tags, listing.entries.values().next().expect("it stands there").tags);
    assert!(entry.lister.as_ref().is_some_and(|lister| lister.name == BASE));
}

#[test]
fn what_others_signed_is_named_and_not_passed_on() {
    let mut listing = listing("mg-alpena-46", guide("mg-alpena-46", "America/Detroit"));
    let own = listing.published().count();
    let peer = Source { pinned: Some(Pinned::new(DirectoryKey([9; 32]))), ..source(SourceKind::Stayhere, "UTC") };
    listing.sources.insert(id("peer"), peer);
    let mut foreign = listing.entries.values().next().cloned().unwrap_or_else(|| panic!("an entry"));
    foreign.origin.source = id("peer");
    foreign.id = EntryId(4_711);
    listing.entries.insert(foreign.id, foreign);
    let stale = Source { fetched: Some(Millis(NOW.0 - 15 * DAY)), ..source(SourceKind::MeetingGuide, "UTC") };
    let snapshot = publish(&listing, &about(1), &a());
    let head = opened(&snapshot).head;
    assert_eq!((head.entries as usize, taken(&snapshot, "").fetched.entries.len()), (own, own));
    let peers: Vec<(&str, DirectoryKey)> = head.peers.iter().map(|peer| (peer.url.as_str(), peer.key)).collect();
    assert_eq!(peers, [("https://example.org/feed", DirectoryKey([9; 32]))]);
    listing.sources.insert(id("mg-alpena-46"), stale);
    assert_eq!(opened(&publish(&listing, &about(2), &a())).head.entries, 0, "nor what its source has left alone");
}

#[test]
fn two_that_list_the_same_meeting_both_go_on_publishing_it() {
    let of = |kind: SourceKind| {
        let text = r#"[{"slug":"tea","name":"Tea","day":1,"time":"10:00","conference_url":"https://zoom.us/j/1","updated":"2026-11-01 10:00:00"}]"#;
        let read = directory::read(&id("own"), &source(SourceKind::MeetingGuide, "UTC"), text.as_bytes());
        let mut all = listing("own", (source(kind, "UTC"), read.unwrap_or_default()));
        let mut other = all.entries.values().next().cloned().unwrap_or_else(|| panic!("an entry"));
        other.origin.source = id("peer");
        other.updated = Some(NOW);
        other.id = EntryId(1);
        all.sources.insert(id("peer"), source(SourceKind::Stayhere, "UTC"));
        all.entries.insert(other.id, other);
        all
    };
    for kind in [SourceKind::Own, SourceKind::MeetingGuide, SourceKind::Sheet] {
        let twins = duplicates(&of(kind), NOW);
        assert!(twins.stands_for(EntryId(1)).is_some() && twins.len() == 1, "{kind:?}: the own one stands");
    }
}

#[test]
fn only_what_follows_under_the_pinned_key_is_taken() {
    let all = listing("mg-alpena-46", guide("mg-alpena-46", "America/Detroit"));
    let key = a().key();
    let pinned = Pinned { number: 5, ..Pinned::new(key) };
    let signed = |number: u64, at: Millis| opened(&publish(&all, &About { base: BASE, number, at }, &a()));
    let own = DirectoryKey([7; 32]);
    assert_eq!(signed(5, NOW).follows(&pinned, own, NOW), Ok(()));
    assert_eq!(signed(6, NOW).follows(&pinned, own, NOW), Ok(()));
    assert_eq!(signed(4, NOW).follows(&pinned, own, NOW), Err(Refused::Older { known: 5, found: 4 }));
    let taken = signed(6, NOW).pinned();
    assert_eq!(signed(6, NOW).follows(&taken, own, NOW), Ok(()), "the same again");
    assert_eq!(signed(6, NOW.plus(DAY)).follows(&taken, own, NOW.plus(DAY)), Err(Refused::Forked(6)));
    assert_eq!(signed(7, NOW.plus(3 * DAY)).follows(&taken, own, NOW), Err(Refused::Ahead));
    assert_eq!(signed(7, NOW).follows(&taken, key, NOW), Err(Refused::Own));
    let other = Pinned::new(DirectoryKey([2; 32]));
    assert_eq!(signed(7, NOW).follows(&other, own, NOW), Err(Refused::OtherKey { found: key }));
    assert!(number(Day(20_000), 9) < number(Day(20_000), 10) && number(Day(20_000), 900) < number(Day(20_001), 3));
}

#[test]
fn every_changed_bit_of_a_head_is_noticed_and_a_copy_is_no_snapshot() {
    let all = listing("mg-alpena-46", guide("mg-alpena-46", "America/Detroit"));
    let Snapshot { signed, .. } = publish(&all, &about(1), &a());
    for at in 0..signed.len() {
        for bit in 0..8 {
            let mut changed = signed.clone();
            changed[at] ^= 1 << bit;
            assert!(Opened::read(&changed).is_err(), "byte {at} bit {bit}");
        }
    }
    assert_eq!(Opened::read(&[signed.as_slice(), b"\0"].concat()), Err(Refused::Unreadable));
    assert_eq!(Opened::read(&vec![0x9f; 200_000]), Err(Refused::Unreadable), "brackets without end");
    assert_eq!(Opened::read(&vec![0; limits::HEAD + 1]), Err(Refused::Unreadable));
}

#[test]
fn a_part_is_what_the_head_says_or_nothing_is_taken() {
    let all = listing(NEW_YORK, new_york());
    let snapshot = publish(&all, &about(1), &a());
    let head = opened(&snapshot).head;
    assert!(head.parts.len() > 4);
    let mut parts = snapshot.parts.clone();
    let (hash, part) = parts.pop_first().unwrap_or_else(|| panic!("a part"));
    let take = |fetched: &BTreeMap<Hash, Vec<u8>>| {
        let offer = Offer { head: &head, known: &[], fetched };
        read(&id("a"), &offer, &Listing::default(), "").map(|read| read.fetched.entries.len())
    };
    assert_eq!(take(&parts), Err(Refused::Part), "withheld");
    parts.insert(hash, part[1..].to_vec());
    assert_eq!(take(&parts), Err(Refused::Part), "cut");
    parts.insert(hash, part);
    assert_eq!(take(&parts), Ok(head.entries as usize));
}

#[test]
fn one_change_is_one_part_and_the_rest_stays_as_it_stands() {
    let mut there = listing(NEW_YORK, new_york());
    let first = publish(&there, &about(1), &a());
    let mut here = Listing::default();
    here.sources.insert(id("a"), source(SourceKind::Stayhere, "UTC"));
    apply(&mut here, &id("a"), taken(&first, "").fetched, NOW);
    let changed = there.published().nth(70).map_or_else(|| panic!("an entry"), |entry| entry.id);
    there.entries.entry(changed).and_modify(|entry| entry.name = "Another name".to_owned());
    let second = publish(&there, &About { at: NOW.plus(DAY), ..about(2) }, &a());
    let (before, after) = (opened(&first), opened(&second));
    let offer = Offer { head: &after.head, known: &before.head.parts, fetched: &second.parts };
    assert_eq!(offer.missing().count(), 1);
    let only: BTreeMap<Hash, Vec<u8>> = offer.missing().map(|hash| (hash, second.parts[&hash].clone())).collect();
    let read = read(&id("a"), &Offer { fetched: &only, ..offer }, &here, "").unwrap_or_else(|why| panic!("{why}"));
    let whole = taken(&second, "").fetched;
    assert_eq!((read.fetched.bodies == whole.bodies, read.fetched.formats == whole.formats), (true, true));
    let applied = apply(&mut here, &id("a"), read.fetched, NOW.plus(DAY)).unwrap_or_default();
    assert_eq!((applied.changes.len(), applied.same), (1, whole.entries.len() - 1));
    let updated = |mut entry: Entry| {
        entry.updated = None;
        entry
    };
    let stands = by_id(here.entries.into_values().map(updated));
    assert!(stands == by_id(whole.entries.into_iter().map(updated)), "as if all had been fetched");
}

#[test]
fn it_ages_from_the_day_on_which_it_was_signed() {
    let all = listing("mg-alpena-46", guide("mg-alpena-46", "America/Detroit"));
    let snapshot = publish(&all, &about(1), &a());
    let mut here = Listing::default();
    here.sources.insert(id("a"), source(SourceKind::Stayhere, "UTC"));
    // Somebody who stands between answers with it ten days later.
    apply(&mut here, &id("a"), taken(&snapshot, "").fetched, NOW.plus(10 * DAY));
    let fresh = |days: u64| here.sources[&id("a")].freshness(NOW.plus(days * DAY));
    assert_eq!((fresh(13), fresh(14), fresh(28)), (Freshness::Fresh, Freshness::Stale, Freshness::Gone));
    assert_eq!(sweep(&mut here, NOW.plus(28 * DAY)).len(), 46);
}

#[test]
fn what_is_ones_own_is_not_taken_back() {
    let all = listing("mg-alpena-46", guide("mg-alpena-46", "America/Detroit"));
    let Read { fetched, own } = taken(&publish(&all, &about(1), &a()), BASE);
    let elsewhere = all.published().filter(|entry| !entry.url.is_empty()).count();
    assert_eq!((fetched.entries.len(), own), (elsewhere, 46 - elsewhere));
    assert!(own > 0);
}

/// As the crate's parts are written.
#[derive(Encode)]
struct Part {
    #[n(0)]
    bodies: Vec<ByteVec>,
    #[n(1)]
    formats: Vec<ByteVec>,
    #[n(2)]
    entries: Vec<ByteVec>,
}

/// A server with a program of its own signs these bytes as entries.
fn hostile(entries: Vec<Vec<u8>>) -> Snapshot {
    hostile_parts(vec![entries])
}

/// The same, in so many parts.
fn hostile_parts(parts: Vec<Vec<Vec<u8>>>) -> Snapshot {
    let part = |entries: Vec<Vec<u8>>| {
        let part = Part {
            bodies: vec![vec![0xff; 9].into()],
            formats: vec![vec![0x9f; 60_000].into()],
            entries: entries.into_iter().map(ByteVec::from).collect(),
        };
        let bytes = wire::encode(&part);
        (Hash::of(&bytes), bytes)
    };
    let parts: Vec<(Hash, Vec<u8>)> = parts.into_iter().map(part).collect();
    let mut head = opened(&publish(&Listing::default(), &about(1), &a())).head;
    head.parts = parts.iter().map(|(hash, _)| *hash).collect();
    let head = wire::encode(&head);
    let secret = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
    let text = [b"stayhere directory snapshot 1\0".as_slice(), &head].concat();
    let signature = Signature(ed25519_dalek::Signer::sign(&secret, &text).to_bytes());
    let signed = wire::encode(&(ByteVec::from(head), signature));
    Snapshot { signed, parts: parts.into_iter().collect() }
}

/// An entry in another part would be lost, or stand twice, when one of the two is fetched alone.
#[test]
fn an_entry_stands_in_its_own_part_or_nowhere() {
    let all = listing("mg-alpena-46", guide("mg-alpena-46", "America/Detroit"));
    let good = all.published().next().cloned().unwrap_or_else(|| panic!("an entry"));
    let numbered = |number: u64| wire::encode(&Entry { id: EntryId(number), ..good.clone() });
    let parts = vec![vec![numbered(2), numbered(5)], vec![numbered(3), numbered(2), numbered(4)]];
    let Read { fetched, .. } = taken(&hostile_parts(parts), "");
    let numbers: Vec<&str> = fetched.entries.iter().map(|entry| entry.origin.key.as_str()).collect();
    let refused: Vec<What> =
        fetched.report.faults.iter().filter(|fault| fault.refused).map(|fault| fault.what).collect();
    assert_eq!((numbers, refused), (vec!["2", "3"], vec![What::Choice; 3]));
}

#[test]
fn a_signature_makes_nothing_sound() {
    let all = listing("mg-alpena-46", guide("mg-alpena-46", "America/Detroit"));
    let good = all.published().find(|entry| !entry.schedule.is_empty()).cloned().unwrap_or_else(|| panic!("an entry"));
    let with = |number: u64, change: &dyn Fn(&mut Entry)| {
        let mut entry = Entry { id: EntryId(number), ..good.clone() };
        change(&mut entry);
        wire::encode(&entry)
    };
    let entries = vec![
        with(1, &|_| {}),
        with(2, &|entry| entry.name = "Free \u{202E}gnp.exe\u{2066} <script>alert(1)</script>".to_owned()),
        with(3, &|entry| entry.notes = "x".repeat(60_000)),
        with(4, &|entry| entry.name = "\u{200B}".to_owned()),
        with(5, &|entry| entry.online.url = "javascript:alert(1)".to_owned()),
        with(6, &|entry| entry.languages = vec!["<b>".to_owned(), "ar".to_owned()]),
        with(7, &|entry| entry.schedule[0].series.pattern.zone = "Nowhere/Here".to_owned()),
        with(8, &|entry| entry.schedule[0].series.pattern.minutes = u32::MAX),
        with(9, &|entry| entry.schedule = vec![entry.schedule[0].clone(); 40]),
        with(1, &|entry| entry.name = "The same number".to_owned()),
        with(u64::MAX, &|_| {}),
        with(10, &|entry| entry.kept = BTreeMap::from([("a".to_owned(), "{broken".to_owned())])),
        with(11, &|entry| entry.origin.source = SourceId("own".to_owned())),
        with(12, &|entry| {
            entry.place.coordinates = wire::decode::<Coordinates>(&[0x82, 0x1a, 0x7f, 0xff, 0xff, 0xff, 0]).ok();
        }),
        vec![0x9f; 60_000],
        vec![0; limits::ENTRY + 1],
        Vec::new(),
    ];
    let Read { fetched, .. } = taken(&hostile(entries), "");
    let numbers: Vec<&str> = fetched.entries.iter().map(|entry| entry.origin.key.as_str()).collect();
    assert_eq!(numbers, ["1", "2", "3", "5", "6", "9", "10", "11", "12"]);
    let find = |number: &str| {
        fetched.entries.iter().find(|entry| entry.origin.key == number).unwrap_or_else(|| panic!("{number}"))
    };
    assert_eq!(find("2").name, "Free gnp.exe");
    assert_eq!(find("3").notes.len(), limits::NOTES);
    assert_eq!(find("5").online.url, "");
    assert_eq!(find("6").languages, ["ar"]);
    assert_eq!(find("9").schedule.len(), limits::SLOTS);
    assert!(find("10").kept.is_empty() && find("12").place.coordinates.is_none());
    assert!(fetched.entries.iter().all(|entry| entry.origin.source == id("a")), "nothing stands under another's name");
    let refused: Vec<What> =
        fetched.report.faults.iter().filter(|fault| fault.refused).map(|fault| fault.what).collect();
    let expected = [
        What::Missing,
        What::Zone,
        What::Recurrence,
        What::Duplicate,
        What::Choice,
        What::Broken,
        What::TooLarge,
        What::Broken,
    ];
    assert_eq!(refused, expected);
}

#[test]
fn a_snapshot_looks_like_this() {
    let mut listing = listing("mg-alpena-46", guide("mg-alpena-46", "America/Detroit"));
    let keep = listing.entries.keys().next().copied();
    listing.entries.retain(|entry, _| Some(*entry) == keep);
    let snapshot = publish(&listing, &about(number(Day::of(NOW), 3)), &a());
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    let parts: Vec<String> = snapshot.parts.values().map(|part| format!("part {}", hex(part))).collect();
    let key = a().key().fingerprint();
    insta::assert_snapshot!(format!("key {key}\nhead {}\n{}", hex(&snapshot.signed), parts.join("\n")));
}

#[test]
fn a_copy_is_passed_on_in_one_piece_and_read_elsewhere() {
    let all = listing(NEW_YORK, new_york());
    let some = || all.published().filter(|entry| entry.place.city.is_empty());
    let element = copy(&all, some(), &about(1), &a());
    let page = format!("<!doctype html><title>&lt;</title>{element}<p>end");
    assert!(Bundle::is_in(page.as_bytes()) && element.matches('<').count() == 2);
    let bundle = Bundle::find(page.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!((bundle.opened.head.key, bundle.opened.head.date()), (a().key(), "2026-11-25".to_owned()));
    let Fetched { entries, report, .. } = bundle.read(&id("a"), "").map(|read| read.fetched).unwrap_or_default();
    assert_eq!((entries.len(), report.refused), (some().count(), 0));
    assert!(by_id(entries) == by_id(some().map(|entry| elsewhere(&all, entry))));
    for other in ["<html>", &page.replace("</script>", ""), &page.replacen("AA", "AB", 1)] {
        assert!(Bundle::find(other.as_bytes()).is_err_and(|why| why != Refused::Part), "{other:.60}");
    }
}

#[test]
fn times_are_those_of_the_wall_where_it_is() {
    let all = listing("mg-alpena-46", guide("mg-alpena-46", "America/Detroit"));
    let read = taken(&publish(&all, &about(1), &a()), "").fetched;
    let zones = read.entries.iter().flat_map(|entry| &entry.schedule).map(|slot| slot.series.pattern.zone.as_str());
    assert!(zones.into_iter().all(|zone| zone == "America/Detroit"));
    assert!(
        read.entries
            .iter()
            .flat_map(|entry| &entry.schedule)
            .any(|slot| slot.series.pattern.time == Time::parse("19:00").unwrap_or_else(|| panic!("a time")))
    );
}

#[test]
fn a_hundred_thousand_meetings_stay_within_every_limit_and_a_change_of_one_is_one_part() {
    let first = listing("mg-alpena-46", guide("mg-alpena-46", "America/Detroit"));
    let like = first.entries.values().max_by_key(|entry| entry.notes.len()).unwrap_or_else(|| panic!("an entry"));
    let many = (0..100_000_u64).map(|n| {
        let key = n.to_string();
        let id = EntryId::of(&like.origin.source, &key, false);
        (id, Entry { id, origin: directory::model::Origin { key, ..like.origin.clone() }, ..like.clone() })
    });
    let mut all = Listing { entries: many.collect(), ..first.clone() };
    let one = publish(&all, &about(1), &a());
    let before = opened(&one).head;
    assert_eq!((before.entries, all.entries.len()), (100_000, 100_000), "no two numbers meet");
    assert!(one.signed.len() <= limits::HEAD && before.parts.len() <= limits::PARTS);
    assert!(one.parts.values().all(|part| part.len() <= limits::PART));
    all.entries.pop_first();
    let two = publish(&all, &about(2), &a());
    let after = opened(&two).head;
    let offer = Offer { head: &after, known: &before.parts, fetched: &two.parts };
    assert_eq!(offer.missing().count(), 1);
    let read = read(&id("a"), &offer, &Listing::default(), "").unwrap_or_else(|why| panic!("{why}"));
    assert!((1..1_000).contains(&read.fetched.entries.len()) && read.fetched.report.faults.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What a feed said comes through a second server as it stands here.
    #[test]
    fn whatever_stands_here_stands_there(here in listings()) {
        let read = taken(&publish(&here, &about(1), &a()), "").fetched;
        prop_assert_eq!(read.report.refused, 0);
        prop_assert_eq!(&read.report.faults, &Vec::new());
        let expected = by_id(here.published().map(|entry| elsewhere(&here, entry)));
        prop_assert_eq!(by_id(read.entries), expected);
    }

    /// No bytes make a reader fail otherwise than by a refusal or a report.
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300), many in 1_usize..4) {
        let _ = Opened::read(&bytes);
        let _ = Bundle::find(&bytes);
        let read = taken(&hostile(vec![bytes; many]), "").fetched;
        prop_assert_eq!(read.entries.len() + read.report.refused, many);
    }
}
