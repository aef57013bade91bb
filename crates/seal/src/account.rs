//! An account: sign-up, sign-in, the vault and its key (protocol.md section 2).
//!
//! The passphrase opens OPAQUE, whose export key gives KEK1; the printed code gives KEK2 ([`crate::code`]). Both wrap
//! one random vault key, from which the vault's AEAD key and its write capability derive.

use login::client;
use rand_core::CryptoRngCore;
use wire::{Etag, Hash, LoginHash};

pub use login::{Ksf, Stretch};

use crate::{
    aead::{self, CannotOpen, Key, Kind, derive},
    box_::{OpenedBox, open_after, seal_after},
    pad::{Class, TooLarge},
    secret::secret,
    sign::SigningKey,
    words::{Passphrase, normalise},
};

/// Longest sign-in name, in characters of its normal form.
pub const NAME: usize = 64;

/// The key of a vault, random; whoever holds it holds the account.
pub struct VaultKey([u8; 32]);
secret!(VaultKey, 32);

/// KEK1: what a passphrase opens.
pub struct PassphraseKey([u8; 32]);
secret!(PassphraseKey, 32);

/// Why a sign-in name is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// Nothing is left of it in the normal form.
    #[error("the name is empty")]
    Empty,
    /// It has more than [`NAME`] characters.
    #[error("the name is too long")]
    TooLong,
    /// It has characters that cannot be seen or typed.
    #[error("the name has control characters")]
    Control,
}

/// Between the two steps of a sign-up, of a new passphrase, or of the end of a recovery.
pub struct Registering<K: Ksf> {
    state: client::Registering<K>,
    passphrase: Passphrase,
}

/// What the second step of a registration gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// OPAQUE `RegistrationUpload`.
    pub upload: Vec<u8>,
    /// The vault key under KEK1.
    pub wrapped_vault_key: Vec<u8>,
}

/// Between the two steps of a sign-in.
pub struct SigningIn<K: Ksf> {
    state: client::SigningIn<K>,
    passphrase: Passphrase,
}

/// What the second step of a sign-in gives.
#[derive(Debug)]
pub struct SignedIn {
    /// OPAQUE `CredentialFinalization`.
    pub finalization: Vec<u8>,
    /// Opens the wrapped vault key.
    pub kek: PassphraseKey,
}

/// SHA-256 of the name's normal form (NFKC, lower case, single spaces): the client never sends the name.
///
/// # Errors
/// [`BadName`].
pub fn login_hash(name: &str) -> Result<LoginHash, BadName> {
    let name = normalise(name);
    if name.is_empty() {
        return Err(BadName::Empty);
    }
    if name.chars().count() > NAME {
        return Err(BadName::TooLong);
    }
    if name.chars().any(char::is_control) {
        return Err(BadName::Control);
    }
    Ok(LoginHash(Hash::of(name.as_bytes()).0))
}

/// Seals a vault that replaces the one with etag `previous`: exactly [`wire::limits::VAULT`] bytes.
///
/// # Errors
/// [`TooLarge`].
pub fn seal_vault(
    key: &VaultKey,
    login: LoginHash,
    previous: Etag,
    plain: &[u8],
    rng: &mut dyn CryptoRngCore,
) -> Result<Vec<u8>, TooLarge> {
    seal_after(&key.aead(), Kind::Vault, login.as_bytes(), previous, plain, Class::Vault, rng)
}

/// Opens a vault.
///
/// # Errors
/// [`CannotOpen`].
pub fn open_vault(key: &VaultKey, login: LoginHash, blob: &[u8]) -> Result<OpenedBox, CannotOpen> {
    open_after(&key.aead(), Kind::Vault, login.as_bytes(), blob)
}

impl VaultKey {
    /// A fresh random key.
    pub fn make(rng: &mut dyn CryptoRngCore) -> Self {
        Self(Key::make(rng).0)
    }

    /// Signs requests about the vault.
    pub fn capability(&self) -> SigningKey {
        SigningKey(derive(&self.0, "vault capability", &[]))
    }

    fn aead(&self) -> Key {
        Key(derive(&self.0, "vault", &[]))
    }
}

impl<K: Ksf> Registering<K> {
    /// First step: the bytes are `request` of [`wire::account::RegisterStart`].
    ///
    /// # Errors
    /// [`login::Error`].
    pub fn start(passphrase: Passphrase, mut rng: &mut dyn CryptoRngCore) -> Result<(Self, Vec<u8>), login::Error> {
        let (state, request) = client::register_start(&mut rng, passphrase.as_bytes())?;
        Ok((Self { state, passphrase }, request))
    }

    /// Second step, with the server's answer; stretches the passphrase, which takes up to a second.
    ///
    /// # Errors
    /// [`login::Error`].
    pub fn finish(
        self,
        response: &[u8],
        vault_key: &VaultKey,
        login: LoginHash,
        mut rng: &mut dyn CryptoRngCore,
    ) -> Result<Registered, login::Error> {
        let (export_key, upload) = client::register_finish(self.state, &mut rng, self.passphrase.as_bytes(), response)?;
        let wrapped_vault_key = PassphraseKey::derive(&export_key).wrap(vault_key, login, rng);
        Ok(Registered { upload, wrapped_vault_key })
    }
}

impl<K: Ksf> SigningIn<K> {
    /// First step: the bytes are `request` of [`wire::account::SignInStart`].
    ///
    /// # Errors
    /// [`login::Error`].
    pub fn start(passphrase: Passphrase, mut rng: &mut dyn CryptoRngCore) -> Result<(Self, Vec<u8>), login::Error> {
        let (state, request) = client::sign_in_start(&mut rng, passphrase.as_bytes())?;
        Ok((Self { state, passphrase }, request))
    }

    /// Second step, with the server's answer; stretches the passphrase, which takes up to a second.
    ///
    /// # Errors
    /// [`login::Error`].
    pub fn finish(self, response: &[u8], mut rng: &mut dyn CryptoRngCore) -> Result<SignedIn, login::Error> {
        let (export_key, finalization) =
            client::sign_in_finish(self.state, &mut rng, self.passphrase.as_bytes(), response)?;
        Ok(SignedIn { finalization, kek: PassphraseKey::derive(&export_key) })
    }
}

impl PassphraseKey {
    /// Opens the vault key of an account.
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn unwrap(&self, login: LoginHash, wrapped: &[u8]) -> Result<VaultKey, CannotOpen> {
        let plain = aead::open(&Key(self.0), Kind::VaultKey, login.as_bytes(), wrapped)?;
        plain.as_slice().try_into().map(VaultKey).map_err(|_| CannotOpen)
    }

    fn wrap(&self, vault_key: &VaultKey, login: LoginHash, rng: &mut dyn CryptoRngCore) -> Vec<u8> {
        aead::seal(&Key(self.0), Kind::VaultKey, login.as_bytes(), &vault_key.0, rng)
    }

    fn derive(export_key: &client::ExportKey) -> Self {
        Self(derive(export_key.as_bytes(), "kek1", &[]))
    }
}
