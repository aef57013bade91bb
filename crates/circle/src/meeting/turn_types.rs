//! What a turn consists of.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use wire::Millis;

use crate::{Arrival, DeviceId, MemberId, Phase, PhaseKind, SpeakingRule};

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
    /// What the turn is for.
    #[n(8)]
    pub sense: Sense,
    /// How the others may answer.
    #[n(9)]
    pub wish: Feedback,
    /// The part that is open, from 0.
    #[n(10)]
    pub part: u32,
    /// Nobody moves it on but the holder, or two together.
    #[n(11)]
    pub held: bool,
    /// Who would move on a held turn.
    #[n(12)]
    pub release: BTreeSet<MemberId>,
    /// Who looks after the holder later.
    #[n(13)]
    pub aftercare: Aftercare,
    /// The holder shows words while typing.
    #[n(14)]
    pub typing: bool,
    /// The topic that it is about; 0: none.
    #[n(15)]
    pub topic: u32,
}

/// How far a turn is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum TurnState {
    /// The holder speaks.
    #[n(0)]
    Held,
    /// The holder asked for feedback, or after an example for tool tags; the others have the word.
    #[n(1)]
    Feedback,
    /// Over.
    #[n(2)]
    Over,
}

/// What a turn is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Sense {
    /// A turn as the phase has it.
    #[n(0)]
    Plain,
    /// One more, at the end of the phase.
    #[n(1)]
    Later,
    /// A question to the circle.
    #[n(2)]
    Question,
    /// An answer from own experience.
    #[n(3)]
    Answer,
    /// What the asker takes away.
    #[n(4)]
    TakingAway,
}

/// How the others may answer a turn; each allows what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Feedback {
    /// Not at all.
    #[n(0)]
    Silent,
    /// By taps and tool tags.
    #[n(1)]
    Taps,
    /// In words once the holder opens it.
    #[n(2)]
    Ask,
    /// In words at any time.
    #[n(3)]
    Open,
}

impl Feedback {
    /// The most that a phase allows.
    pub const fn most(phase: &Phase) -> Self {
        match (phase.kind, phase.rule) {
            (PhaseKind::Sheet, _) | (_, SpeakingRule::Open) => Self::Open,
            (_, SpeakingRule::Ask) => Self::Ask,
            (_, SpeakingRule::None | SpeakingRule::Tags) => Self::Taps,
        }
    }

    /// What holds until the holder says otherwise.
    pub const fn usual(phase: &Phase) -> Self {
        match Self::most(phase) {
            Self::Open => Self::Open,
            Self::Silent | Self::Taps | Self::Ask => Self::Taps,
        }
    }
}

/// Who looks after the holder of a held turn later (domain I57).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Aftercare {
    /// It is not asked for.
    #[n(0)]
    None,
    /// Somebody may take it.
    #[n(1)]
    Wanted,
    /// This member does.
    #[n(2)]
    Taken(#[n(0)] MemberId),
    /// The holder does not want it.
    #[n(3)]
    Declined,
}

/// How a turn came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// The holder was done, or was moved on.
    Done,
    /// The holder gave it on without words.
    Passed,
    /// The holder went away for a while, and comes to it again.
    Away,
}
