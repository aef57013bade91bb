//! The trait and what its methods answer.

use core::future::Future;

use wire::{
    BlobId, BoxId, CircleId, Code, CodeId, CommitId, Day, Etag, Hash, MailId, MailboxId, Problem, PublicKey, Reason,
    account::{Rekey, SignUp, VaultPut},
    circle::{Append, Child, Commit, Entry, Found, Step},
    error::ParentState,
    mailbox::{MailboxMake, WaitingMail},
    sealed_box::BoxPut,
    wake::WakeTime,
};

/// Why nothing was read or written, by what the caller must do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no room for the write. Nothing of it was stored; it may be tried again when there is room.
    #[error("no room to store")]
    Full,
    /// The store does not answer at the moment. Try again later.
    #[error("store not available")]
    Unavailable,
    /// A fault that trying again does not mend, for the operator's eyes.
    #[error("store: {0}")]
    Internal(String),
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::new(match error {
            StoreError::Full => Code::StorageFull,
            StoreError::Unavailable => Code::Unavailable,
            StoreError::Internal(_) => Code::Internal,
        })
    }
}

/// Under which an account is stored: HMAC(pepper, login hash).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountKey(pub [u8; 32]);

/// An account as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// OPAQUE record.
    pub record: Vec<u8>,
    /// The vault key sealed under KEK1.
    pub wrapped_vault_key: Vec<u8>,
    /// Under which the vault's requests are signed.
    pub vault_cap: PublicKey,
    /// The sealed vault.
    pub vault: Vec<u8>,
}

/// A recovery record as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryRow {
    /// Under which its requests are signed.
    pub auth: PublicKey,
    /// Sealed under KEK2.
    pub sealed: Vec<u8>,
}

/// A box as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredBox {
    /// Under which its requests are signed.
    pub cap: PublicKey,
    /// The sealed content.
    pub blob: Vec<u8>,
}

/// A mailbox as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Under which reading and closing are signed.
    pub read: PublicKey,
    /// Mails that may still be posted.
    pub uses: u32,
    /// The sealed preview.
    pub preview: Vec<u8>,
}

/// Some entries of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryPage {
    /// From the wanted place on, without gaps.
    pub entries: Vec<Entry>,
    /// How many the commit has.
    pub total: u32,
}

/// What became of a sign-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningUp {
    /// Stored, now or by the same request before.
    Stored,
    /// The name belongs to another account.
    NameTaken,
    /// The recovery code's id belongs to another account.
    CodeTaken,
    /// The operator's code is unknown, used up or out of date.
    NotAdmitted,
}

/// On what condition somebody may sign up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// None.
    Free,
    /// With a code of the operator: one of its uses is used up by this.
    Code {
        /// [`wire::account::SignUpCode::hash`].
        code: Hash,
        /// Its last day must not be before this.
        today: Day,
    },
}

/// How much there is of what an operator may limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Accounts.
    pub accounts: u64,
    /// Circles.
    pub circles: u64,
}

/// What became of a compare-and-swap on an etag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swapping {
    /// The new content is stored, now or by the same request before.
    Stored,
    /// The present content has this etag.
    Conflict(Etag),
    /// There is nothing to replace.
    Missing,
}

/// What became of a founding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Founding {
    /// Stored, now or by the same request before.
    Stored,
    /// The circle's id is in use.
    Taken,
}

/// What became of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Committing {
    /// Stored as this child of its parent, with the mails that it delivered.
    Stored {
        /// Place among the children.
        child_no: u32,
    },
    /// The same request was stored before.
    Same {
        /// Place among the children.
        child_no: u32,
    },
    /// The compare-and-swap did not match, or the id is another commit's.
    Conflict(ParentState),
    /// No such parent.
    Missing,
    /// A mailbox for one of the mails is closed, expired or used up.
    MailboxGone,
    /// The parent has children enough for a stamp of so many bits, which the request does not show.
    Work {
        /// For the place that the request names.
        bits: u32,
    },
    /// The parent has as many children as it may have.
    Quota,
}

/// What became of an append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appending {
    /// Stored.
    Stored {
        /// Its place.
        n: u32,
        /// How many children the commit has by now.
        children: u32,
        /// Whether this request stored it, not one before.
        fresh: bool,
    },
    /// No such commit.
    Missing,
    /// The commit has as many entries as it may have.
    Quota,
}

