//! Circle cards: what a circle shows of itself in a server's directory. The card's own key signs it, and names it; no
//! account and no circle is known to the request. What a card says is in the crate `card`.

use minicbor::{Decode, Encode, bytes::ByteVec};

use crate::{PublicKey, Request, Signature, account::Done, pow::Stamp};

/// Publishes a card, or a later version of it. Signed by the card's key. Idempotent. Refused with
/// [`crate::Code::Conflict`] when the server has a version that is as new, and with [`crate::Code::Gone`] when the card
/// was taken back. Stamp subject: the key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct CardPut {
    /// Which.
    #[n(0)]
    pub key: PublicKey,
    /// The card, and who says so.
    #[n(1)]
    pub signed: Signed,
    /// Proof of work.
    #[n(2)]
    pub stamp: Stamp,
}

/// A card with its signature: all that is needed to show it, or to pass it on.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Signed {
    /// The card as it was signed, [`crate::limits::CARD`] bytes at most.
    #[n(0)]
    pub card: ByteVec,
    /// By the card's key.
    #[n(1)]
    pub signature: Signature,
}

/// Takes a card back for good: nothing can be published under the key again, also where nothing was. Signed by the card's
/// key. Idempotent.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct CardDelete {
    /// Which.
    #[n(0)]
    pub key: PublicKey,
}

/// Asks what the server has. Not signed: whoever knows the address may.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct CardGet {
    /// Which.
    #[n(0)]
    pub key: PublicKey,
}

/// Answer of [`CardGet`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct CardState {
    /// The card; none where there was none, it has expired or was taken back.
    #[n(0)]
    pub signed: Option<Signed>,
    /// The operator shows it to nobody.
    #[n(1)]
    pub hidden: bool,
}

impl Request for CardPut {
    const PATH: &'static str = "/v1/card/put";
    type Response = Done;
}
impl Request for CardDelete {
    const PATH: &'static str = "/v1/card/delete";
    type Response = Done;
}
impl Request for CardGet {
    const PATH: &'static str = "/v1/card/get";
    type Response = CardState;
}
