//! The limits of a card, one row each, and its bytes.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Date, Months, Pattern, Rule, Series, Time, Weekday, Weekdays};
use card::{Attendance, Card, Fault, Status, Words, open, signed_bytes};
use ed25519_dalek::Signer;
use wire::{Day, PublicKey, Signature, card::Signed, limits};

fn card() -> Card {
    let pattern = Pattern {
        zone: "Africa/Cairo".to_owned(),
        start: Date::parse("2027-01-15").unwrap(),
        time: Time::parse("18:00").unwrap(),
        minutes: 90,
        rule: Rule::Weekly { days: Weekdays::of(&[Weekday::Friday]), every: 2 },
        months: Months::ALL,
        end: None,
    };
    Card {
        key: PublicKey([7; 32]),
        version: 3,
        revision: 2,
        until: Day(20_060),
        words: Words {
            name: "Harbour".to_owned(),
            text: BTreeMap::from([("en".to_owned(), "We remember.\nCome as you are.".to_owned())]),
            tags: BTreeMap::from([("problem".to_owned(), BTreeSet::from(["grief".to_owned()]))]),
            languages: vec!["en".to_owned(), "ar".to_owned()],
            attendance: Attendance::Online,
            status: Status::Runs,
        },
        schedule: vec![Series::of(pattern)],
        knock: Some("AQIDBAUGBwgJCgsMDQ4PEA".to_owned()),
    }
}

#[track_caller]
fn check(change: impl FnOnce(&mut Card), want: Result<(), Fault>) {
    let mut card = card();
    change(&mut card);
    assert_eq!(card.check(), want);
    assert_eq!(Card::read(&card.encode()).is_ok(), want.is_ok(), "what breaks a limit is not read either");
}

#[test]
fn limits_of_words() {
    check(|_| {}, Ok(()));
    check(|card| card.words.name = "x".repeat(limits::CARD_NAME), Ok(()));
    check(|card| card.words.name = "x".repeat(limits::CARD_NAME + 1), Err(Fault::Name));
    check(|card| card.words.name = " Harbour".to_owned(), Err(Fault::Name));
    check(|card| card.words.name = "Har\u{202E}bour".to_owned(), Err(Fault::Name));
    check(|card| card.words.text.clear(), Err(Fault::Text));
    check(|card| drop(card.words.text.insert("en".to_owned(), "x".repeat(limits::CARD_TEXT))), Ok(()));
    check(|card| drop(card.words.text.insert("en".to_owned(), "x".repeat(limits::CARD_TEXT + 1))), Err(Fault::Text));
    check(|card| drop(card.words.text.insert("en".to_owned(), " \n".to_owned())), Err(Fault::Text));
    check(|card| drop(card.words.text.insert("en".to_owned(), "a\u{7}b".to_owned())), Err(Fault::Text));
    check(|card| drop(card.words.text.insert("EN".to_owned(), "a".to_owned())), Err(Fault::Text));
    let many = |n: usize| (0..n).map(|n| format!("w{n}")).collect::<BTreeSet<_>>();
    check(|card| drop(card.words.tags.insert("problem".to_owned(), many(limits::CARD_TAGS))), Ok(()));
    check(|card| drop(card.words.tags.insert("problem".to_owned(), many(limits::CARD_TAGS + 1))), Err(Fault::Tags));
    check(|card| drop(card.words.tags.insert("a b".to_owned(), many(1))), Err(Fault::Tags));
    let facets = |n: usize| many(n).into_iter().map(|facet| (facet, BTreeSet::new())).collect();
    check(|card| card.words.tags = facets(limits::CARD_FACETS), Ok(()));
    check(|card| card.words.tags = facets(limits::CARD_FACETS + 1), Err(Fault::Tags));
    check(|card| card.words.languages.clear(), Ok(()));
    check(|card| card.words.languages.push("en".to_owned()), Err(Fault::Languages));
    check(|card| card.words.languages.push("de_<b>".to_owned()), Err(Fault::Languages));
    check(|card| card.words.languages = many(limits::CARD_LANGUAGES + 1).into_iter().collect(), Err(Fault::Languages));
}

#[test]
fn limits_of_times_and_of_the_door() {
    check(|card| card.schedule.clear(), Ok(()));
    check(|card| card.schedule = vec![card.schedule[0].clone(); limits::CARD_SERIES], Ok(()));
    check(|card| card.schedule = vec![card.schedule[0].clone(); limits::CARD_SERIES + 1], Err(Fault::Schedule));
    check(|card| card.schedule[0].pattern.minutes = 0, Err(Fault::Schedule));
    check(|card| card.knock = None, Ok(()));
    check(|card| card.knock = Some("short".to_owned()), Err(Fault::Knock));
    check(|card| card.knock = Some("x".repeat(limits::CARD_KNOCK - 1) + "\""), Err(Fault::Knock));
}

#[test]
fn the_largest_card_fits() {
    let mut series = card().schedule[0].clone();
    series.pattern.zone = "Z".repeat(calendar::limits::ZONE);
    let days = |n: usize| (0..n as u32).map(|n| Date::from_days(60_000 + n).unwrap());
    let to = calendar::Change::Moved { date: Date::from_days(60_000).unwrap(), time: series.pattern.time };
    series.changes = days(calendar::limits::CHANGES).map(|date| (date, to)).collect();
    series.extra = days(calendar::limits::EXTRA).collect();
    let mut card = card();
    card.schedule = vec![series; limits::CARD_SERIES];
    let text = "\u{1F331}".repeat(limits::CARD_TEXT);
    card.words.text = (0..2).map(|n| (format!("l{n}"), text.clone())).collect();
    assert!(card.encode().len() <= limits::CARD, "{}", card.encode().len());
}

#[test]
fn only_canonical_bytes_are_read() {
    let bytes = card().encode();
    assert_eq!(Card::read(&bytes), Ok(card()));
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(Card::read(&longer).is_err() && Card::read(&bytes[1..]).is_err() && Card::read(&[]).is_err());
    insta::assert_snapshot!(data_encoding::HEXLOWER.encode(&signed_bytes(&bytes)));
}

#[test]
fn only_what_its_own_key_has_signed_is_opened() {
    let signer = |seed: u8| ed25519_dalek::SigningKey::from_bytes(&[seed; 32]);
    let of = |card: &Card, by: u8| {
        let bytes = card.encode();
        let signature = Signature(signer(by).sign(&signed_bytes(&bytes)).to_bytes());
        Signed { card: bytes.into(), signature }
    };
    let card = Card { key: PublicKey(signer(1).verifying_key().to_bytes()), ..card() };
    assert_eq!(open(&of(&card, 1)), Ok(card.clone()));
    assert!(open(&of(&card, 2)).is_err(), "another key");
    let mut edited = card.clone();
    edited.words.name = "Harbor".to_owned();
    assert!(open(&Signed { card: edited.encode().into(), ..of(&card, 1) }).is_err(), "an edited text");
    let plain = Signature(signer(1).sign(&card.encode()).to_bytes());
    assert!(open(&Signed { signature: plain, ..of(&card, 1) }).is_err(), "a signature for something else");
}

#[test]
fn addresses() {
    assert_eq!(Card::slug(PublicKey([0xab; 32])), format!("circle-{}", "ab".repeat(16)));
}
