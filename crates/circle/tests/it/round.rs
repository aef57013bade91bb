//! Asynchronous rounds: one row per refusal, and what holds for any course of one.

use circle::{
    Body, Charter, Circle, Form, Occasion, Refused, Round, RoundAct, RoundId, RoundStep, RoundWords, ScheduleAct,
    SeatService, SpeakingRule, Tap, limits, words_hash,
};
use proptest::prelude::*;
use wire::{Day, Hash};

use crate::{
    schedule::{SERIES, date, later, plan, seat, set, take},
    world::{START, World, at, entry_ref, id, joining},
};

pub(crate) const ROUND: RoundId = RoundId([4; 16]);
pub(crate) const HOUR_MS: u64 = 3_600_000;
pub(crate) const DAY_MS: u64 = 24 * HOUR_MS;

/// Steps here: a round (ask), a queue (none), a queue (open), over a week: days 0-2, 2-4, 4-7.
const ROUND_STEP: u16 = 0;
const QUEUE_STEP: u16 = 1;
const TALK_STEP: u16 = 2;

pub(crate) fn open(round: RoundId, on: Option<&str>) -> Body {
    let occurrence = on.map(|on| Occasion { series: SERIES, date: date(on) });
    Body::Round(RoundAct::Open { round, occurrence })
}

fn words(text: &str, note: Option<&str>) -> Body {
    let note = note.map(str::to_owned);
    Body::RoundWords(RoundWords::Words { round: ROUND, salt: [1; 16], text: text.to_owned(), note })
}

fn hash(who: &str, text: &str) -> Hash {
    words_hash(ROUND, id(who), [1; 16], text, None)
}

fn turn(who: &str, step: u16, text: &str, ask: bool) -> Body {
    Body::Round(RoundAct::Turn { round: ROUND, step, words: hash(who, text), ask })
}

pub(crate) fn pass(step: u16) -> Body {
    Body::Round(RoundAct::Pass { round: ROUND, step })
}

pub(crate) fn answer(to: Hash) -> Body {
    Body::RoundWords(RoundWords::Answer { round: ROUND, to, text: "yes".to_owned() })
}

fn tell() -> Body {
    Body::Round(RoundAct::Tell {})
}

pub(crate) fn close() -> Body {
    Body::Round(RoundAct::Close { round: ROUND })
}

fn charter() -> Charter {
    let step = |phase: &str, from_day, to_day, each| RoundStep { phase: phase.to_owned(), from_day, to_day, each };
    let mut charter = crate::world::charter();
    charter.round.steps = vec![step("round", 0, 2, 1), step("queue", 2, 4, 0), step("talk", 4, 7, 0)];
    charter
}

/// A circle of ann (keeper), ben (deputy), cho and dov, with a round each Friday; it is Friday morning.
fn waiting() -> World {
    let mut world = World::under(charter(), &["ben", "cho", "dov"]);
    world.ok("ann", set(Form::Round));
    world.ok("ben", Body::ServeAs { role: "deputy".to_owned() });
    world
}

/// The same, with a round that ann has opened now.
fn running() -> World {
    let mut world = waiting();
    world.ok("ann", open(ROUND, Some("2027-01-15")));
    world
}

pub(crate) fn round(world: &World) -> &Round {
    world.circle.round().expect("a round")
}

#[test]
fn steps_are_the_charters() {
    let world = running();
    let rules: Vec<SpeakingRule> = round(&world).steps.iter().map(|step| step.rule).collect();
    assert_eq!(rules, [SpeakingRule::Ask, SpeakingRule::None, SpeakingRule::Open]);
    let window =
        |step| round(&world).window(step).map(|(from, to)| (from.since(START) / DAY_MS, to.since(START) / DAY_MS));
    assert_eq!([0, 1, 2, 3].map(window), [Some((0, 2)), Some((2, 4)), Some((4, 7)), None]);
}

