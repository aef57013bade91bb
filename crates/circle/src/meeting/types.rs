//! What a running meeting consists of.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use minicbor::{Decode, Decoder, Encode, Encoder};
use wire::{Hash, Millis};

use crate::{Arrival, Charter, DeviceId, MeetingId, MemberId, PhaseKind};

/// A running meeting's structure.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Meeting {
    /// Its id.
    #[n(0)]
    pub id: MeetingId,
    /// Hash of the first meeting key.
    #[n(1)]
    pub key_check: Hash,
    /// Number of the present meeting key.
    #[n(2)]
    pub key_index: u32,
    /// Who opened it.
    #[n(3)]
    pub opened_by: MemberId,
    /// Who keeps it.
    #[n(4)]
    pub keeper: MemberId,
    /// The devices that are here, in order of arrival.
    #[n(5)]
    pub arrivals: Vec<Presence>,
    /// The members who were let in and are here, in order of arrival: the ring.
    #[n(6)]
    pub ring: Vec<MemberId>,
    /// Members who had to go and cannot come back into this meeting.
    #[n(7)]
    pub out: BTreeSet<MemberId>,
    /// Number of the phase in the charter.
    #[n(8)]
    pub phase: u32,
    /// Circle time at which the phase began; it may lag behind every clock in the room.
    #[n(9)]
    pub phase_began: Millis,
    /// What the clock of whoever began the phase said: for display only.
    #[n(10)]
    pub phase_claimed: Millis,
    /// Raised hands in the order in which they went up.
    #[n(11)]
    pub hands: Vec<MemberId>,
    /// How many turns everybody has ended in this phase.
    #[n(12)]
    pub taken: BTreeMap<MemberId, u32>,
    /// How many turns there have been in this meeting.
    #[n(13)]
    pub turn_count: u32,
    /// The last turns by number, from 1; older ones than [`super::floor::TURNS`] are forgotten.
    #[n(14)]
    pub turns: BTreeMap<u32, Turn>,
}

/// A device in a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Presence {
    /// Which.
    #[n(0)]
    pub arrival: Arrival,
    /// Public key to which meeting keys are sealed for it.
    #[n(1)]
    pub key: ArrivalKey,
    /// Waits for a key: has just arrived, or was reloaded.
    #[n(2)]
    pub waiting: bool,
}

/// A public key made for one arrival. Copies share the bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct ArrivalKey(pub Arc<[u8]>);

/// One turn.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Turn {
    /// Its number, from 1.
    #[n(0)]
    pub number: u32,
    /// Whose.
    #[n(1)]
    pub holder: MemberId,
    /// In which phase.
    #[n(2)]
    pub phase: u32,
    /// Circle time at which it began; it may lag behind every clock in the room.
    #[n(3)]
    pub began: Millis,
    /// What the clock of whoever made it begin said: for display only.
    #[n(4)]
    pub claimed: Millis,
    /// How far it is.
    #[n(5)]
    pub state: TurnState,
    /// How many lines of each of the holder's devices count, once the holder was done or the keeper moved on.
    #[n(6)]
    pub lines: Option<BTreeMap<DeviceId, u32>>,
    /// How many lines of each arrival count as feedback, once the holder closed it or the keeper moved on.
    #[n(7)]
    pub answers: Option<BTreeMap<Arrival, u32>>,
}

/// How far a turn is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum TurnState {
    /// The holder speaks.
    #[n(0)]
    Held,
    /// The holder asked for feedback; the others speak.
    #[n(1)]
    Feedback,
    /// Over.
    #[n(2)]
    Over,
}

impl Meeting {
    /// The device's place.
    pub fn presence(&self, arrival: Arrival) -> Option<&Presence> {
        self.arrivals.iter().find(|presence| presence.arrival == arrival)
    }

    /// Whether the member has any device here, waiting ones included.
    pub fn is_here(&self, member: MemberId) -> bool {
        self.arrivals.iter().any(|presence| presence.arrival.member == member)
    }

    /// Whether the device was let in and holds the key.
    pub fn is_admitted(&self, arrival: Arrival) -> bool {
        self.presence(arrival).is_some_and(|presence| !presence.waiting)
    }

    /// The turn that is held or open to feedback.
    pub fn turn(&self) -> Option<&Turn> {
        self.turns.get(&self.turn_count).filter(|turn| turn.state != TurnState::Over)
    }

    /// Who holds the floor.
    pub fn holder(&self) -> Option<MemberId> {
        self.turn().filter(|turn| turn.state == TurnState::Held).map(|turn| turn.holder)
    }

    /// Who waits and may be let in by a [`crate::Body::Door`] now: its seals must cover exactly these. While the
    /// door is shut, only further or reloaded devices of those in the ring.
    pub fn may_enter(&self, charter: &Charter) -> Vec<&Presence> {
        self.may_have_key(charter).filter(|presence| presence.waiting).collect()
    }

    /// Who may have the next key: all who are here, but while the door is shut only those in the ring. The seals of
    /// a [`crate::Body::Rekey`] must cover exactly these, less those who must go.
    pub fn may_have_key(&self, charter: &Charter) -> impl Iterator<Item = &Presence> {
        let shut = self.is_shut(charter);
        self.arrivals.iter().filter(move |presence| !shut || self.ring.contains(&presence.arrival.member))
    }

    /// Nobody comes in while somebody shares or hears feedback (domain R13). Words that lead the meeting are no
    /// share: at the opening they are said while people still arrive.
    fn is_shut(&self, charter: &Charter) -> bool {
        let kind = charter.phases.get(self.phase as usize).map(|phase| phase.kind);
        let shares = kind.is_some_and(PhaseKind::shares);
        charter.safety.doors && shares && self.turn().is_some()
    }
}

impl core::fmt::Debug for ArrivalKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ArrivalKey({} bytes)", self.0.len())
    }
}

impl<C> Encode<C> for ArrivalKey {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?;
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for ArrivalKey {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Ok(Self(d.bytes()?.into()))
    }
}
