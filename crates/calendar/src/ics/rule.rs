//! RRULE (RFC 5545, 3.3.10).

use wire::Millis;

use super::line::utc;
use crate::{Months, Nth, Pattern, Rule, Weekday};

/// The value of the property. UNTIL is in UTC, as it must be beside a start with a zone.
pub(super) fn rrule(pattern: &Pattern, until: Option<Millis>) -> String {
    let mut parts = match pattern.rule {
        // Never written: the start is all there is.
        Rule::Once => vec!["FREQ=DAILY".to_owned(), "COUNT=1".to_owned()],
        Rule::Weekly { days, every } => {
            vec!["FREQ=WEEKLY".to_owned(), interval(every), format!("BYDAY={}", join(days.iter().map(code))), week()]
        }
        Rule::MonthlyWeekday { nths, day, every } => {
            let days = nths.iter().map(|nth| format!("{}{}", number(nth), code(day)));
            vec!["FREQ=MONTHLY".to_owned(), interval(every), format!("BYDAY={}", join(days))]
        }
        Rule::MonthlyDate { day, every } => {
            let mut parts = vec!["FREQ=MONTHLY".to_owned(), interval(every)];
            parts.extend(month_day(day));
            parts
        }
        Rule::Yearly { month, day } => {
            let mut parts = vec!["FREQ=YEARLY".to_owned(), format!("BYMONTH={month}")];
            parts.extend(month_day(day));
            parts
        }
    };
    if pattern.months != Months::ALL {
        parts.push(format!("BYMONTH={}", join(pattern.months.iter())));
    }
    parts.extend(until.map(|until| format!("UNTIL={}", utc(until))));
    parts.join(";")
}

/// The day, or the last one of a shorter month: the last of all that it may be.
fn month_day(day: u8) -> Vec<String> {
    if day <= 28 {
        return vec![format!("BYMONTHDAY={day}")];
    }
    vec![format!("BYMONTHDAY={}", join(28..=day)), "BYSETPOS=-1".to_owned()]
}

fn interval(every: u8) -> String {
    format!("INTERVAL={every}")
}

fn week() -> String {
    "WKST=MO".to_owned()
}

const fn number(nth: Nth) -> i8 {
    match nth {
        Nth::First => 1,
        Nth::Second => 2,
        Nth::Third => 3,
        Nth::Fourth => 4,
        Nth::Last => -1,
    }
}

pub(super) const fn code(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

fn join(parts: impl Iterator<Item = impl ToString>) -> String {
    parts.map(|part| part.to_string()).collect::<Vec<_>>().join(",")
}
