//! Beginnings: when everything meets, for as long as an index lives.

use std::{collections::BTreeMap, ops::Range};

use calendar::{Weekday, Zone};
use roaring::RoaringBitmap;
use wire::Millis;

use super::{
    limits,
    query::{Week, When},
};
use crate::model::Slot;

const MINUTE_MS: u64 = 60_000;
const DAY_MINUTES: u64 = 24 * 60;
const DAY_MS: u64 = DAY_MINUTES * MINUTE_MS;

/// One time that something meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Beginning {
    pub(crate) at: Millis,
    pub(crate) ends: Millis,
    pub(crate) doc: u32,
    /// Minutes from Monday, 0:00, on the wall where it takes place.
    local: u16,
}

/// All beginnings, by time.
#[derive(Debug)]
pub(crate) struct Times {
    all: Vec<Beginning>,
    /// Places in `all`, by the minute of the week on the wall where each takes place.
    by_wall: Vec<u32>,
    /// Places in `all`, by document.
    by_doc: Vec<u32>,
    built: Millis,
}

impl Times {
    /// What meets from `now` on; the documents that run, each with its schedule.
    pub(crate) fn of<'a>(docs: impl Iterator<Item = (u32, &'a [Slot])>, now: Millis) -> Self {
        let until = now.plus(u64::from(limits::WEEK_DAYS + limits::DUE_DAYS) * DAY_MS);
        let mut zones: BTreeMap<&str, Option<Zone>> = BTreeMap::new();
        let mut all = Vec::new();
        for (doc, schedule) in docs {
            for Slot { series, .. } in schedule {
                let name = series.pattern.zone.as_str();
                let Some(zone) = zones.entry(name).or_insert_with(|| Zone::find(name)) else { continue };
                all.extend(series.occurrences(zone, now, until, limits::BEGINNINGS).into_iter().map(|one| Beginning {
                    at: one.at,
                    ends: one.ends,
                    doc,
                    local: minute_of_week(zone, one.at),
                }));
            }
        }
        all.sort_unstable();
        let mut by_wall: Vec<u32> = (0..all.len() as u32).collect();
        let mut by_doc = by_wall.clone();
        by_wall.sort_unstable_by_key(|place| (all[*place as usize].local, *place));
        by_doc.sort_unstable_by_key(|place| (all[*place as usize].doc, *place));
        Self { all, by_wall, by_doc, built: now }
    }

    /// Whether a week from `now` reaches beyond what is known.
    pub(crate) fn is_due(&self, now: Millis) -> bool {
        now.since(self.built) > u64::from(limits::DUE_DAYS) * DAY_MS
    }

    /// What has not ended, by time.
    pub(crate) fn coming(&self, now: Millis) -> impl Iterator<Item = Beginning> {
        self.all.iter().copied().filter(move |one| one.ends > now)
    }

    /// When these documents take place then, by time. Days and times are those on the wall in `zone`, the visitor's; without
    /// one, those where each takes place.
    pub(crate) fn within(&self, docs: &RoaringBitmap, when: When, zone: Option<&Zone>, now: Millis) -> Vec<Beginning> {
        match when {
            When::Soon { minutes } => {
                let until = now.plus(u64::from(minutes) * MINUTE_MS);
                self.coming(now).take_while(|one| one.at < until).filter(|one| docs.contains(one.doc)).collect()
            }
            When::Week(week) => {
                let until = now.plus(u64::from(limits::WEEK_DAYS) * DAY_MS);
                let wall = zone.map(|zone| Wall::new(zone, now, until));
                let local = |one: &Beginning| wall.as_ref().map_or(one.local, |wall| wall.minute_of_week(one.at));
                let meant = |one: &Beginning| now <= one.at && one.at < until && covers(week, local(one));
                let mut found = self.of_few(docs, wall.is_none().then_some(week), meant);
                found.sort_unstable();
                found
            }
        }
    }

    /// What is meant among the beginnings of these documents, and those in the window where each takes place, if that is
    /// asked for: through whichever are fewer.
    fn of_few(&self, docs: &RoaringBitmap, there: Option<Week>, meant: impl Fn(&Beginning) -> bool) -> Vec<Beginning> {
        let whole = || std::iter::once(0..self.by_wall.len()).collect();
        let windows = there.map_or_else(whole, |week| self.windows(week));
        let in_windows: usize = windows.iter().map(ExactSizeIterator::len).sum();
        if (docs.len() as usize) < in_windows / 2 {
            return docs.iter().flat_map(|doc| self.of_doc(doc)).filter(meant).collect();
        }
        let places = windows.into_iter().flat_map(|window| &self.by_wall[window]);
        let all = places.map(|place| self.all[*place as usize]);
        all.filter(|one| docs.contains(one.doc) && meant(one)).collect()
    }

    fn of_doc(&self, doc: u32) -> impl Iterator<Item = Beginning> {
        let at = |place: &u32| self.all[*place as usize];
        let from = self.by_doc.partition_point(|place| at(place).doc < doc);
        self.by_doc[from..].iter().map(at).take_while(move |one| one.doc == doc)
    }

    /// The ranges of `by_wall` that a week's window covers, no place twice. Each day ends at its midnight: what goes on
    /// after it is of the next one.
    fn windows(&self, week: Week) -> Vec<Range<usize>> {
        let place =
            |minute: u64| self.by_wall.partition_point(|place| u64::from(self.all[*place as usize].local) < minute);
        let parts = (0..7_u64).flat_map(|day| parts(week, day).map(move |part| (day, part)));
        parts.map(|(day, part)| place(day * DAY_MINUTES + part.start)..place(day * DAY_MINUTES + part.end)).collect()
    }
}

