//! Servants and their wishes in the SQLite file.

use std::collections::BTreeMap;

use directory::{
    Entry, EntryId, Source, limits,
    own::{Proposal, Wish, source},
};
use futures::FutureExt;
use sqlx::{Row, SqliteConnection, SqlitePool, query, sqlite::SqliteRow};
use wire::{Day, Millis};

use crate::{
    history, news,
    own::{Granting, KeyHash, OwnStore, Proposing, Servant},
    sqlite::{Result, Sqlite, decode_from, hidden, number, revise, revision},
    store::{Answer, DirectoryStoreError},
};

async fn all(pool: &SqlitePool) -> Result<BTreeMap<String, Servant>> {
    let rows = query("SELECT name, key, reviews, since FROM servant").fetch_all(pool).await?;
    let read = |row: &SqliteRow| -> Result<(String, Servant)> {
        let key: Vec<u8> = row.try_get(1)?;
        let key = key.try_into().map_err(|_| DirectoryStoreError::Damaged("a servant's key".to_owned()))?;
        Ok((row.try_get(0)?, Servant { key: KeyHash(key), reviews: row.try_get(2)?, since: Day(row.try_get(3)?) }))
    };
    rows.iter().map(read).collect()
}

async fn add(pool: &SqlitePool, name: String, servant: Servant) -> Result<bool> {
    let added = query("INSERT OR IGNORE INTO servant VALUES (?1, ?2, ?3, ?4)")
        .bind(name)
        .bind(servant.key.0.to_vec())
        .bind(servant.reviews)
        .bind(servant.since.0);
    Ok(added.execute(pool).await?.rows_affected() > 0)
}

async fn remove(pool: &SqlitePool, name: String) -> Result<bool> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    let gone = query("DELETE FROM servant WHERE name = ?1").bind(&name).execute(&mut *tx).await?;
    let sql = "DELETE FROM proposal WHERE servant = ?1 AND returned IS NOT NULL";
    query(sql).bind(&name).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(gone.rows_affected() > 0)
}

async fn wishes(pool: &SqlitePool) -> Result<BTreeMap<EntryId, Proposal>> {
    let rows = query("SELECT entry, servant, at, data, returned FROM proposal").fetch_all(pool).await?;
    rows.iter().map(|row| Ok((EntryId(number(row)?), wish(row)?))).collect()
}

async fn propose(pool: &SqlitePool, id: EntryId, proposal: Proposal) -> Result<Proposing> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    match one(&mut tx, id).await? {
        Some(known) if known.by != proposal.by && known.returned.is_none() => return Ok(Proposing::Others),
        Some(_) => {}
        None => {
            let sql = "SELECT count(*), coalesce(sum(servant = ?1), 0) FROM proposal";
            let counts = query(sql).bind(&proposal.by).fetch_one(&mut *tx).await?;
            let (all, own): (i64, i64) = (counts.try_get(0)?, counts.try_get(1)?);
            let is_full = |count: i64, most: usize| count.cast_unsigned() >= most as u64;
            if is_full(all, limits::PROPOSALS) || is_full(own, limits::PROPOSALS_EACH) {
                return Ok(Proposing::Full);
            }
        }
    }
    let data = match &proposal.wish {
        Wish::List(entry) => Some(wire::encode(&**entry)),
        Wish::Remove => None,
    };
    query("INSERT OR REPLACE INTO proposal VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(id.0.cast_signed())
        .bind(proposal.by)
        .bind(proposal.at.0.cast_signed())
        .bind(data)
        .bind(proposal.returned)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(Proposing::Stored)
}

async fn withdraw(pool: &SqlitePool, id: EntryId, by: Option<String>) -> Result<bool> {
    let sql = "DELETE FROM proposal WHERE entry = ?1 AND servant = coalesce(?2, servant)";
    Ok(query(sql).bind(id.0.cast_signed()).bind(by).execute(pool).await?.rows_affected() > 0)
}

async fn expire(pool: &SqlitePool, before: Millis) -> Result<()> {
    let sql = "DELETE FROM proposal WHERE returned IS NOT NULL AND at < ?1";
    query(sql).bind(before.0.cast_signed()).execute(pool).await?;
    Ok(())
}

async fn put_list(pool: &SqlitePool, list: Source) -> Result<()> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    query("INSERT INTO source VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET data = ?2")
        .bind(source().0)
        .bind(wire::encode(&list))
        .execute(&mut *tx)
        .await?;
    revise(&mut tx).await?;
    Ok(tx.commit().await?)
}

