//! What a phase of each kind refuses: one row per phase, one column per rule that differs between kinds.

use circle::{Body, Corner, Deed, Feedback, Live, Mode, Refused, limits};

use crate::world::{
    ASK, BUSINESS, BY_HAND, DEEP, END, EXAMPLE, LEAD, MEETING, OPEN, PLANS, PRESENTER, QUEUE, READING, READINGS, REST,
    ROUND, SHEET, SILENCE, START, TALK, WELCOME, WORK, World, arrive, ask, at, charter, deed, done, hand, id, move_on,
    next, say, seals,
};

type Want = Result<(), Refused>;

const OK: Want = Ok(());
const NO_HANDS: Want = Err(Refused::NoHands);
const NO_FEEDBACK: Want = Err(Refused::NoFeedbackHere);
const NOT_YOURS: Want = Err(Refused::NotYourTurn);
const LAST_PART: Want = Err(Refused::LastPart);
const NO_TURNS: Want = Err(Refused::NoTurnsHere);
const NO_TURN_YET: Want = Err(Refused::NoTurnYet);

/// In a phase where somebody else has the floor: cho raises a hand; the holder asks for feedback; cho speaks; the holder
/// goes to the next part; cho asks for more time.
const WITH_A_TURN: [(u32, [Want; 5]); 16] = [
    (LEAD, [Err(Refused::NotTheKeeper), NO_FEEDBACK, NOT_YOURS, LAST_PART, NO_TURNS]),
    (READINGS, [OK, NO_FEEDBACK, NOT_YOURS, LAST_PART, NO_TURNS]),
    (ROUND, [NO_HANDS, OK, NOT_YOURS, LAST_PART, NO_TURN_YET]),
    (QUEUE, [OK, NO_FEEDBACK, NOT_YOURS, LAST_PART, NO_TURN_YET]),
    (TALK, [OK, NO_FEEDBACK, OK, LAST_PART, NO_TURN_YET]),
    (READING, [NO_HANDS, NO_FEEDBACK, NOT_YOURS, LAST_PART, NO_TURNS]),
    (WELCOME, [NO_HANDS, NO_FEEDBACK, NOT_YOURS, LAST_PART, NO_TURNS]),
    (PRESENTER, [OK, OK, NOT_YOURS, LAST_PART, NO_TURN_YET]),
    (WORK, [OK, NO_FEEDBACK, OK, LAST_PART, NO_TURN_YET]),
    (ASK, [OK, NO_FEEDBACK, NOT_YOURS, LAST_PART, NO_TURN_YET]),
    (EXAMPLE, [OK, Err(Refused::PartsLeft), NOT_YOURS, OK, NO_TURN_YET]),
    (SHEET, [OK, NO_FEEDBACK, OK, OK, NO_TURN_YET]),
    (PLANS, [NO_HANDS, NO_FEEDBACK, NOT_YOURS, OK, NO_TURN_YET]),
    (BUSINESS, [OK, NO_FEEDBACK, NOT_YOURS, LAST_PART, NO_TURN_YET]),
    (BY_HAND, [OK, NO_FEEDBACK, NOT_YOURS, LAST_PART, NO_TURN_YET]),
    (DEEP, [OK, OK, NOT_YOURS, LAST_PART, NO_TURN_YET]),
];

/// In a phase without turns: cho speaks.
const WITHOUT_TURNS: [(u32, Want); 4] =
    [(SILENCE, Err(Refused::Silence)), (OPEN, OK), (REST, Err(Refused::Silence)), (END, OK)];

/// A meeting of ann (keeper), ben and cho in which ann or ben has the floor.
fn with_a_turn(phase: u32) -> World {
    let mut world = World::meeting(phase, &["ben", "cho"]);
    if phase == WORK {
        world.ok("ben", deed(Deed::Propose {}));
        world.ok("ann", deed(Deed::OpenTopic { topic: 1 }));
    }
    if world.holder().is_none() {
        world.ok(if phase == LEAD { "ann" } else { "ben" }, hand(true));
    }
    assert!(world.holder().is_some_and(|holder| holder != "cho"), "{phase}");
    world
}

/// One act in a copy of the meeting.
#[track_caller]
fn check(world: &World, who: &str, body: Body, want: Want) {
    let what = format!("{who}: {body:?} in phase {}", world.meet().phase);
    assert_eq!(world.clone().act(at(who), body).map(|_| ()), want, "{what}");
}

#[track_caller]
fn check_live(world: &World, who: &str, live: &Live, want: Want) {
    assert_eq!(world.live(who, world.circle.seq(), live), want, "{who}: {live:?} in phase {}", world.meet().phase);
}

#[test]
fn every_phase_has_its_row() {
    let rows = WITH_A_TURN.map(|(phase, _)| phase).into_iter().chain(WITHOUT_TURNS.map(|(phase, _)| phase));
    let mut rows: Vec<u32> = rows.collect();
    rows.sort_unstable();
    assert_eq!(rows, (0..charter().phases.len() as u32).collect::<Vec<_>>());
}

