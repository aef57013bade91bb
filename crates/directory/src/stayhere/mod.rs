//! Directories of other Stayhere servers: signed snapshots (domain I109, R33).
//!
//! A server signs what is its own: what its people entered and what it took from feeds, with the name of whom it has it from.
//! What it took from other Stayhere servers it does not pass on, it only names them: so every server answers for what it
//! signs, nothing goes in circles, and what its owner withdraws is gone with the next snapshot.
//!
//! A snapshot is a [`Head`], which is signed and names its parts by their hashes, and the parts. Which part an entry stands
//! in follows from its number, so that one change touches one part, and a reader fetches that one alone. The head has a
//! number that grows and a date, so that an old one passes for nothing newer; `docs/directory/federation.md` has it byte for
//! byte.

mod bundle;
mod head;
mod key;
mod publish;
mod read;
mod sound;

pub use bundle::{Bundle, copy};
pub use head::{Head, Opened, Peer, Refused, date, number};
pub use key::Signer;
pub use publish::{About, Snapshot, publish};
pub use read::{Offer, Read, read};

use minicbor::{Decode, Encode, bytes::ByteVec};

/// One part of a snapshot. Each thing is a byte string of its own: one that cannot be read takes no other with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
struct Part {
    /// Each a [`crate::model::BodyId`] and a [`crate::model::Body`].
    #[n(0)]
    bodies: Vec<ByteVec>,
    /// Each a [`crate::model::FormatId`] and a [`crate::model::Format`].
    #[n(1)]
    formats: Vec<ByteVec>,
    /// Each an [`crate::Entry`].
    #[n(2)]
    entries: Vec<ByteVec>,
}

/// The part of so many in which what has this number stands.
const fn part_of(number: u64, parts: usize) -> usize {
    // What is left of a division by at most `limits::PARTS` fits.
    if parts == 0 { 0 } else { (number % parts as u64) as usize }
}
