//! What trusted servants enter: the form, what is wrong with it, and back.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;

use calendar::{Break, Change, Date, Months, Nth, Nths, Pattern, Rule, Series, Time, Weekday, Weekdays};
use directory::{
    Entry, Listing, limits,
    model::{Attendance, Contact, Coordinates, Online, Place, Problem, Set, Slot, Status, Tags, unknown_start},
    own::{Amiss, Form, fresh, settled},
};
use proptest::prelude::*;
use wire::Day;

use crate::world::NOW;

fn today() -> Date {
    Date::new(2026, 11, 25).unwrap()
}

fn day() -> Day {
    Day(today().days())
}

fn read(form: &str) -> Result<Entry, Vec<(String, Amiss)>> {
    let read = Form::parse(form.as_bytes()).read(fresh("1"), day());
    read.map_err(|wrong| wrong.into_iter().map(|wrong| (wrong.field, wrong.what)).collect())
}

/// What every meeting needs that is held at a place.
const BASE: &str = "name=Hope&attendance=in-person&zone=Africa/Cairo&town=Cairo&street=1+Nile+Street";

#[test]
fn a_form_becomes_an_entry() {
    let form = format!(
        "{BASE}&status=paused&problem=alcohol&problem=drugs&openness=open&language=ar,+en&point=30.0444,+31.2357\
         &time0-rhythm=monthly&time0-nth=1&time0-nth=last&time0-day=tue&time0-from=19:00&time0-until=20:30\
         &time0-month=1&time0-month=2&time0-not=2027-01-05&time0-rest=2027-02-01+2027-02-10\
         &link=meet.example.org/a&contact0-name=Amal&contact0-email=amal@example.org&notes=Ring+twice%0A%0A%0A%0AUpstairs"
    );
    let entry = read(&form).unwrap();
    assert_eq!((entry.name.as_str(), entry.status, entry.attendance), ("Hope", Status::Paused, Attendance::InPerson));
    assert_eq!(entry.tags.problems, Set::of(&[Problem::Alcohol, Problem::Drugs]));
    assert_eq!(entry.languages, ["ar", "en"]);
    assert_eq!(entry.place.coordinates, Coordinates::new(30.0444, 31.2357));
    assert_eq!(entry.online.url, "https://meet.example.org/a");
    assert_eq!(entry.contacts.len(), 1);
    assert_eq!(entry.notes, "Ring twice\n\nUpstairs");
    let [slot] = &entry.schedule[..] else { panic!("{:?}", entry.schedule) };
    let nths = Nths::of(&[Nth::First, Nth::Last]);
    assert_eq!(slot.series.pattern.rule, Rule::MonthlyWeekday { nths, day: Weekday::Tuesday, every: 1 });
    assert_eq!((slot.series.pattern.minutes, slot.series.pattern.months), (90, Months::of(&[1, 2])));
    let not = Date::new(2027, 1, 5).unwrap();
    assert_eq!(slot.series.changes, BTreeMap::from([(not, Change::Cancelled)]));
    assert_eq!(slot.series.breaks.len(), 1);
}

