//! The way back in for members who have lost their place: where they knock, and to which key, derived from a seed that
//! every member's vault holds (protocol.md section 5.3, R7).

use rand_core::CryptoRngCore;
use wire::MailboxId;
use zeroize::Zeroizing;

use crate::{
    aead::{self, CannotOpen, Key, Kind},
    sign::SigningKey,
};

/// One way back. A circle has another one after each removal, with another knock key.
pub struct WayBack(Key);

impl WayBack {
    /// From the seed in the circle's state or in a vault.
    pub const fn from_seed(seed: [u8; 32]) -> Self {
        Self(Key(seed))
    }

    /// Where one knocks.
    pub fn mailbox(&self) -> MailboxId {
        MailboxId(self.0.derive("way back mailbox", &[]).0)
    }

    /// Reads that mailbox.
    pub fn read_key(&self) -> SigningKey {
        SigningKey::derive(&self.0, "way back read")
    }

    /// Seals the public knock key for the mailbox's preview, so that no server can put another in its place.
    pub fn seal_knock_key(&self, knock: &[u8], rng: &mut dyn CryptoRngCore) -> Vec<u8> {
        aead::seal(&self.preview_key(), Kind::Preview, self.mailbox().as_bytes(), knock, rng)
    }

    /// Opens the preview.
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn open_knock_key(&self, preview: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        aead::open(&self.preview_key(), Kind::Preview, self.mailbox().as_bytes(), preview)
    }

    fn preview_key(&self) -> Key {
        self.0.derive("way back preview", &[])
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;

    #[test]
    fn a_key_opens_on_the_same_way_alone() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (way, other) = (WayBack::from_seed([1; 32]), WayBack::from_seed([2; 32]));
        let sealed = way.seal_knock_key(b"knock", &mut rng);
        assert_eq!(way.open_knock_key(&sealed).expect("the same way").as_slice(), b"knock");
        assert_eq!(other.open_knock_key(&sealed), Err(CannotOpen));
        assert_ne!(way.mailbox(), other.mailbox());
        assert_ne!(way.read_key().public(), other.read_key().public());
    }
}
