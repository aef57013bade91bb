//! The rules that calendars leave open, and every limit.

use calendar::{Break, Change, Date, Months, Rule, Series, SeriesFault, Time, Weekday, Weekdays, limits};
use wire::Millis;

use crate::world::{date, instants, series, time, weekly, zone};

const THURSDAY: Weekday = Weekday::Thursday;

#[test]
fn gaps_and_overlaps() {
    let check = |name: &str, on: &str, at: &str, expected: (&str, &str), utc: &str| {
        let (zone, utc_zone) = (zone(name), zone("UTC"));
        let instant = zone.instant(date(on), time(at));
        assert_eq!(zone.local(instant), (date(expected.0), time(expected.1)), "{name} {on} {at}");
        assert_eq!(utc_zone.local(instant).1, time(utc), "{name} {on} {at} in UTC");
    };
    // Forward at 02:00.
    check("Europe/Berlin", "2026-03-29", "02:30", ("2026-03-29", "03:30"), "01:30");
    // Back at 03:00: the first of two.
    check("Europe/Berlin", "2026-10-25", "02:30", ("2026-10-25", "02:30"), "00:30");
    // Half an hour only.
    check("Australia/Lord_Howe", "2026-10-04", "02:15", ("2026-10-04", "02:45"), "15:45");
    // Midnight itself did not come.
    check("America/Sao_Paulo", "2018-11-04", "00:00", ("2018-11-04", "01:00"), "03:00");
    // A whole day did not come.
    check("Pacific/Apia", "2011-12-30", "10:00", ("2011-12-31", "10:00"), "20:00");
}

#[test]
fn names_stay_when_dates_move() {
    let mut said = series("Africa/Cairo", "2026-03-05", "18:30", weekly(&[THURSDAY], 1));
    said.changes.insert(date("2026-03-12"), Change::Moved { date: date("2026-03-14"), time: time("10:00") });
    said.changes.insert(date("2026-03-19"), Change::Cancelled);
    let cairo = zone("Africa/Cairo");
    let all = said.occurrences(&cairo, Millis(0), Millis(u64::MAX), 3);
    let seen: Vec<(String, String, bool)> =
        all.iter().map(|one| (one.date.to_string(), cairo.local(one.at).0.to_string(), one.moved)).collect();
    let expected =
        [("2026-03-05", "2026-03-05", false), ("2026-03-12", "2026-03-14", true), ("2026-03-26", "2026-03-26", false)];
    assert_eq!(seen, expected.map(|(name, on, moved)| (name.to_owned(), on.to_owned(), moved)));
    // It is under way until it has ended, and then the next is the next.
    let (first, second) = (all[0], all[1]);
    assert_eq!(said.next(&cairo, Millis(first.ends.0 - 1)), Some(first));
    assert_eq!(said.next(&cairo, first.ends), Some(second));
}

#[test]
fn one_moved_to_before_its_neighbours_comes_first() {
    let mut said = series("UTC", "2026-03-05", "18:30", weekly(&[THURSDAY], 1));
    said.changes.insert(date("2026-04-30"), Change::Moved { date: date("2026-03-06"), time: time("08:00") });
    let utc = zone("UTC");
    let next = said.next(&utc, utc.instant(date("2026-03-06"), time("00:00"))).unwrap();
    assert_eq!((next.date, utc.local(next.at)), (date("2026-04-30"), (date("2026-03-06"), time("08:00"))));
}

#[test]
fn breaks_rest_and_additional_dates_do_not() {
    let mut said = series("UTC", "2026-03-05", "18:30", weekly(&[THURSDAY], 1));
    said.breaks.push(Break { from: date("2026-03-10"), to: Some(date("2026-03-20")) });
    said.breaks.push(Break { from: date("2026-04-01"), to: None });
    said.extra.insert(date("2026-03-15"));
    let names: Vec<String> = said.dates(date("2026-01-01")).map(|date| date.to_string()).collect();
    assert_eq!(names, ["2026-03-05", "2026-03-15", "2026-03-26"]);
}

