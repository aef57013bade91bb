//! Small files that are either there as a whole, on the disk, or not at all.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Replaces a file, which its owner alone can read (mode 0600). On return it is on the disk.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = beside(path);
    let mut options = OpenOptions::new();
    let mut file = options.create(true).truncate(true).write(true).mode(0o600).open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&new, path)?;
    sync_folder(path)
}

/// Like [`replace`], and overwrites what the old file held, as far as the file system writes in place.
pub(crate) fn replace_and_wipe(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let old = OpenOptions::new().write(true).open(path).ok();
    replace(path, bytes)?;
    if let Some(mut old) = old {
        let length = old.metadata().map_or(0, |metadata| metadata.len());
        // The old file has lost its name already; a disk that refuses this changes nothing about the new one.
        let _ = old.write_all(&vec![0; length as usize]).and_then(|()| old.sync_all());
    }
    Ok(())
}

/// Makes sure that the names in the folder of `path` are on the disk.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// The place of the new content until it is whole: the name with `.new` behind it.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_old_content_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("keys"), folder.path().join("old"));
        replace_and_wipe(&path, b"old keys").unwrap();
        std::fs::hard_link(&path, &link).unwrap();
        replace_and_wipe(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read(&link).unwrap(), [0; 8]);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!beside(&path).exists());
    }
}
