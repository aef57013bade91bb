//! What happens when there is no room: nothing is acknowledged, nothing is half stored, and it works again after.

use futures::{FutureExt, future::join_all};
use server_store::{
    Appending, Store, StoreError,
    suite::{CIRCLE, TODAY, entry, found, id},
};
use sqlx::{AssertSqlSafe, Row, SqliteConnection, query};

use crate::Sqlite;

async fn number(db: &mut SqliteConnection, sql: String) -> sqlx::Result<i64> {
    query(AssertSqlSafe(sql)).fetch_one(db).await?.try_get(0)
}

async fn pragma(store: &Sqlite, sql: String) -> i64 {
    let number = store.writer.alone(move |db, _| number(db, sql).boxed()).await;
    number.unwrap()
}

/// Lets the file grow by so many pages only.
async fn leave_room(store: &Sqlite, pages: i64) {
    let present = pragma(store, "PRAGMA page_count".to_owned()).await;
    pragma(store, format!("PRAGMA max_page_count = {}", present + pages)).await;
}

async fn stored(store: &Sqlite) -> Vec<Vec<u8>> {
    let page = store.read(CIRCLE, id(1), id(1), 0, usize::MAX, TODAY).await.unwrap().unwrap();
    page.entries.into_iter().map(|entry| entry.blob.unwrap().to_vec()).collect()
}

#[tokio::test]
async fn a_full_disk_acknowledges_nothing_and_heals() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path()).await.unwrap();
    store.found(found(), TODAY).await.unwrap();
    store.append(entry(1, b"before")).await.unwrap();

    leave_room(&store, 2).await;
    let big = vec![7; 60_000];
    assert_eq!(store.append(entry(1, &big)).await, Err(StoreError::Full));
    assert_eq!(stored(&store).await, [b"before"]);

    leave_room(&store, 1000).await;
    let n = store.append(entry(1, &big)).await.unwrap();
    assert_eq!(n, Appending::Stored { n: 1, children: 0, fresh: true });
    assert_eq!(stored(&store).await, [b"before".to_vec(), big]);
}

#[tokio::test]
async fn a_group_is_stored_or_refused_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path()).await.unwrap();
    store.found(found(), TODAY).await.unwrap();
    leave_room(&store, 40).await;
    let blobs: Vec<Vec<u8>> = (0..64_u8).map(|number| vec![number; 10_000]).collect();
    let outcomes = join_all(blobs.iter().map(|blob| store.append(entry(1, blob)))).await;
    let acknowledged: Vec<&Vec<u8>> =
        outcomes.iter().zip(&blobs).filter(|(outcome, _)| outcome.is_ok()).map(|(_, blob)| blob).collect();
    assert!(outcomes.iter().all(|outcome| outcome.is_ok() || *outcome == Err(StoreError::Full)), "{outcomes:?}");
    assert!(acknowledged.len() < 64, "or the disk was not full");
    assert_eq!(stored(&store).await.iter().collect::<Vec<_>>(), acknowledged);
}

#[tokio::test]
async fn one_that_fails_does_not_undo_its_neighbours() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path()).await.unwrap();
    store.found(found(), TODAY).await.unwrap();
    let broken = store.write(|db, _| {
        async move {
            query("INSERT INTO circle (id, genesis) VALUES (x'01', x'02')").execute(&mut *db).await?;
            query("INSERT INTO circle (id, genesis) VALUES (x'01', x'02')").execute(db).await
        }
        .boxed()
    });
    let (first, broken, second) =
        tokio::join!(store.append(entry(1, b"first")), broken, store.append(entry(1, b"second")));
    assert!(first.is_ok() && second.is_ok());
    assert!(matches!(broken, Err(StoreError::Internal(_))), "{broken:?}");
    assert_eq!(stored(&store).await, [b"first".to_vec(), b"second".to_vec()]);
    assert_eq!(pragma(&store, "SELECT COUNT(*) FROM circle".to_owned()).await, 1, "nothing of the broken one");
}
