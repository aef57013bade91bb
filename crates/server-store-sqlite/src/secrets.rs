//! The secrets of a server, in a file of their own beside the database, so that a copy of the database alone does not
//! tell sign-in names or let anybody guess passphrases (protocol.md S7).

use std::{io, path::Path};

use crate::{
    file,
    open::{DATABASE, OpenError},
};

/// Name of the file in the data folder.
pub(crate) const SECRETS: &str = "secrets";

/// Reads the secrets of a data folder, or stores what `make` gives at the first start. Call it before
/// [`Sqlite::open`](crate::Sqlite::open) makes the database. The file can be read by its owner alone (mode 0600).
///
/// # Errors
/// [`OpenError::SecretsMissing`] when there is a database but no secrets; [`OpenError::NotWritable`].
pub fn load_or_make(folder: &Path, make: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>, OpenError> {
    let not_writable = |cause| OpenError::NotWritable { folder: folder.to_owned(), cause };
    let path = folder.join(SECRETS);
    match std::fs::read(&path) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if folder.join(DATABASE).exists() {
                return Err(OpenError::SecretsMissing(path));
            }
            let bytes = make();
            std::fs::create_dir_all(folder).map_err(not_writable)?;
            file::replace(&path, &bytes).map_err(not_writable)?;
            Ok(bytes)
        }
        Err(cause) => Err(not_writable(cause)),
    }
}
