//! Whether an own phrase is as hard to guess as five generated words.

use zxcvbn::matching::patterns::MatchPattern;

use super::{Passphrase, normalise};

/// The strength of a generated passphrase in bits: log2(7776^5).
const BITS: f64 = 64.6;

/// The phrase is easier to guess than five words.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("too weak: {weakness:?}")]
pub struct Weak {
    /// What weighs most.
    pub weakness: Weakness,
    /// About how many bits it has; 64.6 are needed.
    pub bits: f64,
}

/// Why a phrase is weak, to tell the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Too few characters that nobody could foresee.
    TooShort,
    /// Words that many people use, or too few of them.
    CommonWords,
    /// Contains the sign-in name.
    OwnName,
    /// Neighbours on the keyboard.
    Keyboard,
    /// Something repeated.
    Repeats,
    /// A sequence such as abcd.
    Sequence,
    /// A date or a year.
    Date,
}

impl Passphrase {
    /// A phrase that somebody chose, in its normal form.
    ///
    /// The measure is the sum over the parts that zxcvbn finds: the total that it gives itself ends at 64 bits, below
    /// what is needed here. Only the first 100 characters count.
    ///
    /// # Errors
    /// [`Weak`], with a reason.
    pub fn choose(text: &str, name: &str) -> Result<Self, Weak> {
        let phrase = normalise(text);
        let name = normalise(name);
        let inputs: Vec<&str> = [name.as_str()].into_iter().filter(|name| !name.is_empty()).collect();
        let found = zxcvbn::zxcvbn(&phrase, &inputs);
        let parts: f64 = found.sequence().iter().filter_map(|part| part.guesses).map(|n| (n as f64).log2()).sum();
        // Where the total has not reached its end, it is the better measure of the two.
        let bits = if found.guesses() == u64::MAX { parts } else { parts.min(found.guesses_log10() / 2_f64.log10()) };
        if bits >= BITS {
            return Ok(Self(phrase));
        }
        let longest = found.sequence().iter().max_by_key(|part| part.token.len());
        let weakness = longest.map_or(Weakness::TooShort, |part| weakness(&part.pattern, &name));
        Err(Weak { weakness, bits: bits.max(0.0) })
    }
}

fn weakness(pattern: &MatchPattern, name: &str) -> Weakness {
    match pattern {
        MatchPattern::Dictionary(word) if word.matched_word == name => Weakness::OwnName,
        MatchPattern::Dictionary(_) => Weakness::CommonWords,
        MatchPattern::Spatial(_) => Weakness::Keyboard,
        MatchPattern::Repeat(_) => Weakness::Repeats,
        MatchPattern::Sequence(_) => Weakness::Sequence,
        MatchPattern::Regex(_) | MatchPattern::Date(_) => Weakness::Date,
        MatchPattern::BruteForce => Weakness::TooShort,
    }
}
