//! The cryptography of Stayhere behind a narrow face: keys go in and out as types, never as bytes.
//!
//! Sans-IO: no clock, no I/O, and randomness is a parameter. Two things inside the libraries are exceptions: the HPKE
//! of OpenMLS's RustCrypto provider draws the randomness of its encapsulations from the system itself, and OpenMLS
//! compares KeyPackage lifetimes with the system's clock, which decides nothing because [`group`] refuses every
//! lifetime but 0 to `u64::MAX`.
//!
//! Names: `derive_*` is deterministic, `make_*` draws randomness. No construction here goes beyond the key schedule of
//! docs/protocol (protocol.md sections 2 and 3); its known answers are in `tests/known_answers.rs`.

pub mod account;
pub mod aead;
pub mod back;
pub mod box_;
pub mod code;
pub mod commit;
pub mod entry;
pub mod epoch;
pub mod group;
pub mod hpke;
pub mod invite;
pub mod knock;
pub mod live;
pub mod lock;
pub mod pad;
pub mod safety;
mod secret;
pub mod sign;
pub mod words;

pub use aead::{CannotOpen, Key, Kind};
pub use back::WayBack;
pub use epoch::EpochSecrets;
#[cfg(feature = "test-seal")]
pub use group::PlainGroup;
pub use group::{Change, Context, Group, GroupError, Joiner, Leaf, LeafInfo, MlsGroup, Processed, Staged};
pub use hpke::{HpkePublic, HpkeSecret};
pub use rand_core::CryptoRngCore;
pub use sign::{Domain, SigningKey};

/// Two byte strings of fixed length as one.
fn join<const A: usize, const B: usize, const N: usize>(a: &[u8; A], b: &[u8; B]) -> [u8; N] {
    const { assert!(A + B == N) };
    let mut out = [0; N];
    out[..A].copy_from_slice(a);
    out[A..].copy_from_slice(b);
    out
}
