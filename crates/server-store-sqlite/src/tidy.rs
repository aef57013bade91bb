//! The daily sweep.

use futures::FutureExt;
use server_store::StoreError;
use sqlx::{SqliteConnection, query};
use wire::{Day, limits};

use crate::Sqlite;

/// Commits that were left long enough ago and of which a child was left too.
const GONE: &str = "SELECT circle, id FROM circle_commit AS c WHERE left_on + ? <= ? AND EXISTS (
        SELECT 1 FROM circle_commit AS d WHERE d.circle = c.circle AND d.parent = c.id AND d.left_on IS NOT NULL)";

impl Sqlite {
    pub(crate) async fn sweep(&self, today: Day) -> Result<(), StoreError> {
        self.write(move |db| delete(db, today).boxed()).await?;
        // Deleted rows must not live on in the write-ahead log, and the order of pages must not tell that of writing.
        self.writer.alone(|db| rewrite(db).boxed()).await
    }
}

async fn delete(db: &mut SqliteConnection, today: Day) -> sqlx::Result<()> {
    for sql in [
        "UPDATE entry SET blob = NULL WHERE blob IS NOT NULL AND expires <= ?",
        "DELETE FROM sealed_box WHERE expires <= ?",
        "DELETE FROM mail WHERE mailbox IN (SELECT id FROM mailbox WHERE expires < ?)",
        "DELETE FROM mailbox WHERE expires < ?",
    ] {
        query(sql).bind(today.0).execute(&mut *db).await?;
    }
    let gone = query(GONE).bind(limits::CATCH_UP_DAYS).bind(today.0).fetch_all(&mut *db).await?;
    for row in &gone {
        let (circle, id): ([u8; 32], [u8; 32]) = (crate::row::array(row, 0)?, crate::row::array(row, 1)?);
        for sql in
            ["DELETE FROM entry WHERE circle = ? AND at = ?", "DELETE FROM circle_commit WHERE circle = ? AND id = ?"]
        {
            query(sql).bind(&circle[..]).bind(&id[..]).execute(&mut *db).await?;
        }
    }
    Ok(())
}

async fn rewrite(db: &mut SqliteConnection) -> sqlx::Result<()> {
    for sql in ["PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"] {
        query(sql).fetch_all(&mut *db).await?;
    }
    Ok(())
}
