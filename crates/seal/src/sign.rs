//! Ed25519 (RFC 8032): capabilities, and who wrote what.
//!
//! Every signature has a prefix that says what was signed; the prefixes of requests and streams stand in
//! [`wire::auth`]. None of them is a prefix of MLS's own, whose first byte is a length below 64.

use ed25519_dalek::Signer;
use rand_core::CryptoRngCore;
use wire::{
    Day, PublicKey, Signature,
    auth::{Nonce, Proof, signed_bytes, stream_bytes},
};

use crate::{aead::Key, secret::secret};

/// The secret half of an Ed25519 key: a leaf's key, or a capability.
#[derive(Clone)]
pub struct SigningKey(pub(crate) [u8; 32]);
secret!(SigningKey, 32);

/// What a signature is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// An entry of a circle's log.
    Entry,
    /// The envelope of a commit.
    Envelope,
    /// A live frame.
    Live,
    /// A knock by which an old leaf comes back.
    Knock,
    /// A circle card.
    Card,
}

/// The signature is not by this key over this message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("bad signature")]
pub struct BadSignature;

impl SigningKey {
    /// A fresh random key.
    pub fn make(rng: &mut dyn CryptoRngCore) -> Self {
        let mut seed = [0; 32];
        rng.fill_bytes(&mut seed);
        Self(seed)
    }

    /// The key that belongs to `key` and `label`.
    pub fn derive(key: &Key, label: &str) -> Self {
        Self(key.derive("sign", label.as_bytes()).0)
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.dalek().verifying_key().to_bytes())
    }

    /// Signs `message` as something of this domain.
    pub fn sign(&self, domain: Domain, message: &[u8]) -> Signature {
        self.sign_plain(&domain.prefixed(message))
    }

    /// The proof for a request's header: over path, body and a fresh nonce of `day`.
    pub fn prove(&self, path: &str, body: &[u8], day: Day, rng: &mut dyn CryptoRngCore) -> Proof {
        let mut random = [0; 12];
        rng.fill_bytes(&mut random);
        let nonce = Nonce::new(day, random);
        Proof { nonce, signature: self.sign_plain(&signed_bytes(path, body, nonce)) }
    }

    /// The answer to a stream's challenge for the commit or mailbox `what`.
    pub fn answer(&self, challenge: &[u8; 32], what: &[u8; 32]) -> Signature {
        self.sign_plain(&stream_bytes(challenge, what))
    }

    pub(crate) fn sign_plain(&self, message: &[u8]) -> Signature {
        Signature(self.dalek().sign(message).to_bytes())
    }

    fn dalek(&self) -> ed25519_dalek::SigningKey {
        ed25519_dalek::SigningKey::from_bytes(&self.0)
    }
}

/// Checks a signature of [`SigningKey::sign`], strictly: no small-order keys, no second form of a signature, so that
/// every device judges alike.
///
/// # Errors
/// [`BadSignature`].
pub fn verify(key: PublicKey, domain: Domain, message: &[u8], signature: Signature) -> Result<(), BadSignature> {
    let key = ed25519_dalek::VerifyingKey::from_bytes(&key.0).map_err(|_| BadSignature)?;
    let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
    key.verify_strict(&domain.prefixed(message), &signature).map_err(|_| BadSignature)
}

impl Domain {
    fn prefixed(self, message: &[u8]) -> Vec<u8> {
        let prefix: &[u8] = match self {
            Self::Entry => b"stayhere/v1/entry\0",
            Self::Envelope => b"stayhere/v1/envelope\0",
            Self::Live => b"stayhere/v1/live\0",
            Self::Knock => b"stayhere/v1/knock\0",
            Self::Card => b"stayhere/v1/card\0",
        };
        [prefix, message].concat()
    }
}
