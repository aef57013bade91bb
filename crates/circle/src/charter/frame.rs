//! What surrounds the meetings: facets, safety, decisions, milestones, companions, programme, rounds over days.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use serde::Deserialize;

use crate::Text;

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $case:ident = $n:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, Deserialize)]
        #[cbor(index_only)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$item])* #[n($n)] $case,)*
        }
    };
}

choice! {
    /// The problem that a circle is about: the first axis of the seed (domain I73).
    Problem {
        /// Drink, drugs, gambling and other habits that took over.
        Addiction = 0,
        /// Moods, fears, voices.
        MentalHealth = 1,
        /// Illness of the body.
        Illness = 2,
        /// Somebody died.
        Grief = 3,
        /// Harm that was survived.
        Trauma = 4,
        /// Caring for somebody.
        Care = 5,
        /// Listening to others.
        Listening = 6,
    }
}

choice! {
    /// How a circle works: the second axis of the seed (domain I73).
    Philosophy {
        /// Through ordered steps.
        Steps = 0,
        /// By own management and tools.
        SelfManagement = 1,
        /// Without religion.
        Secular = 2,
        /// With stillness.
        Mindful = 3,
        /// By practising on examples.
        Training = 4,
        /// As equals in conversation.
        Peer = 5,
        /// With every explanation of unusual experiences.
        Voices = 6,
        /// By remembering.
        Grief = 7,
        /// In stages.
        Stages = 8,
        /// As people who care for others.
        Carers = 9,
        /// As people who listen.
        Listening = 10,
    }
}

choice! {
    /// How a member stands to the problem.
    Relation {
        /// It is their own.
        #[serde(rename = "self")]
        Own = 0,
        /// Somebody in the family.
        Family = 1,
        /// They lost somebody.
        Bereaved = 2,
        /// They care for somebody.
        Carer = 3,
        /// They stand beside.
        Ally = 4,
    }
}

choice! {
    /// Whether words of faith belong to the circle (domain I25).
    Faith {
        /// They do.
        On = 0,
        /// They do not.
        Off = 1,
        /// Everybody speaks of their own.
        Own = 2,
    }
}

choice! {
    /// What members want to reach.
    Goal {
        /// To stop and stay stopped.
        Abstinence = 0,
        /// Less, or less harm.
        Reduction = 1,
        /// Everybody sets their own.
        Own = 2,
        /// None is named.
        None = 3,
        /// The members choose between stopping and less.
        Switch = 4,
    }
}

/// What a search or a question of fit needs (domain I73, I117).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Facets {
    /// The problem addressed.
    #[n(0)]
    pub problem: Problem,
    /// The operational philosophy.
    #[n(1)]
    pub philosophy: Philosophy,
    /// For whom, at least one.
    #[n(2)]
    pub relations: BTreeSet<Relation>,
    /// Words of faith.
    #[n(3)]
    pub faith: Faith,
    /// The goal.
    #[n(4)]
    pub goal: Goal,
}

choice! {
    /// Content notes on shares (domain R14).
    ContentNotes {
        /// May be written.
        Offered = 0,
        /// Every share has one.
        Asked = 1,
    }
}

choice! {
    /// Hints to the writer alone, made on the own device (domain R17).
    Hints {
        /// None.
        Off = 0,
        /// To oneself.
        Own = 1,
    }
}

choice! {
    /// People who only look on.
    Observers {
        /// Never.
        Never = 0,
        /// If the circle decides so.
        ByDecision = 1,
    }
}

/// Switches that protect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Safety {
    /// Nobody enters while somebody shares (domain R13).
    #[n(0)]
    pub doors: bool,
    /// The keeper's service has room for two, who keep meetings together.
    #[n(1)]
    pub two_keepers: bool,
    /// Content notes on shares.
    #[n(2)]
    pub content_notes: ContentNotes,
    /// Meetings after which private contact is offered (domain R19).
    #[n(3)]
    pub pair_contact_after: u32,
    /// Hints to the writer.
    #[n(4)]
    pub hints: Hints,
    /// People who only look on.
    #[n(5)]
    pub observers: Observers,
}

choice! {
    /// How matters of one meeting are decided.
    HereAndNow {
        /// More hands for it than against it.
        ShowOfHands = 0,
        /// Nobody is against it.
        Consent = 1,
        /// The keeper decides.
        Keeper = 2,
    }
}

choice! {
    /// How matters that last are decided.
    Standing {
        /// More than half.
        Majority = 0,
        /// Two thirds.
        TwoThirds = 1,
        /// Nobody has a reasoned objection.
        Consent = 2,
        /// Everybody.
        WholeCircle = 3,
    }
}

