//! One phase of a meeting, as data: a few mechanics that every template combines.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use serde::Deserialize;

use crate::Text;

/// One phase of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a template, each on its own")]
pub struct Phase {
    /// Unique within the charter.
    #[n(0)]
    pub id: String,
    /// What it is called.
    #[n(1)]
    pub name: Text,
    /// What it is for.
    #[n(2)]
    pub purpose: Text,
    /// What the keeper may say at its start.
    #[n(3)]
    pub cue: Text,
    /// How the floor moves.
    #[n(4)]
    pub kind: PhaseKind,
    /// Who may answer a turn, and how.
    #[n(5)]
    pub rule: SpeakingRule,
    /// Planned length in seconds; 0: one turn for everybody.
    #[n(6)]
    pub seconds: u32,
    /// Planned length of one turn in seconds; nothing is cut when it is over (domain R12).
    #[n(7)]
    pub turn_seconds: u32,
    /// Who may take the floor.
    #[n(8)]
    pub who: Who,
    /// Whether passing is offered as an answer. It is always admitted (domain R10).
    #[n(9)]
    pub pass: bool,
    /// In which order a round goes.
    #[n(10)]
    pub order: Order,
    /// Named parts of a turn or of the sheet, in order; none: the turn is one piece.
    #[n(11)]
    pub parts: Vec<Part>,
    /// So many lines a turn at most; 0: as many as one likes.
    #[n(12)]
    pub lines: u32,
    /// Topics may be put on the agenda here.
    #[n(13)]
    pub agenda: bool,
    /// When a bell is shown or sounds.
    #[n(14)]
    pub bell: Bell,
    /// Each turn lights the circle's symbol.
    #[n(15)]
    pub lights: bool,
    /// Tool tags that are offered instead of replies, by id.
    #[n(16)]
    pub tags: Vec<String>,
    /// Own claims of milestones are offered here.
    #[n(17)]
    pub milestones: bool,
    /// Shares may be held here: the floor is protected, it is quiet afterwards, somebody takes the aftercare (I57).
    #[n(18)]
    pub held: bool,
    /// Seconds of quiet after every turn.
    #[n(19)]
    pub silence_after: u32,
    /// The keeper may skip it.
    #[n(20)]
    pub optional: bool,
    /// After the closing; no part of the declared length.
    #[n(21)]
    pub after: bool,
}

impl Phase {
    /// Planned length in seconds with so many people.
    pub const fn planned_seconds(&self, people: u32) -> u32 {
        if self.seconds == 0 { self.turn_seconds.saturating_mul(people) } else { self.seconds }
    }

    /// The part of a turn with this number, from 0.
    pub fn part(&self, number: u32) -> Option<&Part> {
        self.parts.get(number as usize)
    }
}

/// A named part of a turn.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Part {
    /// Unique within the phase.
    #[n(0)]
    pub id: String,
    /// What it is called.
    #[n(1)]
    pub name: Text,
    /// What may be said in it.
    #[n(2)]
    pub hint: Text,
}

/// How the floor moves in a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum PhaseKind {
    /// Nobody speaks.
    #[n(0)]
    Silence,
    /// Somebody leads: the keeper, or whoever raises a hand.
    #[n(1)]
    Words,
    /// Everybody once.
    #[n(2)]
    Round,
    /// Whoever raises a hand; who spoke least comes first.
    #[n(3)]
    Queue,
    /// Everybody at once.
    #[n(4)]
    Open,
    /// Short texts, offered to readers in rotation.
    #[n(5)]
    Reading,
    /// Offered once to everybody who is new.
    #[n(6)]
    Welcome,
    /// One presents; feedback if they open it.
    #[n(7)]
    Presenter,
    /// The topics of the agenda, one after the other.
    #[n(8)]
    Work,
    /// One asks, everybody answers once from own experience, the asker closes.
    #[n(9)]
    Ask,
    /// An example in parts, then tool tags from the others.
    #[n(10)]
    Example,
    /// A sheet that is filled in together, part by part.
    #[n(11)]
    Sheet,
    /// Everybody once: how the last plan went, and a new one.
    #[n(12)]
    Plans,
    /// Matters of the circle, with shows of hands.
    #[n(13)]
    Business,
}

impl PhaseKind {
    /// Everybody gets one turn.
    pub const fn is_round(self) -> bool {
        matches!(self, Self::Round | Self::Plans)
    }

    /// In its turns people speak of themselves: the door may be shut meanwhile (domain R13).
    pub const fn shares(self) -> bool {
        match self {
            Self::Round
            | Self::Queue
            | Self::Presenter
            | Self::Work
            | Self::Ask
            | Self::Example
            | Self::Sheet
            | Self::Plans => true,
            Self::Silence | Self::Words | Self::Open | Self::Reading | Self::Welcome | Self::Business => false,
        }
    }
}

/// Who may answer a turn, and how (domain R11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum SpeakingRule {
    /// No reply.
    #[n(0)]
    None,
    /// Replies once the sharer asks for them.
    #[n(1)]
    Ask,
    /// Witness taps and tool tags only, offered prominently.
    #[n(2)]
    Tags,
    /// Replies at any time.
    #[n(3)]
    Open,
}

/// Who may take the floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// The meeting's keeper.
    #[n(0)]
    Keeper,
    /// Anyone.
    #[n(1)]
    Anyone,
    /// Whoever reads, in rotation.
    #[n(2)]
    Reader,
    /// Whoever is new.
    #[n(3)]
    Newcomers,
}

/// In which order a round goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// In the order of arrival.
    #[n(0)]
    #[default]
    Ring,
    /// As hands go up.
    #[n(1)]
    Hand,
}

/// When a bell is shown or sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum Bell {
    /// Never.
    #[n(0)]
    #[default]
    None,
    /// At the start.
    #[n(1)]
    Start,
    /// At the end.
    #[n(2)]
    End,
    /// At both.
    #[n(3)]
    Both,
}

/// A service that members may take on.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Role {
    /// Unique within the charter.
    #[n(0)]
    pub id: String,
    /// What it is called.
    #[n(1)]
    pub name: Text,
    /// What it does.
    #[n(2)]
    pub duty: Text,
    /// How many may serve at once.
    #[n(3)]
    pub seats: u32,
    /// After how many days a change is suggested.
    #[n(4)]
    pub term_days: u32,
    /// How many terms in a row are suggested at most; 0: no such suggestion.
    #[n(5)]
    pub max_terms: u32,
    /// How many meetings somebody should have come to before; a suggestion too.
    #[n(6)]
    pub needs_meetings: u32,
    /// What it does in meetings.
    #[n(7)]
    pub duties: BTreeSet<Duty>,
}

/// What a service does in meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// Opens, paces and closes.
    #[n(0)]
    Open,
    /// Keeps an eye on the time.
    #[n(1)]
    Time,
    /// Answers the door.
    #[n(2)]
    Door,
    /// Reads.
    #[n(3)]
    Read,
    /// Welcomes who is new.
    #[n(4)]
    Greet,
    /// Is there when somebody has to be protected.
    #[n(5)]
    Safety,
}
