//! Who holds the floor in a phase of each kind.

use circle::{Body, Deed, Feedback, Live, Mode, Refused, Service, TurnState};

use crate::world::{
    ASK, BUSINESS, BY_HAND, DEEP, EXAMPLE, MEETING, PLANS, PRESENTER, QUEUE, READING, READINGS, ROUND, SHEET, SILENCE,
    START, WELCOME, WORK, World, arrive, ask, deed, done, hand, id, move_on, next, say,
};

const PASS: Body = Body::Pass { meeting: MEETING };

/// Does something with the number of the present turn, and looks who holds the floor then.
#[track_caller]
fn step(world: &mut World, who: &str, act: impl Fn(u32) -> Body, want: Option<&str>) {
    let body = act(world.number());
    world.ok(who, body.clone());
    assert_eq!(world.holder().as_deref(), want, "after {who}: {body:?}");
}

#[track_caller]
fn refuse(world: &mut World, who: &str, act: impl Fn(u32) -> Body, want: Refused) {
    let body = act(world.number());
    world.refused(who, body, want);
}

const DONE: fn(u32) -> Body = |turn| done(turn, 1);
const PASSES: fn(u32) -> Body = |_| PASS;
const UP: fn(u32) -> Body = |_| hand(true);

fn part(from: u32) -> impl Fn(u32) -> Body {
    move |turn| deed(Deed::NextPart { turn, from })
}

fn be(mode: Option<Mode>) -> impl Fn(u32) -> Body {
    move |_| deed(Deed::Be { mode })
}

#[test]
fn silence_is_ended_by_anybody_once_its_time_is_over() {
    let mut world = World::meeting(SILENCE, &["ben"]);
    world.now = START.plus(59_999);
    world.refused("ben", next(SILENCE), Refused::NotTheKeeper);
    world.now = START.plus(60_000);
    world.ok("ben", next(SILENCE));
    world.refused("ben", next(SILENCE + 1), Refused::NotTheKeeper);
}

#[test]
fn readers_change_from_reading_to_reading_and_from_meeting_to_meeting() {
    let mut world = World::meeting(READING, &["ben", "cho"]);
    assert_eq!(world.holder().as_deref(), Some("ann"));
    step(&mut world, "ann", PASSES, Some("ben"));
    step(&mut world, "ben", DONE, Some("cho"));
    step(&mut world, "cho", DONE, None);
    world.refused("ann", hand(true), Refused::NoHands);
    world.ok("ann", Body::Close { meeting: MEETING });

    world.open();
    for who in ["cho", "ben"] {
        world.ok(who, arrive());
    }
    world.door("ann");
    for from in 0..READING {
        while world.number() > 0 {
            let turn = world.number();
            world.ok("ann", move_on(turn));
        }
        world.ok("ann", next(from));
    }
    assert_eq!(world.meet().ring, [id("ann"), id("cho"), id("ben")]);
    assert_eq!(world.holder().as_deref(), Some("ben"), "it begins after cho, who read last");
}

#[test]
fn who_volunteers_to_read_is_asked_first_and_the_keeper_reads_when_all_have_passed() {
    let mut world = World::meeting(READING - 1, &["ben", "cho"]);
    world.ok("cho", deed(Deed::Volunteer { service: Service::Read, up: true }));
    world.ok("ann", next(READING - 1));
    assert_eq!(world.holder().as_deref(), Some("cho"));
    step(&mut world, "cho", PASSES, Some("ann"));
    step(&mut world, "ann", PASSES, Some("ben"));
    step(&mut world, "ben", PASSES, Some("ann"));
    step(&mut world, "ann", PASSES, None);
    world.ok("ann", next(READING));
}

#[test]
fn everybody_who_is_new_is_welcomed_once_until_the_third_meeting() {
    let mut world = World::meeting(WELCOME, &["ben", "cho"]);
    assert_eq!(world.holder().as_deref(), Some("ben"), "not the keeper");
    step(&mut world, "ben", PASSES, Some("cho"));
    step(&mut world, "cho", DONE, None);
    world.refused("cho", hand(true), Refused::NoHands);
    assert!(world.circle.is_new(id("ben")));
    world.ok("ann", Body::Close { meeting: MEETING });
    for _ in 0..2 {
        world.open();
        world.ok("ben", arrive());
        world.door("ann");
        world.ok("ann", Body::Close { meeting: MEETING });
    }
    assert_eq!((world.circle.came(id("ben")), world.circle.came(id("cho"))), (3, 1));
    assert!(!world.circle.is_new(id("ben")) && world.circle.is_new(id("cho")));
}

