//! HPKE (RFC 9180, base mode) with X-Wing (X25519 + ML-KEM-768), HKDF-SHA-384 and AES-256-GCM: the same KEM and AEAD
//! as the MLS suite, through the same library. For knocks, replies and the seals of a meeting key.

use openmls_rust_crypto::RustCrypto;
use openmls_traits::{
    crypto::OpenMlsCrypto,
    types::{HpkeCiphertext, HpkeConfig, HpkeKeyPair},
};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::{
    aead::{CannotOpen, Key, VERSION},
    group::SUITE,
    secret::secret,
};

/// Length of the KEM's output: X-Wing (draft-connolly-cfrg-xwing-kem-06).
const ENCAPSULATED: usize = 1120;

/// The secret half: the 32 bytes from which the key pair is derived.
pub struct HpkeSecret(pub(crate) [u8; 32]);
secret!(HpkeSecret, 32);

/// The public half: 1216 bytes.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct HpkePublic(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>);

/// The recipient's public key is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a public key")]
pub struct BadPublicKey;

impl HpkeSecret {
    /// A fresh random key.
    pub fn make(rng: &mut dyn CryptoRngCore) -> Self {
        Self(Key::make(rng).0)
    }

    /// The key that belongs to `key` and `label`.
    pub fn derive(key: &Key, label: &str) -> Self {
        Self(key.derive("hpke", label.as_bytes()).0)
    }

    /// The public half.
    pub fn public(&self) -> HpkePublic {
        // Deriving fails only for an input shorter than this one always is.
        HpkePublic(self.pair().map(|pair| pair.public).unwrap_or_default())
    }

    /// Opens what [`HpkePublic::seal_to`] made with the same `info` and `aad`.
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn open(&self, info: &str, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        let (version, rest) = sealed.split_first().ok_or(CannotOpen)?;
        let (kem_output, ciphertext) = rest.split_at_checked(ENCAPSULATED).ok_or(CannotOpen)?;
        if *version != VERSION {
            return Err(CannotOpen);
        }
        let input = HpkeCiphertext { kem_output: kem_output.into(), ciphertext: ciphertext.into() };
        let pair = self.pair().ok_or(CannotOpen)?;
        RustCrypto::default()
            .hpke_open(config(), &input, &pair.private, &full(info), aad)
            .map(Zeroizing::new)
            .map_err(|_| CannotOpen)
    }

    fn pair(&self) -> Option<HpkeKeyPair> {
        RustCrypto::default().derive_hpke_keypair(config(), &self.0).ok()
    }
}

impl HpkePublic {
    /// The bytes, to publish them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// From published bytes; whether they are a key shows when something is sealed to it.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// Seals `plain` to the holder of the secret half: version (1 byte), KEM output (1120), ciphertext and tag
    /// (plain + 16). The library draws the randomness of the encapsulation itself.
    ///
    /// # Errors
    /// [`BadPublicKey`].
    pub fn seal_to(&self, info: &str, aad: &[u8], plain: &[u8]) -> Result<Vec<u8>, BadPublicKey> {
        let sealed =
            RustCrypto::default().hpke_seal(config(), &self.0, &full(info), aad, plain).map_err(|_| BadPublicKey)?;
        Ok([&[VERSION], sealed.kem_output.as_slice(), sealed.ciphertext.as_slice()].concat())
    }
}

fn config() -> HpkeConfig {
    SUITE.hpke_config()
}

fn full(info: &str) -> Vec<u8> {
    [b"stayhere/v1/", info.as_bytes()].concat()
}
