//! The floor: at most one holds it, and who is next follows from the phase.

use super::Act;
use crate::{Meeting, MeetingEffect, MemberId, Phase, PhaseKind, Turn, TurnState, Who};

/// Turns that are remembered; taps and late lines of older ones are refused.
pub(crate) const TURNS: usize = 256;

/// Gives a free floor to whoever is next.
pub(super) fn settle(act: &mut Act) {
    if act.over || act.meeting.turn().is_some() {
        return;
    }
    let Some(holder) = next(act.meeting, act.phase()) else { return };
    let meeting = &mut *act.meeting;
    meeting.turn_count = meeting.turn_count.saturating_add(1);
    let number = meeting.turn_count;
    let turn = Turn {
        number,
        holder,
        phase: meeting.phase,
        began: act.now,
        claimed: act.claimed,
        state: TurnState::Held,
        lines: None,
        answers: None,
    };
    meeting.turns.insert(number, turn);
    if meeting.turns.len() > TURNS {
        meeting.turns.pop_first();
    }
    if meeting.hands.contains(&holder) {
        meeting.hands.retain(|hand| *hand != holder);
        act.effects.push(MeetingEffect::HandsChanged.into());
    }
    act.effects.push(MeetingEffect::TurnBegan { turn: number, holder }.into());
}

/// Ends the present turn and its feedback.
pub(super) fn end_turn(act: &mut Act) {
    let meeting = &mut *act.meeting;
    let number = meeting.turn_count;
    if let Some(turn) = meeting.turns.get_mut(&number) {
        turn.state = TurnState::Over;
        let taken = meeting.taken.entry(turn.holder).or_default();
        *taken = taken.saturating_add(1);
        act.effects.push(MeetingEffect::TurnEnded { turn: number }.into());
    }
}

fn next(meeting: &Meeting, phase: &Phase) -> Option<MemberId> {
    match phase.kind {
        PhaseKind::Silence | PhaseKind::Open => None,
        PhaseKind::Words => match phase.who {
            Who::Keeper => leading_keeper(meeting),
            Who::Anyone | Who::Reader | Who::Newcomers => next_hand(meeting),
        },
        PhaseKind::Round | PhaseKind::Plans => {
            meeting.ring.iter().copied().find(|member| turns_of(meeting, *member) == 0)
        }
        _ => next_hand(meeting),
    }
}

/// The keeper has the floor when the phase begins, and again by hand.
fn leading_keeper(meeting: &Meeting) -> Option<MemberId> {
    let keeper = meeting.keeper;
    let wants = turns_of(meeting, keeper) == 0 || meeting.hands.contains(&keeper);
    (wants && meeting.ring.contains(&keeper)).then_some(keeper)
}

/// Who has had fewest turns in this phase, then whose hand went up first.
fn next_hand(meeting: &Meeting) -> Option<MemberId> {
    meeting.hands.iter().copied().min_by_key(|member| turns_of(meeting, *member))
}

fn turns_of(meeting: &Meeting, member: MemberId) -> u32 {
    meeting.taken.get(&member).copied().unwrap_or_default()
}
