//! The schedule and the rota: one row per refusal beside what is admitted; what is forgotten, and when.

use calendar::{Change, Date, Months, Pattern, Rule, Time, Weekday, Weekdays};
use circle::{
    Body, Circle, Form, HoursId, Plan, Refused, RotaAct, ScheduleAct, SeatKey, SeatService, SeatState, SeriesId,
    SeriesState, limits,
};
use wire::{Day, Millis};

use crate::world::{START, World, id};

pub(crate) const SERIES: SeriesId = SeriesId([5; 16]);
const DAY_MS: u64 = 86_400_000;

pub(crate) fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is no date"))
}

/// Fridays from the day of [`START`], a Friday, 18:00 in Cairo.
pub(crate) fn plan(form: Form) -> Plan {
    let pattern = Pattern {
        zone: "Africa/Cairo".to_owned(),
        start: date("2027-01-15"),
        time: Time::parse("18:00").expect("a time"),
        minutes: 90,
        rule: Rule::Weekly { days: Weekdays::of(&[Weekday::Friday]), every: 1 },
        months: Months::ALL,
        end: None,
    };
    Plan { title: "Friday evening".to_owned(), form, pattern, offset_minutes: 120, rotation: None }
}

pub(crate) fn set(form: Form) -> Body {
    Body::Schedule(ScheduleAct::Set { series: SERIES, plan: plan(form) })
}

pub(crate) fn seat(on: &str, service: SeatService) -> SeatKey {
    SeatKey { date: date(on), series: SERIES, service }
}

fn schedule(act: ScheduleAct) -> Body {
    Body::Schedule(act)
}

pub(crate) fn take(seat: SeatKey) -> Body {
    Body::Rota(RotaAct::Take { seat })
}

fn offer(seat: SeatKey) -> Body {
    Body::Rota(RotaAct::Offer { seat })
}

fn free(seat: SeatKey) -> Body {
    Body::Rota(RotaAct::Free { seat })
}

fn ask(seats: &[(SeatKey, &str)]) -> Body {
    Body::Rota(RotaAct::Ask { seats: seats.iter().map(|(seat, who)| (*seat, id(who))).collect() })
}

fn world(form: Form) -> World {
    let mut world = World::of(&["ben", "cho"]);
    world.now = START;
    world.ok("ben", Body::Rename { name: "Ben".to_owned() });
    world.ok("ann", set(form));
    world
}

/// One act after others in a circle with meetings on Fridays; ann keeps.
#[track_caller]
fn check(before: &[(&str, Body)], (who, body): (&str, Body), want: Result<(), Refused>) {
    let mut world = world(Form::Meeting);
    for (who, body) in before {
        world.ok(who, body.clone());
    }
    match want {
        Ok(()) => drop(world.ok(who, body)),
        Err(refused) => world.refused(who, body, refused),
    }
}

/// Lets both clocks, and so circle time, come to a moment.
pub(crate) fn later(world: &mut World, ms: u64) {
    world.now = world.now.plus(ms);
    for (who, name) in [("ann", "Ann"), ("ben", "Ben")] {
        world.ok(who, Body::Rename { name: name.to_owned() });
    }
}

