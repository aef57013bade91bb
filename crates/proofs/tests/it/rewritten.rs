//! After the daily rewrite the file is a function of its rows: in whatever order they were written, the same bytes.

use std::{fs, path::Path};

use engine::{PlainSuite, command::Welcome};
use server_store_sqlite::Sqlite;
use sim::{Random, World, ops::MINUTE};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Row as _, SqliteConnection, query, sqlite::SqliteConnectOptions,
};
use wire::Millis;

use crate::database::{Row, Value, rows};

/// Counters in the file's head (SQLite file format, section 1.3): how often the whole file and its schema were
/// changed, which names no row.
const COUNTERS: [std::ops::Range<usize>; 3] = [24..28, 40..44, 92..96];

/// A season of people and circles, swept.
fn swept() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = async { Sqlite::open(folder.path()).await.unwrap() };
    let mut world = World::<PlainSuite, Sqlite>::on(5, Millis(1_767_225_600_000), None, store);
    let people = world.circle_of(["ana", "bo", "cy", "dee"]);
    for number in 0..3 {
        let circle = world.found(people[number], "grief-circle", "Another", Welcome::Open);
        let link = world.invite(people[number], circle, 3).unwrap();
        world.join(people[number + 1], &link);
        world.pass(MINUTE);
    }
    world.pass(10 * MINUTE);
    world.sweep();
    folder
}

/// The rows of `from`, written anew in an order drawn from `seed`, in small transactions as the server does it.
async fn again(from: &Path, rows: &[Row], seed: u64, rewrite: bool) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stayhere.db");
    let mut old =
        SqliteConnectOptions::new().filename(from.join("stayhere.db")).read_only(true).connect().await.unwrap();
    let new = SqliteConnectOptions::new().filename(&file).create_if_missing(true).pragma("secure_delete", "ON");
    let mut new = new.journal_mode(sqlx::sqlite::SqliteJournalMode::Wal).connect().await.unwrap();
    for row in
        query("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid").fetch_all(&mut old).await.unwrap()
    {
        run(&mut new, row.get(0)).await;
    }
    let version: u32 = query("PRAGMA user_version").fetch_one(&mut old).await.unwrap().get(0);
    run(&mut new, format!("PRAGMA user_version = {version}")).await;
    let mut order: Vec<&Row> = rows.iter().collect();
    let mut random = Random::new(seed);
    for place in (1..order.len()).rev() {
        order.swap(place, random.below(place as u64 + 1) as usize);
    }
    for row in order {
        insert(&mut new, row).await;
    }
    if rewrite {
        run(&mut new, "VACUUM".to_owned()).await;
    }
    run(&mut new, "PRAGMA wal_checkpoint(TRUNCATE)".to_owned()).await;
    new.close().await.unwrap();
    without_counters(&file)
}

async fn run(db: &mut SqliteConnection, sql: String) {
    query(AssertSqlSafe(sql)).execute(db).await.unwrap();
}

async fn insert(db: &mut SqliteConnection, row: &Row) {
    let names: Vec<&str> = row.values.keys().map(String::as_str).collect();
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", row.table, names.join(", "));
    let mut inserting = query(AssertSqlSafe(sql));
    for value in row.values.values() {
        inserting = match value {
            Value::Nothing => inserting.bind(None::<i64>),
            Value::Number(number) => inserting.bind(*number),
            Value::Bytes(bytes) => inserting.bind(bytes.clone()),
        };
    }
    inserting.execute(db).await.unwrap();
}

fn without_counters(file: &Path) -> Vec<u8> {
    let mut bytes = fs::read(file).unwrap();
    for counter in COUNTERS {
        bytes[counter].fill(0);
    }
    bytes
}

#[tokio::test]
async fn the_rewritten_file_keeps_no_order_of_writing() {
    let folder = tokio::task::spawn_blocking(swept).await.unwrap();
    let rows = rows(folder.path()).await;
    assert!(rows.len() > 60, "or the season was too short");
    let stored = without_counters(&folder.path().join("stayhere.db"));
    for seed in 0..4 {
        let again = again(folder.path(), &rows, seed, true).await;
        let differs = again.iter().zip(&stored).position(|(one, other)| one != other);
        assert!(again == stored, "written in order {seed} the file differs at byte {differs:?}");
    }
    let orders = [again(folder.path(), &rows, 0, false).await, again(folder.path(), &rows, 1, false).await];
    assert_ne!(orders[0], orders[1], "without the rewrite the order shows, or the test sees nothing");
}
