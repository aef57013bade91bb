//! When it meets: rows of the form, a series each.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Break, Change, Date, Months, Nth, Nths, Pattern, Rule, Series, SeriesFault, Time, Weekday, Weekdays};

use super::{
    Form,
    reading::{Amiss, Reading, figures},
};
use crate::{
    limits,
    model::{DAYS, Slot, Word, unknown_start, vocabulary},
};

/// The weeks of a month as the form calls them.
const NTHS: [&str; 5] = ["1", "2", "3", "4", "last"];
const DAY_MINUTES: u32 = 24 * 60;

vocabulary! {
    /// How something recurs.
    Rhythm {
        /// On days of the week, every so many weeks.
        Weekly = 0, "weekly";
        /// On the n-th such weekday, every so many months.
        Monthly = 1, "monthly";
        /// On a date, every so many months.
        Date = 2, "date";
        /// Once a year, on the day of the first time.
        Yearly = 3, "yearly";
        /// Once.
        Once = 4, "once";
    }
}

/// All that a row has beside its rhythm, which always has a value.
const PARTS: [&str; 13] =
    ["from", "until", "day", "nth", "every", "first", "last", "month-day", "month", "not", "moved", "also", "rest"];

/// Whether nobody has written anything into a row, or it is to go.
pub(super) fn is_empty(form: &Form, n: usize) -> bool {
    form.has(&field(n, "gone"), "yes")
        || PARTS.iter().all(|part| {
            let is_blank = |value: &String| value.trim().is_empty();
            form.all(&field(n, part)).iter().all(is_blank)
        })
}

/// The rows, in order; those with nothing in them are passed over.
pub(super) fn read(reading: &mut Reading<'_>, today: Date) -> Vec<Slot> {
    let zone = reading.zone("zone");
    let rows: Vec<usize> = (0..limits::SLOTS).filter(|n| !is_empty(reading.form, *n)).collect();
    rows.into_iter().filter_map(|n| row(reading, n, &zone, today)).collect()
}

/// Puts series into rows.
pub(super) fn fill(form: &mut Form, schedule: &[Slot], zone: &str) {
    let zone = schedule.first().map_or(zone, |slot| &slot.series.pattern.zone);
    form.push("zone", zone.to_owned());
    for (n, slot) in schedule.iter().enumerate() {
        fill_row(form, n, slot);
    }
}

fn field(n: usize, part: &str) -> String {
    format!("time{n}-{part}")
}

fn row(reading: &mut Reading<'_>, n: usize, zone: &str, today: Date) -> Option<Slot> {
    let name = |part: &str| field(n, part);
    let first = reading.date(&name("first"));
    let rule = rule(reading, n, first);
    let (from, until) = (reading.time(&name("from")), reading.time(&name("until")));
    if from.is_none() && reading.form.first(&name("from")).trim().is_empty() {
        reading.note(&name("from"), Amiss::Missing);
    }
    let minutes = minutes(reading, &name("until"), from, until);
    let months: Vec<u8> = reading.form.all(&name("month")).iter().filter_map(|month| month.parse().ok()).collect();
    let end = reading.date(&name("last"));
    let breaks = breaks(reading, &name("rest"));
    let changes = changes(reading, n);
    let extra = dates(reading, &name("also"));
    let pattern = Pattern {
        zone: zone.to_owned(),
        start: first.unwrap_or_else(unknown_start),
        time: from?,
        minutes,
        rule: rule?,
        months: if months.is_empty() { Months::ALL } else { Months::of(&months) },
        end,
    };
    let series = Series { pattern, breaks, changes, extra };
    sound(reading, n, &series, today);
    Some(Slot { series, end_is_told: until.is_some() })
}

