//! Looking at a database without changing it, beside a running server or not.

use std::path::Path;

use sqlx::{ConnectOptions, Row, query, sqlite::SqliteConnectOptions};

use crate::open::{DATABASE, OpenError, SCHEMA};

/// What SQLite says about the database in `folder`: nothing when all is well or when there is none yet. It reads the
/// whole file.
///
/// # Errors
/// [`OpenError::Newer`]; [`OpenError::Database`] when it cannot be read at all.
pub async fn check(folder: &Path) -> Result<Vec<String>, OpenError> {
    let file = folder.join(DATABASE);
    if !file.exists() {
        return Ok(Vec::new());
    }
    let options = SqliteConnectOptions::new().filename(file).read_only(true).disable_statement_logging();
    let mut db = options.connect().await?;
    let found: u32 = query("PRAGMA user_version").fetch_one(&mut db).await?.try_get(0)?;
    let known = SCHEMA.len() as u32;
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    let rows = query("PRAGMA integrity_check").fetch_all(&mut db).await?;
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
        std::fs::copy(store.folder().join(DATABASE), folder.path().join(DATABASE)).unwrap();
        assert_eq!(check(folder.path()).await.unwrap(), Vec::<String>::new());
        let mut file = OpenOptions::new().write(true).open(folder.path().join(DATABASE)).unwrap();
        file.seek(SeekFrom::Start(100)).unwrap();
        file.write_all(&[0xff; 8_000]).unwrap();
        drop(file);
        let damaged = check(folder.path()).await;
        assert!(!matches!(&damaged, Ok(faults) if faults.is_empty()), "{damaged:?}");
    }
}
