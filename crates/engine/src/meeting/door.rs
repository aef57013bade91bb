//! Opening a meeting, arriving, letting others in (protocol.md section 3).

use circle::{Arrival, Body, Circle, MeetingId, Seal};
use seal::{CryptoRngCore, HpkePublic, HpkeSecret, live::MeetingKey};
use wire::Millis;

use super::Room;
use crate::{command::Failure, member::Core, suite::Suite};

/// How long the keeper's device alone may answer the door.
const KEEPER_FIRST_MS: u64 = 2_000;
/// After this time without a door those who wait take it that nobody holds the key any more.
const NOBODY_MS: u64 = 12_000;

/// Opens a meeting: its first key exists on this device alone.
pub(crate) fn open<S: Suite>(core: &mut Core<S>, now: Millis, rng: &mut dyn CryptoRngCore) -> Result<(), Failure> {
    let mut id = [0; 16];
    rng.fill_bytes(&mut id);
    let meeting = MeetingId(id);
    let secret = HpkeSecret::make(rng);
    let key = MeetingKey::make(rng);
    let arrival_key = secret.public().as_bytes().to_vec();
    core.post(Body::MeetingOpened { meeting, key_check: key.check(), arrival_key }, now)?;
    let mut room = Room::new(meeting, secret);
    room.keys.insert(0, key);
    room.admitted.insert(core.arrival(), 0);
    core.room = Some(room);
    Ok(())
}

/// Arrives, with a key made for this arrival.
pub(crate) fn arrive<S: Suite>(core: &mut Core<S>, now: Millis, rng: &mut dyn CryptoRngCore) -> Result<(), Failure> {
    let meeting = core.circle.meeting().ok_or(circle::Refused::NoMeeting)?.id;
    let secret = HpkeSecret::make(rng);
    core.post(Body::Arrive { meeting, key: secret.public().as_bytes().to_vec() }, now)?;
    let mut room = Room::new(meeting, secret);
    room.waiting_since = Some(now);
    core.room = Some(room);
    Ok(())
}

/// Lets in who waits, or makes a new key where nobody seems to hold one. `wait` staggers the devices.
pub(crate) fn keep_door<S: Suite>(core: &mut Core<S>, now: Millis, wait: u64, rng: &mut dyn CryptoRngCore) {
    let me = core.arrival();
    let Some(meeting) = core.circle.meeting() else { return };
    let Some(room) = &core.room else { return };
    if room.meeting != meeting.id || meeting.presence(me).is_none() {
        return;
    }
    let wanted = !meeting.may_enter(core.circle.charter()).is_empty();
    let has_key = room.has_key(core) && meeting.is_admitted(me);
    let since = room.waiting_since;
    let keeper = meeting.keeper == me.member;
    if !wanted && has_key {
        set_waiting(core, None);
        return;
    }
    let since = since.unwrap_or(now);
    set_waiting(core, Some(since));
    let patience = now.since(since);
    let pause = if keeper { 0 } else { KEEPER_FIRST_MS + wait };
    if has_key && patience >= pause {
        post_door(core, now);
    } else if !has_key && patience >= NOBODY_MS + wait {
        post_rekey(core, now, rng);
    }
}

/// Takes the key of number `index`: from the seal for this device, or by the derivation of a door.
pub(super) fn take_key(room: &mut Room, me: Arrival, index: u32, seals: &[Seal], by_door: bool) {
    let derived = index.checked_sub(1).and_then(|before| room.keys.get(&before)).map(MeetingKey::next_by_door);
    let sealed = seals.iter().find(|seal| seal.to == me).and_then(|seal| {
        let secret = room.arrival.as_ref()?;
        MeetingKey::open(secret, room.meeting.0, index, &seal.sealed).ok()
    });
    let is_new = sealed.is_some();
    let Some(key) = sealed.or(derived.filter(|_| by_door)) else { return };
    if is_new && room.keys.is_empty() {
        room.mine_from = index;
    }
    room.keys.insert(index, key);
    room.keys.retain(|number, _| number + 1 >= index);
}

fn set_waiting<S: Suite>(core: &mut Core<S>, since: Option<Millis>) {
    if let Some(room) = &mut core.room {
        room.waiting_since = since;
    }
}

fn post_door<S: Suite>(core: &mut Core<S>, now: Millis) {
    let (Some(meeting), Some(room)) = (core.circle.meeting(), &core.room) else { return };
    let index = meeting.key_index + 1;
    let Some(key) = room.keys.get(&meeting.key_index).map(MeetingKey::next_by_door) else { return };
    let to = meeting
        .may_enter(core.circle.charter())
        .iter()
        .map(|presence| (presence.arrival, presence.key.0.to_vec()))
        .collect();
    let body = seal_to(&core.circle, to, &key, index).map(|seals| Body::Door { meeting: meeting.id, index, seals });
    post_once(core, body, now);
}

pub(super) fn post_rekey<S: Suite>(core: &mut Core<S>, now: Millis, rng: &mut dyn CryptoRngCore) {
    let Some(meeting) = core.circle.meeting() else { return };
    let index = meeting.key_index + 1;
    let key = MeetingKey::make(rng);
    let to = meeting
        .may_have_key(core.circle.charter())
        .map(|presence| (presence.arrival, presence.key.0.to_vec()))
        .collect();
    let body = seal_to(&core.circle, to, &key, index);
    let body = body.map(|seals| Body::Rekey { meeting: meeting.id, index, seals, without: Vec::new() });
    post_once(core, body, now);
}

fn seal_to(circle: &Circle, to: Vec<(Arrival, Vec<u8>)>, key: &MeetingKey, index: u32) -> Option<Vec<Seal>> {
    let meeting = circle.meeting()?.id;
    to.into_iter()
        .map(|(to, public)| {
            let sealed = key.seal_to(&HpkePublic::from_bytes(&public), meeting.0, index).ok()?;
            Some(Seal { to, sealed })
        })
        .collect()
}

fn post_once<S: Suite>(core: &mut Core<S>, body: Option<Body>, now: Millis) {
    let waiting = core.is_posting(|body| matches!(body, Body::Door { .. } | Body::Rekey { .. }));
    if let (Some(body), false) = (body, waiting) {
        // Refused means that another device was faster: the next look sees what is left to do.
        let _ = core.post(body, now);
    }
}
