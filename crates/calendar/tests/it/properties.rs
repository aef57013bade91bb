//! For any series: codec, order, bounds.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Break, Change, Date, Months, Nth, Nths, Pattern, Rule, Series, Time, Weekday, Weekdays, Zone};
use proptest::prelude::*;
use wire::Millis;

const ZONES: [&str; 8] = [
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
];

fn a_date() -> impl Strategy<Value = Date> {
    (18_000_u32..25_000).prop_filter_map("no such day", Date::from_days)
}

fn a_time() -> impl Strategy<Value = Time> {
    (0_u16..1440).prop_filter_map("no such time", Time::from_minutes)
}

fn a_day() -> impl Strategy<Value = Weekday> {
    prop::sample::select(Weekday::ALL.to_vec())
}

fn a_rule() -> impl Strategy<Value = Rule> {
    let days = prop::collection::vec(a_day(), 1..7).prop_map(|days| Weekdays::of(&days));
    let nths = prop::collection::vec(prop::sample::select(Nth::ALL.to_vec()), 1..4).prop_map(|nths| Nths::of(&nths));
    prop_oneof![
        Just(Rule::Once),
        (days, 1_u8..9).prop_map(|(days, every)| Rule::Weekly { days, every }),
        (nths, a_day(), 1_u8..5).prop_map(|(nths, day, every)| Rule::MonthlyWeekday { nths, day, every }),
        (1_u8..=31, 1_u8..5).prop_map(|(day, every)| Rule::MonthlyDate { day, every }),
        (1_u8..=12, 1_u8..=29).prop_map(|(month, day)| Rule::Yearly { month, day }),
    ]
}

prop_compose! {
    fn a_series()(
        zone in prop::sample::select(ZONES.to_vec()),
        start in a_date(),
        time in a_time(),
        minutes in 1_u32..20_160,
        rule in a_rule(),
        length in prop::option::of(0_i32..900),
        rest in prop::option::of((0_i32..300, 0_i32..60)),
        extra in prop::collection::vec(0_i32..400, 0..4),
        changes in prop::collection::vec((0_i32..400, prop::option::of((-30_i32..30, a_time()))), 0..6),
    ) -> Series {
        let pattern = Pattern {
            zone: zone.to_owned(), start, time, minutes, rule, months: Months::ALL, end: length.map(|days| start.plus(days)),
        };
        let change = |(day, to): &(i32, Option<(i32, Time)>)| {
            let date = start.plus(*day);
            (date, to.map_or(Change::Cancelled, |(days, time)| Change::Moved { date: date.plus(days), time }))
        };
        Series {
            pattern,
            breaks: rest.into_iter().map(|(from, days)| Break { from: start.plus(from), to: Some(start.plus(from + days)) }).collect(),
            changes: changes.iter().map(change).collect::<BTreeMap<_, _>>(),
            extra: extra.iter().map(|day| start.plus(*day)).collect::<BTreeSet<_>>(),
        }
    }
}

proptest! {
    #[test]
    fn bytes_give_the_series_back(series in a_series()) {
        prop_assert_eq!(series.check(), Ok(()));
        let bytes = wire::encode(&series);
        prop_assert_eq!(wire::decode::<Series>(&bytes), Ok(series));
    }

    #[test]
    fn no_bytes_do_harm(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(series) = wire::decode::<Series>(&bytes) {
            let _ = series.check();
            let _ = series.dates(series.pattern.start).count();
        }
    }

    /// A window shows exactly what a longer list shows in it, so that pages of a calendar neither lose nor double.
    #[test]
    fn windows_fit_together(series in a_series(), from in 0_u64..500, days in 1_u64..60) {
        let zone = Zone::find(&series.pattern.zone).unwrap();
        let start = zone.instant(series.pattern.start, series.pattern.time);
        let (from, until) = (start.plus(from * 86_400_000), start.plus((from + days) * 86_400_000));
        let all = series.occurrences(&zone, Millis(0), until, usize::MAX);
        let window = series.occurrences(&zone, from, until, usize::MAX);
        let expected: Vec<_> = all.iter().filter(|one| one.ends > from).copied().collect();
        prop_assert_eq!(&window, &expected);
        prop_assert!(window.is_sorted_by_key(|one| one.at));
        let first = series.next(&zone, from).filter(|one| one.at < until);
        prop_assert_eq!(first, window.first().copied());
        let names: BTreeSet<Date> = window.iter().map(|one| one.date).collect();
        prop_assert_eq!(names.len(), window.len(), "each has a name of its own");
        for one in &window {
            prop_assert_eq!(series.occurrence_on(&zone, one.date), Some(*one));
        }
    }

    #[test]
    fn there_and_back(zone in prop::sample::select(ZONES.to_vec()), date in a_date(), time in a_time()) {
        let zone = Zone::find(zone).unwrap();
        let at = zone.instant(date, time);
        let (on, shown) = zone.local(at);
        // Only what a clock change skips is shown at another time, later and by what the clock jumped.
        if (on, shown) != (date, time) {
            prop_assert!((on, shown) > (date, time));
            prop_assert_ne!(zone.offset_minutes(at), zone.offset_minutes(Millis(at.0 - 25 * 3_600_000)));
        }
        prop_assert_eq!(zone.instant(on, shown), at);
    }
}
