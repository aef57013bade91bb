//! The one AEAD of everything that is not MLS: XChaCha20-Poly1305 under a key that commits (protocol.md sections 2
//! and 5.2 M10).
//!
//! Layout: version (1 byte), salt (24), commitment (32), ciphertext and tag (plain + 16). Key and commitment are
//! HKDF-SHA-256(master, salt, label of the kind); the associated data are (version, kind, id). The nonce is zero,
//! because the salt, random or from [`seal_same`], makes a key that seals exactly one message.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use rand_core::CryptoRngCore;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use wire::Hash;
use zeroize::Zeroizing;

use crate::secret::secret;

/// Version of the layout: the first byte of everything sealed. No other is opened, so nothing can be downgraded.
pub const VERSION: u8 = 1;
/// By how many bytes sealing makes a plaintext longer.
pub const OVERHEAD: usize = HEAD + TAG;

const SALT: usize = 24;
const COMMITMENT: usize = 32;
const HEAD: usize = 1 + SALT + COMMITMENT;
const TAG: usize = 16;

/// A symmetric key of 32 bytes.
#[derive(Clone)]
pub struct Key(pub(crate) [u8; 32]);
secret!(Key, 32);

/// What a sealed value is. It is bound into the key and the associated data, so that no value passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The vault of an account.
    Vault,
    /// The vault key under the key from a passphrase.
    VaultKey,
    /// Vault key and login hash under a recovery code.
    Recovery,
    /// A membership's state or an own document.
    Box,
    /// A day's content keys.
    Ring,
    /// A circle's durable state.
    Snapshot,
    /// An entry of a circle's log.
    Entry,
    /// The envelope of a commit.
    Envelope,
    /// What an invite shows before one knocks.
    Preview,
    /// A live frame.
    Live,
    /// Something at rest on a device.
    Device,
    /// The key of a device under the passphrase.
    Lock,
    /// Messages of the group that the simulator uses.
    Test,
}

/// The bytes were not sealed under this key for this purpose, or were changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot be opened")]
pub struct CannotOpen;

impl Key {
    /// A fresh random key.
    pub fn make(rng: &mut dyn CryptoRngCore) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// HKDF-SHA-256 (RFC 5869) of this key for `label`; `context` tells apart the things of one label.
    #[must_use]
    pub fn derive(&self, label: &str, context: &[u8]) -> Self {
        Self(derive(&self.0, label, context))
    }
}

/// Seals `plain` as the thing `id` of this kind. The result is [`OVERHEAD`] bytes longer; pad before where the length
/// would tell something ([`crate::pad`]).
pub fn seal(key: &Key, kind: Kind, id: &[u8], plain: &[u8], rng: &mut dyn CryptoRngCore) -> Vec<u8> {
    let mut salt = [0; SALT];
    rng.fill_bytes(&mut salt);
    seal_with(key, kind, id, plain, salt)
}

/// Seals the same plaintext always in the same bytes, for what several devices must be able to make alike. The salt is
/// a pseudorandom function of id and plaintext, so that two plaintexts never share one: what shows is only whether two
/// sealed values of one key and id are equal.
pub(crate) fn seal_same(key: &Key, kind: Kind, id: &[u8], plain: &[u8]) -> Vec<u8> {
    let context = [kind.label().as_bytes(), b"\0", id, Hash::of(plain).as_bytes()].concat();
    seal_with(key, kind, id, plain, derive(&key.0, "salt", &context))
}

fn seal_with(key: &Key, kind: Kind, id: &[u8], plain: &[u8], salt: [u8; SALT]) -> Vec<u8> {
    let (cipher, commitment) = schedule(key, kind, &salt);
    let payload = Payload { msg: plain, aad: &associated(kind, id) };
    // The only error is a plaintext of more than 256 GiB, which fits no memory here.
    let sealed = cipher.encrypt(&[0; 24].into(), payload).unwrap_or_default();
    let mut out = Vec::with_capacity(HEAD + sealed.len());
    out.push(VERSION);
    out.extend_from_slice(&salt);
    out.extend_from_slice(&commitment);
    out.extend_from_slice(&sealed);
    out
}

/// Opens what [`seal`] made under the same key, kind and id.
///
/// # Errors
/// [`CannotOpen`].
pub fn open(key: &Key, kind: Kind, id: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
    let (head, body) = sealed.split_at_checked(HEAD).ok_or(CannotOpen)?;
    let (version, head) = head.split_first().ok_or(CannotOpen)?;
    if *version != VERSION {
        return Err(CannotOpen);
    }
    let (salt, commitment) = head.split_at(SALT);
    let (cipher, expected) = schedule(key, kind, salt);
    if !bool::from(expected.ct_eq(commitment)) {
        return Err(CannotOpen);
    }
    let payload = Payload { msg: body, aad: &associated(kind, id) };
    cipher.decrypt(&[0; 24].into(), payload).map(Zeroizing::new).map_err(|_| CannotOpen)
}

/// HKDF-SHA-256 with `label` and `context` as info and no salt; used for every derivation of this crate.
pub(crate) fn derive<const N: usize>(secret: &[u8], label: &str, context: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    expand(&Hkdf::<Sha256>::new(None, secret), label, context, &mut out);
    out
}

fn schedule(key: &Key, kind: Kind, salt: &[u8]) -> (XChaCha20Poly1305, [u8; COMMITMENT]) {
    let mut okm = Zeroizing::new([0; 32 + COMMITMENT]);
    expand(&Hkdf::<Sha256>::new(Some(salt), &key.0), "aead", kind.label().as_bytes(), okm.as_mut_slice());
    let mut cipher_key = Zeroizing::new([0; 32]);
    cipher_key.copy_from_slice(&okm[..32]);
    let mut commitment = [0; COMMITMENT];
    commitment.copy_from_slice(&okm[32..]);
    (XChaCha20Poly1305::new((&*cipher_key).into()), commitment)
}

fn expand(hkdf: &Hkdf<Sha256>, label: &str, context: &[u8], out: &mut [u8]) {
    // The zero byte ends the label: no label and context can spell another pair. The only error is an output of more
    // than 8160 bytes, and no caller asks for more than 64.
    let _ = hkdf.expand_multi_info(&[b"stayhere/v1/", label.as_bytes(), b"\0", context], out);
}

fn associated(kind: Kind, id: &[u8]) -> Vec<u8> {
    let mut out = vec![VERSION];
    out.extend_from_slice(kind.label().as_bytes());
    out.push(0);
    out.extend_from_slice(id);
    out
}

impl Kind {
    const fn label(self) -> &'static str {
        match self {
            Self::Vault => "vault",
            Self::VaultKey => "vault key",
            Self::Recovery => "recovery",
            Self::Box => "box",
            Self::Ring => "ring",
            Self::Snapshot => "snapshot",
            Self::Entry => "entry",
            Self::Envelope => "envelope",
            Self::Preview => "preview",
            Self::Live => "live",
            Self::Device => "device",
            Self::Lock => "lock",
            Self::Test => "test",
        }
    }
}