#[test]
fn with_a_turn_each_kind_has_its_rules() {
    for (phase, [raise, feedback, speak, part, more]) in WITH_A_TURN {
        let world = with_a_turn(phase);
        let (holder, turn) = (world.holder().expect("a turn"), world.number());
        check(&world, "cho", hand(true), raise);
        check(&world, &holder, ask(turn, 0), feedback);
        check_live(&world, "cho", &say(turn, 0), speak);
        check(&world, &holder, deed(Deed::NextPart { turn, from: 0 }), part);
        check(&world, "cho", deed(Deed::Later { up: true }), more);
    }
}

#[test]
fn with_a_turn_the_floor_is_its_holders_in_every_kind() {
    for (phase, _) in WITH_A_TURN {
        let world = with_a_turn(phase);
        let turn = world.number();
        check(&world, "cho", done(turn, 0), NOT_YOURS);
        check(&world, "cho", ask(turn, 0), NOT_YOURS);
        check(&world, "cho", Body::Pass { meeting: MEETING }, NOT_YOURS);
        check(&world, "cho", move_on(turn), Err(Refused::NotTheKeeper));
        check(&world, "ann", move_on(turn + 1), Err(Refused::WrongTurn));
        check(&world, "cho", end_feedback(turn), Err(Refused::NoFeedbackOpen));
        check(&world, "cho", deed(Deed::Wish { turn, wish: Feedback::Silent }), NOT_YOURS);
        check(&world, "cho", deed(Deed::Wish { turn: turn + 1, wish: Feedback::Silent }), Err(Refused::WrongTurn));
        check(&world, "cho", deed(Deed::Typing { turn, on: true }), NOT_YOURS);
        check(&world, "cho", deed(Deed::NextPart { turn: turn + 1, from: 0 }), Err(Refused::WrongTurn));
        check(&world, "cho", deed(Deed::QuietOver { turn }), Err(Refused::NotQuiet));
        check(&world, "cho", next(phase), Err(Refused::NotTheKeeper));
        check(&world, "ann", next(phase), Err(Refused::FloorHeld));
        check(&world, "cho", deed(Deed::Last { phase, on: true }), Err(Refused::NotTheKeeper));
        check(&world, "ann", break_out(60, 0), Err(Refused::FloorHeld));
        check_live(&world, "cho", &say(turn + 1, 0), Err(Refused::WrongTurn));
        check_live(&world, "cho", &say(0, 0), Err(Refused::WrongTurn));
    }
}

#[test]
fn without_turns_there_is_nothing_to_hold() {
    for (phase, speak) in WITHOUT_TURNS {
        let world = World::meeting(phase, &["ben", "cho"]);
        check(&world, "cho", hand(true), NO_HANDS);
        check(&world, "cho", hand(false), NO_HANDS);
        check(&world, "ann", done(world.meet().turn_count, 0), NOT_YOURS);
        check(&world, "ann", Body::Pass { meeting: MEETING }, NOT_YOURS);
        check(&world, "ann", move_on(world.meet().turn_count), Err(Refused::WrongTurn));
        check(&world, "ann", end_feedback(world.meet().turn_count), Err(Refused::NoFeedbackOpen));
        check(&world, "ann", deed(Deed::NextPart { turn: 0, from: 0 }), NOT_YOURS);
        check(&world, "cho", deed(Deed::Later { up: true }), NO_TURNS);
        check(&world, "cho", next(phase), Err(Refused::NotTheKeeper));
        check_live(&world, "cho", &say(0, 0), speak);
    }
}

#[test]
fn what_only_some_phases_have_is_refused_in_all_others() {
    for phase in 0..charter().phases.len() as u32 {
        let world = World::meeting(phase, &["ben", "cho"]);
        let only = |phases: &[u32], refused| if phases.contains(&phase) { OK } else { Err(refused) };
        check(&world, "cho", deed(Deed::Propose {}), only(&[WORK, BY_HAND], Refused::NoAgendaHere));
        check(&world, "cho", deed(Deed::AskHands {}), only(&[BUSINESS], Refused::NoBusinessHere));
        check(&world, "cho", deed(Deed::Hold { up: true }), only(&[PRESENTER, DEEP], Refused::NotHeldHere));
        let topic = if phase == WORK { Refused::TopicUnknown } else { Refused::NoTopicsHere };
        check(&world, "ann", deed(Deed::OpenTopic { topic: 1 }), Err(topic));
        check(&world, "ann", deed(Deed::CloseTopic { topic: 1 }), Err(Refused::TopicUnknown));
        let claim = Live::Milestone { days: 1, text: String::new() };
        check_live(&world, "cho", &claim, only(&[PLANS], Refused::NoMilestonesHere));
        check_live(&world, "cho", &Live::Tag { turn: 1, tag: 0 }, Err(Refused::NoTags));
    }
    check(&World::meeting(WORK, &["ben"]), "ben", hand(true), Err(Refused::NoTopicOpen));
}

