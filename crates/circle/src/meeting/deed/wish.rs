//! How the others may answer the own turn.

use crate::{Feedback, MeetingEffect, Refused, meeting::Act};

/// The holder decides while speaking; never more than the rule of the phase (domain R11).
pub(super) fn wish(act: &mut Act, number: u32, wish: Feedback) -> Result<(), Refused> {
    let most = Feedback::most(act.phase());
    let turn = act.own_turn(number)?;
    if wish > most {
        return Err(Refused::NoFeedbackHere);
    }
    turn.wish = wish;
    act.effects.push(MeetingEffect::TurnChanged { turn: number }.into());
    Ok(())
}