#[test]
fn the_leader_of_the_rota_opens() {
    let mut world = waiting();
    world.ok("cho", take(seat("2027-01-15", SeatService::Keep)));
    world.refused("ann", open(ROUND, Some("2027-01-15")), Refused::RoundTooEarly);
    world.refused("dov", open(ROUND, Some("2027-01-15")), Refused::RoundTooEarly);
    world.refused("cho", open(ROUND, Some("2027-01-22")), Refused::RoundTooEarly);
    world.ok("cho", open(ROUND, Some("2027-01-15")));
    assert_eq!(round(&world).leader, id("cho"));
    world.refused("ann", open(RoundId([9; 16]), Some("2027-01-15")), Refused::RoundRunning);
    world.ok("cho", close());
    world.refused("cho", open(RoundId([9; 16]), Some("2027-01-15")), Refused::NoOccurrence);
    world.refused("cho", open(ROUND, None), Refused::RoundUnusable);
}

#[test]
fn the_deputy_opens_after_the_set_hour_and_then_anybody() {
    let mut world = waiting();
    world.ok("cho", take(seat("2027-01-15", SeatService::Keep)));
    let due = world.circle.series(SERIES).and_then(|planned| planned.due(date("2027-01-15"))).expect("due");
    let border = due.plus(12 * HOUR_MS);
    // One clock alone makes no deputy's hour.
    world.now = border;
    world.refused("ben", open(ROUND, Some("2027-01-15")), Refused::RoundTooEarly);
    assert_eq!(world.circle.round_border(), Some(border));
    world.ok("dov", tell());
    world.refused("dov", tell(), Refused::NothingToTell);
    world.clone().ok("ben", open(ROUND, Some("2027-01-15")));
    world.refused("dov", open(ROUND, Some("2027-01-15")), Refused::RoundTooEarly);
    world.now = due.plus(24 * HOUR_MS);
    world.ok("cho", tell());
    world.ok("ben", tell());
    world.ok("dov", open(ROUND, Some("2027-01-15")));
}

#[test]
fn what_nobody_opened_is_not_waited_for_for_ever() {
    let mut world = waiting();
    let due = |world: &World| world.circle.round_due().map(|(occasion, _)| occasion.date);
    assert_eq!(due(&world), Some(date("2027-01-15")));
    later(&mut world, 6 * DAY_MS);
    assert_eq!(due(&world), Some(date("2027-01-15")), "it can still be opened");
    later(&mut world, 2 * DAY_MS);
    assert_eq!(due(&world), Some(date("2027-01-22")), "until the next one is due");
    world.ok("ann", open(ROUND, Some("2027-01-22")));
    assert_eq!(due(&world), None, "one at a time");
    world.ok("ann", close());
    assert_eq!(due(&world), Some(date("2027-01-29")));
}

#[test]
fn opening_is_refused() {
    let mut world = waiting();
    world.refused("cho", open(ROUND, None), Refused::MayNotOpen);
    world.refused("ann", open(ROUND, Some("2027-01-16")), Refused::NoOccurrence);
    world.refused("ann", open(ROUND, Some("2027-01-22")), Refused::RoundTooEarly);
    world.ok("ann", Body::Schedule(ScheduleAct::Set { series: SERIES, plan: plan(Form::Meeting) }));
    world.refused("ann", open(ROUND, Some("2027-01-15")), Refused::NoOccurrence);
    world.ok("ann", open(ROUND, None));
}

#[test]
fn everybody_once_and_in_time() {
    let mut world = running();
    world.refused("ben", pass(QUEUE_STEP), Refused::StepClosed);
    world.refused("ben", pass(9), Refused::StepClosed);
    world.ok("ann", words("mine", None));
    world.ok("ann", turn("ann", ROUND_STEP, "mine", false));
    world.refused("ann", turn("ann", ROUND_STEP, "more", false), Refused::RoundTurnTaken);
    world.refused("ann", pass(ROUND_STEP), Refused::RoundTurnTaken);
    world.ok("ben", pass(ROUND_STEP));
    world.refused("ben", turn("ben", ROUND_STEP, "late", false), Refused::RoundTurnTaken);
    assert_eq!((round(&world).taken(id("ann"), 0), round(&world).left(id("cho"), 0)), (1, 1));
    later(&mut world, 2 * DAY_MS);
    world.refused("cho", pass(ROUND_STEP), Refused::StepClosed);
    // The queue sets no number; the words of a turn count once.
    world.ok("cho", turn("cho", QUEUE_STEP, "one", false));
    world.refused("cho", turn("cho", QUEUE_STEP, "one", false), Refused::Repeated);
    for n in 1..limits::ROUND_EACH {
        world.ok("cho", turn("cho", QUEUE_STEP, &n.to_string(), false));
    }
    world.refused("cho", pass(QUEUE_STEP), Refused::RoundTurnTaken);
    world.ok("ann", close());
    world.refused("ben", pass(QUEUE_STEP), Refused::NoRound);
    world.refused("ben", words("late", None), Refused::NoRound);
}

