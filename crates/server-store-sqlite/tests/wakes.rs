//! Wakes on the disk: they outlive the process and a restoring, their addresses are in no file, and die with their moment.

use std::{fs, path::Path};

use server_store::{Store, Wake, suite::TODAY};
use server_store_sqlite::{DAY_KEYS, Sqlite, backup, load_or_make_secrets, restore};
use wire::wake::WakeTime;

const ADDRESS: &str = "https://push.example/the-address-of-a-browser";
const AT: WakeTime = WakeTime(TODAY.0 * WakeTime::PER_DAY + 7);

async fn open(folder: &Path) -> Sqlite {
    load_or_make_secrets(folder, || vec![1]).expect("secrets");
    Sqlite::open(folder).await.expect("a store")
}

async fn due(store: &Sqlite) -> Vec<Wake> {
    store.wakes_take(AT, 9).await.expect("a store")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for file in fs::read_dir(from).expect("a folder").map(|file| file.expect("a file")) {
        fs::copy(file.path(), to.join(file.file_name())).expect("a copy");
    }
}

#[tokio::test]
async fn they_outlive_the_process_and_a_restoring() {
    let root = tempfile::tempdir().unwrap();
    let [data, copied, again] = ["data", "copy", "again"].map(|name| root.path().join(name));
    let keys = root.path().join("keys");
    let store = open(&data).await;
    store.wakes_set(ADDRESS.to_owned(), vec![AT], 9).await.unwrap();
    drop(store);
    let store = open(&data).await;
    backup(&data, &copied, &keys, &[]).await.unwrap();
    let expected = [Wake { at: AT, address: ADDRESS.to_owned() }];
    assert_eq!(due(&store).await, expected);
    assert_eq!(due(&store).await, []);
    restore(&copied, &again, &keys, &[]).await.unwrap();
    assert_eq!(due(&open(&again).await).await, expected, "as they were when the copy was made");
}

#[tokio::test]
async fn no_file_names_an_address_and_an_old_copy_does_not_open() {
    let root = tempfile::tempdir().unwrap();
    let [data, copied] = ["data", "copy"].map(|name| root.path().join(name));
    let store = open(&data).await;
    store.wakes_set(ADDRESS.to_owned(), vec![AT], 9).await.unwrap();
    for file in fs::read_dir(&data).unwrap().map(Result::unwrap) {
        let bytes = fs::read(file.path()).unwrap();
        assert!(!bytes.windows(20).any(|part| part == &ADDRESS.as_bytes()[20..40]), "{:?}", file.file_name());
    }
    drop(store);
    copy(&data, &copied);
    let store = open(&data).await;
    store.tidy(TODAY.plus(2)).await.unwrap();
    drop(store);
    // Whoever kept a copy of the database, and takes the keys that live now.
    fs::copy(data.join(DAY_KEYS), copied.join(DAY_KEYS)).unwrap();
    assert_eq!(due(&open(&copied).await).await, []);
}

/// The control: with the keys of its time the same copy opens.
#[tokio::test]
async fn a_copy_with_the_keys_of_its_time_opens() {
    let root = tempfile::tempdir().unwrap();
    let [data, copied] = ["data", "copy"].map(|name| root.path().join(name));
    let store = open(&data).await;
    store.wakes_set(ADDRESS.to_owned(), vec![AT], 9).await.unwrap();
    drop(store);
    copy(&data, &copied);
    assert_eq!(due(&open(&copied).await).await.len(), 1);
}
