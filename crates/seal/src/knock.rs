//! Knocks and replies: mail sealed to a circle, and from it to a newcomer. What stands in them is the engine's.

use wire::{MailboxId, PublicKey, Signature};
use zeroize::Zeroizing;

use crate::{
    aead::CannotOpen,
    hpke::{BadPublicKey, HpkePublic, HpkeSecret},
    pad::{self, Class},
    sign::{BadSignature, Domain, SigningKey, verify},
};

/// Seals a knock to the circle's knock key, for this mailbox alone.
///
/// # Errors
/// [`BadPublicKey`].
pub fn seal_knock(circle: &HpkePublic, mailbox: MailboxId, knock: &[u8]) -> Result<Vec<u8>, BadPublicKey> {
    seal(circle, "knock", mailbox, knock)
}

/// Opens a knock.
///
/// # Errors
/// [`CannotOpen`].
pub fn open_knock(circle: &HpkeSecret, mailbox: MailboxId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
    open(circle, "knock", mailbox, sealed)
}

/// Seals a reply to the key that the knock named, for this mailbox alone.
///
/// # Errors
/// [`BadPublicKey`].
pub fn seal_reply(newcomer: &HpkePublic, mailbox: MailboxId, reply: &[u8]) -> Result<Vec<u8>, BadPublicKey> {
    seal(newcomer, "reply", mailbox, reply)
}

/// Opens a reply.
///
/// # Errors
/// [`CannotOpen`].
pub fn open_reply(newcomer: &HpkeSecret, mailbox: MailboxId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
    open(newcomer, "reply", mailbox, sealed)
}

/// Signs a knock by which an old leaf comes back, everything in it but the signature itself.
pub fn sign_rejoin(old_leaf: &SigningKey, knock: &[u8]) -> Signature {
    old_leaf.sign(Domain::Knock, knock)
}

/// Whether the old leaf made this knock.
///
/// # Errors
/// [`BadSignature`].
pub fn verify_rejoin(old_leaf: PublicKey, knock: &[u8], signature: Signature) -> Result<(), BadSignature> {
    verify(old_leaf, Domain::Knock, knock, signature)
}

fn seal(to: &HpkePublic, what: &str, mailbox: MailboxId, plain: &[u8]) -> Result<Vec<u8>, BadPublicKey> {
    // Only the vault has a largest size.
    let padded = pad::pad(plain, Class::Box).unwrap_or_default();
    to.seal_to(what, mailbox.as_bytes(), &padded)
}

fn open(key: &HpkeSecret, what: &str, mailbox: MailboxId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
    let padded = key.open(what, mailbox.as_bytes(), sealed)?;
    Ok(pad::unpad(&padded)?.to_vec().into())
}
