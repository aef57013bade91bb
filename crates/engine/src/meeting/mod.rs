//! A running meeting on this device: the meeting keys, the words, the door (protocol.md section 3).
//!
//! Everything here is in memory only and is dropped when the meeting closes. The structure of the meeting is in the
//! circle's log; this follows it.

mod corner;
mod door;
mod draw;
mod hear;
mod speak;
mod tend;
mod told;
mod words;

use std::collections::{BTreeMap, VecDeque};

use circle::{Arrival, Body, Effect, Entry, Live, MeetingEffect, MeetingId, MemberId, Seq};
use minicbor::{Decode, Encode};
use seal::{
    HpkeSecret,
    live::{MeetingKey, OpenedFrame},
};
use wire::Millis;

#[cfg(feature = "test-suite")]
pub(crate) use self::draw::Fit;
pub(crate) use self::{
    corner::{InCorner, may_say_in_corner, say_in_corner},
    door::{arrive, keep_door, open},
    draw::{DrawState, Draws, cancel, draw, may_draw, start, stay},
    hear::hear,
    speak::{counted, frames_to_send, say, taken, tap},
    tend::tend,
    told::{Told, answer, ask, claim, draft, note, propose, tag},
    words::Words,
};
use crate::{member::Core, suite::Suite};

/// After this silence a device counts as gone for display and for who answers.
pub(crate) const HERE_MS: u64 = 50_000;
/// How often a device says that it is here.
pub(crate) const BEAT_MS: u64 = 20_000;

/// What a live frame carries, signed by its author.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Spoken {
    /// Whose device.
    #[n(0)]
    pub(crate) member: MemberId,
    /// Which device.
    #[n(1)]
    pub(crate) device: circle::DeviceId,
    /// How far its author had folded the log.
    #[n(2)]
    pub(crate) at: Seq,
    /// What it says.
    #[n(3)]
    pub(crate) what: What,
}

/// The kinds of live frames.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) enum What {
    /// Judged by the rules of the circle.
    #[n(0)]
    Live(#[n(0)] Live),
    /// Asks whoever heard what was said since key `since` to pass it on: the server has forgotten it.
    #[n(1)]
    Missing {
        /// The key's number.
        #[n(0)]
        since: u32,
    },
}

/// This device in a meeting.
pub(crate) struct Room {
    pub(crate) meeting: MeetingId,
    /// Opens what a door seals to this device.
    arrival: Option<HpkeSecret>,
    /// The present key and the one before it.
    keys: BTreeMap<u32, MeetingKey>,
    /// The key with which this device was let in: nothing older may be told to it, or by it.
    mine_from: u32,
    /// With which key each device was let in, as far as this one saw it.
    admitted: BTreeMap<Arrival, u32>,
    pub(crate) words: Words,
    /// What was heard, to pass it on to those who missed it: key number and the signed frame.
    heard: Vec<(u32, OpenedFrame)>,
    /// Frames that run ahead of this device's fold or keys.
    held: Vec<Vec<u8>>,
    /// Own frames that the server has not taken.
    unsent: VecDeque<Own>,
    /// Frames in flight, in order: an own one that is sent again if the stream breaks, or one that is not.
    flight: VecDeque<Option<Own>>,
    lines: BTreeMap<u32, u32>,
    last_live: u64,
    here: BTreeMap<Arrival, Millis>,
    /// Since when somebody waits at the door.
    waiting_since: Option<Millis>,
    beat: Millis,
    missing: bool,
    asked: Vec<Asked>,
    passed_on: Millis,
    pub(crate) told: Told,
    /// Own answers to shows of hands, with what they were sealed with.
    answers: BTreeMap<u32, (circle::Answer, [u8; 16])>,
    /// Since when this device has seen that a fresh key is due.
    rekey_since: Option<Millis>,
    /// The corner that this device is in.
    pub(crate) corner: Option<InCorner>,
    pub(crate) draws: Draws,
}

/// An own frame that is to be sent.
struct Own {
    payload: Vec<u8>,
    /// For those in the own corner of this break-out; none: for everybody in the meeting.
    breakout: Option<u32>,
}

/// Somebody missed what was said.
struct Asked {
    by: Arrival,
    since: u32,
    at: Millis,
    due: Millis,
}

impl Room {
    fn new(meeting: MeetingId, arrival: HpkeSecret) -> Self {
        Self {
            meeting,
            arrival: Some(arrival),
            keys: BTreeMap::new(),
            mine_from: 0,
            admitted: BTreeMap::new(),
            words: Words::default(),
            heard: Vec::new(),
            held: Vec::new(),
            unsent: VecDeque::new(),
            flight: VecDeque::new(),
            lines: BTreeMap::new(),
            last_live: 0,
            here: BTreeMap::new(),
            waiting_since: None,
            beat: Millis(0),
            missing: false,
            asked: Vec::new(),
            passed_on: Millis(0),
            told: Told::default(),
            answers: BTreeMap::new(),
            rekey_since: None,
            corner: None,
            draws: Draws::default(),
        }
    }

