//! Boxes.

use server_store::{StoredBox, Swapping};
use sqlx::{Row, SqliteConnection, query};
use wire::{
    BoxId, Day, Etag, PublicKey,
    sealed_box::{BoxPut, NewBox},
};

use crate::{
    column::SEALED_BOX,
    error,
    keys::Keys,
    row::{array, bytes, day},
};

pub(crate) async fn put(db: &mut SqliteConnection, keys: &Keys, request: BoxPut, today: Day) -> sqlx::Result<Swapping> {
    if let Some((stored, expires)) = living(db, keys, request.id, today).await? {
        let present = Etag::of(&stored.blob);
        if present == Etag::of(&request.blob) {
            return Ok(Swapping::Stored);
        }
        if present != request.if_match {
            return Ok(Swapping::Conflict(present));
        }
        query("UPDATE sealed_box SET blob = ? WHERE id = ?")
            .bind(keys.wrap(&SEALED_BOX, &[&request.id.0], expires, &request.blob))
            .bind(&request.id.0[..])
            .execute(db)
            .await?;
        return Ok(Swapping::Stored);
    }
    match &request.new {
        Some(new) if request.if_match == Etag::NONE => make(db, keys, &request, new).await,
        _ => Ok(Swapping::Missing),
    }
}

pub(crate) async fn get(
    db: &mut SqliteConnection,
    keys: &Keys,
    id: BoxId,
    today: Day,
) -> sqlx::Result<Option<StoredBox>> {
    Ok(living(db, keys, id, today).await?.map(|(stored, _)| stored))
}

/// A box, and the day on which it dies.
async fn living(
    db: &mut SqliteConnection,
    keys: &Keys,
    id: BoxId,
    today: Day,
) -> sqlx::Result<Option<(StoredBox, Option<Day>)>> {
    let row = query("SELECT cap, blob, expires FROM sealed_box WHERE id = ? AND (expires IS NULL OR expires > ?)")
        .bind(&id.0[..])
        .bind(today.0)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let expires: Option<u32> = row.try_get(2)?;
    let Some(blob) = keys.value(&SEALED_BOX, &[&id.0], bytes(&row, 1)?) else {
        return if expires.is_some() { Ok(None) } else { Err(error::key_gone(&SEALED_BOX)) };
    };
    Ok(Some((StoredBox { cap: PublicKey(array(&row, 0)?), blob }, expires.map(Day))))
}

pub(crate) async fn delete(db: &mut SqliteConnection, id: BoxId) -> sqlx::Result<()> {
    query("DELETE FROM sealed_box WHERE id = ?").bind(&id.0[..]).execute(db).await?;
    Ok(())
}

async fn make(db: &mut SqliteConnection, keys: &Keys, request: &BoxPut, new: &NewBox) -> sqlx::Result<Swapping> {
    // One that has expired but was not swept away yet may be in the way.
    delete(db, request.id).await?;
    query("INSERT INTO sealed_box (id, cap, blob, expires) VALUES (?, ?, ?, ?)")
        .bind(&request.id.0[..])
        .bind(&new.cap.0[..])
        .bind(keys.wrap(&SEALED_BOX, &[&request.id.0], new.expires, &request.blob))
        .bind(day(new.expires))
        .execute(db)
        .await?;
    Ok(Swapping::Stored)
}
