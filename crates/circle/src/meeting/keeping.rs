//! Who keeps the meeting: it goes on when the keeper drops out.

use std::collections::BTreeSet;

use wire::Millis;

use super::{Act, Ended, floor, hand};
use crate::{Charter, Entry, Meeting, MeetingEffect, MemberId, Mode, Refused, Service, durable::Durable, limits};

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
/// takes two waits for them. While somebody waits at the shut door, everybody in the ring ([`is_abandoned`]). Only what
/// circle time has not come to yet; among two one clock is enough.
pub(crate) fn silences(state: &Durable) -> impl Iterator<Item = (MemberId, Millis)> {
    let meeting = state.meeting.as_deref().filter(|meeting| meeting.ring.len() > 2);
    let keepers = meeting.into_iter().flat_map(|meeting| {
        let relieved = (meeting.keeper, limits::KEEPER_SILENCE_MS);
        let shut_out = meeting.shuts_out(&state.charter);
        let counts = |member: &MemberId| shut_out || *member == meeting.keeper || state.keeps(*member);
        let asleep = meeting.ring.iter().copied().filter(counts).map(|member| (member, limits::ASLEEP_MS));
        [relieved].into_iter().chain(asleep.collect::<Vec<_>>())
    });
    let ends = keepers.map(|(member, silence)| (member, state.clock.claim_of(member).plus(silence)));
    ends.filter(|(_, from)| *from > state.time())
}

/// Whether somebody waits at the shut door and nobody in the ring has acted for [`limits::ASLEEP_MS`]: those who were let
/// in have vanished. Rings in which somebody still listens say so in time ([`presence_due`]).
pub(crate) fn is_abandoned(state: &Durable, meeting: &Meeting, claimed: Millis) -> bool {
    leaves_alone(meeting, &state.charter, &asleep(state, meeting, claimed))
}

fn leaves_alone(meeting: &Meeting, charter: &Charter, asleep: &BTreeSet<MemberId>) -> bool {
    meeting.shuts_out(charter) && asleep.len() == meeting.ring.len()
}

/// From when a device of the member says that somebody in the ring is there: half the time after which it would count as
/// abandoned.
pub(crate) fn presence_due(state: &Durable, member: MemberId) -> Option<Millis> {
    let meeting = state.meeting.as_deref().filter(|meeting| meeting.ring.contains(&member))?;
    let due = state.clock.claim_of(member).plus(limits::ASLEEP_MS / 2);
    meeting.shuts_out(&state.charter).then_some(due)
}

/// Whether telling the time would move anything: somebody else's silence comes to count between circle time and the claim,
/// and the author has not told before; or the author waits where nobody is left inside; or is inside where others wait.
/// Judged before the claim counts; that the author is in the meeting, afterwards.
pub(crate) fn check_tell(state: &Durable, entry: &Entry) -> Result<(), Refused> {
    let Some(meeting) = state.meeting.as_deref().filter(|meeting| meeting.is_here(entry.member)) else { return Ok(()) };
    let mut news = silences(state).filter(|(member, from)| {
        *member != entry.member && *from <= entry.claimed && state.clock.claim_of(entry.member) < *from
    });
    let alone = !meeting.ring.contains(&entry.member) && is_abandoned(state, meeting, entry.claimed);
    let here = presence_due(state, entry.member).is_some_and(|due| due <= entry.claimed);
    if alone || here || news.next().is_some() { Ok(()) } else { Err(Refused::NothingToTell) }
}

/// Somebody says what the time is. Where that shows that nobody is left inside, the turn and all that keeps the door shut
/// end, and whoever says so keeps the meeting. The others keep their seats and their words, and are away until they say
/// that they are back.
pub(super) fn tell(act: &mut Act) -> Result<(), Refused> {
    act.present()?;
    let author = act.author.member;
    if act.meeting.ring.contains(&author) || !leaves_alone(act.meeting, act.charter, &act.asleep) {
        return Ok(());
    }
    for member in act.meeting.ring.clone() {
        act.meeting.modes.entry(member).or_insert(Mode::Away);
        act.effects.push(MeetingEffect::ModeChanged(member).into());
    }
    name(act, author);
    if act.meeting.turn().is_some() {
        floor::end_turn(act, Ended::Away);
    }
    act.meeting.stage.quiet = None;
    floor::settle(act);
    Ok(())
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
    // Where only the keeper speaks, the hand of the one before counts no more.
    hand::lower_idle(act);
    act.effects.push(MeetingEffect::KeeperChanged(member).into());
}
