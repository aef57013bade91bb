//! Leaving a meeting.

use wire::Millis;

use super::{Act, Ended, act, deed, floor, keeping};
use crate::{Arrival, DeviceId, Effect, MeetingEffect, MemberId, Refused, durable::Durable};

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

/// Whoever has to leave the circle leaves its meeting, where they are or have been in it.
pub(crate) fn put_out_wholly(state: &mut Durable, member: MemberId, effects: &mut Vec<Effect>) {
    let concerned = |meeting: &&crate::Meeting| meeting.is_here(member) || meeting.came.contains(&member);
    let Some(id) = state.meeting.as_deref().filter(concerned).map(|meeting| meeting.id) else { return };
    let claimed: Millis = state.clock.claim_of(member);
    let all_devices = Arrival { member, device: DeviceId([0; 8]) };
    let _ = act(state, all_devices, claimed, id, effects, |act| {
        put_out(act, member);
        Ok(())
    });
}

/// All devices of the member go at once. They have or had the key, so nothing is said until the others have a new one.
pub(super) fn put_out(act: &mut Act, member: MemberId) {
    let own = act.meeting.arrivals.iter().map(|presence| presence.arrival).filter(|arrival| arrival.member == member);
    for arrival in own.collect::<Vec<Arrival>>() {
        remove(act, arrival);
    }
    act.meeting.out.insert(member);
    deed::forget_corner(act.meeting, member);
    act.meeting.rekey_due = true;
    act.effects.push(MeetingEffect::Ejected(member).into());
    floor::settle(act);
}

/// Takes a device out. With a member's last device the seat goes, the turn ends, the keeping passes on; with the
/// last device of all who are no guests the meeting is over.
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
    if act.meeting.arrivals.iter().all(|presence| act.guests.contains_key(&presence.arrival.member)) {
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