#[test]
fn each_fault_is_told_at_its_field() {
    let check = |more: &str, field: &str, what: Amiss| {
        let wrong = read(&format!("{BASE}&{more}")).expect_err(more);
        assert_eq!(wrong, [(field.to_owned(), what)], "{more}");
    };
    check("link=not+a+link", "link", Amiss::Link);
    check("link=javascript://x", "link", Amiss::Link);
    check("page=ftp://example.org", "page", Amiss::Link);
    check("phone=call+me", "phone", Amiss::Phone);
    check("contact2-email=amal", "contact2-email", Amiss::Email);
    check("contact0-phone=%40", "contact0-phone", Amiss::Phone);
    check("language=english%21", "language", Amiss::Language);
    check("point=91,+0", "point", Amiss::Point);
    check("point=here", "point", Amiss::Point);
    check("notes=%3Cb%3Eloud%3C/b%3E", "notes", Amiss::Html);
    check("problem=love", "problem", Amiss::Choice);
    check("faith=maybe", "faith", Amiss::Choice);
    check(&format!("programme={}", "a".repeat(300)), "programme", Amiss::TooLong);
    check("time0-from=19:00", "time0-day", Amiss::Day);
    check("time0-day=mon", "time0-from", Amiss::Missing);
    check("time0-day=mon&time0-from=25:00", "time0-from", Amiss::Time);
    check("time0-day=mon&time0-from=19:00&time0-until=19:00", "time0-until", Amiss::End);
    check("time3-rhythm=monthly&time3-day=mon&time3-from=19:00", "time3-nth", Amiss::Nth);
    check("time0-rhythm=monthly&time0-nth=1&time0-day=mon&time0-day=tue&time0-from=19:00", "time0-day", Amiss::OneDay);
    check("time0-rhythm=date&time0-from=19:00", "time0-month-day", Amiss::Missing);
    check("time0-rhythm=date&time0-month-day=32&time0-from=19:00", "time0-month-day", Amiss::Number);
    check("time0-rhythm=once&time0-from=19:00", "time0-first", Amiss::Missing);
    check("time0-rhythm=yearly&time0-first=31.12.&time0-from=19:00", "time0-first", Amiss::Date);
    check("time0-rhythm=hourly&time0-day=mon&time0-from=19:00", "time0-rhythm", Amiss::Choice);
    let monday = "time0-day=mon&time0-from=19:00";
    check(&format!("{monday}&time0-every=2"), "time0-first", Amiss::Missing);
    check(&format!("{monday}&time0-every=60"), "time0-every", Amiss::Number);
    check(&format!("{monday}&time0-first=2026-12-01&time0-last=2026-11-30"), "time0-last", Amiss::End);
    check(&format!("{monday}&time0-not=2026-12-25"), "time0-not", Amiss::NotThen);
    check(&format!("{monday}&time0-moved=2026-12-25+2026-12-26+19:00"), "time0-moved", Amiss::NotThen);
    check(&format!("{monday}&time0-moved=2026-12-28+2026-12-29"), "time0-moved", Amiss::Moved);
    check(&format!("{monday}&time0-nth=1"), "time0-rhythm", Amiss::Rhythm);
    check(&format!("{monday}&time0-rhythm=date&time0-month-day=3"), "time0-rhythm", Amiss::Rhythm);
    check(&format!("{monday}&time0-rhythm=once&time0-first=2026-12-28"), "time0-rhythm", Amiss::Rhythm);
    check("language=English", "language", Amiss::Language);
    check("language=%D8%A7%D9%84%D8%B9%D8%B1%D8%A8%D9%8A%D8%A9", "language", Amiss::Language);
    check(&format!("{monday}&time0-rest=2026-12-25+2026-12-20"), "time0-rest", Amiss::Breaks);
    check(&format!("{monday}&time0-rest=soon"), "time0-rest", Amiss::Rest);
    check(&format!("{monday}&time0-also=soon"), "time0-also", Amiss::Date);
    check("time0-rhythm=once&time0-first=2026-12-01&time0-from=19:00&time0-month=1", "time0-month", Amiss::Season);
    check("time0-from=19:00&time0-not=2026-12-28", "time0-day", Amiss::Day);
}

#[test]
fn people_can_get_there() {
    let check = |form: &str, expected: &[(&str, Amiss)]| {
        let wrong = read(form).err().unwrap_or_default();
        let wrong: Vec<_> = wrong.iter().map(|(field, what)| (field.as_str(), *what)).collect();
        assert_eq!(wrong, expected, "{form}");
    };
    let hope = "name=Hope&zone=UTC&attendance=";
    check("zone=UTC&attendance=online&link=example.org", &[("name", Amiss::Missing)]);
    check("name=Hope&zone=UTC&town=Cairo&street=1", &[("attendance", Amiss::Missing)]);
    check("name=Hope&zone=Nowhere&attendance=online&link=example.org", &[("zone", Amiss::Zone)]);
    check(&format!("{hope}in-person"), &[("town", Amiss::Town), ("street", Amiss::Street)]);
    let ask = "contact0-email=a@example.org";
    let area = format!("{hope}in-person&town=Cairo&area=yes");
    check(&area, &[("contact0-email", Amiss::Ask)]);
    check(&format!("{area}&contact0-name=Amal"), &[("contact0-email", Amiss::Ask)]);
    check(&format!("{area}&{ask}&point=30.04,+31.2"), &[]);
    let exact = "street=1&place=Library&postal-code=1&point=30.0444,+31.2357";
    let told = ["place", "street", "postal-code"].map(|field| (field, Amiss::Secret));
    check(&format!("{area}&{ask}&{exact}"), &[told.as_slice(), &[("point", Amiss::Coarse)]].concat());
    check(&format!("{hope}online"), &[("link", Amiss::WayIn)]);
    check(&format!("{hope}online&phone=%2B20+2+1234"), &[]);
    check(&format!("{hope}text&contact1-email=a@example.org"), &[]);
    check(&format!("{hope}text&contact1-name=Amal"), &[("link", Amiss::WayIn)]);
    check(&format!("{hope}hybrid&town=Cairo"), &[("street", Amiss::Street), ("link", Amiss::WayIn)]);
}

