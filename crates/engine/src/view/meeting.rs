//! The running meeting as this person sees it.

use std::collections::BTreeMap;

use circle::{Aftercare, Body, Feedback, Live, Meeting, PhaseKind, Sense, Turn, TurnState};
use wire::Millis;

use super::{
    AftercareView, Carrying, LineView, MeetingAct, MeetingView, Place, SenseView, TurnView, TurnWords,
    build::{id, phase, taps, text},
    gathering,
};
use crate::{
    command::Act,
    meeting::Room,
    member::{Core, Member, body_of},
    suite::Suite,
};

/// Acts in the order in which they are offered.
const ACTS: [Act; 10] = [
    Act::HandUp,
    Act::HandDown,
    Act::Done,
    Act::DoneWithFeedback,
    Act::Pass,
    Act::EndFeedback,
    Act::NextPhase,
    Act::MoveOn,
    Act::TakeKeeping,
    Act::Close,
];

pub(super) fn view<S: Suite>(member: &Member<S>, core: &Core<S>) -> Option<MeetingView> {
    let meeting = core.circle.meeting()?;
    let now = member.now();
    let me = core.me();
    let charter = core.circle.charter();
    let ids = |list: &[circle::MemberId]| list.iter().map(|member| id(*member)).collect::<Vec<_>>();
    let room = core.room.as_ref().filter(|room| room.meeting == meeting.id);
    let acts = acts(core, meeting, now);
    let inside = place(core, meeting) == Place::Inside;
    let deeds = if inside { gathering::deeds(core, meeting, now) } else { Vec::new() };
    let waiting = meeting.arrivals.iter().map(|presence| presence.arrival.member);
    let mut waiting: Vec<_> = waiting.filter(|member| !meeting.ring.contains(member)).map(id).collect();
    waiting.dedup();
    Some(MeetingView {
        phase: meeting.phase,
        phases: charter.phases.iter().map(phase).collect(),
        tag_names: gathering::tag_names(charter),
        phase_began: millis(meeting.phase_claimed),
        turn_began: meeting.turn().map(|turn| millis(turn.claimed)),
        keeper: id(meeting.keeper),
        i_am_keeper: meeting.keeper == me,
        can_take_keeping: acts.contains(&MeetingAct::Act(Act::TakeKeeping)),
        keeper_here: meeting.keeper == me || room.is_some_and(|room| room.is_here(meeting.keeper, now)),
        my_place: place(core, meeting),
        present: ids(&meeting.ring),
        waiting,
        doors: charter.safety.doors,
        turn: meeting.turn().map(|turn| turn_view(core, meeting, turn, room)),
        hands: ids(&meeting.hands),
        my_hand: meeting.hands.contains(&me),
        spoken: meeting.taken.keys().map(|member| id(*member)).collect(),
        words: room.map(|room| words(core, meeting, room)).unwrap_or_default(),
        reading: gathering::reading(charter, meeting),
        marks: gathering::marks(charter, meeting),
        late: text(&charter.late),
        cards: if meeting.keeper == me { gathering::cards(charter) } else { BTreeMap::new() },
        gathering: gathering::view(core, meeting, room, deeds),
        acts,
        connected: member.connection.is_open(),
        unsent: room.map_or(0, Room::unsent),
    })
}

fn turn_view<S: Suite>(core: &Core<S>, meeting: &Meeting, turn: &Turn, room: Option<&Room>) -> TurnView {
    let phase = &core.circle.charter().phases[meeting.phase as usize];
    let most = Feedback::most(phase);
    let asks = most >= Feedback::Ask && turn.wish < Feedback::Open;
    let draft =
        room.and_then(|room| room.told.draft.as_ref()).filter(|(number, _)| *number == turn.number && turn.typing);
    TurnView {
        number: turn.number,
        holder: id(turn.holder),
        is_me: turn.holder == core.me(),
        feedback: turn.state == TurnState::Feedback,
        open_to_feedback: asks || phase.kind == PhaseKind::Example,
        sense: match turn.sense {
            Sense::Plain => SenseView::Plain,
            Sense::Later => SenseView::Later,
            Sense::Question => SenseView::Question,
            Sense::Answer => SenseView::Answer,
            Sense::TakingAway => SenseView::TakingAway,
        },
        wish: turn.wish.into(),
        most: most.into(),
        part: (!phase.parts.is_empty()).then_some(turn.part),
        held: turn.held,
        release: turn.release.iter().map(|member| id(*member)).collect(),
        aftercare: gathering::aftercare(turn),
        aftercare_by: aftercare_by(turn),
        typing: turn.typing,
        draft: draft.map(|(_, text)| text.to_string()),
    }
}

fn aftercare_by(turn: &Turn) -> Option<String> {
    if let Aftercare::Taken(member) = turn.aftercare { Some(id(member)) } else { None }
}

/// JavaScript counts time in floats.
#[expect(clippy::cast_precision_loss, reason = "exact for the next 285,000 years")]
pub(crate) fn millis(time: Millis) -> f64 {
    time.0 as f64
}

