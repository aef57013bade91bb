//! The whole meeting pauses.

use crate::{
    MeetingEffect, Refused,
    meeting::{Act, floor},
};

/// Any keeper pauses it and lets it go on.
pub(super) fn pause(act: &mut Act, on: bool) -> Result<(), Refused> {
    act.any_keeper()?;
    if act.meeting.pause.is_some() == on {
        return Err(Refused::Unchanged);
    }
    act.meeting.pause = on.then_some(act.author.member);
    act.meeting.pause_asked.clear();
    act.effects.push(MeetingEffect::PauseChanged.into());
    floor::settle(act);
    Ok(())
}

/// Anybody asks for it.
pub(super) fn ask(act: &mut Act) -> Result<(), Refused> {
    act.seated()?;
    if act.meeting.pause.is_some() || !act.meeting.pause_asked.insert(act.author.member) {
        return Err(Refused::Unchanged);
    }
    act.effects.push(MeetingEffect::PauseChanged.into());
    Ok(())
}
