//! A scripted round of six under every shipped template: the leader is late and the deputy opens, everybody writes or
//! passes in every step, one of them in its last hour, answers have their day, and whoever is there closes when it is quiet.

use circle::{
    Body, Charter, Circle, Form, Refused, Round, RoundAct, RoundWords, SeatService, SpeakingRule, templates, words_hash,
};
use wire::Hash;

use crate::{
    round::{DAY_MS, HOUR_MS, ROUND, answer, close, open, pass, round},
    schedule::{SERIES, date, later, seat, set, take},
    world::{World, at, id},
};

const NAMES: [&str; 6] = ["ann", "ben", "cho", "dan", "eli", "fay"];
/// Writes in the last hour of every step; the others on its first day.
const LATE: &str = "fay";
const DATE: &str = "2027-01-15";

/// What happens in a step, in the order in which it does where two happen at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Ends,
    AnswersEnd,
    Begins,
    LastHour,
}

#[test]
fn a_round_of_six_runs_to_its_close_under_every_template() {
    for template in templates() {
        let days = match template.id.as_str() {
            "listeners-circle" => 2,
            "voices-circle" => 3,
            _ => 7,
        };
        let mut world = waiting(template.charter.clone());
        the_leader_is_late(&mut world, &template.charter);
        add_up(round(&world), &template.charter, days);
        for (hour, event, step) in events(round(&world)) {
            come_to(&mut world, hour);
            only_the_planned_steps_are_open(round(&world), hour);
            happens(&mut world, event, step);
        }
        everybody_was_heard(&world, &template.id);
        it_closes(&mut world, &template.charter);
    }
}

/// Ann keeps, ben stands in, cho leads by the rota.
fn waiting(charter: Charter) -> World {
    let mut world = World::under(charter, &NAMES[1..]);
    world.ok("ann", set(Form::Round));
    world.ok("ben", Body::ServeAs { role: "deputy".to_owned() });
    world.ok("cho", take(seat(DATE, SeatService::Keep)));
    world
}

fn the_leader_is_late(world: &mut World, charter: &Charter) {
    let due = world.circle.series(SERIES).and_then(|planned| planned.due(date(DATE))).expect("due");
    let wait = u64::from(charter.round.leader_by_hours) * HOUR_MS;
    later(world, due.plus(wait).since(world.now) - 1);
    world.refused("ben", open(ROUND, Some(DATE)), Refused::RoundTooEarly);
    later(world, 1);
    world.refused("dan", open(ROUND, Some(DATE)), Refused::RoundTooEarly);
    world.ok("ben", open(ROUND, Some(DATE)));
    world.refused("cho", open(ROUND, Some(DATE)), Refused::RoundRunning);
    assert_eq!(round(world).leader, id("ben"), "who opened it leads it");
}

/// The steps are the charter's, without a gap between them, and last the declared days.
fn add_up(round: &Round, charter: &Charter, days: u32) {
    let plans = || round.steps.iter().map(|step| &step.plan);
    assert!(plans().eq(&charter.round.steps), "{}", charter.template);
    assert_eq!(plans().map(|plan| plan.to_day).max(), Some(days), "{}", charter.template);
    let open = |day| plans().any(|plan| plan.from_day <= day && day < plan.to_day);
    assert!((0..days).all(open), "{}: a day on which nothing is open", charter.template);
}

/// What happens when, in hours since it was opened.
fn events(round: &Round) -> Vec<(u64, Event, u16)> {
    let mut all = Vec::new();
    for (step, form) in (0..).zip(&round.steps) {
        let (from, to) = (u64::from(form.plan.from_day) * 24, u64::from(form.plan.to_day) * 24);
        all.push((from, Event::Begins, step));
        all.push((to - 1, Event::LastHour, step));
        all.push((to, Event::Ends, step));
        all.push((to + 23, Event::AnswersEnd, step));
    }
    all.sort_unstable();
    all
}

fn come_to(world: &mut World, hour: u64) {
    let moment = round(world).opened.plus(hour * HOUR_MS);
    let wait = moment.since(world.now);
    if wait > 0 {
        later(world, wait);
    }
    assert_eq!(world.circle.time(), moment);
}

