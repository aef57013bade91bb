//! The charter: what a circle agreed on when it started.

mod check;
mod frame;
mod phase;

pub use check::CharterFault;
pub use frame::{
    Ancestor, CompanionKind, Companions, ContentNotes, Decisions, Facets, Faith, Goal, HereAndNow, Hints,
    MilestoneKind, Milestones, Module, Modules, Notices, Observers, OutsideContact, Philosophy, Problem, Programme,
    Reading, Relation, RoundPlan, RoundStep, Safety, ScheduleTitles, Standing, ToolTag,
};
pub use phase::{Bell, Duty, Order, Part, Phase, PhaseKind, Role, SpeakingRule, Who};

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
    /// The template's ancestors, nearest first.
    #[n(15)]
    pub lineage: Vec<Ancestor>,
    /// What a search or a question of fit needs.
    #[n(16)]
    pub facets: Facets,
    /// How the circle decides.
    #[n(17)]
    pub decisions: Decisions,
    /// Its milestones.
    #[n(18)]
    pub milestones: Milestones,
    /// Its companions.
    #[n(19)]
    pub companions: Companions,
    /// What members work through.
    #[n(20)]
    pub programme: Programme,
    /// The same circle over days.
    #[n(21)]
    pub round: RoundPlan,
    /// The tool tags that phases offer.
    #[n(22)]
    pub tags: Vec<ToolTag>,
    /// Short texts to read, in order.
    #[n(23)]
    pub readings: Vec<Reading>,
    /// Cue cards for the keeper, by the keys of [`CARDS`].
    #[n(24)]
    pub cards: BTreeMap<String, Text>,
    /// What a late-comer reads.
    #[n(25)]
    pub late: Text,
    /// Names for calendars.
    #[n(26)]
    pub schedule: ScheduleTitles,
    /// In which calendar its dates are told (domain I25).
    #[n(27)]
    pub calendar: Calendar,
}

/// The keeper's cue cards, in the order in which they are shown (domain 2.2).
pub const CARDS: [&str; 13] = [
    "opening",
    "welcome_newcomer",
    "time",
    "crosstalk",
    "monopolising",
    "silence",
    "strong_feeling",
    "medical_claim",
    "impaired",
    "conflict",
    "crisis",
    "closing",
    "debrief",
];

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
    /// Only who shares the bond, and guests whom the circle lets in by a decision.
    #[n(2)]
    Guests,
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

/// In which calendar the screens of a circle tell its dates. What recurs is reckoned by the Gregorian one in either case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum Calendar {
    /// The Gregorian one.
    #[n(0)]
    Gregorian,
    /// The Gregorian one, and that of Umm al-Qura beside it.
    #[n(1)]
    Hijri,
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
