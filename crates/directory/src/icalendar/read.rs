//! Other people's calendars in: every event with a summary and a time becomes an entry.

use std::collections::BTreeMap;

use super::{
    event::{self, Event},
    line,
    rule::Walked,
};
use crate::{
    feed::{At, Fetched, Names, Report, Unreadable, What, clean, fields, split},
    limits,
    model::{Attendance, Coordinates, Entry, EntryId, Online, Origin, Place, Slot, Source, SourceId, Status},
};

/// Reads a calendar of that source. What is marked as private is left out: whoever shared it did not mean this page.
///
/// # Errors
/// [`Unreadable`] when it is too large, not UTF-8, or no calendar.
pub fn read(id: &SourceId, source: &Source, bytes: &[u8]) -> Result<Fetched, Unreadable> {
    let bytes = split::checked(bytes)?;
    let text = core::str::from_utf8(bytes).map_err(|_| Unreadable::Encoding)?;
    if !text.trim_start().get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(Unreadable::Other);
    }
    let mut fetched = Fetched::default();
    let mut masters: Vec<Event> = Vec::new();
    let mut moved: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    for event in event::events(line::lines(text), &mut fetched.report) {
        if event.line("RECURRENCE-ID").is_some() {
            moved.entry(event.uid()).or_default().push(event);
        } else {
            masters.push(event);
        }
    }
    let (mut names, mut walked) = (Names::new(), Walked::default());
    for master in &masters {
        let changed = moved.get(&master.uid()).map_or(&[][..], Vec::as_slice);
        let entry = entry(id, source, (master, changed), &mut names, &mut walked, &mut fetched.report);
        fetched.entries.extend(entry);
    }
    Ok(fetched)
}

fn entry(
    id: &SourceId,
    source: &Source,
    (event, changed): (&Event, &[Event]),
    names: &mut Names,
    walked: &mut Walked,
    report: &mut Report,
) -> Option<Entry> {
    let key = clean::line(&event.uid(), limits::KEY).text;
    let name = text(event, "SUMMARY", limits::NAME, report);
    for (field, missing) in [("UID", key.is_empty()), ("SUMMARY", name.is_empty())] {
        if missing {
            report.refuse(event.at, field, What::Missing, &name);
            return None;
        }
    }
    if event.line("CLASS").is_some_and(|line| !line.value.eq_ignore_ascii_case("PUBLIC")) {
        report.refuse(event.at, "CLASS", What::Choice, "");
        return None;
    }
    let slot = match event::slot(event, changed, &source.zone, walked) {
        Ok((slot, more)) => {
            if more {
                report.note(event.at, "EXDATE", What::TooMany, "");
            }
            slot
        }
        Err((field, what)) => {
            let found = event.line(field).map(|line| line.value.clone()).unwrap_or_default();
            report.refuse(event.at, field, what, &found);
            return None;
        }
    };
    if !names.is_new(&key) {
        report.refuse(event.at, "UID", What::Duplicate, &key);
        return None;
    }
    Some(listed(id, source, event, slot, (name, key), names, report))
}

/// The entry, when nothing is left that could refuse it.
fn listed(
    id: &SourceId,
    source: &Source,
    event: &Event,
    slot: Slot,
    (name, key): (String, String),
    names: &mut Names,
    report: &mut Report,
) -> Entry {
    let (place, online) = whereabouts(event, report);
    let cancelled = event.line("STATUS").is_some_and(|line| line.value.eq_ignore_ascii_case("CANCELLED"));
    let slug = names.slug(&name, id, &key);
    let number = EntryId::of(id, &key, source.keeps_numbers);
    Entry {
        programme: source.programme.clone(),
        attendance: match (online.is_usable(), place.approximate) {
            (false, _) => Attendance::InPerson,
            (true, true) => Attendance::Online,
            (true, false) => Attendance::Hybrid,
        },
        status: if cancelled { Status::Paused } else { Status::Runs },
        schedule: vec![slot],
        place,
        online,
        languages: event
            .line("SUMMARY")
            .and_then(|line| line.parameter("LANGUAGE"))
            .map(str::to_owned)
            .into_iter()
            .collect(),
        tags: source.tags,
        notes: notes(event, report),
        url: url(event, "URL", report),
        updated: event.line("LAST-MODIFIED").and_then(|line| event::instant(&line.value)),
        ..Entry::named(number, slug, name, Origin { source: id.clone(), key })
    }
}

/// An address that opens a meeting may stand where the place does.
fn whereabouts(event: &Event, report: &mut Report) -> (Place, Online) {
    let location = text(event, "LOCATION", limits::LINE, report);
    let conference = url(event, "CONFERENCE", report);
    let is_link = fields::is_url(&location);
    let online = Online {
        url: if conference.is_empty() && is_link { location.clone() } else { conference },
        ..Online::default()
    };
    let formatted = if is_link { String::new() } else { location };
    let point = event.line("GEO").and_then(|line| point(&line.value));
    let place = Place {
        approximate: formatted.is_empty() && point.is_none(),
        formatted,
        coordinates: point,
        ..Place::default()
    };
    (place, online)
}

fn point(value: &str) -> Option<Coordinates> {
    let (latitude, longitude) = value.split_once(';')?;
    Coordinates::new(latitude.trim().parse().ok()?, longitude.trim().parse().ok()?)
}

fn text(event: &Event, name: &str, most: usize, report: &mut Report) -> String {
    let raw = event.line(name).map(line::Line::text).unwrap_or_default();
    noted(event.at, name, clean::line(&raw, most), report)
}

fn notes(event: &Event, report: &mut Report) -> String {
    let raw = event.line("DESCRIPTION").map(line::Line::text).unwrap_or_default();
    noted(event.at, "DESCRIPTION", clean::paragraph(&raw, limits::NOTES), report)
}

fn noted(at: At, name: &str, plain: clean::Plain, report: &mut Report) -> String {
    for (what, is_so) in [(What::Html, plain.html), (What::Hidden, plain.hidden), (What::TooLong, plain.cut)] {
        if is_so {
            report.note(at, name, what, &plain.text);
        }
    }
    plain.text
}

fn url(event: &Event, name: &str, report: &mut Report) -> String {
    let url = event.line(name).map(|line| line.value.trim().to_owned()).unwrap_or_default();
    if !url.is_empty() && !fields::is_url(&url) {
        report.note(event.at, name, What::Url, &url);
        return String::new();
    }
    url
}

/// The one time at which an event meets.
pub(super) type Told = Result<(Slot, bool), (&'static str, What)>;
