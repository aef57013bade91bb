//! Random meetings of every shipped template, with all acts, drop-outs and late-comers: what holds after every entry,
//! and that a few who are left can always bring the meeting to its close.

use std::collections::BTreeSet;

use circle::{
    Answer, Arrival, Body, Charter, Circle, Corner, Deed, EjectReason, Feedback, Meeting, MemberId, Mode, PhaseKind,
    QuestionState, Service, TopicState, TurnState, templates,
};
use proptest::prelude::*;

use crate::world::{MEETING, World, arrive, deed, device, hand, id, seals};

const NAMES: [&str; 5] = ["ann", "ben", "cho", "dan", "eli"];

/// An act, drawn without regard to whether it is allowed.
#[derive(Debug, Clone, Copy)]
struct Draw {
    who: usize,
    act: u8,
    number: u32,
    up: bool,
    /// The member whom the act needs does it: the holder, the keeper.
    fit: bool,
    seconds: u64,
}

fn draw() -> impl Strategy<Value = Draw> {
    let fit = prop_oneof![3 => Just(true), 1 => Just(false)];
    (0..NAMES.len(), 0_u8..48, 0_u32..4, any::<bool>(), fit, 0_u64..40)
        .prop_map(|(who, act, number, up, fit, seconds)| Draw { who, act, number, up, fit, seconds })
}

fn author(meeting: &Meeting, draw: Draw) -> Arrival {
    let drawn = device(NAMES[draw.who], 1);
    let member = match draw.act {
        0..=9 | 24..=26 => meeting.turn().map(|turn| turn.holder),
        10..=15 | 27..=31 => Some(meeting.keeper),
        _ => None,
    };
    let own = member.filter(|_| draw.fit).map(|member| Arrival { member, ..drawn });
    own.filter(|arrival| meeting.presence(*arrival).is_some()).unwrap_or(drawn)
}

fn body(circle: &Circle, meeting: &Meeting, author: Arrival, draw: Draw) -> Body {
    let Draw { number, up, .. } = draw;
    let turn = meeting.turn_count;
    let target = id(NAMES[(draw.who + 1 + number as usize) % NAMES.len()]);
    let last: Vec<_> = Vec::new();
    let answer = [Answer::For, Answer::Against, Answer::Aside][number as usize % 3];
    deed(match draw.act {
        0..=4 => {
            return Body::TurnDone { meeting: MEETING, turn, last: vec![(author.device, number)], feedback: up };
        }
        5 => return Body::Pass { meeting: MEETING },
        6 | 7 => return Body::EndFeedback { meeting: MEETING, turn, last },
        8 | 9 => Deed::NextPart { turn, from: meeting.turn().map_or(0, |turn| turn.part) },
        10..=12 => {
            return Body::NextPhase { meeting: MEETING, from: meeting.phase, skip: u32::from(number == 3) };
        }
        13 => return Body::MoveOn { meeting: MEETING, turn, last },
        14 => Deed::Last { phase: meeting.phase, on: up },
        15 => Deed::OpenTopic { topic: number },
        16..=19 => return hand(up || number > 0),
        20 => return arrive(),
        21 if up => return Body::Depart { meeting: MEETING },
        22 => return door(circle, meeting),
        23 => return rekey(circle, meeting),
        24 => Deed::Wish {
            turn,
            wish: [Feedback::Silent, Feedback::Taps, Feedback::Ask, Feedback::Open][number as usize],
        },
        25 => Deed::Typing { turn, on: up },
        26 => Deed::Hold { up },
        27 => Deed::Pause { on: up && number > 1 },
        28 if number == 0 => Deed::Eject { member: target, reason: EjectReason::Disturbing },
        29 => break_out(meeting),
        30 => Deed::ComeBack { breakout: meeting.breakouts },
        31 => Deed::QuietOver { turn },
        32 => Deed::CloseTopic { topic: meeting.stage.topic },
        33 => Deed::Propose {},
        34 => Deed::Interest { topic: number, up },
        35 => Deed::Be { mode: up.then_some([Mode::Listening, Mode::Paused, Mode::Away][number as usize % 3]) },
        36 => Deed::Volunteer {
            service: [Service::Read, Service::Present, Service::Open, Service::Door][number as usize],
            up,
        },
        37 => Deed::AskHands {},
        38 => {
            let question = meeting.questions.len() as u32;
            Deed::Answer { question, sealed: answer.seal(MEETING, question, author.member, &[0; 16]) }
        }
        39 => Deed::CloseHands { question: meeting.questions.len() as u32 },
        40 => Deed::Show { question: meeting.questions.len() as u32, answer, salt: [0; 16] },
        41 => Deed::Later { up },
        42 => Deed::Care { turn, up },
        43 => return Body::TakeKeeping { meeting: MEETING },
        44 => Deed::LeaveCorner { breakout: meeting.breakouts },
        45 => Deed::Tell {},
        _ => return corner_key(meeting, author),
    })
}

