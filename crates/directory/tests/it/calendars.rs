//! `vectors/`: the real feeds as calendars. `UPDATE=1 cargo nextest run -p directory calendars` writes them; `vectors/check.py` and
//! `vectors/check.mjs` have other implementations expand each event over two years, which must give the instants that stand in `expected.json.gz`.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    path::PathBuf,
};

use calendar::{Break, Change, Date, Months, Nth, Nths, Rule, Time, Weekday, Weekdays, Zone};
use directory::{
    Entry, icalendar,
    model::{Slot, SourceKind},
};
use wire::Millis;

use crate::world::{GUIDES, NEW_YORK, NOW, guide, id, listing, new_york, source};

const HOST: icalendar::Host<'static> = icalendar::Host { name: "stay.example", pages: "https://stay.example/m/" };
/// Two years, both clock changes of each within.
const UNTIL: Millis = Millis(NOW.0 + 2 * 365 * 86_400_000);

/// Each event's UID and the seconds at which it begins.
fn expected(entries: &[&Entry]) -> BTreeMap<String, Vec<u64>> {
    let mut all = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.published) {
        for (number, slot) in entry.schedule.iter().enumerate() {
            let zone = Zone::find(&slot.series.pattern.zone).unwrap_or_else(|| panic!("{}", slot.series.pattern.zone));
            let times = slot.series.occurrences(&zone, NOW, UNTIL, usize::MAX);
            // Those that began before are not looked for by others.
            let seconds = times.iter().filter(|one| one.at >= NOW).map(|one| one.at.0 / 1_000).collect();
            all.insert(format!("{}-{number}@stay.example", entry.id), seconds);
        }
    }
    all
}

#[test]
fn other_programs_were_shown_these_calendars() {
    let mut all = BTreeMap::new();
    let mut feeds: Vec<_> = GUIDES.iter().map(|(name, zone, _)| (*name, listing(name, guide(name, zone)))).collect();
    feeds.push((NEW_YORK, listing(NEW_YORK, new_york())));
    for (name, listing) in &feeds {
        let entries: Vec<&Entry> = listing.published().collect();
        same(&format!("{name}.ics.gz"), &icalendar::write(entries.iter().copied(), &HOST, NOW));
        let short = expected(&entries).into_iter().map(|(uid, seconds)| (uid, summary(&seconds)));
        all.insert((*name).to_owned(), short.collect::<BTreeMap<_, _>>());
    }
    let odd = odd();
    same("odd.ics.gz", &icalendar::write(odd.iter(), &HOST, NOW));
    let entries: Vec<&Entry> = odd.iter().collect();
    all.insert("odd".to_owned(), expected(&entries).into_iter().map(|(uid, all)| (uid, summary(&all))).collect());
    same("expected.json.gz", &(serde_json::to_string(&all).unwrap() + "\n"));
}

/// The number of beginnings, the first and the last, and the sum of all: enough to tell two lists apart.
fn summary(seconds: &[u64]) -> [u64; 4] {
    let sum = seconds.iter().sum();
    [seconds.len() as u64, seconds.first().copied().unwrap_or(0), seconds.last().copied().unwrap_or(0), sum]
}

