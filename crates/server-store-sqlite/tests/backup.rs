//! Copies beside a running server, and back.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use server_store::{
    Store,
    suite::{CIRCLE, TODAY, entry, found, id},
};
use server_store_sqlite::{BackupError, KEY_DAYS, OpenError, Sqlite, backup, load_or_make_secrets, restore};
use sqlx::{
    ConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};
use wire::circle::{Append, Keep};

struct Place {
    root: tempfile::TempDir,
}

/// A database that somebody else keeps in the folder.
const OTHER: &str = "other.db";

impl Place {
    async fn new() -> (Self, Sqlite) {
        let place = Self { root: tempfile::tempdir().unwrap() };
        load_or_make_secrets(&place.at("data"), || vec![1, 2, 3]).unwrap();
        let store = Sqlite::open(&place.at("data")).await.unwrap();
        store.found(found(), TODAY).await.unwrap();
        (place, store)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    async fn back_up(&self, target: &str, keys: &str) -> Result<Vec<&'static str>, BackupError> {
        backup(&self.at("data"), &self.at(target), &self.at(keys), &[OTHER]).await
    }

    async fn restore(&self, target: &str, keys: &str, folder: &str) -> Result<Vec<&'static str>, BackupError> {
        restore(&self.at(target), &self.at(folder), &self.at(keys), &[OTHER]).await
    }
}

fn numbered(number: u32) -> Append {
    Append { keep: Keep::Until(TODAY.plus(number % 5 + 1)), ..entry(1, &number.to_be_bytes()) }
}