#[test]
fn a_paused_meeting_and_one_in_corners_go_nowhere() {
    let mut paused = World::meeting(WORK, &["ben", "cho"]);
    paused.ok("ben", deed(Deed::Propose {}));
    let mut apart = paused.clone();
    paused.ok("ann", deed(Deed::Pause { on: true }));
    apart.ok("ann", break_out(60, 0));
    for (world, want) in [(&paused, Refused::Paused), (&apart, Refused::InCorners)] {
        check(world, "ann", next(WORK), Err(want));
        check(world, "ann", deed(Deed::OpenTopic { topic: 1 }), Err(want));
        check(world, "ann", break_out(60, 0), Err(want));
        check_live(world, "cho", &say(0, 0), Err(want));
        check_live(world, "cho", &Live::Draft { turn: 1, line: 0, text: String::new() }, Err(want));
    }
    let ask = deed(Deed::AskPause {});
    check(&paused, "ben", ask, Err(Refused::Unchanged));
}

#[test]
fn nobody_is_sent_out_unsoundly() {
    let world = World::meeting(OPEN, &["ben", "cho"]);
    let wrong = Err(Refused::WrongCorners);
    check(&world, "ann", break_out(60, 0), OK);
    check(&world, "ann", break_out(0, 0), wrong);
    check(&world, "ann", break_out(limits::PHASE_SECONDS + 1, 0), wrong);
    check(&world, "ann", break_out(60, 1), wrong);
    let mut waits = world.clone();
    waits.ok("ben", Body::Depart { meeting: MEETING });
    waits.ok("ben", arrive());
    check(&waits, "ann", break_out(60, 0), wrong);
    let mut away = world;
    away.ok("ben", deed(Deed::Be { mode: Some(Mode::Away) }));
    check(&away, "ann", break_out(60, 0), wrong);
    let mut quiet = World::meeting(DEEP, &["ben", "cho"]);
    quiet.ok("ben", hand(true));
    let turn = quiet.number();
    quiet.ok("ben", done(turn, 1));
    check(&quiet, "ann", break_out(60, 0), Err(Refused::FloorHeld));
}

#[test]
fn who_still_waits_at_the_door_does_nothing_but_go() {
    let mut world = with_a_turn(TALK);
    world.ok("cho", Body::Depart { meeting: MEETING });
    world.ok("cho", arrive());
    let turn = world.number();
    let bodies = [
        hand(true),
        done(turn, 0),
        Body::Pass { meeting: MEETING },
        end_feedback(turn),
        move_on(turn),
        Body::TakeKeeping { meeting: MEETING },
        Body::Door { meeting: MEETING, index: 2, seals: seals(&[at("cho")]) },
        deed(Deed::AskPause {}),
        deed(Deed::Be { mode: Some(Mode::Listening) }),
        deed(Deed::Pause { on: true }),
    ];
    for body in bodies {
        check(&world, "cho", body, Err(Refused::NotAdmitted));
    }
    check(&world, "cho", deed(Deed::Tell {}), Err(Refused::NothingToTell));
    for keepers in [next(TALK), Body::Close { meeting: MEETING }, deed(Deed::Last { phase: TALK, on: true })] {
        check(&world, "cho", keepers, Err(Refused::NotTheKeeper));
    }
    check_live(&world, "cho", &say(turn, 0), Err(Refused::NotAdmitted));
    check(&world, "cho", Body::Depart { meeting: MEETING }, OK);
}

#[test]
fn an_agenda_has_room_for_so_many_topics() {
    let names: Vec<String> = (0..limits::TOPICS / limits::TOPICS_EACH).map(|n| format!("m{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut world = World::meeting(WORK, &names);
    for name in &names {
        for _ in 0..limits::TOPICS_EACH {
            world.ok(name, deed(Deed::Propose {}));
        }
    }
    world.refused("ann", deed(Deed::Propose {}), Refused::TooManyTopics);
}

#[test]
fn silence_ends_early_for_nobody_but_the_keeper() {
    for phase in [SILENCE, REST] {
        let mut world = World::meeting(phase, &["ben", "cho"]);
        world.now = START.plus(59_999);
        check(&world, "ben", next(phase), Err(Refused::NotTheKeeper));
        world.now = START.plus(60_000);
        check(&world, "ben", next(phase), OK);
        check(&world, "ann", next(phase), OK);
    }
}

fn end_feedback(turn: u32) -> Body {
    Body::EndFeedback { meeting: MEETING, turn, last: vec![] }
}

fn break_out(seconds: u32, topic: u32) -> Body {
    let corners = vec![Corner { members: [id("ann"), id("ben")].into(), topic }];
    deed(Deed::BreakOut { number: 1, seconds, corners })
}
