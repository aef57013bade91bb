//! Wakes.

use server_store::{Wake, Waking, dies};
use sqlx::{Row, SqliteConnection, query};
use wire::{Hash, wake::WakeTime};

use crate::{
    column::WAKE,
    keys::Keys,
    row::{array, bytes, number},
};

pub(crate) async fn set(
    db: &mut SqliteConnection,
    keys: &Keys,
    address: String,
    times: Vec<WakeTime>,
    most: u64,
) -> sqlx::Result<Waking> {
    let id = Hash::of(address.as_bytes());
    let gone = query("DELETE FROM wake WHERE id = ?").bind(&id.0[..]).execute(&mut *db).await?;
    if times.is_empty() {
        return Ok(Waking::Set);
    }
    if gone.rows_affected() == 0 && addresses(db).await? >= most {
        return Ok(Waking::Full);
    }
    for at in times {
        query("INSERT OR IGNORE INTO wake (id, at, address) VALUES (?, ?, ?)")
            .bind(&id.0[..])
            .bind(at.0)
            .bind(keys.wrap(&WAKE, &[&id.0, &at.0.to_be_bytes()], Some(dies(at)), address.as_bytes()))
            .execute(&mut *db)
            .await?;
    }
    Ok(Waking::Set)
}

async fn addresses(db: &mut SqliteConnection) -> sqlx::Result<u64> {
    let count: i64 = query("SELECT COUNT(DISTINCT id) FROM wake").fetch_one(db).await?.try_get(0)?;
    Ok(count.unsigned_abs())
}

pub(crate) async fn take(
    db: &mut SqliteConnection,
    keys: &Keys,
    until: WakeTime,
    most: u32,
) -> sqlx::Result<Vec<Wake>> {
    let rows = query("SELECT id, at, address FROM wake WHERE at <= ? ORDER BY at LIMIT ?")
        .bind(until.0)
        .bind(most)
        .fetch_all(&mut *db)
        .await?;
    let mut due = Vec::with_capacity(rows.len());
    for row in &rows {
        let (id, at): ([u8; 32], _) = (array(row, 0)?, WakeTime(number(row, 1)?));
        query("DELETE FROM wake WHERE id = ? AND at = ?").bind(&id[..]).bind(at.0).execute(&mut *db).await?;
        // What does not open any more is removed like the others, and wakes nobody.
        let address = keys.value(&WAKE, &[&id, &at.0.to_be_bytes()], bytes(row, 2)?);
        if let Some(address) = address.and_then(|address| String::from_utf8(address).ok()) {
            due.push(Wake { at, address });
        }
    }
    Ok(due)
}