/// What became of a shredding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shredding {
    /// The content is gone.
    Done,
    /// No such entry that this commit may name.
    Missing,
    /// The secret is not that of the entry.
    WrongSecret,
    /// The entry is not one that its author may shred: it is kept as long as its commit, or until it is covered.
    Lasting,
}

/// What became of making a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailboxMaking {
    /// Made; or renewed, where it is there under the same key: what waits in it stays.
    Made,
    /// The id is in use under another key.
    Taken,
}

/// What became of posting a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posting {
    /// Waiting.
    Stored,
    /// The same mail waits already.
    Same,
    /// No such mailbox, or it has expired.
    Missing,
    /// No uses left.
    Gone,
    /// Too many unread mails.
    Full,
}

/// What became of a list of wakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waking {
    /// It stands in the place of the former one.
    Set,
    /// The address is a new one, and there are as many as there may be.
    Full,
}

/// A wake that is due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wake {
    /// For when it was asked.
    pub at: WakeTime,
    /// Of the browser at its push service.
    pub address: String,
}

impl Wake {
    /// The day whose sweep removes it, should nobody have taken it: at least a whole day after its moment.
    pub const fn dies(&self) -> Day {
        dies(self.at)
    }
}

/// [`Wake::dies`] of a moment.
pub const fn dies(at: WakeTime) -> Day {
    Day::of(at.begins()).plus(2)
}

