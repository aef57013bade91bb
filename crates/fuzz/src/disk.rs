//! Files that lie on the server's disk, damaged in any way: the store opens or says why not, and nothing panics.

use std::{fs, path::Path, sync::LazyLock};

use server_store::Store;
use server_store_sqlite::{DAY_KEYS, Sqlite, backup, check, read_day_keys_again, restore};
use tokio::runtime::Builder;
use wire::{
    BoxId, Day, Etag, Hash, PublicKey,
    pow::Stamp,
    sealed_box::{BoxPut, NewBox},
};

use crate::{bounds, input::Input};

const DATABASE: &str = "stayhere.db";
const SECRETS: &str = "secrets";
const TODAY: Day = Day(20_000);

/// A small data folder, file by file.
static FOLDER: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(folder);

/// The first byte says what is tried: the file of keys alone (its hash put right or not), or a whole folder.
pub(crate) fn run(bytes: &[u8]) {
    let _turn = bounds::turn();
    let mut input = Input::new(bytes);
    match input.below(3) {
        0 => {
            let file = input.rest();
            let mended = [file, Hash::of(file).as_bytes()].concat();
            bounds::within(bounds::decoding(mended.len()), "the keys", || keys(&mended));
            keys(file);
        }
        which => whole(&mut input, which == 2),
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let keys = FOLDER.iter().find(|(name, _)| name == DAY_KEYS).map(|(_, bytes)| bytes.clone()).unwrap_or_default();
    let list = keys.get(..keys.len().saturating_sub(32)).unwrap_or_default();
    let mut seeds = vec![[&[0], list].concat(), vec![1], vec![2]];
    for file in 0..3 {
        seeds.push(vec![1, file, 0, 0, 0, 40, 0xff, file, 0, 0, 3, 200, 1]);
        seeds.push(vec![2, file, 0, 0, 2, 4, 0xff]);
        seeds.push(vec![1, file + 4, 0, 0, 1, 0]);
    }
    seeds
}

fn keys(bytes: &[u8]) {
    if let Some(again) = read_day_keys_again(bytes) {
        let once_more = read_day_keys_again(&again).expect("what was written is read");
        assert_eq!(*once_more, *again, "one form");
    }
}

/// Changes files of a folder, and opens, checks or restores it.
fn whole(input: &mut Input<'_>, restores: bool) {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    fs::create_dir_all(&data).expect("a folder");
    let mut files = FOLDER.clone();
    while !input.is_empty() {
        let which = input.byte();
        let len = files.len();
        let file = &mut files[usize::from(which & 3) % len].1;
        let at = input.number() as usize % (file.len() + 1);
        if which & 4 != 0 {
            file.truncate(at);
        } else if let Some(byte) = file.get_mut(at) {
            *byte = input.byte();
        }
    }
    let is_changed = files != *FOLDER;
    for (name, bytes) in &files {
        fs::write(data.join(name), bytes).expect("written");
    }
    Builder::new_current_thread().enable_time().build().expect("a runtime").block_on(async {
        if restores {
            restored(home.path(), &data).await;
        }
        let sound = check(&data).await.is_ok_and(|wrong| wrong.is_empty());
        let opened = read(&data).await;
        assert!(is_changed || (sound && opened), "an honest folder opens");
    });
}

/// Restoring a damaged copy says so or works, and leaves nothing behind where it does not.
async fn restored(home: &Path, data: &Path) {
    let target = home.join("restored");
    let keys = home.join("keys");
    fs::rename(data.join(DAY_KEYS), &keys).expect("moved");
    if restore(data, &target, &keys, &[]).await.is_err() {
        assert!(!target.join(DATABASE).exists(), "a copy that is not sound leaves no database");
    }
    fs::rename(&keys, data.join(DAY_KEYS)).or_else(|_| fs::write(data.join(DAY_KEYS), b"")).expect("moved back");
}

async fn read(data: &Path) -> bool {
    let Ok(store) = Sqlite::open(data).await else { return false };
    for number in 0..3 {
        if !matches!(store.box_get(BoxId([number; 32]), TODAY).await, Ok(Some(_))) {
            return false;
        }
    }
    store.tidy(TODAY).await.is_ok()
}

fn folder() -> Vec<(String, Vec<u8>)> {
    let home = tempfile::tempdir().expect("a folder");
    let (data, copy, keys) = (home.path().join("data"), home.path().join("copy"), home.path().join("keys"));
    Builder::new_current_thread().enable_time().build().expect("a runtime").block_on(async {
        fs::create_dir_all(&data).expect("a folder");
        server_store_sqlite::load_or_make_secrets(&data, || vec![1; 64]).expect("secrets");
        let store = Sqlite::open(&data).await.expect("opens");
        for number in 0..3 {
            let stamp = Stamp { day: TODAY, number: 0 };
            let new = Some(NewBox { cap: PublicKey([1; 32]), expires: None, stamp });
            let put = BoxPut { id: BoxId([number; 32]), if_match: Etag::NONE, blob: vec![number; 300].into(), new };
            store.box_put(put, TODAY).await.expect("stored");
        }
        backup(&data, &copy, &keys, &[]).await.expect("copied");
    });
    let file = |folder: &Path, name: &str| fs::read(folder.join(name)).expect(name);
    let mut files = vec![(DATABASE.to_owned(), file(&copy, DATABASE)), (SECRETS.to_owned(), file(&copy, SECRETS))];
    files.push((DAY_KEYS.to_owned(), fs::read(&keys).expect("keys")));
    files
}
