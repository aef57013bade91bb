//! Words that are shown while they are typed.

use crate::{MeetingEffect, Refused, meeting::Act};

/// Only if the holder chose so, for one turn (domain R9).
pub(super) fn typing(act: &mut Act, number: u32, on: bool) -> Result<(), Refused> {
    let turn = act.own_turn(number)?;
    if turn.typing == on {
        return Err(Refused::Unchanged);
    }
    turn.typing = on;
    act.effects.push(MeetingEffect::TurnChanged { turn: number }.into());
    Ok(())
}
