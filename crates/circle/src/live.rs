//! What a live frame says. Live frames carry the words of a meeting; nothing here is ever stored.

use minicbor::{Decode, Encode};

use crate::Seal;

/// The content of a live frame.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Live {
    /// A line of words.
    #[n(0)]
    Say {
        /// In which turn; 0 in an open phase.
        #[n(0)]
        turn: u32,
        /// Which line: counted per device and turn, from 0.
        #[n(1)]
        line: u32,
        /// The words, at most [`crate::limits::LINE`] characters.
        #[n(2)]
        text: String,
        /// To which part of the turn; 0 where it has none.
        #[n(3)]
        part: u32,
    },
    /// A witness tap on a turn.
    #[n(1)]
    Tap {
        /// Which turn.
        #[n(0)]
        turn: u32,
        /// Which tap.
        #[n(1)]
        tap: Tap,
    },
    /// The device still holds the key and listens.
    #[n(2)]
    Here {},
    /// A private note: to the keeper's devices, or from the keeper to those of one member.
    #[n(10)]
    Note {
        /// The note, sealed to the arrival key of each device.
        #[n(0)]
        seals: Vec<Seal>,
    },
    /// Words of the own turn that are still being typed; the next ones take their place.
    #[n(11)]
    Draft {
        /// In which turn.
        #[n(0)]
        turn: u32,
        /// Which line they will be.
        #[n(1)]
        line: u32,
        /// The words so far.
        #[n(2)]
        text: String,
    },
    /// A tool tag on a turn.
    #[n(12)]
    Tag {
        /// Which turn.
        #[n(0)]
        turn: u32,
        /// Which tag of the charter, from 0.
        #[n(1)]
        tag: u32,
    },
    /// The title of an own topic, at most [`crate::limits::TITLE`] characters.
    #[n(13)]
    Topic {
        /// Which topic.
        #[n(0)]
        topic: u32,
        /// The title.
        #[n(1)]
        text: String,
    },
    /// The words of an own question for a show of hands, at most [`crate::limits::TITLE`] characters.
    #[n(14)]
    Question {
        /// Which question.
        #[n(0)]
        question: u32,
        /// The words.
        #[n(1)]
        text: String,
    },
    /// A line in the own corner, under its key.
    #[n(15)]
    Corner {
        /// Which break-out.
        #[n(0)]
        breakout: u32,
        /// Which corner, from 0.
        #[n(1)]
        corner: u32,
        /// Which line: counted per device and break-out, from 0.
        #[n(2)]
        line: u32,
        /// The words, at most [`crate::limits::LINE`] characters.
        #[n(3)]
        text: String,
    },
    /// An own claim of a milestone (domain I65).
    #[n(16)]
    Milestone {
        /// Days, one of the charter's marks; 0: told in words only.
        #[n(0)]
        days: u32,
        /// What one says about it, at most [`crate::limits::TITLE`] characters; may be empty.
        #[n(1)]
        text: String,
    },
    /// Whether a corner would suit: asked by the keeper's device, or answered to the keeper's devices. What is asked and
    /// answered says `docs/decisions/0011-blocks-and-corners.md`.
    #[n(17)]
    Fit {
        /// The words, sealed to the arrival key of each device.
        #[n(0)]
        seals: Vec<Seal>,
    },
}

/// A word of witness that needs no words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Tap {
    /// I heard you.
    #[n(0)]
    Heard,
    /// Me too.
    #[n(1)]
    MeToo,
    /// Thank you.
    #[n(2)]
    Thanks,
    /// With you.
    #[n(3)]
    WithYou,
}

/// What the writer of a share wishes for (domain I54).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Wish {
    /// Just listen.
    #[n(0)]
    JustListen,
    /// You may ask me.
    #[n(1)]
    AskMe,
    /// Tell your own experience.
    #[n(2)]
    Experience,
    /// Advice is welcome.
    #[n(3)]
    Advice,
}

impl Live {
    /// Canonical bytes.
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(self)
    }

    /// Reads what [`Live::encode`] wrote.
    ///
    /// # Errors
    /// [`wire::Malformed`] for anything else.
    pub fn decode(bytes: &[u8]) -> Result<Self, wire::Malformed> {
        wire::decode(bytes)
    }
}
