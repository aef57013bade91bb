//! Wrapping what lasts anew, each day, with the present key: so a retired key can die, and two copies of the database do
//! not show which vault and which box were written between them. And which keys a database needs.

use futures::TryStreamExt;
use sqlx::{
    AssertSqlSafe, Row, Sqlite as Driver, SqliteConnection, query,
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};

use crate::{
    column::Column,
    keys::{KeyId, Keys},
    row::array,
};

/// Bytes that one transaction wraps again, so that people who write meanwhile wait for a moment only.
const BATCH: usize = 4 * 1024 * 1024;

/// A row's primary key.
#[derive(Clone)]
pub(crate) struct RowKey(Vec<Part>);

#[derive(Clone)]
enum Part {
    Bytes(Vec<u8>),
    Number(u32),
}

/// Wraps a batch of the rows behind `after` again. The last row of the batch, or none when nothing is left.
pub(crate) async fn batch(
    db: &mut SqliteConnection,
    keys: &Keys,
    column: &Column,
    after: Option<RowKey>,
) -> sqlx::Result<Option<RowKey>> {
    let found = lasting(db, column, after.as_ref()).await?;
    let (names, marks) = key(column);
    let sql = format!("UPDATE {} SET {} = ? WHERE ({names}) = ({marks})", column.table, column.name);
    for (row, stored) in &found {
        let place = row.bytes();
        let place: Vec<&[u8]> = place.iter().map(Vec::as_slice).collect();
        // What does not open now will not open later: it is left to who reads it.
        let Ok(plain) = keys.try_open(column, &place, stored) else { continue };
        let wrapped = keys.wrap(column, &place, None, &plain);
        row.bind(query(AssertSqlSafe(sql.clone())).bind(wrapped)).execute(&mut *db).await?;
    }
    Ok(found.into_iter().next_back().map(|(row, _)| row))
}

/// How many lasting values are wrapped with each key.
pub(crate) async fn count_by_key(db: &mut SqliteConnection, column: &Column) -> sqlx::Result<Vec<(Vec<u8>, u32)>> {
    let sql = format!("SELECT {}, COUNT(*) {} GROUP BY 1", key_id(column), from_lasting(column));
    let rows = query(AssertSqlSafe(sql)).fetch_all(db).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// The key of the first lasting value.
pub(crate) async fn first(db: &mut SqliteConnection, column: &Column) -> sqlx::Result<Option<KeyId>> {
    let sql = format!("SELECT {} {} LIMIT 1", key_id(column), from_lasting(column));
    let row = query(AssertSqlSafe(sql)).fetch_optional(db).await?;
    row.map(|row| Ok(KeyId(array(&row, 0)?))).transpose()
}

/// Rows with a lasting value behind `after`, in order, about [`BATCH`] bytes of them.
async fn lasting(
    db: &mut SqliteConnection,
    column: &Column,
    after: Option<&RowKey>,
) -> sqlx::Result<Vec<(RowKey, Vec<u8>)>> {
    let (names, marks) = key(column);
    let behind = if after.is_some() { format!("AND ({names}) > ({marks})") } else { String::new() };
    let sql = format!("SELECT {names}, {} {} {behind} ORDER BY {names}", column.name, from_lasting(column));
    let mut selecting = query(AssertSqlSafe(sql));
    if let Some(after) = after {
        selecting = after.bind(selecting);
    }
    let mut rows = selecting.fetch(db);
    let (mut found, mut used) = (Vec::new(), 0);
    while used < BATCH
        && let Some(row) = rows.try_next().await?
    {
        let stored: Vec<u8> = row.try_get(column.key.len())?;
        used += stored.len();
        found.push((RowKey::of(&row, column)?, stored));
    }
    Ok(found)
}

fn from_lasting(column: &Column) -> String {
    format!("FROM {} WHERE {} IS NOT NULL AND {}", column.table, column.name, column.lasting)
}

fn key_id(column: &Column) -> String {
    format!("substr({}, 1, {})", column.name, crate::keys::ID)
}

/// The primary key's columns, and as many question marks.
fn key(column: &Column) -> (String, String) {
    (column.key.join(", "), vec!["?"; column.key.len()].join(", "))
}

impl RowKey {
    fn of(row: &SqliteRow, column: &Column) -> sqlx::Result<Self> {
        let part = |place| match row.try_get(place) {
            Ok(bytes) => Ok(Part::Bytes(bytes)),
            Err(_) => row.try_get(place).map(Part::Number),
        };
        (0..column.key.len()).map(part).collect::<sqlx::Result<_>>().map(Self)
    }

    /// As the associated data name the row.
    fn bytes(&self) -> Vec<Vec<u8>> {
        let bytes = |part: &Part| match part {
            Part::Bytes(bytes) => bytes.clone(),
            Part::Number(number) => number.to_be_bytes().to_vec(),
        };
        self.0.iter().map(bytes).collect()
    }

    fn bind<'q>(&self, to: Query<'q, Driver, SqliteArguments>) -> Query<'q, Driver, SqliteArguments> {
        self.0.iter().fold(to, |to, part| match part {
            Part::Bytes(bytes) => to.bind(bytes.clone()),
            Part::Number(number) => to.bind(*number),
        })
    }
}
