//! Closed vocabularies: a word for each case, and sets of them.

use core::{fmt, marker::PhantomData};

use minicbor::{Decode, Decoder, Encode, Encoder};

/// A case of a closed vocabulary. Its word is what feeds, addresses and catalogues call it.
pub trait Word: Copy + Eq + fmt::Debug + 'static {
    /// Every case, in order; at most 32.
    const ALL: &'static [Self];
    /// Its word: lower-case letters, digits and `-`.
    fn word(self) -> &'static str;
    /// Its place in [`Word::ALL`].
    fn index(self) -> u8;
    /// The case of this word.
    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|case| case.word() == word)
    }
}

/// Some cases of a vocabulary. Encoded as bits, the first lowest; bits that no case has are dropped when read.
pub struct Set<W>(u32, PhantomData<W>);

impl<W: Word> Set<W> {
    /// None.
    pub const EMPTY: Self = Self(0, PhantomData);

    /// These.
    pub fn of(words: &[W]) -> Self {
        words.iter().copied().collect()
    }

    /// Whether it is one of them.
    pub fn contains(self, word: W) -> bool {
        self.0 & (1 << word.index()) != 0
    }

    /// Adds one.
    pub fn insert(&mut self, word: W) {
        self.0 |= 1 << word.index();
    }

    /// Takes one away.
    pub fn remove(&mut self, word: W) {
        self.0 &= !(1 << word.index());
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether one is in both.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What is in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0, PhantomData)
    }

    /// In order.
    pub fn iter(self) -> impl Iterator<Item = W> {
        W::ALL.iter().copied().filter(move |word| self.contains(*word))
    }

    /// The bits, the first case lowest: for an index.
    pub const fn bits(self) -> u32 {
        self.0
    }

    fn from_bits(bits: u32) -> Self {
        W::ALL.iter().copied().filter(|word| bits & (1 << word.index()) != 0).collect()
    }
}

// By hand: a derive would ask the same of W.
impl<W> Clone for Set<W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W> Copy for Set<W> {}

impl<W> PartialEq for Set<W> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<W> Eq for Set<W> {}

impl<W: Word> Default for Set<W> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<W: Word> fmt::Debug for Set<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl<W: Word> FromIterator<W> for Set<W> {
    fn from_iter<I: IntoIterator<Item = W>>(words: I) -> Self {
        Self(words.into_iter().fold(0, |bits, word| bits | 1 << word.index()), PhantomData)
    }
}

impl<C, W: Word> Encode<C> for Set<W> {
    fn encode<O: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<O>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<O::Error>> {
        e.u32(self.0)?;
        Ok(())
    }
}

impl<'b, C, W: Word> Decode<'b, C> for Set<W> {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        d.u32().map(Self::from_bits)
    }
}

/// Makes an enumeration a vocabulary: `Case = number, "word"`.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $case:ident = $n:literal, $word:tt;)* }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            minicbor::Encode, minicbor::Decode, serde::Serialize, utoipa::ToSchema,
        )]
        #[cbor(index_only)]
        pub enum $name {
            $($(#[$item])* #[n($n)] #[serde(rename = $word)] $case,)*
        }

        impl $crate::model::Word for $name {
            const ALL: &'static [Self] = &[$(Self::$case,)*];

            fn word(self) -> &'static str {
                match self {
                    $(Self::$case => $word,)*
                }
            }

            fn index(self) -> u8 {
                self as u8
            }
        }
    };
}

pub(crate) use vocabulary;
