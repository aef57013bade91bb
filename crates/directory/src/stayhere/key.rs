//! The key under which a server signs its directory.

use data_encoding::BASE32_NOPAD;
use ed25519_dalek::{Signer as _, SigningKey};
use wire::{Hash, Signature};

use crate::model::DirectoryKey;

/// Characters of a fingerprint, without the hyphens: 100 bits, which nobody meets by trying.
const FINGERPRINT: usize = 20;
const GROUP: usize = 4;

impl DirectoryKey {
    /// What two people compare: five groups of four letters and digits.
    pub fn fingerprint(&self) -> String {
        let text = BASE32_NOPAD.encode(&Hash::of(&self.0).0).to_ascii_lowercase();
        let groups: Vec<&str> = (0..FINGERPRINT / GROUP).filter_map(|n| text.get(n * GROUP..(n + 1) * GROUP)).collect();
        groups.join("-")
    }

    /// Whether somebody typed the fingerprint of this key, in whatever case and with or without hyphens and spaces.
    pub fn is_named(&self, typed: &str) -> bool {
        let plain =
            |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        plain(typed) == plain(&self.fingerprint())
    }
}

/// Signs a server's directory.
#[derive(Clone)]
pub struct Signer(SigningKey);

impl Signer {
    /// From the secret: 32 random bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// The secret, to be kept.
    pub fn secret(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// By which others know its signatures.
    pub fn key(&self) -> DirectoryKey {
        DirectoryKey(self.0.verifying_key().to_bytes())
    }

    pub(super) fn sign(&self, bytes: &[u8]) -> Signature {
        Signature(self.0.sign(bytes).to_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_typed_in_many_ways_and_means_one_key() {
        let (one, other) = (Signer::new(&[1; 32]).key(), Signer::new(&[2; 32]).key());
        let shown = one.fingerprint();
        assert_eq!((shown.len(), shown.matches('-').count()), (24, 4), "{shown}");
        assert!(one.is_named(&shown) && one.is_named(&shown.to_uppercase().replace('-', " ")));
        assert!(!one.is_named(&shown[..23]) && !one.is_named("") && !other.is_named(&shown));
    }
}
