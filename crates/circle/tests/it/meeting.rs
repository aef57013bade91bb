//! The meeting machine: who may do what when, and who holds the floor.

use circle::{Arrival, Body, Charter, Deed, Effect, MeetingEffect, MeetingId, Refused, Safety};
use wire::Hash;

use crate::world::{
    END, LEAD, MEETING, OPEN, QUEUE, READINGS, ROUND, SILENCE, START, TALK, World, arrive, ask, at, charter, deed,
    device, done, hand, id, move_on, next, seals,
};

const DEPART: Body = Body::Depart { meeting: MEETING };
const PASS: Body = Body::Pass { meeting: MEETING };
const TAKE: Body = Body::TakeKeeping { meeting: MEETING };
const CLOSE: Body = Body::Close { meeting: MEETING };

fn opened(key: usize) -> Body {
    Body::MeetingOpened { meeting: MEETING, key_check: Hash::ZERO, arrival_key: vec![1; key] }
}

fn door(index: u32, to: &[Arrival]) -> Body {
    Body::Door { meeting: MEETING, index, seals: seals(to) }
}

fn rekey(index: u32, to: &[Arrival], without: &[Arrival]) -> Body {
    Body::Rekey { meeting: MEETING, index, seals: seals(to), without: without.to_vec() }
}

fn end_feedback(turn: u32) -> Body {
    Body::EndFeedback { meeting: MEETING, turn, last: vec![(at("ann"), 1)] }
}

fn deputy() -> Body {
    Body::ServeAs { role: "deputy".to_owned() }
}

fn turn(world: &World) -> u32 {
    world.meet().turn().map_or(0, |turn| turn.number)
}

/// One act after others in a meeting of ann (keeper), ben and cho in this phase.
#[track_caller]
fn check(phase: u32, before: &[(&str, Body)], (who, body): (&str, Body), want: Result<(), Refused>) {
    let mut world = World::meeting(phase, &["ben", "cho"]);
    for (who, body) in before {
        world.ok(who, body.clone());
    }
    let what = format!("{who}: {body:?}");
    assert_eq!(world.act(at(who), body).map(|_| ()), want, "{what}");
}

/// Who holds the floor after each act.
#[track_caller]
fn floors(world: &mut World, acts: &[(&str, Body, Option<&str>)]) {
    for (who, body, want) in acts {
        world.ok(who, body.clone());
        assert_eq!(world.holder().as_deref(), *want, "after {who}: {body:?}");
    }
}

#[test]
fn opening() {
    let try_open = |world: &mut World, who: &str, body: Body, want: Result<(), Refused>| {
        assert_eq!(world.act(at(who), body).map(|_| ()), want);
    };
    let mut world = World::of(&["ben"]);
    try_open(&mut world, "ben", opened(32), Err(Refused::MayNotOpen));
    try_open(&mut world, "ann", opened(0), Err(Refused::ArrivalKeyUnusable));
    try_open(&mut world, "ann", opened(1_281), Err(Refused::ArrivalKeyUnusable));
    try_open(&mut world, "ben", arrive(), Err(Refused::NoMeeting));
    world.ok("ben", deputy());
    let effects = world.ok("ben", opened(32));
    let want: [Effect; 3] = [
        MeetingEffect::Opened(MEETING).into(),
        MeetingEffect::PhaseBegan(0).into(),
        MeetingEffect::TurnBegan { turn: 1, holder: id("ben") }.into(),
    ];
    assert_eq!(effects, want, "the first phase is led by the keeper");
    try_open(&mut world, "ann", opened(32), Err(Refused::MeetingRunning));
    assert!(world.meet().is_admitted(at("ben")));
    assert_eq!((world.meet().keeper, world.meet().key_index), (id("ben"), 0));
}

