//! The signed head of a snapshot.

use ed25519_dalek::{Signature as Signed, VerifyingKey};
use minicbor::{Decode, Encode, bytes::ByteVec};
use wire::{Day, Hash, Millis, Signature};

use super::Signer;
use crate::{
    feed::{
        clean,
        fields::{instant_text, is_url},
    },
    limits,
    model::{DirectoryKey, Pinned},
};

const DAY_MS: u64 = 86_400_000;

/// What a head is signed for, so that none passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// All that is a server's own.
    Whole,
    /// A copy of some of what it lists.
    Copy,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Whole => b"stayhere directory snapshot 1\0",
            Self::Copy => b"stayhere directory copy 1\0",
        }
    }

    fn bytes(self, head: &[u8]) -> Vec<u8> {
        [self.label(), head].concat()
    }
}

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Head {
    /// Whose it is.
    #[n(0)]
    pub key: DirectoryKey,
    /// Grows with each snapshot: [`number`].
    #[n(1)]
    pub number: u64,
    /// The day on which it was signed; on one day one state has one head.
    #[n(2)]
    pub at: Millis,
    /// The server's own address; empty, if its operator named none.
    #[n(3)]
    pub base: String,
    /// How many entries it has.
    #[n(4)]
    pub entries: u32,
    /// The SHA-256 of each part, in order.
    #[n(5)]
    pub parts: Vec<Hash>,
    /// Other servers whose directories are taken there. What came from them is not in the parts: ask them.
    #[n(6)]
    pub peers: Vec<Peer>,
}

/// Another Stayhere server, as one names it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Peer {
    /// Who it is.
    #[n(0)]
    pub name: String,
    /// Its address.
    #[n(1)]
    pub url: String,
    /// Its key.
    #[n(2)]
    pub key: DirectoryKey,
}

impl Head {
    /// The day on which it was signed: [`date`].
    pub fn date(&self) -> String {
        date(self.at)
    }
}

/// The day (UTC) as `2026-03-01`.
pub fn date(at: Millis) -> String {
    instant_text(at).split(' ').next().unwrap_or_default().to_owned()
}

#[derive(Encode, Decode)]
struct SignedHead {
    #[n(0)]
    head: ByteVec,
    #[n(1)]
    signature: Signature,
}

/// Why a snapshot is not taken. What was taken before stays until it grows stale.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is no head, or one beyond the limits.
    #[error("it is no signed directory")]
    Unreadable,
    /// It was changed on the way, or never signed.
    #[error("its signature is wrong: it was changed on the way, or somebody else made it")]
    Signature,
    /// It is signed, by another key.
    #[error(
        "it is signed by another key, {}: if its operator says that this is right, subscribe again with this fingerprint",
        found.fingerprint()
    )]
    OtherKey {
        /// The key that signed.
        found: DirectoryKey,
    },
    /// It is older than what was taken already.
    #[error("it is number {found}, older than number {known}, which was taken already")]
    Older {
        /// Taken already.
        known: u64,
        /// Of this one.
        found: u64,
    },
    /// Another one has the same number.
    #[error("there are two of number {0}, and they differ")]
    Forked(u64),
    /// Its date has not come yet.
    #[error("its date lies in the future: one of the two clocks is wrong")]
    Ahead,
    /// A part is not what the head says.
    #[error("a part of it is not what the signed head says")]
    Part,
    /// This server's own.
    #[error("it is this server's own directory")]
    Own,
}

/// The number of the snapshot of a revision on a day: it grows with both. A store that was put back to an older copy has
/// greater numbers again from the next day on.
pub const fn number(day: Day, revision: u64) -> u64 {
    ((day.0 as u64) << 32) | (revision & 0xffff_ffff)
}

pub(super) fn sign(head: &Head, purpose: Purpose, signer: &Signer) -> Vec<u8> {
    let head = wire::encode(head);
    let signature = signer.sign(&purpose.bytes(&head));
    wire::encode(&SignedHead { head: head.into(), signature })
}

/// A head whose signature is that of the key in it. Whether it is the right key, [`Opened::follows`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What was signed.
    pub head: Head,
    /// Of the signed bytes.
    pub hash: Hash,
}

impl Opened {
    /// Reads a snapshot's head.
    ///
    /// # Errors
    /// [`Refused::Unreadable`] and [`Refused::Signature`].
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        Self::read_for(bytes, Purpose::Whole)
    }

    pub(super) fn read_for(bytes: &[u8], purpose: Purpose) -> Result<Self, Refused> {
        if bytes.len() > limits::HEAD {
            return Err(Refused::Unreadable);
        }
        let SignedHead { head: signed, signature } = wire::decode(bytes).map_err(|_| Refused::Unreadable)?;
        let head: Head = wire::decode(&signed).map_err(|_| Refused::Unreadable)?;
        let key = VerifyingKey::from_bytes(&head.key.0).map_err(|_| Refused::Signature)?;
        key.verify_strict(&purpose.bytes(&signed), &Signed::from_bytes(&signature.0))
            .map_err(|_| Refused::Signature)?;
        if !is_sound(&head) {
            return Err(Refused::Unreadable);
        }
        Ok(Self { hash: Hash::of(&signed), head })
    }

    /// Whether it may come after what was taken.
    ///
    /// # Errors
    /// Everything but [`Refused::Unreadable`], [`Refused::Signature`] and [`Refused::Part`].
    pub fn follows(&self, pinned: &Pinned, own: DirectoryKey, now: Millis) -> Result<(), Refused> {
        let Head { key, number, at, .. } = self.head;
        if key == own {
            return Err(Refused::Own);
        }
        if key != pinned.key {
            return Err(Refused::OtherKey { found: key });
        }
        if number < pinned.number {
            return Err(Refused::Older { known: pinned.number, found: number });
        }
        if number == pinned.number && pinned.head.is_some_and(|head| head != self.hash) {
            return Err(Refused::Forked(number));
        }
        if at.since(now) > limits::AHEAD_DAYS * DAY_MS {
            return Err(Refused::Ahead);
        }
        Ok(())
    }

    /// What is remembered of it when it has been taken.
    pub fn pinned(&self) -> Pinned {
        let Head { key, number, ref parts, .. } = self.head;
        Pinned { key, number, head: Some(self.hash), parts: parts.clone() }
    }
}

fn is_sound(head: &Head) -> bool {
    let is_line = |text: &str, most| clean::line(text, most).text == text;
    let is_peer = |peer: &Peer| is_line(&peer.name, limits::NAME) && is_url(&peer.url);
    head.parts.len() <= limits::PARTS
        && head.peers.len() <= limits::PEERS
        && head.entries as usize <= limits::ENTRIES
        && (head.base.is_empty() || is_url(&head.base))
        && head.peers.iter().all(is_peer)
}
