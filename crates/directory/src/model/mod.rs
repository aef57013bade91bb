//! One model for everything that is listed.
//!
//! What is guessed elsewhere stands here outright: whether it runs ([`Status`]), how one attends ([`Attendance`]), when
//! ([`Slot`]: any recurrence, with exceptions and seasons). A source's own codes and fields are kept beside, so that
//! nothing is lost when an entry is passed on in the convention in which it came.

mod body;
mod codes;
mod door;
mod entry;
mod id;
mod listing;
mod place;
mod reach;
mod schedule;
mod source;
mod tags;
mod word;

pub use body::Body;
pub use codes::{CodeList, Codes, Format, FormatKind, FormatWords};
pub use door::Door;
pub use entry::{Entry, Group, Lister, Origin};
pub use id::{BodyId, CardKey, DirectoryKey, EntryId, FormatId, Slug, SourceId};
pub use listing::Listing;
pub use place::{Coordinates, Place};
pub use reach::{Contact, Feedback, Giving, Online};
pub use schedule::{DAYS, Slot, unknown_start};
pub use source::{Freshness, Pinned, Source, SourceKind, Stale};
pub use tags::{
    Access, Attendance, Audience, Crosstalk, Faith, Form, Goal, Openness, Philosophy, Problem, Relation, Status, Tags,
};
pub(crate) use word::vocabulary;
pub use word::{Set, Word};
