//! Raising and lowering the hand.

use super::{Act, floor};
use crate::{MeetingEffect, MemberId, Order, PhaseKind, Refused, Who};

/// Hands count where the floor goes by hands; where the keeper leads, only the keeper's; in a round by hand, once.
pub(super) fn hand(act: &mut Act, up: bool) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    counts(act, member)?;
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

/// Lowers the hands that do not count now: nobody would ever call them.
pub(super) fn lower_idle(act: &mut Act) {
    let idle: Vec<MemberId> =
        act.meeting.hands.iter().copied().filter(|member| counts(act, *member).is_err()).collect();
    if !idle.is_empty() {
        act.meeting.hands.retain(|member| !idle.contains(member));
        act.effects.push(MeetingEffect::HandsChanged.into());
    }
}

/// A turn that came by hand and was interrupted: the hand is up again, before all others.
pub(super) fn put_back(act: &mut Act, member: MemberId) {
    if counts(act, member).is_ok() && !act.meeting.hands.contains(&member) {
        act.meeting.hands.insert(0, member);
        act.effects.push(MeetingEffect::HandsChanged.into());
    }
}

/// Whether a hand of the member leads to a turn in this phase.
fn counts(act: &Act, member: MemberId) -> Result<(), Refused> {
    let phase = act.phase();
    match phase.kind {
        PhaseKind::Silence | PhaseKind::Open | PhaseKind::Reading | PhaseKind::Welcome => Err(Refused::NoHands),
        PhaseKind::Words if phase.who == Who::Keeper && act.meeting.keeper != member => Err(Refused::NotTheKeeper),
        PhaseKind::Round | PhaseKind::Plans if phase.order == Order::Ring => Err(Refused::NoHands),
        PhaseKind::Round | PhaseKind::Plans if act.meeting.has_had_turn(member) => Err(Refused::HadTurn),
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
