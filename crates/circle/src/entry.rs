//! What is inside a sealed entry.

use minicbor::{Decode, Encode};
use wire::{Day, Hash, Malformed, Millis};

use crate::{
    Arrival, CardAct, Deed, DeviceId, EntryRef, GuestAct, HoursId, InviteId, KnockKey, MeetingId, MemberId, RemovalAct,
    RotaAct, RoundAct, RoundWords, ScheduleAct, Seq, Tap, Wish,
};

/// One act of one member. Its author is proved by the seal around it, not here.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Entry {
    /// Whose act.
    #[n(0)]
    pub member: MemberId,
    /// On which device.
    #[n(1)]
    pub device: DeviceId,
    /// Grows with every entry of the device; what does not grow is refused as a repetition.
    #[n(2)]
    pub counter: u64,
    /// How far the author had folded the log.
    #[n(3)]
    pub known: Seq,
    /// The author's clock.
    #[n(4)]
    pub claimed: Millis,
    /// The act.
    #[n(5)]
    pub body: Body,
}

/// The acts there are. Numbers are stable; a decoder refuses numbers it does not know.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Body {
    /// Takes another name in this circle.
    #[n(0)]
    Rename {
        /// The new name.
        #[n(0)]
        name: String,
    },
    /// Leaves the circle.
    #[n(1)]
    Leave {},
    /// Makes an invite.
    #[n(2)]
    InviteMade {
        /// The invite.
        #[n(0)]
        invite: Invite,
    },
    /// Ends an invite.
    #[n(3)]
    InviteRevoked {
        /// Which.
        #[n(0)]
        invite: InviteId,
    },
    /// Takes on a role.
    #[n(4)]
    ServeAs {
        /// Which.
        #[n(0)]
        role: String,
    },
    /// Lays down a role.
    #[n(5)]
    StandDown {
        /// Which.
        #[n(0)]
        role: String,
    },
    /// Shares words between meetings.
    #[n(6)]
    Share {
        /// The words, at most [`crate::limits::SHARE`] characters.
        #[n(0)]
        text: String,
        /// What the writer wishes for.
        #[n(1)]
        wish: Wish,
        /// A content note, at most [`crate::limits::NOTE`] characters.
        #[n(2)]
        note: Option<String>,
    },
    /// Taps a share.
    #[n(7)]
    Tap {
        /// Which share.
        #[n(0)]
        share: EntryRef,
        /// Which tap.
        #[n(1)]
        tap: Tap,
    },
    /// Takes an own share back.
    #[n(8)]
    TakeBack {
        /// Which share.
        #[n(0)]
        share: EntryRef,
    },
    /// Opens a meeting; the opener is its keeper and the first arrival.
    #[n(9)]
    MeetingOpened {
        /// The meeting's id.
        #[n(0)]
        meeting: MeetingId,
        /// Hash of the first meeting key, by which a reloading device knows a key again.
        #[n(1)]
        key_check: Hash,
        /// Public key of the opener's device for later seals.
        #[n(2)]
        #[cbor(with = "minicbor::bytes")]
        arrival_key: Vec<u8>,
    },
    /// Comes to the meeting's door.
    #[n(10)]
    Arrive {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
        /// Public key of this device, made for this arrival.
        #[n(1)]
        #[cbor(with = "minicbor::bytes")]
        key: Vec<u8>,
    },
    /// Leaves the meeting with this device.
    #[n(11)]
    Depart {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
    },
    /// Lets everybody in who waits, under the next key.
    #[n(12)]
    Door {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
        /// Number of the new key: the present one and 1.
        #[n(1)]
        index: u32,
        /// The new key, sealed to each who enters.
        #[n(2)]
        seals: Vec<Seal>,
    },
    /// A fresh key for those who stay.
    #[n(13)]
    Rekey {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
        /// Number of the new key: the present one and 1.
        #[n(1)]
        index: u32,
        /// The new key, sealed to each who stays.
        #[n(2)]
        seals: Vec<Seal>,
        /// Who must leave the meeting.
        #[n(3)]
        without: Vec<Arrival>,
    },
    /// Goes to the next phase.
    #[n(14)]
    NextPhase {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
        /// The phase that ends.
        #[n(1)]
        from: u32,
        /// How many optional phases after it are skipped.
        #[n(2)]
        skip: u32,
    },
    /// Raises or lowers the own hand.
    #[n(15)]
    Hand {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
        /// Raised.
        #[n(1)]
        up: bool,
    },
    /// Ends the own turn.
    #[n(16)]
    TurnDone {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
        /// Which turn.
        #[n(1)]
        turn: u32,
        /// How many lines each of the holder's devices said; devices that said nothing may be missing.
        #[n(2)]
        last: Vec<(DeviceId, u32)>,
        /// Opens the feedback window.
        #[n(3)]
        feedback: bool,
    },
    /// Gives the own turn on without words.
    #[n(17)]
    Pass {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
    },
    /// Closes the feedback window of the own turn.
    #[n(18)]
    EndFeedback {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
        /// Which turn.
        #[n(1)]
        turn: u32,
        /// How many lines each arrival said in answer; who said nothing may be missing.
        #[n(2)]
        last: Vec<(Arrival, u32)>,
    },
    /// The keeper ends a turn or its feedback.
    #[n(19)]
    MoveOn {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
        /// Which turn.
        #[n(1)]
        turn: u32,
        /// How many lines count: of each of the holder's devices, or in feedback of each arrival that answered; who
        /// said nothing may be missing.
        #[n(2)]
        last: Vec<(Arrival, u32)>,
    },
    /// Becomes the meeting's keeper.
    #[n(20)]
    TakeKeeping {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
    },
    /// Closes the meeting.
    #[n(21)]
    Close {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
    },
    /// Replaces the knock key after a removal.
    #[n(22)]
    KnockReplaced {
        /// The new key.
        #[n(0)]
        knock: KnockKey,
    },
    /// That somebody has to leave the circle for good.
    #[n(23)]
    Removal(#[n(0)] RemovalAct),
    /// A guest's visit.
    #[n(24)]
    Guest(#[n(0)] GuestAct),
    /// The circle's card.
    #[n(25)]
    Card(#[n(0)] CardAct),
    /// Does something in the running meeting.
    #[n(40)]
    InMeeting {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
        /// What.
        #[n(1)]
        deed: Deed,
    },
    /// Had to leave a meeting, and asks the circle to look at it again.
    #[n(41)]
    Appeal {
        /// Which meeting.
        #[n(0)]
        meeting: MeetingId,
    },
    /// Says when the circle meets.
    #[n(80)]
    Schedule(#[n(0)] ScheduleAct),
    /// Says who serves when.
    #[n(81)]
    Rota(#[n(0)] RotaAct),
    /// The structure of an asynchronous round.
    #[n(82)]
    Round(#[n(0)] RoundAct),
    /// Words in an asynchronous round.
    #[n(83)]
    RoundWords(#[n(0)] RoundWords),
    /// Tells those who asked, and nobody else, which hours are hard.
    #[n(84)]
    HoursTold {
        /// The asking.
        #[n(0)]
        hours: HoursId,
        /// Sealed to the key of the asking, at most [`crate::limits::HOURS_SEAL`] bytes.
        #[n(1)]
        #[cbor(with = "minicbor::bytes")]
        sealed: Vec<u8>,
    },
}

/// A meeting key sealed to an arrival's key. Nothing here opens it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Seal {
    /// For whom.
    #[n(0)]
    pub to: Arrival,
    /// The sealed key, at most [`crate::limits::SEAL`] bytes.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// An invite. Every member's device holds it, so that any of them can answer a knock.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Invite {
    /// Its id.
    #[n(0)]
    pub id: InviteId,
    /// The 128 bits in the link.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub secret: [u8; 16],
    /// Seed of the key that reads and closes the invite's mailbox.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub read_seed: [u8; 32],
    /// How many newcomers it lets in, 1 to [`wire::limits::MEMBERS`].
    #[n(3)]
    pub uses: u32,
    /// Its last day, by circle time.
    #[n(4)]
    pub expires: Day,
    /// Who made it.
    #[n(5)]
    pub made_by: MemberId,
    /// For which visit of a guest it was made: where that was asked.
    #[n(6)]
    pub guest: Option<Seq>,
    /// It stands on the circle's card: everybody may know the link, and one who keeps or greets lets in.
    #[n(7)]
    pub card: bool,
}

impl core::fmt::Debug for Invite {
    // The secrets stay out of every log.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Invite({:?})", self.id)
    }
}

/// How long an entry is kept by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Until a snapshot covers it.
    Durable,
    /// For the circle's retention.
    Retention,
    /// For a day: a meeting's structure.
    OneDay,
}

impl Entry {
    /// Canonical bytes.
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(self)
    }

    /// Reads what [`Entry::encode`] wrote.
    ///
    /// # Errors
    /// [`Malformed`] for anything else, unknown acts included.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        wire::decode(bytes)
    }

    /// The device that acted.
    pub const fn author(&self) -> Arrival {
        Arrival { member: self.member, device: self.device }
    }
}

impl Body {
    /// How long the entry is kept.
    pub const fn lifetime(&self) -> Lifetime {
        match self {
            Self::Rename { .. }
            | Self::Leave {}
            | Self::InviteMade { .. }
            | Self::InviteRevoked { .. }
            | Self::ServeAs { .. }
            | Self::StandDown { .. }
            | Self::KnockReplaced { .. }
            | Self::Removal(_)
            | Self::Guest(_)
            | Self::Card(_)
            | Self::Appeal { .. }
            | Self::Schedule(_)
            | Self::Rota(_)
            | Self::Round(_) => Lifetime::Durable,
            Self::Share { .. }
            | Self::Tap { .. }
            | Self::TakeBack { .. }
            | Self::RoundWords(_)
            | Self::HoursTold { .. } => Lifetime::Retention,
            Self::MeetingOpened { .. }
            | Self::Arrive { .. }
            | Self::Depart { .. }
            | Self::Door { .. }
            | Self::Rekey { .. }
            | Self::NextPhase { .. }
            | Self::Hand { .. }
            | Self::TurnDone { .. }
            | Self::Pass { .. }
            | Self::EndFeedback { .. }
            | Self::MoveOn { .. }
            | Self::TakeKeeping { .. }
            | Self::Close { .. }
            | Self::InMeeting { .. } => Lifetime::OneDay,
        }
    }
}
