//! A series: the rule, and what was agreed about single dates. Structure only; whoever checks it needs no database.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use crate::{Date, Months, Rule, Time, zone::is_zone_name};

/// Limits of a series.
pub mod limits {
    /// Every so many weeks or months at most.
    pub const EVERY: u8 = 52;
    /// Longest occurrence, in minutes: two weeks.
    pub const MINUTES: u32 = 14 * 24 * 60;
    /// Breaks of a series.
    pub const BREAKS: usize = 16;
    /// Days of a break whose end is known.
    pub const BREAK_DAYS: u32 = 366;
    /// Changed occurrences of a series.
    pub const CHANGES: usize = 64;
    /// Additional dates of a series.
    pub const EXTRA: usize = 64;
    /// A zone's name, in characters.
    pub const ZONE: usize = 64;
    /// Days that are looked at in one search: ten years.
    pub const SEARCH_DAYS: u32 = 3_660;
}

/// What recurs, when and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Pattern {
    /// Name of the zone in the IANA time zone database, for example `Africa/Cairo`.
    #[n(0)]
    pub zone: String,
    /// The first date that can be one, in the zone.
    #[n(1)]
    pub start: Date,
    /// Time of day in the zone.
    #[n(2)]
    pub time: Time,
    /// Length, 1 to [`limits::MINUTES`].
    #[n(3)]
    pub minutes: u32,
    /// On which dates.
    #[n(4)]
    pub rule: Rule,
    /// The season; [`Months::ALL`] unless the rule is weekly or monthly.
    #[n(5)]
    pub months: Months,
    /// The last date that can be one.
    #[n(6)]
    pub end: Option<Date>,
}

/// A pattern and its exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Series {
    /// The pattern.
    #[n(0)]
    pub pattern: Pattern,
    /// When it rests, by first day.
    #[n(1)]
    pub breaks: Vec<Break>,
    /// What was agreed about single occurrences, by the date on which the rule or [`Series::extra`] puts them.
    #[n(2)]
    pub changes: BTreeMap<Date, Change>,
    /// Dates on which there is one although the rule says none, breaks included.
    #[n(3)]
    pub extra: BTreeSet<Date>,
}

/// Nothing happens from a day to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Break {
    /// The first day of rest.
    #[n(0)]
    pub from: Date,
    /// The last day of rest; `None`: until somebody says so.
    #[n(1)]
    pub to: Option<Date>,
}

/// What was agreed about one occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Change {
    /// It does not happen.
    #[n(0)]
    Cancelled,
    /// It happens then instead, in the series' zone.
    #[n(1)]
    Moved {
        /// On which date.
        #[n(0)]
        date: Date,
        /// At what time.
        #[n(1)]
        time: Time,
    },
}

/// What is wrong with a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SeriesFault {
    /// The zone's name is no such name.
    #[error("the zone's name is not usable")]
    Zone,
    /// No length, or too long a one.
    #[error("the length must be 1 to {max} minutes", max = limits::MINUTES)]
    Minutes,
    /// A number of the rule is out of range.
    #[error("the rule is not usable")]
    Rule,
    /// No month, or a season for what happens once or once a year.
    #[error("the season is not usable")]
    Months,
    /// It ends before it starts.
    #[error("it ends before it starts")]
    End,
    /// Too many breaks, one that is too long or ends before it starts, or two that overlap.
    #[error("the breaks are not usable")]
    Breaks,
    /// Too many changes or additional dates.
    #[error("too many changes")]
    Changes,
}

impl Pattern {
    /// Checks every limit. Whether the zone exists is not asked: that depends on the database's age.
    ///
    /// # Errors
    /// The first fault, in the order of the fields.
    pub fn check(&self) -> Result<(), SeriesFault> {
        let seasons = self.months.is_sound() && (self.rule.has_seasons() || self.months == Months::ALL);
        let checks = [
            (is_zone_name(&self.zone), SeriesFault::Zone),
            ((1..=limits::MINUTES).contains(&self.minutes), SeriesFault::Minutes),
            (self.rule.is_sound(), SeriesFault::Rule),
            (seasons, SeriesFault::Months),
            (self.end.is_none_or(|end| end >= self.start), SeriesFault::End),
        ];
        checks.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, fault)| Err(fault))
    }

    /// Whether the rule puts an occurrence on this date.
    pub fn falls_on(&self, date: Date) -> bool {
        self.months.contains(date.month())
            && self.end.is_none_or(|end| date <= end)
            && self.rule.falls_on(self.start, date)
    }
}

impl Series {
    /// A pattern without exceptions.
    pub const fn of(pattern: Pattern) -> Self {
        Self { pattern, breaks: Vec::new(), changes: BTreeMap::new(), extra: BTreeSet::new() }
    }

    /// Checks every limit of the pattern and the exceptions.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> Result<(), SeriesFault> {
        self.pattern.check()?;
        if self.breaks.len() > limits::BREAKS || !self.breaks.iter().all(Break::is_sound) || !self.breaks_are_apart() {
            return Err(SeriesFault::Breaks);
        }
        if self.changes.len() > limits::CHANGES || self.extra.len() > limits::EXTRA {
            return Err(SeriesFault::Changes);
        }
        Ok(())
    }

    /// Whether the series has an occurrence of this name, be it moved or cancelled.
    pub fn has(&self, date: Date) -> bool {
        self.extra.contains(&date) || (self.pattern.falls_on(date) && !self.rests_on(date))
    }

    /// Whether a break covers the date.
    pub fn rests_on(&self, date: Date) -> bool {
        self.breaks.iter().any(|rest| rest.covers(date))
    }

    /// The names of the occurrences from a date on, in order, moved and cancelled ones included; at most
    /// [`limits::SEARCH_DAYS`] are looked at.
    pub fn dates(&self, from: Date) -> impl Iterator<Item = Date> {
        let first = from.max(self.pattern.start);
        let first = self.extra.range(from..).next().map_or(first, |extra| first.min(*extra));
        let last = self.last().unwrap_or(first.plus(limits::SEARCH_DAYS.cast_signed()));
        let days = last.days().saturating_sub(first.days()).min(limits::SEARCH_DAYS);
        let all = (0..=days).map(move |n| first.plus(n.cast_signed()));
        all.filter(move |date| *date >= from && *date <= last && self.has(*date))
    }

    /// The last date that can have an occurrence, if there is one.
    pub fn last(&self) -> Option<Date> {
        let once = (self.pattern.rule == Rule::Once).then_some(self.pattern.start);
        let last = self.pattern.end.or(once)?;
        Some(self.extra.last().map_or(last, |extra| last.max(*extra)))
    }

    fn breaks_are_apart(&self) -> bool {
        self.breaks.windows(2).all(|two| two[0].to.is_some_and(|to| to < two[1].from))
    }
}

impl Break {
    /// Whether it covers the date.
    pub fn covers(&self, date: Date) -> bool {
        self.from <= date && self.to.is_none_or(|to| date <= to)
    }

    fn is_sound(&self) -> bool {
        self.to.is_none_or(|to| to >= self.from && to.days() - self.from.days() < limits::BREAK_DAYS)
    }
}
