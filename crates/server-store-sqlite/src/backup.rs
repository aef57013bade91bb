//! Copies of a data folder: beside a running server, and back.
//!
//! The copy holds database and secrets. The day keys go to a file of their own that is overwritten each time: kept with
//! old copies, they would open what has died since (decision 0005). Databases that others keep beside ours come along;
//! of them nothing is known here but their names and that they are whole.

use std::{
    fs::{self, DirBuilder, File, Permissions},
    io::{self, ErrorKind},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{ConnectOptions, query, sqlite::SqliteConnectOptions};

use crate::{
    check::{check_files, check_pages},
    file::{beside, replace, replace_and_wipe, sync_folder},
    key_file,
    open::{DATABASE, OpenError},
    secrets::SECRETS,
};

/// Why nothing was copied, for the operator's eyes.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no database to copy, or no secrets beside it.
    #[error("{} is not there", .0.display())]
    Missing(PathBuf),
    /// Something is in the place of the copy already.
    #[error("{} is there already and is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// The day keys would lie with what they must not lie with.
    #[error("{} lies in a folder of the server or of the copy", .0.display())]
    KeysInside(PathBuf),
    /// A file cannot be read or written.
    #[error("{}: {cause}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The copy is not sound, or too old for these day keys. It was removed again.
    #[error("{}", .0.join("; "))]
    Unsound(Vec<String>),
    /// The database or the day keys cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// Copies database and secrets of the data folder `folder`, which a server may be using, into the new folder `target`,
/// and the day keys to the file `day_keys`, over the ones there. Of the SQLite files named `beside_it`, those that are in the
/// folder come along; their names come back. Each file is as of one moment, and was read as a whole.
///
/// # Errors
/// [`BackupError`]; then there is no `target`.
pub async fn backup<'n>(
    folder: &Path,
    target: &Path,
    day_keys: &Path,
    beside_it: &[&'n str],
) -> Result<Vec<&'n str>, BackupError> {
    for name in [DATABASE, SECRETS] {
        must_be_there(&folder.join(name))?;
    }
    must_be_empty(target)?;
    for kept in [folder, target] {
        if place(day_keys)?.starts_with(place(kept)?) {
            return Err(BackupError::KeysInside(day_keys.to_owned()));
        }
    }
    let new = beside(target);
    must_be_empty(&new)?;
    let copied = copy_out(folder, &new, day_keys, beside_it).await;
    if copied.is_err() {
        let _ = fs::remove_dir_all(&new);
        return copied;
    }
    fs::rename(&new, target).and_then(|()| sync_folder(target)).map_err(told(target))?;
    copied
}

/// Makes a data folder from a copy and the latest day keys. A server can be started on it. Of the files named `beside_it`,
/// those that the copy has come along; their names come back.
///
/// # Errors
/// [`BackupError`]; then the folder is as it was.
pub async fn restore<'n>(
    copy: &Path,
    folder: &Path,
    day_keys: &Path,
    beside_it: &[&'n str],
) -> Result<Vec<&'n str>, BackupError> {
    for name in [DATABASE, SECRETS] {
        must_be_there(&copy.join(name))?;
    }
    must_be_empty(folder)?;
    let was_there = folder.exists();
    let restored = copy_in(copy, folder, day_keys, beside_it).await;
    if restored.is_err() {
        let databases = beside_it.iter().copied().chain([DATABASE]).map(|name| folder.join(name));
        let databases = databases.flat_map(|database| [beside(&database), database]);
        for path in databases.chain([folder.join(key_file::NAME), folder.join(SECRETS)]) {
            let _ = fs::remove_file(path);
        }
        if !was_there {
            let _ = fs::remove_dir(folder);
        }
    }
    restored
}

async fn copy_out<'n>(
    folder: &Path,
    new: &Path,
    day_keys: &Path,
    beside_it: &[&'n str],
) -> Result<Vec<&'n str>, BackupError> {
    make_folder(new)?;
    let database = new.join(DATABASE);
    vacuum_into(&folder.join(DATABASE), &database).await?;
    make_durable(&database)?;
    copy_small(&folder.join(SECRETS), &new.join(SECRETS))?;
    // After the database, so that the key of everything in it is there.
    let keys = key_file::read_whole(&folder.join(key_file::NAME))?;
    replace_and_wipe(day_keys, &keys).map_err(told(day_keys))?;
    must_be_sound(check_files(&database, day_keys).await?)?;
    let there = names_in(folder, beside_it);
    for name in &there {
        let database = new.join(name);
        vacuum_into(&folder.join(name), &database).await?;
        make_durable(&database)?;
        must_be_sound(check_pages(&database).await?)?;
    }
    Ok(there)
}

