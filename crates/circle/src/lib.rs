//! One circle: entries and commits fold into a state, the same on every device.
//!
//! Pure: no clock, no randomness, no I/O. [`Circle::admit`] is asked by the device that acts and again by every
//! other device, so an entry that breaks a rule is refused by all in the same way. Only the durable state stands
//! under [`Circle::root`]; shares are recent and die with the retention; words of meetings are never here.

mod away;
mod charter;
mod circle;
mod clock;
mod deed;
mod durable;
mod effect;
mod entry;
mod facts;
mod guest;
mod id;
mod invites;
pub mod limits;
mod live;
mod meeting;
mod members;
mod published;
mod recent;
mod records;
mod refused;
mod rekey;
mod removal;
mod roles;
mod round;
mod schedule;
mod shared;
mod template;
mod templates;
mod text;

pub use away::Away;
pub use charter::{
    Ancestor, Bell, CARDS, Calendar, Charter, CharterFault, CompanionKind, Companions, ContentNotes, DEPUTY, Decisions,
    Duty, Facets, Faith, GREETER, Goal, HereAndNow, Hints, KEEPER, MilestoneKind, Milestones, Module, Modules, Notices,
    Observers, Openness, Order, OutsideContact, Part, Phase, PhaseKind, Philosophy, Problem, Programme, Reading,
    Relation, Role, RoundPlan, RoundStep, Safety, ScheduleTitles, SpeakingRule, Standing, Symbol, ToolTag, Welcoming,
    Who, pledge_hash,
};
pub use circle::Circle;
pub use deed::Deed;
pub use effect::{Effect, MeetingEffect};
pub use entry::{Body, Entry, Invite, Lifetime, Seal};
pub use facts::{Add, AddGround, Facts, KnockKey, NewMember, Remove, RemoveGround};
pub use guest::{Guest, GuestAct, GuestPart, Visit};
pub use id::{Arrival, DeviceId, EntryRef, HoursId, InviteId, MeetingId, MemberId, RoundId, Seq, SeriesId};
pub use invites::OpenInvite;
pub use live::{Live, Tap, Wish};
pub use meeting::{
    Aftercare, Answer, Apart, ArrivalKey, Asking, Breakout, Corner, EjectReason, Feedback, Meeting, Mode, OpenCorner,
    Presence, Question, QuestionState, Quiet, Sense, Service, Split, Stage, Topic, TopicState, Turn, TurnState, assign,
};
pub use members::{Former, Member};
pub use published::{CardAct, CardKeys, CardPlan, CardProposal, Published, TakenBack};
pub use recent::Share;
pub use records::Ejection;
pub use refused::Refused;
pub use rekey::EarlierKey;
pub use removal::{Removal, RemovalAct, Removed};
pub use round::{Occasion, Round, RoundAct, RoundTurn, RoundWords, Said, SaidKind, Step, words_hash};
pub use schedule::{
    Candidate, Form, Hours, HoursAsked, Plan, Planned, RotaAct, Rotation, ScheduleAct, Seat, SeatKey, SeatService,
    SeatState, SeriesState, Vacancy, rotate, share_out,
};
pub use template::{Change, STRUCTURE, Template, TemplateFault, changes};
pub use templates::{SHIPPED_COUNT, templates};
pub use text::{Text, is_member_name};
pub use wire::Malformed;
