//! A store in memory: for tests and the simulator.

mod account;
mod circle;
mod mailbox;
mod sealed_box;
mod wake;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use wire::{
    BlobId, BoxId, CircleId, CodeId, CommitId, Day, Hash, MailId, MailboxId, PublicKey, Reason,
    account::{Rekey, SignUp, VaultPut},
    circle::{Append, Child, Commit, Found, Step},
    mailbox::{MailboxMake, WaitingMail},
    sealed_box::BoxPut,
    wake::WakeTime,
};

use crate::{
    Account, AccountKey, Admission, Appending, Committing, Counts, EntryPage, Founding, Mailbox, MailboxMaking,
    Posting, RecoveryRow, Shredding, SigningUp, Store, StoreError, StoredBox, Swapping, Wake, Waking,
};

/// A store that forgets everything with the process. Clones share everything, as servers on one database do.
#[derive(Clone, Default)]
pub struct Memory {
    tables: Arc<Mutex<Tables>>,
}

#[derive(Clone, Default)]
struct Tables {
    accounts: BTreeMap<AccountKey, Account>,
    recoveries: BTreeMap<CodeId, RecoveryRow>,
    boxes: BTreeMap<BoxId, sealed_box::Row>,
    circles: BTreeMap<CircleId, circle::Rows>,
    mailboxes: BTreeMap<MailboxId, mailbox::Row>,
    codes: BTreeMap<Hash, (u32, Day)>,
    suspended: BTreeMap<CircleId, Reason>,
    wakes: BTreeSet<Wake>,
}

/// The boxes of a [`Memory`] at some moment; by default none.
#[derive(Clone, Default)]
pub struct Boxes(BTreeMap<BoxId, sealed_box::Row>);

/// How much a [`Memory`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Accounts.
    pub accounts: usize,
    /// Recovery records.
    pub recoveries: usize,
    /// Boxes of all kinds, expired ones that were not swept away included.
    pub boxes: usize,
    /// Those among them that no day ends.
    pub lasting: usize,
    /// Entries kept until a day whose content is there.
    pub words: usize,
}

/// The vaults of a [`Memory`] at some moment.
#[derive(Clone)]
pub struct Vaults(BTreeMap<AccountKey, Vec<u8>>);