/// By which rule; a fault is noted where one is missing a part.
fn rule(reading: &mut Reading<'_>, n: usize, first: Option<Date>) -> Option<Rule> {
    let name = |part: &str| field(n, part);
    let rhythm = reading.word(&name("rhythm")).unwrap_or(Rhythm::Weekly);
    let every = match rhythm {
        Rhythm::Weekly | Rhythm::Monthly | Rhythm::Date => reading.number(&name("every"), calendar::limits::EVERY),
        Rhythm::Yearly | Rhythm::Once => 1,
    };
    // Every second week counts from a week that somebody has to name.
    let needs_first = every > 1 || matches!(rhythm, Rhythm::Yearly | Rhythm::Once);
    if needs_first && reading.form.first(&name("first")).trim().is_empty() {
        reading.note(&name("first"), Amiss::Missing);
    }
    let unused: &[&str] = match rhythm {
        Rhythm::Weekly => &["nth", "month-day"],
        Rhythm::Monthly => &["month-day"],
        Rhythm::Date => &["day", "nth"],
        Rhythm::Yearly | Rhythm::Once => &["day", "nth", "month-day", "every"],
    };
    // Whoever ticks "first" and "Tuesday" does not mean every Tuesday.
    if unused.iter().any(|part| reading.form.all(&name(part)).iter().any(|value| !value.trim().is_empty())) {
        reading.note(&name("rhythm"), Amiss::Rhythm);
    }
    match rhythm {
        Rhythm::Weekly => days(reading, n).map(|days| Rule::Weekly { days: Weekdays::of(&days), every }),
        Rhythm::Monthly => {
            let days = days(reading, n);
            let nths = nths(reading, n);
            let (days, nths) = days.zip(nths)?;
            let [day] = days[..] else {
                reading.note(&name("day"), Amiss::OneDay);
                return None;
            };
            Some(Rule::MonthlyWeekday { nths, day, every })
        }
        Rhythm::Date => {
            if reading.form.first(&name("month-day")).trim().is_empty() {
                reading.note(&name("month-day"), Amiss::Missing);
            }
            Some(Rule::MonthlyDate { day: reading.number(&name("month-day"), 31), every })
        }
        Rhythm::Yearly => first.map(|first| Rule::Yearly { month: first.month(), day: first.day() }),
        Rhythm::Once => first.map(|_| Rule::Once),
    }
}

fn days(reading: &mut Reading<'_>, n: usize) -> Option<Vec<Weekday>> {
    chosen(reading, &field(n, "day"), Weekday::ALL.into_iter().zip(DAYS), Amiss::Day)
}

fn nths(reading: &mut Reading<'_>, n: usize) -> Option<Nths> {
    chosen(reading, &field(n, "nth"), Nth::ALL.into_iter().zip(NTHS), Amiss::Nth).map(|nths| Nths::of(&nths))
}

/// Those whose words are chosen; without any it is noted what is `missing`.
fn chosen<T>(
    reading: &mut Reading<'_>,
    name: &str,
    all: impl Iterator<Item = (T, &'static str)>,
    missing: Amiss,
) -> Option<Vec<T>> {
    let chosen: Vec<T> = all.filter(|(_, word)| reading.form.has(name, word)).map(|(one, _)| one).collect();
    if chosen.is_empty() {
        reading.note(name, missing);
        return None;
    }
    Some(chosen)
}

/// How long: up to the next day at most.
fn minutes(reading: &mut Reading<'_>, name: &str, from: Option<Time>, until: Option<Time>) -> u32 {
    let Some((from, until)) = from.zip(until) else { return limits::DEFAULT_MINUTES };
    let minutes = (DAY_MINUTES + u32::from(until.minutes()) - u32::from(from.minutes())) % DAY_MINUTES;
    if minutes == 0 {
        reading.note(name, Amiss::End);
    }
    minutes
}

/// Lines of a first and a last day; of a first one alone: until somebody says so.
fn breaks(reading: &mut Reading<'_>, name: &str) -> Vec<Break> {
    let text = figures(&reading.paragraph(name));
    let mut breaks = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let days: Vec<Option<Date>> = words(line).map(Date::parse).collect();
        match days[..] {
            [Some(from)] => breaks.push(Break { from, to: None }),
            [Some(from), Some(to)] => breaks.push(Break { from, to: Some(to) }),
            _ => reading.note(name, Amiss::Rest),
        }
    }
    breaks.sort_by_key(|rest| rest.from);
    breaks
}

fn changes(reading: &mut Reading<'_>, n: usize) -> BTreeMap<Date, Change> {
    let mut changes: BTreeMap<Date, Change> =
        dates(reading, &field(n, "not")).into_iter().map(|date| (date, Change::Cancelled)).collect();
    let name = field(n, "moved");
    for line in figures(&reading.paragraph(&name)).lines().filter(|line| !line.trim().is_empty()) {
        let words: Vec<&str> = words(line).collect();
        let moved = match words[..] {
            [from, date, time] => Date::parse(from).zip(Date::parse(date)).zip(Time::parse(time)),
            _ => None,
        };
        match moved {
            Some(((from, date), time)) => drop(changes.insert(from, Change::Moved { date, time })),
            None => reading.note(&name, Amiss::Moved),
        }
    }
    changes
}

fn dates(reading: &mut Reading<'_>, name: &str) -> BTreeSet<Date> {
    let text = figures(&reading.paragraph(name));
    let dates: Vec<Option<Date>> = words(&text).map(Date::parse).collect();
    if dates.contains(&None) {
        reading.note(name, Amiss::Date);
    }
    dates.into_iter().flatten().collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '،' | ';')).filter(|word| !word.is_empty())
}