#[test]
fn acts_belong_to_the_running_meeting() {
    let other = MeetingId([8; 16]);
    let one = (ROUND, Err(Refused::NoMeeting));
    for body in [
        Body::Arrive { meeting: other, key: vec![1] },
        Body::Depart { meeting: other },
        Body::Door { meeting: other, index: 2, seals: vec![] },
        Body::Rekey { meeting: other, index: 2, seals: vec![], without: vec![] },
        Body::NextPhase { meeting: other, from: ROUND, skip: 0 },
        Body::InMeeting { meeting: other, deed: Deed::AskPause {} },
        Body::Hand { meeting: other, up: true },
        Body::TurnDone { meeting: other, turn: 2, last: vec![], feedback: false },
        Body::Pass { meeting: other },
        Body::EndFeedback { meeting: other, turn: 2, last: vec![] },
        Body::MoveOn { meeting: other, turn: 2, last: vec![] },
        Body::TakeKeeping { meeting: other },
        Body::Close { meeting: other },
    ] {
        check(one.0, &[], ("ann", body), one.1);
    }
}

#[test]
fn whoever_is_not_there_may_only_arrive() {
    let outside = &[("cho", DEPART)];
    for body in [
        DEPART,
        door(2, &[]),
        rekey(2, &[at("ann")], &[]),
        next(QUEUE),
        hand(true),
        done(1, 0),
        PASS,
        move_on(1),
        TAKE,
        CLOSE,
    ] {
        check(QUEUE, outside, ("cho", body), Err(Refused::NotPresent));
    }
    check(QUEUE, outside, ("cho", arrive()), Ok(()));
}

#[test]
fn doors() {
    let dan = device("cho", 2);
    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    world.refused("ann", door(2, &[]), Refused::NobodyWaits);
    assert_eq!(world.act(dan, arrive()), Ok(vec![MeetingEffect::Arrived(dan).into()]));
    assert_eq!(world.act(dan, door(2, &[dan])), Err(Refused::NotAdmitted));
    for wrong in [0, 1, 3, u32::MAX] {
        world.refused("ben", door(wrong, &[dan]), Refused::WrongKeyIndex);
    }
    for wrong in [&[][..], &[at("ann")], &[dan, at("ann")], &[dan, dan]] {
        world.refused("ben", door(2, wrong), Refused::WrongSeals);
    }
    let mut fat = seals(&[dan]);
    fat[0].sealed = vec![0; 1_281];
    world.refused("ben", Body::Door { meeting: MEETING, index: 2, seals: fat }, Refused::WrongSeals);
    assert_eq!(world.ok("ben", door(2, &[dan])), [MeetingEffect::Admitted(vec![dan], 2).into()]);
    world.refused("ann", door(2, &[dan]), Refused::NobodyWaits);
    assert_eq!(world.meet().ring, [id("ann"), id("ben"), id("cho")], "devices of one member share a seat");
}

#[test]
fn nobody_enters_while_somebody_holds_the_floor() {
    let mut world = World::meeting(QUEUE, &["ben"]);
    world.circle.commit(&crate::world::joining("ann", "cho", 1)).expect("joins");
    world.ok("ben", hand(true));
    world.ok("cho", arrive());
    world.refused("ann", door(2, &[at("cho")]), Refused::DoorShut);
    world.refused("cho", rekey(2, &[at("ann"), at("ben"), at("cho")], &[]), Refused::DoorShut);
    world.refused("ann", rekey(2, &[at("ann"), at("ben"), at("cho")], &[]), Refused::WrongSeals);

    world.ok("ben", Body::Arrive { meeting: MEETING, key: vec![9; 32] });
    assert!(!world.meet().is_admitted(at("ben")));
    world.ok("ann", door(2, &[at("ben")]));
    assert!(world.meet().is_admitted(at("ben")), "who was reloaded is let in at once");
    assert_eq!(world.holder().as_deref(), Some("ben"), "and still holds the floor");

    let number = turn(&world);
    world.ok("ben", done(number, 0));
    world.ok("ann", door(3, &[at("cho")]));
    assert_eq!(world.meet().ring.last(), Some(&id("cho")));
}

#[test]
fn people_enter_while_somebody_leads() {
    for (phase, speaker) in [(LEAD, "ann"), (READINGS, "ben")] {
        let mut world = World::meeting(phase, &["ben"]);
        world.circle.commit(&crate::world::joining("ann", "cho", 1)).expect("joins");
        world.ok(speaker, hand(true));
        assert_eq!(world.holder().as_deref(), Some(speaker));
        world.ok("cho", arrive());
        world.ok("ann", door(2, &[at("cho")]));
        assert_eq!(world.meet().ring.last(), Some(&id("cho")));
        assert_eq!(world.holder().as_deref(), Some(speaker), "the floor stays where it was");
    }
}