#[test]
fn a_round_by_hand_goes_as_hands_go_up_and_once() {
    let mut world = World::meeting(BY_HAND, &["ben", "cho"]);
    assert_eq!(world.holder(), None);
    step(&mut world, "cho", UP, Some("cho"));
    step(&mut world, "ann", UP, Some("cho"));
    step(&mut world, "cho", DONE, Some("ann"));
    refuse(&mut world, "cho", UP, Refused::HadTurn);
    refuse(&mut world, "ann", UP, Refused::HadTurn);
    step(&mut world, "ann", DONE, None);
    assert!(world.meet().hands.is_empty(), "no hand stays up that nobody would call");
}

#[test]
fn who_is_called_away_in_a_turn_by_hand_is_offered_it_again() {
    for phase in [QUEUE, BY_HAND, EXAMPLE, SHEET, ASK, PRESENTER, BUSINESS, READINGS] {
        let mut world = World::meeting(phase, &["ben", "cho", "dan"]);
        step(&mut world, "ben", UP, Some("ben"));
        step(&mut world, "dan", UP, Some("ben"));
        step(&mut world, "cho", UP, Some("ben"));
        step(&mut world, "ben", be(Some(Mode::Away)), Some("dan"));
        assert_eq!(world.meet().hands, [id("ben"), id("cho")], "in phase {phase}");
        step(&mut world, "ben", be(None), Some("dan"));
        step(&mut world, "dan", PASSES, Some("ben"));
        step(&mut world, "ben", PASSES, Some("cho"));
    }
    let mut world = World::meeting(QUEUE, &["ben", "cho"]);
    step(&mut world, "ben", UP, Some("ben"));
    step(&mut world, "ben", be(Some(Mode::Listening)), None);
    assert!(world.meet().hands.is_empty(), "who only listens has no hand up");
    let mut world = World::meeting(ROUND, &["ben"]);
    step(&mut world, "ann", be(Some(Mode::Away)), Some("ben"));
    assert!(world.meet().hands.is_empty(), "a round by the ring asks by itself");
}

#[test]
fn who_is_called_away_while_others_answer_has_had_the_turn() {
    let mut world = World::meeting(DEEP, &["ben", "cho"]);
    step(&mut world, "ben", UP, Some("ben"));
    step(&mut world, "ben", |turn| ask(turn, 1), None);
    step(&mut world, "ben", be(Some(Mode::Away)), None);
    assert!(world.meet().hands.is_empty());
}

#[test]
fn one_line_is_one_line() {
    let mut world = World::meeting(BY_HAND, &["ben"]);
    world.ok("ben", hand(true));
    let (turn, here) = (world.number(), world.circle.seq());
    let two = Live::Say { turn, line: 0, text: "one\ntwo".to_owned(), part: 0 };
    assert_eq!(world.live("ben", here, &say(turn, 0)), Ok(()));
    assert_eq!(world.live("ben", here, &say(turn, 1)), Err(Refused::TooManyLines));
    assert_eq!(world.live("ben", here, &two), Err(Refused::TooManyLines));
}

#[test]
fn who_pauses_in_a_round_comes_later_and_who_only_listens_is_not_asked() {
    let mut world = World::meeting(ROUND, &["ben", "cho"]);
    step(&mut world, "ben", be(Some(Mode::Listening)), Some("ann"));
    step(&mut world, "ann", DONE, Some("cho"));
    step(&mut world, "cho", be(Some(Mode::Away)), None);
    step(&mut world, "ben", be(None), Some("ben"));
    step(&mut world, "cho", be(None), Some("ben"));
    step(&mut world, "ben", DONE, Some("cho"));
    step(&mut world, "cho", DONE, None);
}

