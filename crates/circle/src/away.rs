//! Members who have been silent for so long that the circle's keys go on without them (protocol.md section 2, EVICT).
//!
//! A leaf that nobody renews keeps keys from which later ones follow. So the next active device removes it; the seat
//! stays, and the person's device comes back by itself.

use minicbor::{Decode, Encode};
use wire::{Day, Millis};

use crate::{Effect, Member, MemberId, Refused, durable::Durable, limits};

/// Somebody whose seat waits for them.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Away {
    /// As they were.
    #[n(0)]
    pub member: Member,
    /// Since when, in circle time.
    #[n(1)]
    pub since: Day,
}

/// Who is due: no commit of theirs for [`limits::SILENT_DAYS`].
pub(crate) fn is_silent(member: &Member, today: Day) -> bool {
    !member.leaving && member.seen.plus(limits::SILENT_DAYS) <= today
}

/// The leaf goes, the seat stays. Roles are free: others serve meanwhile.
pub(crate) fn let_go(state: &mut Durable, id: MemberId, effects: &mut Vec<Effect>) -> Result<(), Refused> {
    let today = state.today();
    if !is_silent(state.members.get(&id).ok_or(Refused::NotAMember)?, today) {
        return Err(Refused::NoGround);
    }
    effects.extend(crate::members::leave(state, id).into_iter().filter(|e| *e != Effect::LeaveAnnounced(id)));
    if let Some(mut member) = state.members.remove(&id) {
        member.leaving = false;
        state.away.insert(id, Away { member, since: today });
    }
    state.clock.forget(id);
    state.counters.remove(&id);
    state.knock_due = true;
    effects.push(Effect::MemberAway(id));
    Ok(())
}

/// Back in the own seat, or with a new leaf in it.
pub(crate) fn come_back(state: &mut Durable, id: MemberId, at: Millis, now: Day) -> Result<Effect, Refused> {
    if let Some(away) = state.away.remove(&id) {
        state.members.insert(id, away.member);
    }
    let member = state.members.get_mut(&id).ok_or(Refused::NotAMember)?;
    if at <= member.returned {
        return Err(Refused::Repeated);
    }
    member.returned = at;
    member.seen = now;
    Ok(Effect::MemberReturned(id))
}

/// Seats do not wait for ever, and not while others want in.
pub(crate) fn tidy(state: &mut Durable, most: usize) {
    let today = state.today();
    state.away.retain(|_, away| away.since.plus(limits::AWAY_DAYS) > today);
    while state.away.len() > most {
        let longest = state.away.values().min_by_key(|away| (away.since, away.member.id)).map(|away| away.member.id);
        longest.and_then(|id| state.away.remove(&id));
    }
}