#[test]
fn a_round_has_room_for_so_many_turns() {
    let mut charter = charter();
    charter.round.steps[0].each = limits::EACH;
    let names = ["ben", "cho", "dov", "eli", "fay", "gil"];
    let mut world = World::under(charter, &names);
    world.ok("ann", open(ROUND, None));
    let full = limits::ROUND_TURNS / limits::EACH as usize;
    for who in ["ann"].iter().chain(&names).take(full) {
        for _ in 0..limits::EACH {
            world.ok(who, pass(ROUND_STEP));
        }
    }
    world.refused("gil", pass(ROUND_STEP), Refused::RoundFull);
}

#[test]
fn acts_belong_to_the_running_round_and_to_members() {
    let mut world = running();
    world.ok("ann", turn("ann", ROUND_STEP, "asks", true));
    let (other, late) = (RoundId([9; 16]), hash("ann", "late"));
    for act in [
        RoundAct::Turn { round: other, step: ROUND_STEP, words: late, ask: false },
        RoundAct::Pass { round: other, step: ROUND_STEP },
        RoundAct::Close { round: other },
    ] {
        world.refused("ann", Body::Round(act), Refused::NoRound);
    }
    let astray = RoundWords::Answer { round: other, to: hash("ann", "asks"), text: "yes".to_owned() };
    world.refused("ben", Body::RoundWords(astray), Refused::NoRound);
    world.ok("dov", Body::Leave {});
    for body in [pass(ROUND_STEP), close(), tell(), words("gone", None), answer(hash("ann", "asks"))] {
        world.refused("dov", body, Refused::Leaving);
    }
    world.refused("eve", pass(ROUND_STEP), Refused::NotAMember);
}

#[test]
fn one_fast_clock_moves_no_window() {
    let mut world = running();
    world.now = START.plus(3 * DAY_MS);
    world.ok("ben", pass(ROUND_STEP));
    world.now = START.plus(HOUR_MS);
    world.ok("cho", pass(ROUND_STEP));
    world.refused("cho", pass(QUEUE_STEP), Refused::StepClosed);
}

#[test]
fn words_have_limits() {
    let mut world = running();
    world.ok("ann", words("some words", Some("heavy")));
    world.refused("ann", words(" ", None), Refused::TextEmpty);
    world.refused("ann", words("x", Some(" ")), Refused::TextEmpty);
    world.refused("ann", words(&"x".repeat(limits::SHARE + 1), None), Refused::TextTooLong);
    let other = RoundWords::Words { round: RoundId([9; 16]), salt: [0; 16], text: "x".to_owned(), note: None };
    world.refused("ann", Body::RoundWords(other), Refused::NoRound);
    let mut charter = charter();
    charter.safety.content_notes = circle::ContentNotes::Asked;
    let mut world = World::under(charter, &[]);
    world.ok("ann", open(ROUND, None));
    world.refused("ann", words("x", None), Refused::NoteMissing);
}

#[test]
fn answers_by_the_rule_and_in_time() {
    let mut world = running();
    world.ok("ann", turn("ann", ROUND_STEP, "asks", true));
    world.ok("ben", turn("ben", ROUND_STEP, "does not", false));
    let (asks, not) = (hash("ann", "asks"), hash("ben", "does not"));
    world.ok("cho", answer(asks));
    world.ok("ann", answer(asks));
    world.refused("cho", answer(not), Refused::NoAnswersHere);
    world.refused("cho", answer(hash("cho", "unsaid")), Refused::NoAnswersHere);
    let empty = RoundWords::Answer { round: ROUND, to: asks, text: " ".to_owned() };
    world.refused("cho", Body::RoundWords(empty), Refused::TextEmpty);
    let long = RoundWords::Answer { round: ROUND, to: asks, text: "x".repeat(limits::LINE + 1) };
    world.refused("cho", Body::RoundWords(long), Refused::TextTooLong);
    later(&mut world, 2 * DAY_MS - HOUR_MS);
    world.ok("dov", turn("dov", ROUND_STEP, "late", true));
    later(&mut world, HOUR_MS);
    world.refused("cho", answer(asks), Refused::AnswersClosed);
    // A turn near the end of its step has a whole day for answers all the same.
    world.ok("cho", answer(hash("dov", "late")));
    world.ok("dov", turn("dov", QUEUE_STEP, "none", true));
    world.refused("cho", answer(hash("dov", "none")), Refused::NoAnswersHere);
    later(&mut world, 2 * DAY_MS);
    world.refused("cho", answer(hash("dov", "late")), Refused::AnswersClosed);
    world.ok("dov", turn("dov", TALK_STEP, "open", false));
    world.ok("cho", answer(hash("dov", "open")));
    world.ok("ann", close());
    world.refused("cho", answer(hash("dov", "open")), Refused::NoRound);
}

