//! Windows of time against the calendar itself.

use calendar::{Break, Change, Date, Nth, Nths, Rule, Series, Time, Weekday, Weekdays, Zone};
use directory::{
    Entry,
    model::{Slot, Status},
    search::{Index, Next, Query, Week, When, limits},
};
use proptest::{option, prelude::*};
use wire::Millis;

use super::world::{NOW, entry, listing, numbers, slot, weekly};

const DAY_MS: u64 = 86_400_000;
const ZONES: [&str; 8] = [
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "America/St_Johns",
];

fn zone() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&ZONES[..])
}

fn time() -> impl Strategy<Value = Time> {
    (0_u16..24 * 60).prop_map(|minutes| Time::from_minutes(minutes).unwrap())
}

fn days() -> impl Strategy<Value = Weekdays> {
    (1_u8..128).prop_map(|bits| {
        let days: Vec<Weekday> = Weekday::ALL.into_iter().filter(|day| bits & (1 << *day as u8) != 0).collect();
        Weekdays::of(&days)
    })
}

fn rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        (days(), 1_u8..4).prop_map(|(days, every)| Rule::Weekly { days, every }),
        (0_usize..5, 0_usize..7).prop_map(|(nth, day)| Rule::MonthlyWeekday {
            nths: Nths::of(&[Nth::ALL[nth]]),
            day: Weekday::ALL[day],
            every: 1
        }),
        (1_u8..=31).prop_map(|day| Rule::MonthlyDate { day, every: 1 }),
    ]
}

/// Within two weeks of `NOW`.
fn date() -> impl Strategy<Value = Date> {
    (0_i32..28).prop_map(|days| Date::from_days((NOW.0 / DAY_MS) as u32).unwrap().plus(days - 14))
}

prop_compose! {
    fn series()(
        zone in zone(), rule in rule(), time in time(), minutes in 1_u32..3_000,
        changed in proptest::collection::btree_map(date(), option::of((date(), time())), 0..6),
        extra in proptest::collection::btree_set(date(), 0..3),
        rest in option::of((date(), option::of(0_i32..9))),
    ) -> Series {
        let Slot { series, .. } = slot(zone, rule, &time.to_string(), minutes);
        let changes = changed.into_iter().map(|(date, to)| {
            (date, to.map_or(Change::Cancelled, |(date, time)| Change::Moved { date, time }))
        });
        let breaks = rest.map(|(from, days)| Break { from, to: days.map(|days| from.plus(days)) });
        Series { breaks: breaks.into_iter().collect(), changes: changes.collect(), extra, ..series }
    }
}

fn index(all: &[Series], now: Millis) -> Index {
    let entries = all.iter().zip(1..).map(|(series, number)| Entry {
        schedule: vec![Slot { series: series.clone(), end_is_told: true }],
        ..entry(number, "m")
    });
    Index::build(listing(entries.collect()), now)
}

/// All that the calendar says, by number.
fn occurrences(all: &[Series], from: Millis) -> Vec<(u64, Next, Zone)> {
    let all = all.iter().zip(1..).flat_map(|(series, number)| {
        let zone = Zone::find(&series.pattern.zone).unwrap();
        let found = series.occurrences(&zone, Millis(from.0 - 20 * DAY_MS), from.plus(20 * DAY_MS), 1_000);
        found.into_iter().map(move |one| (number, Next { at: one.at, ends: one.ends }, zone.clone()))
    });
    all.collect()
}

/// Whether a wall's day and time lie in the window: minute by minute from its openings.
fn covers(week: Week, date: Date, time: Time) -> bool {
    let (from, until) = (week.from, week.until);
    let opens = |date: Date| week.days.contains(date.weekday());
    match until {
        None => opens(date) && time >= from,
        Some(until) if until > from => opens(date) && time >= from && time < until,
        Some(until) => (opens(date) && time >= from) || (opens(date.plus(-1)) && time < until),
    }
}

