//! Who looks after the holder of a held turn later: one volunteer, if the holder likes.

use crate::{Aftercare, MeetingEffect, Refused, meeting::Act};

/// The first who takes it has it, and may give it back; the holder may decline it, and ask for it again.
pub(super) fn care(act: &mut Act, number: u32, up: bool) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    let turn = act.meeting.turns.get_mut(&number).ok_or(Refused::TooOld)?;
    let now = if turn.holder == member {
        match (turn.aftercare, up) {
            (Aftercare::Wanted | Aftercare::Taken(_), false) => Aftercare::Declined,
            (Aftercare::Declined, true) => Aftercare::Wanted,
            (Aftercare::None, _) => return Err(Refused::NotHeld),
            (Aftercare::Wanted | Aftercare::Taken(_) | Aftercare::Declined, _) => return Err(Refused::Unchanged),
        }
    } else {
        match (turn.aftercare, up) {
            (Aftercare::Wanted, true) => Aftercare::Taken(member),
            (Aftercare::Taken(taken), false) if taken == member => Aftercare::Wanted,
            (Aftercare::None, _) => return Err(Refused::NotHeld),
            (Aftercare::Wanted | Aftercare::Taken(_) | Aftercare::Declined, _) => {
                return Err(Refused::AftercareSettled);
            }
        }
    };
    turn.aftercare = now;
    act.effects.push(MeetingEffect::TurnChanged { turn: number }.into());
    Ok(())
}