#[test]
fn setting() {
    assert_eq!(date("2027-01-15").days(), Day::of(START).0);
    let with = |change: &dyn Fn(&mut Plan)| {
        let mut plan = plan(Form::Meeting);
        change(&mut plan);
        schedule(ScheduleAct::Set { series: SeriesId([6; 16]), plan })
    };
    check(&[], ("ann", with(&|_| {})), Ok(()));
    check(&[], ("ben", with(&|_| {})), Err(Refused::MayNotSchedule));
    check(&[("ben", Body::ServeAs { role: "deputy".to_owned() })], ("ben", with(&|_| {})), Ok(()));
    // The fold asks no database: a zone of tomorrow is no fault.
    check(&[], ("ann", with(&|plan| "Mars/Olympus".clone_into(&mut plan.pattern.zone))), Ok(()));
    let unusable = Err(Refused::SeriesUnusable);
    check(&[], ("ann", with(&|plan| plan.title.clear())), unusable);
    check(&[], ("ann", with(&|plan| plan.title = "x".repeat(limits::SHORT_TEXT + 1))), unusable);
    check(&[], ("ann", with(&|plan| plan.pattern.minutes = 0)), unusable);
    check(&[], ("ann", with(&|plan| "no zone".clone_into(&mut plan.pattern.zone))), unusable);
    check(&[], ("ann", with(&|plan| plan.offset_minutes = limits::OFFSET_MINUTES + 1)), unusable);

    let mut world = world(Form::Meeting);
    for n in 1..limits::SERIES {
        let series = SeriesId([100 + n as u8; 16]);
        world.ok("ann", schedule(ScheduleAct::Set { series, plan: plan(Form::Meeting) }));
    }
    world.refused("ann", with(&|_| {}), Refused::TooManySeries);
    world.ok("ann", set(Form::Meeting));
}

#[test]
fn single_dates() {
    let change = |on: &str, change| schedule(ScheduleAct::Change { series: SERIES, date: date(on), change });
    let extra = |on: &str| schedule(ScheduleAct::Extra { series: SERIES, date: date(on) });
    let moved = Change::Moved { date: date("2027-01-23"), time: Time::parse("10:00").expect("a time") };
    check(&[], ("ann", change("2027-01-22", Some(moved))), Ok(()));
    check(&[], ("ben", change("2027-01-22", Some(moved))), Err(Refused::MayNotSchedule));
    check(&[], ("ann", change("2027-01-21", Some(moved))), Err(Refused::NoOccurrence));
    check(&[("ann", extra("2027-01-21"))], ("ann", change("2027-01-21", Some(Change::Cancelled))), Ok(()));
    check(&[], ("ann", extra("2027-01-22")), Err(Refused::NoOccurrence));
    check(&[], ("ann", extra("2027-01-14")), Err(Refused::NoOccurrence));
    let unknown = ScheduleAct::Extra { series: SeriesId([9; 16]), date: date("2027-01-22") };
    check(&[], ("ann", schedule(unknown)), Err(Refused::SeriesUnknown));

    let mut world = world(Form::Meeting);
    world.ok("ann", change("2027-01-22", Some(moved)));
    // What was agreed about a date outlives a new plan.
    world.ok("ann", set(Form::Meeting));
    assert_eq!(world.circle.series(SERIES).expect("it").series.changes.len(), 1);
    world.ok("ann", change("2027-01-22", None));
    assert!(world.circle.series(SERIES).expect("it").series.changes.is_empty());
}

#[test]
fn rests_and_ends() {
    let rest = |from: &str, to: Option<&str>| {
        schedule(ScheduleAct::Rest { series: SERIES, from: date(from), to: to.map(date) })
    };
    let resume = |on: &str| schedule(ScheduleAct::Resume { series: SERIES, on: date(on) });
    check(&[], ("ann", rest("2027-02-01", Some("2027-01-31"))), Err(Refused::SeriesUnusable));
    check(&[], ("ann", resume("2027-02-01")), Err(Refused::NoOccurrence));
    check(&[("ann", rest("2027-02-01", None))], ("ann", rest("2027-03-01", None)), Err(Refused::SeriesUnusable));

    let mut world = world(Form::Meeting);
    world.ok("cho", take(seat("2027-01-22", SeatService::Greet)));
    world.ok("cho", take(seat("2027-02-05", SeatService::Greet)));
    world.ok("ann", rest("2027-01-20", None));
    let planned = world.circle.series(SERIES).expect("it");
    assert!(!planned.series.has(date("2027-02-05")));
    assert_eq!(planned.state(date("2027-01-20").days().into_day()), SeriesState::Resting);
    assert_eq!(world.circle.rota().len(), 0, "nobody serves while it rests");
    world.ok("ann", resume("2027-02-01"));
    assert!(world.circle.series(SERIES).expect("it").series.has(date("2027-02-05")));
    world.ok("ann", schedule(ScheduleAct::End { series: SERIES, last: date("2027-02-05") }));
    assert!(!world.circle.series(SERIES).expect("it").series.has(date("2027-02-12")));
    world.ok("ann", schedule(ScheduleAct::End { series: SERIES, last: date("2027-01-01") }));
    assert_eq!(world.circle.schedule().len(), 0, "it never was");
}

