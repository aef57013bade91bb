//! The secrets of a server, in a file of their own beside the database, so that a copy of the database alone does not
//! tell sign-in names or let anybody guess passphrases (protocol.md S7).

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use crate::open::{DATABASE, OpenError};

const SECRETS: &str = "secrets";
const SECRETS_NEW: &str = "secrets.new";

/// Reads the secrets of a data folder, or stores what `make` gives at the first start. Call it before
/// [`Sqlite::open`](crate::Sqlite::open) makes the database. The file can be read by its owner alone (mode 0600).
///
/// # Errors
/// [`OpenError::SecretsMissing`] when there is a database but no secrets; [`OpenError::NotWritable`].
pub fn load_or_make(folder: &Path, make: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>, OpenError> {
    let not_writable = |cause| OpenError::NotWritable { folder: folder.to_owned(), cause };
    let path = folder.join(SECRETS);
    match File::open(&path) {
        Ok(mut file) => {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(not_writable)?;
            Ok(bytes)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if folder.join(DATABASE).exists() {
                return Err(OpenError::SecretsMissing(path));
            }
            let bytes = make();
            std::fs::create_dir_all(folder).map_err(not_writable)?;
            replace(folder, SECRETS_NEW, SECRETS, &bytes).map_err(not_writable)?;
            Ok(bytes)
        }
        Err(cause) => Err(not_writable(cause)),
    }
}

/// Writes a file that is either there as a whole, on the disk, or not at all.
pub(crate) fn replace(folder: &Path, temporary: &str, name: &str, bytes: &[u8]) -> io::Result<()> {
    let from = folder.join(temporary);
    let mut options = OpenOptions::new();
    let mut file = options.create(true).truncate(true).write(true).mode(0o600).open(&from)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&from, folder.join(name))?;
    File::open(folder)?.sync_all()
}
