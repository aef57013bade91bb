//! RRULE in: what a series can say exactly, and nothing else.

use calendar::{Date, Months, Nth, Nths, Rule, Series, Time, Weekday, Weekdays, Zone};
use wire::Millis;

use crate::{feed::What, limits};

/// What a recurrence says beside the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recurrence {
    pub(super) rule: Rule,
    pub(super) months: Months,
    pub(super) end: End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Never,
    /// The last instant, or the last local date and time.
    Until(Until),
    Count(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    Instant(Millis),
    Local(Date, Time),
}

/// Reads a rule that begins on `start`; `None` if a series cannot say the same.
pub(super) fn read(value: &str, start: Date) -> Option<Recurrence> {
    let parts: Vec<(String, String)> = value
        .split(';')
        .map(|part| part.split_once('=').map(|(name, value)| (name.to_ascii_uppercase(), value.to_ascii_uppercase())))
        .collect::<Option<_>>()?;
    let get = |name: &str| parts.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
    let known = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "UNTIL", "COUNT", "WKST"];
    if parts.iter().any(|(name, _)| !known.contains(&name.as_str())) {
        return None;
    }
    let every: u8 = told(get("INTERVAL"), |text| text.parse().ok()).ok()?.unwrap_or(1);
    let days = told(get("BYDAY"), days).ok()?;
    let month_days = told(get("BYMONTHDAY"), numbers).ok()?;
    let months: Option<Vec<i8>> = told(get("BYMONTH"), numbers).ok()?;
    let position: Option<i8> = told(get("BYSETPOS"), |text| text.parse().ok()).ok()?;
    let season = Months::of(&months.iter().flatten().filter_map(|month| u8::try_from(*month).ok()).collect::<Vec<_>>());
    let rule = match get("FREQ")? {
        "DAILY" if every == 1 && month_days.is_none() && position.is_none() => {
            Rule::Weekly { days: plain_days(days).ok()?.unwrap_or(Weekdays::ALL), every: 1 }
        }
        "WEEKLY" if month_days.is_none() && position.is_none() => {
            let days = plain_days(days).ok()?.unwrap_or(Weekdays::of(&[start.weekday()]));
            // Which weeks are meant depends on where they begin only if there are several days.
            let is_monday = get("WKST").is_none_or(|day| day == "MO") || every == 1 || days.iter().count() == 1;
            is_monday.then_some(Rule::Weekly { days, every })?
        }
        "MONTHLY" => monthly(start, every, days, month_days.as_deref(), position)?,
        "YEARLY" if every == 1 && days.is_none() => {
            return yearly(start, months.as_deref(), month_days.as_deref(), position, end(&get)?);
        }
        _ => return None,
    };
    let months = if months.is_some() { season } else { Months::ALL };
    Some(Recurrence { rule, months, end: end(&get)? })
}