/// One entry for each way to recur, with exceptions, in zones that change their clocks at odd times.
fn odd() -> Vec<Entry> {
    let (_, fetched) = guide("mg-alpena-46", "America/Detroit");
    let date = |text: &str| Date::parse(text).unwrap_or_else(|| panic!("{text}"));
    let zones = [
        "Europe/London",
        "America/Santiago",
        "Africa/Casablanca",
        "Australia/Lord_Howe",
        "Asia/Tehran",
        "Africa/Cairo",
    ];
    let rules = [
        Rule::Weekly { days: Weekdays::of(&[Weekday::Sunday, Weekday::Wednesday]), every: 2 },
        Rule::MonthlyWeekday { nths: Nths::of(&[Nth::First, Nth::Last]), day: Weekday::Sunday, every: 1 },
        Rule::MonthlyDate { day: 31, every: 1 },
        Rule::Yearly { month: 2, day: 29 },
        Rule::Weekly { days: Weekdays::ALL, every: 1 },
        Rule::Once,
    ];
    let mut all = Vec::new();
    for (number, (rule, entry)) in rules.into_iter().zip(fetched.entries).enumerate() {
        let slot = |zone: &str, time: &str| {
            let mut slot = entry.schedule[0].clone();
            zone.clone_into(&mut slot.series.pattern.zone);
            slot.series.pattern.time = Time::parse(time).unwrap_or_else(|| panic!("{time}"));
            slot.series.pattern.rule = rule;
            slot.series.pattern.start = date("2026-01-07");
            slot
        };
        let mut slots = vec![slot(zones[number], "02:30"), slot(zones[(number + 1) % zones.len()], "23:45")];
        except(&mut slots[0], number, date);
        all.push(Entry { schedule: slots, ..entry });
    }
    all
}

fn except(slot: &mut Slot, number: usize, date: impl Fn(&str) -> Date) {
    let series = &mut slot.series;
    if number == 0 {
        series.changes.insert(date("2026-12-02"), Change::Cancelled);
        let time = Time::parse("02:15").unwrap_or_else(|| panic!("a time"));
        series.changes.insert(date("2026-12-30"), Change::Moved { date: date("2027-01-01"), time });
        series.extra.insert(date("2027-03-01"));
    }
    if number == 4 {
        series.pattern.months = Months::of(&[1, 2, 3, 10, 11, 12]);
        series.pattern.end = Some(date("2028-01-31"));
        series.breaks.push(Break { from: date("2026-12-20"), to: Some(date("2027-01-06")) });
    }
    if number == 5 {
        series.pattern.start = date("2027-05-01");
    }
}

/// What goes out comes in again, exactly: every rule, exception, place and text.
#[test]
fn our_calendars_read_alike() {
    let source = source(SourceKind::Icalendar, "Europe/London");
    let (_, fetched) = guide("mg-orange-county-1967", "America/Los_Angeles");
    let all: Vec<Entry> = odd().into_iter().chain(fetched.entries).collect();
    let text = icalendar::write(all.iter(), &HOST, NOW);
    let again = icalendar::read(&id("x"), &source, text.as_bytes()).unwrap();
    assert_eq!(again.report.faults, []);
    let by_uid: BTreeMap<&str, &Entry> = again.entries.iter().map(|entry| (entry.origin.key.as_str(), entry)).collect();
    let mut compared = 0;
    for entry in &all {
        for (number, slot) in entry.schedule.iter().enumerate() {
            let read = by_uid[format!("{}-{number}@stay.example", entry.id).as_str()];
            let zone = Zone::find(&slot.series.pattern.zone).unwrap();
            let times = |slot: &Slot| slot.series.occurrences(&zone, NOW, UNTIL, usize::MAX);
            assert_eq!(times(&read.schedule[0]), times(slot), "{} {number}", entry.name);
            assert_eq!((&read.name, read.status, read.updated), (&entry.name, entry.status, entry.updated));
            assert_eq!(read.online.url, entry.online.url);
            compared += 1;
        }
    }
    assert!(compared > 1_900, "{compared}");
}

#[expect(clippy::disallowed_methods, reason = "the test writes the files that it keeps fresh")]
fn same(name: &str, text: &str) {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors")).join(name);
    if std::env::var_os("UPDATE").is_some() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(text.as_bytes()).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let bytes = packed.finish().unwrap_or_else(|fault| panic!("{name}: {fault}"));
        std::fs::write(&path, bytes).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    }
    let packed = std::fs::read(&path).unwrap_or_default();
    let mut stands = String::new();
    let read = flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut stands);
    assert!(read.is_ok() && stands == text, "{name} is not what is written now: run with UPDATE=1");
}
