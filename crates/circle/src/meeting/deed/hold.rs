//! A held share: the floor is protected, it is quiet afterwards, somebody takes the aftercare (domain I57).

use crate::{Aftercare, MeetingEffect, Refused, TurnState, meeting::Act};

/// Asked for before the own turn or during it.
pub(super) fn hold(act: &mut Act, up: bool) -> Result<(), Refused> {
    act.seated()?;
    if !act.phase().held {
        return Err(Refused::NotHeldHere);
    }
    let member = act.author.member;
    let number = act.meeting.turn_count;
    let stage = &mut act.meeting.stage;
    if let Some(turn) = act.meeting.turns.get_mut(&number).filter(|turn| holds(turn, member)) {
        if turn.held == up {
            return Err(Refused::Unchanged);
        }
        turn.held = up;
        turn.release.clear();
        turn.aftercare = if up { Aftercare::Wanted } else { Aftercare::None };
        act.effects.push(MeetingEffect::TurnChanged { turn: number }.into());
        return Ok(());
    }
    let changed = if up { stage.hold.insert(member) } else { stage.hold.remove(&member) };
    if changed { Ok(()) } else { Err(Refused::Unchanged) }
}

fn holds(turn: &crate::Turn, member: crate::MemberId) -> bool {
    turn.holder == member && turn.state != TurnState::Over
}
