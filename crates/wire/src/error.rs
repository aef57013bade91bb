//! Refusals. A [`Problem`] carries a code for the machine; prose for people lives in the message catalogues.

use minicbor::{Decode, Encode};

use crate::Etag;

/// Why the server refused, by what the caller must do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Code {
    /// 400: the body is not a well-formed request. A bug of the caller; do not retry.
    #[n(0)]
    Malformed,
    /// 426: the path names another version of the interface. Update the client.
    #[n(1)]
    WrongVersion,
    /// 413: something exceeds its limit in [`crate::limits`].
    #[n(2)]
    TooLarge,
    /// 401: signature, nonce or credential not accepted.
    #[n(3)]
    NotAuthorised,
    /// 404: no such row, or none that this key may know of.
    #[n(4)]
    NotFound,
    /// 409: the compare-and-swap did not match; read again and rebuild.
    #[n(5)]
    Conflict,
    /// 409: the sign-in name is taken.
    #[n(6)]
    NameTaken,
    /// 429: too many attempts; `retry_after_s` says when to come back.
    #[n(7)]
    RateLimited,
    /// 428: the proof of work is missing or too weak.
    #[n(8)]
    ProofOfWork,
    /// 507: the server could not make the write durable. Nothing was stored; keep the data and retry.
    #[n(9)]
    StorageFull,
    /// 503: try again later.
    #[n(10)]
    Unavailable,
    /// 410: the mailbox has no uses left or has expired.
    #[n(11)]
    Gone,
    /// 429: the circle's quota is used up.
    #[n(12)]
    Quota,
    /// 500: a fault of the server.
    #[n(13)]
    Internal,
    /// 428: so many commits lie on the parent that a place among them costs work: the bits are in `bits`. Find a stamp
    /// and send the same commit with it.
    #[n(14)]
    Work,
    /// 507: the circle has as many bytes as the operator lets it have. Old ones make room day by day.
    #[n(15)]
    CircleFull,
    /// 403: this server makes no new accounts, or no more of them.
    #[n(16)]
    SignUpClosed,
    /// 403: this server makes accounts for codes of its operator only; there was none, or one that is not good any more.
    #[n(17)]
    CodeNeeded,
    /// 403: no new circles are founded on this server, or no more of them.
    #[n(18)]
    FoundingClosed,
    /// 451: the operator has suspended the circle for `reason`: it takes no writes and no live frames.
    #[n(19)]
    Suspended,
}

impl Code {
    /// The HTTP status that goes with the code.
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::WrongVersion => 426,
            Self::TooLarge => 413,
            Self::NotAuthorised => 401,
            Self::NotFound => 404,
            Self::Conflict | Self::NameTaken => 409,
            Self::RateLimited | Self::Quota => 429,
            Self::ProofOfWork | Self::Work => 428,
            Self::SignUpClosed | Self::CodeNeeded | Self::FoundingClosed => 403,
            Self::Suspended => 451,
            Self::StorageFull | Self::CircleFull => 507,
            Self::Unavailable => 503,
            Self::Gone => 410,
            Self::Internal => 500,
        }
    }
}

/// The body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, thiserror::Error)]
#[error("{code:?}")]
pub struct Problem {
    /// Why.
    #[n(0)]
    pub code: Code,
    /// Seconds to wait, with [`Code::RateLimited`].
    #[n(1)]
    pub retry_after_s: Option<u32>,
    /// The present etag, with [`Code::Conflict`] on a box.
    #[n(2)]
    pub etag: Option<Etag>,
    /// Where the parent stands, with [`Code::Conflict`] on a commit.
    #[n(3)]
    pub parent: Option<ParentState>,
    /// The zero bits that a stamp must show, with [`Code::Work`].
    #[n(4)]
    pub bits: Option<u32>,
    /// Why, with [`Code::Suspended`].
    #[n(5)]
    pub reason: Option<Reason>,
}

/// Why an operator has suspended a circle. Nobody has read anything in it: the server cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Reason {
    /// It sends more than this server can carry.
    #[n(0)]
    Flood,
    /// A court or an authority obliges the operator.
    #[n(1)]
    Law,
    /// Something else; the operator can be asked.
    #[n(2)]
    Other,
}

/// How many children and entries a commit has.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct ParentState {
    /// Number of children.
    #[n(0)]
    pub children: u32,
    /// Number of entries, shredded ones included.
    #[n(1)]
    pub entries: u32,
}

impl Problem {
    /// A problem that needs no details.
    pub const fn new(code: Code) -> Self {
        Self { code, retry_after_s: None, etag: None, parent: None, bits: None, reason: None }
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}