proptest! {
    #[test]
    fn soon_finds_what_runs_or_begins(
        all in proptest::collection::vec(series(), 1..8), later in 0..2 * DAY_MS, minutes in 1..=limits::SOON_MINUTES,
    ) {
        let now = NOW.plus(later);
        let query = Query { when: Some(When::Soon { minutes }), size: limits::SIZE, ..Query::default() };
        let page = index(&all, NOW).search(&query, now);
        let until = now.plus(u64::from(minutes) * 60_000);
        let mut expected: Vec<(Next, u64)> = occurrences(&all, now).into_iter()
            .filter(|(_, one, _)| one.ends > now && one.at < until).map(|(number, one, _)| (one, number)).collect();
        expected.sort_unstable();
        let mut seen = Vec::new();
        expected.retain(|(_, number)| { let fresh = !seen.contains(number); seen.push(*number); fresh });
        let found: Vec<(Next, u64)> = page.hits.iter().map(|hit| (hit.next.unwrap(), hit.id.0)).collect();
        prop_assert_eq!(found, expected);
    }

    /// Over the days on which clocks change, too: `NOW` is any hour of two years.
    #[test]
    fn a_week_finds_what_begins_in_the_window(
        all in proptest::collection::vec(series(), 1..8), at in 0..730 * 24_u64, later in 0..DAY_MS,
        visitor in option::of(zone()), days in days(), from in time(), until in option::of(time()),
    ) {
        let built = NOW.plus(at * 3_600_000);
        let now = built.plus(later);
        let week = Week { days, from, until };
        let query = Query {
            when: Some(When::Week(week)), zone: visitor.map(str::to_owned), size: limits::SIZE, ..Query::default()
        };
        let page = index(&all, built).search(&query, now);
        let mine = visitor.and_then(Zone::find);
        let mut expected: Vec<(Next, u64)> = occurrences(&all, now).into_iter()
            .filter(|(_, one, _)| one.at >= now && one.at < now.plus(7 * DAY_MS))
            .filter(|(_, one, there)| {
                let (date, time) = mine.as_ref().unwrap_or(there).local(one.at);
                covers(week, date, time)
            })
            .map(|(number, one, _)| (one, number)).collect();
        expected.sort_unstable();
        let mut seen = Vec::new();
        expected.retain(|(_, number)| { let fresh = !seen.contains(number); seen.push(*number); fresh });
        let found: Vec<(Next, u64)> = page.hits.iter().map(|hit| (hit.next.unwrap(), hit.id.0)).collect();
        prop_assert_eq!(found, expected, "{:?}", week);
    }
}

#[test]
fn midnight_and_zones() {
    // 23:30 in New York on Saturday is 5:30 in Berlin on Sunday, but 4:30 in the weeks when only one has changed its clocks.
    let late = weekly(entry(1, "late"), "America/New_York", Weekday::Saturday, "23:30");
    let check = |now: Millis, address: &str, found: bool| {
        let index = Index::build(listing(vec![late.clone()]), now);
        let page = index.search(&Query::parse(address).unwrap(), now);
        assert_eq!(!page.hits.is_empty(), found, "{address}");
    };
    // The US change on 8 March 2026, the EU on 29 March.
    let (before, between) = (Millis(NOW.0 - 7 * DAY_MS), NOW.plus(5 * DAY_MS));
    check(before, "day=sun&from=05:30&until=05:31&zone=Europe/Berlin", true);
    check(between, "day=sun&from=05:30&until=05:31&zone=Europe/Berlin", false);
    check(between, "day=sun&from=04:30&until=04:31&zone=Europe/Berlin", true);
    check(between, "day=sat&zone=Europe/Berlin", false);
    check(between, "day=sat&from=22:00&until=05:00&zone=Europe/Berlin", true);
    check(between, "day=sat&from=22:00&until=05:00&zone=America/New_York", true);
    check(between, "day=sat", true);
    check(between, "day=sun", false);
}

#[test]
fn what_is_paused_does_not_take_place() {
    let paused = Entry { status: Status::Paused, ..weekly(entry(1, "p"), "UTC", Weekday::Wednesday, "12:30") };
    let index = Index::build(listing(vec![paused]), NOW);
    assert_eq!(numbers(&index.search(&Query::parse("").unwrap(), NOW)), [1]);
    let page = index.search(&Query::parse("").unwrap(), NOW);
    assert_eq!(page.hits[0].next, None);
    assert_eq!(numbers(&index.search(&Query::parse("within=600").unwrap(), NOW)), [] as [u64; 0]);
}

#[test]
fn an_index_grows_old() {
    let index = Index::build(listing(Vec::new()), NOW);
    assert!(!index.is_due(NOW.plus(DAY_MS)));
    assert!(index.is_due(NOW.plus(DAY_MS + 1)));
}