/// Digits are those of the writer's keyboard.
#[test]
fn arabic_digits_count() {
    let form = "name=Hope&zone=UTC&attendance=hybrid&town=Cairo&street=1&phone=٠٢١٢٣٤&point=٣٠.٠٤,+٣١.٢٣&time0-rhythm=date\
        &time0-month-day=١٥&time0-every=۲&time0-first=٢٠٢٦-١٢-١٥&time0-from=١٩:٣٠&time0-rest=٢٠٢٧-٠١-٠١+٢٠٢٧-٠١-٠٩";
    let entry = read(form).unwrap();
    let series = &entry.schedule[0].series;
    assert_eq!(series.pattern.rule, Rule::MonthlyDate { day: 15, every: 2 });
    assert_eq!((series.pattern.time.to_string().as_str(), series.breaks.len()), ("19:30", 1));
    assert_eq!((entry.online.phone.as_str(), entry.place.coordinates), ("021234", Coordinates::new(30.04, 31.23)));
}

/// All that is wrong with a time is told at once, and a time can go.
#[test]
fn a_row_tells_all_its_faults_and_can_go() {
    let wrong = read(&format!("{BASE}&time0-until=x&time0-last=y&time0-not=z")).unwrap_err();
    let fields: Vec<_> = wrong.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["time0-day", "time0-until", "time0-from", "time0-last", "time0-not"]);
    let gone = read(&format!("{BASE}&time0-until=x&time0-gone=yes&time1-day=mon&time1-from=19:00")).unwrap();
    assert_eq!(gone.schedule.len(), 1);
}

/// Dates that are past are not asked about: who edits a meeting need not tidy up.
#[test]
fn past_exceptions_stay_as_they_are() {
    let form = format!("{BASE}&time0-day=mon&time0-from=19:00&time0-not=2026-01-01");
    assert_eq!(read(&form).unwrap().schedule[0].series.changes.len(), 1);
}

#[test]
fn the_address_stays_and_no_two_have_the_same() {
    let mut listing = Listing::default();
    let named = |key: &str, name: &str| Entry { name: name.to_owned(), published: false, ..fresh(key) };
    let first = settled(named("1", "Tea & Talk"), &listing, NOW);
    assert_eq!((first.slug.as_str(), first.published, first.updated), ("tea-talk", true, Some(NOW)));
    listing.entries.insert(first.id, first.clone());
    let second = settled(named("2", "Tea Talk"), &listing, NOW);
    assert_eq!(second.slug.as_str(), format!("tea-talk-{}", second.id));
    let renamed = settled(Entry { name: "Coffee".to_owned(), ..first }, &listing, NOW);
    assert_eq!(renamed.slug.as_str(), "tea-talk", "people have written it down");
}

#[test]
fn what_a_browser_sends_beyond_all_measure_is_not_read() {
    let many = "problem=alcohol&".repeat(limits::FORM_VALUES) + "name=late";
    assert_eq!(Form::parse(many.as_bytes()).first("name"), "");
    let form = Form::parse(b"time15-from=1&time16-from=1");
    assert_eq!(form.rows(), limits::SLOTS);
    assert_eq!(Form::parse(b"time0-rhythm=weekly&time1-from=+").rows(), 0);
}

fn date() -> impl Strategy<Value = Date> {
    (0_u32..900).prop_map(|days| Date::from_days(20_800 + days).unwrap())
}

fn rule() -> impl Strategy<Value = Rule> {
    let day = || (0_usize..7).prop_map(|n| Weekday::ALL[n]);
    let days = proptest::collection::vec(day(), 1..4).prop_map(|days| Weekdays::of(&days));
    let nths = proptest::collection::vec((0_usize..5).prop_map(|n| Nth::ALL[n]), 1..3).prop_map(|nths| Nths::of(&nths));
    prop_oneof![
        (days, 1_u8..5).prop_map(|(days, every)| Rule::Weekly { days, every }),
        (nths, day(), 1_u8..4).prop_map(|(nths, day, every)| Rule::MonthlyWeekday { nths, day, every }),
        (1_u8..32, 1_u8..4).prop_map(|(day, every)| Rule::MonthlyDate { day, every }),
        Just(Rule::Once),
        Just(Rule::Yearly { month: 1, day: 1 }),
    ]
}

