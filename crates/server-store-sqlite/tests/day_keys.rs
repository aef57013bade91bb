//! What has died opens in no old copy of the database; what lives is never lost.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{fs, path::Path};

use proptest::prelude::*;
use server_store::{
    AccountKey, Admission, Appending, Committing, Store, StoreError, Swapping,
    suite::{CIRCLE, STAMP, TODAY, commit, entry, found, id, key, snapshot, snapshot_id},
};
use server_store_sqlite::{KEY_DAYS, OpenError, Sqlite, check};
use wire::{
    BoxId, CodeId, Day, Etag, LoginHash, MailId, MailboxId,
    account::{Recovery, SignUp},
    circle::{Append, Keep},
    mailbox::{Kind, MailboxMake},
    sealed_box::{BoxPut, NewBox},
};

const DATABASE: [&str; 2] = ["stayhere.db", "stayhere.db-wal"];
const KEYS: &str = "day-keys";
const MAILBOX: MailboxId = MailboxId([6; 32]);
const ACCOUNT: AccountKey = AccountKey([7; 32]);
const CODE: CodeId = CodeId([8; 32]);

/// What a thief has who copied the database on some day and gets at the present day keys.
fn backup(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_files(folder, copy.path(), &DATABASE);
    copy
}

fn copy_files(from: &Path, to: &Path, names: &[&str]) {
    for name in names {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

async fn open(folder: &Path) -> Sqlite {
    Sqlite::open(folder).await.unwrap()
}

/// The copy in a folder of its own, with the day keys of `keys_of`.
async fn open_backup(copy: &tempfile::TempDir, keys_of: &Path) -> Result<Sqlite, OpenError> {
    let again = copy.path().join(format!("restored {}", fs::read_dir(copy.path()).unwrap().count()));
    fs::create_dir(&again).unwrap();
    copy_files(copy.path(), &again, &DATABASE);
    copy_files(keys_of, &again, &[KEYS]);
    Sqlite::open(&again).await
}

fn box_id(number: u8) -> BoxId {
    BoxId([number; 32])
}

async fn put_box(store: &Sqlite, number: u8, if_match: Etag, content: u8, expires: Option<Day>) {
    let new = (if_match == Etag::NONE).then_some(NewBox { cap: key(number), expires, stamp: STAMP });
    let request = BoxPut { id: box_id(number), if_match, blob: vec![content; 64].into(), new };
    assert_eq!(store.box_put(request, TODAY).await.unwrap(), Swapping::Stored);
}

async fn append(store: &Sqlite, content: &[u8], expires: Option<Day>) {
    let stored =
        store.append(Append { keep: expires.map_or(Keep::Commit, Keep::Until), ..entry(1, content) }).await.unwrap();
    assert!(matches!(stored, Appending::Stored { fresh: true, .. }), "{stored:?}");
}

fn sign_up() -> SignUp {
    SignUp {
        login: LoginHash([1; 32]),
        upload: Vec::new().into(),
        wrapped_vault_key: vec![2; 40].into(),
        vault_cap: key(9),
        vault: vec![3; 50].into(),
        recovery: Recovery { code: CODE, auth: key(8), sealed: vec![4; 60].into() },
        stamp: STAMP,
        code: None,
    }
}

fn mailbox(expires: Day) -> MailboxMake {
    let preview = vec![6; 80].into();
    MailboxMake { mailbox: MAILBOX, kind: Kind::Knock, read: key(6), uses: 3, expires, preview, stamp: STAMP }
}

/// One of everything: what lasts, and what dies in two days.
async fn furnish(store: &Sqlite) {
    let soon = TODAY.plus(2);
    store.sign_up(ACCOUNT, vec![5; 70], sign_up(), Admission::Free).await.unwrap();
    store.found(found(), TODAY).await.unwrap();
    append(store, b"dies", Some(soon)).await;
    append(store, b"lasts", None).await;
    put_box(store, 1, Etag::NONE, 1, Some(soon)).await;
    put_box(store, 2, Etag::NONE, 2, None).await;
    store.mailbox_make(mailbox(TODAY.plus(1)), TODAY).await.unwrap();
    store.mail_post(MAILBOX, vec![9; 90], TODAY).await.unwrap();
    assert_eq!(store.commit(commit(1, 2, 0, 2), TODAY).await.unwrap(), Committing::Stored { child_no: 0 });
}

async fn entries(store: &Sqlite) -> Vec<Option<Vec<u8>>> {
    // A day long ago, so that nothing is hidden but what cannot be opened.
    let page = store.read(CIRCLE, id(1), id(1), 0, usize::MAX, Day(0)).await.unwrap().unwrap();
    page.entries.into_iter().map(|entry| entry.blob.map(|blob| blob.to_vec())).collect()
}

async fn all_that_lasts_is_there(store: &Sqlite) {
    let account = store.account(ACCOUNT).await.unwrap().unwrap();
    let sizes = (account.record, account.wrapped_vault_key, account.vault);
    assert_eq!(sizes, (vec![5; 70], vec![2; 40], vec![3; 50]));
    assert_eq!(store.recovery(CODE).await.unwrap().unwrap().sealed, vec![4; 60]);
    assert_eq!(store.box_get(box_id(2), Day(0)).await.unwrap().unwrap().blob, vec![2; 64]);
    assert_eq!(entries(store).await[1], Some(b"lasts".to_vec()));
    let children = store.children(CIRCLE, id(1), 0, 9).await.unwrap();
    assert_eq!(children[0].envelope.to_vec(), vec![2; 10]);
    for number in [1, 2] {
        let blob = store.blob(CIRCLE, id(2), snapshot_id(number)).await.unwrap();
        assert_eq!(blob, Some(snapshot(number)));
    }
}

async fn what_dies_is_there(store: &Sqlite) -> [bool; 4] {
    [
        entries(store).await[0].is_some(),
        store.box_get(box_id(1), Day(0)).await.unwrap().is_some(),
        store.mailbox(MAILBOX, Day(0)).await.unwrap().is_some(),
        store.mail(MAILBOX, MailId::of(&[9; 90])).await.unwrap().is_some(),
    ]
}

#[tokio::test]
async fn what_dies_on_a_day_opens_in_no_copy_after_its_sweep() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    furnish(&store).await;
    let copy = backup(folder.path());
    store.tidy(TODAY.plus(1)).await.unwrap();
    let restored = open_backup(&copy, folder.path()).await.unwrap();
    assert_eq!(what_dies_is_there(&restored).await, [true; 4], "it lives until its day");

    store.tidy(TODAY.plus(2)).await.unwrap();
    let restored = open_backup(&copy, folder.path()).await.unwrap();
    assert_eq!(what_dies_is_there(&restored).await, [false; 4]);
    all_that_lasts_is_there(&restored).await;
    all_that_lasts_is_there(&store).await;
    // What has lost its key is as if it had been deleted: the same places can be used again.
    put_box(&restored, 1, Etag::NONE, 7, Some(TODAY.plus(2))).await;
    assert_eq!(restored.box_get(box_id(1), TODAY).await.unwrap().unwrap().blob, vec![7; 64]);
    assert_eq!(restored.mail_post(MAILBOX, vec![1], TODAY).await.unwrap(), server_store::Posting::Missing);
}

#[tokio::test]
async fn a_copy_can_be_restored_for_some_days_and_not_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    furnish(&store).await;
    store.tidy(TODAY).await.unwrap();
    let copy = backup(folder.path());
    for days in 1..2 * KEY_DAYS {
        store.tidy(TODAY.plus(days)).await.unwrap();
        let restored = open_backup(&copy, folder.path()).await.unwrap();
        all_that_lasts_is_there(&restored).await;
        // A restored server wraps everything again, with the key that is present there.
        restored.tidy(TODAY.plus(days)).await.unwrap();
        all_that_lasts_is_there(&restored).await;
    }
    store.tidy(TODAY.plus(2 * KEY_DAYS)).await.unwrap();
    let shut = open_backup(&copy, folder.path()).await.err();
    assert!(matches!(shut, Some(OpenError::DayKeysForeign(_))), "{shut:?}");
    all_that_lasts_is_there(&store).await;
    assert_eq!(check(folder.path()).await.unwrap(), Vec::<String>::new());
    copy_files(folder.path(), copy.path(), &[KEYS]);
    let faults = check(copy.path()).await.unwrap();
    assert_eq!(faults.len(), 8, "each of the lasting columns: {faults:?}");
}

