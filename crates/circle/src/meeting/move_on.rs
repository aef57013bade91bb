//! The keeper ends a turn whose holder dropped out, or feedback that nobody ends.

use super::{Act, floor};
use crate::Refused;

/// Naming the turn keeps a late act from hitting the next holder.
pub(super) fn move_on(act: &mut Act, number: u32) -> Result<(), Refused> {
    act.keeper()?;
    if act.meeting.turn().is_none_or(|turn| turn.number != number) {
        return Err(Refused::WrongTurn);
    }
    floor::end_turn(act);
    floor::settle(act);
    Ok(())
}
