//! This server's own interface for programs: what a search finds, a meeting, the sources, as JSON that says everything the
//! model knows. It is described by OpenAPI, and the description is made from the types and functions that answer.
//!
//! Sources are named, and never where they are: the address of a restricted feed has its key in it.

mod answer;
mod document;
mod meeting;
mod schedule;
mod snapshot;
mod source;

pub use answer::{Host, Meetings, PATH, Refusal, meeting, meetings, sources};
pub use document::{PATHS, document};
pub use meeting::{Contact, Kind, Meeting, Occurrence, Online, Place};
pub use schedule::{Absence, Moved, Recurrence, Schedule, Week};
pub use snapshot::{Cbor, head, part};
pub use source::{Listed, Sources};

use serde::Serialize;
use wire::Millis;

/// An instant as RFC 3339 in UTC.
fn instant(at: Millis) -> String {
    let text = crate::feed::fields::instant_text(at);
    format!("{}Z", text.replace(' ', "T"))
}

/// An answer as it goes out. Nothing in these types fails to be written.
pub fn json(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

/// A text that says something.
fn told(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
