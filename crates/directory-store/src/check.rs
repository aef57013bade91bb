//! Looking at the file without changing it, beside a running server or not.

use std::path::Path;

use sqlx::{
    ConnectOptions, Row, SqlitePool, query,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

use crate::{
    DirectoryStoreError, OwnStore,
    sqlite::{NAME, Sqlite, version},
    store::Hidden,
};

/// The schema from which on there are servants.
const SERVANTS: u32 = 3;

/// What is wrong with the directory's file in `folder`: nothing when all is well or when there is none. It reads every page
/// and every value.
///
/// # Errors
/// [`DirectoryStoreError`] when it cannot be read at all, or was written by a newer program.
pub async fn check(folder: &Path) -> Result<Vec<String>, DirectoryStoreError> {
    let file = folder.join(NAME);
    if !file.exists() {
        return Ok(Vec::new());
    }
    let options = SqliteConnectOptions::new().filename(file).read_only(true).disable_statement_logging();
    let pool: SqlitePool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let schema = version(&mut *pool.acquire().await?).await?;
    let rows = query("PRAGMA integrity_check").fetch_all(&pool).await?;
    let faults: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    let mut faults: Vec<String> = faults.into_iter().filter(|fault| fault != "ok").collect();
    let store = Sqlite::over(pool);
    if schema >= SERVANTS {
        let errors = [store.servants().await.err(), store.proposals().await.err()];
        faults.extend(errors.into_iter().flatten().map(|error| error.to_string()));
    }
    match store.load_all().await {
        Ok(stored) => {
            let changed = stored.cards.iter().filter(|(key, card)| card.open(**key).is_none());
            let name = |key: &directory::CardKey| Hidden::Card(*key);
            faults.extend(changed.map(|(key, _)| format!("the card {} is not as its circle signed it", name(key))));
        }
        Err(error) => faults.push(error.to_string()),
    }
    Ok(faults)
}
