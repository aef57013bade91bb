//! The SQLite store passes the conformance suite.

use server_store_sqlite::Sqlite;

#[tokio::test]
async fn sqlite_conforms() {
    let root = tempfile::tempdir().unwrap();
    let number = std::cell::Cell::new(0);
    server_store::suite::suite(async || {
        number.set(number.get() + 1);
        Sqlite::open(&root.path().join(number.get().to_string())).await.unwrap()
    })
    .await;
}