async fn count(folder: &Path) -> u32 {
    let store = Sqlite::open(folder).await.unwrap();
    let mut from = 0;
    loop {
        let page = store.read(CIRCLE, id(1), id(1), from, usize::MAX, TODAY).await.unwrap().unwrap();
        for entry in &page.entries {
            assert_eq!(entry.blob.as_ref().unwrap().to_vec(), entry.n.to_be_bytes());
        }
        from += page.entries.len() as u32;
        if from == page.total {
            return from;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_under_load_holds_what_was_acknowledged_before() {
    let (place, store) = Place::new().await;
    let acknowledged = Arc::new(AtomicU32::new(0));
    let writing = tokio::spawn({
        let (store, acknowledged) = (store.clone(), Arc::clone(&acknowledged));
        async move {
            for number in 0.. {
                store.append(numbered(number)).await.unwrap();
                acknowledged.store(number + 1, Ordering::SeqCst);
            }
        }
    });
    for round in 0..5 {
        let (target, folder) = (format!("copy {round}"), format!("restored {round}"));
        while acknowledged.load(Ordering::SeqCst) < 20 * (round + 1) {
            tokio::task::yield_now().await;
        }
        let before = acknowledged.load(Ordering::SeqCst);
        place.back_up(&target, "keys").await.unwrap();
        place.restore(&target, "keys", &folder).await.unwrap();
        let stored = count(&place.at(&folder)).await;
        assert!(stored >= before, "{stored} in the copy, {before} acknowledged before it");
    }
    writing.abort();
    for path in ["copy 0/stayhere.db", "copy 0/secrets", "keys", "restored 0/secrets", "restored 0/day-keys"] {
        let mode = fs::metadata(place.at(path)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{path}");
    }
    assert_eq!(fs::read_dir(place.at("copy 0")).unwrap().count(), 2, "no day keys in the copy");
}

#[tokio::test]
async fn a_database_beside_comes_along_if_it_is_there_and_whole() {
    let (place, _store) = Place::new().await;
    assert!(place.back_up("without", "keys").await.unwrap().is_empty());
    assert!(place.restore("without", "keys", "from without").await.unwrap().is_empty());
    assert!(!place.at("from without/other.db").exists());

    let options = SqliteConnectOptions::new().filename(place.at("data").join(OTHER)).create_if_missing(true);
    let mut other = options.journal_mode(SqliteJournalMode::Wal).connect().await.unwrap();
    sqlx::raw_sql("CREATE TABLE a (b); INSERT INTO a SELECT hex(randomblob(500)) FROM (VALUES (1), (2), (3), (4));")
        .execute(&mut other)
        .await
        .unwrap();
    assert_eq!(place.back_up("with", "keys").await.unwrap(), [OTHER], "its log is taken along too");
    assert_eq!(place.restore("with", "keys", "from with").await.unwrap(), [OTHER]);
    let options = SqliteConnectOptions::new().filename(place.at("from with").join(OTHER));
    let mut restored = options.connect().await.unwrap();
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM a").fetch_one(&mut restored).await.unwrap();
    assert_eq!(rows, 4);

    let mut bytes = fs::read(place.at("with").join(OTHER)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0x5a);
    fs::write(place.at("with").join(OTHER), bytes).unwrap();
    place.restore("with", "keys", "from damaged").await.unwrap_err();
    assert!(!place.at("from damaged").exists());
}

#[tokio::test]
async fn the_latest_keys_open_a_copy_of_some_days() {
    let (place, store) = Place::new().await;
    store.tidy(TODAY).await.unwrap();
    store.append(entry(1, &0_u32.to_be_bytes())).await.unwrap();
    place.back_up("old", "keys").await.unwrap();
    store.tidy(TODAY.plus(KEY_DAYS)).await.unwrap();
    place.back_up("recent", "keys").await.unwrap();
    place.restore("old", "keys", "from old").await.unwrap();
    assert_eq!(count(&place.at("from old")).await, 1);

    store.tidy(TODAY.plus(2 * KEY_DAYS)).await.unwrap();
    place.back_up("new", "keys").await.unwrap();
    let shut = place.restore("old", "keys", "too old").await;
    assert!(matches!(shut, Err(BackupError::Unsound(_))), "{shut:?}");
    assert!(!place.at("too old").exists(), "nothing is left half done");
    for (target, folder) in [("recent", "from recent"), ("new", "from new")] {
        place.restore(target, "keys", folder).await.unwrap();
        assert_eq!(count(&place.at(folder)).await, 1, "{target}");
    }
}

#[tokio::test]
async fn what_is_there_is_not_overwritten() {
    let (place, _store) = Place::new().await;
    place.back_up("copy", "keys").await.unwrap();
    let untouched = fs::read(place.at("copy/stayhere.db")).unwrap();
    let refused = place.back_up("copy", "keys").await;
    assert!(matches!(refused, Err(BackupError::NotEmpty(_))), "{refused:?}");
    assert_eq!(fs::read(place.at("copy/stayhere.db")).unwrap(), untouched);
    let refused = place.restore("copy", "keys", "data").await;
    assert!(matches!(refused, Err(BackupError::NotEmpty(_))), "{refused:?}");

    fs::create_dir(place.at("empty")).unwrap();
    place.back_up("empty", "keys").await.unwrap();
    fs::create_dir(place.at("also empty")).unwrap();
    place.restore("empty", "keys", "also empty").await.unwrap();
    assert_eq!(count(&place.at("also empty")).await, 0);
}

#[tokio::test]
async fn keys_do_not_lie_with_copies() {
    let (place, _store) = Place::new().await;
    std::os::unix::fs::symlink(place.at("data"), place.at("link")).unwrap();
    for keys in ["copy/keys", "copy/below/keys", "data/keys", "data/day-keys", "link/keys"] {
        let refused = place.back_up("copy", keys).await;
        assert!(matches!(refused, Err(BackupError::KeysInside(_))), "{keys}: {refused:?}");
        assert!(!place.at("copy").exists());
    }
}

#[tokio::test]
async fn what_is_missing_or_damaged_is_told() {
    let (place, _store) = Place::new().await;
    place.back_up("copy", "keys").await.unwrap();
    let missing = place.restore("nowhere", "keys", "new").await;
    assert!(matches!(missing, Err(BackupError::Missing(_))), "{missing:?}");
    let missing = place.restore("copy", "no keys", "new").await;
    assert!(matches!(missing, Err(BackupError::Open(OpenError::DayKeysMissing(_)))), "{missing:?}");
    fs::write(place.at("bad keys"), b"damaged").unwrap();
    let damaged = place.restore("copy", "bad keys", "new").await;
    assert!(matches!(damaged, Err(BackupError::Open(OpenError::DayKeysDamaged(_)))), "{damaged:?}");
    let mut bytes = fs::read(place.at("copy/stayhere.db")).unwrap();
    bytes[100..8_000].fill(0xff);
    fs::write(place.at("copy/stayhere.db"), bytes).unwrap();
    assert!(place.restore("copy", "keys", "new").await.is_err());
    assert!(!place.at("new").exists(), "nothing is left half done");
}