#[tokio::test]
async fn a_value_that_was_overwritten_dies_in_copies_too() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    store.tidy(TODAY).await.unwrap();
    put_box(&store, 2, Etag::NONE, 2, None).await;
    let copy = backup(folder.path());
    put_box(&store, 2, Etag::of(&[2; 64]), 3, None).await;
    for days in [KEY_DAYS, 2 * KEY_DAYS] {
        store.tidy(TODAY.plus(days)).await.unwrap();
    }
    assert!(open_backup(&copy, folder.path()).await.is_err());
    assert_eq!(store.box_get(box_id(2), TODAY).await.unwrap().unwrap().blob, vec![3; 64]);
}

#[tokio::test]
async fn what_waits_in_a_renewed_mailbox_lives_as_long() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    furnish(&store).await;
    store.mailbox_make(mailbox(TODAY.plus(9)), TODAY).await.unwrap();
    store.tidy(TODAY.plus(9)).await.unwrap();
    let mail = store.mail(MAILBOX, MailId::of(&[9; 90])).await.unwrap().unwrap();
    assert_eq!(mail.blob.to_vec(), vec![9; 90]);
    let copy = backup(folder.path());
    store.tidy(TODAY.plus(10)).await.unwrap();
    let restored = open_backup(&copy, folder.path()).await.unwrap();
    assert_eq!(what_dies_is_there(&restored).await, [false; 4]);
}