#[test]
fn more_time_comes_after_all_others() {
    let later = |up| move |_| deed(Deed::Later { up });
    let mut world = World::meeting(ROUND, &["ben", "cho"]);
    refuse(&mut world, "ben", later(true), Refused::NoTurnYet);
    step(&mut world, "ann", later(true), Some("ann"));
    refuse(&mut world, "ann", later(true), Refused::Unchanged);
    step(&mut world, "ann", DONE, Some("ben"));
    step(&mut world, "ben", later(true), Some("ben"));
    step(&mut world, "ben", DONE, Some("cho"));
    step(&mut world, "ben", later(false), Some("cho"));
    step(&mut world, "cho", DONE, Some("ann"));
    step(&mut world, "ann", DONE, None);
    refuse(&mut world, "ann", later(true), Refused::HadTurn);
    step(&mut world, "ben", later(true), Some("ben"));
    let mut world = World::meeting(SILENCE, &["ben"]);
    refuse(&mut world, "ben", later(true), Refused::NoTurnsHere);
}

#[test]
fn one_presents_and_further_ones_if_the_keeper_says_so() {
    let more = |on| move |_| deed(Deed::Last { phase: PRESENTER, on });
    let mut world = World::meeting(PRESENTER - 1, &["ben", "cho"]);
    step(&mut world, "ben", PASSES, Some("cho"));
    step(&mut world, "cho", PASSES, None);
    world.ok("cho", deed(Deed::Volunteer { service: Service::Present, up: true }));
    world.ok("ann", next(PRESENTER - 1));
    assert_eq!(world.holder().as_deref(), Some("cho"));
    step(&mut world, "ben", UP, Some("cho"));
    step(&mut world, "cho", |turn| ask(turn, 1), None);
    assert_eq!(world.meet().turn().map(|turn| turn.state), Some(TurnState::Feedback));
    step(&mut world, "cho", |turn| Body::EndFeedback { meeting: MEETING, turn, last: vec![] }, None);
    refuse(&mut world, "ben", more(false), Refused::NotTheKeeper);
    refuse(&mut world, "ann", more(true), Refused::Unchanged);
    refuse(&mut world, "ann", |_| deed(Deed::Last { phase: 1, on: false }), Refused::WrongPhase);
    step(&mut world, "ann", more(false), Some("ben"));
    step(&mut world, "ben", DONE, None);
    world.ok("ann", next(PRESENTER));
}

#[test]
fn a_presenter_who_passes_leaves_the_floor_to_the_next() {
    let mut world = World::meeting(PRESENTER, &["ben", "cho"]);
    step(&mut world, "ben", UP, Some("ben"));
    step(&mut world, "cho", UP, Some("ben"));
    step(&mut world, "ben", PASSES, Some("cho"));
}

#[test]
fn topics_one_after_the_other_the_author_first() {
    let topic = |deed_of: fn(u32) -> Deed, topic| move |_| deed(deed_of(topic));
    let open = |number| topic(|topic| Deed::OpenTopic { topic }, number);
    let close = |number| topic(|topic| Deed::CloseTopic { topic }, number);
    let interest = |number| topic(|topic| Deed::Interest { topic, up: true }, number);
    let propose = |_| deed(Deed::Propose {});
    let mut world = World::meeting(WORK, &["ben", "cho"]);
    step(&mut world, "ben", propose, None);
    step(&mut world, "cho", propose, None);
    step(&mut world, "ann", interest(2), None);
    refuse(&mut world, "ann", interest(2), Refused::Unchanged);
    refuse(&mut world, "ann", interest(3), Refused::TopicUnknown);
    assert_eq!(world.meet().waiting_topics().iter().map(|topic| topic.number).collect::<Vec<_>>(), [2, 1]);
    refuse(&mut world, "ben", UP, Refused::NoTopicOpen);
    refuse(&mut world, "ben", open(1), Refused::NotTheKeeper);
    refuse(&mut world, "ann", close(1), Refused::TopicUnknown);
    step(&mut world, "ann", open(2), Some("cho"));
    refuse(&mut world, "ann", open(1), Refused::FloorHeld);
    refuse(&mut world, "ann", close(2), Refused::FloorHeld);
    step(&mut world, "ben", UP, Some("cho"));
    step(&mut world, "cho", DONE, Some("ben"));
    let here = world.circle.seq();
    assert_eq!(world.live("ann", here, &say(world.number(), 0)), Ok(()), "a topic is talked about together");
    step(&mut world, "ben", DONE, None);
    refuse(&mut world, "ben", close(2), Refused::NotTheKeeper);
    step(&mut world, "cho", close(2), None);
    step(&mut world, "ann", open(1), Some("ben"));
    assert_eq!(world.meet().turn().map(|turn| turn.topic), Some(1));
    step(&mut world, "ben", DONE, None);
    step(&mut world, "ann", close(1), None);
    refuse(&mut world, "ann", open(2), Refused::TopicUnknown);
}

