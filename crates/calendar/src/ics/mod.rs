//! The same as iCalendar (RFC 5545), for people's own calendars.

mod event;
mod line;
mod rule;
mod zone;

use std::collections::BTreeMap;

use wire::Millis;

use crate::{Series, Zone};
use line::Lines;

/// A series as it shall stand in somebody's calendar. The title is read by whoever sees that calendar: let it be discreet.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// Unique in the world and always the same for this series; tells nothing.
    pub uid: &'a str,
    /// The title.
    pub title: &'a str,
    /// When.
    pub series: &'a Series,
    /// What everybody may read; without it the event is private and says nothing more.
    pub public: Option<Public<'a>>,
}

/// What a public event says of itself. Every text may be empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Public<'a> {
    /// About it.
    pub description: &'a str,
    /// Where, in words.
    pub location: &'a str,
    /// Its page, a whole address.
    pub url: &'a str,
    /// Opens the meeting over the network (RFC 7986, CONFERENCE), a whole address.
    pub conference: &'a str,
    /// Latitude and longitude, in degrees.
    pub point: Option<(f64, f64)>,
    /// It does not take place for now, or no more.
    pub cancelled: bool,
    /// When it was last changed.
    pub modified: Option<Millis>,
}

/// A calendar of these events, made at `stamp`; `None` when a zone is not known to this version.
///
/// An event that is not public is private (CLASS) and has no place and no description; none has an alarm. Zones are written out, with
/// their changes up to ten years after `stamp`; changes that follow one yearly rule go on by that rule.
pub fn calendar(events: &[Event<'_>], stamp: Millis) -> Option<String> {
    let mut zones: BTreeMap<String, (Zone, Millis)> = BTreeMap::new();
    for event in events {
        let zone = Zone::find(&event.series.pattern.zone)?;
        let start = event.series.dates(crate::Date::clamped(jiff::civil::Date::MIN)).next();
        let begins = zone.instant(start.unwrap_or(event.series.pattern.start), event.series.pattern.time);
        let entry = zones.entry(event.series.pattern.zone.clone()).or_insert((zone, begins));
        entry.1 = entry.1.min(begins);
    }
    let mut lines = Lines::default();
    lines.put("BEGIN:VCALENDAR");
    lines.put("VERSION:2.0");
    lines.put("PRODID:-//Stayhere//Stayhere//EN");
    lines.put("CALSCALE:GREGORIAN");
    for (name, (zone, begins)) in &zones {
        zone::write(&mut lines, name, zone, *begins, stamp);
    }
    for event in events {
        let (zone, _) = zones.get(&event.series.pattern.zone)?;
        event::write(&mut lines, event, zone, stamp);
    }
    lines.put("END:VCALENDAR");
    Some(lines.text)
}
