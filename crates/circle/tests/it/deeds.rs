//! What people do in a meeting besides taking turns.

use circle::{
    Aftercare, Answer, Arrival, Body, Corner, Deed, EjectReason, Feedback, HereAndNow, Live, MeetingEffect, Mode,
    QuestionState, Refused, Service, limits,
};

use crate::{
    schedule::later,
    world::{
        BUSINESS, DEEP, END, MEETING, OPEN, QUEUE, REST, ROUND, START, World, arrive, at, deed, device, done, hand, id,
        move_on, next, say, seals,
    },
};

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

const PASS: Body = Body::Pass { meeting: MEETING };

/// One act after others in a meeting of ann (keeper), ben and cho in this phase.
#[track_caller]
fn check(phase: u32, before: &[(&str, Deed)], (who, act): (&str, Deed), want: Result<(), Refused>) {
    let mut world = World::meeting(phase, &["ben", "cho"]);
    for (who, act) in before {
        world.ok(who, deed(act.clone()));
    }
    let what = format!("{who}: {act:?}");
    assert_eq!(world.act(at(who), deed(act)).map(|_| ()), want, "{what}");
}

/// A meeting in which ben holds a held share; with `deputies` cho and dan may open meetings too.
fn held(deputies: bool) -> World {
    let mut world = World::meeting(DEEP, &["ben", "cho", "dan"]);
    if deputies {
        world.ok("cho", Body::ServeAs { role: "deputy".to_owned() });
    }
    world.ok("ben", deed(Deed::Hold { up: true }));
    world.ok("ben", hand(true));
    assert!(world.meet().turn().is_some_and(|turn| turn.held && turn.aftercare == Aftercare::Wanted));
    world
}

#[test]
fn every_deed_needs_a_seat() {
    let outside = [
        Deed::Later { up: true },
        Deed::Wish { turn: 1, wish: Feedback::Silent },
        Deed::Hold { up: true },
        Deed::QuietOver { turn: 1 },
        Deed::Care { turn: 1, up: true },
        Deed::Be { mode: Some(Mode::Away) },
        Deed::Volunteer { service: Service::Door, up: true },
        Deed::Typing { turn: 1, on: true },
        Deed::Pause { on: true },
        Deed::AskPause {},
        Deed::Last { phase: DEEP, on: true },
        Deed::NextPart { turn: 1, from: 0 },
        Deed::Propose {},
        Deed::Interest { topic: 1, up: true },
        Deed::OpenTopic { topic: 1 },
        Deed::CloseTopic { topic: 1 },
        Deed::WithdrawTopic { topic: 1 },
        Deed::AskHands {},
        Deed::Answer { question: 1, sealed: wire::Hash::ZERO },
        Deed::CloseHands { question: 1 },
        Deed::Show { question: 1, answer: Answer::For, salt: [0; 16] },
        Deed::Eject { member: id("ben"), reason: EjectReason::Other },
        Deed::BreakOut { number: 1, seconds: 60, corners: vec![] },
        Deed::CornerKey { breakout: 1, corner: 0, index: 1, seals: vec![] },
        Deed::ComeBack { breakout: 1 },
        Deed::LeaveCorner { breakout: 1 },
        Deed::Tell {},
    ];
    for act in outside {
        let mut world = World::meeting(DEEP, &["ben", "cho"]);
        world.ok("cho", Body::Depart { meeting: MEETING });
        world.refused("cho", deed(act), Refused::NotPresent);
    }
}