#[test]
fn topics_are_proposed_where_the_template_says_and_stay_their_authors() {
    let mut world = World::meeting(BY_HAND, &["ben"]);
    for _ in 0..3 {
        world.ok("ben", deed(Deed::Propose {}));
    }
    world.refused("ben", deed(Deed::Propose {}), Refused::TooManyTopics);
    world.refused("ann", deed(Deed::WithdrawTopic { topic: 1 }), Refused::NotYourTopic);
    world.refused("ann", deed(Deed::OpenTopic { topic: 1 }), Refused::NoTopicsHere);
    world.ok("ben", deed(Deed::WithdrawTopic { topic: 1 }));
    world.refused("ben", deed(Deed::WithdrawTopic { topic: 1 }), Refused::TopicUnknown);
    world.ok("ben", deed(Deed::Propose {}));
    let here = world.circle.seq();
    let title = |text: &str| Live::Topic { topic: 2, text: text.to_owned() };
    assert_eq!(world.live("ben", here, &title("a title")), Ok(()));
    assert_eq!(world.live("ann", here, &title("a title")), Err(Refused::NotYourTopic));
    assert_eq!(world.live("ben", here, &title(&"x".repeat(201))), Err(Refused::TextTooLong));
    let mut world = World::meeting(ROUND, &["ben"]);
    world.refused("ben", deed(Deed::Propose {}), Refused::NoAgendaHere);
}

#[test]
fn a_question_goes_round_and_comes_back_to_the_asker() {
    let mut world = World::meeting(ASK, &["ben", "cho"]);
    step(&mut world, "ben", UP, Some("ben"));
    step(&mut world, "cho", UP, Some("ben"));
    step(&mut world, "ben", DONE, Some("ann"));
    step(&mut world, "ann", PASSES, Some("cho"));
    step(&mut world, "cho", DONE, Some("ben"));
    step(&mut world, "ben", DONE, Some("cho"));
    step(&mut world, "cho", DONE, Some("ann"));
    step(&mut world, "ann", |_| deed(Deed::Last { phase: ASK, on: true }), Some("ann"));
    step(&mut world, "ann", DONE, Some("cho"));
    step(&mut world, "cho", DONE, None);
    world.ok("ann", next(ASK));
}

#[test]
fn a_question_goes_with_its_asker() {
    let mut world = World::meeting(ASK, &["ben", "cho"]);
    step(&mut world, "ben", UP, Some("ben"));
    step(&mut world, "ben", DONE, Some("ann"));
    step(&mut world, "ben", |_| Body::Depart { meeting: MEETING }, Some("ann"));
    step(&mut world, "ann", DONE, None);
    step(&mut world, "cho", UP, Some("cho"));
    step(&mut world, "cho", PASSES, None);
    assert!(world.meet().stage.asking.is_none(), "a question that was not asked does not go round");
}

#[test]
fn an_example_is_told_in_its_parts_and_then_gets_tags() {
    let mut world = World::meeting(EXAMPLE, &["ben"]);
    step(&mut world, "ben", UP, Some("ben"));
    let turn = world.number();
    let words = |part| Live::Say { turn, line: 0, text: "words".to_owned(), part };
    let tag = Live::Tag { turn, tag: 0 };
    let here = world.circle.seq();
    assert_eq!(world.live("ben", here, &words(0)), Ok(()));
    assert_eq!(world.live("ben", here, &words(1)), Err(Refused::WrongPart));
    assert_eq!(world.live("ann", here, &tag), Err(Refused::NoTags));
    refuse(&mut world, "ben", DONE, Refused::PartsLeft);
    refuse(&mut world, "ann", part(0), Refused::NotYourTurn);
    refuse(&mut world, "ben", part(1), Refused::WrongPart);
    step(&mut world, "ben", part(0), Some("ben"));
    refuse(&mut world, "ben", part(1), Refused::LastPart);
    assert_eq!(world.live("ann", world.circle.seq(), &tag), Err(Refused::NoTags));
    step(&mut world, "ben", |turn| ask(turn, 1), None);
    let here = world.circle.seq();
    assert_eq!(world.live("ann", here, &tag), Ok(()));
    assert_eq!(world.live("ben", here, &tag), Err(Refused::OwnTurn));
    assert_eq!(world.live("ann", here, &Live::Tag { turn, tag: 1 }), Err(Refused::NoTags));
    assert_eq!(world.live("ann", here, &say(turn, 0)), Err(Refused::NotYourTurn), "tags instead of replies");
    step(&mut world, "ben", |turn| Body::EndFeedback { meeting: MEETING, turn, last: vec![] }, None);
}

