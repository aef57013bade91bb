//! `vectors/oracle.json`: what python-dateutil and zoneinfo say.

use calendar::{Months, Nth, Nths, Rule, Weekday, Weekdays};
use serde::Deserialize;

use crate::world::{date, instants, series};

#[derive(Deserialize)]
struct Case {
    zone: String,
    start: String,
    time: String,
    rule: Said,
    #[serde(default)]
    months: Vec<u8>,
    end: Option<String>,
    instants: Vec<u64>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Said {
    Once,
    Weekly { days: Vec<usize>, every: u8 },
    MonthlyWeekday { nths: Vec<usize>, day: usize, every: u8 },
    MonthlyDate { day: u8, every: u8 },
    Yearly { month: u8, day: u8 },
}

impl Said {
    fn rule(&self) -> Rule {
        let weekdays = |days: &[usize]| days.iter().map(|day| Weekday::ALL[*day]).collect::<Vec<_>>();
        match self {
            Self::Once => Rule::Once,
            Self::Weekly { days, every } => Rule::Weekly { days: Weekdays::of(&weekdays(days)), every: *every },
            Self::MonthlyWeekday { nths, day, every } => {
                let nths: Vec<Nth> = nths.iter().map(|nth| Nth::ALL[*nth]).collect();
                Rule::MonthlyWeekday { nths: Nths::of(&nths), day: Weekday::ALL[*day], every: *every }
            }
            Self::MonthlyDate { day, every } => Rule::MonthlyDate { day: *day, every: *every },
            Self::Yearly { month, day } => Rule::Yearly { month: *month, day: *day },
        }
    }
}

#[test]
fn every_instant_is_what_dateutil_and_zoneinfo_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/oracle.json");
    let cases: Vec<Case> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut checked = 0;
    for case in &cases {
        let mut said = series(&case.zone, &case.start, &case.time, case.rule.rule());
        said.pattern.end = case.end.as_deref().map(date);
        if !case.months.is_empty() {
            said.pattern.months = Months::of(&case.months);
        }
        said.check().unwrap();
        // A search looks at ten years; what the oracle found later is asked for by its date.
        let first = instants(&said, case.instants.len());
        assert_eq!(
            first,
            case.instants[..first.len()],
            "{} {} {} {:?}",
            case.zone,
            case.start,
            case.time,
            said.pattern
        );
        let far = &case.instants[first.len()..];
        let zone = crate::world::zone(&case.zone);
        for instant in far {
            let on = zone.local(wire::Millis(instant * 1000)).0;
            let found = said.occurrence_on(&zone, on).map(|one| one.at.0 / 1000);
            assert_eq!(found, Some(*instant), "{} {:?}", case.zone, said.pattern);
        }
        checked += case.instants.len();
    }
    assert!(cases.len() > 300 && checked > 3_000, "{} cases, {checked} instants", cases.len());
}
