//! The running meeting as this person sees it.

use circle::{Body, Live, Meeting, SpeakingRule, TurnState};
use wire::Millis;

use super::{
    Carrying, LineView, MeetingAct, MeetingView, Place, TurnView, TurnWords,
    build::{id, phase, taps},
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
    let waiting = meeting.arrivals.iter().map(|presence| presence.arrival.member);
    let mut waiting: Vec<_> = waiting.filter(|member| !meeting.ring.contains(member)).map(id).collect();
    waiting.dedup();
    Some(MeetingView {
        phase: meeting.phase,
        phases: charter.phases.iter().map(phase).collect(),
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
        turn: meeting.turn().map(|turn| TurnView {
            number: turn.number,
            holder: id(turn.holder),
            is_me: turn.holder == me,
            feedback: turn.state == TurnState::Feedback,
            open_to_feedback: charter.phases.get(meeting.phase as usize).is_some_and(|p| p.rule == SpeakingRule::Ask),
        }),
        hands: ids(&meeting.hands),
        my_hand: meeting.hands.contains(&me),
        spoken: meeting.taken.keys().map(|member| id(*member)).collect(),
        words: room.map(|room| words(core, meeting, room)).unwrap_or_default(),
        acts,
        connected: member.connection.is_open(),
        unsent: room.map_or(0, Room::unsent),
    })
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
    let say = Live::Say { turn, line: 0, text: "-".to_owned() };
    let may_say = core.room.as_ref().is_some_and(|room| room.has_key(core));
    if may_say && core.circle.judge(core.arrival(), core.circle.seq(), &say).is_ok() {
        acts.push(MeetingAct::With(Carrying::Say));
    }
    let tap = Live::Tap { turn: meeting.turn_count, tap: circle::Tap::Heard };
    if may_say && core.circle.judge(core.arrival(), core.circle.seq(), &tap).is_ok() {
        acts.push(MeetingAct::With(Carrying::Tap));
    }
    acts
}

fn words<S: Suite>(core: &Core<S>, meeting: &Meeting, room: &Room) -> Vec<TurnWords> {
    let me = core.me();
    let empty = std::collections::BTreeMap::new();
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
            }
        })
        .collect()
}
