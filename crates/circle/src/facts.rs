//! What a commit changes in the circle, as the engine reads it from the commit and its envelope.

use minicbor::{Decode, Encode};
use wire::{Hash, Millis, PublicKey};

use crate::{InviteId, MemberId};

/// Membership changes of one commit. The engine has checked signatures and proofs; the circle judges authority.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Facts {
    /// Who made the commit.
    #[n(0)]
    pub author: MemberId,
    /// Who comes in.
    #[n(1)]
    pub adds: Vec<Add>,
    /// Who goes.
    #[n(2)]
    pub removes: Vec<Remove>,
    /// The author's new signing key.
    #[n(3)]
    pub rekeyed: Option<PublicKey>,
    /// The version of the author's client: what members can judge is what the circle may ask of all.
    #[n(4)]
    pub client: u32,
    /// The author's clock: a claim for circle time, as in an entry.
    #[n(5)]
    pub claimed: Millis,
}

impl Facts {
    /// A commit that changes no membership.
    pub const fn of(author: MemberId) -> Self {
        Self { author, adds: Vec::new(), removes: Vec::new(), rekeyed: None, client: 0, claimed: Millis(0) }
    }
}

/// Somebody comes in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Add {
    /// Who.
    #[n(0)]
    pub member: NewMember,
    /// On what ground.
    #[n(1)]
    pub ground: AddGround,
}

/// Why somebody may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum AddGround {
    /// With this invite.
    #[n(0)]
    Invite(#[n(0)] InviteId),
    /// As the member they were: the same commit removes the old leaf, unless they were away and have none.
    #[n(1)]
    Rejoin {
        /// When they asked, by their own clock: each time later than the last, so that nobody can ask again for them.
        #[n(0)]
        at: Millis,
    },
}

/// Somebody goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Remove {
    /// Who.
    #[n(0)]
    pub member: MemberId,
    /// On what ground.
    #[n(1)]
    pub ground: RemoveGround,
}

/// Why somebody may be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum RemoveGround {
    /// They left.
    #[n(0)]
    Left,
    /// They come back with a new leaf in the same commit.
    #[n(1)]
    Rejoin,
    /// They have been silent for [`crate::limits::SILENT_DAYS`].
    #[n(2)]
    Silent,
    /// One member moved it and another confirmed it ([`crate::RemovalAct`]).
    #[n(3)]
    Decided,
}

/// Somebody who wants to come in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct NewMember {
    /// The id that they drew for this circle.
    #[n(0)]
    pub id: MemberId,
    /// The signing key that they made for this circle.
    #[n(1)]
    pub key: PublicKey,
    /// The name that they chose for this circle. On a rejoin the circle keeps the name it knows.
    #[n(2)]
    pub name: String,
    /// [`crate::pledge_hash`] of the pledge that they accepted.
    #[n(3)]
    pub pledge: Hash,
}

/// The HPKE key pair (RFC 9180) that knocks are sealed to; every member holds both halves.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct KnockKey {
    /// The secret half.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub secret: Vec<u8>,
    /// The public half.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub public: Vec<u8>,
    /// Where members who have lost their place ask to be let in again, and how: the seed of that mailbox.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub back: [u8; 32],
}

impl core::fmt::Debug for KnockKey {
    // The secret stays out of every log.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("KnockKey")
    }
}
