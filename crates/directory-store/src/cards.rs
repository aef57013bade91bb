//! Cards of circles in the SQLite file.

use std::collections::BTreeMap;

use directory::CardKey;
use sqlx::{Row, SqliteConnection, SqlitePool, query, sqlite::SqliteRow};
use wire::Day;

use crate::{
    sqlite::{Result, decode_from, hidden, revise},
    store::{CardPutting, Hidden, KeptCard},
};

pub(crate) async fn all(db: &mut SqliteConnection) -> Result<BTreeMap<CardKey, KeptCard>> {
    let rows = query("SELECT version, until, data, key FROM card WHERE data IS NOT NULL").fetch_all(db).await?;
    let mut cards = BTreeMap::new();
    for row in rows {
        let key: Vec<u8> = row.try_get(3)?;
        // A key of another length is no key: nobody can have signed for it.
        let Ok(key) = key.try_into() else { continue };
        cards.insert(CardKey(key), kept(&row)?);
    }
    Ok(cards)
}

pub(crate) async fn one(db: &mut SqliteConnection, key: CardKey) -> Result<Option<KeptCard>> {
    let found = query("SELECT version, until, data FROM card WHERE key = ?1 AND data IS NOT NULL").bind(key.0.to_vec());
    found.fetch_optional(db).await?.as_ref().map(kept).transpose()
}

pub(crate) async fn shown(pool: &SqlitePool, key: CardKey) -> Result<(Option<KeptCard>, bool)> {
    let mut db = pool.acquire().await?;
    Ok((one(&mut db, key).await?, hidden(&mut db).await?.contains(&Hidden::Card(key))))
}

pub(crate) async fn count(pool: &SqlitePool) -> Result<u64> {
    let number: i64 = query("SELECT count(*) FROM card WHERE data IS NOT NULL").fetch_one(pool).await?.try_get(0)?;
    Ok(number.cast_unsigned())
}

pub(crate) async fn put(pool: &SqlitePool, key: CardKey, card: KeptCard) -> Result<CardPutting> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    let gone = query("SELECT 1 FROM card WHERE key = ?1 AND data IS NULL").bind(key.0.to_vec());
    if gone.fetch_optional(&mut *tx).await?.is_some() {
        return Ok(CardPutting::Gone);
    }
    match one(&mut tx, key).await? {
        Some(known) if known == card => return Ok(CardPutting::Same),
        Some(known) if known.version >= card.version => return Ok(CardPutting::Conflict),
        Some(_) | None => {}
    }
    query("INSERT OR REPLACE INTO card VALUES (?1, ?2, ?3, ?4)")
        .bind(key.0.to_vec())
        .bind(card.version.cast_signed())
        .bind(card.until.0)
        .bind(wire::encode(&card.signed))
        .execute(&mut *tx)
        .await?;
    revise(&mut tx).await?;
    tx.commit().await?;
    Ok(CardPutting::Stored)
}

pub(crate) async fn take_back(pool: &SqlitePool, key: CardKey) -> Result<bool> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    let there = one(&mut tx, key).await?.is_some();
    query("INSERT OR REPLACE INTO card VALUES (?1, 0, 0, NULL)").bind(key.0.to_vec()).execute(&mut *tx).await?;
    if there {
        revise(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(there)
}

pub(crate) async fn expire(pool: &SqlitePool, today: Day) -> Result<()> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    let sql = "DELETE FROM card WHERE until < ?1 AND data IS NOT NULL";
    if query(sql).bind(today.0).execute(&mut *tx).await?.rows_affected() > 0 {
        revise(&mut tx).await?;
    }
    Ok(tx.commit().await?)
}

fn kept(row: &SqliteRow) -> Result<KeptCard> {
    let version: i64 = row.try_get(0)?;
    Ok(KeptCard {
        version: version.cast_unsigned(),
        until: Day(row.try_get(1)?),
        signed: decode_from(row.try_get(2)?)?,
    })
}
