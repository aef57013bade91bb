//! Passphrases: five words from a list, or an own phrase that is at least as hard to guess (protocol.md section 1.9).

use rand_core::CryptoRngCore;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

#[cfg(feature = "own-phrases")]
mod strength;
#[cfg(feature = "own-phrases")]
pub use strength::{Weak, Weakness};

/// How many words a generated passphrase has: 5 x log2(7776) = 64.6 bits.
pub const WORDS: usize = 5;

const LIST: &str = include_str!("../../data/eff_large_wordlist.txt");
pub(crate) const LIST_LEN: usize = 7776;

/// A passphrase in its normal form: NFKC, lower case, single spaces.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// A fresh one of [`WORDS`] words from the EFF large word list.
    pub fn make(rng: &mut dyn CryptoRngCore) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(64));
        for n in 0..WORDS {
            if n > 0 {
                text.push(' ');
            }
            text.push_str(words().nth(index(rng)).unwrap_or_default());
        }
        Self(text)
    }

    /// What somebody typed to sign in. Nothing is judged.
    pub fn typed(text: &str) -> Self {
        Self(normalise(text))
    }

    /// Whether it is five words of the list, in which case it was drawn, or is as good as drawn only by chance.
    pub fn is_drawn(&self) -> bool {
        let mut count = 0;
        self.0.split(' ').inspect(|_| count += 1).all(|word| words().any(|known| known == word)) && count == WORDS
    }

    /// The words, to show them once.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl core::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// The normal form of names and passphrases: NFKC, lower case, no space at the ends, single spaces between.
pub(crate) fn normalise(text: &str) -> Zeroizing<String> {
    // Lower case can undo NFKC for a few letters, so the form is taken again.
    let lower: Zeroizing<String> = Zeroizing::new(text.nfkc().flat_map(char::to_lowercase).nfkc().collect());
    let mut out = Zeroizing::new(String::with_capacity(lower.len()));
    for word in lower.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|line| !line.starts_with('#'))
}

/// A number below [`LIST_LEN`], each equally likely: too large ones are drawn again.
fn index(rng: &mut dyn CryptoRngCore) -> usize {
    loop {
        let drawn = (rng.next_u32() & 0x1FFF) as usize;
        if drawn < LIST_LEN {
            return drawn;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole() {
        let all: std::collections::BTreeSet<_> = words().collect();
        assert_eq!(all.len(), LIST_LEN);
        assert_eq!(words().count(), LIST_LEN);
        assert!(all.iter().all(|word| *normalise(word) == **word && !word.contains(' ')));
    }

    #[test]
    fn normal_forms() {
        for (typed, normal) in [
            ("  Zoom   abacus\t yo-yo ", "zoom abacus yo-yo"),
            ("ＺＯＯＭ", "zoom"),
            ("Straße", "straße"),
            ("Ünï", "u\u{308}ni\u{308}"),
            ("\u{212A}elvin", "kelvin"),
            ("سلام\u{00A0}عليكم", "سلام عليكم"),
            ("", ""),
        ] {
            assert_eq!(*normalise(typed), *normalise(normal), "{typed}");
            assert_eq!(*normalise(&normalise(typed)), *normalise(typed), "{typed}");
        }
        assert_eq!(*normalise(" A  b"), "a b");
    }
}
