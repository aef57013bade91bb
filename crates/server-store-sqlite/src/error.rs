//! SQLite's errors by what the caller must do.

use std::io::ErrorKind;

use server_store::StoreError;

use crate::column::Column;

/// Primary result codes of SQLite (sqlite.org/rescode.html).
mod code {
    pub(super) const BUSY: u32 = 5;
    pub(super) const LOCKED: u32 = 6;
    pub(super) const READONLY: u32 = 8;
    pub(super) const IOERR: u32 = 10;
    pub(super) const FULL: u32 = 13;
    pub(super) const CANTOPEN: u32 = 14;
}

/// The store's error for one of the database.
pub(crate) fn of(error: sqlx::Error) -> StoreError {
    match primary(&error) {
        // A file system that is full answers a write with FULL or with an I/O error, depending on the call.
        Some(code::FULL | code::IOERR) => StoreError::Full,
        Some(code::BUSY | code::LOCKED | code::READONLY | code::CANTOPEN) => StoreError::Unavailable,
        Some(_) => StoreError::Internal(error.to_string()),
        None => match error {
            sqlx::Error::Io(io) if matches!(io.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
                StoreError::Full
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                StoreError::Unavailable
            }
            other => StoreError::Internal(other.to_string()),
        },
    }
}

/// The error for a lasting value whose day key is gone, as after a restore of too old a copy.
pub(crate) fn key_gone(column: &Column) -> sqlx::Error {
    sqlx::Error::Decode(format!("the day key of a value in {}.{} is gone", column.table, column.name).into())
}

/// Whether the error is about one statement, so that the transaction around it may go on.
pub(crate) fn is_of_one_statement(error: &StoreError) -> bool {
    matches!(error, StoreError::Internal(_))
}

fn primary(error: &sqlx::Error) -> Option<u32> {
    let code: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}