/// Notes what no single field shows.
fn sound(reading: &mut Reading<'_>, n: usize, series: &Series, today: Date) {
    let fault = match series.check() {
        // Those of the zone, the length and the rule were noted where they were read.
        Ok(()) | Err(SeriesFault::Zone | SeriesFault::Minutes | SeriesFault::Rule) => None,
        Err(SeriesFault::Months) => Some(("month", Amiss::Season)),
        Err(SeriesFault::End) => Some(("last", Amiss::End)),
        Err(SeriesFault::Breaks) => Some(("rest", Amiss::Breaks)),
        Err(SeriesFault::Changes) if series.extra.len() > calendar::limits::EXTRA => Some(("also", Amiss::TooMany)),
        Err(SeriesFault::Changes) => Some(("not", Amiss::TooMany)),
    };
    if let Some((part, what)) = fault {
        reading.note(&field(n, part), what);
    }
    let astray = |change: fn(&Change) -> bool| {
        let mut coming = series.changes.range(today..).filter(|(_, one)| change(one));
        coming.any(|(date, _)| !series.has(*date))
    };
    let not = astray(|change| matches!(change, Change::Cancelled));
    let moved = astray(|change| matches!(change, Change::Moved { .. }));
    for (part, is_so) in [("not", not), ("moved", moved)] {
        if is_so {
            reading.note(&field(n, part), Amiss::NotThen);
        }
    }
}

fn fill_row(form: &mut Form, n: usize, slot: &Slot) {
    let Slot { series, end_is_told } = slot;
    let pattern = &series.pattern;
    fill_rule(form, n, pattern.rule);
    let needs_first = !matches!(
        pattern.rule,
        Rule::Weekly { every: 1, .. } | Rule::MonthlyWeekday { every: 1, .. } | Rule::MonthlyDate { every: 1, .. }
    );
    if needs_first || pattern.start != unknown_start() {
        form.push(&field(n, "first"), pattern.start.to_string());
    }
    form.push(&field(n, "from"), pattern.time.to_string());
    if *end_is_told {
        let until = (u32::from(pattern.time.minutes()) + pattern.minutes) % DAY_MINUTES;
        let until = u16::try_from(until).ok().and_then(Time::from_minutes);
        form.push(&field(n, "until"), until.map(|until| until.to_string()).unwrap_or_default());
    }
    if pattern.months != Months::ALL {
        for month in pattern.months.iter() {
            form.push(&field(n, "month"), month.to_string());
        }
    }
    form.push(&field(n, "last"), pattern.end.map(|end| end.to_string()).unwrap_or_default());
    fill_exceptions(form, n, series);
}

fn fill_rule(form: &mut Form, n: usize, rule: Rule) {
    let (rhythm, every) = match rule {
        Rule::Weekly { every, .. } => (Rhythm::Weekly, every),
        Rule::MonthlyWeekday { every, .. } => (Rhythm::Monthly, every),
        Rule::MonthlyDate { every, .. } => (Rhythm::Date, every),
        Rule::Yearly { .. } => (Rhythm::Yearly, 1),
        Rule::Once => (Rhythm::Once, 1),
    };
    form.push(&field(n, "rhythm"), rhythm.word().to_owned());
    if every > 1 {
        form.push(&field(n, "every"), every.to_string());
    }
    match rule {
        Rule::Weekly { days, .. } => {
            for day in days.iter() {
                form.push(&field(n, "day"), DAYS[day as usize].to_owned());
            }
        }
        Rule::MonthlyWeekday { nths, day, .. } => {
            form.push(&field(n, "day"), DAYS[day as usize].to_owned());
            for nth in nths.iter() {
                form.push(&field(n, "nth"), NTHS[nth as usize].to_owned());
            }
        }
        Rule::MonthlyDate { day, .. } => form.push(&field(n, "month-day"), day.to_string()),
        Rule::Yearly { .. } | Rule::Once => {}
    }
}

fn fill_exceptions(form: &mut Form, n: usize, series: &Series) {
    let mut not = Vec::new();
    let mut moved = Vec::new();
    for (from, change) in &series.changes {
        match change {
            Change::Cancelled => not.push(from.to_string()),
            Change::Moved { date, time } => moved.push(format!("{from} {date} {time}")),
        }
    }
    let rest = series.breaks.iter().map(|rest| match rest.to {
        Some(to) => format!("{} {to}", rest.from),
        None => rest.from.to_string(),
    });
    form.push(&field(n, "not"), not.join("\n"));
    form.push(&field(n, "moved"), moved.join("\n"));
    form.push(&field(n, "also"), series.extra.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    form.push(&field(n, "rest"), rest.collect::<Vec<_>>().join("\n"));
}