prop_compose! {
    fn series()(
        rule in rule(),
        start in date(),
        told in any::<bool>(),
        time in 0_u16..1_440,
        minutes in 1_u32..1_440,
        end in proptest::option::of(0_i32..2_000),
        months in proptest::collection::vec(1_u8..13, 0..3),
        also in proptest::collection::btree_set(date(), 0..3),
        rest in proptest::option::of((date(), proptest::option::of(0_i32..300))),
        changed in proptest::collection::btree_map(0_usize..20, proptest::option::of((date(), 0_u16..1_440)), 0..4),
    ) -> Series {
        let rule = match rule {
            Rule::Yearly { .. } => Rule::Yearly { month: start.month(), day: start.day() },
            rule => rule,
        };
        let plain = matches!(
            rule,
            Rule::Weekly { every: 1, .. } | Rule::MonthlyWeekday { every: 1, .. } | Rule::MonthlyDate { every: 1, .. }
        );
        let start = if told || !plain { start } else { unknown_start() };
        let seasons = !months.is_empty() && !matches!(rule, Rule::Once | Rule::Yearly { .. });
        let pattern = Pattern {
            zone: "Africa/Cairo".to_owned(),
            start,
            time: Time::from_minutes(time).unwrap(),
            minutes,
            rule,
            months: if seasons { Months::of(&months) } else { Months::ALL },
            end: end.map(|days| start.plus(days)),
        };
        let breaks = rest.map(|(from, days)| Break { from, to: days.map(|days| from.plus(days)) }).into_iter().collect();
        let mut series = Series { pattern, breaks, changes: BTreeMap::new(), extra: also };
        let dates: Vec<Date> = series.dates(today()).take(20).collect();
        let change = |to: Option<(Date, u16)>| to.map_or(Change::Cancelled, |(date, time)| {
            Change::Moved { date, time: Time::from_minutes(time).unwrap() }
        });
        series.changes = changed.into_iter().filter_map(|(n, to)| Some((*dates.get(n)?, change(to)))).collect();
        series
    }
}

prop_compose! {
    fn entry()(
        name in "[A-Za-z]{1,12}( [a-z]{1,8}){0,3}",
        series in proptest::collection::vec((series(), any::<bool>()), 0..4),
        area in any::<bool>(),
        bits in any::<u32>(),
        contacts in proptest::collection::vec("[a-z]{1,8}", 1..4),
        point in proptest::option::of((-89.0_f64..89.0, -179.0_f64..179.0)),
        notes in "([a-z]{1,9}[ \n]){0,5}[a-z]",
    ) -> Entry {
        let slot = |(mut series, end_is_told): (Series, bool)| {
            if !end_is_told {
                series.pattern.minutes = limits::DEFAULT_MINUTES;
            }
            Slot { series, end_is_told }
        };
        let pick = |n: u32| bits >> n & 1 == 1;
        let coarse = |degrees: f64| if area { (degrees * 100.0).round() / 100.0 } else { degrees };
        let place = Place {
            street: if area { String::new() } else { "1 High Street".to_owned() },
            city: "Bath".to_owned(),
            coordinates: point.and_then(|(north, east)| Coordinates::new(coarse(north), coarse(east))),
            approximate: area,
            ..Place::default()
        };
        let problems = [Problem::Alcohol, Problem::Grief].into_iter().filter(|word| pick(*word as u32));
        Entry {
            name,
            attendance: if pick(1) { Attendance::Hybrid } else { Attendance::InPerson },
            schedule: series.into_iter().map(slot).collect(),
            place,
            online: Online { url: "https://example.org/a".to_owned(), ..Online::default() },
            tags: Tags { problems: problems.collect(), ..Tags::default() },
            contacts: contacts.into_iter().map(|name| Contact { email: format!("{name}@example.org"), name, phone: String::new() }).take(3).collect(),
            notes,
            kept: BTreeMap::from([("other".to_owned(), "1".to_owned())]),
            ..fresh("1")
        }
    }
}

proptest! {
    #[test]
    fn an_entry_goes_into_the_form_and_comes_back(entry in entry()) {
        let form = Form::of(&entry, "Africa/Cairo");
        prop_assert_eq!(form.read(entry.clone(), day()), Ok(entry));
    }

    #[test]
    fn whatever_is_sent_is_read_or_refused(text in "([a-z]{1,8}[0-9]?(-[a-z]{1,5})?=[^=&]{0,20}&){0,8}") {
        let form = Form::parse(text.as_bytes());
        if let Ok(entry) = form.read(fresh("1"), day()) {
            let again = Form::of(&entry, "UTC").read(fresh("1"), day());
            prop_assert_eq!(again, Ok(entry));
        }
    }
}
