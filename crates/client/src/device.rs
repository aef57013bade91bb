//! What this device remembers: one file per slot in a folder that its owner alone can open.

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use crate::ConnectError;

const ENDING: &str = "slot";
const NEW: &str = "new";

pub(crate) struct DeviceStore {
    folder: PathBuf,
}

impl DeviceStore {
    /// Opens the folder, making it where there is none.
    pub(crate) fn open(folder: PathBuf) -> Result<Self, ConnectError> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
        match made.and_then(|()| fs::read_dir(&folder)) {
            Ok(_) => Ok(Self { folder }),
            Err(cause) => Err(ConnectError::Store { folder, cause }),
        }
    }

    /// Everything that was written. What cannot be read counts as not there: the person signs in again.
    pub(crate) fn read(&self) -> BTreeMap<String, Vec<u8>> {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|file| file.path());
        files
            .filter(|path| has_ending(path))
            .filter_map(|path| Some((slot_of(&path)?, fs::read(&path).ok()?)))
            .collect()
    }

    /// Writes a slot: afterwards the file holds either the old bytes or the new ones. Without bytes the slot goes.
    pub(crate) fn write(&self, slot: &str, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return self.remove(slot);
        }
        let new = self.folder.join(slot).with_extension(NEW);
        let mut file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&new, self.folder.join(slot).with_extension(ENDING))?;
        File::open(&self.folder)?.sync_all()
    }

    fn remove(&self, slot: &str) -> io::Result<()> {
        match fs::remove_file(self.folder.join(slot).with_extension(ENDING)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => File::open(&self.folder)?.sync_all(),
        }
    }

    /// Removes every slot.
    pub(crate) fn forget(&self) -> io::Result<()> {
        for file in fs::read_dir(&self.folder)? {
            let path = file?.path();
            if has_ending(&path) {
                fs::remove_file(path)?;
            }
        }
        File::open(&self.folder)?.sync_all()
    }
}

fn has_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == ENDING)
}

fn slot_of(path: &Path) -> Option<String> {
    Some(path.file_stem()?.to_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_is_written_is_read_until_it_is_forgotten() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/b");
        let store = DeviceStore::open(folder.clone()).unwrap();
        assert!(store.read().is_empty());
        store.write("device-key", b"one").unwrap();
        store.write("device-key", b"two").unwrap();
        for bytes in [b"three".as_slice(), b"", b""] {
            store.write("session", bytes).unwrap();
        }
        fs::write(folder.join("other"), b"not ours").unwrap();
        assert_eq!(store.read(), BTreeMap::from([("device-key".to_owned(), b"two".to_vec())]));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("device-key.slot")), 0o600);
        store.forget().unwrap();
        assert!(store.read().is_empty());
        assert!(folder.join("other").exists());
    }

    #[test]
    fn a_folder_that_cannot_be_is_told() {
        let place = tempfile::NamedTempFile::new().unwrap();
        let refused = DeviceStore::open(place.path().join("under-a-file"));
        assert!(matches!(refused, Err(ConnectError::Store { .. })));
    }
}