/// Everything that a server stores. `today` is given where it matters, so that a store reads no clock.
pub trait Store: Send + Sync + 'static {
    /// Stores an account and its recovery record together. `record` is what is kept of the upload.
    fn sign_up(
        &self,
        key: AccountKey,
        record: Vec<u8>,
        request: SignUp,
        admission: Admission,
    ) -> impl Future<Output = Result<SigningUp, StoreError>> + Send;
    /// An account.
    fn account(&self, key: AccountKey) -> impl Future<Output = Result<Option<Account>, StoreError>> + Send;
    /// Replaces a vault.
    fn vault_put(
        &self,
        key: AccountKey,
        request: VaultPut,
    ) -> impl Future<Output = Result<Swapping, StoreError>> + Send;
    /// Replaces everything of an account and its recovery record together.
    fn rekey(
        &self,
        key: AccountKey,
        record: Vec<u8>,
        request: Rekey,
    ) -> impl Future<Output = Result<Swapping, StoreError>> + Send;
    /// Deletes an account and its recovery record together; what is not there counts as deleted.
    fn erase(&self, key: AccountKey, code: CodeId) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// A recovery record.
    fn recovery(&self, code: CodeId) -> impl Future<Output = Result<Option<RecoveryRow>, StoreError>> + Send;

    /// Makes or replaces a box. Content that is there already counts as stored.
    fn box_put(&self, request: BoxPut, today: Day) -> impl Future<Output = Result<Swapping, StoreError>> + Send;
    /// A box.
    fn box_get(&self, id: BoxId, today: Day) -> impl Future<Output = Result<Option<StoredBox>, StoreError>> + Send;
    /// Deletes a box.
    fn box_delete(&self, id: BoxId) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Stores a circle with its genesis.
    fn found(&self, request: Found, today: Day) -> impl Future<Output = Result<Founding, StoreError>> + Send;
    /// The access key of a commit.
    fn access(
        &self,
        circle: CircleId,
        commit: CommitId,
    ) -> impl Future<Output = Result<Option<PublicKey>, StoreError>> + Send;
    /// Stores a commit, its snapshot and its mails, and removes the mails that it answers: all or nothing. It must show
    /// the work that [`wire::pow::child_bits`] asks for what the parent's children weigh.
    fn commit(&self, request: Commit, today: Day) -> impl Future<Output = Result<Committing, StoreError>> + Send;
    /// Appends an entry.
    fn append(&self, request: Append) -> impl Future<Output = Result<Appending, StoreError>> + Send;
    /// Removes the content of entry `n` of `commit`, which lies on the path to `at`, if `secret` is its hash.
    fn shred(
        &self,
        circle: CircleId,
        at: CommitId,
        commit: CommitId,
        n: u32,
        secret: Hash,
    ) -> impl Future<Output = Result<Shredding, StoreError>> + Send;
    /// Entries of `commit` from place `from` on, as many as fit into `room` bytes but at least one and at most
    /// [`wire::limits::ENTRIES_PER_READ`]; none if `commit` does not lie on the path to `at`.
    fn read(
        &self,
        circle: CircleId,
        at: CommitId,
        commit: CommitId,
        from: u32,
        room: usize,
        today: Day,
    ) -> impl Future<Output = Result<Option<EntryPage>, StoreError>> + Send;
    /// At most `most` children of a commit from place `from` on.
    fn children(
        &self,
        circle: CircleId,
        commit: CommitId,
        from: u32,
        most: u32,
    ) -> impl Future<Output = Result<Vec<Child>, StoreError>> + Send;
    /// The stored commits on the path to `at`, oldest first; none if there is no such commit.
    fn path(
        &self,
        circle: CircleId,
        at: CommitId,
    ) -> impl Future<Output = Result<Option<Vec<Step>>, StoreError>> + Send;
    /// Every stored commit of a circle with its parent.
    fn tree(&self, circle: CircleId) -> impl Future<Output = Result<Vec<(CommitId, CommitId)>, StoreError>> + Send;
    /// The snapshot of a commit on the path to `at`.
    fn blob(
        &self,
        circle: CircleId,
        at: CommitId,
        blob: BlobId,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>> + Send;

    /// Makes a mailbox.
    fn mailbox_make(
        &self,
        request: MailboxMake,
        today: Day,
    ) -> impl Future<Output = Result<MailboxMaking, StoreError>> + Send;
    /// A mailbox that has not expired.
    fn mailbox(&self, id: MailboxId, today: Day) -> impl Future<Output = Result<Option<Mailbox>, StoreError>> + Send;
    /// Posts a mail.
    fn mail_post(
        &self,
        mailbox: MailboxId,
        blob: Vec<u8>,
        today: Day,
    ) -> impl Future<Output = Result<Posting, StoreError>> + Send;
    /// The ids of the waiting mails, in no order that tells anything.
    fn mail_ids(&self, mailbox: MailboxId) -> impl Future<Output = Result<Vec<MailId>, StoreError>> + Send;
    /// A waiting mail.
    fn mail(
        &self,
        mailbox: MailboxId,
        mail: MailId,
    ) -> impl Future<Output = Result<Option<WaitingMail>, StoreError>> + Send;
    /// Deletes a mail, or without one the mailbox with everything in it.
    fn mail_delete(
        &self,
        mailbox: MailboxId,
        mail: Option<MailId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Puts these moments in the place of all those of an address, so that none removes it. At most `most` addresses are kept.
    fn wakes_set(
        &self,
        address: String,
        times: Vec<WakeTime>,
        most: u64,
    ) -> impl Future<Output = Result<Waking, StoreError>> + Send;
    /// Removes the earliest `most` wakes that are due at `until`, and hands them out: each once, whatever becomes of it.
    fn wakes_take(&self, until: WakeTime, most: u32) -> impl Future<Output = Result<Vec<Wake>, StoreError>> + Send;

    /// What an operator may limit.
    fn counts(&self) -> impl Future<Output = Result<Counts, StoreError>> + Send;
    /// Bytes of a circle's entries, envelopes and snapshots.
    fn circle_bytes(&self, circle: CircleId) -> impl Future<Output = Result<u64, StoreError>> + Send;
    /// The circles that the operator has suspended.
    fn suspended(&self) -> impl Future<Output = Result<Vec<(CircleId, Reason)>, StoreError>> + Send;

    /// The daily sweep: what has expired by `today` goes, for good.
    ///
    /// Wakes go two days after their moment, where nobody took them. Boxes and mailboxes go as a whole; of an entry only the content goes, its hash stays. That of a brief entry goes
    /// on the day after its commit got a child. A commit goes, with its
    /// entries and its snapshot, when it was left [`wire::limits::CATCH_UP_DAYS`] ago and a child of it was left too:
    /// so a tip never goes, nor the commit before it, which may be the true tip where the last child is not valid.
    fn tidy(&self, today: Day) -> impl Future<Output = Result<(), StoreError>> + Send;
}