#[tokio::test]
async fn a_database_without_its_keys_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).await);
    let other = tempfile::tempdir().unwrap();
    let store = open(other.path()).await;
    store.found(found(), TODAY).await.unwrap();
    let copy = backup(other.path());
    let try_open = async || Sqlite::open(copy.path()).await.err();
    let missing = try_open().await;
    assert!(matches!(missing, Some(OpenError::DayKeysMissing(_))), "{missing:?}");
    assert!(matches!(check(copy.path()).await.err(), Some(OpenError::DayKeysMissing(_))));
    fs::write(copy.path().join(KEYS), b"damaged").unwrap();
    let damaged = try_open().await;
    assert!(matches!(damaged, Some(OpenError::DayKeysDamaged(_))), "{damaged:?}");
    copy_files(folder.path(), copy.path(), &[KEYS]);
    let foreign = try_open().await;
    assert!(matches!(foreign, Some(OpenError::DayKeysForeign(_))), "{foreign:?}");
    copy_files(other.path(), copy.path(), &[KEYS]);
    assert!(try_open().await.is_none());
}

/// A file that cannot be replaced, even by root.
struct Blocked<'a>(&'a Path);

impl<'a> Blocked<'a> {
    fn block(folder: &'a Path) -> Self {
        fs::create_dir(folder.join("day-keys.new")).unwrap();
        Self(folder)
    }
}

impl Drop for Blocked<'_> {
    fn drop(&mut self) {
        let _ = fs::remove_dir(self.0.join("day-keys.new"));
    }
}

#[tokio::test]
async fn nothing_is_acknowledged_before_its_key_is_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    store.found(found(), TODAY).await.unwrap();
    let soon = Append { keep: Keep::Until(TODAY.plus(2)), ..entry(1, b"words") };
    let blocked = Blocked::block(folder.path());
    assert_eq!(store.append(soon.clone()).await, Err(StoreError::Unavailable));
    assert_eq!(entries(&store).await, [] as [Option<Vec<u8>>; 0]);
    drop(blocked);
    append(&store, b"words", Some(TODAY.plus(2))).await;

    // A crash right after the answer.
    let copy = backup(folder.path());
    let restored = open_backup(&copy, folder.path()).await.unwrap();
    assert_eq!(entries(&restored).await, [Some(b"words".to_vec())]);
}