async fn give_back(pool: &SqlitePool, id: EntryId, at: Millis, why: String) -> Result<bool> {
    let sql = "UPDATE proposal SET returned = ?3 WHERE entry = ?1 AND at = ?2 AND returned IS NULL";
    let done = query(sql).bind(id.0.cast_signed()).bind(at.0.cast_signed()).bind(why).execute(pool).await?;
    Ok(done.rows_affected() > 0)
}

async fn grant(
    pool: &SqlitePool,
    id: EntryId,
    at: Millis,
    entry: Option<Entry>,
    known: u64,
    now: Millis,
) -> Result<Granting> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    let db = &mut *tx;
    if revision(db).await? != known {
        return Ok(Granting::Again);
    }
    let sql = "DELETE FROM proposal WHERE entry = ?1 AND at = ?2 AND returned IS NULL";
    let done = query(sql).bind(id.0.cast_signed()).bind(at.0.cast_signed()).execute(&mut *db).await?;
    if done.rows_affected() == 0 {
        return Ok(Granting::Decided);
    }
    let row = query("SELECT data FROM entry WHERE id = ?1").bind(id.0.cast_signed()).fetch_optional(&mut *db).await?;
    let mut before: Option<Entry> = row.map(|row| decode_from(row.try_get(0)?)).transpose()?;
    let write = match &entry {
        Some(entry) => {
            let sql = "INSERT OR REPLACE INTO entry VALUES (?1, ?2, ?3)";
            query(sql).bind(id.0.cast_signed()).bind(source().0).bind(wire::encode(entry))
        }
        None => query("DELETE FROM entry WHERE id = ?1").bind(id.0.cast_signed()),
    };
    write.execute(&mut *db).await?;
    if news::covers_place(&mut before, entry.as_ref()) {
        query("DELETE FROM change WHERE entry = ?1").bind(id.0.cast_signed()).execute(&mut *db).await?;
    }
    let side = |entry: Option<Entry>| entry.map(|entry| (id, entry)).into_iter().collect::<BTreeMap<_, _>>();
    let covered = hidden(db).await?;
    history::note(db, news::between(&side(before), &side(entry), &covered), now).await?;
    revise(db).await?;
    tx.commit().await?;
    Ok(Granting::Done)
}

async fn one(db: &mut SqliteConnection, id: EntryId) -> Result<Option<Proposal>> {
    let row =
        query("SELECT entry, servant, at, data, returned FROM proposal WHERE entry = ?1").bind(id.0.cast_signed());
    row.fetch_optional(db).await?.as_ref().map(wish).transpose()
}

fn wish(row: &SqliteRow) -> Result<Proposal> {
    let entry: Option<Entry> = row.try_get::<Option<&[u8]>, _>(3)?.map(decode_from).transpose()?;
    Ok(Proposal {
        by: row.try_get(1)?,
        at: Millis(row.try_get::<i64, _>(2)?.cast_unsigned()),
        wish: entry.map_or(Wish::Remove, |entry| Wish::List(Box::new(entry))),
        returned: row.try_get(4)?,
    })
}

impl OwnStore for Sqlite {
    fn servants(&self) -> Answer<'_, BTreeMap<String, Servant>> {
        all(self.pool()).boxed()
    }
    fn add_servant(&self, name: String, servant: Servant) -> Answer<'_, bool> {
        add(self.pool(), name, servant).boxed()
    }
    fn remove_servant(&self, name: String) -> Answer<'_, bool> {
        remove(self.pool(), name).boxed()
    }
    fn proposals(&self) -> Answer<'_, BTreeMap<EntryId, Proposal>> {
        wishes(self.pool()).boxed()
    }
    fn propose(&self, id: EntryId, proposal: Proposal) -> Answer<'_, Proposing> {
        propose(self.pool(), id, proposal).boxed()
    }
    fn withdraw(&self, id: EntryId, by: Option<String>) -> Answer<'_, bool> {
        withdraw(self.pool(), id, by).boxed()
    }
    fn expire_returned(&self, before: Millis) -> Answer<'_, ()> {
        expire(self.pool(), before).boxed()
    }
    fn put_list(&self, list: Source) -> Answer<'_, ()> {
        put_list(self.pool(), list).boxed()
    }
    fn give_back(&self, id: EntryId, at: Millis, why: String) -> Answer<'_, bool> {
        give_back(self.pool(), id, at, why).boxed()
    }
    fn grant(&self, id: EntryId, at: Millis, entry: Option<Entry>, revision: u64, now: Millis) -> Answer<'_, Granting> {
        grant(self.pool(), id, at, entry, revision, now).boxed()
    }
}
