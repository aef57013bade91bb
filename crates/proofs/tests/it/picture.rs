//! What a thief can measure in the files of a database: rows, sizes, days, and where SQLite has put everything.

#![expect(clippy::cast_precision_loss, reason = "counts and bytes of small databases")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use sqlx::{ConnectOptions, Row as _, query, sqlite::SqliteConnectOptions};

use crate::{
    database::{Row, Value, rows},
    permutation::Measures,
};

const DATABASE: &str = "stayhere.db";
const LOG: &str = "stayhere.db-wal";
/// SQLite's (file format, section 4): of the log, and of each frame in it.
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;
/// How much of a value's end is looked for in the files.
const END: usize = 24;

/// The files as they lay there at one moment.
pub(crate) struct Picture {
    pub(crate) rows: Vec<Row>,
    database: Vec<u8>,
    log: Vec<u8>,
    /// From `dbstat`: table or index, kind of page, and of all such pages their number, cells and unused bytes.
    pages: BTreeMap<(String, String), [i64; 3]>,
    /// How often the pages of a table, in the order of its keys, go back in the file.
    turns: BTreeMap<String, u32>,
    free: i64,
}

impl Picture {
    /// Of a folder that nobody writes to at this moment. Looks at a copy, so that looking changes nothing.
    pub(crate) async fn take(folder: &Path) -> Self {
        let copy = tempfile::tempdir().unwrap();
        for name in [DATABASE, LOG] {
            if folder.join(name).exists() {
                fs::copy(folder.join(name), copy.path().join(name)).unwrap();
            }
        }
        let read = |name: &str| fs::read(copy.path().join(name)).unwrap_or_default();
        let (database, log) = (read(DATABASE), read(LOG));
        let rows = rows(copy.path()).await;
        let mut db = SqliteConnectOptions::new().filename(copy.path().join(DATABASE)).connect().await.unwrap();
        let free = query("PRAGMA freelist_count").fetch_one(&mut db).await.unwrap().get(0);
        let (mut pages, mut turns) = (BTreeMap::new(), BTreeMap::new());
        let mut last: BTreeMap<String, i64> = BTreeMap::new();
        // In the order of paths, which is that of the keys.
        let sql = "SELECT name, pagetype, ncell, unused, pageno FROM dbstat ORDER BY name, path";
        for row in query(sql).fetch_all(&mut db).await.unwrap() {
            let (name, kind): (String, String) = (row.get(0), row.get(1));
            let (cells, unused, number): (i64, i64, i64) = (row.get(2), row.get(3), row.get(4));
            let sums: &mut [i64; 3] = pages.entry((name.clone(), kind)).or_default();
            for (sum, more) in sums.iter_mut().zip([1, cells, unused]) {
                *sum += more;
            }
            let before = last.insert(name.clone(), number).unwrap_or(0);
            *turns.entry(name).or_default() += u32::from(number < before);
        }
        Self { rows, database, log, pages, turns, free }
    }

    /// What must be the same whoever joined what: of each table its rows, those of a circle together, with the exact
    /// size of every value, every number, and what is missing.
    pub(crate) fn plain(&self) -> BTreeMap<String, Vec<Vec<String>>> {
        let mut groups: BTreeMap<String, BTreeMap<Vec<u8>, Vec<String>>> = BTreeMap::new();
        for row in &self.rows {
            let circle = if row.values.contains_key("circle") { row.bytes("circle").to_vec() } else { Vec::new() };
            let values = row.values.iter().map(|(column, value)| match value {
                Value::Nothing => format!("{column}=none"),
                Value::Number(number) => format!("{column}={number}"),
                Value::Bytes(bytes) => format!("{column}={} bytes", bytes.len()),
            });
            let text = values.collect::<Vec<_>>().join(" ");
            groups.entry(row.table.clone()).or_default().entry(circle).or_default().push(text);
        }
        let sorted = |circles: BTreeMap<Vec<u8>, Vec<String>>| {
            let mut all: Vec<Vec<String>> = circles.into_values().collect();
            for rows in &mut all {
                rows.sort();
            }
            all.sort();
            all
        };
        groups.into_iter().map(|(table, circles)| (table, sorted(circles))).collect()
    }

    /// Everything that random keys may change, measured; `yesterday` is an older picture of the same database.
    pub(crate) fn measures(&self, yesterday: Option<&Self>) -> Measures {
        let mut measures = Measures::new();
        for (table, sizes) in self.sizes() {
            measures.insert(format!("bytes of {table}"), sizes as f64);
        }
        for ((table, kind), sums) in &self.pages {
            for (what, sum) in ["pages", "cells", "unused bytes"].into_iter().zip(sums) {
                measures.insert(format!("{what} of {table}, {kind}"), *sum as f64);
            }
        }
        for (table, turns) in &self.turns {
            measures.insert(format!("turns of {table}"), f64::from(*turns));
        }
        measures.insert("free pages".to_owned(), self.free as f64);
        measures.insert("bytes of the log".to_owned(), self.log.len() as f64);
        measures.extend(self.places());
        if let Some(yesterday) = yesterday {
            measures.extend(self.changes(yesterday));
        }
        measures
    }

    fn sizes(&self) -> BTreeMap<String, usize> {
        let mut sizes = BTreeMap::new();
        for row in &self.rows {
            *sizes.entry(row.table.clone()).or_default() += row.long_values().map(<[u8]>::len).sum::<usize>();
        }
        sizes
    }

    /// How rows of accounts and boxes lie to each other.
    fn places(&self) -> Measures {
        let place = |row: &&Row| longest(row).and_then(|value| self.place(value)).unwrap_or_default();
        let of = |table: &'static str| self.rows.iter().filter(move |row| row.table == table);
        let accounts: Vec<usize> = of("account").map(|row| place(&row)).collect();
        let boxes: Vec<usize> = of("sealed_box").map(|row| place(&row)).collect();
        let first = boxes.iter().min().copied().unwrap_or_default();
        let nearest = boxes.iter().map(|place| accounts.iter().map(|it| it.abs_diff(*place)).min().unwrap_or_default());
        Measures::from([
            ("distance of boxes from the nearest account".to_owned(), nearest.sum::<usize>() as f64),
            ("accounts behind a box".to_owned(), accounts.iter().filter(|it| **it > first).count() as f64),
            ("accounts in the log".to_owned(), accounts.iter().filter(|it| **it >= self.database.len()).count() as f64),
        ])
    }

    /// Where a value was last written, in bytes from the beginning of the database and then of the log.
    fn place(&self, value: &[u8]) -> Option<usize> {
        let end = &value[value.len() - END..];
        let frames = self.log.get(LOG_HEAD + FRAME_HEAD..).unwrap_or_default();
        let find = |bytes: &[u8]| bytes.windows(END).rposition(|window| window == end);
        find(frames).map(|place| self.database.len() + place).or_else(|| find(&self.database))
    }

    /// Of how many rows of each table the longest value stands in an older copy as it stands here.
    fn changes(&self, yesterday: &Self) -> Measures {
        let mut kept = Measures::new();
        let then: BTreeSet<&[u8]> = yesterday.rows.iter().filter_map(longest).collect();
        for row in self.rows.iter().filter(|row| longest(row).is_some_and(|value| then.contains(value))) {
            *kept.entry(format!("rows of {} as yesterday", row.table)).or_default() += 1.0;
        }
        kept
    }
}

/// The value that fills pages of its own: of an account the vault, of a box what is sealed in it.
fn longest(row: &Row) -> Option<&[u8]> {
    row.long_values().max_by_key(|value| value.len())
}
