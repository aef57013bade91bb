//! Who keeps the meeting: it goes on when the keeper drops out.

use super::{Act, floor};
use crate::{MeetingEffect, MemberId, Refused};

/// A keeper or deputy of the circle may take over at any time; anybody else in the ring once the meeting's keeper
/// has said nothing for [`crate::limits::KEEPER_SILENCE_MS`] of circle time.
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