async fn copy_in<'n>(
    copy: &Path,
    folder: &Path,
    day_keys: &Path,
    beside_it: &[&'n str],
) -> Result<Vec<&'n str>, BackupError> {
    make_folder(folder)?;
    let keys = folder.join(key_file::NAME);
    replace(&keys, &key_file::read_whole(day_keys)?).map_err(told(&keys))?;
    copy_small(&copy.join(SECRETS), &folder.join(SECRETS))?;
    let there = names_in(copy, beside_it);
    for name in &there {
        let new = copy_database(copy, folder, name)?;
        must_be_sound(check_pages(&new).await?)?;
        put_in_place(&new, &folder.join(name))?;
    }
    let new = copy_database(copy, folder, DATABASE)?;
    must_be_sound(check_files(&new, &keys).await?)?;
    // Last, so that a folder with a database is whole.
    put_in_place(&new, &folder.join(DATABASE))?;
    Ok(there)
}

fn names_in<'n>(folder: &Path, names: &[&'n str]) -> Vec<&'n str> {
    names.iter().copied().filter(|name| folder.join(name).exists()).collect()
}

/// Copies a database that nobody has open beside its place in another folder.
fn copy_database(from: &Path, to: &Path, name: &str) -> Result<PathBuf, BackupError> {
    let (from, new) = (from.join(name), beside(&to.join(name)));
    fs::copy(&from, &new).map_err(told(&from))?;
    make_durable(&new)?;
    Ok(new)
}

fn put_in_place(new: &Path, path: &Path) -> Result<(), BackupError> {
    fs::rename(new, path).and_then(|()| sync_folder(path)).map_err(told(path))
}

/// Writes a database as of now, without its free pages and its log, to a new file.
async fn vacuum_into(from: &Path, to: &Path) -> Result<(), BackupError> {
    let options = SqliteConnectOptions::new().filename(from).read_only(true).busy_timeout(Duration::from_secs(5));
    let mut db = options.disable_statement_logging().connect().await.map_err(OpenError::from)?;
    let name = to.to_str().ok_or_else(|| told(to)(ErrorKind::InvalidFilename.into()))?;
    query("VACUUM INTO ?").bind(name).execute(&mut db).await.map_err(OpenError::from)?;
    Ok(())
}

fn must_be_sound(faults: Vec<String>) -> Result<(), BackupError> {
    if faults.is_empty() { Ok(()) } else { Err(BackupError::Unsound(faults)) }
}

fn must_be_there(path: &Path) -> Result<(), BackupError> {
    if path.exists() { Ok(()) } else { Err(BackupError::Missing(path.to_owned())) }
}

fn must_be_empty(folder: &Path) -> Result<(), BackupError> {
    let is_empty = match fs::read_dir(folder).map(|mut files| files.next().is_none()) {
        Ok(is_empty) => is_empty,
        Err(error) if error.kind() == ErrorKind::NotFound => true,
        Err(error) if error.kind() == ErrorKind::NotADirectory => false,
        Err(cause) => return Err(told(folder)(cause)),
    };
    if is_empty { Ok(()) } else { Err(BackupError::NotEmpty(folder.to_owned())) }
}

/// Where a path leads that need not be there yet.
fn place(path: &Path) -> Result<PathBuf, BackupError> {
    let path = std::path::absolute(path).map_err(told(path))?;
    if let Ok(place) = path.canonicalize() {
        return Ok(place);
    }
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => Ok(place(folder)?.join(name)),
        _ => Ok(path),
    }
}

fn make_folder(folder: &Path) -> Result<(), BackupError> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(told(folder))
}

/// To the disk, and closed to others.
fn make_durable(path: &Path) -> Result<(), BackupError> {
    let close = || {
        fs::set_permissions(path, Permissions::from_mode(0o600))?;
        File::open(path)?.sync_all()
    };
    close().map_err(told(path))
}

fn copy_small(from: &Path, to: &Path) -> Result<(), BackupError> {
    let bytes = fs::read(from).map_err(told(from))?;
    replace(to, &bytes).map_err(told(to))
}

fn told(path: &Path) -> impl Fn(io::Error) -> BackupError + use<> {
    let path = path.to_owned();
    move |cause| BackupError::File { path: path.clone(), cause }
}