#[test]
fn only_the_holder_or_two_together_end_a_held_share() {
    let mut world = held(false);
    let turn = world.number();
    world.ok("ann", move_on(turn));
    assert_eq!(world.holder().as_deref(), Some("ben"), "one keeper alone does not");
    world.refused("ann", move_on(turn), Refused::Unchanged);
    world.refused("ben", move_on(turn), Refused::ShareHeld);
    world.ok("dan", move_on(turn));
    assert_eq!(world.holder(), None, "where there are not two keepers, anybody is the second");

    let mut world = held(true);
    let turn = world.number();
    world.refused("dan", move_on(turn), Refused::ShareHeld);
    world.ok("cho", move_on(turn));
    world.ok("ann", move_on(turn));
    assert_eq!(world.holder(), None);

    let mut world = held(false);
    for who in ["cho", "dan"] {
        world.ok(who, Body::Depart { meeting: MEETING });
    }
    let turn = world.number();
    world.ok("ann", move_on(turn));
    assert_eq!(world.holder(), None, "two people alone are never stuck");
}

#[test]
fn a_held_share_waits_for_no_keeper_who_vanished() {
    let mut world = held(true);
    let turn = world.number();
    world.ok("cho", move_on(turn));
    world.now = START.plus(limits::ASLEEP_MS);
    world.refused("dan", move_on(turn), Refused::ShareHeld);
    world.ok("cho", deed(Deed::Tell {}));
    world.ok("dan", deed(Deed::Tell {}));
    world.ok("dan", move_on(turn));
    assert_eq!(world.holder(), None, "ann and ben have vanished");
}

#[test]
fn while_somebody_waits_at_the_door_a_held_share_waits_for_nobody_who_vanished() {
    for cho_is_there in [false, true] {
        let mut world = World::meeting(DEEP, &["ben", "cho"]);
        world.circle.commit(&crate::world::joining("ann", "dan", 1)).expect("joins");
        world.ok("ben", deed(Deed::Hold { up: true }));
        world.ok("ben", hand(true));
        world.ok("dan", arrive());
        let turn = world.number();
        world.ok("ann", move_on(turn));
        if cho_is_there {
            world.now = START.plus(limits::ASLEEP_MS / 2);
            world.ok("cho", deed(Deed::Tell {}));
        }
        world.refused("ann", move_on(turn), Refused::Unchanged);
        world.now = START.plus(limits::ASLEEP_MS);
        world.ok("ann", deed(Deed::Tell {}));
        world.ok("dan", deed(Deed::Tell {}));
        if cho_is_there {
            world.refused("ann", move_on(turn), Refused::Unchanged);
            continue;
        }
        world.ok("ann", move_on(turn));
        assert_eq!(world.holder(), None, "ann is the only one inside who is left");
    }
    let mut world = held(false);
    let turn = world.number();
    world.ok("ann", move_on(turn));
    world.now = START.plus(limits::ASLEEP_MS);
    world.refused("ann", move_on(turn), Refused::Unchanged);
    world.ok("cho", move_on(turn));
}

#[test]
fn shares_are_held_where_the_template_says_and_as_long_as_their_holder_likes() {
    check(QUEUE, &[], ("ben", Deed::Hold { up: true }), Err(Refused::NotHeldHere));
    check(DEEP, &[], ("ben", Deed::Hold { up: false }), Err(Refused::Unchanged));
    check(DEEP, &[("ben", Deed::Hold { up: true })], ("ben", Deed::Hold { up: true }), Err(Refused::Unchanged));
    let mut world = held(false);
    let turn = world.number();
    world.refused("ben", deed(Deed::Hold { up: true }), Refused::Unchanged);
    world.ok("ben", deed(Deed::Hold { up: false }));
    world.ok("ann", move_on(turn));
    assert_eq!(world.holder(), None);
}

#[test]
fn it_is_quiet_after_a_turn() {
    let mut world = held(false);
    world.ok("cho", hand(true));
    let turn = world.number();
    let over = deed(Deed::QuietOver { turn });
    world.refused("ann", over.clone(), Refused::NotQuiet);
    world.ok("ben", done(turn, 1));
    assert_eq!(world.holder(), None, "cho's hand waits");
    world.refused("cho", deed(Deed::QuietOver { turn: turn - 1 }), Refused::NotQuiet);
    world.now = START.plus(19_999);
    world.refused("cho", over.clone(), Refused::NotTheKeeper);
    world.now = START.plus(20_000);
    world.ok("cho", over);
    assert_eq!(world.holder().as_deref(), Some("cho"));
    world.ok("cho", PASS);
    assert!(world.meet().stage.quiet.is_none(), "a pass is not commented on, by silence neither");
}

