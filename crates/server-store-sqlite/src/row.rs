//! Columns to types.

use sqlx::{Row, sqlite::SqliteRow};
use wire::Day;

/// A blob column of exactly `N` bytes.
pub(crate) fn array<const N: usize>(row: &SqliteRow, column: usize) -> sqlx::Result<[u8; N]> {
    row.try_get::<&[u8], _>(column)?.try_into().map_err(|_| damaged(column))
}

/// A blob column.
pub(crate) fn bytes(row: &SqliteRow, column: usize) -> sqlx::Result<&[u8]> {
    row.try_get(column)
}

/// A number column.
pub(crate) fn number(row: &SqliteRow, column: usize) -> sqlx::Result<u32> {
    row.try_get(column)
}

/// To a day column.
pub(crate) fn day(day: Option<Day>) -> Option<u32> {
    day.map(|day| day.0)
}

fn damaged(column: usize) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_string(), source: "not of the expected length".into() }
}
