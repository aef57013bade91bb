//! The store in one SQLite file, and beside it the secrets and the day keys, in one data folder.
//!
//! One writer commits in groups: every write that waits goes into one transaction, and each is answered only when the
//! commit is on the disk. Readers have connections of their own. The file keeps no order of writing where that can be
//! avoided: no rowids, random keys, deleted content overwritten, the log truncated and the file rewritten by
//! [`Sqlite::tidy`](server_store::Store::tidy) each day. Every value of length is wrapped with a key that is destroyed
//! some time after the value has died, so that old copies of the file do not open (`keys`).

mod account;
mod backup;
mod check;
mod circle;
mod column;
mod error;
mod file;
#[cfg(test)]
mod full_disk;
mod key_file;
mod keys;
mod mailbox;
mod open;
mod operate;
mod path;
mod rewrap;
mod row;
mod sealed_box;
mod secrets;
mod tidy;
mod wake;
mod writer;

pub use backup::{BackupError, backup, restore};
pub use check::check;
pub use key_file::NAME as DAY_KEYS;
#[cfg(feature = "foreign")]
pub use key_file::read_again as read_day_keys_again;
pub use keys::KEY_DAYS;
pub use open::{OpenError, Sqlite};
pub use operate::{Changed, CircleRow, CodeRow, OperateError, Operator};
pub use secrets::load_or_make as load_or_make_secrets;

use server_store::{
    Account, AccountKey, Admission, Appending, Committing, Counts, EntryPage, Founding, Mailbox, MailboxMaking,
    Posting, RecoveryRow, Shredding, SigningUp, Store, StoreError, StoredBox, Swapping, Wake, Waking,
};
use wire::{
    BlobId, BoxId, CircleId, CodeId, CommitId, Day, Hash, MailId, MailboxId, PublicKey, Reason,
    account::{Rekey, SignUp, VaultPut},
    circle::{Append, Child, Commit, Found, Step},
    mailbox::{MailboxMake, WaitingMail},
    sealed_box::BoxPut,
    wake::WakeTime,
};

impl Store for Sqlite {
    async fn sign_up(
        &self,
        key: AccountKey,
        record: Vec<u8>,
        request: SignUp,
        admission: Admission,
    ) -> Result<SigningUp, StoreError> {
        self.write(move |db, keys| Box::pin(account::sign_up(db, keys, key, record, request, admission))).await
    }
    async fn account(&self, key: AccountKey) -> Result<Option<Account>, StoreError> {
        account::get(&mut *self.reader().await?, &self.keys, key).await.map_err(error::of)
    }
    async fn vault_put(&self, key: AccountKey, request: VaultPut) -> Result<Swapping, StoreError> {
        self.write(move |db, keys| Box::pin(account::vault_put(db, keys, key, request))).await
    }
    async fn rekey(&self, key: AccountKey, record: Vec<u8>, request: Rekey) -> Result<Swapping, StoreError> {
        self.write(move |db, keys| Box::pin(account::rekey(db, keys, key, record, request))).await
    }
    async fn erase(&self, key: AccountKey, code: CodeId) -> Result<(), StoreError> {
        self.write(move |db, _| Box::pin(account::erase(db, key, code))).await
    }
    async fn recovery(&self, code: CodeId) -> Result<Option<RecoveryRow>, StoreError> {
        account::recovery(&mut *self.reader().await?, &self.keys, code).await.map_err(error::of)
    }

    async fn box_put(&self, request: BoxPut, today: Day) -> Result<Swapping, StoreError> {
        self.write(move |db, keys| Box::pin(sealed_box::put(db, keys, request, today))).await
    }
    async fn box_get(&self, id: BoxId, today: Day) -> Result<Option<StoredBox>, StoreError> {
        sealed_box::get(&mut *self.reader().await?, &self.keys, id, today).await.map_err(error::of)
    }
    async fn box_delete(&self, id: BoxId) -> Result<(), StoreError> {
        self.write(move |db, _| Box::pin(sealed_box::delete(db, id))).await
    }