#[test]
fn one_volunteer_takes_the_aftercare_if_the_holder_likes() {
    let mut world = held(false);
    let turn = world.number();
    let care = |up| deed(Deed::Care { turn, up });
    world.ok("ben", done(turn, 1));
    world.refused("ben", care(true), Refused::Unchanged);
    world.ok("cho", care(true));
    assert_eq!(world.meet().turns[&turn].aftercare, Aftercare::Taken(id("cho")));
    world.refused("dan", care(true), Refused::AftercareSettled);
    world.refused("dan", care(false), Refused::AftercareSettled);
    world.ok("cho", care(false));
    world.ok("dan", care(true));
    world.ok("ben", care(false));
    assert_eq!(world.meet().turns[&turn].aftercare, Aftercare::Declined);
    world.refused("dan", care(true), Refused::AftercareSettled);
    world.ok("ben", care(true));
    let other = turn - 1;
    world.refused("cho", deed(Deed::Care { turn: other, up: true }), Refused::NotHeld);
    world.refused("cho", deed(Deed::Care { turn: 99, up: true }), Refused::TooOld);
}

#[test]
fn the_seat_stays_whatever_one_does() {
    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    world.refused("ben", deed(Deed::Be { mode: None }), Refused::Unchanged);
    world.ok("ben", hand(true));
    world.ok("cho", hand(true));
    world.ok("ben", deed(Deed::Be { mode: Some(Mode::Away) }));
    assert_eq!((world.holder().as_deref(), world.meet().turns_of(id("ben"))), (Some("cho"), 0), "not counted");
    world.refused("ben", hand(true), Refused::NotAsUsual);
    assert_eq!(world.meet().ring, [id("ann"), id("ben"), id("cho")]);
    world.ok("ben", deed(Deed::Be { mode: None }));
    world.refused("ben", hand(true), Refused::HandUnchanged);
    world.ok("ben", deed(Deed::Be { mode: Some(Mode::Listening) }));
    assert!(world.meet().hands.is_empty(), "who only listens has no hand up");
}

#[test]
fn who_only_listens_wants_no_more_time() {
    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    world.ok("ben", hand(true));
    let turn = world.meet().turn_count;
    world.ok("ben", done(turn, 0));
    world.ok("ben", deed(Deed::Be { mode: Some(Mode::Listening) }));
    world.refused("ben", deed(Deed::Later { up: true }), Refused::NotAsUsual);
}

#[test]
fn a_keeper_who_is_called_away_hands_on() {
    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    world.ok("cho", deed(Deed::Volunteer { service: Service::Open, up: true }));
    world.ok("ann", deed(Deed::Be { mode: Some(Mode::Away) }));
    assert_eq!(world.meet().keeper, id("cho"), "who volunteered for it");
    let mut world = World::meeting(QUEUE, &["ben"]);
    world.ok("ben", deed(Deed::Be { mode: Some(Mode::Paused) }));
    world.ok("ann", deed(Deed::Be { mode: Some(Mode::Away) }));
    assert_eq!(world.meet().keeper, id("ben"));
}

#[test]
fn small_services_are_for_everybody() {
    let volunteer = |up| Deed::Volunteer { service: Service::Time, up };
    check(QUEUE, &[], ("cho", volunteer(true)), Ok(()));
    check(QUEUE, &[], ("cho", volunteer(false)), Err(Refused::Unchanged));
    check(QUEUE, &[("cho", volunteer(true))], ("cho", volunteer(true)), Err(Refused::Unchanged));
    check(QUEUE, &[("cho", volunteer(true))], ("cho", volunteer(false)), Ok(()));
    let names = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9"];
    let mut world = World::meeting(QUEUE, &names);
    for name in &names[..8] {
        world.ok(name, deed(volunteer(true)));
    }
    world.refused("m9", deed(volunteer(true)), Refused::ServiceFull);
    world.ok("m1", Body::Depart { meeting: MEETING });
    world.ok("m9", deed(volunteer(true)));
}

