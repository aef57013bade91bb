//! Invites: 128 bits in a link's fragment, from which everything derives that a newcomer needs.

use chacha20poly1305::KeyInit;
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, Mac};
use minicbor::{Decode, Encode};
use rand_core::CryptoRngCore;
use sha2::Sha256;
use wire::MailboxId;
use zeroize::Zeroizing;

use crate::{
    aead::{self, CannotOpen, Key, Kind, derive},
    pad::{self, Class},
    secret::secret,
    sign::SigningKey,
};

/// The secret in the link.
#[derive(Clone)]
pub struct InviteSecret([u8; 16]);
secret!(InviteSecret, 16);

/// Reads and closes an invite's mailbox. Random and kept by the circle, not derived from the link: whoever has the
/// link may knock, and may not take away the knocks of others.
pub type MailReadKey = SigningKey;

/// Shows that a knock was made by someone who holds the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct KnockMac(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

/// The text is not an invite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an invite")]
pub struct NotAnInvite;

impl InviteSecret {
    /// A fresh random one.
    pub fn make(rng: &mut dyn CryptoRngCore) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// For the link: 22 characters of base64url.
    pub fn to_fragment(&self) -> Zeroizing<String> {
        BASE64URL_NOPAD.encode(&self.0).into()
    }

    /// From the link, with or without `#` and spaces round it.
    ///
    /// # Errors
    /// [`NotAnInvite`].
    pub fn from_fragment(text: &str) -> Result<Self, NotAnInvite> {
        let text = text.trim();
        let text = text.strip_prefix('#').unwrap_or(text);
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| NotAnInvite)?);
        bytes.as_slice().try_into().map(Self).map_err(|_| NotAnInvite)
    }

    /// Where one knocks.
    pub fn mailbox(&self) -> MailboxId {
        MailboxId(derive(&self.0, "invite mailbox", &[]))
    }

    /// Seals what the link shows before one knocks.
    pub fn seal_preview(&self, plain: &[u8], rng: &mut dyn CryptoRngCore) -> Vec<u8> {
        // Only the vault has a largest size.
        let padded = pad::pad(plain, Class::Box).unwrap_or_default();
        aead::seal(&self.preview_key(), Kind::Preview, self.mailbox().as_bytes(), &padded, rng)
    }

    /// Opens the preview.
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn open_preview(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        let padded = aead::open(&self.preview_key(), Kind::Preview, self.mailbox().as_bytes(), sealed)?;
        Ok(pad::unpad(&padded)?.to_vec().into())
    }

    /// HMAC-SHA-256 over the knock, everything in it but the MAC itself.
    pub fn knock_mac(&self, knock: &[u8]) -> KnockMac {
        KnockMac(self.mac(knock).finalize().into_bytes().into())
    }

    /// Whether the MAC belongs to this knock and this invite; in constant time.
    pub fn check_knock(&self, knock: &[u8], mac: &KnockMac) -> bool {
        self.mac(knock).verify_slice(&mac.0).is_ok()
    }

    fn mac(&self, knock: &[u8]) -> Hmac<Sha256> {
        // As long as SHA-256's block, which is the length that HMAC takes without an error to handle.
        let key = Zeroizing::new(derive::<64>(&self.0, "invite mac", &[]));
        let mut mac = <Hmac<Sha256> as KeyInit>::new((&*key).into());
        mac.update(knock);
        mac
    }

    fn preview_key(&self) -> Key {
        Key(derive(&self.0, "invite preview", &[]))
    }
}
