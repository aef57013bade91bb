//! Ending the own turn: done, pass, and the feedback that one asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::{Act, Ended, floor};
use crate::{Arrival, DeviceId, Feedback, MeetingEffect, PhaseKind, Refused, TurnState, limits};

/// The holder is done. `last` fixes how many lines of the turn count.
pub(super) fn done(act: &mut Act, number: u32, last: &[(DeviceId, u32)], feedback: bool) -> Result<(), Refused> {
    act.seated()?;
    holds(act)?;
    if number != act.meeting.turn_count {
        return Err(Refused::WrongTurn);
    }
    let turn = act.meeting.turns.get(&number).ok_or(Refused::WrongTurn)?;
    let example = act.phase().kind == PhaseKind::Example;
    if example && turn.part as usize + 1 < act.phase().parts.len() {
        return Err(Refused::PartsLeft);
    }
    let closed = Feedback::most(act.phase()) < Feedback::Ask || turn.wish == Feedback::Open;
    if feedback && closed && !example {
        return Err(Refused::NoFeedbackHere);
    }
    let lines: BTreeMap<DeviceId, u32> = last.iter().copied().collect();
    if lines.len() != last.len() || lines.len() > limits::DEVICES {
        return Err(Refused::WrongLines);
    }
    let Some(turn) = act.meeting.turns.get_mut(&number) else { return Err(Refused::WrongTurn) };
    turn.lines = Some(lines);
    if feedback {
        turn.state = TurnState::Feedback;
        act.effects.push(MeetingEffect::FeedbackOpened { turn: number }.into());
    } else {
        floor::end_turn(act, Ended::Done);
    }
    floor::settle(act);
    Ok(())
}

/// The holder gives the turn on. Always possible, never commented on (domain R10). No line of it counts.
pub(super) fn pass(act: &mut Act) -> Result<(), Refused> {
    act.seated()?;
    holds(act)?;
    if let Some(turn) = act.meeting.turns.get_mut(&act.meeting.turn_count) {
        turn.lines = Some(BTreeMap::new());
    }
    floor::end_turn(act, Ended::Passed);
    floor::settle(act);
    Ok(())
}

/// The sharer has heard enough. `last` fixes how many lines of feedback count.
pub(super) fn end_feedback(act: &mut Act, number: u32, last: &[(Arrival, u32)]) -> Result<(), Refused> {
    act.seated()?;
    let turn = act.meeting.turn().filter(|turn| turn.state == TurnState::Feedback).ok_or(Refused::NoFeedbackOpen)?;
    if turn.holder != act.author.member {
        return Err(Refused::NotYourTurn);
    }
    if turn.number != number {
        return Err(Refused::WrongTurn);
    }
    let arrivals: BTreeSet<Arrival> = last.iter().map(|(arrival, _)| *arrival).collect();
    if arrivals.len() != last.len() || last.len() > limits::ARRIVALS {
        return Err(Refused::WrongLines);
    }
    if let Some(turn) = act.meeting.turns.get_mut(&number) {
        turn.answers = Some(last.iter().copied().collect());
    }
    floor::end_turn(act, Ended::Done);
    floor::settle(act);
    Ok(())
}

fn holds(act: &Act) -> Result<(), Refused> {
    if act.meeting.holder() == Some(act.author.member) { Ok(()) } else { Err(Refused::NotYourTurn) }
}