#[test]
fn words_are_shown_while_typed_only_if_the_holder_chose_it() {
    let mut world = World::meeting(ROUND, &["ben"]);
    let turn = world.number();
    let draft = Live::Draft { turn, line: 0, text: "wor".to_owned() };
    assert_eq!(world.live("ann", world.circle.seq(), &draft), Err(Refused::NoTypingHere));
    world.refused("ben", deed(Deed::Typing { turn, on: true }), Refused::NotYourTurn);
    world.refused("ann", deed(Deed::Typing { turn, on: false }), Refused::Unchanged);
    world.refused("ann", deed(Deed::Typing { turn: turn + 1, on: true }), Refused::WrongTurn);
    world.ok("ann", deed(Deed::Typing { turn, on: true }));
    let here = world.circle.seq();
    assert_eq!(world.live("ann", here, &draft), Ok(()));
    assert_eq!(world.live("ben", here, &draft), Err(Refused::NotYourTurn));
    world.ok("ann", done(turn, 1));
    assert_eq!(world.live("ann", world.circle.seq(), &draft), Err(Refused::WrongTurn));
}

#[test]
fn the_whole_meeting_pauses() {
    check(QUEUE, &[], ("ben", Deed::Pause { on: true }), Err(Refused::NotTheKeeper));
    check(QUEUE, &[], ("ann", Deed::Pause { on: false }), Err(Refused::Unchanged));
    check(QUEUE, &[], ("ben", Deed::AskPause {}), Ok(()));
    check(QUEUE, &[("ben", Deed::AskPause {})], ("ben", Deed::AskPause {}), Err(Refused::Unchanged));
    let mut world = World::meeting(ROUND, &["ben"]);
    let turn = world.number();
    world.ok("ann", deed(Deed::Pause { on: true }));
    assert_eq!(world.live("ann", world.circle.seq(), &say(turn, 0)), Err(Refused::Paused));
    world.ok("ann", done(turn, 0));
    assert_eq!(world.holder(), None, "nobody gets the floor");
    world.refused("ann", next(ROUND), Refused::Paused);
    world.ok("ann", Body::Depart { meeting: MEETING });
    world.ok("ben", deed(Deed::Pause { on: false }));
    assert_eq!(world.holder().as_deref(), Some("ben"));
}

#[test]
fn the_last_turn_is_the_last() {
    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    world.ok("ben", hand(true));
    world.ok("cho", hand(true));
    world.ok("ann", deed(Deed::Last { phase: QUEUE, on: true }));
    let turn = world.number();
    world.ok("ben", done(turn, 0));
    assert_eq!(world.holder(), None);
    world.ok("ann", next(QUEUE));
}

#[test]
fn optional_phases_are_skipped() {
    let skip = |from, skip| Body::NextPhase { meeting: MEETING, from, skip };
    let mut world = World::meeting(DEEP, &["ben"]);
    world.refused("ben", skip(DEEP, 1), Refused::NotTheKeeper);
    world.refused("ann", skip(DEEP, 2), Refused::LastPhase);
    world.refused("ann", skip(DEEP, u32::MAX), Refused::LastPhase);
    world.ok("ann", skip(DEEP, 1));
    assert_eq!(world.meet().phase, END);
    World::meeting(OPEN, &["ben"]).refused("ann", skip(OPEN, 1), Refused::NotOptional);
    assert_eq!(World::meeting(REST, &[]).meet().phase, REST);
}

