//! Who keeps the meeting: it goes on when the keeper drops out.

use std::collections::BTreeSet;

use wire::Millis;

use super::{Act, floor};
use crate::{Entry, Meeting, MeetingEffect, MemberId, Mode, Refused, Service, durable::Durable, limits};

/// A keeper or deputy of the circle may take over at any time; anybody else in the ring once the meeting's keeper
/// has been silent ([`is_silent`]).
pub(super) fn take(act: &mut Act) -> Result<(), Refused> {
    act.seated()?;
    if act.meeting.keeper == act.author.member {
        return Err(Refused::AlreadyKeeper);
    }
    let keeper = act.meeting.keeper;
    let gone = matches!(act.meeting.modes.get(&keeper), Some(Mode::Paused | Mode::Away));
    let free = act.keeper_silent || gone || !act.meeting.is_here(keeper);
    if !act.stand_ins.contains(&act.author.member) && !free {
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

/// Who in the ring has not acted for [`limits::ASLEEP_MS`] by the agreed time: two keepers are wanted of those who can
/// still say something. Listening in silence is no absence, so this is long.
pub(super) fn asleep(state: &Durable, meeting: &Meeting, claimed: Millis) -> BTreeSet<MemberId> {
    let now = if meeting.ring.len() <= 2 { claimed.max(state.time()) } else { state.time() };
    let silent = |member: &MemberId| now.since(state.clock.claim_of(*member)) >= limits::ASLEEP_MS;
    meeting.ring.iter().copied().filter(silent).collect()
}

/// Who keeps here, and from when their silence makes a difference: the meeting's keeper can be relieved, and nothing that
/// takes two waits for them. Only what circle time has not come to yet; among two one clock is enough.
pub(crate) fn silences(state: &Durable) -> impl Iterator<Item = (MemberId, Millis)> {
    let meeting = state.meeting.as_deref().filter(|meeting| meeting.ring.len() > 2);
    let keepers = meeting.into_iter().flat_map(|meeting| {
        let relieved = (meeting.keeper, limits::KEEPER_SILENCE_MS);
        let keeps = |member: &MemberId| *member == meeting.keeper || state.keeps(*member);
        let asleep = meeting.ring.iter().copied().filter(keeps).map(|member| (member, limits::ASLEEP_MS));
        [relieved].into_iter().chain(asleep.collect::<Vec<_>>())
    });
    let ends = keepers.map(|(member, silence)| (member, state.clock.claim_of(member).plus(silence)));
    ends.filter(|(_, from)| *from > state.time())
}

/// Whether telling the time would move anything: somebody else's silence comes to count between circle time and the claim,
/// and the author has not told before. Judged before the claim counts; that the author has a seat, afterwards.
pub(crate) fn check_tell(state: &Durable, entry: &Entry) -> Result<(), Refused> {
    let seated = state.meeting.as_deref().is_some_and(|meeting| meeting.ring.contains(&entry.member));
    let mut news = silences(state).filter(|(member, from)| {
        *member != entry.member && *from <= entry.claimed && state.clock.claim_of(entry.member) < *from
    });
    if !seated || news.next().is_some() { Ok(()) } else { Err(Refused::NothingToTell) }
}

/// The next by rule, never a guest: whoever may open meetings first, then who volunteered for it today, then by order of
/// arrival; who pauses or only listens comes after them, and last who waits.
pub(super) fn pass_on(act: &mut Act) {
    let meeting = &*act.meeting;
    let waiting = meeting.arrivals.iter().map(|presence| presence.arrival.member);
    let here = meeting.ring.iter().copied().chain(waiting);
    let here: Vec<MemberId> = here.filter(|member| !act.guests.contains_key(member)).collect();
    let usual: Vec<MemberId> = here.iter().copied().filter(|member| meeting.is_open_to_turns(*member)).collect();
    let volunteers = meeting.services.get(&Service::Open).into_iter().flatten();
    let stand_in = usual.iter().copied().find(|member| act.stand_ins.contains(member));
    let next = stand_in.or_else(|| volunteers.copied().find(|member| usual.contains(member)));
    let others = here.iter().copied().find(|member| *member != meeting.keeper);
    if let Some(next) = next.or(usual.first().copied()).or(others) {
        name(act, next);
    }
}

fn name(act: &mut Act, member: MemberId) {
    act.meeting.keeper = member;
    act.effects.push(MeetingEffect::KeeperChanged(member).into());
}
