//! When something takes place, in words that hold beyond the next time.

use calendar::{Change, Date, Months, Nth, Rule, Series, Time, Weekday};
use directory::model::{DAYS, Slot, unknown_start};

use crate::Lang;

/// Exceptions of a kind that are told, the next ones.
const FEW: usize = 6;
const DAY_MINUTES: u32 = 24 * 60;

/// One of an entry's times, from `today` on: on which days, from when to when, and what was agreed otherwise.
pub(crate) fn times(lang: Lang, slot: &Slot, today: Date) -> String {
    told(lang, slot, Some(today))
}

/// The same with all that was ever agreed, for who compares two states: equal words are equal times.
pub(crate) fn times_whole(lang: Lang, slot: &Slot) -> String {
    let mut parts = vec![told(lang, slot, None)];
    parts.extend((!slot.end_is_told).then(|| lang.get("times-end-untold")));
    parts.join(&lang.get("times-then"))
}

/// From a day on, the next few exceptions of each kind; or everything.
fn told(lang: Lang, slot: &Slot, today: Option<Date>) -> String {
    let Series { pattern, .. } = &slot.series;
    let until = (u32::from(pattern.time.minutes()) + pattern.minutes) % DAY_MINUTES;
    let until = u16::try_from(until).ok().and_then(Time::from_minutes).map(|time| time.to_string());
    let values = [
        ("rule", rule(lang, pattern.rule, pattern.start).into()),
        ("from", pattern.time.to_string().into()),
        ("until", until.unwrap_or_default().into()),
        ("zone", pattern.zone.replace('_', " ").into()),
    ];
    let mut parts = vec![lang.with("times-at", &values)];
    if pattern.months != Months::ALL {
        let months = (1..=12).filter(|month| pattern.months.contains(*month)).map(|month| self::month(lang, month));
        parts.push(lang.with("times-season", &[("months", join(lang, months).into())]));
    }
    parts.extend(
        today
            .map_or(pattern.start != unknown_start(), |today| pattern.start > today)
            .then(|| lang.with("times-from", &[("date", date(lang, pattern.start).into())])),
    );
    parts.extend(pattern.end.map(|end| lang.with("times-until", &[("date", date(lang, end).into())])));
    parts.extend(exceptions(lang, &slot.series, today));
    parts.join(&lang.get("times-then"))
}

fn rule(lang: Lang, rule: Rule, start: Date) -> String {
    let every = |n: u8| ("every", n.into());
    match rule {
        Rule::Once => lang.with("times-once", &[("date", date(lang, start).into())]),
        Rule::Weekly { days, every: n } => {
            let days = join(lang, days.iter().map(|one| day(lang, one)));
            lang.with("times-weekly", &[("days", days.into()), every(n)])
        }
        Rule::MonthlyWeekday { nths, day: weekday, every: n } => {
            let nths = join(lang, nths.iter().map(|nth| lang.get(nth_key(nth))));
            lang.with("times-monthly", &[("nths", nths.into()), ("day", day(lang, weekday).into()), every(n)])
        }
        Rule::MonthlyDate { day, every: n } => lang.with("times-monthly-date", &[("day", day.into()), every(n)]),
        Rule::Yearly { month, day } => {
            lang.with("times-yearly", &[("date", day.into()), ("month", self::month(lang, month).into())])
        }
    }
}

fn exceptions(lang: Lang, series: &Series, today: Option<Date>) -> Vec<String> {
    let few = if today.is_some() { FEW } else { usize::MAX };
    let is_coming = |date: &Date| today.is_none_or(|today| *date >= today);
    let coming = || series.changes.iter().filter(|(date, _)| is_coming(date));
    let not: Vec<String> =
        coming().filter(|(_, change)| **change == Change::Cancelled).map(|(at, _)| date(lang, *at)).take(few).collect();
    let moved = coming().filter_map(|(from, change)| match change {
        Change::Cancelled => None,
        Change::Moved { date: to, time } => {
            let values =
                [("from", date(lang, *from).into()), ("to", date(lang, *to).into()), ("time", time.to_string().into())];
            Some(lang.with("times-moved", &values))
        }
    });
    let also = series.extra.iter().filter(|at| is_coming(at)).map(|at| date(lang, *at)).take(few).collect();
    let rests = series.breaks.iter().filter(|rest| rest.to.is_none_or(|to| is_coming(&to))).map(|rest| match rest.to {
        Some(to) => lang.with("times-rests", &[("from", date(lang, rest.from).into()), ("to", date(lang, to).into())]),
        None => lang.with("times-rests-open", &[("from", date(lang, rest.from).into())]),
    });
    let list = |key: &str, dates: Vec<String>| {
        (!dates.is_empty()).then(|| lang.with(key, &[("dates", join(lang, dates.into_iter()).into())]))
    };
    let mut all: Vec<String> = list("times-not", not).into_iter().collect();
    all.extend(moved.take(few));
    all.extend(list("times-also", also));
    all.extend(rests.take(few));
    all
}

fn day(lang: Lang, day: Weekday) -> String {
    lang.get(&format!("day-{}", DAYS[day as usize]))
}

fn month(lang: Lang, month: u8) -> String {
    lang.get(&format!("month-{month}"))
}

/// A date. Its parts are ours and need no isolation; with it, a text around it would find no direction in it.
pub(crate) fn date(lang: Lang, date: Date) -> String {
    let values = [
        ("date", date.day().into()),
        ("month", month(lang, date.month()).into()),
        // As a text: a number of four digits would be grouped.
        ("year", date.year().to_string().into()),
    ];
    lang.with("date", &values).replace(['\u{2068}', '\u{2069}'], "")
}

const fn nth_key(nth: Nth) -> &'static str {
    match nth {
        Nth::First => "nth-first",
        Nth::Second => "nth-second",
        Nth::Third => "nth-third",
        Nth::Fourth => "nth-fourth",
        Nth::Last => "nth-last",
    }
}

fn join(lang: Lang, words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    match words.as_slice() {
        [most @ .., last] if !most.is_empty() => {
            format!("{}{}{last}", most.join(&lang.get("list-comma")), lang.get("list-and"))
        }
        words => words.concat(),
    }
}
