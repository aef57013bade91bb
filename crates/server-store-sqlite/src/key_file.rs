//! The file of living day keys: version (1 byte), CBOR list of keys, SHA-256 of both.

use std::{
    io,
    path::{Path, PathBuf},
};

use wire::Hash;
use zeroize::Zeroizing;

use crate::{file, keys::DayKey, open::OpenError};

/// Name of the file in the data folder.
pub const NAME: &str = "day-keys";
const VERSION: u8 = 1;
const HASH: usize = 32;
/// How often a file is read again that is replaced at this moment, and whose old copy is being wiped.
const TRIES: u32 = 3;

/// All keys in a file.
///
/// # Errors
/// [`OpenError::DayKeysMissing`], [`OpenError::DayKeysDamaged`].
pub(crate) fn read(path: &Path) -> Result<Vec<DayKey>, OpenError> {
    decode(&read_whole(path)?).ok_or_else(|| damaged(path))
}

/// The bytes of a file of keys, which another process may be replacing.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_whole(path: &Path) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    for _ in 0..TRIES {
        match std::fs::read(path).map(Zeroizing::new) {
            Ok(bytes) if decode(&bytes).is_some() => return Ok(bytes),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(OpenError::DayKeysMissing(path.to_owned()));
            }
            Err(_) => break,
        }
    }
    Err(damaged(path))
}

/// Replaces the file and wipes the old one.
pub(crate) fn write(path: &Path, keys: &[DayKey]) -> io::Result<()> {
    file::replace_and_wipe(path, &encode(keys))
}

/// What is written again of what was read from any bytes; none when they are no file of keys.
#[cfg(feature = "foreign")]
pub fn read_again(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    decode(bytes).map(|keys| encode(&keys))
}

fn damaged(path: &Path) -> OpenError {
    OpenError::DayKeysDamaged(PathBuf::from(path))
}

fn encode(keys: &[DayKey]) -> Zeroizing<Vec<u8>> {
    let list = Zeroizing::new(wire::encode(&keys));
    let mut out = Zeroizing::new(Vec::with_capacity(1 + list.len() + HASH));
    out.push(VERSION);
    out.extend_from_slice(&list);
    let hash = Hash::of(&out);
    out.extend_from_slice(&hash.0);
    out
}

fn decode(bytes: &[u8]) -> Option<Vec<DayKey>> {
    let (content, hash) = bytes.split_last_chunk::<HASH>()?;
    let (version, list) = content.split_first()?;
    (*version == VERSION && Hash::of(content).0 == *hash).then(|| wire::decode(list).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use wire::Day;

    use super::*;
    use crate::keys::{ID, KeyId, Life};

    fn some() -> Vec<DayKey> {
        let key = |number, life| DayKey { id: KeyId([number; ID]), key: [number; 32], life };
        vec![
            key(1, Life::Until(Day(20_001))),
            key(2, Life::Current(Some(Day(20_000)))),
            key(3, Life::Current(None)),
            key(4, Life::Retired(Day(19_999))),
        ]
    }

    #[test]
    fn the_format_is_this() {
        let bytes = encode(&some());
        insta::assert_snapshot!(data_encoding::HEXLOWER.encode(&bytes));
        let again = decode(&bytes).unwrap();
        let plain = |keys: &[DayKey]| keys.iter().map(|key| (key.id, key.key, key.life)).collect::<Vec<_>>();
        assert_eq!(plain(&again), plain(&some()));
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let sound = encode(&some()).to_vec();
        let mut changed = sound.clone();
        changed[40] ^= 1;
        let mut newer = sound.clone();
        newer[0] = 2;
        for bytes in [&changed, &newer, &sound[..sound.len() - 1].to_vec(), &vec![0; sound.len()], &Vec::new()] {
            assert!(decode(bytes).is_none());
        }
    }
}
