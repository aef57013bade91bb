//! The keeper ends a turn whose holder dropped out, or feedback that nobody ends.

use std::collections::BTreeMap;

use super::{Act, floor};
use crate::{Arrival, Refused, TurnState, limits};

/// Naming the turn keeps a late act from hitting the next holder; naming the lines lets every device judge late ones
/// alike. What the holder fixed before asking for feedback stays.
pub(super) fn move_on(act: &mut Act, number: u32, last: &[(Arrival, u32)]) -> Result<(), Refused> {
    act.keeper()?;
    let turn = act.meeting.turn().filter(|turn| turn.number == number).ok_or(Refused::WrongTurn)?;
    let held = turn.state == TurnState::Held;
    let concerned = last.iter().all(|(arrival, _)| (arrival.member == turn.holder) == held);
    let counts: BTreeMap<Arrival, u32> = last.iter().copied().collect();
    let most = if held { limits::DEVICES } else { limits::ARRIVALS };
    if !concerned || counts.len() != last.len() || counts.len() > most {
        return Err(Refused::WrongLines);
    }
    if let Some(turn) = act.meeting.turns.get_mut(&number) {
        if held {
            turn.lines = Some(counts.into_iter().map(|(arrival, lines)| (arrival.device, lines)).collect());
        } else {
            turn.answers = Some(counts);
        }
    }
    floor::end_turn(act);
    floor::settle(act);
    Ok(())
}