fn check_corners(meeting: &Meeting) {
    let Some(breakout) = &meeting.breakout else { return };
    let members: Vec<MemberId> = breakout.corners.iter().flat_map(|corner| corner.members.iter().copied()).collect();
    assert_eq!(members.iter().collect::<BTreeSet<_>>().len(), members.len(), "nobody is in two corners");
    assert!(!members.is_empty(), "when the last one has gone back, it is over");
    assert!(!members.iter().any(|member| meeting.out.contains(member)));
    for corner in breakout.corners.iter().filter(|corner| corner.is_open(meeting)) {
        assert!(corner.keyed.iter().all(|arrival| corner.members.contains(&arrival.member)));
        assert!(corner.keyed.iter().all(|arrival| meeting.presence(*arrival).is_some()), "nobody has it who is gone");
    }
}

fn arrivals<'a>(presences: impl IntoIterator<Item = &'a circle::Presence>) -> Vec<Arrival> {
    presences.into_iter().map(|presence| presence.arrival).collect()
}

fn door(circle: &Circle, meeting: &Meeting) -> Body {
    let seals = seals(&arrivals(meeting.may_enter(circle.charter())));
    Body::Door { meeting: MEETING, index: meeting.key_index + 1, seals }
}

fn rekey(circle: &Circle, meeting: &Meeting) -> Body {
    let seals = seals(&arrivals(meeting.may_have_key(circle.charter())));
    Body::Rekey { meeting: MEETING, index: meeting.key_index + 1, seals, without: vec![] }
}

fn break_out(meeting: &Meeting) -> Deed {
    let free: Vec<MemberId> = meeting.ring.iter().copied().filter(|member| meeting.is_open_to_turns(*member)).collect();
    let pairs = free.chunks(2).map(|pair| Corner { members: pair.iter().copied().collect(), topic: 0 });
    let corners = pairs.filter(|corner| corner.members.len() == 2).collect();
    Deed::BreakOut { number: meeting.breakouts + 1, seconds: 30, corners }
}

fn corner_key(meeting: &Meeting, author: Arrival) -> Body {
    let place = meeting.breakout.as_ref().and_then(|breakout| breakout.corner_of(author.member));
    let (corner, index, members) =
        place.map_or((0, 1, BTreeSet::new()), |(place, corner)| (place, corner.index + 1, corner.members.clone()));
    let to = meeting.arrivals.iter().filter(|presence| members.contains(&presence.arrival.member));
    let seals = seals(&arrivals(to));
    deed(Deed::CornerKey { breakout: meeting.breakouts, corner, index, seals })
}

/// What holds after every entry.
fn check(circle: &Circle) {
    let Some(meeting) = circle.meeting() else { return };
    let phase = &circle.charter().phases[meeting.phase as usize];
    let running: Vec<_> = meeting.turns.values().filter(|turn| turn.state != TurnState::Over).collect();
    assert!(running.len() <= 1, "never two holders");
    let stage = &meeting.stage;
    if let [turn] = running[..] {
        assert_eq!((turn.number, turn.phase), (meeting.turn_count, meeting.phase));
        assert!(meeting.is_open_to_turns(turn.holder), "who only listens, pauses or is away has no turn");
        assert!(
            stage.quiet.is_none() && meeting.breakout.is_none(),
            "nobody speaks in the quiet or out of the corners"
        );
        assert!(!matches!(phase.kind, PhaseKind::Silence | PhaseKind::Open));
        assert!(turn.wish <= Feedback::most(phase));
        assert!(phase.parts.is_empty() || (turn.part as usize) < phase.parts.len());
    }
    let in_ring = |member: &MemberId| meeting.ring.contains(member);
    assert!(meeting.is_here(meeting.keeper), "a meeting has a keeper who is here");
    assert!(meeting.ring.iter().all(|member| meeting.is_here(*member)));
    assert!(meeting.out.iter().all(|member| !meeting.is_here(*member)));
    assert!(meeting.hands.iter().all(in_ring) && stage.later.iter().all(in_ring) && meeting.modes.keys().all(in_ring));
    assert!(meeting.services.values().flatten().all(in_ring));
    assert!(stage.asking.as_ref().is_none_or(|asking| in_ring(&asking.asker)));
    let listens = |member: &MemberId| meeting.modes.get(member) == Some(&Mode::Listening);
    assert!(!meeting.hands.iter().any(listens) && !stage.later.iter().any(listens), "who only listens wants no turn");
    let open: Vec<u32> =
        meeting.agenda.iter().filter(|topic| topic.state == TopicState::Open).map(|topic| topic.number).collect();
    assert_eq!(open, [stage.topic].into_iter().filter(|topic| *topic > 0).collect::<Vec<_>>());
    assert!(meeting.questions.iter().filter(|question| question.state != QuestionState::Over).count() <= 1);
    assert!(
        meeting
            .questions
            .iter()
            .all(|question| question.shown.keys().all(|member| question.sealed.contains_key(member)))
    );
    check_corners(meeting);
    if phase.kind.is_round() {
        let most = |member: &MemberId| 1 + u32::from(stage.extra.contains(member));
        assert!(
            meeting.taken.iter().all(|(member, turns)| *turns <= most(member)),
            "once round, and once more if asked"
        );
    }
    assert!(circle.snapshot().len() <= wire::limits::SNAPSHOT / 2);
}

