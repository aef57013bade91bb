//! What a commit changes in the circle, as the engine reads it from the commit and its envelope.

use minicbor::{Decode, Encode};
use wire::{Hash, PublicKey};

use crate::{InviteId, MemberId};

/// Membership changes of one commit. The engine has checked signatures and proofs; the circle judges authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Who made the commit.
    pub author: MemberId,
    /// Who comes in.
    pub adds: Vec<Add>,
    /// Who goes.
    pub removes: Vec<Remove>,
    /// The author's new signing key.
    pub rekeyed: Option<PublicKey>,
    /// The circle's new knock key; there is one exactly when somebody who left is removed.
    pub knock: Option<KnockKey>,
}

impl Facts {
    /// A commit that changes no membership.
    pub const fn of(author: MemberId) -> Self {
        Self { author, adds: Vec::new(), removes: Vec::new(), rekeyed: None, knock: None }
    }
}

/// Somebody comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Add {
    /// Who.
    pub member: NewMember,
    /// On what ground.
    pub ground: AddGround,
}

/// Why somebody may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddGround {
    /// With this invite.
    Invite(InviteId),
    /// As the member they were: the same commit removes the old leaf.
    Rejoin,
}

/// Somebody goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remove {
    /// Who.
    pub member: MemberId,
    /// On what ground.
    pub ground: RemoveGround,
}

/// Why somebody may be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemoveGround {
    /// They left.
    Left,
    /// They come back with a new leaf in the same commit.
    Rejoin,
}

/// Somebody who wants to come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMember {
    /// The id that they drew for this circle.
    pub id: MemberId,
    /// The signing key that they made for this circle.
    pub key: PublicKey,
    /// The name that they chose for this circle. On a rejoin the circle keeps the name it knows.
    pub name: String,
    /// [`crate::pledge_hash`] of the pledge that they accepted.
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
}

impl core::fmt::Debug for KnockKey {
    // The secret stays out of every log.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("KnockKey")
    }
}
