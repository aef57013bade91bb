//! The parts of a turn or a sheet, in their order.

use crate::{MeetingEffect, PhaseKind, Refused, TurnState, meeting::Act};

/// The holder goes on; on a sheet, which all fill in together, the keeper may too.
pub(super) fn next(act: &mut Act, number: u32, from: u32) -> Result<(), Refused> {
    act.seated()?;
    let turn = act.meeting.turn().filter(|turn| turn.state == TurnState::Held).ok_or(Refused::NotYourTurn)?;
    if turn.number != number {
        return Err(Refused::WrongTurn);
    }
    if turn.holder != act.author.member {
        if act.phase().kind != PhaseKind::Sheet {
            return Err(Refused::NotYourTurn);
        }
        act.keeper()?;
    }
    if turn.part != from {
        return Err(Refused::WrongPart);
    }
    if from as usize + 1 >= act.phase().parts.len() {
        return Err(Refused::LastPart);
    }
    if let Some(turn) = act.meeting.turns.get_mut(&number) {
        turn.part = from + 1;
    }
    act.effects.push(MeetingEffect::TurnChanged { turn: number }.into());
    Ok(())
}
