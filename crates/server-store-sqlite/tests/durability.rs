//! What was acknowledged is there after the process was killed.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use server_store::{
    Store,
    suite::{CIRCLE, TODAY, entry, found, id},
};
use server_store_sqlite::{OpenError, Sqlite};
use sqlx::{ConnectOptions, Row, query, sqlite::SqliteConnectOptions};
use wire::circle::{Append, Keep};

const FOLDER: &str = "STAYHERE_TEST_FOLDER";

/// Not a test of its own: the process that `acknowledged_appends_survive_a_kill` kills.
#[tokio::test]
async fn child_that_appends_for_ever() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let store = Sqlite::open(Path::new(&folder)).await.unwrap();
    store.found(found(), TODAY).await.unwrap();
    for number in 0_u64.. {
        store.append(entry(1, &number.to_be_bytes())).await.unwrap();
        println!("\nacknowledged {number}");
    }
}

fn spawn(folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["child_that_appends_for_ever", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn acknowledged_appends_survive_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = spawn(folder.path());
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let acknowledged = |line: String| line.strip_prefix("acknowledged ").map(|number| number.parse::<u32>().unwrap());
    let mut last = lines.by_ref().filter_map(acknowledged).find(|number| *number >= 50).unwrap();
    let busy = Sqlite::open(folder.path()).await.err();
    assert!(matches!(busy, Some(OpenError::InUse(_))), "{busy:?}");
    child.kill().unwrap();
    child.wait().unwrap();
    last = lines.filter_map(acknowledged).last().unwrap_or(last);

    let store = Sqlite::open(folder.path()).await.unwrap();
    for from in (0..=last).step_by(256) {
        let page = store.read(CIRCLE, id(1), id(1), from, usize::MAX, TODAY).await.unwrap().unwrap();
        assert!(page.total > last, "{} stored, {last} acknowledged", page.total);
        for entry in page.entries {
            assert_eq!(entry.blob.unwrap().to_vec(), u64::from(entry.n).to_be_bytes());
        }
    }
}

#[tokio::test]
async fn what_is_answered_is_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path()).await.unwrap();
    store.found(found(), TODAY).await.unwrap();
    store.append(entry(1, b"durable")).await.unwrap();
    let copy = tempfile::tempdir().unwrap();
    for name in ["stayhere.db", "stayhere.db-wal", "day-keys"] {
        std::fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
    }
    let copy = Sqlite::open(copy.path()).await.unwrap();
    let page = copy.read(CIRCLE, id(1), id(1), 0, usize::MAX, TODAY).await.unwrap().unwrap();
    assert_eq!(page.entries[0].blob.as_ref().unwrap().to_vec(), b"durable");
}

#[tokio::test]
async fn shredded_words_are_in_no_file_after_the_sweep() {
    const WORDS: &[u8] = b"words that must not stay on any disk";
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path()).await.unwrap();
    store.found(found(), TODAY).await.unwrap();
    store.append(Append { keep: Keep::Until(TODAY.plus(9)), ..entry(1, WORDS) }).await.unwrap();
    let holds = |searched: &[u8]| {
        std::fs::read_dir(folder.path()).unwrap().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes.windows(searched.len()).any(|window| window == searched)
        })
    };
    assert!(!holds(WORDS), "they are wrapped");
    let options = SqliteConnectOptions::new().filename(folder.path().join("stayhere.db")).read_only(true);
    let row = query("SELECT blob FROM entry").fetch_one(&mut options.connect().await.unwrap()).await.unwrap();
    let wrapped: Vec<u8> = row.get(0);
    assert!(holds(&wrapped), "or the test looks in the wrong place");
    store.shred(CIRCLE, id(1), id(1), 0, wire::Hash::of(WORDS)).await.unwrap();
    store.tidy(TODAY).await.unwrap();
    assert!(!holds(&wrapped));
    assert_eq!(std::fs::metadata(folder.path().join("stayhere.db-wal")).unwrap().len(), 0);
}