#[test]
fn taken_back_and_tapped_like_shares() {
    let mut world = running();
    let share = entry_ref(world.circle.seq().0);
    world.ok("ann", words("mine", Some("heavy")));
    world.ok("ann", turn("ann", ROUND_STEP, "mine", false));
    world.ok("ben", Body::Tap { share, tap: Tap::Heard });
    world.refused("ben", Body::Tap { share, tap: Tap::Heard }, Refused::AlreadyTapped);
    world.refused("ann", Body::Tap { share, tap: Tap::Heard }, Refused::OwnShare);
    world.refused("ben", Body::TakeBack { share }, Refused::NotYourShare);
    world.ok("ann", Body::TakeBack { share });
    world.refused("ann", Body::TakeBack { share }, Refused::ShareTakenBack);
    let said = &world.circle.said()[0];
    assert_eq!((said.text.as_deref(), said.note.as_deref(), said.taps.len()), (None, None, 0));
    assert_eq!(round(&world).taken(id("ann"), ROUND_STEP), 1, "the turn stays taken");
}

#[test]
fn closing_is_kind_and_waits_for_quiet() {
    let mut world = running();
    world.refused("cho", close(), Refused::RoundNotQuiet);
    for day in [2, 2, 2] {
        later(&mut world, day * DAY_MS);
    }
    later(&mut world, 12 * HOUR_MS);
    world.ok("cho", turn("cho", TALK_STEP, "late", false));
    // The last step is over, and it is not quiet yet.
    later(&mut world, 12 * HOUR_MS);
    world.refused("dov", pass(TALK_STEP), Refused::StepClosed);
    world.refused("dov", close(), Refused::RoundNotQuiet);
    later(&mut world, 12 * HOUR_MS);
    assert!(world.circle.time() >= round(&world).quiet_from());
    world.clone().ok("ann", close());
    world.ok("dov", close());
    assert!(world.circle.round().is_none());
    // What was said stays readable until the round expires, and then goes as a whole.
    assert_eq!(world.circle.rounds().len(), 1);
    assert_eq!(world.circle.rounds()[0].expires, Day::of(START).plus(30));
    later(&mut world, 30 * DAY_MS);
    world.ok("ann", open(RoundId([9; 16]), None));
    assert_eq!(world.circle.rounds().len(), 1);
}

#[test]
fn words_go_with_the_round() {
    let mut world = running();
    later(&mut world, DAY_MS);
    world.ok("ann", words("mine", None));
    world.circle.expire(START.plus(29 * DAY_MS));
    assert_eq!(world.circle.said().len(), 1);
    world.circle.expire(START.plus(30 * DAY_MS));
    assert_eq!(world.circle.said().len(), 0, "a day before its own thirty days are over");
}

#[test]
fn newcomers_take_part_and_read_nothing_from_before() {
    let mut world = running();
    world.ok("ann", words("mine", None));
    world.ok("ann", turn("ann", ROUND_STEP, "mine", true));
    world.circle.commit(&joining("ann", "eve", 1)).expect("joins");
    let mut theirs = Circle::restore(&world.circle.snapshot()).expect("sound");
    assert_eq!(theirs.said().len(), 0);
    for body in [answer(hash("ann", "mine")), pass(ROUND_STEP)] {
        let entry = world.entry(at("eve"), body);
        let there = theirs.admit(entry_ref(99), &entry).is_ok();
        assert!(there && world.fold(&entry).is_ok());
        assert_eq!(theirs.root(), world.circle.root(), "who cannot read judges alike");
    }
}

