//! Live frames: judged where their author stood.

use circle::{Body, Circle, DeviceId, Live, Refused, Seq, Tap, TurnState};

use crate::world::{
    LEAD, MEETING, OPEN, QUEUE, READINGS, ROUND, SILENCE, TALK, World, arrive, ask, at, device, done, hand, move_on,
    next, say,
};

fn tap(turn: u32) -> Live {
    Live::Tap { turn, tap: Tap::WithYou }
}

/// One frame in a meeting of ann (keeper), ben and cho, written after the acts.
#[track_caller]
fn check(phase: u32, before: &[(&str, Body)], (who, live): (&str, &Live), want: Result<(), Refused>) {
    let mut world = World::meeting(phase, &["ben", "cho"]);
    for (who, body) in before {
        world.ok(who, body.clone());
    }
    assert_eq!(world.live(who, world.circle.seq(), live), want, "{who}: {live:?}");
}

#[test]
fn only_the_holder_speaks() {
    check(ROUND, &[], ("ann", &say(2, 0)), Ok(()));
    check(ROUND, &[], ("ben", &say(2, 0)), Err(Refused::NotYourTurn));
    check(ROUND, &[], ("ann", &say(1, 0)), Err(Refused::WrongTurn));
    check(ROUND, &[], ("ann", &say(0, 0)), Err(Refused::WrongTurn));
    check(QUEUE, &[], ("ann", &say(4, 0)), Err(Refused::NotYourTurn));
    check(QUEUE, &[("ben", hand(true))], ("ben", &say(5, 0)), Ok(()));
    check(QUEUE, &[("ben", hand(true))], ("ann", &say(5, 0)), Err(Refused::NotYourTurn));
    check(READINGS, &[("ben", hand(true))], ("ann", &say(2, 0)), Err(Refused::NotYourTurn));
    check(LEAD, &[("ann", hand(true))], ("ann", &say(2, 0)), Ok(()));
    check(SILENCE, &[], ("ann", &say(0, 0)), Err(Refused::Silence));
}

#[test]
fn open_talk() {
    check(OPEN, &[], ("ann", &say(0, 0)), Ok(()));
    check(OPEN, &[], ("ben", &say(0, 7)), Ok(()));
    check(OPEN, &[], ("ben", &say(1, 0)), Err(Refused::WrongTurn));
    check(TALK, &[("ben", hand(true))], ("cho", &say(5, 0)), Ok(()));
    check(TALK, &[], ("cho", &say(0, 0)), Err(Refused::NotYourTurn));
}

#[test]
fn feedback() {
    let asked = [("ann", ask(2, 1))];
    check(ROUND, &asked, ("ben", &say(2, 0)), Ok(()));
    check(ROUND, &asked, ("ann", &say(2, 0)), Err(Refused::NotYourTurn));
    check(ROUND, &asked, ("ben", &say(1, 0)), Err(Refused::WrongTurn));
    let ended = [("ann", ask(2, 1)), ("ann", move_on(2))];
    check(ROUND, &ended, ("cho", &say(2, 0)), Err(Refused::WrongTurn));
    check(ROUND, &[("ann", done(2, 1))], ("cho", &say(2, 0)), Err(Refused::WrongTurn));
}

#[test]
fn texts() {
    let text = |text: &str| Live::Say { turn: 2, line: 0, text: text.to_owned(), part: 0 };
    check(ROUND, &[], ("ann", &text("")), Err(Refused::TextEmpty));
    check(ROUND, &[], ("ann", &text(" \n")), Err(Refused::TextEmpty));
    check(ROUND, &[], ("ann", &text(&"ي".repeat(2_000))), Ok(()));
    check(ROUND, &[], ("ann", &text(&"x".repeat(2_001))), Err(Refused::TextTooLong));
}

#[test]
fn taps() {
    check(ROUND, &[], ("ben", &tap(2)), Ok(()));
    check(ROUND, &[("ann", done(2, 0))], ("ben", &tap(2)), Ok(()));
    check(SILENCE, &[], ("ben", &tap(1)), Ok(()));
    check(ROUND, &[], ("ann", &tap(2)), Err(Refused::OwnTurn));
    check(ROUND, &[], ("ben", &tap(0)), Err(Refused::WrongTurn));
    check(ROUND, &[], ("ben", &tap(3)), Err(Refused::WrongTurn));
}

#[test]
fn who_is_not_in_the_room_is_not_heard() {
    let depart = Body::Depart { meeting: MEETING };
    for live in [say(2, 0), tap(1), Live::Here {}] {
        check(ROUND, &[("cho", depart.clone())], ("cho", &live), Err(Refused::NotPresent));
        check(ROUND, &[("cho", depart.clone()), ("cho", arrive())], ("cho", &live), Err(Refused::NotAdmitted));
    }
    check(ROUND, &[], ("cho", &Live::Here {}), Ok(()));
    let world = World::of(&[]);
    assert_eq!(world.live("ann", world.circle.seq(), &Live::Here {}), Err(Refused::NoMeeting));
}

