//! Queries as addresses.

use calendar::{Time, Weekday, Weekdays};
use directory::{
    model::{Coordinates, Set, Word},
    search::{Cell, Near, Order, Query, Week, When, limits},
};
use proptest::{option, prelude::*};

fn set<W: Word>() -> impl Strategy<Value = Set<W>> {
    any::<u32>().prop_map(|bits| W::ALL.iter().copied().filter(|word| bits & (1 << word.index()) != 0).collect())
}

fn time() -> impl Strategy<Value = Time> {
    (0_u16..24 * 60).prop_map(|minutes| Time::from_minutes(minutes).unwrap())
}

fn when() -> impl Strategy<Value = When> {
    let week = (1_u8..128, time(), option::of(time())).prop_map(|(bits, from, until)| {
        let days: Vec<Weekday> = Weekday::ALL.into_iter().filter(|day| bits & (1 << *day as u8) != 0).collect();
        When::Week(Week { days: Weekdays::of(&days), from, until })
    });
    prop_oneof![(1..=limits::SOON_MINUTES).prop_map(|minutes| When::Soon { minutes }), week]
}

fn near() -> impl Strategy<Value = Near> {
    let point =
        (-90.0..=90.0, -180.0..=180.0).prop_map(|(latitude, longitude)| Coordinates::new(latitude, longitude).unwrap());
    let around = (point.clone(), 1..=limits::KM).prop_map(|(at, km)| Near::Point { at, km });
    prop_oneof![around, (point, limits::CELL).prop_map(|(at, letters)| Near::Cell(Cell::around(at, letters).unwrap()))]
}

prop_compose! {
    fn queries()(
        words in "([a-zA-Zäéم&=%+#,ةلق][a-zä &=%+,'قلم]{0,30}[a-zéق])?",
        first in (set(), set(), set(), set(), set(), set()),
        second in (set(), set(), set(), set(), set(), set()),
        languages in proptest::collection::btree_set("[a-z]{2}(-[a-z]{2})?", 0..=limits::LANGUAGES),
        zone in option::of(prop_oneof!["Africa/Cairo", "America/New_York", "UTC"]),
        when in option::of(when()),
        near in option::of(near()),
        order in option::of(prop_oneof![Just(Order::Soonest), Just(Order::Name)]),
        page in 1..=limits::PAGE,
        size in 1..=limits::SIZE,
    ) -> Query {
        let (problems, philosophies, relations, openness, faith, goals) = first;
        let (crosstalk, access, audience, forms, attendance, status) = second;
        Query {
            words, problems, philosophies, relations, openness, faith, goals, crosstalk, access, audience, forms,
            attendance, status, languages, zone, when, near, order, page, size,
        }
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(query in queries()) {
        let address = query.print();
        prop_assert_eq!(Query::parse(&address), Ok(query), "{}", address);
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        if let Ok(query) = Query::parse(&text) {
            prop_assert_eq!(Query::parse(&query.print()), Ok(query));
        }
    }
}

#[test]
fn forms_send_empty_fields_and_people_write_lists() {
    let same = |one: &str, other: &str| assert_eq!(Query::parse(one), Query::parse(other), "{one} {other}");
    same("", "q=&problem=&day=&from=&near=&km=&page=");
    same("km=30", "");
    same("problem=alcohol&problem=drugs", "problem=drugs,%20alcohol");
    same("day=mon&day=tue", "day=tue,mon");
    same("language=PT-br", "language=pt-BR");
    same("zone=africa/cairo", "zone=Africa/Cairo");
    same("q=+a++b+", "q=a++b");
    let all = Query::parse("day=mon,tue,wed,thu,fri,sat,sun").unwrap();
    assert_eq!(
        all.when,
        Some(When::Week(Week { days: Weekdays::ALL, from: Time::parse("00:00").unwrap(), until: None }))
    );
    assert_eq!(Query::parse(&all.print()), Ok(all));
    assert_eq!(Query::default().print(), "");
}

#[test]
fn what_is_wrong_is_told_by_name() {
    let check = |address: &str, expected: &str| {
        assert_eq!(Query::parse(address).unwrap_err().to_string(), expected, "{address}");
    };
    check("colour=red", "parameter `colour`: there is no such parameter");
    check("openness=ajar", "parameter `openness`: must be one of: open, closed");
    check("day=noday", "parameter `day`: must be one of: mon, tue, wed, thu, fri, sat, sun");
    check("from=25:00", "parameter `from`: must look like 18:30");
    check("within=0", "parameter `within`: must be a number from 1 to 1440");
    check("within=60&day=mon", "parameter `within`: cannot stand together with `day`");
    check("near=91,0", "parameter `near`: must look like 52.5200,13.4050: latitude, longitude");
    check("near=1,2&km=501", "parameter `km`: must be a number from 1 to 500");
    check("near=1,2&cell=u33", "parameter `cell`: cannot stand together with `near`");
    check("cell=u33dc", "parameter `cell`: must look like a geohash of 3 or 4 letters, like u33");
    check("cell=ua3", "parameter `cell`: must look like a geohash of 3 or 4 letters, like u33");
    check("zone=Mars/Crater", "parameter `zone`: must be a time zone of the IANA database, like Africa/Cairo");
    check("sort=nearest", "parameter `sort`: needs `near`");
    check("page=0", "parameter `page`: must be a number from 1 to 100000");
    check("size=201", "parameter `size`: must be a number from 1 to 200");
    check("language=x_y", "parameter `language`: must look like a language tag, like en or pt-BR");
    check("language=a,b,c,d,e,f,g,h,i", "parameter `language`: at most 8");
    check(&format!("q={}", "w".repeat(201)), "parameter `q`: at most 200");
    assert!(Query::parse(&"a".repeat(4_001)).is_err());
}
