//! Circles: founding, commits, entries.

use futures::TryStreamExt;
use server_store::{Appending, Committing, EntryPage, Founding, Posting, Shredding};
use sqlx::{Row, SqliteConnection, query, sqlite::SqliteRow};
use wire::{
    BlobId, CircleId, CommitId, Day, Hash, PublicKey,
    circle::{Append, Commit, Entry, Found, Keep},
    error::ParentState,
    limits, pow,
};

use crate::{
    column::{ENTRY, ENVELOPE, SNAPSHOT},
    error,
    keys::Keys,
    mailbox, path,
    row::{array, bytes, day, number},
};

/// Which entries a reader wants.
pub(crate) struct Wanted {
    pub(crate) from: u32,
    pub(crate) room: usize,
    pub(crate) today: Day,
}

pub(crate) async fn found(db: &mut SqliteConnection, keys: &Keys, request: Found) -> sqlx::Result<Founding> {
    let commit = Commit {
        circle: request.circle,
        parent: CommitId([0; 32]),
        commit: request.commit,
        n_children: 0,
        cut: 0,
        access: request.access,
        envelope: Vec::new().into(),
        snapshot: request.snapshot,
        mails: Vec::new(),
        answers: Vec::new(),
        stamp: None,
    };
    let genesis =
        query("SELECT genesis FROM circle WHERE id = ?").bind(&request.circle.0[..]).fetch_optional(&mut *db).await?;
    if let Some(row) = genesis {
        let same = array(&row, 0)? == commit.commit.0 && is_stored(db, keys, &commit).await? == Some(true);
        return Ok(if same { Founding::Stored } else { Founding::Taken });
    }
    query("INSERT INTO circle (id, genesis) VALUES (?, ?)")
        .bind(&request.circle.0[..])
        .bind(&request.commit.0[..])
        .execute(&mut *db)
        .await?;
    insert(db, keys, &commit).await?;
    Ok(Founding::Stored)
}

pub(crate) async fn access(
    db: &mut SqliteConnection,
    circle: CircleId,
    commit: CommitId,
) -> sqlx::Result<Option<PublicKey>> {
    let row = query("SELECT access FROM circle_commit WHERE circle = ? AND id = ?")
        .bind(&circle.0[..])
        .bind(&commit.0[..])
        .fetch_optional(db)
        .await?;
    row.map(|row| Ok(PublicKey(array(&row, 0)?))).transpose()
}

pub(crate) async fn commit(
    db: &mut SqliteConnection,
    keys: &Keys,
    request: Commit,
    today: Day,
) -> sqlx::Result<Committing> {
    if access(db, request.circle, request.parent).await?.is_none() {
        return Ok(Committing::Missing);
    }
    let state = ParentState {
        children: child_count(db, request.circle, request.parent).await?,
        entries: count(db, request.circle, request.parent).await?,
    };
    match is_stored(db, keys, &request).await? {
        Some(true) => return Ok(Committing::Same { child_no: request.n_children }),
        Some(false) => return Ok(Committing::Conflict(state)),
        None => {}
    }
    if state.children != request.n_children || state.entries != request.cut {
        return Ok(Committing::Conflict(state));
    }
    match pow::child_bits(weight(db, request.circle, request.parent, state.children).await?) {
        None => return Ok(Committing::Quota),
        Some(bits) if request.work(today) < bits => return Ok(Committing::Work { bits }),
        Some(_) => {}
    }
    if !deliver(db, keys, &request, today).await? {
        return Ok(Committing::MailboxGone);
    }
    insert(db, keys, &request).await?;
    query("UPDATE circle_commit SET left_on = ? WHERE circle = ? AND id = ? AND left_on IS NULL")
        .bind(today.0)
        .bind(&request.circle.0[..])
        .bind(&request.parent.0[..])
        .execute(db)
        .await?;
    Ok(Committing::Stored { child_no: request.n_children })
}

