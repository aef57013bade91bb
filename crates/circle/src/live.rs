//! What a live frame says. Live frames carry the words of a meeting; nothing here is ever stored.

use minicbor::{Decode, Encode};

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