fn only_the_planned_steps_are_open(round: &Round, hour: u64) {
    let open: Vec<u16> = round.open_steps(round.opened.plus(hour * HOUR_MS)).map(|(step, _)| step).collect();
    let day = (hour / 24) as u32;
    let planned = (0..).zip(&round.steps).filter(|(_, step)| step.plan.from_day <= day && day < step.plan.to_day);
    assert_eq!(open, planned.map(|(step, _)| step).collect::<Vec<u16>>());
}

fn happens(world: &mut World, event: Event, step: u16) {
    match event {
        Event::Begins => {
            for (n, who) in NAMES.iter().enumerate().filter(|(_, who)| **who != LATE) {
                if (n + usize::from(step)) % 4 == 3 {
                    takes(world, who, step, pass(step));
                } else {
                    says(world, who, step);
                }
            }
        }
        Event::LastHour => says(world, LATE, step),
        Event::Ends => {
            world.refused("ann", pass(step), Refused::StepClosed);
            answers(world, LATE, step, Ok(()));
            let early = speaker(world, step);
            answers(world, early, step, Err(Refused::AnswersClosed));
            world.refused("dan", close(), Refused::RoundNotQuiet);
        }
        Event::AnswersEnd => answers(world, LATE, step, Err(Refused::AnswersClosed)),
    }
}

/// Words first, then the turn that names them.
fn says(world: &mut World, who: &str, step: u16) {
    let (text, note) = (text(who, step), Some("note".to_owned()));
    world.ok(who, Body::RoundWords(RoundWords::Words { round: ROUND, salt: [1; 16], text, note }));
    let words = hash(who, step);
    takes(world, who, step, Body::Round(RoundAct::Turn { round: ROUND, step, words, ask: true }));
    answers(world, who, step, Ok(()));
}

/// As often as the step gives it to each, and not once more.
fn takes(world: &mut World, who: &str, step: u16, first: Body) {
    world.ok(who, first);
    while round(world).left(id(who), step) > 0 {
        world.ok(who, pass(step));
    }
    world.refused(who, pass(step), Refused::RoundTurnTaken);
}

/// Eli answers, where the rule of the step lets anybody.
#[track_caller]
fn answers(world: &mut World, whom: &str, step: u16, want: Result<(), Refused>) {
    let rule = round(world).steps[usize::from(step)].rule;
    let want = if matches!(rule, SpeakingRule::Ask | SpeakingRule::Open) { want } else { Err(Refused::NoAnswersHere) };
    assert_eq!(world.act(at("eli"), answer(hash(whom, step))).map(|_| ()), want, "{whom} in {step}");
}

/// Somebody who said something on the first day.
fn speaker(world: &World, step: u16) -> &'static str {
    let said = |who: &&str| round(world).turn_of(hash(who, step)).is_some();
    NAMES.into_iter().find(said).expect("somebody spoke")
}

fn everybody_was_heard(world: &World, template: &str) {
    let round = round(world);
    for step in 0..round.steps.len() as u16 {
        for who in NAMES {
            assert!(round.taken(id(who), step) > 0, "{template}: {who} in {step}");
        }
    }
    for turn in &round.turns {
        let Some(words) = turn.words else { continue };
        let kept = world.circle.said().iter().find(|said| said.kind == circle::SaidKind::Words(words));
        assert!(kept.is_some_and(|said| said.text.is_some()), "{template}: the words of {turn:?}");
    }
}

/// Kindly: with the words of the template, by anybody, once the last word is a day old.
fn it_closes(world: &mut World, charter: &Charter) {
    for language in ["en", "ar"] {
        assert!(!charter.round.close.in_language(language).is_empty());
    }
    assert_eq!(world.circle.time(), round(world).quiet_from());
    assert!(charter.round.close_hours >= 24 && world.circle.time().since(round(world).opened) >= DAY_MS);
    let snapshot = Circle::restore(&world.circle.snapshot()).expect("sound");
    assert_eq!(snapshot.root(), world.circle.root());
    world.ok("dan", close());
    world.refused("eli", answer(hash(LATE, 0)), Refused::NoRound);
}

fn text(who: &str, step: u16) -> String {
    format!("{who} in {step}")
}

fn hash(who: &str, step: u16) -> Hash {
    words_hash(ROUND, id(who), [1; 16], &text(who, step), Some("note"))
}