    /// The last live frame of the server's count that this device took.
    pub(crate) fn last_live(&self) -> u64 {
        if self.keys.is_empty() && self.last_live == 0 { u64::MAX } else { self.last_live }
    }

    /// Whether this device or somebody else waits for a door.
    pub(crate) fn is_waiting<S: Suite>(&self, core: &Core<S>) -> bool {
        let tended = core.circle.meeting().is_some_and(tend::is_waiting);
        tended
            || self.draws.are_open()
            || self.waiting_since.is_some()
            || !self.asked.is_empty()
            || !self.has_key(core)
            || !self.unsent.is_empty()
    }

    /// The number of the next own line in a turn.
    pub(crate) fn next_line(&self, turn: u32) -> u32 {
        self.lines.get(&turn).copied().unwrap_or_default()
    }

    pub(crate) fn unsent(&self) -> u32 {
        (self.unsent.len() + self.flight.iter().flatten().count()) as u32
    }

    pub(crate) fn is_here(&self, member: MemberId, now: Millis) -> bool {
        self.here.iter().any(|(arrival, heard)| arrival.member == member && now.since(*heard) < HERE_MS)
    }

    pub(crate) fn has_key<S: Suite>(&self, core: &Core<S>) -> bool {
        core.circle.meeting().is_some_and(|meeting| self.keys.contains_key(&meeting.key_index))
    }
}

/// Follows an entry that has been folded.
pub(crate) fn folded<S: Suite>(core: &mut Core<S>, entry: &Entry, effects: &[Effect]) {
    for effect in effects {
        if let Effect::Meeting(effect) = effect {
            core.snapshot_due |= matches!(effect, MeetingEffect::Closed(_));
            follow(core, entry, effect);
        }
    }
    told::follow(core, entry.author(), &entry.body);
    drop_if_over(core);
    corner::settle(core);
    hear::hear_held(core);
}

/// Follows a commit: a member who left is out of the meeting too.
pub(crate) fn committed<S: Suite>(core: &mut Core<S>, _effects: &[Effect]) {
    drop_if_over(core);
    corner::settle(core);
}

/// The stream is open; frames up to `live_from` cannot be had from the server any more.
pub(crate) fn connected<S: Suite>(core: &mut Core<S>, live: u64, live_from: u64) {
    let Some(room) = &mut core.room else { return };
    let restarted = live < room.last_live;
    if restarted || live_from > room.last_live {
        room.missing = !room.keys.is_empty();
        room.last_live = if restarted { 0 } else { live_from };
    }
}

/// The stream is gone: what was in flight is sent again.
pub(crate) fn disconnected<S: Suite>(core: &mut Core<S>) {
    let Some(room) = &mut core.room else { return };
    for frame in std::mem::take(&mut room.flight).into_iter().rev().flatten() {
        room.unsent.push_front(frame);
    }
}

fn follow<S: Suite>(core: &mut Core<S>, entry: &Entry, effect: &MeetingEffect) {
    let me = core.arrival();
    corner::follow(core, entry, effect);
    let Some(room) = &mut core.room else { return };
    match (effect, &entry.body) {
        (MeetingEffect::Admitted(arrivals, index), Body::Door { seals, .. }) => {
            room.let_in(arrivals, *index);
            door::take_key(room, me, *index, seals, true);
        }
        (MeetingEffect::Rekeyed { index, admitted, out }, Body::Rekey { seals, .. }) => {
            room.let_in(admitted, *index);
            door::take_key(room, me, *index, seals, false);
            if out.contains(&me) {
                core.room = None;
            }
        }
        (MeetingEffect::TurnEnded { .. } | MeetingEffect::FeedbackOpened { .. }, _) => words::prune(core),
        (MeetingEffect::Ejected(member), _) => {
            room.here.retain(|arrival, _| arrival.member != *member);
            if *member == me.member {
                core.room = None;
            }
        }
        (MeetingEffect::Departed(gone), _) => {
            room.here.remove(gone);
            if *gone == me {
                core.room = None;
            }
        }
        _ => {}
    }
}

impl Room {
    /// Whether any key of the meeting or of the own corner opens a frame.
    #[cfg(feature = "test-suite")]
    pub(crate) fn opens(&self, frame: &[u8]) -> bool {
        let all = self.keys.values().any(|key| seal::live::open_frame(key, self.meeting.0, frame).is_ok());
        all || self.corner.as_ref().is_some_and(|corner| corner.opens(self.meeting, frame))
    }

    fn let_in(&mut self, arrivals: &[Arrival], index: u32) {
        for arrival in arrivals {
            self.admitted.insert(*arrival, index);
        }
        self.waiting_since = None;
    }
}

fn drop_if_over<S: Suite>(core: &mut Core<S>) {
    let running = core.circle.meeting().map(|meeting| meeting.id);
    let opening = core.room.as_ref().is_some_and(|room| {
        core.is_posting(|body| matches!(body, Body::MeetingOpened { meeting, .. } if *meeting == room.meeting))
    });
    if core.room.as_ref().is_some_and(|room| Some(room.meeting) != running && !opening) {
        core.room = None;
    }
}
