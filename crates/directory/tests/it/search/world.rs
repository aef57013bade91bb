//! Listings to search in.

use calendar::{Months, Pattern, Rule, Series, Time, Weekday, Weekdays};
use directory::{
    Entry, EntryId, Listing, SourceId,
    model::{Coordinates, Origin, Place, Slot, Slug, unknown_start},
    search::Page,
};
use wire::Millis;

/// Wednesday, 4 March 2026, 12:00 UTC.
pub(super) const NOW: Millis = Millis(1_772_625_600_000);

/// A meeting that says nothing of itself.
pub(super) fn entry(number: u64, name: &str) -> Entry {
    let origin = Origin { source: SourceId("own".to_owned()), key: number.to_string() };
    Entry::named(EntryId(number), Slug::from_text(&format!("{name} {number}")), name.to_owned(), origin)
}

/// The same at a point.
pub(super) fn at(entry: Entry, latitude: f64, longitude: f64) -> Entry {
    let coordinates = Coordinates::new(latitude, longitude);
    Entry { place: Place { coordinates, ..entry.place }, ..entry }
}

/// The same on a day of every week, for an hour.
pub(super) fn weekly(entry: Entry, zone: &str, day: Weekday, time: &str) -> Entry {
    let rule = Rule::Weekly { days: Weekdays::of(&[day]), every: 1 };
    Entry { schedule: vec![slot(zone, rule, time, 60)], ..entry }
}

pub(super) fn slot(zone: &str, rule: Rule, time: &str, minutes: u32) -> Slot {
    let pattern = Pattern {
        zone: zone.to_owned(),
        start: unknown_start(),
        time: Time::parse(time).unwrap(),
        minutes,
        rule,
        months: Months::ALL,
        end: None,
    };
    Slot { series: Series::of(pattern), end_is_told: true }
}

pub(super) fn listing(entries: Vec<Entry>) -> Listing {
    let entries = entries.into_iter().map(|entry| (entry.id, entry)).collect();
    Listing { entries, ..Listing::default() }
}

/// The numbers of what a page shows.
pub(super) fn numbers(page: &Page) -> Vec<u64> {
    page.hits.iter().map(|hit| hit.id.0).collect()
}