#[test]
fn answers_are_blind_until_all_are_given() {
    let seal = |who: &str, answer: Answer| answer.seal(MEETING, 1, id(who), &[1; 16]);
    let answer = |who: &str, what| deed(Deed::Answer { question: 1, sealed: seal(who, what) });
    let show = |answer, salt| deed(Deed::Show { question: 1, answer, salt: [salt; 16] });
    let close = || deed(Deed::CloseHands { question: 1 });
    let mut world = World::meeting(BUSINESS, &["ben", "cho"]);
    world.refused("ben", answer("ben", Answer::For), Refused::QuestionUnknown);
    world.ok("ben", deed(Deed::AskHands {}));
    world.refused("cho", deed(Deed::AskHands {}), Refused::QuestionOpen);
    let words = Live::Question { question: 1, text: "Shall we?".to_owned() };
    assert_eq!(world.live("ben", world.circle.seq(), &words), Ok(()));
    assert_eq!(world.live("cho", world.circle.seq(), &words), Err(Refused::QuestionUnknown));
    for (who, what) in [("ann", Answer::For), ("ben", Answer::For), ("cho", Answer::Against)] {
        world.ok(who, answer(who, what));
    }
    world.refused("ann", answer("ann", Answer::Against), Refused::AlreadyAnswered);
    world.refused("ann", show(Answer::For, 1), Refused::QuestionUnknown);
    world.refused("cho", close(), Refused::NotTheKeeper);
    world.ok("ben", close());
    world.refused("cho", show(Answer::For, 1), Refused::WrongAnswer);
    world.refused("cho", show(Answer::Against, 2), Refused::WrongAnswer);
    world.ok("cho", show(Answer::Against, 1));
    world.refused("cho", show(Answer::Against, 1), Refused::AlreadyAnswered);
    world.ok("ann", show(Answer::For, 1));
    assert_eq!(world.meet().questions[0].outcome(HereAndNow::ShowOfHands), None);
    world.ok("ben", show(Answer::For, 1));
    let question = &world.meet().questions[0];
    assert_eq!(question.state, QuestionState::Over);
    assert_eq!(question.outcome(HereAndNow::ShowOfHands), Some(true));
    assert_eq!(question.outcome(HereAndNow::Consent), Some(false));
    assert_eq!(question.outcome(HereAndNow::Keeper), None);
    world.refused("ann", close(), Refused::QuestionUnknown);
    World::meeting(QUEUE, &["ben"]).refused("ben", deed(Deed::AskHands {}), Refused::NoBusinessHere);
}

#[test]
fn a_meeting_has_its_number_of_questions() {
    let mut world = World::meeting(BUSINESS, &["ben"]);
    for question in 1..=circle::limits::QUESTIONS as u32 {
        world.ok("ben", deed(Deed::AskHands {}));
        world.ok("ben", deed(Deed::CloseHands { question }));
    }
    world.refused("ann", deed(Deed::AskHands {}), Refused::TooManyQuestions);
}

#[test]
fn who_does_not_show_an_answer_is_not_counted() {
    let mut world = World::meeting(BUSINESS, &["ben", "cho"]);
    world.ok("ann", deed(Deed::AskHands {}));
    for who in ["ben", "cho"] {
        let sealed = Answer::For.seal(MEETING, 1, id(who), &[1; 16]);
        world.ok(who, deed(Deed::Answer { question: 1, sealed }));
    }
    world.ok("ann", deed(Deed::CloseHands { question: 1 }));
    world.ok("ben", deed(Deed::Show { question: 1, answer: Answer::For, salt: [1; 16] }));
    world.ok("ann", deed(Deed::CloseHands { question: 1 }));
    assert_eq!(
        (world.meet().questions[0].count(Answer::For), world.meet().questions[0].state),
        (1, QuestionState::Over)
    );
}

fn eject(who: &str) -> Body {
    deed(Deed::Eject { member: id(who), reason: EjectReason::Attacking })
}