#[test]
fn a_sheet_is_filled_in_by_all_and_turned_by_holder_or_keeper() {
    let mut world = World::meeting(SHEET, &["ben", "cho"]);
    step(&mut world, "ben", UP, Some("ben"));
    let turn = world.number();
    let words = |part| Live::Say { turn, line: 0, text: "words".to_owned(), part };
    assert_eq!(world.live("cho", world.circle.seq(), &words(0)), Ok(()));
    assert_eq!(world.live("cho", world.circle.seq(), &words(1)), Err(Refused::WrongPart));
    refuse(&mut world, "cho", part(0), Refused::NotTheKeeper);
    step(&mut world, "ann", part(0), Some("ben"));
    assert_eq!(world.live("cho", world.circle.seq(), &words(1)), Ok(()));
    step(&mut world, "ben", DONE, None);
}

#[test]
fn plans_go_round_with_their_parts() {
    let mut world = World::meeting(PLANS, &["ben"]);
    assert_eq!(world.holder().as_deref(), Some("ann"));
    step(&mut world, "ann", part(0), Some("ann"));
    step(&mut world, "ann", DONE, Some("ben"));
    step(&mut world, "ben", DONE, None);
    let here = world.circle.seq();
    let claim = |days| Live::Milestone { days, text: String::new() };
    assert_eq!(world.live("ben", here, &claim(30)), Ok(()));
    assert_eq!(world.live("ben", here, &claim(0)), Ok(()));
    assert_eq!(world.live("ben", here, &claim(31)), Err(Refused::NoMilestonesHere));
}

#[test]
fn a_holder_wishes_for_no_more_than_the_rule_allows() {
    let wish = |wish| move |turn| deed(Deed::Wish { turn, wish });
    let mut world = World::meeting(ROUND, &["ben"]);
    let turn = world.number();
    refuse(&mut world, "ben", wish(Feedback::Silent), Refused::NotYourTurn);
    refuse(&mut world, "ann", wish(Feedback::Open), Refused::NoFeedbackHere);
    let tap = Live::Tap { turn, tap: circle::Tap::Heard };
    assert_eq!(world.live("ben", world.circle.seq(), &tap), Ok(()));
    step(&mut world, "ann", wish(Feedback::Silent), Some("ann"));
    assert_eq!(world.live("ben", world.circle.seq(), &tap), Err(Refused::TapsUnwanted));
    step(&mut world, "ann", wish(Feedback::Ask), Some("ann"));
    step(&mut world, "ann", |turn| ask(turn, 1), None);

    let mut world = World::meeting(crate::world::TALK, &["ben"]);
    step(&mut world, "ann", UP, Some("ann"));
    let turn = world.number();
    assert_eq!(world.live("ben", world.circle.seq(), &say(turn, 0)), Ok(()));
    step(&mut world, "ann", wish(Feedback::Taps), Some("ann"));
    assert_eq!(world.live("ben", world.circle.seq(), &say(turn, 1)), Err(Refused::NotYourTurn));
    step(&mut world, "ann", |turn| ask(turn, 1), None);
    assert_eq!(world.live("ben", world.circle.seq(), &say(turn, 1)), Ok(()), "and may open it afterwards");
}

#[test]
fn business_goes_by_hand() {
    let mut world = World::meeting(BUSINESS, &["ben"]);
    step(&mut world, "ben", UP, Some("ben"));
    step(&mut world, "ben", DONE, None);
}