impl Memory {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// A store of its own that holds what this one holds now: what a server that keeps people apart goes on from.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self { tables: Arc::new(Mutex::new(self.tables().clone())) }
    }

    /// All boxes as they are now, so that a test can set them back to this later, or take them away.
    pub fn copy_boxes(&self) -> Boxes {
        Boxes(self.tables().boxes.clone())
    }

    /// Puts other boxes in the place of all present ones.
    pub fn replace_boxes(&self, boxes: &Boxes) {
        self.tables().boxes.clone_from(&boxes.0);
    }

    /// A code with which so many people may sign up until `last`, as an operator would make it.
    pub fn add_code(&self, code: Hash, uses: u32, last: Day) {
        self.tables().codes.insert(code, (uses, last));
    }

    /// Suspends a circle, or resumes it, as an operator would.
    pub fn suspend(&self, circle: CircleId, reason: Option<Reason>) {
        let mut tables = self.tables();
        match reason {
            Some(reason) => tables.suspended.insert(circle, reason),
            None => tables.suspended.remove(&circle),
        };
    }

    /// How much is stored now.
    pub fn count(&self) -> Count {
        let tables = self.tables();
        let (accounts, recoveries) = (tables.accounts.len(), tables.recoveries.len());
        let words = tables.circles.values().map(circle::Rows::words).sum();
        let lasting = tables.boxes.values().filter(|row| row.lasts()).count();
        Count { accounts, recoveries, boxes: tables.boxes.len(), lasting, words }
    }

    /// All vaults as they are now.
    pub fn copy_vaults(&self) -> Vaults {
        Vaults(self.tables().accounts.iter().map(|(key, account)| (*key, account.vault.clone())).collect())
    }

    /// Sets the vaults of those who had one back to what they were.
    pub fn replace_vaults(&self, vaults: &Vaults) {
        for (key, account) in &mut self.tables().accounts {
            if let Some(vault) = vaults.0.get(key) {
                account.vault.clone_from(vault);
            }
        }
    }

    /// Gives every snapshot there is another content under its old id, as a dishonest server or author would.
    pub fn spoil_snapshots(&self) {
        self.tables().circles.values_mut().for_each(circle::Rows::spoil_snapshots);
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Memory {
    async fn sign_up(
        &self,
        key: AccountKey,
        record: Vec<u8>,
        request: SignUp,
        admission: Admission,
    ) -> Result<SigningUp, StoreError> {
        Ok(self.tables().sign_up(key, record, request, admission))
    }
    async fn account(&self, key: AccountKey) -> Result<Option<Account>, StoreError> {
        Ok(self.tables().accounts.get(&key).cloned())
    }
    async fn vault_put(&self, key: AccountKey, request: VaultPut) -> Result<Swapping, StoreError> {
        Ok(self.tables().vault_put(key, request))
    }
    async fn rekey(&self, key: AccountKey, record: Vec<u8>, request: Rekey) -> Result<Swapping, StoreError> {
        Ok(self.tables().rekey(key, record, request))
    }
    async fn erase(&self, key: AccountKey, code: CodeId) -> Result<(), StoreError> {
        self.tables().erase(key, code);
        Ok(())
    }
    async fn recovery(&self, code: CodeId) -> Result<Option<RecoveryRow>, StoreError> {
        Ok(self.tables().recoveries.get(&code).cloned())
    }

    async fn box_put(&self, request: BoxPut, today: Day) -> Result<Swapping, StoreError> {
        Ok(self.tables().box_put(request, today))
    }
    async fn box_get(&self, id: BoxId, today: Day) -> Result<Option<StoredBox>, StoreError> {
        Ok(self.tables().box_get(id, today))
    }
    async fn box_delete(&self, id: BoxId) -> Result<(), StoreError> {
        self.tables().boxes.remove(&id);
        Ok(())
    }

    async fn found(&self, request: Found, today: Day) -> Result<Founding, StoreError> {
        Ok(self.tables().found(request, today))
    }
    async fn access(&self, circle: CircleId, commit: CommitId) -> Result<Option<PublicKey>, StoreError> {
        Ok(self.tables().circles.get(&circle).and_then(|rows| rows.access(commit)))
    }
    async fn commit(&self, request: Commit, today: Day) -> Result<Committing, StoreError> {
        Ok(self.tables().commit(request, today))
    }
    async fn append(&self, request: Append) -> Result<Appending, StoreError> {
        Ok(self.tables().append(request))
    }
    async fn shred(
        &self,
        circle: CircleId,
        at: CommitId,
        commit: CommitId,
        n: u32,
        secret: Hash,
    ) -> Result<Shredding, StoreError> {
        let mut tables = self.tables();
        Ok(tables.circles.get_mut(&circle).map_or(Shredding::Missing, |rows| rows.shred(at, commit, n, secret)))
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
        Ok(self.tables().circles.get(&circle).and_then(|rows| rows.read(at, commit, from, room, today)))
    }
    async fn children(
        &self,
        circle: CircleId,
        commit: CommitId,
        from: u32,
        most: u32,
    ) -> Result<Vec<Child>, StoreError> {
        Ok(self.tables().circles.get(&circle).map_or_else(Vec::new, |rows| rows.children(commit, from, most)))
    }
    async fn path(&self, circle: CircleId, at: CommitId) -> Result<Option<Vec<Step>>, StoreError> {
        Ok(self.tables().circles.get(&circle).and_then(|rows| rows.path(at)))
    }
    async fn tree(&self, circle: CircleId) -> Result<Vec<(CommitId, CommitId)>, StoreError> {
        Ok(self.tables().circles.get(&circle).map_or_else(Vec::new, circle::Rows::tree))
    }
    async fn blob(&self, circle: CircleId, at: CommitId, blob: BlobId) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.tables().circles.get(&circle).and_then(|rows| rows.blob(at, blob)))
    }

    async fn mailbox_make(&self, request: MailboxMake, today: Day) -> Result<MailboxMaking, StoreError> {
        Ok(self.tables().mailbox_make(request, today))
    }
    async fn mailbox(&self, id: MailboxId, today: Day) -> Result<Option<Mailbox>, StoreError> {
        Ok(self.tables().mailbox(id, today))
    }
    async fn mail_post(&self, mailbox: MailboxId, blob: Vec<u8>, today: Day) -> Result<Posting, StoreError> {
        Ok(self.tables().mail_post(mailbox, blob, today))
    }
    async fn mail_ids(&self, mailbox: MailboxId) -> Result<Vec<MailId>, StoreError> {
        Ok(self.tables().mailboxes.get(&mailbox).map_or_else(Vec::new, mailbox::Row::ids))
    }
    async fn mail(&self, mailbox: MailboxId, mail: MailId) -> Result<Option<WaitingMail>, StoreError> {
        Ok(self.tables().mailboxes.get(&mailbox).and_then(|row| row.mail(mail)))
    }
    async fn mail_delete(&self, mailbox: MailboxId, mail: Option<MailId>) -> Result<(), StoreError> {
        self.tables().mail_delete(mailbox, mail);
        Ok(())
    }

    async fn wakes_set(&self, address: String, times: Vec<WakeTime>, most: u64) -> Result<Waking, StoreError> {
        Ok(self.tables().wakes_set(&address, times, most))
    }
    async fn wakes_take(&self, until: WakeTime, most: u32) -> Result<Vec<Wake>, StoreError> {
        Ok(self.tables().wakes_take(until, most))
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        let tables = self.tables();
        Ok(Counts { accounts: tables.accounts.len() as u64, circles: tables.circles.len() as u64 })
    }
    async fn circle_bytes(&self, circle: CircleId) -> Result<u64, StoreError> {
        Ok(self.tables().circles.get(&circle).map_or(0, circle::Rows::bytes))
    }
    async fn suspended(&self) -> Result<Vec<(CircleId, Reason)>, StoreError> {
        Ok(self.tables().suspended.iter().map(|(circle, reason)| (*circle, *reason)).collect())
    }

    async fn tidy(&self, today: Day) -> Result<(), StoreError> {
        self.tables().tidy(today);
        Ok(())
    }
}

impl Tables {
    fn tidy(&mut self, today: Day) {
        self.boxes.retain(|_, row| row.lives(today));
        self.mailboxes.retain(|_, row| row.lives(today));
        self.wakes.retain(|wake| today < wake.dies());
        self.codes.retain(|_, (uses, last)| *uses > 0 && today <= *last);
        for rows in self.circles.values_mut() {
            rows.tidy(today);
        }
    }
}