#[test]
fn nobody_enters_while_feedback_is_open() {
    let mut world = World::meeting(ROUND, &["ben"]);
    world.circle.commit(&crate::world::joining("ann", "cho", 1)).expect("joins");
    world.ok("cho", arrive());
    world.ok("ann", ask(2, 0));
    world.refused("ann", door(2, &[at("cho")]), Refused::DoorShut);
}

#[test]
fn without_doors_people_enter_at_any_time() {
    let mut world =
        World::under(Charter { safety: Safety { doors: false, ..charter().safety }, ..charter() }, &["ben"]);
    world.open();
    world.ok("ben", arrive());
    assert_eq!(world.holder().as_deref(), Some("ann"));
    world.ok("ann", door(1, &[at("ben")]));
}

#[test]
fn rekeys() {
    let (ann, ben, cho) = (at("ann"), at("ben"), at("cho"));
    check(QUEUE, &[], ("ben", rekey(2, &[ann, ben, cho], &[])), Ok(()));
    check(QUEUE, &[], ("ben", rekey(1, &[ann, ben, cho], &[])), Err(Refused::WrongKeyIndex));
    check(QUEUE, &[], ("ben", rekey(2, &[ann, ben], &[])), Err(Refused::WrongSeals));
    check(QUEUE, &[], ("ben", rekey(2, &[ann, ben], &[cho])), Err(Refused::NotTheKeeper));
    check(QUEUE, &[], ("ann", rekey(2, &[ann, ben], &[cho])), Err(Refused::LastDevice));
    check(QUEUE, &[], ("ann", rekey(2, &[ann, ben], &[cho, cho])), Err(Refused::WrongSeals));
    check(QUEUE, &[], ("ann", rekey(2, &[ann, ben, cho], &[cho])), Err(Refused::LastDevice));
    check(QUEUE, &[], ("ann", rekey(2, &[ben, cho], &[ann])), Err(Refused::WrongSeals));
    check(QUEUE, &[], ("ann", rekey(2, &[ann, ben, cho], &[at("eve")])), Err(Refused::WrongSeals));
}

#[test]
fn one_device_may_go_while_the_member_stays() {
    let (ann, cho, second) = (at("ann"), at("cho"), device("cho", 2));
    let mut world = World::meeting(QUEUE, &["cho"]);
    assert!(world.act(second, arrive()).is_ok());
    world.ok("ann", rekey(2, &[ann, second], &[cho]));
    assert!(world.meet().is_admitted(second), "a fresh key lets in who waits");
    world.ok("cho", arrive());
}

#[test]
fn when_all_were_reloaded_anybody_makes_a_fresh_key() {
    let mut world = World::meeting(ROUND, &["ben"]);
    world.ok("ann", arrive());
    world.ok("ben", arrive());
    world.refused("ben", door(2, &[at("ann"), at("ben")]), Refused::NotAdmitted);
    world.ok("ben", rekey(2, &[at("ann"), at("ben")], &[]));
    assert!(world.meet().arrivals.iter().all(|presence| !presence.waiting));
    assert_eq!(world.holder().as_deref(), Some("ann"));
}

