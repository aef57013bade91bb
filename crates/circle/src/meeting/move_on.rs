//! The keeper ends a turn whose holder dropped out, or feedback that nobody ends.

use std::collections::BTreeMap;

use super::{Act, Ended, floor};
use crate::{Arrival, MeetingEffect, MemberId, Refused, TurnState, limits};

/// Naming the turn keeps a late act from hitting the next holder; naming the lines lets every device judge late ones
/// alike. What the holder fixed before asking for feedback stays.
pub(super) fn move_on(act: &mut Act, number: u32, last: &[(Arrival, u32)]) -> Result<(), Refused> {
    act.seated()?;
    let turn = act.meeting.turn().filter(|turn| turn.number == number).ok_or(Refused::WrongTurn)?;
    let (held, is_held_share) = (turn.state == TurnState::Held, turn.held);
    let concerned = last.iter().all(|(arrival, _)| (arrival.member == turn.holder) == held);
    let counts: BTreeMap<Arrival, u32> = last.iter().copied().collect();
    let most = if held { limits::DEVICES } else { limits::ARRIVALS };
    if !concerned || counts.len() != last.len() || counts.len() > most {
        return Err(Refused::WrongLines);
    }
    if is_held_share {
        if !release(act, number)? {
            return Ok(());
        }
    } else {
        act.keeper()?;
    }
    if let Some(turn) = act.meeting.turns.get_mut(&number) {
        if held {
            turn.lines = Some(counts.into_iter().map(|(arrival, lines)| (arrival.device, lines)).collect());
        } else {
            turn.answers = Some(counts);
        }
    }
    floor::end_turn(act, Ended::Done);
    floor::settle(act);
    Ok(())
}

/// A held share is moved on by two together: keepers, or whoever is here where there are not two of them (domain R12).
/// While somebody waits at the shut door all devices inside say that they are there: whoever is silent then has vanished.
/// Whether that is so by now.
fn release(act: &mut Act, number: u32) -> Result<bool, Refused> {
    let Some(holder) = act.meeting.turn().map(|turn| turn.holder) else { return Err(Refused::WrongTurn) };
    let others = |members: Vec<MemberId>| members.into_iter().filter(|member| *member != holder).collect::<Vec<_>>();
    let keepers = others(act.keepers_awake());
    let counts = |member: &MemberId| !act.meeting.shuts_out(act.charter) || !act.asleep.contains(member);
    let ring = act.meeting.ring.iter().copied().filter(counts).collect();
    let may = if keepers.len() >= 2 { keepers } else { others(ring) };
    if !may.contains(&act.author.member) {
        return Err(Refused::ShareHeld);
    }
    let Some(turn) = act.meeting.turns.get_mut(&number) else { return Err(Refused::WrongTurn) };
    let is_new = turn.release.insert(act.author.member);
    let is_enough = turn.release.iter().filter(|member| may.contains(member)).count() >= may.len().min(2);
    // Whoever has said so before says it again once nobody else is left for whom it would wait.
    if !is_new && !is_enough {
        return Err(Refused::Unchanged);
    }
    act.effects.push(MeetingEffect::TurnChanged { turn: number }.into());
    Ok(is_enough)
}