/// Two who are left (or the only one) walk the meeting through all its phases; nobody else does anything any more.
fn walk_to_the_close(world: &mut World) {
    let Some(meeting) = world.circle.meeting() else { return };
    let here: Vec<MemberId> = if meeting.ring.is_empty() { waiting(meeting) } else { meeting.ring.clone() };
    let mut left: Vec<Arrival> =
        here.iter().rev().take(2).map(|member| Arrival { member: *member, ..device("", 1) }).collect();
    if meeting.ring.is_empty() {
        let key = rekey(&world.circle, meeting);
        world.act(left[0], key).expect("who inherits the room makes a key");
    }
    // Long enough that neither keeper nor anybody else is waited for.
    world.now = world.now.plus(16 * 60_000);
    for (n, who) in left.iter().enumerate() {
        let _ = world.act(*who, deed(Deed::Be { mode: None }));
        world.act(*who, Body::Rename { name: format!("left {n}") }).expect("claims the time");
    }
    let keeper = world.meet().keeper;
    left.sort_by_key(|who| who.member != keeper);
    let first = left[0];
    if world.meet().keeper != first.member {
        world.act(first, Body::TakeKeeping { meeting: MEETING }).expect("a silent keeper is relieved");
    }
    for _ in 0..600 {
        let Some(meeting) = world.circle.meeting() else { return };
        let (act, who) = next_step(&world.circle, meeting, &left);
        world.now = world.now.plus(1_000);
        let what = format!("{act:?}");
        world.act(who, act).unwrap_or_else(|refused| panic!("{what} was {refused}"));
        check(&world.circle);
    }
    panic!("the meeting does not end: {:?}", world.circle.meeting());
}

fn waiting(meeting: &Meeting) -> Vec<MemberId> {
    meeting.arrivals.iter().map(|presence| presence.arrival.member).collect()
}

fn next_step(circle: &Circle, meeting: &Meeting, left: &[Arrival]) -> (Body, Arrival) {
    let keeper = left[0];
    if meeting.pause.is_some() {
        return (deed(Deed::Pause { on: false }), keeper);
    }
    if let Some(breakout) = &meeting.breakout {
        return (deed(Deed::ComeBack { breakout: breakout.number }), keeper);
    }
    if let Some(quiet) = meeting.stage.quiet {
        return (deed(Deed::QuietOver { turn: quiet.turn }), keeper);
    }
    if let Some(turn) = meeting.turn() {
        let own = left.iter().find(|who| who.member == turn.holder);
        if let Some(who) = own.filter(|_| turn.state == TurnState::Held) {
            return (Body::Pass { meeting: MEETING }, *who);
        }
        if let Some(who) = own {
            return (Body::EndFeedback { meeting: MEETING, turn: turn.number, last: vec![] }, *who);
        }
        let who = left.iter().find(|who| !turn.release.contains(&who.member)).unwrap_or(&keeper);
        return (Body::MoveOn { meeting: MEETING, turn: turn.number, last: vec![] }, *who);
    }
    if meeting.phase as usize + 1 < circle.charter().phases.len() {
        return (Body::NextPhase { meeting: MEETING, from: meeting.phase, skip: 0 }, keeper);
    }
    (Body::Close { meeting: MEETING }, keeper)
}

/// A meeting under the charter; dan comes late, eli serves as deputy.
fn begin(charter: Charter) -> World {
    let mut world = World::under(charter, &["ben", "cho", "dan", "eli"]);
    world.ok("eli", Body::ServeAs { role: "deputy".to_owned() });
    world.open();
    for who in ["ben", "cho", "eli"] {
        world.ok(who, arrive());
    }
    let meeting = world.meet().clone();
    world.ok("ann", door(&world.circle, &meeting));
    world.ok("dan", arrive());
    world
}

