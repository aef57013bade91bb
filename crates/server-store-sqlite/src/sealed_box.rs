//! Boxes.

use server_store::{StoredBox, Swapping};
use sqlx::{SqliteConnection, query};
use wire::{
    BoxId, Day, Etag, PublicKey,
    sealed_box::{BoxPut, NewBox},
};

use crate::row::{array, bytes, day};

pub(crate) async fn put(db: &mut SqliteConnection, request: BoxPut, today: Day) -> sqlx::Result<Swapping> {
    if let Some(stored) = get(db, request.id, today).await? {
        let present = Etag::of(&stored.blob);
        if present == Etag::of(&request.blob) {
            return Ok(Swapping::Stored);
        }
        if present != request.if_match {
            return Ok(Swapping::Conflict(present));
        }
        query("UPDATE sealed_box SET blob = ? WHERE id = ?")
            .bind(&request.blob[..])
            .bind(&request.id.0[..])
            .execute(db)
            .await?;
        return Ok(Swapping::Stored);
    }
    match &request.new {
        Some(new) if request.if_match == Etag::NONE => make(db, &request, new).await,
        _ => Ok(Swapping::Missing),
    }
}

pub(crate) async fn get(db: &mut SqliteConnection, id: BoxId, today: Day) -> sqlx::Result<Option<StoredBox>> {
    let row = query("SELECT cap, blob FROM sealed_box WHERE id = ? AND (expires IS NULL OR expires > ?)")
        .bind(&id.0[..])
        .bind(today.0)
        .fetch_optional(db)
        .await?;
    row.map(|row| Ok(StoredBox { cap: PublicKey(array(&row, 0)?), blob: bytes(&row, 1)? })).transpose()
}

pub(crate) async fn delete(db: &mut SqliteConnection, id: BoxId) -> sqlx::Result<()> {
    query("DELETE FROM sealed_box WHERE id = ?").bind(&id.0[..]).execute(db).await?;
    Ok(())
}

async fn make(db: &mut SqliteConnection, request: &BoxPut, new: &NewBox) -> sqlx::Result<Swapping> {
    // One that has expired but was not swept away yet may be in the way.
    delete(db, request.id).await?;
    query("INSERT INTO sealed_box (id, cap, blob, expires) VALUES (?, ?, ?, ?)")
        .bind(&request.id.0[..])
        .bind(&new.cap.0[..])
        .bind(&request.blob[..])
        .bind(day(new.expires))
        .execute(db)
        .await?;
    Ok(Swapping::Stored)
}
