//! VEVENT: from its lines to a series.

use calendar::{Break, Change, Date, Months, Pattern, Rule, Series, Time, Zone};
use wire::Millis;

use super::{
    line::Line,
    read::Told,
    rule::{self, Walked},
};
use crate::{
    feed::{At, Report, What},
    limits,
    model::Slot,
};

/// The lines of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// Where it begins.
    pub(super) at: At,
    lines: Vec<Line>,
}

impl Event {
    pub(super) fn line(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    pub(super) fn uid(&self) -> String {
        self.line("UID").map(|line| line.value.trim().to_owned()).unwrap_or_default()
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }
}

/// The events of a calendar; alarms within them are passed over. Too many or too large ones are reported.
pub(super) fn events(lines: impl Iterator<Item = Line>, report: &mut Report) -> Vec<Event> {
    let mut all = Vec::new();
    let mut open: Option<(Event, usize)> = None;
    let mut inner = 0_usize;
    for line in lines {
        let is_event = line.value.trim().eq_ignore_ascii_case("VEVENT");
        match (line.name.as_str(), &mut open) {
            ("BEGIN", None) if is_event => {
                open = Some((Event { at: At::Line(line.number), lines: Vec::new() }, 0));
            }
            ("BEGIN", Some(_)) => inner += 1,
            ("END", Some(_)) if inner > 0 => inner -= 1,
            ("END", Some(_)) => {
                let Some((event, bytes)) = open.take() else { continue };
                if all.len() >= limits::ENTRIES {
                    report.refuse(event.at, "", What::TooMany, "");
                    return all;
                }
                if bytes > limits::ENTRY {
                    report.refuse(event.at, "", What::TooLarge, "");
                } else {
                    all.push(event);
                }
            }
            (_, Some((event, bytes))) if inner == 0 => {
                *bytes += line.value.len() + line.name.len();
                if *bytes <= limits::ENTRY {
                    event.lines.push(line);
                }
            }
            _ => {}
        }
    }
    if let Some((event, _)) = open {
        report.refuse(event.at, "", What::Broken, "");
    }
    all
}

/// When something is, as a property says it.
struct When {
    date: Date,
    time: Option<Time>,
    /// Named by the property, or UTC.
    zone: Option<String>,
}

fn when(value: &str, line: &Line) -> Option<When> {
    let (date, rest) = rule::date(value.trim())?;
    let Some(clock) = rest.strip_prefix('T') else {
        return rest.is_empty().then_some(When { date, time: None, zone: None });
    };
    let (time, utc) = rule::time(clock)?;
    let zone = if utc { Some("UTC".to_owned()) } else { line.parameter("TZID").map(str::to_owned) };
    Some(When { date, time: Some(time), zone })
}

/// `20260301T183000Z`.
pub(super) fn instant(value: &str) -> Option<Millis> {
    let (date, rest) = rule::date(value.trim())?;
    let clock = rest.strip_prefix('T')?;
    let (time, _) = rule::time(clock)?;
    let seconds = clock.get(4..6)?.parse::<u64>().ok().filter(|seconds| *seconds < 60)?;
    Some(rule::utc_instant(date, time).plus(seconds * 1_000))
}

/// The series of an event and its changed occurrences; and whether exceptions had to be left out.
pub(super) fn slot(event: &Event, changed: &[Event], default_zone: &str, walked: &mut Walked) -> Told {
    let line = event.line("DTSTART").ok_or(("DTSTART", What::Missing))?;
    let start = when(&line.value, line).ok_or(("DTSTART", What::Date))?;
    let named = start.zone.as_deref().map_or_else(|| default_zone.to_owned(), plain_zone);
    let zone = Zone::find(&named).ok_or(("DTSTART", What::Zone))?;
    let minutes = minutes(event, &zone, &start)?;
    let mut series = Series::of(Pattern {
        zone: zone.name().to_owned(),
        start: start.date,
        time: start.time.unwrap_or(midnight()),
        minutes: minutes.unwrap_or(if start.time.is_none() { 24 * 60 } else { limits::DEFAULT_MINUTES }),
        rule: Rule::Once,
        months: Months::ALL,
        end: None,
    });
    if let Some(line) = event.line("RRULE") {
        let recurrence = rule::read(&line.value, start.date).ok_or(("RRULE", What::Recurrence))?;
        series.pattern.rule = recurrence.rule;
        series.pattern.months = recurrence.months;
        let last = rule::last_date(&series, recurrence.end, walked).map_err(|what| ("RRULE", what))?;
        series.pattern.end = last.map(|end| end.max(start.date));
        // The start counts, whatever the rule says.
        if !series.pattern.falls_on(start.date) {
            series.extra.insert(start.date);
        }
    }
    let more = except(&mut series, &zone, event, changed);
    series.check().map_err(|_| ("RRULE", What::Recurrence))?;
    Ok((Slot { series, end_is_told: minutes.is_some() }, more))
}

fn midnight() -> Time {
    Time::from_minutes(0).unwrap_or_else(|| unreachable!("midnight is a time"))
}

/// Some programs put their own path before the name.
fn plain_zone(name: &str) -> String {
    let parts: Vec<&str> = name.trim_matches('/').split('/').collect();
    let found = (0..parts.len()).map(|from| parts[from..].join("/")).find(|name| Zone::find(name).is_some());
    found.unwrap_or_else(|| name.to_owned())
}

/// The length, if one is told.
fn minutes(event: &Event, zone: &Zone, start: &When) -> Result<Option<u32>, (&'static str, What)> {
    if let Some(line) = event.line("DURATION") {
        return duration(line.value.trim()).map(Some).ok_or(("DURATION", What::Time));
    }
    let Some(line) = event.line("DTEND") else { return Ok(None) };
    let end = when(&line.value, line).ok_or(("DTEND", What::Time))?;
    let at = |when: &When, zone: &Zone| zone.instant(when.date, when.time.unwrap_or(midnight()));
    let end_zone = end.zone.as_deref().and_then(|name| Zone::find(&plain_zone(name)));
    let end = at(&end, end_zone.as_ref().unwrap_or(zone));
    let minutes = end.since(at(start, zone)) / 60_000;
    Ok((minutes > 0).then(|| u32::try_from(minutes).unwrap_or(u32::MAX)))
}

/// `PT1H30M`, `P1D`, `P1W`.
fn duration(text: &str) -> Option<u32> {
    let rest = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let mut minutes = 0_u32;
    let mut digits = String::new();
    for c in rest.chars() {
        let unit = match c {
            'T' => continue,
            '0'..='9' => {
                digits.push(c);
                continue;
            }
            'W' => 7 * 24 * 60,
            'D' => 24 * 60,
            'H' => 60,
            'M' => 1,
            'S' => 0,
            _ => return None,
        };
        let number: u32 = digits.parse().ok()?;
        minutes = minutes.checked_add(number.checked_mul(unit)?)?;
        digits.clear();
    }
    (minutes > 0 && digits.is_empty()).then_some(minutes)
}

/// Exceptions, additional dates and moved occurrences; whether some had to be left out.
fn except(series: &mut Series, zone: &Zone, event: &Event, changed: &[Event]) -> bool {
    let dates = |name: &str| -> Vec<Date> {
        let lines: Vec<&Line> = event.all(name).collect();
        let values = lines.iter().flat_map(|line| line.value.split(',').map(move |value| (value, line)));
        values.filter_map(|(value, line)| local(&when(value, line)?, zone)).map(|(date, _)| date).collect()
    };
    let mut more = false;
    for date in dates("RDATE") {
        more |= series.extra.len() >= calendar::limits::EXTRA && !series.extra.contains(&date);
        if series.extra.len() < calendar::limits::EXTRA {
            series.extra.insert(date);
        }
    }
    let mut absent: Vec<Date> = dates("EXDATE").into_iter().filter(|date| series.has(*date)).collect();
    absent.sort_unstable();
    absent.dedup();
    rest_over_runs(series, &mut absent);
    for event in changed {
        more |= change(series, zone, event).is_none();
    }
    let room = calendar::limits::CHANGES.saturating_sub(series.changes.len());
    more |= absent.len() > room;
    // Of too many the latest matter.
    let first = absent.len().saturating_sub(room);
    series.changes.extend(absent[first..].iter().map(|date| (*date, Change::Cancelled)));
    more
}

/// Where many in a row do not happen, a break says so in one.
fn rest_over_runs(series: &mut Series, absent: &mut Vec<Date>) {
    const RUN: usize = 5;
    let mut runs: Vec<(Date, Date, usize)> = Vec::new();
    for date in absent.iter().copied() {
        match runs.last_mut() {
            Some((_, last, count)) if series.dates(last.plus(1)).next() == Some(date) => {
                *last = date;
                *count += 1;
            }
            _ => runs.push((date, date, 1)),
        }
    }
    let long = |(from, to, count): &(Date, Date, usize)| {
        *count >= RUN && to.days() - from.days() < calendar::limits::BREAK_DAYS
    };
    let long: Vec<_> = runs.into_iter().filter(long).take(calendar::limits::BREAKS).collect();
    absent.retain(|date| !long.iter().any(|(from, to, _)| (from..=to).contains(&date)));
    series.breaks.extend(long.into_iter().map(|(from, to, _)| Break { from, to: Some(to) }));
}

fn local(when: &When, zone: &Zone) -> Option<(Date, Time)> {
    match (&when.zone, when.time) {
        (_, None) => Some((when.date, midnight())),
        (None, Some(time)) => Some((when.date, time)),
        (Some(name), Some(time)) => {
            let other = Zone::find(&plain_zone(name))?;
            Some(if other == *zone { (when.date, time) } else { zone.local(other.instant(when.date, time)) })
        }
    }
}

fn change(series: &mut Series, zone: &Zone, event: &Event) -> Option<()> {
    let name = event.line("RECURRENCE-ID")?;
    let (date, _) = local(&when(&name.value, name)?, zone)?;
    let cancelled = event.line("STATUS").is_some_and(|line| line.value.eq_ignore_ascii_case("CANCELLED"));
    let change = if cancelled {
        Change::Cancelled
    } else {
        let start = event.line("DTSTART")?;
        let (date, time) = local(&when(&start.value, start)?, zone)?;
        Change::Moved { date, time }
    };
    let fits = series.changes.len() < calendar::limits::CHANGES && series.has(date);
    fits.then(|| series.changes.insert(date, change))?;
    Some(())
}
