//! A series in plain English, for conventions that have no room for it but notes.

use calendar::{Months, Nth, Rule, Series, Weekday};

/// `Every 2 weeks on Monday and Thursday at 18:30 (Europe/Berlin)`.
pub(crate) fn rule(series: &Series) -> String {
    let pattern = &series.pattern;
    let when = match pattern.rule {
        Rule::Once => format!("Once, on {}", pattern.start),
        Rule::Weekly { days, every } => {
            format!("{} on {}", every_n(every, "week"), join(days.iter().map(|day| day_name(day).to_owned())))
        }
        Rule::MonthlyWeekday { nths, day, every } => {
            let nths = join(nths.iter().map(|nth| nth_name(nth).to_owned()));
            format!("On the {nths} {} of {}", day_name(day), each_n(every))
        }
        Rule::MonthlyDate { day, every } => format!("On day {day} of {}", each_n(every)),
        Rule::Yearly { month, day } => format!("Every year on {} {day}", month_name(month)),
    };
    let season = if pattern.months == Months::ALL {
        String::new()
    } else {
        format!(", in {}", join(pattern.months.iter().map(|month| month_name(month).to_owned())))
    };
    format!("{when} at {} ({}){season}", pattern.time, pattern.zone)
}

fn every_n(n: u8, unit: &str) -> String {
    if n == 1 { format!("Every {unit}") } else { format!("Every {n} {unit}s") }
}

fn each_n(n: u8) -> String {
    if n == 1 { "each month".to_owned() } else { format!("every {n} months") }
}

fn join(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

const fn nth_name(nth: Nth) -> &'static str {
    match nth {
        Nth::First => "first",
        Nth::Second => "second",
        Nth::Third => "third",
        Nth::Fourth => "fourth",
        Nth::Last => "last",
    }
}

pub(crate) const fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default()
}
