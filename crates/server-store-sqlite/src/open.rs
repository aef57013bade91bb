//! Opening a data folder.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use server_store::StoreError;
use sqlx::{
    ConnectOptions, Row, Sqlite as Driver, SqliteConnection,
    pool::{PoolConnection, PoolOptions},
    query, raw_sql,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous},
};

use crate::{
    column, error,
    keys::Keys,
    rewrap,
    writer::{Work, Writer},
};

/// Name of the database in the data folder.
pub(crate) const DATABASE: &str = "stayhere.db";
const LOCK: &str = "lock";
const READERS: u32 = 4;
/// Schema files in order; a database remembers in `user_version` how many it has seen.
pub(crate) const SCHEMA: &[&str] =
    &[include_str!("../schema/1.sql"), include_str!("../schema/2.sql"), include_str!("../schema/3.sql")];

/// Why a data folder cannot be used, for the operator's eyes.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be written.
    #[error("the data folder {} cannot be written: {cause}", .folder.display())]
    NotWritable {
        /// Which.
        folder: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// Another server uses the folder.
    #[error("the data folder {} is in use by another process", .0.display())]
    InUse(PathBuf),
    /// A newer server has written the folder.
    #[error("the database was written by a newer version (schema {found}, known {known})")]
    Newer {
        /// In the database.
        found: u32,
        /// By this program.
        known: u32,
    },
    /// There is a database, but the secrets that belong to it are missing: with new ones nobody could sign in.
    #[error("the file {} is missing, but there is a database: restore it from your copy", .0.display())]
    SecretsMissing(PathBuf),
    /// There is a database, but the day keys that belong to it are missing.
    #[error("the file {} is missing, but there is a database: restore it from your latest copy", .0.display())]
    DayKeysMissing(PathBuf),
    /// The day keys cannot be read.
    #[error("the file {} is damaged: restore it from your latest copy", .0.display())]
    DayKeysDamaged(PathBuf),
    /// The day keys are others than those of the database: a copy of one of the two is too old.
    #[error("the file {} does not open the database: one of the two is too old a copy", .0.display())]
    DayKeysForeign(PathBuf),
    /// SQLite refused.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] sqlx::Error),
}

/// A store in a data folder. Clones share it.
#[derive(Clone)]
pub struct Sqlite {
    pub(crate) writer: Writer,
    pub(crate) keys: Arc<Keys>,
    readers: SqlitePool,
    folder: PathBuf,
    _lock: Arc<File>,
}

impl Sqlite {
    /// Opens the folder, making folder and database where there are none. Must be called on a tokio runtime.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(folder: &Path) -> Result<Self, OpenError> {
        let lock = lock(folder)?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join(DATABASE))
            .busy_timeout(Duration::from_secs(5))
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
            .pragma("journal_size_limit", "0")
            // Values are never logged by sqlx, but that somebody wrote at this second is nobody's business either.
            .disable_statement_logging();
        let write = options.clone().create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
        let mut db = write.connect().await?;
        let found = version(&mut db).await?;
        // Before the schema, so that there is never a database without its keys.
        let keys = Arc::new(Keys::open(folder, found == 0)?);
        migrate(&mut db, found).await?;
        belongs(&mut db, &keys).await?;
        let writer = Writer::start(write.create_if_missing(false), db, Arc::clone(&keys));
        let readers = PoolOptions::new().max_connections(READERS).connect_lazy_with(options.read_only(true));
        Ok(Self { writer, keys, readers, folder: folder.to_owned(), _lock: Arc::new(lock) })
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) async fn write<T: Send + 'static>(&self, work: impl Work<T>) -> Result<T, StoreError> {
        self.writer.write(work).await
    }

    pub(crate) async fn reader(&self) -> Result<PoolConnection<Driver>, StoreError> {
        self.readers.acquire().await.map_err(error::of)
    }
}

fn lock(folder: &Path) -> Result<File, OpenError> {
    let not_writable = |cause| OpenError::NotWritable { folder: folder.to_owned(), cause };
    std::fs::create_dir_all(folder).map_err(not_writable)?;
    let mut options = OpenOptions::new();
    let file = options.create(true).truncate(false).write(true).open(folder.join(LOCK)).map_err(not_writable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(folder.to_owned())),
        Err(TryLockError::Error(cause)) => Err(not_writable(cause)),
    }
}

/// How many schema files the database has seen; 0 for a new one.
///
/// # Errors
/// [`OpenError::Newer`].
pub(crate) async fn version(db: &mut SqliteConnection) -> Result<u32, OpenError> {
    let found: u32 = query("PRAGMA user_version").fetch_one(&mut *db).await?.try_get(0)?;
    let known = SCHEMA.len() as u32;
    if found > known { Err(OpenError::Newer { found, known }) } else { Ok(found) }
}

async fn migrate(db: &mut SqliteConnection, found: u32) -> Result<(), OpenError> {
    for (number, schema) in SCHEMA.iter().enumerate().skip(found as usize) {
        let version = number + 1;
        let sql = format!("BEGIN IMMEDIATE;\n{schema}\nPRAGMA user_version = {version};\nCOMMIT;");
        raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *db).await?;
    }
    Ok(())
}

/// Refuses keys that do not open what lasts. After a sweep all of a column is under one key, so one value is enough.
async fn belongs(db: &mut SqliteConnection, keys: &Keys) -> Result<(), OpenError> {
    let known = keys.lasting();
    for column in column::ALL {
        if rewrap::first(db, column).await?.is_some_and(|id| !known.contains(&id)) {
            return Err(OpenError::DayKeysForeign(keys.file().to_owned()));
        }
    }
    Ok(())
}
