//! How a request proves that its sender holds a capability key.
//!
//! The header [`HEADER`] holds `base64url(nonce || signature)`; the signature (Ed25519) is over
//! [`signed_bytes`]. Which key it must verify under follows from the request: the access key of a commit, the
//! capability of a box or vault, the read key of a mailbox, the key of a recovery code.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use crate::{Day, Malformed, Signature};

/// Name of the request header.
pub const HEADER: &str = "stayhere-auth";
/// Length of a nonce: four bytes of day (big endian), twelve random bytes.
pub const NONCE_LEN: usize = 16;

/// A number used once, which also names the day it was made on, so that a server need only remember a day of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nonce(pub [u8; NONCE_LEN]);

impl Nonce {
    /// A nonce of `day` with twelve `random` bytes.
    pub fn new(day: Day, random: [u8; 12]) -> Self {
        let mut bytes = [0; NONCE_LEN];
        bytes[..4].copy_from_slice(&day.0.to_be_bytes());
        bytes[4..].copy_from_slice(&random);
        Self(bytes)
    }

    /// The day in the nonce; a server accepts its own day and the ones beside it.
    pub fn day(&self) -> Day {
        Day(u32::from_be_bytes([self.0[0], self.0[1], self.0[2], self.0[3]]))
    }
}

/// A parsed header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// The nonce that was signed.
    pub nonce: Nonce,
    /// The signature over [`signed_bytes`].
    pub signature: Signature,
}

impl Proof {
    /// The header's value.
    pub fn to_header(&self) -> String {
        let mut bytes = Vec::with_capacity(NONCE_LEN + Signature::LEN);
        bytes.extend_from_slice(&self.nonce.0);
        bytes.extend_from_slice(&self.signature.0);
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Parses a header's value.
    ///
    /// # Errors
    /// [`Malformed`] when it is not base64url of a nonce and a signature.
    pub fn from_header(value: &str) -> Result<Self, Malformed> {
        let bytes = BASE64URL_NOPAD.decode(value.as_bytes()).map_err(|_| Malformed)?;
        let (nonce, signature) = bytes.split_at_checked(NONCE_LEN).ok_or(Malformed)?;
        Ok(Self {
            nonce: Nonce(nonce.try_into().map_err(|_| Malformed)?),
            signature: Signature::from_slice(signature).ok_or(Malformed)?,
        })
    }
}

/// What is signed: a prefix that no other signature of ours shares, the path, the body's hash and the nonce.
pub fn signed_bytes(path: &str, body: &[u8], nonce: Nonce) -> Vec<u8> {
    let mut out = b"stayhere/v1/request\0".to_vec();
    out.extend_from_slice(path.as_bytes());
    out.push(0);
    out.extend_from_slice(&Sha256::digest(body));
    out.extend_from_slice(&nonce.0);
    out
}

/// What a stream signs to show that it holds the access key of a commit or the read key of a mailbox.
/// `challenge` is the server's nonce of this connection, `what` the id of the commit or mailbox.
pub fn stream_bytes(challenge: &[u8; 32], what: &[u8; 32]) -> Vec<u8> {
    let mut out = b"stayhere/v1/stream\0".to_vec();
    out.extend_from_slice(challenge);
    out.extend_from_slice(what);
    out
}
