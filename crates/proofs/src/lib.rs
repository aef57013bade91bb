//! Tools of the proofs: people with real clients, a real server in a folder, a wire that is recorded, and a detector of
//! what must not be there. For tests alone: whatever goes wrong here panics and says where.

#![expect(clippy::unwrap_used, reason = "tools of tests")]

mod detector;
mod house;
mod person;
mod recorder;

pub use detector::{Detector, Finding};
pub use house::{House, now};
pub use person::{Person, circle, has_floor, heard, meeting, nobody_takes_it};
pub use recorder::{Recorder, Recording, WebSocket, requests};
