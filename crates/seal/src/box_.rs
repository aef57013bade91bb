//! Boxes: sealed values under a random id with a key and a capability of their own; and the ring, one record a day.

use rand_core::CryptoRngCore;
use wire::{BoxId, Day, Etag};
use zeroize::Zeroizing;

use crate::{
    aead::{self, CannotOpen, Key, Kind, derive},
    hpke::HpkeSecret,
    pad::{self, Class, TooLarge},
    secret::secret,
    sign::SigningKey,
};

/// The key of one box, known only inside the vault.
#[derive(Clone)]
pub struct BoxKey([u8; 32]);
secret!(BoxKey, 32);

impl BoxKey {
    /// A key pair that belongs to the box and `label`, for what is sealed to its owner: the same on all of the person's
    /// devices, and stored nowhere (keys.md part 1).
    pub fn hpke(&self, label: &str) -> HpkeSecret {
        HpkeSecret(derive(&self.0, "hpke", label.as_bytes()))
    }
}

/// An opened box.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedBox {
    /// The etag that this content replaced, as its writer saw it (protocol.md S4).
    pub previous: Etag,
    /// The content.
    pub plain: Zeroizing<Vec<u8>>,
}

/// Where the content keys of one day's epochs are kept.
#[derive(Debug, PartialEq, Eq)]
pub struct Ring {
    /// The record's box.
    pub id: BoxId,
    /// Signs requests about it.
    pub capability: SigningKey,
    key: Key,
}

/// A fresh random box id.
pub fn make_box_id(rng: &mut dyn CryptoRngCore) -> BoxId {
    BoxId(Key::make(rng).0)
}

impl BoxKey {
    /// A fresh random key.
    pub fn make(rng: &mut dyn CryptoRngCore) -> Self {
        Self(Key::make(rng).0)
    }

    /// Signs requests about the box.
    pub fn capability(&self) -> SigningKey {
        SigningKey::derive(&self.key(), "box capability")
    }

    /// The ring record of a day. Nothing shows the server that two records, or record and box, belong together.
    pub fn ring(&self, day: Day) -> Ring {
        let key = self.key().derive("ring", &day.0.to_be_bytes());
        Ring { id: BoxId(derive(&key.0, "ring id", &[])), capability: SigningKey::derive(&key, "ring capability"), key }
    }

    fn key(&self) -> Key {
        Key(self.0)
    }
}

/// Seals the content of a box that replaces the one with etag `previous`. Layout: `previous` (32 bytes), sealed rest.
pub fn seal_box(key: &BoxKey, id: BoxId, previous: Etag, plain: &[u8], rng: &mut dyn CryptoRngCore) -> Vec<u8> {
    // Only the vault has a largest size.
    seal_after(&key.key(), Kind::Box, id.as_bytes(), previous, plain, Class::Box, rng).unwrap_or_default()
}

/// Opens the content of a box.
///
/// # Errors
/// [`CannotOpen`].
pub fn open_box(key: &BoxKey, id: BoxId, blob: &[u8]) -> Result<OpenedBox, CannotOpen> {
    open_after(&key.key(), Kind::Box, id.as_bytes(), blob)
}

/// Seals a ring record.
pub fn seal_ring(record: &Ring, previous: Etag, plain: &[u8], rng: &mut dyn CryptoRngCore) -> Vec<u8> {
    // Only the vault has a largest size.
    seal_after(&record.key, Kind::Ring, record.id.as_bytes(), previous, plain, Class::Ring, rng).unwrap_or_default()
}

/// Opens a ring record.
///
/// # Errors
/// [`CannotOpen`].
pub fn open_ring(record: &Ring, blob: &[u8]) -> Result<OpenedBox, CannotOpen> {
    open_after(&record.key, Kind::Ring, record.id.as_bytes(), blob)
}

impl core::fmt::Debug for OpenedBox {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("OpenedBox").field("bytes", &self.plain.len()).finish_non_exhaustive()
    }
}

pub(crate) fn seal_after(
    key: &Key,
    kind: Kind,
    id: &[u8; 32],
    previous: Etag,
    plain: &[u8],
    class: Class,
    rng: &mut dyn CryptoRngCore,
) -> Result<Vec<u8>, TooLarge> {
    let padded = pad::pad(plain, class)?;
    let sealed = aead::seal(key, kind, &place(id, previous), &padded, rng);
    Ok([previous.as_bytes().as_slice(), &sealed].concat())
}

pub(crate) fn open_after(key: &Key, kind: Kind, id: &[u8; 32], blob: &[u8]) -> Result<OpenedBox, CannotOpen> {
    let (previous, sealed) = blob.split_first_chunk::<32>().ok_or(CannotOpen)?;
    let previous = Etag(*previous);
    let padded = aead::open(key, kind, &place(id, previous), sealed)?;
    Ok(OpenedBox { previous, plain: pad::unpad(&padded)?.to_vec().into() })
}

fn place(id: &[u8; 32], previous: Etag) -> [u8; 64] {
    crate::join(id, previous.as_bytes())
}