#[test]
fn ten_years_of_the_last_day() {
    let said = series("Africa/Casablanca", "2024-01-31", "19:00", Rule::MonthlyDate { day: 31, every: 1 });
    let names: Vec<Date> = said.dates(said.pattern.start).take(120).collect();
    assert_eq!(names.len(), 120);
    assert!(names.iter().all(|date| date.plus(1).day() == 1), "{names:?}");
    assert_eq!(instants(&said, 200).len(), 121, "the search ends after ten years");
}

#[test]
fn every_limit() {
    let good = || series("Europe/Berlin", "2026-03-05", "18:30", weekly(&[THURSDAY], 1));
    let check = |what: &str, expected: Option<SeriesFault>, change: &dyn Fn(&mut Series)| {
        let mut said = good();
        change(&mut said);
        assert_eq!(said.check().err(), expected, "{what}");
    };
    let fault = Some;
    check("as it is", None, &|_| {});
    for name in ["", "Europe//Berlin", "/etc/passwd", "../x", "Europe/Berlin\r\nX:1", &"x".repeat(limits::ZONE + 1)] {
        check(name, fault(SeriesFault::Zone), &|said| name.clone_into(&mut said.pattern.zone));
    }
    check("a zone of tomorrow", None, &|said| "Mars/Olympus_Mons-2".clone_into(&mut said.pattern.zone));
    check("no length", fault(SeriesFault::Minutes), &|said| said.pattern.minutes = 0);
    check("two weeks", None, &|said| said.pattern.minutes = limits::MINUTES);
    check("longer", fault(SeriesFault::Minutes), &|said| said.pattern.minutes = limits::MINUTES + 1);
    for rule in [
        Rule::Weekly { days: Weekdays::of(&[]), every: 1 },
        weekly(&[THURSDAY], 0),
        weekly(&[THURSDAY], limits::EVERY + 1),
        Rule::MonthlyDate { day: 0, every: 1 },
        Rule::MonthlyDate { day: 32, every: 1 },
        Rule::Yearly { month: 13, day: 1 },
        Rule::Yearly { month: 4, day: 31 },
    ] {
        check("rule", fault(SeriesFault::Rule), &|said| said.pattern.rule = rule);
    }
    check("no month", fault(SeriesFault::Months), &|said| said.pattern.months = Months::of(&[]));
    check("a season of one day", fault(SeriesFault::Months), &|said| {
        said.pattern.rule = Rule::Once;
        said.pattern.months = Months::of(&[3]);
    });
    check("ends before", fault(SeriesFault::End), &|said| said.pattern.end = Some(date("2026-03-04")));
    let rest = |from: &str, to: Option<&str>| Break { from: date(from), to: to.map(date) };
    check("too long a break", fault(SeriesFault::Breaks), &|said| {
        said.breaks.push(rest("2026-01-01", Some("2027-01-02")));
    });
    check("two that overlap", fault(SeriesFault::Breaks), &|said| {
        said.breaks.extend([rest("2026-01-01", Some("2026-01-05")), rest("2026-01-05", None)]);
    });
    check("after one without end", fault(SeriesFault::Breaks), &|said| {
        said.breaks.extend([rest("2026-01-01", None), rest("2026-02-05", None)]);
    });
    check("too many changes", fault(SeriesFault::Changes), &|said| {
        said.changes = (0..=64).map(|n| (date("2026-01-01").plus(n), Change::Cancelled)).collect();
    });
    check("too many additions", fault(SeriesFault::Changes), &|said| {
        said.extra = (0..=64).map(|n| date("2026-01-01").plus(n)).collect();
    });
}

#[test]
fn what_is_no_date_or_time() {
    for text in ["2026-02-29", "2026-13-01", "1969-12-31", "2200-01-01", "2026-3-1", "20260301", "2026-03-01T00"] {
        assert_eq!(Date::parse(text), None, "{text}");
    }
    for text in ["24:00", "12:60", "9:00", "12.30", "12:3", "+1:00"] {
        assert_eq!(Time::parse(text), None, "{text}");
    }
}