fn place<S: Suite>(core: &Core<S>, meeting: &Meeting) -> Place {
    let arriving = core.is_posting(|body| matches!(body, Body::Arrive { .. }));
    match meeting.presence(core.arrival()) {
        Some(presence) if !presence.waiting && core.room.is_some() => Place::Inside,
        Some(_) if core.room.is_some() => Place::Waiting,
        _ if arriving => Place::Waiting,
        _ => Place::Outside,
    }
}

/// What the rules would take from this person now.
fn acts<S: Suite>(core: &Core<S>, meeting: &Meeting, now: Millis) -> Vec<MeetingAct> {
    let mut acts = Vec::new();
    if place(core, meeting) == Place::Outside {
        let arrive = Body::Arrive { meeting: meeting.id, key: vec![0; 1216] };
        if core.allows(arrive, now) {
            acts.push(MeetingAct::Act(Act::Arrive));
        }
        return acts;
    }
    acts.push(MeetingAct::Act(Act::Depart));
    for act in ACTS {
        if let Ok(Some(body)) = body_of(core, act)
            && core.allows(body, now)
        {
            acts.push(MeetingAct::Act(act));
        }
    }
    let turn = meeting.turn().map_or(0, |turn| turn.number);
    let part = meeting.turn().map_or(0, |turn| turn.part);
    let line = core.room.as_ref().map_or(0, |room| room.next_line(turn));
    let say = Live::Say { turn, line, text: "-".to_owned(), part };
    let may_say = core.room.as_ref().is_some_and(|room| room.has_key(core));
    if may_say && core.circle.judge(core.arrival(), core.circle.seq(), &say).is_ok() {
        acts.push(MeetingAct::With(Carrying::Say));
    }
    let tap = Live::Tap { turn: meeting.turn_count, tap: circle::Tap::Heard };
    if may_say && core.circle.judge(core.arrival(), core.circle.seq(), &tap).is_ok() {
        acts.push(MeetingAct::With(Carrying::Tap));
    }
    if may_say {
        acts.extend(telling(core, meeting, now).into_iter().map(MeetingAct::With));
    }
    acts
}

/// What else could be told now.
fn telling<S: Suite>(core: &Core<S>, meeting: &Meeting, now: Millis) -> Vec<Carrying> {
    let (me, here) = (core.arrival(), core.circle.seq());
    let turn = meeting.turn_count;
    let told = |live: &Live| core.circle.judge(me, here, live).is_ok();
    let charter = core.circle.charter();
    let taggable = (0..charter.tags.len() as u32).any(|tag| told(&Live::Tag { turn, tag }));
    let line = core.room.as_ref().map_or(0, |room| room.next_line(turn));
    let in_meeting = |deed| core.allows(Body::InMeeting { meeting: meeting.id, deed }, now);
    let sealed = wire::Hash::ZERO;
    let question = meeting.questions.len() as u32;
    let mut all = Vec::new();
    let offers = [
        (Carrying::Tag, taggable),
        (Carrying::Draft, told(&Live::Draft { turn, line, text: String::new() })),
        (Carrying::Propose, in_meeting(circle::Deed::Propose {})),
        (Carrying::AskHands, in_meeting(circle::Deed::AskHands {})),
        (Carrying::AnswerHands, in_meeting(circle::Deed::Answer { question, sealed })),
        (Carrying::Milestone, told(&Live::Milestone { days: 0, text: String::new() })),
        (Carrying::Note, meeting.ring.len() > 1),
        (Carrying::BreakOut, crate::meeting::may_draw(core, now)),
        (Carrying::CornerSay, crate::meeting::may_say_in_corner(core)),
    ];
    all.extend(offers.into_iter().filter(|(_, may)| *may).map(|(carrying, _)| carrying));
    all
}

fn words<S: Suite>(core: &Core<S>, meeting: &Meeting, room: &Room) -> Vec<TurnWords> {
    let me = core.me();
    let empty = BTreeMap::new();
    room.words
        .talks
        .iter()
        .map(|((phase, number), talk)| {
            let first = talk.lines.first().map(|line| line.author.member);
            let holder = meeting.turns.get(number).map(|turn| turn.holder).or(first);
            let given = room.words.taps.get(number).filter(|_| *number > 0).unwrap_or(&empty);
            TurnWords {
                turn: *number,
                holder: holder.map(id).unwrap_or_default(),
                phase: *phase,
                lines: talk
                    .lines
                    .iter()
                    .map(|line| LineView {
                        author: id(line.author.member),
                        text: line.text.to_string(),
                        sending: line.sending,
                    })
                    .collect(),
                taps: taps(given, holder == Some(me), me),
                tags: gathering::tags(core, room, *number, holder == Some(me)),
                aftercare: meeting.turns.get(number).map_or(AftercareView::None, gathering::aftercare),
                aftercare_by: meeting.turns.get(number).and_then(aftercare_by),
            }
        })
        .collect()
}
