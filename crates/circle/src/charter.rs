//! The charter: what a circle agreed on when it started.

mod check;

pub use check::CharterFault;

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use serde::Deserialize;
use wire::Hash;

use crate::Text;

/// The role that may open, pace and close meetings; every charter has it.
pub const KEEPER: &str = "keeper";
/// The role that stands in for the keeper.
pub const DEPUTY: &str = "deputy";
/// The role that lets newcomers in where the charter says [`Welcoming::Greeter`].
pub const GREETER: &str = "greeter";

/// What a circle agreed on. Part of the durable state.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Charter {
    /// Id of the template it started from.
    #[n(0)]
    pub template: String,
    /// Version of that template.
    #[n(1)]
    pub template_version: String,
    /// The circle's name, at most [`crate::limits::CIRCLE_NAME`] characters.
    #[n(2)]
    pub name: String,
    /// What the members have in common (domain I5).
    #[n(3)]
    pub bond: Text,
    /// What everybody promises before the keys are delivered (domain R4).
    #[n(4)]
    pub pledge: Text,
    /// Who may come (domain I46).
    #[n(5)]
    pub openness: Openness,
    /// Who lets newcomers in.
    #[n(6)]
    pub welcome: Welcoming,
    /// Days for which shares are kept, 1 to [`wire::limits::RETENTION_DAYS`] (domain R7).
    #[n(7)]
    pub retention_days: u8,
    /// The circle's own words, by key: `circle`, `member`, `keeper`, ...
    #[n(8)]
    pub vocabulary: BTreeMap<String, Text>,
    /// The phases of a meeting, in order.
    #[n(9)]
    pub phases: Vec<Phase>,
    /// The services that members may take on; never ranks.
    #[n(10)]
    pub roles: Vec<Role>,
    /// Switches that protect.
    #[n(11)]
    pub safety: Safety,
    /// What the circle says plainly about itself.
    #[n(12)]
    pub notices: Notices,
    /// What a newcomer reads, one card per question.
    #[n(13)]
    pub newcomer_card: Vec<Text>,
    /// What is shown when the circle remembers somebody.
    #[n(14)]
    pub symbol: Symbol,
}

/// Who may come to the circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum Openness {
    /// Whoever is interested.
    #[n(0)]
    Open,
    /// Only who shares the bond.
    #[n(1)]
    Closed,
}

/// Who lets newcomers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum Welcoming {
    /// Any member, and any member's device by itself.
    #[n(0)]
    Open,
    /// A member who serves as greeter or keeper.
    #[n(1)]
    Greeter,
}

/// One phase of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
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
}

impl Phase {
    /// Planned length in seconds with so many people.
    pub const fn planned_seconds(&self, people: u32) -> u32 {
        if self.seconds == 0 { self.turn_seconds.saturating_mul(people) } else { self.seconds }
    }
}

/// How the floor moves in a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum PhaseKind {
    /// Nobody speaks.
    #[n(0)]
    Silence,
    /// Somebody leads or reads: the keeper, or whoever raises a hand.
    #[n(1)]
    Words,
    /// Everybody once, in the order of arrival.
    #[n(2)]
    Round,
    /// Whoever raises a hand; who spoke least comes first.
    #[n(3)]
    Queue,
    /// Everybody at once.
    #[n(4)]
    Open,
}

/// Who may answer a turn, and how (domain R11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum SpeakingRule {
    /// No reply.
    #[n(0)]
    None,
    /// Replies once the sharer asks for them.
    #[n(1)]
    Ask,
    /// Witness taps only, offered prominently.
    #[n(2)]
    Tags,
    /// Replies at any time.
    #[n(3)]
    Open,
}

/// Who may take the floor in a phase of kind [`PhaseKind::Words`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// The meeting's keeper.
    #[n(0)]
    Keeper,
    /// Anyone.
    #[n(1)]
    Anyone,
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
}

/// Switches that protect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Safety {
    /// Nobody enters while somebody holds the floor (domain R13).
    #[n(0)]
    pub doors: bool,
    /// The keeper's service has room for two, who keep meetings together.
    #[n(1)]
    pub two_keepers: bool,
    /// Content notes on shares.
    #[n(2)]
    pub content_notes: ContentNotes,
}

/// Content notes on shares (domain R14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum ContentNotes {
    /// May be written.
    #[n(0)]
    Offered,
    /// Every share has one.
    #[n(1)]
    Asked,
}

/// What the circle says plainly about itself (domain R18, R27).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Notices {
    /// For adults.
    #[n(0)]
    pub adult: Text,
    /// Not treatment, not an emergency service.
    #[n(1)]
    pub not_treatment: Text,
}

/// What is shown when the circle remembers somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum Symbol {
    /// Nothing.
    #[n(0)]
    None,
    /// A light.
    #[n(1)]
    Light,
    /// A leaf.
    #[n(2)]
    Leaf,
    /// A stone.
    #[n(3)]
    Stone,
}

impl Charter {
    /// The hash that stands for having read and accepted the present pledge.
    pub fn pledge_hash(&self) -> Hash {
        pledge_hash(&self.pledge)
    }

    /// The role with this id.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }
}

/// The hash that stands for having read and accepted `pledge` in any of its languages (domain R4).
pub fn pledge_hash(pledge: &Text) -> Hash {
    let mut bytes = b"stayhere/v1/pledge\0".to_vec();
    bytes.extend_from_slice(&wire::encode(pledge));
    Hash::of(&bytes)
}