pub(crate) async fn append(db: &mut SqliteConnection, keys: &Keys, request: Append) -> sqlx::Result<Appending> {
    if access(db, request.circle, request.at).await?.is_none() {
        return Ok(Appending::Missing);
    }
    let hash = Hash::of(&request.blob);
    let children = child_count(db, request.circle, request.at).await?;
    let present = query("SELECT n FROM entry WHERE circle = ? AND at = ? AND hash = ?")
        .bind(&request.circle.0[..])
        .bind(&request.at.0[..])
        .bind(&hash.0[..])
        .fetch_optional(&mut *db)
        .await?;
    if let Some(row) = present {
        return Ok(Appending::Stored { n: number(&row, 0)?, children, fresh: false });
    }
    let n = count(db, request.circle, request.at).await?;
    if n >= limits::ENTRIES_PER_COMMIT {
        return Ok(Appending::Quota);
    }
    let place: &[&[u8]] = &[&request.circle.0, &request.at.0, &n.to_be_bytes()];
    query("INSERT INTO entry (circle, at, n, hash, shred, blob, expires, brief) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(&request.circle.0[..])
        .bind(&request.at.0[..])
        .bind(n)
        .bind(&hash.0[..])
        .bind(&request.delete.0[..])
        .bind(keys.wrap(&ENTRY, place, request.keep.expires(), &request.blob))
        .bind(day(request.keep.expires()))
        .bind(request.keep == Keep::Brief)
        .execute(db)
        .await?;
    Ok(Appending::Stored { n, children, fresh: true })
}

pub(crate) async fn shred(
    db: &mut SqliteConnection,
    circle: CircleId,
    at: CommitId,
    commit: CommitId,
    n: u32,
    secret: Hash,
) -> sqlx::Result<Shredding> {
    if !path::holds(db, circle, commit, at).await? {
        return Ok(Shredding::Missing);
    }
    let row = query("SELECT shred, expires FROM entry WHERE circle = ? AND at = ? AND n = ?")
        .bind(&circle.0[..])
        .bind(&commit.0[..])
        .bind(n)
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = row else { return Ok(Shredding::Missing) };
    if row.try_get::<Option<u32>, _>(1)?.is_none() {
        return Ok(Shredding::Lasting);
    }
    if array(&row, 0)? != secret.0 {
        return Ok(Shredding::WrongSecret);
    }
    query("UPDATE entry SET blob = NULL WHERE circle = ? AND at = ? AND n = ?")
        .bind(&circle.0[..])
        .bind(&commit.0[..])
        .bind(n)
        .execute(db)
        .await?;
    Ok(Shredding::Done)
}

pub(crate) async fn read(
    db: &mut SqliteConnection,
    keys: &Keys,
    circle: CircleId,
    at: CommitId,
    commit: CommitId,
    wanted: Wanted,
) -> sqlx::Result<Option<EntryPage>> {
    if !path::holds(db, circle, commit, at).await? {
        return Ok(None);
    }
    // Counted first: entries that come in meanwhile are then more than `total`, never fewer.
    let total = count(db, circle, commit).await?;
    let mut rows = query(
        "SELECT n, hash, CASE WHEN expires IS NULL OR expires > ? THEN blob END, expires, brief FROM entry
         WHERE circle = ? AND at = ? AND n >= ? AND n < ? ORDER BY n LIMIT ?",
    )
    .bind(wanted.today.0)
    .bind(&circle.0[..])
    .bind(&commit.0[..])
    .bind(wanted.from)
    .bind(total)
    .bind(limits::ENTRIES_PER_READ)
    .fetch(db);
    let mut entries = Vec::new();
    let mut used = 0;
    while let Some(row) = rows.try_next().await? {
        let entry = entry(keys, &row, &[&circle.0, &commit.0])?;
        used += entry.blob.as_ref().map_or(0, |blob| blob.len());
        if used > wanted.room && !entries.is_empty() {
            break;
        }
        entries.push(entry);
    }
    Ok(Some(EntryPage { entries, total }))
}

pub(crate) async fn count(db: &mut SqliteConnection, circle: CircleId, at: CommitId) -> sqlx::Result<u32> {
    let row = query("SELECT COALESCE(MAX(n) + 1, 0) FROM entry WHERE circle = ? AND at = ?")
        .bind(&circle.0[..])
        .bind(&at.0[..])
        .fetch_one(db)
        .await?;
    number(&row, 0)
}

/// An entry of `commit`, a circle and a commit. One whose day key is gone has expired.
fn entry(keys: &Keys, row: &SqliteRow, commit: &[&[u8]; 2]) -> sqlx::Result<Entry> {
    let n = number(row, 0)?;
    let stored: Option<&[u8]> = row.try_get(2)?;
    let blob = stored.and_then(|stored| keys.value(&ENTRY, &[commit[0], commit[1], &n.to_be_bytes()], stored));
    let dies: Option<u32> = row.try_get(3)?;
    if stored.is_some() && blob.is_none() && dies.is_none() {
        return Err(error::key_gone(&ENTRY));
    }
    let keep = match dies {
        Some(day) => Keep::Until(Day(day)),
        None if row.try_get(4)? => Keep::Brief,
        None => Keep::Commit,
    };
    Ok(Entry { n, hash: Hash(array(row, 1)?), blob: blob.map(Into::into), keep })
}

async fn child_count(db: &mut SqliteConnection, circle: CircleId, parent: CommitId) -> sqlx::Result<u32> {
    let row = query("SELECT COUNT(*) FROM circle_commit WHERE circle = ? AND parent = ?")
        .bind(&circle.0[..])
        .bind(&parent.0[..])
        .fetch_one(db)
        .await?;
    number(&row, 0)
}

/// What the children of `parent` weigh, as stored.
async fn weight(db: &mut SqliteConnection, circle: CircleId, parent: CommitId, children: u32) -> sqlx::Result<u32> {
    let row = query(
        "SELECT COALESCE(SUM(LENGTH(envelope) + LENGTH(snapshot)), 0) FROM circle_commit WHERE circle = ? AND parent = ?",
    )
    .bind(&circle.0[..])
    .bind(&parent.0[..])
    .fetch_one(db)
    .await?;
    let bytes: i64 = row.try_get(0)?;
    Ok(pow::child_weight(children, bytes.unsigned_abs()))
}

/// Whether a commit with this id is stored, and if so, whether it is this one.
async fn is_stored(db: &mut SqliteConnection, keys: &Keys, request: &Commit) -> sqlx::Result<Option<bool>> {
    let row = query(
        "SELECT parent, child_no, cut, access, snapshot_id, envelope FROM circle_commit WHERE circle = ? AND id = ?",
    )
    .bind(&request.circle.0[..])
    .bind(&request.commit.0[..])
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let envelope = keys.lasting_value(&ENVELOPE, &[&request.circle.0, &request.commit.0], bytes(&row, 5)?)?;
    Ok(Some(
        array(&row, 0)? == request.parent.0
            && number(&row, 1)? == request.n_children
            && number(&row, 2)? == request.cut
            && array(&row, 3)? == request.access.0
            && array(&row, 4)? == BlobId::of(&request.snapshot).0
            && envelope[..] == request.envelope[..],
    ))
}

/// Removes the answered mails and posts the new ones; false, and nothing done, if one of them cannot be posted.
async fn deliver(db: &mut SqliteConnection, keys: &Keys, request: &Commit, today: Day) -> sqlx::Result<bool> {
    query("SAVEPOINT mails").execute(&mut *db).await?;
    let delivered = deliver_each(db, keys, request, today).await?;
    if !delivered {
        query("ROLLBACK TO mails").execute(&mut *db).await?;
    }
    query("RELEASE mails").execute(db).await?;
    Ok(delivered)
}

async fn deliver_each(db: &mut SqliteConnection, keys: &Keys, request: &Commit, today: Day) -> sqlx::Result<bool> {
    for answered in &request.answers {
        mailbox::delete(db, answered.mailbox, Some(answered.mail)).await?;
    }
    for mail in &request.mails {
        match mailbox::post(db, keys, mail.mailbox, mail.blob.to_vec(), today).await? {
            Posting::Stored | Posting::Same => {}
            Posting::Missing | Posting::Gone | Posting::Full => return Ok(false),
        }
    }
    Ok(true)
}

async fn insert(db: &mut SqliteConnection, keys: &Keys, request: &Commit) -> sqlx::Result<()> {
    let place: &[&[u8]] = &[&request.circle.0, &request.commit.0];
    query(
        "INSERT INTO circle_commit (circle, id, parent, child_no, cut, access, envelope, snapshot_id, snapshot)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&request.circle.0[..])
    .bind(&request.commit.0[..])
    .bind(&request.parent.0[..])
    .bind(request.n_children)
    .bind(request.cut)
    .bind(&request.access.0[..])
    .bind(keys.wrap(&ENVELOPE, place, None, &request.envelope))
    .bind(&BlobId::of(&request.snapshot).0[..])
    .bind(keys.wrap(&SNAPSHOT, place, None, &request.snapshot))
    .execute(db)
    .await?;
    Ok(())
}
