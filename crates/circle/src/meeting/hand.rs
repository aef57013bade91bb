//! Raising and lowering the hand.

use super::{Act, floor};
use crate::{MeetingEffect, PhaseKind, Refused, Who};

/// Hands count where the floor goes by hands; where the keeper leads, only the keeper's.
pub(super) fn hand(act: &mut Act, up: bool) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    match (act.phase().kind, act.phase().who) {
        (PhaseKind::Words, Who::Keeper) => act.keeper()?,
        (PhaseKind::Silence | PhaseKind::Round | PhaseKind::Plans | PhaseKind::Open, _) => {
            return Err(Refused::NoHands);
        }
        _ => {}
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
