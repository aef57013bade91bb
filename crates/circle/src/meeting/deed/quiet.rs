//! The quiet after a turn.

use crate::{
    MeetingEffect, Refused,
    meeting::{Act, floor},
};

/// The keeper ends it, or anybody once its time is over by their clock: a false clock can do no more than shorten it.
pub(super) fn over(act: &mut Act, turn: u32) -> Result<(), Refused> {
    act.seated()?;
    let quiet = act.meeting.stage.quiet.filter(|quiet| quiet.turn == turn).ok_or(Refused::NotQuiet)?;
    if !act.is_over_since(quiet.claimed, quiet.seconds) {
        act.keeper()?;
    }
    act.meeting.stage.quiet = None;
    act.effects.push(MeetingEffect::QuietOver { turn }.into());
    floor::settle(act);
    Ok(())
}
