//! `vectors/ics`: what other programs read. `UPDATE=1 cargo nextest run -p calendar ics` writes the files;
//! `vectors/check.py` has them read by other implementations.

use std::{collections::BTreeMap, path::PathBuf};

use calendar::{Break, Change, Event, Months, Nth, Nths, Public, Rule, Series, Weekday, Weekdays, calendar};
use wire::Millis;

use crate::world::{date, series, time, weekly, zone};

const STAMP: Millis = Millis(1_772_000_000_000);
const UNTIL: Millis = Millis(1_930_000_000_000);
const MOST: usize = 120;

#[test]
fn files_are_what_other_programs_were_shown() {
    let mut expected = BTreeMap::new();
    for (name, series) in cases() {
        series.check().unwrap();
        let event = Event {
            uid: "3f0c2a9d@stayhere.invalid",
            title: "Tea, with friends; quietly",
            series: &series,
            public: None,
        };
        let text = calendar(&[event], STAMP).unwrap();
        let all = series.occurrences(&zone(&series.pattern.zone), Millis(0), UNTIL, MOST);
        let instants: Vec<u64> = all.iter().map(|one| one.at.0 / 1000).collect();
        assert!(!instants.is_empty(), "{name}");
        expected.insert(name, serde_json::json!({ "instants": instants }));
        same(&format!("{name}.ics"), &text);
    }
    same("expected.json", &(serde_json::to_string(&expected).unwrap() + "\n"));
}

#[test]
fn a_zone_that_nobody_knows_gives_no_file() {
    let odd = series("Mars/Olympus", "2026-01-01", "18:00", Rule::Once);
    assert!(calendar(&[Event { uid: "x", title: "x", series: &odd, public: None }], STAMP).is_none());
}

#[test]
fn the_title_cannot_break_out_of_its_line() {
    let one = series("Europe/Berlin", "2026-03-01", "18:00", Rule::Once);
    let text = calendar(&[Event { uid: "x", title: "a\r\nLOCATION:home", series: &one, public: None }], STAMP).unwrap();
    assert!(text.contains("SUMMARY:a\\nLOCATION:home\r\n"), "{text}");
    assert!(!text.contains("\r\nLOCATION"), "{text}");
}

#[test]
fn a_public_event_says_where_and_what() {
    let one = series("Europe/Berlin", "2026-03-01", "18:00", Rule::Once);
    let public = Public {
        description: "Side door;\nbell",
        location: "High Street 10, Bath",
        url: "https://stay.example/m/tea,1\r\nX:y",
        conference: "https://meet.example/r;1",
        point: Some((51.381, -2.359)),
        cancelled: true,
        modified: Some(STAMP),
    };
    let text = calendar(&[Event { uid: "x", title: "x", series: &one, public: Some(public) }], STAMP).unwrap();
    for line in [
        "CLASS:PUBLIC",
        "DESCRIPTION:Side door\\;\\nbell",
        "LOCATION:High Street 10\\, Bath",
        "URL:https://stay.example/m/tea,1X:y",
        "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://meet.example/r;1",
        "GEO:51.381;-2.359",
        "STATUS:CANCELLED",
        "LAST-MODIFIED:20260225T061320Z",
    ] {
        assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}\n{text}");
    }
}

#[expect(clippy::disallowed_methods, reason = "the test writes the files that it keeps fresh")]
fn same(name: &str, text: &str) {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/ics")).join(name);
    if std::env::var_os("UPDATE").is_some() {
        let written = std::fs::write(&path, text);
        assert!(written.is_ok(), "{name}: {written:?}");
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text, "{name}");
}

fn cases() -> Vec<(&'static str, Series)> {
    let every_day = Rule::Weekly { days: Weekdays::ALL, every: 1 };
    let thursdays = weekly(&[Weekday::Thursday], 1);
    let mut cases = vec![
        ("once", series("Asia/Tehran", "2026-03-05", "18:30", Rule::Once)),
        ("weekly-berlin", series("Europe/Berlin", "2026-03-05", "18:30", thursdays)),
        ("weekly-sao-paulo", series("America/Sao_Paulo", "2018-01-04", "00:00", thursdays)),
        ("weekly-tehran", series("Asia/Tehran", "2021-09-02", "00:30", thursdays)),
        ("weekly-casablanca", series("Africa/Casablanca", "2026-01-01", "20:00", thursdays)),
        ("weekly-cairo", series("Africa/Cairo", "2026-01-02", "00:15", weekly(&[Weekday::Friday], 1))),
        ("daily-lord-howe", series("Australia/Lord_Howe", "2026-03-20", "02:15", every_day)),
        ("fortnightly-new-york", series("America/New_York", "2026-03-01", "02:30", weekly(&[Weekday::Sunday], 2))),
        ("yearly", series("Europe/London", "2020-01-01", "10:00", Rule::Yearly { month: 2, day: 29 })),
        ("month-end", series("Pacific/Chatham", "2026-01-15", "09:00", Rule::MonthlyDate { day: 31, every: 1 })),
        ("utc", series("UTC", "2026-01-15", "09:00", Rule::MonthlyDate { day: 30, every: 2 })),
    ];
    let nths = Nths::of(&[Nth::First, Nth::Last]);
    let rule = Rule::MonthlyWeekday { nths, day: Weekday::Sunday, every: 1 };
    cases.push(("first-and-last", series("Asia/Gaza", "2026-01-01", "19:00", rule)));
    cases.push(("excepted", excepted()));
    let mut season = series("Europe/Berlin", "2026-03-05", "18:30", weekly(&[Weekday::Monday, Weekday::Thursday], 2));
    season.pattern.months = Months::of(&[1, 2, 3, 9, 10, 11, 12]);
    season.pattern.end = Some(date("2028-01-31"));
    cases.push(("season", season));
    let mut rests = series("Africa/Cairo", "2026-03-05", "18:30", thursdays);
    rests.breaks.push(Break { from: date("2026-06-18"), to: None });
    rests.extra.insert(date("2026-07-01"));
    cases.push(("rests", rests));
    cases
}

fn excepted() -> Series {
    let mut series = series("Europe/Berlin", "2026-03-05", "18:30", weekly(&[Weekday::Thursday], 1));
    series.pattern.end = Some(date("2026-12-31"));
    series.breaks.push(Break { from: date("2026-07-20"), to: Some(date("2026-08-31")) });
    series.extra.extend([date("2026-08-01"), date("2026-04-06"), date("2026-04-07")]);
    let moved = |on: &str, at: &str| Change::Moved { date: date(on), time: time(at) };
    series.changes = BTreeMap::from([
        (date("2026-03-05"), Change::Cancelled),
        (date("2026-03-26"), moved("2026-03-29", "02:30")),
        (date("2026-04-07"), moved("2026-04-08", "07:00")),
        (date("2026-04-06"), Change::Cancelled),
        (date("2026-10-22"), moved("2026-10-25", "02:30")),
        (date("2026-07-23"), moved("2026-07-24", "12:00")),
    ]);
    series
}
