//! Looking at a database without changing it, beside a running server or not.

use std::path::Path;

use sqlx::{ConnectOptions, Row, SqliteConnection, query, sqlite::SqliteConnectOptions};

use crate::{
    column, key_file,
    keys::Life,
    open::{DATABASE, OpenError, version},
    rewrap,
};

/// What is wrong with the database in `folder`: nothing when all is well or when there is none yet. It reads the whole
/// file, and looks whether the day keys are there for what lasts.
///
/// # Errors
/// [`OpenError::Newer`]; [`OpenError::DayKeysMissing`]; [`OpenError::DayKeysDamaged`]; [`OpenError::Database`] when it
/// cannot be read at all.
pub async fn check(folder: &Path) -> Result<Vec<String>, OpenError> {
    let file = folder.join(DATABASE);
    if file.exists() { check_files(&file, &folder.join(key_file::NAME)).await } else { Ok(Vec::new()) }
}

/// Like [`check`], for a database and day keys that lie anywhere.
pub(crate) async fn check_files(file: &Path, day_keys: &Path) -> Result<Vec<String>, OpenError> {
    let mut db = open(file).await?;
    version(&mut db).await?;
    let mut faults = damaged_pages(&mut db).await?;
    let mut counts = Vec::new();
    for column in column::ALL {
        counts.push((column, rewrap::count_by_key(&mut db, column).await?));
    }
    // After the database: a server that runs may have made a key meanwhile.
    let keys = key_file::read(day_keys)?;
    let is_known = |id: &[u8]| keys.iter().any(|key| key.id.0 == id && !matches!(key.life, Life::Until(_)));
    for (column, counts) in counts {
        let shut: u32 = counts.iter().filter(|(id, _)| !is_known(id)).map(|(_, count)| count).sum();
        if shut > 0 {
            faults.push(format!("{shut} values of {}.{} have lost their day key", column.table, column.name));
        }
    }
    Ok(faults)
}

/// What is wrong with the pages and indexes of any SQLite file.
pub(crate) async fn check_pages(file: &Path) -> Result<Vec<String>, OpenError> {
    damaged_pages(&mut open(file).await?).await
}

async fn open(file: &Path) -> Result<SqliteConnection, OpenError> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).disable_statement_logging();
    Ok(options.connect().await?)
}

async fn damaged_pages(db: &mut SqliteConnection) -> Result<Vec<String>, OpenError> {
    let rows = query("PRAGMA integrity_check").fetch_all(db).await?;
    let faults: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    Ok(faults.into_iter().filter(|fault| fault != "ok").collect())
}

#[cfg(test)]
mod tests {
    use std::{
        fs::OpenOptions,
        io::{Seek, SeekFrom, Write},
    };

    use server_store::Store;

    use super::*;
    use crate::Sqlite;

    #[tokio::test]
    async fn sound_and_damaged() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(check(folder.path()).await.unwrap(), Vec::<String>::new());
        let store = Sqlite::open(folder.path()).await.unwrap();
        assert_eq!(check(folder.path()).await.unwrap(), Vec::<String>::new());
        store.tidy(wire::Day(0)).await.unwrap();
        // A copy, because the store closes its own file in its own time.
        let folder = tempfile::tempdir().unwrap();
        for name in [DATABASE, key_file::NAME] {
            std::fs::copy(store.folder().join(name), folder.path().join(name)).unwrap();
        }
        assert_eq!(check(folder.path()).await.unwrap(), Vec::<String>::new());
        let mut file = OpenOptions::new().write(true).open(folder.path().join(DATABASE)).unwrap();
        file.seek(SeekFrom::Start(100)).unwrap();
        file.write_all(&[0xff; 8_000]).unwrap();
        drop(file);
        let damaged = check(folder.path()).await;
        assert!(!matches!(&damaged, Ok(faults) if faults.is_empty()), "{damaged:?}");
    }
}