/// What a part says, if it is there; one that says something odd is an error.
fn told<T>(text: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Odd> {
    text.map(|text| read(text).ok_or(Odd)).transpose()
}

/// A part that a series cannot say.
struct Odd;

fn end<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Option<End> {
    match (get("UNTIL"), get("COUNT")) {
        (None, None) => Some(End::Never),
        (Some(until), None) => until_of(until).map(End::Until),
        (None, Some(count)) => count.parse().ok().filter(|count| *count > 0).map(End::Count),
        (Some(_), Some(_)) => None,
    }
}

fn until_of(text: &str) -> Option<Until> {
    let (date, rest) = date(text)?;
    match rest {
        "" => Some(Until::Local(date, Time::new(23, 59)?)),
        rest => {
            let (time, utc) = time(rest.strip_prefix('T')?)?;
            Some(if utc { Until::Instant(utc_instant(date, time)) } else { Until::Local(date, time) })
        }
    }
}

pub(super) fn utc_instant(date: Date, time: Time) -> Millis {
    Millis((u64::from(date.days()) * 24 * 60 + u64::from(time.minutes())) * 60_000)
}

/// `20260301` and what follows.
pub(super) fn date(text: &str) -> Option<(Date, &str)> {
    let digits = text.get(..8).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let date = Date::new(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?)?;
    Some((date, &text[8..]))
}

/// `183000` or `183000Z`.
pub(super) fn time(text: &str) -> Option<(Time, bool)> {
    let (digits, utc) = text.strip_suffix('Z').map_or((text, false), |digits| (digits, true));
    let is_time = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
    let time = is_time.then(|| Time::new(digits[..2].parse().ok()?, digits[2..4].parse().ok()?)).flatten()?;
    Some((time, utc))
}

const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

/// `MO`, `1MO`, `-1SU`: 0 is every one.
fn days(text: &str) -> Option<Vec<(i8, Weekday)>> {
    let one = |part: &str| {
        let split = part.len().checked_sub(2)?;
        let (number, name) = (part.get(..split)?, part.get(split..)?);
        let day = DAYS.iter().find(|(other, _)| *other == name).map(|(_, day)| *day)?;
        let number = if number.is_empty() { 0 } else { number.parse().ok().filter(|number| *number != 0)? };
        Some((number, day))
    };
    text.split(',').map(|part| one(part.trim())).collect()
}

fn numbers(text: &str) -> Option<Vec<i8>> {
    text.split(',').map(|part| part.trim().parse().ok()).collect()
}

fn plain_days(days: Option<Vec<(i8, Weekday)>>) -> Result<Option<Weekdays>, Odd> {
    let Some(days) = days else { return Ok(None) };
    let plain: Vec<Weekday> = days.iter().filter(|(number, _)| *number == 0).map(|(_, day)| *day).collect();
    if plain.len() == days.len() { Ok(Some(Weekdays::of(&plain))) } else { Err(Odd) }
}

fn monthly(
    start: Date,
    every: u8,
    days: Option<Vec<(i8, Weekday)>>,
    month_days: Option<&[i8]>,
    position: Option<i8>,
) -> Option<Rule> {
    match (days, month_days) {
        (None, None) if position.is_none() => month_day(&[start.day().cast_signed()], None, every),
        (None, Some(numbers)) => month_day(numbers, position, every),
        (Some(days), None) => {
            let (_, day) = *days.first()?;
            let numbers = match position {
                // `BYDAY=MO;BYSETPOS=1` is another way to write `BYDAY=1MO`.
                Some(position) if days.len() == 1 && days[0].0 == 0 => vec![position],
                Some(_) => return None,
                None => days.iter().map(|(number, _)| *number).collect(),
            };
            let nths: Vec<Nth> = numbers.into_iter().map(nth).collect::<Option<_>>()?;
            let rule = Rule::MonthlyWeekday { nths: Nths::of(&nths), day, every };
            days.iter().all(|(_, other)| *other == day).then_some(rule)
        }
        _ => None,
    }
}

const fn nth(number: i8) -> Option<Nth> {
    match number {
        1 => Some(Nth::First),
        2 => Some(Nth::Second),
        3 => Some(Nth::Third),
        4 => Some(Nth::Fourth),
        -1 => Some(Nth::Last),
        // A fifth is not in every month, and a series has no word for that.
        _ => None,
    }
}

/// A day that every month has, the last one, or the last of several: what a series means by a day that some months lack.
fn month_day(numbers: &[i8], position: Option<i8>, every: u8) -> Option<Rule> {
    match (numbers, position) {
        ([-1], None) => Some(Rule::MonthlyDate { day: 31, every }),
        ([day @ 1..=28], None) => Some(Rule::MonthlyDate { day: day.unsigned_abs(), every }),
        (numbers, Some(-1)) => last_of(numbers).map(|day| Rule::MonthlyDate { day, every }),
        _ => None,
    }
}

/// 31 of `28,29,30,31`.
fn last_of(numbers: &[i8]) -> Option<u8> {
    let follows = numbers.windows(2).all(|two| two[1] == two[0] + 1);
    let last = *numbers.last()?;
    (numbers.first() == Some(&28) && follows && last <= 31).then_some(last.unsigned_abs())
}

fn yearly(
    start: Date,
    months: Option<&[i8]>,
    month_days: Option<&[i8]>,
    position: Option<i8>,
    end: End,
) -> Option<Recurrence> {
    let month = match months {
        None => start.month(),
        Some([month]) => u8::try_from(*month).ok()?,
        Some(_) => return None,
    };
    let day = match (month_days, position) {
        (None, None) => start.day(),
        (Some([day @ 1..=28]), None) => day.unsigned_abs(),
        (Some([day @ 29..=31]), None) if month != 2 => day.unsigned_abs(),
        (Some(numbers), Some(-1)) => last_of(numbers)?,
        _ => return None,
    };
    // Without a position, 29 February is skipped in most years; ours is the 28th then.
    let skips = (month, day) == (2, 29) && position.is_none();
    (!skips).then_some(Recurrence { rule: Rule::Yearly { month, day }, months: Months::ALL, end })
}

/// How many days have been gone through for one feed.
#[derive(Debug, Default)]
pub(super) struct Walked(u32);

/// The last date of the series by its end. An error: too much was counted in this feed already.
pub(super) fn last_date(series: &Series, end: End, walked: &mut Walked) -> Result<Option<Date>, What> {
    let Some(zone) = Zone::find(&series.pattern.zone) else { return Ok(None) };
    match end {
        End::Never => Ok(None),
        End::Until(until) => {
            let (date, time) = match until {
                Until::Instant(at) => zone.local(at),
                Until::Local(date, time) => (date, time),
            };
            Ok(Some(if time < series.pattern.time { date.plus(-1) } else { date }))
        }
        End::Count(count) => match series.pattern.rule {
            Rule::Weekly { days, every } if series.pattern.months == Months::ALL => {
                Ok(of_weeks(series.pattern.start, days, every, count))
            }
            _ => walked.to(series, count),
        },
    }
}

/// The date of this number, from 1, on such days of every n-th week; none beyond the calendar.
fn of_weeks(start: Date, days: Weekdays, every: u8, count: u32) -> Option<Date> {
    let days: Vec<i64> = days.iter().map(|day| day as i64).collect();
    let today = start.weekday() as i64;
    let per_week = i64::try_from(days.len()).ok().filter(|days| *days > 0)?;
    let before = i64::try_from(days.iter().filter(|day| **day < today).count()).ok()?;
    // From 0, among all such days from the Monday of the start's week on.
    let number = before + i64::from(count) - 1;
    let weeks = number / per_week * i64::from(every);
    let day = days.get(usize::try_from(number % per_week).ok()?)?;
    u32::try_from(i64::from(start.days()) - today + weeks * 7 + day).ok().and_then(Date::from_days)
}

impl Walked {
    /// The date of this number, found by going through the days.
    fn to(&mut self, series: &Series, count: u32) -> Result<Option<Date>, What> {
        if self.0 >= limits::COUNTED_DAYS {
            return Err(What::TooMany);
        }
        let start = series.pattern.start;
        let plain = Series::of(series.pattern.clone());
        let (mut last, mut found) = (None, 0);
        for date in plain.dates(start).take(count as usize) {
            (last, found) = (Some(date), found + 1);
        }
        let all = found < count;
        let days = last.filter(|_| !all).map_or(calendar::limits::SEARCH_DAYS, |last| last.days() - start.days());
        self.0 = self.0.saturating_add(days.max(1));
        Ok(last)
    }
}

#[cfg(test)]
mod tests {
    use calendar::Pattern;

    use super::*;

    /// What is reckoned is what one finds by going through the days.
    #[test]
    fn the_end_of_weeks_is_reckoned() {
        let days = [&[Weekday::Monday][..], &[Weekday::Sunday, Weekday::Tuesday], &Weekday::ALL];
        for start in 20_000..20_008 {
            for days in days.map(Weekdays::of) {
                for every in [1, 2, 5] {
                    let start = Date::from_days(start).unwrap();
                    let rule = Rule::Weekly { days, every };
                    let (time, months) = (Time::new(10, 0).unwrap(), Months::ALL);
                    let zone = "Africa/Cairo".to_owned();
                    let series = Series::of(Pattern { zone, start, time, minutes: 60, rule, months, end: None });
                    let walked: Vec<Date> = series.dates(start).take(40).collect();
                    let reckoned: Vec<Date> = (1..=40).filter_map(|n| of_weeks(start, days, every, n)).collect();
                    assert_eq!(walked, reckoned, "{start} {days:?} {every}");
                }
            }
        }
        assert_eq!(of_weeks(Date::from_days(0).unwrap(), Weekdays::ALL, 52, u32::MAX), None);
    }
}