/// How the circle decides.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Decisions {
    /// In a meeting, for those present.
    #[n(0)]
    pub here_and_now: HereAndNow,
    /// For all.
    #[n(1)]
    pub standing: Standing,
    /// Days of information before a standing decision.
    #[n(2)]
    pub information_days: u32,
    /// What the minority says stands beside the result.
    #[n(3)]
    pub minority_note: bool,
    /// Days after which a decision is looked at again.
    #[n(4)]
    pub review_days: u32,
}

choice! {
    /// What milestones count.
    MilestoneKind {
        /// Days.
        DaysSince = 0,
        /// Plans that were kept.
        PlanKept = 1,
        /// What everybody calls one.
        Own = 2,
        /// There are none.
        None = 3,
    }
}

/// Milestones: always by own claim (domain I65, R26).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Milestones {
    /// What they count.
    #[n(0)]
    pub kind: MilestoneKind,
    /// Days, growing; none unless days are counted.
    #[n(1)]
    pub marks: Vec<u32>,
}

choice! {
    /// A shape of companionship.
    CompanionKind {
        /// One accompanies the other.
        Pair = 0,
        /// For a while.
        Temporary = 1,
        /// A few who trade time.
        Friends = 2,
        /// Two newcomers or neighbours.
        Buddy = 3,
    }
}

choice! {
    /// Contact outside Stayhere.
    OutsideContact {
        /// If both agree.
        ByAgreement = 0,
        /// As both like.
        Free = 1,
        /// Never.
        Never = 2,
    }
}

/// Companions (domain I31).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Companions {
    /// The shapes on offer; none hides them (domain I77).
    #[n(0)]
    pub kinds: BTreeSet<CompanionKind>,
    /// Both have the same part.
    #[n(1)]
    pub symmetrical: bool,
    /// They write down what they agree on.
    #[n(2)]
    pub agreement: bool,
    /// Contact outside.
    #[n(3)]
    pub outside_contact: OutsideContact,
}

choice! {
    /// How modules are worked through.
    Modules {
        /// One after the other.
        Ordered = 0,
        /// In any order.
        Free = 1,
        /// There are none.
        None = 2,
    }
}

/// What members work through (domain I32).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Programme {
    /// In which way.
    #[n(0)]
    pub order: Modules,
    /// The modules.
    #[n(1)]
    pub modules: Vec<Module>,
}

/// One module of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Module {
    /// Unique within the charter.
    #[n(0)]
    pub id: String,
    /// What it is called.
    #[n(1)]
    pub name: Text,
    /// What it is for.
    #[n(2)]
    pub purpose: Text,
}

/// The same circle over days, for people who cannot meet at one time (domain I108).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RoundPlan {
    /// Hours after which a deputy may open if the leader has not.
    #[n(0)]
    pub leader_by_hours: u32,
    /// Hours of quiet before the kind close.
    #[n(1)]
    pub close_hours: u32,
    /// Its steps.
    #[n(2)]
    pub steps: Vec<RoundStep>,
    /// What the kind close says.
    #[n(3)]
    pub close: Text,
}

/// One step of a round.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RoundStep {
    /// The phase whose texts and rule it has.
    #[n(0)]
    pub phase: String,
    /// First day, from 0.
    #[n(1)]
    pub from_day: u32,
    /// Day before which it ends.
    #[n(2)]
    pub to_day: u32,
    /// Contributions that everybody may make; 0: as many as one likes.
    #[n(3)]
    pub each: u32,
}

/// A tool tag.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct ToolTag {
    /// Unique within the charter.
    #[n(0)]
    pub id: String,
    /// What it says.
    #[n(1)]
    pub name: Text,
}

/// A short text to read.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Reading {
    /// Its title.
    #[n(0)]
    pub title: Text,
    /// Its words.
    #[n(1)]
    pub text: Text,
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
    /// Standing notices about health, by key: `medicine`, `withdrawal`.
    #[n(2)]
    pub health: BTreeMap<String, Text>,
}

/// Names under which meetings stand in a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct ScheduleTitles {
    /// Plain.
    #[n(0)]
    pub title: Text,
    /// For eyes that should not know (domain I56).
    #[n(1)]
    pub discreet: Text,
}

/// The template and version that another one was forked from (domain I34).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Ancestor {
    /// Its id.
    #[n(0)]
    pub id: String,
    /// Its version.
    #[n(1)]
    pub version: String,
}
