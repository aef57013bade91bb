//! What members seal for each other and for themselves, after it has been opened: a member's program may write anything.

use engine::formats::FORMATS;

use crate::bounds;

/// Bytes that a form may grow by when it is written again: fields that were left out and have a default are written out.
const DEFAULTS: usize = 32;

/// The first byte says which form, the rest is it.
pub(crate) fn run(bytes: &[u8]) {
    let _turn = bounds::turn();
    let Some((which, plain)) = bytes.split_first() else { return };
    let (name, again) = FORMATS[usize::from(*which) % FORMATS.len()];
    let Some(written) = bounds::within(2 * bounds::decoding(plain.len()), name, || again(plain)) else { return };
    assert!(written.len() <= plain.len() + DEFAULTS, "{name}: written again it is longer");
    assert_eq!(again(&written), Some(written), "{name}: one form");
}

/// Inputs for every form that can read the bytes.
pub(crate) fn seeds_of(plain: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let readable = FORMATS.iter().enumerate().filter(|(_, (_, again))| again(plain).is_some());
    readable.map(move |(which, _)| [&[which as u8], plain].concat())
}
