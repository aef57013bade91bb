//! The acts there are in a round.

use minicbor::{Decode, Encode, bytes::ByteArray};
use wire::Hash;

use super::Occasion;
use crate::{MemberId, RoundId};

/// The structure of a round: numbers and hashes, no words.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum RoundAct {
    /// Opens a round; its opener leads it.
    #[n(0)]
    Open {
        /// The round's id.
        #[n(0)]
        round: RoundId,
        /// The occurrence of the schedule that it is.
        #[n(1)]
        occurrence: Option<Occasion>,
    },
    /// Takes a turn. Its words came before in a [`RoundWords::Words`] of the same author.
    #[n(1)]
    Turn {
        /// Which round.
        #[n(0)]
        round: RoundId,
        /// Number of the step.
        #[n(1)]
        step: u16,
        /// [`words_hash`] of the words.
        #[n(2)]
        words: Hash,
        /// Asks for answers.
        #[n(3)]
        ask: bool,
    },
    /// Gives the own turn in a step on without words.
    #[n(2)]
    Pass {
        /// Which round.
        #[n(0)]
        round: RoundId,
        /// Number of the step.
        #[n(1)]
        step: u16,
    },
    /// Tells what time it is, where circle time has not come to the next border of a round yet.
    #[n(3)]
    Tell {},
    /// Closes the round.
    #[n(4)]
    Close {
        /// Which round.
        #[n(0)]
        round: RoundId,
    },
}

/// Words in a round. They are shown once, and only if, the structure has a turn with their hash.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum RoundWords {
    /// The words of a turn.
    #[n(0)]
    Words {
        /// Which round.
        #[n(0)]
        round: RoundId,
        /// Random, so that nobody who lacks the words can guess them from the hash.
        #[n(1)]
        #[cbor(with = "minicbor::bytes")]
        salt: [u8; 16],
        /// The words, at most [`crate::limits::SHARE`] characters.
        #[n(2)]
        text: String,
        /// A content note, at most [`crate::limits::NOTE`] characters.
        #[n(3)]
        note: Option<String>,
    },
    /// An answer to a turn.
    #[n(1)]
    Answer {
        /// Which round.
        #[n(0)]
        round: RoundId,
        /// The words that are answered.
        #[n(1)]
        to: Hash,
        /// The answer, at most [`crate::limits::LINE`] characters.
        #[n(2)]
        text: String,
    },
}

impl RoundWords {
    /// Which round.
    pub const fn round(&self) -> RoundId {
        match self {
            Self::Words { round, .. } | Self::Answer { round, .. } => *round,
        }
    }
}

/// By what a turn names its words: SHA-256 of a prefix and, in CBOR, round, author, salt, text and note.
pub fn words_hash(round: RoundId, author: MemberId, salt: [u8; 16], text: &str, note: Option<&str>) -> Hash {
    let mut bytes = b"stayhere/v1/round\0".to_vec();
    bytes.extend_from_slice(&wire::encode(&(round, author, ByteArray::from(salt), text, note)));
    Hash::of(&bytes)
}