#[tokio::test]
async fn a_crash_between_key_and_record_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    store.found(found(), TODAY).await.unwrap();
    append(&store, b"first", Some(TODAY.plus(2))).await;
    let before = backup(folder.path());
    append(&store, b"second", Some(TODAY.plus(3))).await;
    // The key of the second is in the file, the second itself is not in the database.
    let restored = open_backup(&before, folder.path()).await.unwrap();
    assert_eq!(entries(&restored).await, [Some(b"first".to_vec())]);
    append(&restored, b"second", Some(TODAY.plus(3))).await;
    assert_eq!(entries(&restored).await.len(), 2);
}

#[tokio::test]
async fn a_sweep_that_could_not_write_its_keys_is_made_up_for() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    furnish(&store).await;
    store.tidy(TODAY).await.unwrap();
    let blocked = Blocked::block(folder.path());
    assert_eq!(store.tidy(TODAY.plus(KEY_DAYS)).await, Err(StoreError::Unavailable));
    let copy = backup(folder.path());
    let restored = open_backup(&copy, folder.path()).await.unwrap();
    all_that_lasts_is_there(&restored).await;
    drop(blocked);
    store.tidy(TODAY.plus(KEY_DAYS)).await.unwrap();
    all_that_lasts_is_there(&store).await;
    let copy = backup(folder.path());
    let restored = open_backup(&copy, folder.path()).await.unwrap();
    all_that_lasts_is_there(&restored).await;
}

#[tokio::test]
async fn values_do_not_pass_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    for number in [1, 2] {
        put_box(&store, number, Etag::NONE, number, None).await;
    }
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("stayhere.db"));
    let mut db = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let swap = "UPDATE sealed_box SET blob = (SELECT blob FROM sealed_box AS o WHERE o.id <> sealed_box.id)
                WHERE id = x'0101010101010101010101010101010101010101010101010101010101010101'";
    sqlx::query(swap).execute(&mut db).await.unwrap();
    let got = store.box_get(box_id(1), TODAY).await.unwrap().unwrap().blob;
    assert_ne!(got, vec![2; 64], "what does not belong is not opened, only handed out as it stands");
    assert_eq!(store.box_get(box_id(2), TODAY).await.unwrap().unwrap().blob, vec![2; 64]);
}

#[derive(Debug, Clone, Copy)]
struct Written {
    day: u32,
    lives: Option<u32>,
}

fn written() -> impl Strategy<Value = Written> {
    (0..20_u32, proptest::option::of(1..20_u32)).prop_map(|(day, lives)| Written { day, lives })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Entries of several days; a copy of the database on one of them; with the keys of the last day the copy gives only
    /// what is alive by then, and the server itself gives all of that.
    #[test]
    fn only_the_living_open(mut all in prop::collection::vec(written(), 1..12), copied in 0..20_u32, after in 0..25_u32) {
        all.sort_by_key(|written| written.day);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(days(&all, copied, copied + after));
    }
}

async fn days(all: &[Written], copied: u32, last: u32) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    store.found(found(), TODAY).await.unwrap();
    let mut copy = None;
    let mut in_copy = 0;
    let mut stored = 0;
    for day in 0..=last {
        store.tidy(TODAY.plus(day)).await.unwrap();
        for written in all.iter().filter(|written| written.day == day) {
            let expires = written.lives.map(|lives| TODAY.plus(day + lives));
            append(&store, &[stored as u8, 1, 2, 3], expires).await;
            stored += 1;
        }
        if day == copied {
            copy = Some(backup(folder.path()));
            in_copy = stored;
        }
    }
    let is_alive = |written: &Written| written.lives.is_none_or(|lives| written.day + lives > last);
    let expected: Vec<_> =
        all.iter().zip(0_u8..).map(|(written, n)| is_alive(written).then(|| vec![n, 1, 2, 3])).collect();
    assert_eq!(entries(&store).await, expected[..stored]);
    match open_backup(&copy.unwrap(), folder.path()).await {
        Ok(restored) => {
            assert_eq!(entries(&restored).await, expected[..in_copy]);
            assert!(last < copied + 2 * KEY_DAYS, "a copy of {copied} must not open on {last}");
        }
        Err(error) => {
            assert!(matches!(error, OpenError::DayKeysForeign(_)), "{error:?}");
            assert!(last >= copied + KEY_DAYS, "a copy of {copied} must open on {last}");
        }
    }
}
