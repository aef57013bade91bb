//! What travels and is shown.

use calendar::Series;
use ed25519_dalek::{Signature, VerifyingKey};
use minicbor::{Decode, Encode};
use wire::{
    Day, Malformed, PublicKey,
    card::Signed,
    limits::{CARD_KNOCK, CARD_SERIES},
};

use crate::{Fault, Words};

const PREFIX: &[u8] = b"stayhere/v1/card\0";

/// A card, as its key signs it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Card {
    /// Signs the card and is its address; made for it alone. A card that was taken back never comes again: the next one
    /// has another key.
    #[n(0)]
    pub key: PublicKey,
    /// Grows with whatever is published under the key, so that an older card cannot come back.
    #[n(1)]
    pub version: u64,
    /// Grows with what the circle agrees on, so that members see which agreement it is.
    #[n(2)]
    pub revision: u32,
    /// Its last day, unless a keeper's device renews it: [`wire::limits::CARD_DAYS`] ahead at most.
    #[n(3)]
    pub until: Day,
    /// What the circle says of itself.
    #[n(4)]
    pub words: Words,
    /// When it meets, as far as the circle tells; [`CARD_SERIES`] at most.
    #[n(5)]
    pub schedule: Vec<Series>,
    /// The fragment of an invite by which one can only knock; none: it takes nobody now.
    #[n(6)]
    pub knock: Option<String>,
}

impl Card {
    /// Canonical bytes.
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(self)
    }

    /// Reads what [`Card::encode`] wrote.
    ///
    /// # Errors
    /// [`Malformed`] for anything else, and for what breaks a limit.
    pub fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let card: Self = wire::decode(bytes)?;
        if card.check().is_ok() && card.encode() == bytes { Ok(card) } else { Err(Malformed) }
    }

    /// Whether all of it is within the limits.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn check(&self) -> Result<(), Fault> {
        self.words.check()?;
        if self.schedule.len() > CARD_SERIES || !self.schedule.iter().all(|series| series.check().is_ok()) {
            return Err(Fault::Schedule);
        }
        let in_link = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let fits = |knock: &String| knock.len() == CARD_KNOCK && knock.bytes().all(in_link);
        if self.knock.as_ref().is_none_or(fits) { Ok(()) } else { Err(Fault::Knock) }
    }

    /// Its name in addresses of a directory: `circle-` and the first half of the key.
    pub fn slug(key: PublicKey) -> String {
        format!("circle-{}", &key.to_hex()[..32])
    }
}

/// Opens a card that somebody shows, and sees that its own key has signed it.
///
/// # Errors
/// [`Malformed`] when it has not, or for what is no card.
pub fn open(signed: &Signed) -> Result<Card, Malformed> {
    let card = Card::read(&signed.card)?;
    let key = VerifyingKey::from_bytes(&card.key.0).map_err(|_| Malformed)?;
    let signature = Signature::from_bytes(&signed.signature.0);
    key.verify_strict(&signed_bytes(&signed.card), &signature).map_err(|_| Malformed)?;
    Ok(card)
}

/// What the key signs: a prefix that no other signature of ours shares, and the card's bytes.
pub fn signed_bytes(card: &[u8]) -> Vec<u8> {
    [PREFIX, card].concat()
}
