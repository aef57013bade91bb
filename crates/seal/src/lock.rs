//! The lock of a device: its key at rest, which only the passphrase opens (docs/protocol/keys.md 2.13).

use login::Ksf;
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::{
    aead::{self, CannotOpen, Key, Kind, derive},
    words::Passphrase,
};

const SALT: usize = 32;

/// Wraps `key` under the passphrase. Stretches, which takes up to a second.
///
/// # Errors
/// [`login::Error::Internal`] where there is no memory for the stretching.
pub fn wrap<K: Ksf>(key: &Key, passphrase: &Passphrase, rng: &mut dyn CryptoRngCore) -> Result<Vec<u8>, login::Error> {
    let mut salt = [0; SALT];
    rng.fill_bytes(&mut salt);
    let lock = stretched::<K>(passphrase, &salt)?;
    let sealed = aead::seal(&lock, Kind::Lock, &salt, key.to_stored().as_slice(), rng);
    Ok([salt.as_slice(), &sealed].concat())
}

/// Opens what [`wrap`] made under the same passphrase. Stretches too, and so a wrong one costs as much as the right one.
///
/// # Errors
/// [`CannotOpen`].
pub fn unwrap<K: Ksf>(passphrase: &Passphrase, wrapped: &[u8]) -> Result<Key, CannotOpen> {
    let (salt, sealed) = wrapped.split_first_chunk::<SALT>().ok_or(CannotOpen)?;
    let lock = stretched::<K>(passphrase, salt).map_err(|_| CannotOpen)?;
    let plain = aead::open(&lock, Kind::Lock, salt, sealed)?;
    let bytes: &[u8; 32] = plain.as_slice().try_into().map_err(|_| CannotOpen)?;
    Ok(Key::from_stored(*bytes))
}

/// The salt goes into what is stretched, because the stretching itself is without one.
fn stretched<K: Ksf>(passphrase: &Passphrase, salt: &[u8; SALT]) -> Result<Key, login::Error> {
    let salted: Zeroizing<[u8; 32]> = Zeroizing::new(derive(passphrase.as_str().as_bytes(), "lock", salt));
    login::stretch::<K>(*salted).map(Key::from_stored)
}
