//! When, as the interface says it.

use calendar::{Change, Nth, Rule, Series, Weekday};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Slot, vocabulary};

/// One of an entry's times: a rule from a start date on, on the wall of a time zone, with what was agreed otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Schedule {
    /// The zone in which everything here is said (IANA).
    #[schema(example = "Africa/Cairo")]
    pub zone: String,
    /// When it begins.
    #[schema(example = "19:30")]
    pub time: String,
    /// How long it takes.
    #[schema(example = 60)]
    pub minutes: u32,
    /// Whether its source says how long it takes; otherwise an hour is assumed.
    pub end_is_told: bool,
    /// From this date on. A source that tells no start gets 2024-01-01.
    #[schema(example = "2024-01-01")]
    pub from: String,
    /// The last date on which it may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The months of its season, 1 to 12; all, if it has none.
    pub months: Vec<u8>,
    /// On which days.
    pub rule: Recurrence,
    /// When it rests.
    pub breaks: Vec<Absence>,
    /// Dates on which there is none although the rule says one.
    pub cancelled: Vec<String>,
    /// Single ones that were moved.
    pub moved: Vec<Moved>,
    /// Dates on which there is one although the rule says none.
    pub extra: Vec<String>,
}

/// On which days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Recurrence {
    /// Once, on the start date.
    Once,
    /// On some days of every n-th week; the start's week is the first.
    Weekly {
        /// On which days.
        days: Vec<Day>,
        /// 1: every week.
        every: u8,
    },
    /// On such a day of some weeks of every n-th month.
    MonthlyWeekday {
        /// Which weeks of the month.
        weeks: Vec<Week>,
        /// Which day.
        day: Day,
        /// 1: every month.
        every: u8,
    },
    /// On a day of every n-th month; a month without that day uses its last one.
    MonthlyDate {
        /// 1 to 31.
        day: u8,
        /// 1: every month.
        every: u8,
    },
    /// Once a year.
    Yearly {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
}

vocabulary! {
    /// A day of the week.
    Day {
        /// Monday.
        Mon = 0, "mon";
        /// Tuesday.
        Tue = 1, "tue";
        /// Wednesday.
        Wed = 2, "wed";
        /// Thursday.
        Thu = 3, "thu";
        /// Friday.
        Fri = 4, "fri";
        /// Saturday.
        Sat = 5, "sat";
        /// Sunday.
        Sun = 6, "sun";
    }
}

vocabulary! {
    /// One of the weeks of a month.
    Week {
        /// The first such day.
        First = 0, "first";
        /// The second.
        Second = 1, "second";
        /// The third.
        Third = 2, "third";
        /// The fourth.
        Fourth = 3, "fourth";
        /// The last, be it the fourth or the fifth.
        Last = 4, "last";
    }
}

/// Nothing takes place from a date to a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Absence {
    /// The first date.
    pub from: String,
    /// The last date; none: until somebody says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// One that takes place at another time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Moved {
    /// The date on which the rule puts it.
    pub from: String,
    /// The date on which it is.
    pub to: String,
    /// When it begins.
    pub time: String,
}

impl Schedule {
    pub(super) fn of(slot: &Slot) -> Self {
        let Series { pattern, breaks, changes, extra } = &slot.series;
        let moved = changes.iter().filter_map(|(from, change)| match change {
            Change::Cancelled => None,
            Change::Moved { date, time } => {
                Some(Moved { from: from.to_string(), to: date.to_string(), time: time.to_string() })
            }
        });
        let cancelled = changes.iter().filter(|(_, change)| **change == Change::Cancelled);
        Self {
            zone: pattern.zone.clone(),
            time: pattern.time.to_string(),
            minutes: pattern.minutes,
            end_is_told: slot.end_is_told,
            from: pattern.start.to_string(),
            until: pattern.end.map(|end| end.to_string()),
            months: (1..=12).filter(|month| pattern.months.contains(*month)).collect(),
            rule: Recurrence::of(pattern.rule),
            breaks: breaks
                .iter()
                .map(|rest| Absence { from: rest.from.to_string(), to: rest.to.map(|to| to.to_string()) })
                .collect(),
            cancelled: cancelled.map(|(date, _)| date.to_string()).collect(),
            moved: moved.collect(),
            extra: extra.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Recurrence {
    fn of(rule: Rule) -> Self {
        match rule {
            Rule::Once => Self::Once,
            Rule::Weekly { days, every } => Self::Weekly { days: days.iter().map(day_of).collect(), every },
            Rule::MonthlyWeekday { nths, day, every } => {
                Self::MonthlyWeekday { weeks: nths.iter().map(week_of).collect(), day: day_of(day), every }
            }
            Rule::MonthlyDate { day, every } => Self::MonthlyDate { day, every },
            Rule::Yearly { month, day } => Self::Yearly { month, day },
        }
    }
}

const fn day_of(day: Weekday) -> Day {
    match day {
        Weekday::Monday => Day::Mon,
        Weekday::Tuesday => Day::Tue,
        Weekday::Wednesday => Day::Wed,
        Weekday::Thursday => Day::Thu,
        Weekday::Friday => Day::Fri,
        Weekday::Saturday => Day::Sat,
        Weekday::Sunday => Day::Sun,
    }
}

const fn week_of(nth: Nth) -> Week {
    match nth {
        Nth::First => Week::First,
        Nth::Second => Week::Second,
        Nth::Third => Week::Third,
        Nth::Fourth => Week::Fourth,
        Nth::Last => Week::Last,
    }
}