/// The documents of some beginnings.
pub(crate) fn docs(beginnings: &[Beginning]) -> RoaringBitmap {
    beginnings.iter().map(|one| one.doc).collect()
}

/// Whether a week's window covers a minute.
fn covers(week: Week, minute_of_week: u16) -> bool {
    let (day, minute) = (u64::from(minute_of_week) / DAY_MINUTES, u64::from(minute_of_week) % DAY_MINUTES);
    parts(week, day).any(|part| part.contains(&minute))
}

/// The minutes of a day (0 is Monday) that a week's window covers. One that ends before it begins goes on after midnight, on
/// the next day.
fn parts(week: Week, day: u64) -> impl Iterator<Item = Range<u64>> {
    let wanted = |day: u64| Weekday::ALL.get(day as usize % 7).is_some_and(|day| week.days.contains(*day));
    let from = u64::from(week.from.minutes());
    let until = week.until.map_or(DAY_MINUTES, |until| u64::from(until.minutes()));
    let over = until <= from;
    let begins = wanted(day).then_some(from..if over { DAY_MINUTES } else { until });
    let goes_on = (over && wanted(day + 6)).then_some(0..until);
    // Where they meet or overlap they are one.
    match (goes_on, begins) {
        (Some(early), Some(late)) if late.start <= early.end => [Some(early.start..late.end), None],
        (early, late) => [early, late],
    }
    .into_iter()
    .flatten()
}

/// What a visitor's wall shows, with the zone asked once a day: on almost every day the clocks stay as they are.
struct Wall<'a> {
    zone: &'a Zone,
    from: Millis,
    /// Minutes ahead of UTC on each day, where they stay the same all day.
    ahead: Vec<Option<i16>>,
}

impl<'a> Wall<'a> {
    fn new(zone: &'a Zone, from: Millis, until: Millis) -> Self {
        let days = until.since(from).div_ceil(DAY_MS);
        let ahead = |day: u64| {
            let start = from.plus(day * DAY_MS);
            let ahead = zone.offset_minutes(start);
            (ahead == zone.offset_minutes(start.plus(DAY_MS))).then_some(ahead)
        };
        Self { zone, from, ahead: (0..days).map(ahead).collect() }
    }

    fn minute_of_week(&self, at: Millis) -> u16 {
        let day = at.since(self.from) / DAY_MS;
        match self.ahead.get(day as usize).copied().flatten() {
            Some(ahead) => {
                let minutes = (at.0 / MINUTE_MS).saturating_add_signed(i64::from(ahead));
                // 1970-01-01 was a Thursday.
                let monday = minutes + 3 * DAY_MINUTES;
                (monday % (7 * DAY_MINUTES)) as u16
            }
            None => minute_of_week(self.zone, at),
        }
    }
}

fn minute_of_week(zone: &Zone, at: Millis) -> u16 {
    let (date, time) = zone.local(at);
    date.weekday() as u16 * (DAY_MINUTES as u16) + time.minutes()
}
