//! Codes that two people compare outside of this program: whether each has the other's true key, and whether both are
//! shown the same circle (docs/protocol/keys.md 2.12).
//!
//! Who swaps keys in the middle chooses keys on both sides and looks for two that meet in one code, which costs the
//! square root of all codes. So the words have 103 bits, and each try costs one stretching of a passphrase.

use login::Ksf;
use sha2::{Digest, Sha256};
use wire::{CircleId, CommitId};

use crate::{
    aead::{Key, derive},
    group::LeafInfo,
    words,
};

/// Words of a code: 8 x log2(7776) = 103.4 bits.
pub const SAFETY_WORDS: usize = 8;

/// What two devices show alike, or else are not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SafetyCode([u8; 32]);

impl SafetyCode {
    /// Of two members of a circle, whoever of them makes it. Stretches, which takes up to a second.
    ///
    /// # Errors
    /// [`login::Error::Internal`] where there is no memory for the stretching.
    pub fn of_two<K: Ksf>(circle: CircleId, one: &LeafInfo, other: &LeafInfo) -> Result<Self, login::Error> {
        let (first, second) = if one.member <= other.member { (one, other) } else { (other, one) };
        let digest = Sha256::new()
            .chain_update(b"stayhere/v1/two\0")
            .chain_update(circle.0)
            .chain_update(first.member)
            .chain_update(first.key.0)
            .chain_update(second.member)
            .chain_update(second.key.0)
            .finalize();
        login::stretch::<K>(digest.into()).map(Self)
    }

    /// Of a circle at a commit: its id names the whole way there, and `hs` is known to the members at it and to nobody
    /// else. Stretches, which takes up to a second.
    ///
    /// # Errors
    /// [`login::Error::Internal`] where there is no memory for the stretching.
    pub fn of_circle<K: Ksf>(circle: CircleId, tip: CommitId, hs: &Key) -> Result<Self, login::Error> {
        let place: [u8; 64] = crate::join(circle.as_bytes(), tip.as_bytes());
        login::stretch::<K>(derive(hs.to_stored().as_slice(), "same circle", &place)).map(Self)
    }

    /// The whole of it, for a picture that another device reads.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// [`SAFETY_WORDS`] places in the word list, counted from 0: as numbers of four digits they read the same in every
    /// language.
    pub fn numbers(&self) -> [u16; SAFETY_WORDS] {
        let mut out = [0; SAFETY_WORDS];
        for (number, chunk) in out.iter_mut().zip(self.0.chunks_exact(4)) {
            let drawn = chunk.iter().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
            *number = (drawn % words::LIST_LEN as u32) as u16;
        }
        out
    }

    /// The words at these places in the EFF large word list.
    pub fn words(&self) -> Vec<&'static str> {
        self.numbers().iter().filter_map(|number| words::words().nth(usize::from(*number))).collect()
    }
}

#[cfg(test)]
mod tests {
    use login::TestKsf;
    use wire::PublicKey;

    use super::*;

    fn leaf(member: u8, key: u8) -> LeafInfo {
        LeafInfo { member: [member; 16], key: PublicKey([key; 32]) }
    }

    fn two(circle: u8, one: LeafInfo, other: LeafInfo) -> SafetyCode {
        SafetyCode::of_two::<TestKsf>(CircleId([circle; 32]), &one, &other).unwrap()
    }

    #[test]
    fn both_see_the_same_and_anything_else_differs() {
        let code = two(1, leaf(1, 2), leaf(3, 4));
        assert_eq!(code, two(1, leaf(3, 4), leaf(1, 2)), "whoever makes it");
        for other in [
            two(2, leaf(1, 2), leaf(3, 4)),
            two(1, leaf(5, 2), leaf(3, 4)),
            two(1, leaf(1, 5), leaf(3, 4)),
            two(1, leaf(1, 2), leaf(5, 4)),
            two(1, leaf(1, 2), leaf(3, 5)),
            // The keys of two who are swapped.
            two(1, leaf(1, 4), leaf(3, 2)),
        ] {
            assert_ne!(code, other);
            assert_ne!(code.words(), other.words());
        }
        assert_eq!(code.words().len(), SAFETY_WORDS);
    }

    #[test]
    fn a_circle_differs_by_its_way_and_by_its_secret() {
        let of = |circle: u8, tip: u8, hs: u8| {
            let hs = Key::from_stored([hs; 32]);
            SafetyCode::of_circle::<TestKsf>(CircleId([circle; 32]), CommitId([tip; 32]), &hs).unwrap()
        };
        assert_eq!(of(1, 2, 3), of(1, 2, 3));
        for other in [of(4, 2, 3), of(1, 4, 3), of(1, 2, 4)] {
            assert_ne!(of(1, 2, 3), other);
        }
    }
}
