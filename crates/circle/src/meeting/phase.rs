//! Phases follow the charter.

use super::{Act, Stage, deed, floor};
use crate::{MeetingEffect, PhaseKind, Refused};

/// The keeper ends phase `from`, and skips optional ones after it; silence is ended by anybody once its time is over by
/// their clock. Naming the phase keeps two from ending two.
pub(super) fn next(act: &mut Act, from: u32, skip: u32) -> Result<(), Refused> {
    let silence = act.phase().kind == PhaseKind::Silence;
    if silence && act.is_over_since(act.meeting.phase_claimed, act.phase().seconds) {
        act.seated()?;
    } else {
        act.keeper()?;
    }
    act.floor_is_open()?;
    if from != act.meeting.phase {
        return Err(Refused::WrongPhase);
    }
    if act.meeting.turn().is_some() {
        return Err(Refused::FloorHeld);
    }
    let to = from.saturating_add(1).saturating_add(skip);
    if to as usize >= act.charter.phases.len() {
        return Err(Refused::LastPhase);
    }
    if !act.charter.phases[from as usize + 1..to as usize].iter().all(|phase| phase.optional) {
        return Err(Refused::NotOptional);
    }
    deed::end_topic(act.meeting);
    act.meeting.phase = to;
    act.meeting.stage = Stage::default();
    act.meeting.phase_began = act.now;
    act.meeting.phase_claimed = act.claimed;
    act.meeting.hands.clear();
    act.meeting.taken.clear();
    act.effects.push(MeetingEffect::PhaseBegan(act.meeting.phase).into());
    floor::settle(act);
    Ok(())
}