#[test]
fn so_many_devices() {
    let mut world = World::meeting(QUEUE, &["ben"]);
    for n in 2..=4 {
        assert!(world.act(device("ben", n), arrive()).is_ok());
    }
    let here = |world: &World| world.meet().arrivals.iter().map(|presence| presence.arrival).collect::<Vec<_>>();
    let before = here(&world);
    assert!(world.act(device("ben", 4), arrive()).is_ok(), "who comes again is no further device");
    assert_eq!(here(&world), before);
    let effects = world.act(device("ben", 5), arrive()).expect("there is always a place for a reloaded device");
    assert!(effects.contains(&MeetingEffect::Departed(at("ben")).into()), "the oldest makes room: {effects:?}");
    assert_eq!(here(&world)[1..], [2, 3, 4, 5].map(|n| device("ben", n)));
    assert!(world.meet().ring.contains(&id("ben")), "the seat stays");
    assert_eq!(world.act(device("ben", 1), DEPART), Err(Refused::NotPresent));

    let names: Vec<String> = (1..=48).map(|n| format!("m{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut world = World::of(&names);
    world.open();
    for name in &names[..47] {
        world.ok(name, arrive());
    }
    world.refused(names[47], arrive(), Refused::MeetingFull);
}

#[test]
fn the_largest_rekey_fits_into_an_entry() {
    let to: Vec<Arrival> = (0..48).map(|n| device("somebody", n)).collect();
    let mut seals = seals(&to);
    for seal in &mut seals {
        seal.sealed = vec![0; 1_168];
    }
    let mut world = World::of(&[]);
    let entry = world.entry(at("ann"), Body::Rekey { meeting: MEETING, index: 1, seals, without: vec![] });
    assert!(entry.encode().len() + 1_024 < wire::limits::ENTRY, "{}", entry.encode().len());
}

#[test]
fn phases() {
    check(SILENCE, &[], ("ann", next(SILENCE)), Ok(()));
    check(SILENCE, &[], ("ben", next(SILENCE)), Err(Refused::NotTheKeeper));
    check(SILENCE, &[], ("ann", next(LEAD)), Err(Refused::WrongPhase));
    check(SILENCE, &[("ann", next(SILENCE))], ("ann", next(SILENCE)), Err(Refused::WrongPhase));
    check(ROUND, &[], ("ann", next(ROUND)), Err(Refused::FloorHeld));
    check(ROUND, &[("ann", ask(2, 0))], ("ann", next(ROUND)), Err(Refused::FloorHeld));
    check(END, &[], ("ann", next(END)), Err(Refused::LastPhase));
    check(OPEN, &[], ("ann", next(OPEN)), Ok(()));
}

#[test]
fn hands() {
    check(QUEUE, &[], ("ben", hand(true)), Ok(()));
    check(QUEUE, &[("ben", hand(true))], ("ben", hand(true)), Ok(()));
    check(QUEUE, &[("ben", hand(true)), ("cho", hand(true))], ("cho", hand(true)), Err(Refused::HandUnchanged));
    check(QUEUE, &[("ben", hand(true)), ("cho", hand(true))], ("cho", hand(false)), Ok(()));
    check(QUEUE, &[], ("cho", hand(false)), Err(Refused::HandUnchanged));
    check(QUEUE, &[("cho", DEPART), ("cho", arrive())], ("cho", hand(true)), Err(Refused::NotAdmitted));
    check(READINGS, &[], ("ben", hand(true)), Ok(()));
    check(LEAD, &[], ("ann", hand(true)), Ok(()));
    check(LEAD, &[], ("ben", hand(true)), Err(Refused::NotTheKeeper));
    for phase in [SILENCE, ROUND, OPEN] {
        check(phase, &[], ("ann", hand(true)), Err(Refused::NoHands));
    }
}

#[test]
fn turns() {
    check(ROUND, &[], ("ann", done(2, 0)), Ok(()));
    check(ROUND, &[], ("ben", done(2, 0)), Err(Refused::NotYourTurn));
    check(ROUND, &[], ("ann", done(1, 0)), Err(Refused::WrongTurn));
    check(ROUND, &[], ("ann", done(3, 0)), Err(Refused::WrongTurn));
    check(ROUND, &[], ("ann", PASS), Ok(()));
    check(ROUND, &[], ("ben", PASS), Err(Refused::NotYourTurn));
    check(QUEUE, &[], ("ann", PASS), Err(Refused::NotYourTurn));
    let twice = vec![(at("ann").device, 1), (at("ann").device, 2)];
    let body = Body::TurnDone { meeting: MEETING, turn: 2, last: twice, feedback: false };
    check(ROUND, &[], ("ann", body), Err(Refused::WrongLines));
}

#[test]
fn feedback_only_where_the_phase_has_it_and_only_from_the_sharer() {
    check(ROUND, &[], ("ann", ask(2, 0)), Ok(()));
    check(QUEUE, &[("ben", hand(true))], ("ben", ask(5, 0)), Err(Refused::NoFeedbackHere));
    check(TALK, &[("ben", hand(true))], ("ben", ask(5, 0)), Err(Refused::NoFeedbackHere));
    check(ROUND, &[], ("ann", end_feedback(2)), Err(Refused::NoFeedbackOpen));
    check(ROUND, &[("ann", ask(2, 0))], ("ann", end_feedback(2)), Ok(()));
    check(ROUND, &[("ann", ask(2, 0))], ("ann", end_feedback(1)), Err(Refused::WrongTurn));
    check(ROUND, &[("ann", ask(2, 0))], ("ben", end_feedback(2)), Err(Refused::NotYourTurn));
    check(ROUND, &[("ann", ask(2, 0))], ("ann", done(2, 0)), Err(Refused::NotYourTurn));
    check(ROUND, &[("ann", ask(2, 0))], ("ann", move_on(2)), Ok(()));
    let twice = Body::EndFeedback { meeting: MEETING, turn: 2, last: vec![(at("ben"), 1), (at("ben"), 1)] };
    check(ROUND, &[("ann", ask(2, 0))], ("ann", twice), Err(Refused::WrongLines));
}

#[test]
fn moving_on() {
    check(ROUND, &[], ("ann", move_on(2)), Ok(()));
    check(ROUND, &[], ("ben", move_on(2)), Err(Refused::NotTheKeeper));
    check(ROUND, &[], ("ann", move_on(1)), Err(Refused::WrongTurn));
    check(ROUND, &[("ann", move_on(2))], ("ann", move_on(2)), Err(Refused::WrongTurn));
    check(QUEUE, &[], ("ann", move_on(4)), Err(Refused::WrongTurn));
    let counting = |last: &[(Arrival, u32)]| Body::MoveOn { meeting: MEETING, turn: 2, last: last.to_vec() };
    let asked = [("ann", ask(2, 1))];
    check(ROUND, &[], ("ann", counting(&[(at("ann"), 1), (device("ann", 2), 2)])), Ok(()));
    check(ROUND, &[], ("ann", counting(&[(at("ben"), 1)])), Err(Refused::WrongLines));
    check(ROUND, &[], ("ann", counting(&[(at("ann"), 1), (at("ann"), 2)])), Err(Refused::WrongLines));
    check(ROUND, &asked, ("ann", counting(&[(at("ben"), 1), (at("cho"), 2)])), Ok(()));
    check(ROUND, &asked, ("ann", counting(&[(at("ann"), 1)])), Err(Refused::WrongLines));
    let many = |count: u8| (0..count).map(|n| (device("ann", n), 1)).collect::<Vec<_>>();
    check(ROUND, &[], ("ann", counting(&many(16))), Ok(()));
    check(ROUND, &[], ("ann", counting(&many(17))), Err(Refused::WrongLines));
}

#[test]
fn the_keeper_leads() {
    let mut world = World::of(&["ben"]);
    world.open();
    assert_eq!(world.holder().as_deref(), Some("ann"));
    let acts = [
        ("ann", done(1, 3), None),
        ("ann", hand(true), Some("ann")),
        ("ann", done(2, 0), None),
        ("ann", next(LEAD), None),
        ("ann", next(SILENCE), None),
        ("ann", hand(true), Some("ann")),
    ];
    floors(&mut world, &acts);
}

#[test]
fn a_round_goes_round_once() {
    let mut world = World::meeting(ROUND, &["ben", "cho"]);
    world.circle.commit(&crate::world::joining("ann", "dan", 1)).expect("joins");
    assert_eq!(world.holder().as_deref(), Some("ann"));
    floors(&mut world, &[("ann", done(2, 1), Some("ben")), ("dan", arrive(), Some("ben")), ("ben", PASS, Some("cho"))]);
    floors(&mut world, &[("ann", move_on(4), None)]);
    floors(&mut world, &[("ann", door(2, &[at("dan")]), Some("dan"))]);
    floors(&mut world, &[("ben", DEPART, Some("dan")), ("ben", arrive(), Some("dan"))]);
    floors(&mut world, &[("dan", ask(5, 1), None), ("dan", end_feedback(5), None)]);
    floors(&mut world, &[("ann", door(3, &[at("ben")]), None), ("ann", next(ROUND), None)]);
    assert_eq!(world.meet().ring, [id("ann"), id("cho"), id("dan"), id("ben")]);
}

#[test]
fn a_queue_hears_everybody_before_anybody_twice() {
    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    let acts = [
        ("ben", hand(true), Some("ben")),
        ("ben", hand(true), Some("ben")),
        ("cho", hand(true), Some("ben")),
        ("ann", hand(true), Some("ben")),
        ("ben", done(5, 0), Some("cho")),
        ("cho", hand(true), Some("cho")),
        ("cho", done(6, 0), Some("ann")),
        ("ann", done(7, 0), Some("ben")),
        ("ben", done(8, 0), Some("cho")),
        ("cho", PASS, None),
    ];
    floors(&mut world, &acts);
    assert_eq!(world.meet().taken[&id("ben")], 2);
}

#[test]
fn nobody_holds_the_floor_in_silence_and_in_open_talk() {
    for phase in [SILENCE, OPEN] {
        assert_eq!(World::meeting(phase, &["ben"]).holder(), None);
    }
}

#[test]
fn a_holder_who_goes_leaves_the_floor() {
    let mut world = World::meeting(ROUND, &["ben", "cho"]);
    let second = device("ben", 2);
    assert!(world.act(second, arrive()).is_ok());
    world.ok("ann", done(2, 0));
    world.ok("ben", DEPART);
    assert_eq!(world.holder().as_deref(), Some("ben"), "the seat is the member's: another device is here");
    assert!(world.act(second, DEPART).is_ok());
    assert_eq!(world.holder().as_deref(), Some("cho"));
    world.ok("cho", ask(4, 0));
    world.ok("cho", Body::Leave {});
    assert!(world.meet().turn().is_none(), "feedback ends with the sharer");
    assert_eq!(world.meet().ring, [id("ann")]);
}

#[test]
fn the_meeting_goes_on_without_its_keeper() {
    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    world.ok("cho", deputy());
    let effects = world.ok("ann", DEPART);
    assert!(effects.contains(&MeetingEffect::KeeperChanged(id("cho")).into()), "deputies first: {effects:?}");
    let effects = world.ok("cho", Body::Leave {});
    assert!(effects.contains(&MeetingEffect::KeeperChanged(id("ben")).into()), "then by arrival: {effects:?}");
    world.ok("ann", arrive());
    world.ok("ben", door(2, &[at("ann")]));
    world.ok("ann", TAKE);
    assert_eq!(world.meet().keeper, id("ann"), "who serves as keeper takes it back");
}

#[test]
fn a_deputy_who_still_waits_comes_after_those_in_the_room() {
    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    world.ok("cho", deputy());
    world.ok("cho", DEPART);
    world.ok("cho", arrive());
    world.ok("ann", DEPART);
    assert_eq!(world.meet().keeper, id("ben"));
}

#[test]
fn taking_over() {
    check(QUEUE, &[], ("ann", TAKE), Err(Refused::AlreadyKeeper));
    check(QUEUE, &[], ("ben", TAKE), Err(Refused::KeeperHere));
    check(QUEUE, &[("ben", deputy())], ("ben", TAKE), Ok(()));
    check(QUEUE, &[("ben", deputy()), ("ben", TAKE)], ("ann", next(QUEUE)), Err(Refused::NotTheKeeper));
    check(QUEUE, &[("ben", deputy()), ("ben", TAKE)], ("ann", TAKE), Ok(()));
    let waiting = [("ben", deputy()), ("ben", DEPART), ("ben", arrive())];
    check(QUEUE, &waiting, ("ben", TAKE), Err(Refused::NotAdmitted));
}

#[test]
fn a_silent_keeper_is_relieved_by_anybody() {
    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    world.now = START.plus(120_000);
    world.refused("ben", TAKE, Refused::KeeperHere);
    world.ok("cho", hand(true));
    world.now = START.plus(119_999);
    world.ok("ann", Body::Rename { name: "Anna".to_owned() });
    world.now = START.plus(130_000);
    world.refused("ben", TAKE, Refused::KeeperHere);
    world.now = START.plus(239_999);
    world.ok("cho", done(turn(&world), 0));
    world.ok("ben", TAKE);
    assert_eq!(world.meet().keeper, id("ben"));
}

#[test]
fn of_two_one_alone_relieves_a_keeper_who_vanished() {
    let mut world = World::meeting(QUEUE, &["ben"]);
    world.now = START.plus(119_999);
    world.refused("ben", TAKE, Refused::KeeperHere);
    world.now = START.plus(120_000);
    world.ok("ben", TAKE);
    world.refused("ben", TAKE, Refused::AlreadyKeeper);
    world.ok("ann", TAKE);
    assert_eq!(world.meet().keeper, id("ann"), "who serves as keeper takes it back");

    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    world.now = START.plus(120_000);
    world.refused("ben", TAKE, Refused::KeeperHere);
    world.ok("cho", DEPART);
    world.now = START.plus(240_000);
    world.ok("ben", TAKE);
}

#[test]
fn where_all_wait_for_a_keeper_who_vanished_two_tell_the_time() {
    let tell = || deed(Deed::Tell {});
    let mut world = World::meeting(ROUND, &["ben", "cho"]);
    assert_eq!(world.holder().as_deref(), Some("ann"), "the keeper, and nobody else has anything to do");
    world.now = START.plus(119_999);
    world.refused("ben", tell(), Refused::NothingToTell);
    world.now = START.plus(120_000);
    world.refused("ann", tell(), Refused::NothingToTell);
    world.ok("ben", tell());
    world.refused("ben", tell(), Refused::NothingToTell);
    world.refused("ben", TAKE, Refused::KeeperHere);
    world.ok("cho", tell());
    world.refused("cho", tell(), Refused::NothingToTell);
    world.ok("ben", TAKE);
    let turn = turn(&world);
    world.ok("ben", move_on(turn));
    assert_eq!(world.holder().as_deref(), Some("ben"));
}

#[test]
fn of_two_one_needs_to_tell_nobody() {
    let mut world = World::meeting(ROUND, &["ben"]);
    world.now = START.plus(120_000);
    world.refused("ben", deed(Deed::Tell {}), Refused::NothingToTell);
    world.ok("ben", TAKE);
}

#[test]
fn a_new_keeper_leads_where_the_keeper_leads() {
    let mut world = World::meeting(LEAD, &["ben"]);
    world.ok("ann", hand(true));
    world.ok("ann", DEPART);
    assert_eq!(world.holder().as_deref(), Some("ben"));
}

#[test]
fn where_the_keeper_leads_the_hand_of_the_one_before_goes_down() {
    let mut world = World::meeting(LEAD, &["ben", "cho"]);
    world.ok("ben", deputy());
    world.ok("ann", hand(true));
    world.ok("ann", hand(true));
    assert_eq!(world.meet().hands, [id("ann")], "once more after this");
    let effects = world.ok("ben", TAKE);
    assert!(effects.contains(&MeetingEffect::HandsChanged.into()), "{effects:?}");
    assert!(world.meet().hands.is_empty(), "nobody would ever call it, and she could not lower it");
    let mine = turn(&world);
    floors(&mut world, &[("ann", done(mine, 1), Some("ben")), ("ben", PASS, None)]);

    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    world.ok("ben", deputy());
    world.ok("cho", hand(true));
    world.ok("ann", hand(true));
    world.ok("ben", TAKE);
    assert_eq!(world.meet().hands, [id("ann")], "elsewhere it stays up");
}

#[test]
fn closing() {
    check(ROUND, &[], ("ann", CLOSE), Ok(()));
    check(ROUND, &[], ("ben", CLOSE), Err(Refused::NotTheKeeper));
    let mut world = World::meeting(ROUND, &["ben"]);
    assert_eq!(world.ok("ann", CLOSE), [MeetingEffect::Closed(MEETING).into()]);
    assert!(world.circle.meeting().is_none());
    assert_eq!(world.circle.meetings_held(), 1);
    world.refused("ann", CLOSE, Refused::NoMeeting);
    world.open();
}

#[test]
fn a_meeting_without_people_is_over() {
    let mut world = World::meeting(QUEUE, &["ben"]);
    world.ok("ann", DEPART);
    let effects = world.ok("ben", Body::Leave {});
    assert_eq!(effects.last(), Some(&MeetingEffect::Closed(MEETING).into()));
    assert_eq!(world.circle.meetings_held(), 1);
}

#[test]
fn who_waits_inherits_a_room_that_everybody_left() {
    let mut world = World::meeting(ROUND, &["ben"]);
    world.ok("ben", DEPART);
    world.ok("ben", arrive());
    world.ok("ann", DEPART);
    assert_eq!((world.meet().keeper, world.meet().ring.len()), (id("ben"), 0));
    world.ok("ben", rekey(2, &[at("ben")], &[]));
    assert_eq!(world.meet().ring, [id("ben")]);
}