#[derive(Debug, Clone, Copy)]
enum Move {
    Later { hours: u16 },
    Speak { who: usize, step: u16, ask: bool },
    Pass { who: usize, step: u16 },
    Answer { who: usize, turn: usize },
    Tell { who: usize },
    Close { who: usize },
    Leave { who: usize },
}

const NAMES: [&str; 4] = ["ann", "ben", "cho", "dov"];

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        3 => (1_u16..40).prop_map(|hours| Move::Later { hours }),
        4 => (0_usize..4, 0_u16..4, any::<bool>()).prop_map(|(who, step, ask)| Move::Speak { who, step, ask }),
        2 => (0_usize..4, 0_u16..4).prop_map(|(who, step)| Move::Pass { who, step }),
        3 => (0_usize..4, 0_usize..6).prop_map(|(who, turn)| Move::Answer { who, turn }),
        2 => (0_usize..4).prop_map(|who| Move::Tell { who }),
        1 => (1_usize..4).prop_map(|who| Move::Close { who }),
        1 => (2_usize..4).prop_map(|who| Move::Leave { who }),
    ];
    prop::collection::vec(one, 0..60)
}

fn body(world: &World, step: Move, n: usize) -> Option<(&'static str, Vec<Body>)> {
    let text = n.to_string();
    Some(match step {
        Move::Later { .. } => return None,
        Move::Speak { who, step, ask } => (NAMES[who], vec![words(&text, None), turn(NAMES[who], step, &text, ask)]),
        Move::Pass { who, step } => (NAMES[who], vec![pass(step)]),
        Move::Answer { who, turn } => {
            let words = world.circle.rounds().last()?.turns.get(turn)?.words?;
            (NAMES[who], vec![answer(words)])
        }
        Move::Tell { who } => (NAMES[who], vec![tell()]),
        Move::Close { who } => (NAMES[who], vec![close()]),
        Move::Leave { who } => (NAMES[who], vec![Body::Leave {}]),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any course: nobody has more turns than there are, a device that came from a snapshot is in the same state, and
    /// whatever happened, two who are there can bring the round to its end.
    #[test]
    fn any_course(course in moves(), fork in 0_usize..60) {
        let mut world = running();
        let mut theirs: Option<Circle> = None;
        for (n, step) in course.iter().enumerate() {
            if let Move::Later { hours } = step {
                world.now = world.now.plus(u64::from(*hours) * HOUR_MS);
            }
            if n == fork {
                theirs = Circle::restore(&world.circle.snapshot()).ok();
                prop_assert!(theirs.is_some());
            }
            let Some((who, bodies)) = body(&world, *step, n) else { continue };
            for body in bodies {
                let entry = world.entry(at(who), body);
                let here = world.fold(&entry).map(|_| ());
                if let Some(theirs) = &mut theirs {
                    let there = theirs.admit(entry_ref(world.circle.seq().0 - 1), &entry).map(|_| ());
                    prop_assert_eq!(here, there);
                    prop_assert_eq!(theirs.root(), world.circle.root());
                }
            }
            if let Some(round) = world.circle.round() {
                for (step, form) in (0..).zip(&round.steps) {
                    prop_assert!(NAMES.iter().all(|who| round.taken(id(who), step) <= form.most()));
                }
            }
        }
        let mut days = 0;
        while world.circle.round().is_some() {
            days += 1;
            prop_assert!(days < 40, "stuck at {:?}", world.circle.time());
            world.now = world.now.plus(DAY_MS);
            for who in ["ann", "ben"] {
                let _ = world.act(at(who), tell());
            }
            let _ = world.act(at("ben"), close());
        }
    }

    #[test]
    fn a_step_that_is_open_takes_everybody(hours in 0_u64..170) {
        let mut world = running();
        world.now = START.plus(hours * HOUR_MS);
        for who in ["ann", "ben"] {
            let _ = world.act(at(who), tell());
        }
        let round = round(&world).clone();
        let now = round.now(world.circle.time());
        let open: Vec<u16> = round.open_steps(now).map(|(step, _)| step).collect();
        let expected = usize::from(now < START.plus(7 * DAY_MS));
        prop_assert_eq!(open.len(), expected);
        for step in open {
            for who in ["cho", "dov"] {
                prop_assert!(world.act(at(who), pass(step)).is_ok());
            }
        }
    }
}
