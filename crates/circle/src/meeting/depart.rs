//! Leaving a meeting.

use wire::Millis;

use super::{Act, Ended, act, deed, floor, keeping};
use crate::{Arrival, Effect, MeetingEffect, MemberId, Refused, durable::Durable};

/// The device leaves.
pub(super) fn depart(act: &mut Act) -> Result<(), Refused> {
    act.present()?;
    act.effects.push(MeetingEffect::Departed(act.author).into());
    remove(act, act.author);
    floor::settle(act);
    Ok(())
}

/// All devices of a member who leaves the circle leave its meeting.
pub(crate) fn depart_wholly(state: &mut Durable, member: MemberId, effects: &mut Vec<Effect>) {
    let Some(meeting) = state.meeting.as_deref() else { return };
    let id = meeting.id;
    let own = meeting.arrivals.iter().map(|presence| presence.arrival).filter(|arrival| arrival.member == member);
    for arrival in own.collect::<Vec<_>>() {
        let claimed: Millis = state.clock.claim_of(member);
        // Whether the meeting ended with the arrival before makes no difference to one who is going anyway.
        let _ = act(state, arrival, claimed, id, effects, depart);
    }
}

/// Takes a device out. With a member's last device the seat goes, the turn ends, the keeping passes on; with the
/// last device of all the meeting is over.
pub(super) fn remove(act: &mut Act, arrival: Arrival) {
    let member = arrival.member;
    act.meeting.arrivals.retain(|presence| presence.arrival != arrival);
    if act.meeting.is_here(member) {
        return;
    }
    act.meeting.ring.retain(|seat| *seat != member);
    if act.meeting.turn().is_some_and(|turn| turn.holder == member) {
        floor::end_turn(act, Ended::Done);
    }
    if act.meeting.arrivals.is_empty() {
        act.over = true;
    } else if act.meeting.keeper == member {
        keeping::pass_on(act);
    }
    deed::tidy_modes(act, member);
    if act.meeting.ring.is_empty() {
        // Nobody is left who could end it, and the door must not stay shut.
        act.meeting.stage.quiet = None;
        act.meeting.breakout = None;
        act.meeting.pause = None;
    }
}
