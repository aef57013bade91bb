//! Short ways to say when.

use calendar::{Date, Months, Pattern, Rule, Series, Time, Weekday, Weekdays, Zone};
use wire::Millis;

pub(crate) fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is no date"))
}

pub(crate) fn time(text: &str) -> Time {
    Time::parse(text).unwrap_or_else(|| panic!("{text} is no time"))
}

pub(crate) fn zone(name: &str) -> Zone {
    Zone::find(name).unwrap_or_else(|| panic!("{name} is no zone"))
}

pub(crate) fn weekly(days: &[Weekday], every: u8) -> Rule {
    Rule::Weekly { days: Weekdays::of(days), every }
}

pub(crate) fn series(zone: &str, start: &str, at: &str, rule: Rule) -> Series {
    Series::of(Pattern {
        zone: zone.to_owned(),
        start: date(start),
        time: time(at),
        minutes: 90,
        rule,
        months: Months::ALL,
        end: None,
    })
}

/// The beginnings of everything from the start on, in seconds.
pub(crate) fn instants(series: &Series, most: usize) -> Vec<u64> {
    let all = series.occurrences(&zone(&series.pattern.zone), Millis(0), Millis(u64::MAX), most);
    all.into_iter().map(|one| one.at.0 / 1000).collect()
}
