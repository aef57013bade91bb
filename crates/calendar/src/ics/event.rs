//! VEVENT: one for the series, one for each moved occurrence (RFC 5545, 3.6.1, 3.8.4.4, 3.8.5).

use wire::Millis;

use super::{
    Event, Public,
    line::{Lines, local, utc},
    rule,
};
use crate::{Break, Change, Date, Rule, Series, Zone};

pub(super) fn write(lines: &mut Lines, event: &Event<'_>, zone: &Zone, stamp: Millis) {
    let series = event.series;
    let starts = first_by_rule(series);
    let Some(first) = starts.or(series.extra.first().copied()) else { return };
    begin(lines, event, stamp);
    put_local(lines, "DTSTART", series, first);
    if starts.is_some() && series.pattern.rule != Rule::Once {
        let until = last_by_rule(series).map(|last| zone.instant(last, series.pattern.time));
        lines.put(&format!("RRULE:{}", rule::rrule(&series.pattern, until)));
    }
    // The start itself counts as an occurrence, whatever the rule says.
    let extra = series.extra.iter().filter(|date| **date != first && !by_rule(series, **date));
    for date in extra.filter(|date| !is_cancelled(series, **date)) {
        put_local(lines, "RDATE", series, *date);
    }
    for date in absent(series, first) {
        put_local(lines, "EXDATE", series, date);
    }
    lines.put("END:VEVENT");
    for (date, change) in &series.changes {
        if let (true, Change::Moved { date: to, time }) = (series.has(*date), change) {
            begin(lines, event, stamp);
            put_local(lines, "RECURRENCE-ID", series, *date);
            lines.put(&format!("DTSTART;TZID={}:{}", series.pattern.zone, local(*to, *time)));
            lines.put("END:VEVENT");
        }
    }
}

fn begin(lines: &mut Lines, event: &Event<'_>, stamp: Millis) {
    lines.put("BEGIN:VEVENT");
    lines.put_text("UID", event.uid);
    lines.put(&format!("DTSTAMP:{}", utc(stamp)));
    lines.put_text("SUMMARY", event.title);
    lines.put(if event.public.is_some() { "CLASS:PUBLIC" } else { "CLASS:PRIVATE" });
    lines.put(&format!("DURATION:PT{}M", event.series.pattern.minutes));
    if let Some(public) = event.public {
        put_public(lines, &public);
    }
}

fn put_public(lines: &mut Lines, public: &Public<'_>) {
    for (name, text) in [("DESCRIPTION", public.description), ("LOCATION", public.location)] {
        if !text.is_empty() {
            lines.put_text(name, text);
        }
    }
    for (name, url) in [("URL", public.url), ("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO", public.conference)] {
        if !url.is_empty() {
            lines.put_uri(name, url);
        }
    }
    if let Some((latitude, longitude)) = public.point {
        lines.put(&format!("GEO:{latitude};{longitude}"));
    }
    lines.put(if public.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    if let Some(modified) = public.modified {
        lines.put(&format!("LAST-MODIFIED:{}", utc(modified)));
    }
}

fn put_local(lines: &mut Lines, name: &str, series: &Series, date: Date) {
    lines.put(&format!("{name};TZID={}:{}", series.pattern.zone, local(date, series.pattern.time)));
}

/// The first date of the rule alone: breaks are written as exceptions.
fn first_by_rule(series: &Series) -> Option<Date> {
    Series::of(series.pattern.clone()).dates(series.pattern.start).find(|date| by_rule(series, *date))
}

/// Whether the written rule falls on it: it stops before a break whose end nobody knows.
fn by_rule(series: &Series, date: Date) -> bool {
    series.pattern.falls_on(date) && rests_for_ever(series).is_none_or(|from| date < from)
}

fn last_by_rule(series: &Series) -> Option<Date> {
    let rest = rests_for_ever(series).map(|from| from.plus(-1));
    [series.pattern.end, rest].into_iter().flatten().min()
}

fn rests_for_ever(series: &Series) -> Option<Date> {
    series.breaks.iter().find(|rest| rest.to.is_none()).map(|rest| rest.from)
}

fn is_cancelled(series: &Series, date: Date) -> bool {
    series.changes.get(&date) == Some(&Change::Cancelled)
}

/// What the rule or the start says and does not happen: cancelled, or in a break.
fn absent(series: &Series, first: Date) -> Vec<Date> {
    let days = |rest: &Break| {
        let (from, to) = (rest.from, rest.to.unwrap_or(rest.from));
        (0..=to.days() - from.days()).map(move |n| from.plus(n.cast_signed()))
    };
    let mut dates: Vec<Date> = series.breaks.iter().flat_map(days).filter(|date| !series.has(*date)).collect();
    dates.extend(series.changes.keys().filter(|date| is_cancelled(series, **date)));
    dates.retain(|date| by_rule(series, *date) || *date == first);
    dates.sort_unstable();
    dates.dedup();
    dates
}
