//! The data folder: secrets, schema, what an operator is told.

use std::{os::unix::fs::PermissionsExt, path::Path};

use server_store_sqlite::{OpenError, Sqlite, load_or_make_secrets};
use sqlx::{ConnectOptions, Row, query, sqlite::SqliteConnectOptions};

#[tokio::test]
async fn the_schema_is_this() {
    let folder = tempfile::tempdir().unwrap();
    drop(Sqlite::open(folder.path()).await.unwrap());
    let mut db = SqliteConnectOptions::new().filename(folder.path().join("stayhere.db")).connect().await.unwrap();
    let rows = query("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        .fetch_all(&mut db)
        .await
        .unwrap();
    let text: Vec<String> = rows.iter().map(|row| row.get::<String, _>(2)).collect();
    insta::assert_snapshot!(text.join("\n\n"));
    let version: u32 = query("PRAGMA user_version").fetch_one(&mut db).await.unwrap().get(0);
    assert_eq!(version, 3);
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut db = SqliteConnectOptions::new()
        .filename(folder.path().join("stayhere.db"))
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    query("PRAGMA user_version = 99").execute(&mut db).await.unwrap();
    let error = Sqlite::open(folder.path()).await.err().unwrap();
    assert!(matches!(error, OpenError::Newer { found: 99, known: 3 }), "{error:?}");
}

#[tokio::test]
async fn secrets_are_made_once_and_missed_when_gone() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("data");
    let first = load_or_make_secrets(&folder, || vec![1, 2, 3]).unwrap();
    let again = load_or_make_secrets(&folder, || unreachable!()).unwrap();
    assert_eq!((first, again), (vec![1, 2, 3], vec![1, 2, 3]));
    let mode = std::fs::metadata(folder.join("secrets")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    drop(Sqlite::open(&folder).await.unwrap());
    std::fs::remove_file(folder.join("secrets")).unwrap();
    let error = load_or_make_secrets(&folder, || vec![4]).err().unwrap();
    assert!(matches!(error, OpenError::SecretsMissing(_)), "{error:?}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    // /proc is read-only even for root.
    let folder = Path::new("/proc/stayhere");
    let error = Sqlite::open(folder).await.err().unwrap();
    assert!(matches!(error, OpenError::NotWritable { .. }), "{error:?}");
    assert!(error.to_string().starts_with("the data folder /proc/stayhere cannot be written"), "{error}");
    assert!(load_or_make_secrets(folder, Vec::new).is_err());
}