#[test]
fn one_keeper_alone_ejects_and_nothing_is_said_until_there_is_another_key() {
    let mut world = World::meeting(OPEN, &["ben", "cho"]);
    world.refused("ben", eject("cho"), Refused::NotTheKeeper);
    world.refused("ann", eject("ann"), Refused::NotPresent);
    world.refused("ann", eject("eve"), Refused::NotPresent);
    let effects = world.ok("ann", eject("cho"));
    assert!(effects.contains(&MeetingEffect::Ejected(id("cho")).into()), "{effects:?}");
    assert_eq!(world.live("ben", world.circle.seq(), &say(0, 0)), Err(Refused::RekeyDue));
    world.refused("cho", arrive(), Refused::PutOut);
    world.refused("cho", hand(true), Refused::NotPresent);
    world.ok("ben", Body::Rekey { meeting: MEETING, index: 2, seals: seals(&[at("ann"), at("ben")]), without: vec![] });
    assert_eq!(world.live("ben", world.circle.seq(), &say(0, 0)), Ok(()));
}

#[test]
fn two_keepers_eject_together() {
    let mut world = World::meeting(OPEN, &["ben", "cho"]);
    world.ok("ben", Body::ServeAs { role: "deputy".to_owned() });
    let effects = world.ok("ann", eject("cho"));
    assert!(effects.contains(&MeetingEffect::EjectProposed(id("cho")).into()), "{effects:?}");
    assert!(world.meet().is_here(id("cho")) && !world.meet().rekey_due);
    world.refused("ann", eject("cho"), Refused::Unchanged);
    world.ok("ben", eject("cho"));
    assert!(!world.meet().is_here(id("cho")) && world.meet().rekey_due);
    let ejection = world.circle.ejections()[0].clone();
    assert_eq!((ejection.member, ejection.by.len(), ejection.appealed), (id("cho"), 2, false));
}

#[test]
fn the_second_keeper_knows_the_reason_of_the_first() {
    let mut world = World::meeting(OPEN, &["ben", "cho"]);
    world.ok("ben", Body::ServeAs { role: "deputy".to_owned() });
    world.ok("ann", eject("cho"));
    let said = world.meet().ejecting[&id("cho")].clone();
    assert_eq!(said.into_iter().collect::<Vec<_>>(), [(id("ann"), EjectReason::Attacking)]);
}

#[test]
fn whoever_had_to_leave_may_appeal_also_afterwards() {
    let mut world = World::meeting(OPEN, &["ben", "cho"]);
    let appeal = Body::Appeal { meeting: MEETING };
    world.ok("ann", eject("cho"));
    world.refused("ben", appeal.clone(), Refused::NotEjected);
    world.ok("ann", Body::Close { meeting: MEETING });
    world.ok("cho", appeal.clone());
    assert!(world.circle.ejections()[0].appealed);
    world.refused("cho", appeal, Refused::AlreadyAppealed);
}

#[test]
fn an_appeal_is_taken_for_thirty_days() {
    let mut world = World::meeting(OPEN, &["ben", "cho"]);
    let appeal = Body::Appeal { meeting: MEETING };
    world.ok("ann", eject("cho"));
    world.ok("ann", Body::Close { meeting: MEETING });
    later(&mut world, u64::from(limits::APPEAL_DAYS) * DAY_MS);
    let mut in_time = world.clone();
    in_time.ok("cho", appeal.clone());
    later(&mut world, DAY_MS);
    world.refused("cho", appeal, Refused::NotEjected);
}

fn corner(members: &[&str]) -> Corner {
    Corner { members: members.iter().map(|name| id(name)).collect(), topic: 0 }
}

fn out(number: u32, corners: &[Corner]) -> Deed {
    Deed::BreakOut { number, seconds: 60, corners: corners.to_vec() }
}

