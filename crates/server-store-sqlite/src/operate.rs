//! What an operator does to the database, beside a running server or not: sign-up codes, and suspending circles.
//!
//! Through a connection of its own, as `backup` and `check` have one: SQLite lets two processes write in turn, and the
//! server looks at its switches every few seconds. So there is no second door into the server.

use std::{path::Path, time::Duration};

use server_store::Counts;
use sqlx::{ConnectOptions, Row, SqliteConnection, query, sqlite::SqliteConnectOptions};
use wire::{CircleId, Day, Hash, Reason};

use crate::{
    open::{DATABASE, OpenError, SCHEMA, version},
    row::{array, number},
};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum OperateError {
    /// There is no database in the folder, or one that this version's server has not opened yet.
    #[error("no server of this version has been started on this folder yet")]
    NotServed,
    /// The folder cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl From<sqlx::Error> for OperateError {
    fn from(error: sqlx::Error) -> Self {
        Self::Open(error.into())
    }
}

/// How many rows a shortened id led to, and so whether it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// One row, which was changed.
    One,
    /// No row.
    None,
    /// Several: nothing was changed.
    Several,
}

/// A sign-up code, as far as the server knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeRow {
    /// Hash of the code.
    pub id: Hash,
    /// People who may still sign up with it.
    pub uses: u32,
    /// The last day.
    pub last: Day,
}

/// All that an operator can see of a circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CircleRow {
    /// Its random id.
    pub id: CircleId,
    /// Entries, shredded and expired ones included.
    pub entries: u64,
    /// Bytes of entries, envelopes and snapshots.
    pub bytes: u64,
    /// The latest day on which a commit of it was followed by another; none in the first days.
    pub last_commit: Option<Day>,
    /// Whether it is suspended.
    pub suspended: Option<Reason>,
}

/// An operator at the database.
pub struct Operator(SqliteConnection);

