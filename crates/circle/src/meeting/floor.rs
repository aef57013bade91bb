//! The floor: at most one holds it, and who is next follows from the phase.

use std::collections::BTreeSet;

use super::{Act, Aftercare, Ended, Feedback, Quiet, Sense, hand, kind};
use crate::{MeetingEffect, MemberId, Turn, TurnState, limits};

/// Turns that are remembered; taps and late lines of older ones are refused.
pub(crate) const TURNS: usize = 256;

/// Gives a free floor to whoever is next.
pub(super) fn settle(act: &mut Act) {
    let meeting = &*act.meeting;
    let rests = meeting.pause.is_some() || meeting.breakout.is_some() || meeting.stage.quiet.is_some();
    if act.over || rests || meeting.turn().is_some() {
        return;
    }
    if let Some((holder, sense)) = kind::next(act) {
        begin(act, holder, sense);
    }
}

fn begin(act: &mut Act, holder: MemberId, sense: Sense) {
    let wish = Feedback::usual(act.phase());
    let meeting = &mut *act.meeting;
    meeting.turn_count = meeting.turn_count.saturating_add(1);
    let number = meeting.turn_count;
    let held = meeting.stage.hold.remove(&holder);
    let turn = Turn {
        number,
        holder,
        phase: meeting.phase,
        began: act.now,
        claimed: act.claimed,
        state: TurnState::Held,
        lines: None,
        answers: None,
        sense,
        wish,
        part: 0,
        held,
        release: BTreeSet::new(),
        aftercare: if held { Aftercare::Wanted } else { Aftercare::None },
        typing: false,
        topic: meeting.stage.topic,
    };
    meeting.turns.insert(number, turn);
    if meeting.turns.len() > TURNS {
        meeting.turns.pop_first();
    }
    // Whoever answers a question may still want to ask one.
    let by_hand = !matches!(sense, Sense::Answer | Sense::TakingAway);
    if by_hand && meeting.hands.contains(&holder) {
        meeting.hands.retain(|hand| *hand != holder);
        act.effects.push(MeetingEffect::HandsChanged.into());
    }
    act.effects.push(MeetingEffect::TurnBegan { turn: number, holder }.into());
}

/// Ends the present turn and its feedback. Whoever was called away while speaking, in a turn by hand, has the hand up
/// again: the floor comes to them once they are back.
pub(super) fn end_turn(act: &mut Act, how: Ended) {
    let meeting = &mut *act.meeting;
    let number = meeting.turn_count;
    let Some(turn) = meeting.turns.get_mut(&number) else { return };
    let speaks = turn.state == TurnState::Held;
    turn.state = TurnState::Over;
    turn.typing = false;
    let turn = turn.clone();
    if how != Ended::Away {
        let taken = meeting.taken.entry(turn.holder).or_default();
        *taken = taken.saturating_add(1);
        if turn.sense == Sense::Later {
            meeting.stage.later.retain(|member| *member != turn.holder);
            meeting.stage.extra.insert(turn.holder);
        }
    }
    let planned = act.charter.phases[turn.phase as usize].silence_after;
    let seconds = if turn.held { planned.max(limits::HELD_QUIET_SECONDS) } else { planned };
    if how == Ended::Done {
        meeting.stage.spoken = meeting.stage.spoken.saturating_add(1);
        if seconds > 0 {
            meeting.stage.quiet = Some(Quiet { turn: number, seconds, claimed: act.claimed });
        }
    }
    act.effects.push(MeetingEffect::TurnEnded { turn: number }.into());
    kind::ended(act, &turn, how);
    if how == Ended::Away && speaks && matches!(turn.sense, Sense::Plain | Sense::Question) {
        hand::put_back(act, turn.holder);
    }
}
