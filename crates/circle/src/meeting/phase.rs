//! Phases follow the charter.

use super::{Act, floor};
use crate::{MeetingEffect, Refused};

/// The keeper ends phase `from`. Naming it keeps two keepers from skipping one together.
pub(super) fn next(act: &mut Act, from: u32) -> Result<(), Refused> {
    act.keeper()?;
    if from != act.meeting.phase {
        return Err(Refused::WrongPhase);
    }
    if act.meeting.turn().is_some() {
        return Err(Refused::FloorHeld);
    }
    if from as usize + 1 >= act.charter.phases.len() {
        return Err(Refused::LastPhase);
    }
    act.meeting.phase = from + 1;
    act.meeting.phase_began = act.now;
    act.meeting.phase_claimed = act.claimed;
    act.meeting.hands.clear();
    act.meeting.taken.clear();
    act.effects.push(MeetingEffect::PhaseBegan(act.meeting.phase).into());
    floor::settle(act);
    Ok(())
}
