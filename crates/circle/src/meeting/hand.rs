//! Raising and lowering the hand.

use super::{Act, floor};
use crate::{MeetingEffect, MemberId, Order, PhaseKind, Refused, Who};

/// Hands count where the floor goes by hands; where the keeper leads, only the keeper's; in a round by hand, once.
pub(super) fn hand(act: &mut Act, up: bool) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    may_raise(act, member)?;
    if up && act.meeting.modes.contains_key(&member) {
        return Err(Refused::NotAsUsual);
    }
    if act.meeting.hands.contains(&member) == up {
        return Err(Refused::HandUnchanged);
    }
    if up {
        act.meeting.hands.push(member);
    } else {
        act.meeting.hands.retain(|hand| *hand != member);
    }
    act.effects.push(MeetingEffect::HandsChanged.into());
    floor::settle(act);
    Ok(())
}

fn may_raise(act: &Act, member: MemberId) -> Result<(), Refused> {
    let phase = act.phase();
    match phase.kind {
        PhaseKind::Silence | PhaseKind::Open | PhaseKind::Reading | PhaseKind::Welcome => Err(Refused::NoHands),
        PhaseKind::Words if phase.who == Who::Keeper => act.keeper(),
        PhaseKind::Round | PhaseKind::Plans if phase.order == Order::Ring => Err(Refused::NoHands),
        PhaseKind::Round | PhaseKind::Plans if act.meeting.turns_of(member) > 0 => Err(Refused::HadTurn),
        PhaseKind::Work if act.meeting.stage.topic == 0 => Err(Refused::NoTopicOpen),
        PhaseKind::Words
        | PhaseKind::Round
        | PhaseKind::Plans
        | PhaseKind::Work
        | PhaseKind::Queue
        | PhaseKind::Presenter
        | PhaseKind::Ask
        | PhaseKind::Example
        | PhaseKind::Sheet
        | PhaseKind::Business => Ok(()),
    }
}
