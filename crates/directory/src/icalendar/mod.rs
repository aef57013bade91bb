//! iCalendar (RFC 5545): subscribable calendars out, other people's calendars in.

mod event;
mod line;
mod read;
mod rule;
mod write;

pub use read::read;
pub(crate) use write::location;
pub use write::{Host, write};
