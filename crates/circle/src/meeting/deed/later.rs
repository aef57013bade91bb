//! One more turn at the end of the phase, after all others.

use crate::{
    PhaseKind, Refused,
    meeting::{Act, floor},
};

/// Whoever has had a turn in this phase, or has it now, may ask for one more, once; who only listens or rests wants none.
pub(super) fn later(act: &mut Act, up: bool) -> Result<(), Refused> {
    act.seated()?;
    let kind = act.phase().kind;
    if matches!(kind, PhaseKind::Silence | PhaseKind::Open | PhaseKind::Words | PhaseKind::Reading | PhaseKind::Welcome)
    {
        return Err(Refused::NoTurnsHere);
    }
    let member = act.author.member;
    let meeting = &mut *act.meeting;
    if meeting.stage.later.contains(&member) == up {
        return Err(Refused::Unchanged);
    }
    if !up {
        meeting.stage.later.retain(|other| *other != member);
        return Ok(());
    }
    if meeting.modes.contains_key(&member) {
        return Err(Refused::NotAsUsual);
    }
    if meeting.stage.extra.contains(&member) {
        return Err(Refused::HadTurn);
    }
    if !meeting.has_had_turn(member) {
        return Err(Refused::NoTurnYet);
    }
    meeting.stage.later.push(member);
    floor::settle(act);
    Ok(())
}
