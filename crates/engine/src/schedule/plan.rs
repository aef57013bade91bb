//! Plans as people write them.

use calendar::{Date, Months, Nth, Nths, Pattern, Rule, Time, Weekday, Weekdays, Zone};
use circle::{Form, Plan, Planned, Refused, SeriesId};
use serde::{Deserialize, Serialize};
use wire::Millis;

#[cfg(feature = "ts")]
use ts_rs::TS;

use crate::command::Failure;

const HOUR_MS: u64 = 3_600_000;
const WEEK_HOURS: u8 = 168;

/// When something recurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct PlanText {
    /// What the circle calls it.
    pub title: String,
    pub form: SeriesForm,
    /// Name in the IANA time zone database.
    pub zone: String,
    /// The first date that can be one.
    pub start: String,
    /// Time of day in the zone.
    pub time: String,
    pub minutes: u32,
    pub rule: RuleText,
    /// The months of the season, 1 to 12; empty: the whole year.
    pub months: Vec<u8>,
    /// The last date that can be one.
    pub end: Option<String>,
}

/// What a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum SeriesForm {
    /// Meetings.
    Meeting,
    /// Asynchronous rounds, which begin then.
    Round,
}

/// On which dates. Weekdays are 0 (Monday) to 6.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum RuleText {
    /// On the start date only.
    Once,
    /// On these weekdays of every n-th week.
    Weekly { days: Vec<u8>, every: u8 },
    /// On the n-th such weekday of every n-th month: 0 (first) to 3 (fourth), 4: the last.
    MonthlyWeekday { nths: Vec<u8>, day: u8, every: u8 },
    /// On this day of every n-th month, or its last one.
    MonthlyDate { day: u8, every: u8 },
    /// On this day of every year.
    Yearly { month: u8, day: u8 },
}

impl PlanText {
    /// The plan. A zone that this device does not know is refused here: its person could not see when it is.
    pub(super) fn read(&self, rotation: Option<SeriesId>, now: Millis) -> Result<Plan, Failure> {
        let zone = Zone::find(&self.zone).ok_or_else(|| Failure::new("zone_unknown"))?;
        let pattern = self.pattern(&zone).ok_or(Refused::SeriesUnusable)?;
        let first = calendar::Series::of(pattern.clone()).next(&zone, now).map_or(now, |one| one.at);
        let form = self.form.into();
        let title = self.title.trim().to_owned();
        Ok(Plan { title, form, pattern, offset_minutes: zone.offset_minutes(first), rotation })
    }

    fn pattern(&self, zone: &Zone) -> Option<Pattern> {
        let end = match &self.end {
            Some(end) => Some(Date::parse(end)?),
            None => None,
        };
        let months = if self.months.is_empty() { Months::ALL } else { Months::of(&self.months) };
        Some(Pattern {
            zone: zone.name().to_owned(),
            start: Date::parse(&self.start)?,
            time: Time::parse(&self.time)?,
            minutes: self.minutes,
            rule: self.rule.read()?,
            months,
            end,
        })
    }

    /// The same for one week of a rotation: the hour of the UTC week, that many weeks after the first one that is not
    /// before the plan's start, in the plan's zone.
    pub(super) fn at_hour(&self, monday: Option<Date>, week: i32, hour: u8, every: u8) -> Result<Self, Failure> {
        let unusable = || Failure::from(Refused::SeriesUnusable);
        let zone = Zone::find(&self.zone).ok_or_else(|| Failure::new("zone_unknown"))?;
        let start = Date::parse(&self.start).ok_or_else(unusable)?;
        let monday = monday.ok_or(Refused::HoursUnasked)?;
        if hour >= WEEK_HOURS {
            return Err(unusable());
        }
        let weeks_on = (start.days().saturating_sub(monday.days())).div_ceil(7).cast_signed();
        let day = monday.plus((weeks_on + week) * 7);
        let at = Millis(u64::from(day.days()) * 24 * HOUR_MS).plus(u64::from(hour) * HOUR_MS);
        let (on, time) = zone.local(at);
        let rule = RuleText::Weekly { days: vec![on.weekday() as u8], every };
        Ok(Self { start: on.to_string(), time: time.to_string(), rule, ..self.clone() })
    }

    pub(super) fn of(planned: &Planned) -> Self {
        let Pattern { zone, start, time, minutes, rule, months, end } = &planned.series.pattern;
        Self {
            title: planned.title.clone(),
            form: planned.form.into(),
            zone: zone.clone(),
            start: start.to_string(),
            time: time.to_string(),
            minutes: *minutes,
            rule: RuleText::of(*rule),
            months: if *months == Months::ALL { Vec::new() } else { months.iter().collect() },
            end: end.map(|end| end.to_string()),
        }
    }
}

impl RuleText {
    fn read(&self) -> Option<Rule> {
        let day = |day: u8| Weekday::ALL.get(usize::from(day)).copied();
        let nth = |nth: u8| Nth::ALL.get(usize::from(nth)).copied();
        Some(match self {
            Self::Once => Rule::Once,
            Self::Weekly { days, every } => {
                let days: Option<Vec<Weekday>> = days.iter().map(|one| day(*one)).collect();
                Rule::Weekly { days: Weekdays::of(&days?), every: *every }
            }
            Self::MonthlyWeekday { nths, day: on, every } => {
                let nths: Option<Vec<Nth>> = nths.iter().map(|one| nth(*one)).collect();
                Rule::MonthlyWeekday { nths: Nths::of(&nths?), day: day(*on)?, every: *every }
            }
            Self::MonthlyDate { day, every } => Rule::MonthlyDate { day: *day, every: *every },
            Self::Yearly { month, day } => Rule::Yearly { month: *month, day: *day },
        })
    }

    fn of(rule: Rule) -> Self {
        match rule {
            Rule::Once => Self::Once,
            Rule::Weekly { days, every } => Self::Weekly { days: days.iter().map(|day| day as u8).collect(), every },
            Rule::MonthlyWeekday { nths, day, every } => {
                Self::MonthlyWeekday { nths: nths.iter().map(|nth| nth as u8).collect(), day: day as u8, every }
            }
            Rule::MonthlyDate { day, every } => Self::MonthlyDate { day, every },
            Rule::Yearly { month, day } => Self::Yearly { month, day },
        }
    }
}

impl From<SeriesForm> for Form {
    fn from(form: SeriesForm) -> Self {
        match form {
            SeriesForm::Meeting => Self::Meeting,
            SeriesForm::Round => Self::Round,
        }
    }
}

impl From<Form> for SeriesForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Meeting => Self::Meeting,
            Form::Round => Self::Round,
        }
    }
}
