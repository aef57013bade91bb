//! Whether an own phrase is as hard to guess as five generated words.

use zxcvbn::matching::patterns::MatchPattern;

use super::{Passphrase, normalise};

/// zxcvbn counts guesses up to 2^64 and no further.
const CEILING: u64 = u64::MAX;
/// How many last characters are left out when a phrase is measured. What reaches 2^64 without them has the 64.6 bits of
/// five words with them.
const LEFT_OUT: usize = 2;

/// The phrase is easier to guess than five words.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("too weak: {weakness:?}")]
pub struct Weak {
    /// What weighs most.
    pub weakness: Weakness,
    /// About how many bits were found; 64 are needed before the last two characters.
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

impl Weakness {
    /// The code for the message catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort => "short",
            Self::CommonWords => "common",
            Self::Repeats => "repeats",
            Self::OwnName | Self::Keyboard | Self::Sequence | Self::Date => "guessable",
        }
    }
}

impl Passphrase {
    /// A phrase that somebody chose, in its normal form.
    ///
    /// Measured by zxcvbn, which is given the sign-in name too. Only the first 100 characters count.
    ///
    /// # Errors
    /// [`Weak`], with a reason.
    pub fn choose(text: &str, name: &str) -> Result<Self, Weak> {
        let phrase = normalise(text);
        let name = normalise(name);
        let inputs: Vec<&str> = [name.as_str()].into_iter().filter(|name| !name.is_empty()).collect();
        let measured = phrase.char_indices().rev().nth(LEFT_OUT - 1).map_or("", |(end, _)| &phrase[..end]);
        let found = zxcvbn::zxcvbn(measured, &inputs);
        if found.guesses() == CEILING {
            return Ok(Self(phrase));
        }
        let known = found.sequence().iter().filter(|part| part.pattern != MatchPattern::BruteForce);
        let longest = known.max_by_key(|part| part.token.len());
        let weakness = longest.map_or(Weakness::TooShort, |part| weakness(&part.pattern, &name));
        Err(Weak { weakness, bits: (found.guesses_log10() / 2_f64.log10()).max(0.0) })
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