    async fn found(&self, request: Found, _today: Day) -> Result<Founding, StoreError> {
        self.write(move |db, keys| Box::pin(circle::found(db, keys, request))).await
    }
    async fn access(&self, circle: CircleId, commit: CommitId) -> Result<Option<PublicKey>, StoreError> {
        circle::access(&mut *self.reader().await?, circle, commit).await.map_err(error::of)
    }
    async fn commit(&self, request: Commit, today: Day) -> Result<Committing, StoreError> {
        self.write(move |db, keys| Box::pin(circle::commit(db, keys, request, today))).await
    }
    async fn append(&self, request: Append) -> Result<Appending, StoreError> {
        self.write(move |db, keys| Box::pin(circle::append(db, keys, request))).await
    }
    async fn shred(
        &self,
        circle: CircleId,
        at: CommitId,
        commit: CommitId,
        n: u32,
        secret: Hash,
    ) -> Result<Shredding, StoreError> {
        self.write(move |db, _| Box::pin(circle::shred(db, circle, at, commit, n, secret))).await
    }
    async fn read(
        &self,
        circle: CircleId,
        at: CommitId,
        commit: CommitId,
        from: u32,
        room: usize,
        today: Day,
    ) -> Result<Option<EntryPage>, StoreError> {
        let mut db = self.reader().await?;
        circle::read(&mut db, &self.keys, circle, at, commit, circle::Wanted { from, room, today })
            .await
            .map_err(error::of)
    }
    async fn children(
        &self,
        circle: CircleId,
        commit: CommitId,
        from: u32,
        most: u32,
    ) -> Result<Vec<Child>, StoreError> {
        path::children(&mut *self.reader().await?, &self.keys, circle, commit, from, most).await.map_err(error::of)
    }
    async fn path(&self, circle: CircleId, at: CommitId) -> Result<Option<Vec<Step>>, StoreError> {
        path::steps(&mut *self.reader().await?, circle, at).await.map_err(error::of)
    }
    async fn tree(&self, circle: CircleId) -> Result<Vec<(CommitId, CommitId)>, StoreError> {
        path::tree(&mut *self.reader().await?, circle).await.map_err(error::of)
    }
    async fn blob(&self, circle: CircleId, at: CommitId, blob: BlobId) -> Result<Option<Vec<u8>>, StoreError> {
        path::blob(&mut *self.reader().await?, &self.keys, circle, at, blob).await.map_err(error::of)
    }

    async fn mailbox_make(&self, request: MailboxMake, today: Day) -> Result<MailboxMaking, StoreError> {
        self.write(move |db, keys| Box::pin(mailbox::make(db, keys, request, today))).await
    }
    async fn mailbox(&self, id: MailboxId, today: Day) -> Result<Option<Mailbox>, StoreError> {
        mailbox::get(&mut *self.reader().await?, &self.keys, id, today).await.map_err(error::of)
    }
    async fn mail_post(&self, mailbox: MailboxId, blob: Vec<u8>, today: Day) -> Result<Posting, StoreError> {
        self.write(move |db, keys| Box::pin(mailbox::post(db, keys, mailbox, blob, today))).await
    }
    async fn mail_ids(&self, mailbox: MailboxId) -> Result<Vec<MailId>, StoreError> {
        mailbox::ids(&mut *self.reader().await?, mailbox).await.map_err(error::of)
    }
    async fn mail(&self, mailbox: MailboxId, mail: MailId) -> Result<Option<WaitingMail>, StoreError> {
        mailbox::mail(&mut *self.reader().await?, &self.keys, mailbox, mail).await.map_err(error::of)
    }
    async fn mail_delete(&self, mailbox: MailboxId, mail: Option<MailId>) -> Result<(), StoreError> {
        self.write(move |db, _| Box::pin(mailbox::delete(db, mailbox, mail))).await
    }

    async fn wakes_set(&self, address: String, times: Vec<WakeTime>, most: u64) -> Result<Waking, StoreError> {
        self.write(move |db, keys| Box::pin(wake::set(db, keys, address, times, most))).await
    }
    async fn wakes_take(&self, until: WakeTime, most: u32) -> Result<Vec<Wake>, StoreError> {
        self.write(move |db, keys| Box::pin(wake::take(db, keys, until, most))).await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        operate::counts(&mut *self.reader().await?).await.map_err(error::of)
    }
    async fn circle_bytes(&self, circle: CircleId) -> Result<u64, StoreError> {
        operate::circle_bytes(&mut *self.reader().await?, circle).await.map_err(error::of)
    }
    async fn suspended(&self) -> Result<Vec<(CircleId, Reason)>, StoreError> {
        operate::suspended(&mut *self.reader().await?).await.map_err(error::of)
    }

    async fn tidy(&self, today: Day) -> Result<(), StoreError> {
        self.sweep(today).await
    }
}
