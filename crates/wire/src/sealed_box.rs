//! Boxes: sealed values under a random id with a capability key of their own. No account, no circle (protocol.md
//! section 2). A membership's state, its key-ring records and own documents are boxes.

use minicbor::{Decode, Encode, bytes::ByteVec};

use crate::{BoxId, Day, Etag, PublicKey, Request, account::Done, pow::Stamp};

/// Writes a box. Signed by the box's capability: by `cap` where the box is new, by the stored one after that.
/// Refused with [`crate::Code::Conflict`] and the present etag when `if_match` is not the present one.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BoxPut {
    /// Which.
    #[n(0)]
    pub id: BoxId,
    /// The etag that is replaced; [`Etag::NONE`] makes the box.
    #[n(1)]
    pub if_match: Etag,
    /// The sealed content.
    #[n(2)]
    pub blob: ByteVec,
    /// With a new box only.
    #[n(3)]
    pub new: Option<NewBox>,
}

/// What a new box brings.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct NewBox {
    /// Public half of its capability.
    #[n(0)]
    pub cap: PublicKey,
    /// The day on which the server deletes it; none lives until it is deleted.
    #[n(1)]
    pub expires: Option<Day>,
    /// Proof of work; subject: the box id.
    #[n(2)]
    pub stamp: Stamp,
}

/// A box was stored.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BoxStored {
    /// Its etag.
    #[n(0)]
    pub etag: Etag,
}

/// Reads a box. Signed by its capability.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BoxGet {
    /// Which.
    #[n(0)]
    pub id: BoxId,
}

/// Answer of [`BoxGet`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BoxContent {
    /// The sealed content; its etag is its hash.
    #[n(0)]
    pub blob: ByteVec,
}

/// Deletes a box for good. Signed by its capability.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BoxDelete {
    /// Which.
    #[n(0)]
    pub id: BoxId,
}

impl Request for BoxPut {
    const PATH: &'static str = "/v1/box/put";
    type Response = BoxStored;
}
impl Request for BoxGet {
    const PATH: &'static str = "/v1/box/get";
    type Response = BoxContent;
}
impl Request for BoxDelete {
    const PATH: &'static str = "/v1/box/delete";
    type Response = Done;
}
