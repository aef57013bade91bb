//! The daily sweep.

use futures::FutureExt;
use server_store::StoreError;
use sqlx::{SqliteConnection, query};
use wire::{Day, limits, wake::WakeTime};

use crate::{Sqlite, column, keys::Keys, rewrap};

/// Commits that were left long enough ago and of which a child was left too.
const GONE: &str = "SELECT circle, id FROM circle_commit AS c WHERE left_on + ? <= ? AND EXISTS (
        SELECT 1 FROM circle_commit AS d WHERE d.circle = c.circle AND d.parent = c.id AND d.left_on IS NOT NULL)";

impl Sqlite {
    pub(crate) async fn sweep(&self, today: Day) -> Result<(), StoreError> {
        self.write(move |db, _| delete(db, today).boxed()).await?;
        self.change_keys(move |keys| keys.turn(today)).await?;
        for column in column::ALL {
            let mut done = None;
            loop {
                done = self.write(move |db, keys| rewrap::batch(db, keys, column, done).boxed()).await?;
                if done.is_none() {
                    break;
                }
            }
        }
        self.change_keys(move |keys| keys.forget_retired(today)).await?;
        // Deleted rows must not live on in the write-ahead log, and the order of pages must not tell that of writing.
        self.writer.alone(|db, _| rewrite(db).boxed()).await
    }

    /// Changes the keys and their file while nothing is being written.
    async fn change_keys(&self, change: impl FnOnce(&Keys) + Send + 'static) -> Result<(), StoreError> {
        self.writer
            .alone(|_, keys| {
                change(keys);
                async move { Ok(keys.save().await?) }.boxed()
            })
            .await
    }
}

async fn delete(db: &mut SqliteConnection, today: Day) -> sqlx::Result<()> {
    for sql in [
        "UPDATE entry SET blob = NULL WHERE blob IS NOT NULL AND expires <= ?",
        "UPDATE entry SET blob = NULL WHERE blob IS NOT NULL AND brief AND EXISTS (
            SELECT 1 FROM circle_commit AS c WHERE c.circle = entry.circle AND c.id = entry.at AND c.left_on < ?)",
        "DELETE FROM sealed_box WHERE expires <= ?",
        "DELETE FROM mail WHERE mailbox IN (SELECT id FROM mailbox WHERE expires < ?)",
        "DELETE FROM mailbox WHERE expires < ?",
        "DELETE FROM sign_up_code WHERE uses = 0 OR expires < ?",
    ] {
        query(sql).bind(today.0).execute(&mut *db).await?;
    }
    // The days on which the keys of their addresses die (`server_store::dies`).
    let over = today.0.saturating_sub(1).saturating_mul(WakeTime::PER_DAY);
    query("DELETE FROM wake WHERE at < ?").bind(over).execute(&mut *db).await?;
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
