//! VTIMEZONE (RFC 5545, 3.6.5), from the database.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil, tz::Offset};
use wire::Millis;

use super::{line::Lines, rule::code};
use crate::{Date, Zone, zone::timestamp};

/// Years after the export for which changes are looked up.
const YEARS: i16 = 10;
const YEAR_MS: u64 = 366 * 86_400_000;

/// One clock change.
struct Onset {
    /// What the wall showed when it came.
    wall: civil::DateTime,
}

/// What clock changes of one kind have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    daylight: bool,
    from: Offset,
    to: Offset,
    name: String,
}

/// The zone from a year before `begins` on.
pub(super) fn write(lines: &mut Lines, name: &str, zone: &Zone, begins: Millis, stamp: Millis) {
    let since = timestamp(Millis(begins.0.saturating_sub(YEAR_MS)));
    let last_year = zone.tz().to_datetime(timestamp(stamp.max(begins))).year() + YEARS;
    let mut kinds: BTreeMap<Kind, Vec<Onset>> = BTreeMap::new();
    let info = zone.tz().to_offset_info(since);
    let mut offset = info.offset();
    let first = Kind { daylight: info.dst().is_dst(), from: offset, to: offset, name: info.abbreviation().to_owned() };
    kinds.insert(first, vec![Onset { wall: offset.to_datetime(since) }]);
    for change in zone.tz().following(since) {
        let wall = offset.to_datetime(change.timestamp());
        if wall.year() > last_year || change.timestamp() == Timestamp::MAX {
            break;
        }
        let (daylight, name) = (change.dst().is_dst(), change.abbreviation().to_owned());
        let kind = Kind { daylight, from: offset, to: change.offset(), name };
        offset = change.offset();
        kinds.entry(kind).or_default().push(Onset { wall });
    }
    lines.put("BEGIN:VTIMEZONE");
    lines.put(&format!("TZID:{name}"));
    for (kind, onsets) in &kinds {
        write_kind(lines, kind, onsets, last_year);
    }
    lines.put("END:VTIMEZONE");
}

fn write_kind(lines: &mut Lines, kind: &Kind, onsets: &[Onset], last_year: i16) {
    let part = if kind.daylight { "DAYLIGHT" } else { "STANDARD" };
    lines.put(&format!("BEGIN:{part}"));
    let mut walls = onsets.iter().map(|onset| onset.wall);
    if let Some(first) = walls.next() {
        lines.put(&format!("DTSTART:{}", first.strftime("%Y%m%dT%H%M%S")));
    }
    if let Some(rule) = yearly(onsets, last_year) {
        lines.put(&format!("RRULE:{rule}"));
    } else {
        walls.for_each(|wall| lines.put(&format!("RDATE:{}", wall.strftime("%Y%m%dT%H%M%S"))));
    }
    lines.put(&format!("TZOFFSETFROM:{}", signed(kind.from)));
    lines.put(&format!("TZOFFSETTO:{}", signed(kind.to)));
    lines.put_text("TZNAME", &kind.name);
    lines.put(&format!("END:{part}"));
}

/// The rule that these changes follow, if they come every year up to the last on the same such weekday of a month.
fn yearly(onsets: &[Onset], last_year: i16) -> Option<String> {
    let first = onsets.first()?.wall;
    let every_year = onsets.windows(2).all(|two| two[1].wall.year() == two[0].wall.year() + 1);
    let alike = |wall: civil::DateTime| {
        wall.month() == first.month() && wall.weekday() == first.weekday() && wall.time() == first.time()
    };
    let goes_on = onsets.last()?.wall.year() == last_year;
    if onsets.len() < 3 || !every_year || !goes_on || !onsets.iter().all(|onset| alike(onset.wall)) {
        return None;
    }
    let nth = |wall: civil::DateTime| (wall.day() - 1) / 7 + 1;
    let is_last = |wall: civil::DateTime| wall.day() + 7 > wall.date().days_in_month();
    let number = if onsets.iter().all(|onset| is_last(onset.wall)) {
        -1
    } else if onsets.iter().all(|onset| nth(onset.wall) == nth(first)) {
        nth(first)
    } else {
        return None;
    };
    let day = Date::clamped(first.date()).weekday();
    Some(format!("FREQ=YEARLY;BYMONTH={};BYDAY={number}{}", first.month(), code(day)))
}

/// `+0130`, with seconds where there are any.
fn signed(offset: Offset) -> String {
    let sign = if offset.seconds() < 0 { '-' } else { '+' };
    let seconds = offset.seconds().unsigned_abs();
    let text = format!("{sign}{:02}{:02}", seconds / 3600, seconds / 60 % 60);
    if seconds.is_multiple_of(60) { text } else { format!("{text}{:02}", seconds % 60) }
}
