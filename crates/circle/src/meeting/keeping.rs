//! Who keeps the meeting: it goes on when the keeper drops out.

use wire::Millis;

use super::{Act, floor};
use crate::{Meeting, MeetingEffect, MemberId, Refused, durable::Durable, limits};

/// A keeper or deputy of the circle may take over at any time; anybody else in the ring once the meeting's keeper
/// has been silent ([`is_silent`]).
pub(super) fn take(act: &mut Act) -> Result<(), Refused> {
    act.seated()?;
    if act.meeting.keeper == act.author.member {
        return Err(Refused::AlreadyKeeper);
    }
    if !act.stand_ins.contains(&act.author.member) && !act.keeper_silent && act.meeting.is_here(act.meeting.keeper) {
        return Err(Refused::KeeperHere);
    }
    name(act, act.author.member);
    floor::settle(act);
    Ok(())
}

/// Whether the meeting's keeper has been silent for long enough by the agreed time. That stands still where one of two
/// has vanished, so there the claim of the other one is enough. It is tolerable: a false clock could harm nobody but
/// the keeper, who takes the keeping back with one act, by the circle's role or in the same way.
pub(super) fn is_silent(state: &Durable, meeting: &Meeting, claimed: Millis) -> bool {
    let now = if meeting.ring.len() <= 2 { claimed.max(state.time()) } else { state.time() };
    now.since(state.clock.claim_of(meeting.keeper)) >= limits::KEEPER_SILENCE_MS
}

/// The next by rule: whoever serves as keeper or deputy first, then by order of arrival; who waits comes last.
pub(super) fn pass_on(act: &mut Act) {
    let meeting = &*act.meeting;
    let waiting = meeting.arrivals.iter().map(|presence| presence.arrival.member);
    let here: Vec<MemberId> = meeting.ring.iter().copied().chain(waiting).collect();
    let next = here.iter().find(|member| act.stand_ins.contains(member) && meeting.ring.contains(member));
    if let Some(next) = next.or(here.first()).copied() {
        name(act, next);
    }
}

fn name(act: &mut Act, member: MemberId) {
    act.meeting.keeper = member;
    act.effects.push(MeetingEffect::KeeperChanged(member).into());
}
