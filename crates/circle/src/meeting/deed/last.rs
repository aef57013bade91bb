//! The last turn of a phase, so that it can end although hands are up.

use crate::{
    MeetingEffect, Refused,
    meeting::{Act, floor},
};

/// The keeper says that no further turn begins, or that there is time for one.
pub(super) fn last(act: &mut Act, phase: u32, on: bool) -> Result<(), Refused> {
    act.keeper()?;
    if act.meeting.phase != phase {
        return Err(Refused::WrongPhase);
    }
    if act.meeting.stage.last == on {
        return Err(Refused::Unchanged);
    }
    act.meeting.stage.last = on;
    act.effects.push(MeetingEffect::LastChanged.into());
    floor::settle(act);
    Ok(())
}