trait IntoDay {
    fn into_day(self) -> Day;
}

impl IntoDay for u32 {
    fn into_day(self) -> Day {
        Day(self)
    }
}

#[test]
fn taking_offering_and_giving_back() {
    let greet = seat("2027-01-22", SeatService::Greet);
    check(&[], ("ben", take(greet)), Ok(()));
    check(&[("ben", take(greet))], ("ben", take(greet)), Err(Refused::AlreadyServing));
    check(&[("ben", take(greet))], ("cho", take(greet)), Err(Refused::SeatTaken));
    check(&[("ben", take(greet)), ("ben", offer(greet))], ("cho", take(greet)), Ok(()));
    check(&[("ben", take(greet)), ("ben", offer(greet))], ("ben", take(greet)), Ok(()));
    check(&[("ben", take(greet)), ("ben", offer(greet))], ("ben", offer(greet)), Err(Refused::NotYourSeat));
    check(&[("ben", take(greet))], ("cho", offer(greet)), Err(Refused::NotYourSeat));
    check(&[("ben", take(greet))], ("cho", free(greet)), Err(Refused::NotYourSeat));
    check(&[("ben", take(greet)), ("ben", free(greet))], ("cho", take(greet)), Ok(()));
    // Nothing happens then, it is over, or it is too far ahead to promise.
    check(&[], ("ben", take(seat("2027-01-21", SeatService::Greet))), Err(Refused::NoOccurrence));
    check(&[], ("ben", take(seat("2028-01-14", SeatService::Greet))), Err(Refused::NoOccurrence));
    // A meeting is opened by a keeper or deputy; a round may be led by anybody.
    check(&[], ("ben", take(seat("2027-01-22", SeatService::Keep))), Err(Refused::MayNotOpen));
    check(&[], ("ann", take(seat("2027-01-22", SeatService::Keep))), Ok(()));
    world(Form::Round).ok("ben", take(seat("2027-01-22", SeatService::Keep)));

    let mut world = world(Form::Meeting);
    later(&mut world, DAY_MS);
    world.ok("ben", take(seat("2027-01-15", SeatService::Read)));
    later(&mut world, DAY_MS);
    world.refused("ben", free(seat("2027-01-15", SeatService::Read)), Refused::NoOccurrence);
}

#[test]
fn asking_for_seats() {
    let (one, two) = (seat("2027-01-22", SeatService::Greet), seat("2027-01-29", SeatService::Greet));
    check(&[], ("ann", ask(&[(one, "ben"), (two, "cho")])), Ok(()));
    check(&[], ("ben", ask(&[(one, "ben")])), Err(Refused::MayNotSchedule));
    check(&[], ("ann", ask(&[])), Err(Refused::TooManySeats));
    check(&[], ("ann", ask(&[(one, "ben"), (one, "cho")])), Err(Refused::SeatTaken));
    check(&[("cho", take(one))], ("ann", ask(&[(one, "ben")])), Err(Refused::SeatTaken));
    check(&[], ("ann", ask(&[(one, "eve")])), Err(Refused::NotAMember));
    check(&[], ("ann", ask(&[(seat("2027-01-22", SeatService::Keep), "ben")])), Err(Refused::MayNotOpen));
    check(&[("ann", ask(&[(one, "ben")]))], ("cho", take(one)), Err(Refused::SeatTaken));
    check(&[("ann", ask(&[(one, "ben")]))], ("ben", offer(one)), Err(Refused::NotYourSeat));
    check(&[("ann", ask(&[(one, "ben")])), ("ben", free(one))], ("cho", take(one)), Ok(()));

    let mut world = world(Form::Meeting);
    world.ok("ann", ask(&[(one, "ben"), (two, "cho")]));
    assert!(world.circle.rota().all(|(_, seat)| seat.state == SeatState::Asked));
    world.ok("ben", take(one));
    assert_eq!(world.circle.rota().next().map(|(_, seat)| seat.state), Some(SeatState::Serves));
    world.ok("ben", Body::Leave {});
    assert_eq!(world.circle.rota().len(), 1, "who leaves is not waited for");
}

