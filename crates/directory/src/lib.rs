//! The public directory: meetings and circle cards that anybody may find (domain I2, I3, I73, I82, I109, I116, I117).
//!
//! Pure: no clock, no randomness, no I/O. It holds only what its owners published (domain R33): an entry is a meeting that
//! a feed or a trusted servant listed, or what a circle says of itself on a card whose key leads to no circle id.
//! One [`model`] stands between the field's two conventions, so that what comes in as one can go out as the other.

pub mod api;
pub mod bmlt;
pub mod check;
pub mod circles;
pub mod feed;
pub mod icalendar;
pub mod limits;
mod meaning;
pub mod meeting_guide;
pub mod merge;
pub mod model;
pub mod own;
mod read;
pub mod search;
pub mod stayhere;
pub mod web;
mod words;

pub use model::{CardKey, Entry, EntryId, Listing, Source, SourceId};
pub use read::read;

/// Whether the time zone database that is compiled in knows a zone of this name.
pub fn is_zone(name: &str) -> bool {
    calendar::Zone::find(name).is_some()
}
