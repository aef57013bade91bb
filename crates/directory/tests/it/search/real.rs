//! Real listings (`testdata/`): nothing is lost, near-me and times as plain scans have them.

use std::io::Read;

use calendar::{Rule, Weekday, Weekdays, Zone};
use directory::{
    Entry, EntryId,
    model::{Coordinates, Place},
    search::{Index, Near, Query, When, limits, metres},
};
use flate2::read::GzDecoder;
use serde_json::Value;

use super::world::{NOW, entry, listing, numbers, slot};

const SUNDAY_FIRST: [Weekday; 7] = [
    Weekday::Sunday,
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
];

fn read(file: &[u8]) -> Value {
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The fields that a search looks at, without what a feed's reader knows.
fn of(value: &Value, number: u64, names: [&str; 6], day: Option<u64>, zone: &str) -> Entry {
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let [name, place, street, notes, latitude, longitude] = names;
    let degrees = |name: &str| {
        let value = &value[name];
        value.as_f64().or_else(|| value.as_str()?.parse().ok())
    };
    let coordinates = degrees(latitude).zip(degrees(longitude)).filter(|point| *point != (0.0, 0.0));
    let coordinates = coordinates.and_then(|(latitude, longitude)| Coordinates::new(latitude, longitude));
    let time = [text("time"), text("start_time")].into_iter().find(|time| time.len() >= 5);
    let schedule = day.zip(time).map(|(day, time)| {
        let rule = Rule::Weekly { days: Weekdays::of(&[SUNDAY_FIRST[day as usize % 7]]), every: 1 };
        slot(zone, rule, &time[..5], 60)
    });
    Entry {
        schedule: schedule.into_iter().collect(),
        notes: text(notes),
        place: Place { name: text(place), street: text(street), coordinates, ..Place::default() },
        ..entry(number, &text(name))
    }
}

fn all() -> Vec<Entry> {
    let guide = ["name", "location", "formatted_address", "notes", "latitude", "longitude"];
    let bmlt = ["meeting_name", "location_text", "location_street", "comments", "latitude", "longitude"];
    let mut entries = Vec::new();
    for (file, zone) in [
        (&include_bytes!("../../../testdata/mg-orange-county-1967.json.gz")[..], "America/Los_Angeles"),
        (include_bytes!("../../../testdata/mg-aasfmarin-658.json.gz"), "America/Los_Angeles"),
        (include_bytes!("../../../testdata/mg-al-anon-360.json.gz"), "America/New_York"),
        (include_bytes!("../../../testdata/mg-alpena-46.json.gz"), "America/Detroit"),
    ] {
        for value in read(file).as_array().unwrap() {
            entries.push(of(value, entries.len() as u64 + 1, guide, value["day"].as_u64(), zone));
        }
    }
    for value in
        read(include_bytes!("../../../testdata/bmlt-sample-newyork-1555.json.gz"))["meetings"].as_array().unwrap()
    {
        let day = value["weekday_tinyint"].as_str().and_then(|day| day.parse::<u64>().ok());
        entries.push(of(value, entries.len() as u64 + 1, bmlt, day.map(|day| day + 6), "America/New_York"));
    }
    entries
}

/// The page on which an entry stands.
fn stands_on(index: &Index, query: &Query, wanted: EntryId) -> Option<u32> {
    let pages = index.search(query, NOW).pages;
    (1..=pages).find(|page| {
        let page = index.search(&Query { page: *page, ..query.clone() }, NOW);
        numbers(&page).contains(&wanted.0)
    })
}

#[test]
fn real_meetings_are_found() {
    let entries = all();
    assert_eq!(entries.len(), 1_967 + 658 + 360 + 46 + 1_555);
    let index = Index::build(listing(entries.clone()), NOW);
    assert_eq!(index.len(), entries.len());
    let mut asked = 0;
    for wanted in entries.iter().step_by(23) {
        for words in
            [wanted.name.clone(), format!("{} {}", wanted.name, wanted.place.name), wanted.place.street.to_uppercase()]
        {
            let words: String = words.chars().take(limits::WORDS).collect();
            // A word that the limit has cut in two is not in the text.
            let words =
                words.rsplit_once(' ').filter(|_| words.len() >= limits::WORDS).map_or(words.as_str(), |cut| cut.0);
            let query = Query { words: words.to_owned(), size: limits::SIZE, ..Query::default() };
            assert!(stands_on(&index, &query, wanted.id).is_some(), "{words:?} does not find {:?}", wanted.name);
            asked += 1;
        }
    }
    assert!(asked > 500, "{asked}");
}

#[test]
fn real_places_are_near_as_a_scan_has_them() {
    let entries = all();
    let index = Index::build(listing(entries.clone()), NOW);
    let placed: Vec<(u64, Coordinates)> =
        entries.iter().filter_map(|entry| Some((entry.id.0, entry.place.coordinates?))).collect();
    assert!(placed.len() > 3_000, "{}", placed.len());
    for (_, here) in placed.iter().step_by(131) {
        let km = 3;
        let query = Query { near: Some(Near::Point { at: *here, km }), size: limits::SIZE, ..Query::default() };
        let page = index.search(&query, NOW);
        let mut scanned: Vec<(f64, u64)> =
            placed.iter().map(|(number, point)| (metres(*here, *point), *number)).collect();
        scanned.retain(|(distance, _)| *distance <= f64::from(km) * 1_000.0);
        scanned.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        assert_eq!(page.total as usize, scanned.len());
        let expected: Vec<u64> = scanned.iter().map(|(_, number)| *number).take(usize::from(limits::SIZE)).collect();
        assert_eq!(numbers(&page), expected);
    }
}

#[test]
fn real_times_are_soon_as_the_calendar_has_them() {
    let entries = all();
    let index = Index::build(listing(entries.clone()), NOW);
    for (later, minutes) in [(0, 60), (9, 180), (31, 45)] {
        let now = NOW.plus(later * 3_600_000);
        let until = now.plus(u64::from(minutes) * 60_000);
        let query = Query { when: Some(When::Soon { minutes }), size: limits::SIZE, ..Query::default() };
        let scanned = entries.iter().filter(|entry| {
            entry.schedule.iter().any(|slot| {
                let zone = Zone::find(&slot.series.pattern.zone).unwrap();
                slot.series.next(&zone, now).is_some_and(|one| one.at < until)
            })
        });
        let scanned: Vec<u64> = scanned.map(|entry| entry.id.0).collect();
        assert!(!scanned.is_empty());
        let mut found = Vec::new();
        for page in 1..=index.search(&query, now).pages {
            found.extend(index.search(&Query { page, ..query.clone() }, now).hits.iter().map(|hit| hit.id.0));
        }
        found.sort_unstable();
        assert_eq!(found, scanned, "{later} {minutes}");
    }
}
