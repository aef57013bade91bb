//! Both implementations against the suite, and what only a file can do.

use directory::{CardKey, SourceId};
use directory_store::{DirectoryStore, DirectoryStoreError, Hidden, KeptCard, Memory, NAME, Sqlite, check, suite};
use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use wire::Millis;

#[tokio::test]
async fn memory() {
    suite::suite(async || Memory::default()).await;
}

#[tokio::test]
async fn sqlite() {
    let folders: std::sync::Mutex<Vec<TempDir>> = std::sync::Mutex::default();
    suite::suite(async || {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(folder.path()).await.unwrap();
        folders.lock().unwrap().push(folder);
        store
    })
    .await;
}

#[tokio::test]
async fn a_file_is_there_again_and_two_may_have_it_open() {
    let folder = tempfile::tempdir().unwrap();
    let (server, command) = (Sqlite::open(folder.path()).await.unwrap(), Sqlite::open(folder.path()).await.unwrap());
    let part = suite::part("a", &[(1, "one")]);
    command.put_source(SourceId("a".to_owned()), part.clone(), Millis(1)).await.unwrap();
    assert_eq!(server.load().await.unwrap().listing, part);
    assert!(server.revision().await.unwrap() > 0);
    drop((server, command));
    assert_eq!(Sqlite::open(folder.path()).await.unwrap().load().await.unwrap().listing, part);
}

#[tokio::test]
async fn a_newer_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(Sqlite::open(folder.path()).await.unwrap());
    let options = SqliteConnectOptions::new().filename(folder.path().join(NAME));
    let mut db = options.connect().await.unwrap();
    sqlx::query("PRAGMA user_version = 9").execute(&mut db).await.unwrap();
    db.close().await.unwrap();
    let error = Sqlite::open(folder.path()).await.unwrap_err();
    assert_eq!(error, DirectoryStoreError::Newer { found: 9, known: 3 });
    assert_eq!(check(folder.path()).await, Err(error), "and said so by whoever looks");
}

#[tokio::test]
async fn what_is_damaged_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(check(folder.path()).await.unwrap(), Vec::<String>::new(), "there is none");
    assert!(!folder.path().join(NAME).exists(), "looking makes none");
    let store = Sqlite::open(folder.path()).await.unwrap();
    store.put_source(SourceId("a".to_owned()), suite::part("a", &[(1, "one")]), Millis(1)).await.unwrap();
    assert_eq!(check(folder.path()).await.unwrap(), Vec::<String>::new());
    let mut db = SqliteConnectOptions::new().filename(folder.path().join(NAME)).connect().await.unwrap();
    sqlx::query("UPDATE entry SET data = x'ff'").execute(&mut db).await.unwrap();
    assert_eq!(check(folder.path()).await.unwrap().len(), 1, "the pages are whole, a value is not");
}

#[tokio::test]
async fn an_edited_card_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path()).await.unwrap();
    let card = suite::card(7, 1, "Harbour");
    let kept = KeptCard { version: 1, until: card.until, signed: suite::signed(&card, 7) };
    store.put_card(CardKey(card.key.0), kept).await.unwrap();
    assert_eq!(check(folder.path()).await.unwrap(), Vec::<String>::new());
    let mut db = SqliteConnectOptions::new().filename(folder.path().join(NAME)).connect().await.unwrap();
    let changed = wire::encode(&suite::signed(&suite::card(7, 1, "Harbor"), 8));
    sqlx::query("UPDATE card SET data = ?1").bind(changed).execute(&mut db).await.unwrap();
    let faults = check(folder.path()).await.unwrap();
    assert!(faults.len() == 1 && faults[0].contains(&card.key.to_hex()), "{faults:?}");
    assert!(store.load().await.unwrap().shown(None, suite::NOW).circles.is_empty());
}

/// What a thief of the file finds beside the cards' own words.
#[tokio::test]
async fn the_table_of_cards_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    drop(Sqlite::open(folder.path()).await.unwrap());
    let mut db = SqliteConnectOptions::new().filename(folder.path().join(NAME)).connect().await.unwrap();
    let columns = sqlx::query_scalar("SELECT name FROM pragma_table_info('card')").fetch_all(&mut db).await.unwrap();
    let columns: Vec<String> = columns;
    assert_eq!(columns, ["key", "version", "until", "data"]);
}

#[test]
fn names_of_what_is_hidden() {
    for text in ["1", "9007199254740991", &"0f".repeat(32)] {
        assert_eq!(Hidden::parse(text).unwrap().to_string(), text);
    }
    for text in ["", "0", "x", "9007199254740992", &"0g".repeat(32), &"0f".repeat(31)] {
        assert_eq!(Hidden::parse(text), None, "{text}");
    }
}