impl Operator {
    /// Opens the database of a data folder that a server of this version has made.
    ///
    /// # Errors
    /// [`OperateError`].
    pub async fn open(folder: &Path) -> Result<Self, OperateError> {
        let file = folder.join(DATABASE);
        if !file.exists() {
            return Err(OperateError::NotServed);
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .busy_timeout(Duration::from_secs(10))
            .pragma("secure_delete", "ON")
            .disable_statement_logging();
        let mut db = options.connect().await?;
        if version(&mut db).await? < SCHEMA.len() as u32 {
            return Err(OperateError::NotServed);
        }
        Ok(Self(db))
    }

    /// Keeps a new code.
    ///
    /// # Errors
    /// [`OperateError`].
    pub async fn add_code(&mut self, code: CodeRow) -> Result<(), OperateError> {
        query("INSERT INTO sign_up_code (id, uses, expires) VALUES (?, ?, ?)")
            .bind(&code.id.0[..])
            .bind(code.uses)
            .bind(code.last.0)
            .execute(&mut self.0)
            .await?;
        Ok(())
    }

    /// The codes that are still good.
    ///
    /// # Errors
    /// [`OperateError`].
    pub async fn codes(&mut self, today: Day) -> Result<Vec<CodeRow>, OperateError> {
        let rows = query("SELECT id, uses, expires FROM sign_up_code WHERE uses > 0 AND expires >= ? ORDER BY expires")
            .bind(today.0)
            .fetch_all(&mut self.0)
            .await?;
        let code = |row| Ok(CodeRow { id: Hash(array(row, 0)?), uses: number(row, 1)?, last: Day(number(row, 2)?) });
        Ok(rows.iter().map(code).collect::<sqlx::Result<_>>()?)
    }

    /// Removes the code whose id begins with these hexadecimal digits.
    ///
    /// # Errors
    /// [`OperateError`].
    pub async fn revoke_code(&mut self, id: &str) -> Result<Changed, OperateError> {
        let rows = query("SELECT id FROM sign_up_code WHERE instr(lower(hex(id)), ?) = 1")
            .bind(id.to_ascii_lowercase())
            .fetch_all(&mut self.0)
            .await?;
        let [row] = &rows[..] else { return Ok(none_or_several(rows.len())) };
        let id: [u8; 32] = array(row, 0)?;
        query("DELETE FROM sign_up_code WHERE id = ?").bind(&id[..]).execute(&mut self.0).await?;
        Ok(Changed::One)
    }

    /// All circles, the largest first.
    ///
    /// # Errors
    /// [`OperateError`].
    pub async fn circles(&mut self) -> Result<Vec<CircleRow>, OperateError> {
        let rows = query(
            "SELECT id, suspended,
                (SELECT COUNT(*) FROM entry WHERE circle = c.id),
                (SELECT MAX(left_on) FROM circle_commit WHERE circle = c.id),
                (SELECT COALESCE(SUM(LENGTH(blob)), 0) FROM entry WHERE circle = c.id)
                    + (SELECT COALESCE(SUM(LENGTH(envelope) + LENGTH(snapshot)), 0) FROM circle_commit WHERE circle = c.id)
             FROM circle AS c ORDER BY 5 DESC, id",
        )
        .fetch_all(&mut self.0)
        .await?;
        let circle = |row: &sqlx::sqlite::SqliteRow| {
            let last: Option<u32> = row.try_get(3)?;
            let (entries, bytes): (i64, i64) = (row.try_get(2)?, row.try_get(4)?);
            Ok(CircleRow {
                id: CircleId(array(row, 0)?),
                entries: entries.unsigned_abs(),
                bytes: bytes.unsigned_abs(),
                last_commit: last.map(Day),
                suspended: row.try_get::<Option<u32>, _>(1)?.map(reason),
            })
        };
        Ok(rows.iter().map(circle).collect::<sqlx::Result<_>>()?)
    }

    /// Suspends the circle whose id begins with these hexadecimal digits, or resumes it.
    ///
    /// # Errors
    /// [`OperateError`].
    pub async fn suspend(&mut self, id: &str, why: Option<Reason>) -> Result<Changed, OperateError> {
        let rows = query("SELECT id FROM circle WHERE instr(lower(hex(id)), ?) = 1")
            .bind(id.to_ascii_lowercase())
            .fetch_all(&mut self.0)
            .await?;
        let [row] = &rows[..] else { return Ok(none_or_several(rows.len())) };
        let id: [u8; 32] = array(row, 0)?;
        query("UPDATE circle SET suspended = ? WHERE id = ?")
            .bind(why.map(|reason| reason as u32))
            .bind(&id[..])
            .execute(&mut self.0)
            .await?;
        Ok(Changed::One)
    }
}

pub(crate) async fn counts(db: &mut SqliteConnection) -> sqlx::Result<Counts> {
    let row = query("SELECT (SELECT COUNT(*) FROM account), (SELECT COUNT(*) FROM circle)").fetch_one(db).await?;
    let (accounts, circles): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
    Ok(Counts { accounts: accounts.unsigned_abs(), circles: circles.unsigned_abs() })
}

pub(crate) async fn circle_bytes(db: &mut SqliteConnection, circle: CircleId) -> sqlx::Result<u64> {
    let row = query(
        "SELECT (SELECT COALESCE(SUM(LENGTH(blob)), 0) FROM entry WHERE circle = ?1)
            + (SELECT COALESCE(SUM(LENGTH(envelope) + LENGTH(snapshot)), 0) FROM circle_commit WHERE circle = ?1)",
    )
    .bind(&circle.0[..])
    .fetch_one(db)
    .await?;
    Ok(row.try_get::<i64, _>(0)?.unsigned_abs())
}

pub(crate) async fn suspended(db: &mut SqliteConnection) -> sqlx::Result<Vec<(CircleId, Reason)>> {
    let rows = query("SELECT id, suspended FROM circle WHERE suspended IS NOT NULL").fetch_all(db).await?;
    rows.iter().map(|row| Ok((CircleId(array(row, 0)?), reason(number(row, 1)?)))).collect()
}

const fn none_or_several(found: usize) -> Changed {
    if found == 0 { Changed::None } else { Changed::Several }
}

const fn reason(stored: u32) -> Reason {
    match stored {
        0 => Reason::Flood,
        1 => Reason::Law,
        _ => Reason::Other,
    }
}
