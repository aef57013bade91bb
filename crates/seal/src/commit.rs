//! Commits: their identifier and their signed envelope under the parent epoch (protocol.md sections 1.5 and 2).

use minicbor::{Decode, Encode};
use rand_core::CryptoRngCore;
use sha2::{Digest, Sha256};
use wire::{CircleId, CommitId, Hash, PublicKey, Signature};

use crate::{
    aead::{self, CannotOpen, Key, Kind},
    group::Member,
    pad::{self, Class},
    sign::{BadSignature, Domain, SigningKey, verify},
};

/// SHA-256(circle, parent, MLS bytes, access key), with a prefix of its own.
pub fn commit_id(circle: CircleId, parent: CommitId, mls: &[u8], access: PublicKey) -> CommitId {
    let digest = Sha256::new()
        .chain_update(b"stayhere/v1/commit\0")
        .chain_update(circle.0)
        .chain_update(parent.0)
        .chain_update(mls)
        .chain_update(access.0)
        .finalize();
    CommitId(digest.into())
}

/// The id of a circle's first commit, which has no parent and no MLS message.
pub fn genesis_id(circle: CircleId, access: PublicKey) -> CommitId {
    commit_id(circle, CommitId([0; 32]), &[], access)
}

/// What an envelope says, before it is signed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Letter {
    /// Who made the commit.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub member: Member,
    /// On which device.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub device: [u8; 8],
    /// Number of this device's acts.
    #[n(2)]
    pub counter: u64,
    /// Proof that the author may commit this; the rules read it.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub authority: Vec<u8>,
    /// The MLS message.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub mls: Vec<u8>,
}

/// An opened envelope; who wrote it is known after [`Envelope::verify`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Envelope {
    /// What it says.
    #[n(0)]
    pub letter: Letter,
    /// The author's signature over circle, commit id and everything in the letter.
    #[n(1)]
    pub signature: Signature,
}

/// Signs a letter for the commit that it makes and seals it under the parent's handshake secret.
pub fn seal_envelope(
    hs: &Key,
    circle: CircleId,
    parent: CommitId,
    commit: CommitId,
    letter: Letter,
    signer: &SigningKey,
    rng: &mut dyn CryptoRngCore,
) -> Vec<u8> {
    let signature = signer.sign(Domain::Envelope, &letter.signed(circle, commit));
    let plain = wire::encode(&Envelope { letter, signature });
    // Only the vault has a largest size.
    let padded = pad::pad(&plain, Class::Box).unwrap_or_default();
    aead::seal(hs, Kind::Envelope, &place(circle, parent), &padded, rng)
}

/// Opens an envelope.
///
/// # Errors
/// [`CannotOpen`].
pub fn open_envelope(hs: &Key, circle: CircleId, parent: CommitId, sealed: &[u8]) -> Result<Envelope, CannotOpen> {
    let padded = aead::open(hs, Kind::Envelope, &place(circle, parent), sealed)?;
    wire::decode(pad::unpad(&padded)?).map_err(|_| CannotOpen)
}

impl Envelope {
    /// Whether the holder of `key` made this envelope for this commit.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, circle: CircleId, commit: CommitId, key: PublicKey) -> Result<(), BadSignature> {
        verify(key, Domain::Envelope, &self.letter.signed(circle, commit), self.signature)
    }
}

impl Letter {
    // The MLS bytes are in the commit id, which the reader computes from them.
    fn signed(&self, circle: CircleId, commit: CommitId) -> Vec<u8> {
        let mut out = Vec::with_capacity(128);
        out.extend_from_slice(&circle.0);
        out.extend_from_slice(&commit.0);
        out.extend_from_slice(&self.member);
        out.extend_from_slice(&self.device);
        out.extend_from_slice(&self.counter.to_be_bytes());
        out.extend_from_slice(&Hash::of(&self.authority).0);
        out
    }
}

fn place(circle: CircleId, parent: CommitId) -> [u8; 64] {
    crate::join(circle.as_bytes(), parent.as_bytes())
}
