//! The database as a thief reads it: every row of every table.

use std::{collections::BTreeMap, path::Path};

use sqlx::{AssertSqlSafe, Column, ConnectOptions, Row as _, TypeInfo, ValueRef, query, sqlite::SqliteConnectOptions};

/// What stands in one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Nothing,
    Number(i64),
    Bytes(Vec<u8>),
}

/// One row: its table, and its values by column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    pub(crate) table: String,
    pub(crate) values: BTreeMap<String, Value>,
}

impl Row {
    pub(crate) fn bytes(&self, column: &str) -> &[u8] {
        let Value::Bytes(bytes) = &self.values[column] else { panic!("{column} of {} has no bytes", self.table) };
        bytes
    }

    /// Values of 64 bytes and more: ciphertexts, which no two rows share.
    pub(crate) fn long_values(&self) -> impl Iterator<Item = &[u8]> {
        self.values.values().filter_map(|value| match value {
            Value::Bytes(bytes) if bytes.len() >= 64 => Some(bytes.as_slice()),
            _ => None,
        })
    }
}

/// All rows of a server that has ended.
pub(crate) async fn rows(folder: &Path) -> Vec<Row> {
    let mut db = SqliteConnectOptions::new().filename(folder.join("stayhere.db")).connect().await.unwrap();
    let tables = query("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'");
    let mut all = Vec::new();
    for table in tables.fetch_all(&mut db).await.unwrap() {
        let name: String = table.get(0);
        assert_eq!(table.get::<i64, _>(1), 1, "{name} has a rowid, which tells the order of writing");
        let sql = AssertSqlSafe(format!("SELECT * FROM {name}"));
        for row in query(sql).fetch_all(&mut db).await.unwrap() {
            let values = (0..row.len()).map(|place| (row.column(place).name().to_owned(), value(&row, place)));
            all.push(Row { table: name.clone(), values: values.collect() });
        }
    }
    all
}

fn value(row: &sqlx::sqlite::SqliteRow, place: usize) -> Value {
    let raw = row.try_get_raw(place).unwrap();
    match raw.type_info().name() {
        _ if raw.is_null() => Value::Nothing,
        "INTEGER" => Value::Number(row.get(place)),
        "BLOB" => Value::Bytes(row.get(place)),
        other => panic!("a value of type {other}"),
    }
}
