//! Names of things in the directory.

use core::fmt;

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use crate::limits;

/// Below it stand numbers that a source gave itself, from it on those that are made from a source's own names.
const MADE: u64 = 1 << 32;
/// JavaScript's numbers are exact up to here, and the field's clients read ids as such.
const EXACT: u64 = (1 << 53) - 1;

/// A place from which entries come; a name that its server's operator chose: [`limits::KEY`] bytes at most.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct SourceId(#[n(0)] pub String);

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $label:literal) => {
        $(#[$doc])*
        ///
        /// Always the same for the same source and key. Shown in decimal; exact in a JavaScript number.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] pub u64);

        impl $name {
            /// The number for what `source` calls `key`: the key itself if it is to be kept and is a number of 1 to 2^32 - 1,
            /// so that addresses which people have written down lead on; else one made from both names.
            pub fn of(source: &SourceId, key: &str, keep: bool) -> Self {
                Self(number($label, source, key, keep))
            }

            /// Reads the decimal form.
            pub fn parse(text: &str) -> Option<Self> {
                text.parse().ok().filter(|id| (1..=EXACT).contains(id)).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number!(
    /// An entry.
    EntryId, "entry"
);
number!(
    /// A body that answers for entries.
    BodyId, "body"
);
number!(
    /// A format, in all its languages.
    FormatId, "format"
);

fn number(label: &str, source: &SourceId, key: &str, keep: bool) -> u64 {
    let own = key.parse().ok().filter(|id| keep && (1..MADE).contains(id));
    own.unwrap_or_else(|| {
        let parts = ["stayhere directory", label, &source.0, key];
        let hash = parts
            .iter()
            .fold(Sha256::new(), |hash, part| hash.chain_update((part.len() as u64).to_be_bytes()).chain_update(part));
        let first = hash.finalize().iter().take(8).fold(0, |bits: u64, byte| bits << 8 | u64::from(*byte));
        MADE + first % (EXACT - MADE)
    })
}

/// A name for addresses: 1 to [`limits::SLUG`] of `a-z`, `0-9`, `-`, `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Slug(#[n(0)] String);

impl Slug {
    /// The slug that is nearest to the text; a longer one is cut and ends in a hash of the whole.
    pub fn from_text(text: &str) -> Self {
        let mut slug = String::new();
        for c in text.chars().flat_map(char::to_lowercase) {
            match c {
                'a'..='z' | '0'..='9' | '_' => slug.push(c),
                _ if slug.ends_with('-') || slug.is_empty() => {}
                _ => slug.push('-'),
            }
        }
        let plain = slug.trim_end_matches('-');
        // Of a name in another script nothing would be left.
        if plain.len() > limits::SLUG || plain.is_empty() {
            let hash = short_hash(text);
            let kept = plain.get(..limits::SLUG - hash.len() - 1).unwrap_or(plain).trim_end_matches('-');
            return Self(if kept.is_empty() { hash } else { format!("{kept}-{hash}") });
        }
        Self(plain.to_owned())
    }

    /// Reads a slug.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
        ((1..=limits::SLUG).contains(&text.len()) && text.bytes().all(fits)).then(|| Self(text.to_owned()))
    }

    /// With something behind it, cut to fit; what is behind has at most 20 bytes.
    #[must_use]
    pub fn with(&self, behind: &str) -> Self {
        let room = limits::SLUG.saturating_sub(behind.len() + 1);
        let kept = self.0.get(..room.min(self.0.len())).unwrap_or_default().trim_end_matches('-');
        Self(format!("{kept}-{behind}"))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn short_hash(text: &str) -> String {
    Sha256::digest(text).iter().take(4).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// A circle card's own public key (Ed25519), which signs it; made for the card alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct CardKey(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

/// The public key (Ed25519) under which a Stayhere server signs its directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct DirectoryKey(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);
