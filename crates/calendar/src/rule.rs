//! On which dates something recurs. Calendar arithmetic only: no zone, no database.

use minicbor::{Decode, Encode};

use crate::{Date, Weekday, Weekdays};

/// What recurs, counted from a start date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Rule {
    /// Once, on the start date.
    #[n(0)]
    Once,
    /// On some days of every n-th week, 1 to [`crate::limits::EVERY`]; the start's week is the first.
    #[n(1)]
    Weekly {
        /// On which days.
        #[n(0)]
        days: Weekdays,
        /// 1: every week.
        #[n(1)]
        every: u8,
    },
    /// On the n-th or last such weekday of every n-th month; the start's month is the first.
    #[n(2)]
    MonthlyWeekday {
        /// Which of the month's weeks.
        #[n(0)]
        nths: Nths,
        /// Which day of the week.
        #[n(1)]
        day: Weekday,
        /// 1: every month.
        #[n(2)]
        every: u8,
    },
    /// On a day of every n-th month; a month without that day uses its last one.
    #[n(3)]
    MonthlyDate {
        /// 1 to 31.
        #[n(0)]
        day: u8,
        /// 1: every month.
        #[n(1)]
        every: u8,
    },
    /// Once a year; 29 February is the 28th where there is none.
    #[n(4)]
    Yearly {
        /// 1 to 12.
        #[n(0)]
        month: u8,
        /// 1 to 31.
        #[n(1)]
        day: u8,
    },
}

/// One of the weeks of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nth {
    /// The first such weekday.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// The last, be it the fourth or the fifth.
    Last,
}

impl Nth {
    /// In order.
    pub const ALL: [Self; 5] = [Self::First, Self::Second, Self::Third, Self::Fourth, Self::Last];
}

/// Some of the weeks of a month. Encoded as bits, the first lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Nths(#[n(0)] u8);

impl Nths {
    /// These.
    pub fn of(nths: &[Nth]) -> Self {
        Self(nths.iter().fold(0, |bits, nth| bits | 1 << *nth as u8))
    }

    /// Whether it is one of them.
    pub const fn contains(self, nth: Nth) -> bool {
        self.0 & (1 << nth as u8) != 0
    }

    /// In order.
    pub fn iter(self) -> impl Iterator<Item = Nth> {
        Nth::ALL.into_iter().filter(move |nth| self.contains(*nth))
    }

    const fn is_sound(self) -> bool {
        self.0 != 0 && self.0 <= 0x1f
    }
}

impl Rule {
    /// Whether the rule, counted from `start`, falls on `date`.
    pub(crate) fn falls_on(self, start: Date, date: Date) -> bool {
        if date < start {
            return false;
        }
        match self {
            Self::Once => date == start,
            Self::Weekly { days, every } => {
                days.contains(date.weekday()) && is_due(date.weeks() - start.weeks(), every)
            }
            Self::MonthlyWeekday { nths, day, every } => {
                date.weekday() == day && is_one_of(nths, date) && is_due(date.months() - start.months(), every)
            }
            Self::MonthlyDate { day, every } => is_day(date, day) && is_due(date.months() - start.months(), every),
            Self::Yearly { month, day } => date.month() == month && is_day(date, day),
        }
    }

    /// Whether every number is within its limits.
    pub(crate) fn is_sound(self) -> bool {
        let every = |every: u8| (1..=crate::limits::EVERY).contains(&every);
        match self {
            Self::Once => true,
            Self::Weekly { days, every: n } => days.is_sound() && every(n),
            Self::MonthlyWeekday { nths, every: n, .. } => nths.is_sound() && every(n),
            Self::MonthlyDate { day, every: n } => (1..=31).contains(&day) && every(n),
            // 2024 has every day that a year can have.
            Self::Yearly { month, day } => Date::new(2024, month, day).is_some(),
        }
    }

    /// Whether a season can be said of it.
    pub(crate) const fn has_seasons(self) -> bool {
        match self {
            Self::Once | Self::Yearly { .. } => false,
            Self::Weekly { .. } | Self::MonthlyWeekday { .. } | Self::MonthlyDate { .. } => true,
        }
    }
}

const fn is_due(steps: u32, every: u8) -> bool {
    every != 0 && steps.is_multiple_of(every as u32)
}

fn is_day(date: Date, day: u8) -> bool {
    date.day() == day.min(date.days_in_month())
}

fn is_one_of(nths: Nths, date: Date) -> bool {
    let nth = Nth::ALL.get(usize::from((date.day() - 1) / 7)).filter(|nth| **nth != Nth::Last);
    let last = date.day() + 7 > date.days_in_month();
    nth.is_some_and(|nth| nths.contains(*nth)) || (last && nths.contains(Nth::Last))
}