#[test]
fn words_in_flight_count_up_to_the_end_that_the_speaker_named() {
    let mut world = World::meeting(ROUND, &["ben", "cho"]);
    let then = world.circle.seq();
    world.ok("ann", done(2, 3));
    for line in 0..3 {
        assert_eq!(world.live("ann", then, &say(2, line)), Ok(()));
    }
    assert_eq!(world.live("ann", then, &say(2, 3)), Err(Refused::AfterTheEnd));
    let other_device = world.circle.judge(device("ann", 2), then, &say(2, 0));
    assert_eq!(other_device, Err(Refused::NotPresent));
    assert_eq!(world.live("ben", then, &say(3, 0)), Err(Refused::WrongTurn), "ben did not know yet");
    assert_eq!(world.live("ben", world.circle.seq(), &say(3, 0)), Ok(()));

    let asking = world.circle.seq();
    world.ok("ben", ask(3, 0));
    assert_eq!(world.live("ben", asking, &say(3, 0)), Err(Refused::AfterTheEnd));
    let open = world.circle.seq();
    let last = vec![(at("cho"), 1)];
    world.ok("ben", Body::EndFeedback { meeting: MEETING, turn: 3, last });
    assert_eq!(world.live("cho", open, &say(3, 0)), Ok(()));
    assert_eq!(world.live("cho", open, &say(3, 1)), Err(Refused::AfterTheEnd));
    assert_eq!(world.live("ann", open, &say(3, 0)), Err(Refused::AfterTheEnd), "not named, not counted");
    assert_eq!(world.meet().turns[&3].state, TurnState::Over);
}

#[test]
fn whoever_moves_on_names_the_end_for_all() {
    let mut world = World::meeting(ROUND, &["ben", "cho"]);
    world.ok("ann", done(2, 0));
    let move_on = |turn, last: &[_]| Body::MoveOn { meeting: MEETING, turn, last: last.to_vec() };
    let held = world.circle.seq();
    world.ok("ann", move_on(3, &[(at("ben"), 2)]));
    assert_eq!(world.live("ben", held, &say(3, 1)), Ok(()));
    assert_eq!(world.live("ben", held, &say(3, 2)), Err(Refused::AfterTheEnd));

    let held = world.circle.seq();
    world.ok("cho", ask(4, 1));
    let open = world.circle.seq();
    world.ok("ann", move_on(4, &[(at("ben"), 1)]));
    assert_eq!(world.live("ben", open, &say(4, 0)), Ok(()));
    assert_eq!(world.live("ben", open, &say(4, 1)), Err(Refused::AfterTheEnd));
    assert_eq!(world.live("ann", open, &say(4, 0)), Err(Refused::AfterTheEnd), "not named, not counted");
    assert_eq!(world.live("cho", held, &say(4, 0)), Ok(()), "what the holder named stays");
    assert_eq!(world.live("cho", held, &say(4, 1)), Err(Refused::AfterTheEnd));
}

#[test]
fn a_seat_speaks_through_each_of_its_devices() {
    let mut world = World::meeting(QUEUE, &["ben"]);
    let second = device("ben", 2);
    assert!(world.act(second, arrive()).is_ok());
    world.door("ann");
    world.ok("ben", hand(true));
    let then = world.circle.seq();
    assert_eq!(world.circle.judge(second, then, &say(4, 0)), Ok(()));
    let last = vec![(DeviceId([1; 8]), 1), (DeviceId([2; 8]), 2)];
    assert!(world.act(second, Body::TurnDone { meeting: MEETING, turn: 4, last, feedback: false }).is_ok());
    assert_eq!(world.circle.judge(second, then, &say(4, 1)), Ok(()));
    assert_eq!(world.circle.judge(second, then, &say(4, 2)), Err(Refused::AfterTheEnd));
    assert_eq!(world.live("ben", then, &say(4, 1)), Err(Refused::AfterTheEnd));
}

#[test]
fn positions() {
    let mut world = World::meeting(SILENCE, &["ben"]);
    let now = world.circle.seq();
    assert_eq!(world.live("ben", Seq(now.0 + 1), &Live::Here {}), Err(Refused::Ahead));
    assert_eq!(world.live("ben", Seq(0), &Live::Here {}), Err(Refused::TooOld), "before the meeting");
    world.ok("ann", next(SILENCE));
    for _ in 0..127 {
        world.ok("ben", hand(true));
        world.ok("ben", Body::Pass { meeting: MEETING });
    }
    assert_eq!(world.live("ben", now, &Live::Here {}), Ok(()), "256 states are remembered");
    world.ok("ben", hand(true));
    assert_eq!(world.live("ben", now, &Live::Here {}), Err(Refused::TooOld));
}

#[test]
fn a_fresh_copy_judges_from_its_snapshot_on() {
    let world = World::meeting(ROUND, &["ben"]);
    let seq = world.circle.seq();
    let mut copy = Circle::restore(&world.circle.snapshot()).expect("a snapshot");
    assert_eq!(copy.judge(at("ann"), seq, &say(2, 0)), Ok(()));
    assert_eq!(copy.judge(at("ann"), Seq(seq.0 - 1), &say(2, 0)), Err(Refused::TooOld));
    copy.skip();
    assert_eq!(copy.judge(at("ann"), copy.seq(), &say(2, 0)), Ok(()));
}
