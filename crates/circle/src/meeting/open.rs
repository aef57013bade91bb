//! Opening a meeting.

use std::collections::{BTreeMap, BTreeSet};

use wire::Hash;

use super::{Stage, act, arrive, floor};
use crate::{
    ArrivalKey, Effect, Entry, Meeting, MeetingEffect, MeetingId, Presence, Refused, durable::Durable, shared::Shared,
};

/// A keeper or deputy of the circle opens; the opener keeps the meeting and holds key 0.
pub(super) fn open(
    state: &mut Durable,
    entry: &Entry,
    (id, key_check, key): (MeetingId, Hash, &[u8]),
    effects: &mut Vec<Effect>,
) -> Result<(), Refused> {
    if state.meeting.is_some() {
        return Err(Refused::MeetingRunning);
    }
    if !state.keeps(entry.member) {
        return Err(Refused::MayNotOpen);
    }
    arrive::check_key(key)?;
    state.meeting = Some(Shared::new(Meeting {
        id,
        key_check,
        key_index: 0,
        opened_by: entry.member,
        keeper: entry.member,
        arrivals: vec![Presence { arrival: entry.author(), key: ArrivalKey(key.into()), waiting: false }],
        ring: vec![entry.member],
        out: BTreeSet::new(),
        phase: 0,
        phase_began: state.time(),
        phase_claimed: entry.claimed,
        hands: Vec::new(),
        taken: BTreeMap::new(),
        turn_count: 0,
        turns: BTreeMap::new(),
        stage: Stage::default(),
        modes: BTreeMap::new(),
        services: BTreeMap::new(),
        agenda: Vec::new(),
        questions: Vec::new(),
        pause: None,
        pause_asked: BTreeSet::new(),
        ejecting: BTreeMap::new(),
        rekey_due: false,
        breakout: None,
        breakouts: 0,
        came: BTreeSet::from([entry.member]),
    }));
    effects.extend([MeetingEffect::Opened(id).into(), MeetingEffect::PhaseBegan(0).into()]);
    act(state, entry.author(), entry.claimed, id, effects, |act| {
        floor::settle(act);
        Ok(())
    })
}