fn charters() -> Vec<Charter> {
    templates().into_iter().map(|template| template.charter).chain([crate::world::charter()]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn meetings_of_every_template_keep_their_promises_and_can_be_closed(
        draws in proptest::collection::vec(draw(), 1..160),
        which in any::<prop::sample::Index>(),
    ) {
        let charters = charters();
        let mut world = begin(charters[which.index(charters.len())].clone());
        for draw in draws {
            let Some(meeting) = world.circle.meeting().cloned() else { break };
            world.now = world.now.plus(draw.seconds * 1_000);
            let author = author(&meeting, draw);
            let body = body(&world.circle, &meeting, author, draw);
            let entry = world.entry(author, body);
            prop_assert_eq!(circle::Entry::decode(&entry.encode()), Ok(entry.clone()));
            let _ = world.fold(&entry);
            check(&world.circle);
        }
        let snapshot = world.circle.snapshot();
        prop_assert_eq!(Circle::restore(&snapshot).expect("a snapshot").snapshot(), snapshot);
        walk_to_the_close(&mut world);
        prop_assert!(world.circle.meeting().is_none());
    }
}

#[test]
fn a_scripted_meeting_of_six_runs_to_its_end_under_every_template() {
    for charter in charters() {
        let (name, phases) = (charter.name.clone(), charter.phases.len() as u32);
        let mut world = World::under(charter, &["ben", "cho", "dan", "eli", "fay"]);
        world.open();
        for who in ["ben", "cho", "dan", "eli", "fay"] {
            world.ok(who, arrive());
        }
        world.door("ann");
        let mut spoke = BTreeSet::new();
        for _ in 0..2_000 {
            let Some(meeting) = world.circle.meeting().cloned() else { break };
            check(&world.circle);
            if let Some(turn) = meeting.turn() {
                spoke.insert(turn.holder);
            }
            let (who, act) = polite(&world, &meeting);
            world.now = world.now.plus(1_000);
            world.act(who, act).expect(&name);
        }
        assert!(world.circle.meeting().is_none(), "{name}: {phases} phases");
        assert_eq!(spoke.len(), 6, "{name}: everybody had the floor");
    }
}

/// What people who know the ways of a circle do next.
fn polite(world: &World, meeting: &Meeting) -> (Arrival, Body) {
    let ann = device("ann", 1);
    let phase = &world.circle.charter().phases[meeting.phase as usize];
    if let Some(quiet) = meeting.stage.quiet {
        return (ann, deed(Deed::QuietOver { turn: quiet.turn }));
    }
    if let Some(turn) = meeting.turn() {
        let holder = Arrival { member: turn.holder, ..ann };
        if turn.state == TurnState::Feedback {
            return (holder, Body::EndFeedback { meeting: MEETING, turn: turn.number, last: vec![] });
        }
        if phase.kind == PhaseKind::Example && turn.part as usize + 1 < phase.parts.len() {
            return (holder, deed(Deed::NextPart { turn: turn.number, from: turn.part }));
        }
        let feedback = Feedback::most(phase) == Feedback::Ask || phase.kind == PhaseKind::Example;
        let last = vec![(holder.device, 1)];
        return (holder, Body::TurnDone { meeting: MEETING, turn: turn.number, last, feedback });
    }
    if let Some(topic) = meeting.waiting_topics().first()
        && phase.kind == PhaseKind::Work
        && meeting.stage.topic == 0
    {
        return (ann, deed(Deed::OpenTopic { topic: topic.number }));
    }
    if phase.kind == PhaseKind::Work && meeting.agenda.is_empty() {
        return (device("cho", 1), deed(Deed::Propose {}));
    }
    let fresh = meeting.ring.iter().find(|member| meeting.turns_of(**member) == 0 && !meeting.stage.last);
    let raise = fresh.map(|member| Arrival { member: *member, ..ann }).filter(|who| {
        let mut trial = world.clone();
        trial.act(*who, hand(true)).is_ok()
    });
    if let Some(who) = raise {
        return (who, hand(true));
    }
    if meeting.stage.topic > 0 {
        return (ann, deed(Deed::CloseTopic { topic: meeting.stage.topic }));
    }
    if meeting.phase as usize + 1 < world.circle.charter().phases.len() {
        return (ann, Body::NextPhase { meeting: MEETING, from: meeting.phase, skip: 0 });
    }
    (ann, Body::Close { meeting: MEETING })
}