#[test]
fn corners_are_sound() {
    let sound = || [corner(&["ann", "ben"])];
    check(OPEN, &[], ("ben", out(1, &sound())), Err(Refused::NotTheKeeper));
    check(OPEN, &[], ("ann", out(2, &sound())), Err(Refused::WrongCorners));
    check(OPEN, &[], ("ann", out(1, &[])), Err(Refused::WrongCorners));
    check(OPEN, &[], ("ann", out(1, &[corner(&["ann"])])), Err(Refused::WrongCorners));
    check(OPEN, &[], ("ann", out(1, &[corner(&["ann", "ben"]), corner(&["ben", "cho"])])), Err(Refused::WrongCorners));
    check(OPEN, &[], ("ann", out(1, &[corner(&["ann", "eve"])])), Err(Refused::WrongCorners));
    let quiet = [("ben", Deed::Be { mode: Some(Mode::Listening) })];
    check(OPEN, &quiet, ("ann", out(1, &sound())), Err(Refused::WrongCorners));
    check(ROUND, &[], ("ann", out(1, &sound())), Err(Refused::FloorHeld));
    check(OPEN, &[("ann", out(1, &sound()))], ("ann", out(2, &sound())), Err(Refused::InCorners));
    check(OPEN, &[("ann", out(1, &sound()))], ("ben", Deed::ComeBack { breakout: 2 }), Err(Refused::NoBreakout));
    check(OPEN, &[("ann", out(1, &sound()))], ("ben", Deed::ComeBack { breakout: 1 }), Err(Refused::NotTheKeeper));
}

#[test]
fn what_is_said_in_a_corner_stays_there() {
    let key = |corner, index, to: &[Arrival]| deed(Deed::CornerKey { breakout: 1, corner, index, seals: seals(to) });
    let line = |corner| Live::Corner { breakout: 1, corner, line: 0, text: "words".to_owned() };
    let mut world = World::meeting(OPEN, &["ben", "cho", "dan"]);
    world.ok("ann", deed(out(1, &[corner(&["ann", "dan"]), corner(&["ben", "cho"])])));
    assert_eq!(world.live("ben", world.circle.seq(), &say(0, 0)), Err(Refused::InCorners));
    world.refused("ann", key(1, 1, &[at("ben"), at("cho")]), Refused::NotYourCorner);
    world.refused("ben", key(1, 1, &[at("ben"), at("cho"), at("ann")]), Refused::WrongSeals);
    world.refused("ben", key(1, 2, &[at("ben"), at("cho")]), Refused::WrongKeyIndex);
    world.refused("ben", key(2, 1, &[]), Refused::NoBreakout);
    assert_eq!(world.live("ben", world.circle.seq(), &line(1)), Err(Refused::NotYourCorner), "no key yet");
    world.ok("ben", key(1, 1, &[at("ben"), at("cho")]));
    let here = world.circle.seq();
    assert_eq!(world.live("cho", here, &line(1)), Ok(()));
    assert_eq!(world.live("ann", here, &line(1)), Err(Refused::NotYourCorner), "not the keeper either");
    assert_eq!(world.live("cho", here, &line(0)), Err(Refused::NotYourCorner));
    let second = device("cho", 2);
    assert!(world.act(second, arrive()).is_ok());
    world.ok("cho", key(1, 2, &[at("ben"), at("cho"), second]));
    world.now = START.plus(60_000);
    world.ok("cho", deed(Deed::ComeBack { breakout: 1 }));
    assert_eq!(world.live("cho", world.circle.seq(), &line(1)), Err(Refused::NoBreakout));
    assert_eq!(world.live("cho", world.circle.seq(), &say(0, 0)), Ok(()));
}

#[test]
fn one_may_go_back_from_a_corner_alone() {
    let mut world = World::meeting(OPEN, &["ben", "cho", "dan"]);
    let back = |breakout| deed(Deed::LeaveCorner { breakout });
    world.refused("ben", back(0), Refused::NoBreakout);
    world.ok("ann", deed(out(1, &[corner(&["ben", "cho"])])));
    world.refused("ben", back(2), Refused::NoBreakout);
    world.refused("ann", back(1), Refused::NotYourCorner);
    world.ok("ben", back(1));
    world.refused("ben", back(1), Refused::NotYourCorner);
    world.refused("ann", deed(Deed::BreakOut { number: 2, seconds: 60, corners: vec![] }), Refused::InCorners);
    world.ok("cho", back(1));
    assert_eq!(world.meet().breakout, None, "when the last one has gone back, it is over");
    assert_eq!(world.live("cho", world.circle.seq(), &say(0, 0)), Ok(()));
}

