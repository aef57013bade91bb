//! The key that sealed a live frame, where somebody holds it.

use std::collections::BTreeSet;

use hkdf::Hkdf;
use sha2::Sha256;

/// Bytes of a key.
pub(crate) const PIECE: usize = 32;

/// Found by trying every place, `step` bytes apart, on the frame's commitment (protocol.md 5.2 M10).
pub(crate) fn key_in(bytes: &[u8], step: usize, frame: &[u8]) -> Option<Vec<u8>> {
    // Number of the key (4), version (1), salt (24), commitment (32).
    let (salt, commitment) = (&frame[5..29], &frame[29..61]);
    let opens = |key: &&[u8]| {
        let mut keys = [0; 64];
        Hkdf::<Sha256>::new(Some(salt), key).expand(b"stayhere/v1/aead\0live", &mut keys).unwrap();
        keys[32..] == *commitment
    };
    let mut places = bytes.windows(PIECE).step_by(step).filter(|place| is_random(place));
    places.find(opens).map(<[u8]>::to_vec)
}

pub(crate) fn is_random(piece: &[u8]) -> bool {
    piece.iter().collect::<BTreeSet<_>>().len() >= 24
}