#[test]
fn the_past_is_forgotten() {
    let mut world = world(Form::Meeting);
    world.ok("ben", take(seat("2027-01-22", SeatService::Read)));
    let cancelled = Some(Change::Cancelled);
    world.ok("ann", schedule(ScheduleAct::Change { series: SERIES, date: date("2027-01-29"), change: cancelled }));
    world.ok("ann", schedule(ScheduleAct::End { series: SERIES, last: date("2027-02-05") }));
    later(&mut world, 16 * DAY_MS);
    world.ok("cho", take(seat("2027-02-05", SeatService::Read)));
    assert_eq!(world.circle.rota().len(), 1);
    assert_eq!(world.circle.series(SERIES).expect("it").series.changes.len(), 1);
    later(&mut world, 14 * DAY_MS);
    world.ok("ann", schedule(ScheduleAct::Set { series: SeriesId([8; 16]), plan: plan(Form::Meeting) }));
    assert_eq!((world.circle.schedule().len(), world.circle.rota().len()), (1, 0));
}

#[test]
fn hours_are_asked_and_told() {
    let hours = HoursId([3; 16]);
    let asked = || schedule(ScheduleAct::AskHours { hours, key: vec![1; 1216], week: date("2027-01-20") });
    let told = |len: usize| Body::HoursTold { hours, sealed: vec![7; len] };
    let end = || schedule(ScheduleAct::EndHours { hours });
    check(&[], ("ben", asked()), Err(Refused::MayNotSchedule));
    check(&[], ("ben", told(100)), Err(Refused::HoursUnasked));
    check(&[], ("ann", end()), Err(Refused::HoursUnasked));
    check(&[("ann", asked())], ("ben", told(0)), Err(Refused::HoursUnusable));
    check(&[("ann", asked())], ("ben", told(limits::HOURS_SEAL + 1)), Err(Refused::HoursUnusable));
    check(&[("ann", asked())], ("cho", end()), Err(Refused::MayNotSchedule));
    let long = schedule(ScheduleAct::AskHours { hours, key: vec![], week: date("2027-01-20") });
    check(&[], ("ann", long), Err(Refused::HoursUnusable));

    let mut world = world(Form::Meeting);
    world.ok("ann", asked());
    assert_eq!(world.circle.hours_asked().expect("asked").monday, date("2027-01-18"));
    let root = world.circle.root();
    world.ok("ben", told(100));
    world.ok("ben", told(90));
    world.ok("cho", told(80));
    let lengths: Vec<usize> = world.circle.hours_told().map(|(_, sealed)| sealed.len()).collect();
    assert_eq!(lengths, [90, 80], "the latest of each");
    let restored = Circle::restore(&world.circle.snapshot()).expect("sound");
    assert_eq!(restored.hours_told().count(), 0, "hours are in no snapshot");
    assert_ne!(root, world.circle.root(), "but the position is");
    world.ok("ann", end());
    world.refused("cho", told(80), Refused::HoursUnasked);
}

#[test]
fn about_when_needs_no_database() {
    let world = world(Form::Round);
    let planned = world.circle.series(SERIES).expect("it");
    // 18:00, two hours ahead of UTC.
    assert_eq!(
        planned.due(date("2027-01-15")),
        Some(Millis(u64::from(date("2027-01-15").days()) * DAY_MS + 16 * 3_600_000))
    );
    assert_eq!(planned.due(date("2027-01-16")), None);
}