#[test]
fn whoever_is_gone_keeps_no_key_of_a_corner() {
    let key = |index, to: &[Arrival]| deed(Deed::CornerKey { breakout: 1, corner: 0, index, seals: seals(to) });
    let line = Live::Corner { breakout: 1, corner: 0, line: 0, text: "words".to_owned() };
    let open = |world: &World| world.meet().breakout.as_ref().map(|b| b.corners[0].is_open(world.meet()));
    let due = |world: &World| world.meet().breakout.as_ref().map(|b| b.corners[0].needs_key(world.meet()));
    let mut world = World::meeting(OPEN, &["ben", "cho", "dan"]);
    world.ok("ann", deed(out(1, &[corner(&["ben", "cho", "dan"])])));
    assert_eq!((open(&world), due(&world)), (Some(false), Some(true)));
    world.ok("ben", key(1, &[at("ben"), at("cho"), at("dan")]));
    assert_eq!((open(&world), due(&world)), (Some(true), Some(false)));
    let before = world.circle.seq();
    world.ok("dan", deed(Deed::LeaveCorner { breakout: 1 }));
    assert_eq!(world.live("ben", before, &line), Ok(()), "said before dan went");
    assert_eq!((open(&world), due(&world)), (Some(false), Some(true)));
    assert_eq!(world.live("ben", world.circle.seq(), &line), Err(Refused::CornerKeyDue));
    assert_eq!(world.live("dan", world.circle.seq(), &line), Err(Refused::NotYourCorner));
    world.refused("dan", key(2, &[at("ben"), at("cho"), at("dan")]), Refused::NotYourCorner);
    world.refused("ben", key(2, &[at("ben"), at("cho"), at("dan")]), Refused::WrongSeals);
    world.ok("cho", key(2, &[at("ben"), at("cho")]));
    assert_eq!(world.live("ben", world.circle.seq(), &line), Ok(()));
    world.ok("cho", Body::Depart { meeting: MEETING });
    assert_eq!((open(&world), due(&world)), (Some(false), Some(false)), "ben is alone");
    world.ok("cho", arrive());
    assert_eq!((open(&world), due(&world)), (Some(true), Some(true)), "cho is back, without the key");
    assert_eq!(world.live("cho", world.circle.seq(), &line), Err(Refused::NotAdmitted));
    world.ok("ben", key(3, &[at("ben"), at("cho")]));
    world.ok("ann", deed(Deed::Pause { on: true }));
    assert_eq!(world.live("ben", world.circle.seq(), &line), Err(Refused::Paused));
    world.ok("ann", deed(Deed::Eject { member: id("cho"), reason: EjectReason::Attacking }));
    assert_eq!((open(&world), due(&world)), (Some(false), Some(false)), "ben is alone again");
}

#[test]
fn notes_go_to_the_keeper_and_from_the_keeper_to_one() {
    let world = World::meeting(QUEUE, &["ben", "cho"]);
    let check = |who: &str, to: &[Arrival], want| {
        for note in [Live::Note { seals: seals(to) }, Live::Fit { seals: seals(to) }] {
            assert_eq!(world.live(who, world.circle.seq(), &note), want, "{who} to {to:?}");
        }
    };
    check("ben", &[at("ann")], Ok(()));
    check("ann", &[at("ben")], Ok(()));
    check("ben", &[at("cho")], Err(Refused::NoteAstray));
    check("ann", &[at("ann")], Err(Refused::NoteAstray));
    check("ann", &[at("ben"), at("cho")], Err(Refused::NoteAstray));
    check("ben", &[], Err(Refused::NoteAstray));
    check("ben", &[device("ann", 2)], Err(Refused::NoteAstray));
}
