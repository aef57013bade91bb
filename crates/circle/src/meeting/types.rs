//! What a running meeting consists of.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use minicbor::{Decode, Decoder, Encode, Encoder};
use wire::{Hash, Millis};

use super::{Breakout, EjectReason, Mode, Question, Service, Stage, Topic, Turn, TurnState};
use crate::{Arrival, Charter, MeetingId, MemberId};

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
    /// The state of the present phase.
    #[n(15)]
    pub stage: Stage,
    /// Who only listens, pauses or is called away; everybody else is here as usual.
    #[n(16)]
    pub modes: BTreeMap<MemberId, Mode>,
    /// Who does which small service, in the order in which they said so.
    #[n(17)]
    pub services: BTreeMap<Service, Vec<MemberId>>,
    /// The topics of the agenda, by their numbers from 1.
    #[n(18)]
    pub agenda: Vec<Topic>,
    /// The shows of hands, by their numbers from 1.
    #[n(19)]
    pub questions: Vec<Question>,
    /// Who paused the whole meeting.
    #[n(20)]
    pub pause: Option<MemberId>,
    /// Who asks for a pause.
    #[n(21)]
    pub pause_asked: BTreeSet<MemberId>,
    /// Keepers who say that somebody has to leave, and why; no second one has said so yet.
    #[n(22)]
    pub ejecting: BTreeMap<MemberId, BTreeMap<MemberId, EjectReason>>,
    /// Somebody had to leave who still holds the present key: nothing is said until there is another.
    #[n(23)]
    pub rekey_due: bool,
    /// The corners, while there are any.
    #[n(24)]
    pub breakout: Option<Breakout>,
    /// How many break-outs there have been.
    #[n(25)]
    pub breakouts: u32,
    /// Who was let in at some time.
    #[n(26)]
    pub came: BTreeSet<MemberId>,
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

    /// Whether turns are offered to the member: in the ring, and here as usual.
    pub fn is_open_to_turns(&self, member: MemberId) -> bool {
        self.ring.contains(&member) && !self.modes.contains_key(&member)
    }

    /// How many turns the member has ended in this phase.
    pub fn turns_of(&self, member: MemberId) -> u32 {
        self.taken.get(&member).copied().unwrap_or_default()
    }

    /// Whether the member has the floor or has had it in this phase.
    pub(crate) fn has_had_turn(&self, member: MemberId) -> bool {
        self.turns_of(member) > 0 || self.turn().is_some_and(|turn| turn.holder == member)
    }

    /// Whether somebody without a seat waits at the shut door.
    pub(crate) fn shuts_out(&self, charter: &Charter) -> bool {
        let waits = |presence: &Presence| presence.waiting && !self.ring.contains(&presence.arrival.member);
        self.is_shut(charter) && self.arrivals.iter().any(waits)
    }

    /// Nobody comes in while somebody shares or hears feedback, nor in the quiet after it (domain R13). Words that lead
    /// the meeting are no share: at the opening they are said while people still arrive.
    fn is_shut(&self, charter: &Charter) -> bool {
        let shares = charter.phases.get(self.phase as usize).is_some_and(|phase| phase.kind.shares());
        charter.safety.doors && shares && (self.turn().is_some() || self.stage.quiet.is_some())
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
