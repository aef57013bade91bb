//! The table of changes.

use directory::{Entry, EntryId, limits, merge::Change};
use sqlx::{Row, SqliteConnection, query, sqlite::SqliteRow};
use wire::Millis;

use crate::{
    DirectoryStoreError,
    news::{Noted, horizon},
    sqlite::{Result, decode_from, number},
};

/// Adds changes as of `now`, and removes what is kept no longer.
pub(crate) async fn note(db: &mut SqliteConnection, news: Vec<Change>, now: Millis) -> Result<()> {
    for change in news {
        let Some(entry) = change.after.as_ref().or(change.before.as_ref()) else { continue };
        query("INSERT INTO change (at, source, entry, before, after) VALUES (?1, ?2, ?3, ?4, ?5)")
            .bind(now.0.cast_signed())
            .bind(entry.origin.source.0.clone())
            .bind(entry.id.0.cast_signed())
            .bind(change.before.as_ref().map(wire::encode))
            .bind(change.after.as_ref().map(wire::encode))
            .execute(&mut *db)
            .await?;
    }
    query("DELETE FROM change WHERE at < ?1").bind(horizon(now).0.cast_signed()).execute(&mut *db).await?;
    let most = i64::try_from(limits::CHANGES).unwrap_or(i64::MAX);
    query("DELETE FROM change WHERE number <= (SELECT number FROM change ORDER BY number DESC LIMIT 1 OFFSET ?1)")
        .bind(most)
        .execute(&mut *db)
        .await?;
    Ok(())
}

/// All, the oldest first.
pub(crate) async fn read(db: &mut SqliteConnection) -> Result<Vec<Noted>> {
    let rows = query("SELECT number, at, before, after FROM change ORDER BY number").fetch_all(db).await?;
    rows.iter().map(noted).collect()
}

/// Whether something of this entry is kept.
pub(crate) async fn has(db: &mut SqliteConnection, id: EntryId) -> Result<bool> {
    let sql = "SELECT 1 FROM change WHERE entry = ?1 LIMIT 1";
    Ok(query(sql).bind(id.0.cast_signed()).fetch_optional(db).await?.is_some())
}

fn noted(row: &SqliteRow) -> Result<Noted> {
    let entry = |column: usize| -> Result<Option<Entry>> {
        row.try_get::<Option<&[u8]>, _>(column)?.map(decode_from).transpose()
    };
    let at = row.try_get::<i64, _>(1)?.cast_unsigned();
    let change = Change { before: entry(2)?, after: entry(3)? };
    if change.before.is_none() && change.after.is_none() {
        return Err(DirectoryStoreError::Damaged("a change of nothing".to_owned()));
    }
    Ok(Noted { number: number(row)?, at: Millis(at), change })
}
