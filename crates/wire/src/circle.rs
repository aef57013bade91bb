//! A circle on the server: a tree of commits, each with its own list of entries (protocol.md section 2).
//!
//! Every request but [`Found`] is signed by the access key of the commit that it names as `at` (or `parent`).
//! That key may append entries to that commit only; read entries of the commits on the path from genesis to it;
//! read commits that descend from it; post a child of it.

use minicbor::{Decode, Encode, bytes::ByteVec};

use crate::{
    BlobId, CircleId, CommitId, Day, DeleteSecret, Hash, MailboxId, PublicKey, Request,
    account::Done,
    error::ParentState,
    pow::{self, Stamp},
};

/// Genesis: a circle with one member. Signed by `access`. Stamp subject: the circle id.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Found {
    /// Random.
    #[n(0)]
    pub circle: CircleId,
    /// The genesis commit.
    #[n(1)]
    pub commit: CommitId,
    /// Access key of epoch 0.
    #[n(2)]
    pub access: PublicKey,
    /// The durable state under epoch 0's content key.
    #[n(3)]
    pub snapshot: ByteVec,
    /// Proof of work.
    #[n(4)]
    pub stamp: Stamp,
}

/// A commit: one atomic request. Signed by the access key of `parent`. Idempotent by `commit`: the identical
/// request sent again is answered as the first time.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Commit {
    /// Which circle.
    #[n(0)]
    pub circle: CircleId,
    /// The commit that it follows.
    #[n(1)]
    pub parent: CommitId,
    /// Its own id.
    #[n(2)]
    pub commit: CommitId,
    /// Compare-and-swap: the number of children that the parent has.
    #[n(3)]
    pub n_children: u32,
    /// Compare-and-swap, and the cut: the number of entries that the parent has.
    #[n(4)]
    pub cut: u32,
    /// Access key of the new epoch.
    #[n(5)]
    pub access: PublicKey,
    /// The envelope, sealed under the parent epoch.
    #[n(6)]
    pub envelope: ByteVec,
    /// The durable state under the new epoch's content key.
    #[n(7)]
    pub snapshot: ByteVec,
    /// Replies that are delivered if, and only if, the commit is stored.
    #[n(8)]
    pub mails: Vec<Mail>,
    /// Mails that this commit answers: they are removed from their mailboxes with it.
    #[n(9)]
    pub answers: Vec<Answered>,
    /// Proof of work for the place among the parent's children ([`pow::child_subject`]), where the server asks for it
    /// ([`crate::Code::Work`]). No part of the commit's identity: a stored commit that comes again needs none.
    #[n(10)]
    pub stamp: Option<Stamp>,
}

impl Commit {
    /// The bits that its stamp shows for its place.
    pub fn work(&self, today: Day) -> u32 {
        let subject = || pow::child_subject(self.circle, self.parent, self.n_children);
        self.stamp.map_or(0, |stamp| stamp.shows(today, &subject()))
    }
}

/// A mail for a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Mail {
    /// To whom.
    #[n(0)]
    pub mailbox: MailboxId,
    /// Sealed.
    #[n(1)]
    pub blob: ByteVec,
}

/// A mail that has been answered.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Answered {
    /// In which mailbox.
    #[n(0)]
    pub mailbox: MailboxId,
    /// Which mail.
    #[n(1)]
    pub mail: crate::MailId,
}

/// A commit was stored.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Committed {
    /// Its place among the parent's children, from 0. Only the first *valid* child is the circle's history.
    #[n(0)]
    pub child_no: u32,
}

/// Appends an entry to commit `at`. Durable before it is answered. Idempotent by the hash of `blob`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Append {
    /// Which circle.
    #[n(0)]
    pub circle: CircleId,
    /// Which commit.
    #[n(1)]
    pub at: CommitId,
    /// The sealed entry.
    #[n(2)]
    pub blob: ByteVec,
    /// Hash of the secret whose preimage shreds it.
    #[n(3)]
    pub delete: Hash,
    /// How long the server keeps it.
    #[n(4)]
    pub keep: Keep,
}

/// How long the server keeps an entry's content. Devices fold an entry only if this is what its kind asks for, so that
/// nobody can have others miss what they themselves have seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Keep {
    /// As long as its commit. It cannot be shredded: the state of all who come later depends on it.
    #[n(0)]
    Commit,
    /// Until the day after the first child of its commit, whose snapshot covers it. It cannot be shredded.
    #[n(1)]
    Brief,
    /// Until this day, or until its author shreds it.
    #[n(2)]
    Until(#[n(0)] Day),
}

impl Keep {
    /// The day on which the content goes at the latest.
    pub const fn expires(self) -> Option<Day> {
        match self {
            Self::Until(day) => Some(day),
            Self::Commit | Self::Brief => None,
        }
    }
}

/// An entry was stored.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Appended {
    /// Its place in the commit's list, from 0.
    #[n(0)]
    pub n: u32,
    /// How many children the commit has by now: with one of them valid the entry lies after the cut and is void.
    #[n(1)]
    pub children: u32,
}

/// Removes the content of an entry that is kept [`Keep::Until`] a day by showing its secret. The hash stays, so that
/// the chain holds.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Shred {
    /// Which circle.
    #[n(0)]
    pub circle: CircleId,
    /// The commit whose key signs; `commit` lies on its path.
    #[n(1)]
    pub at: CommitId,
    /// The commit that has the entry.
    #[n(2)]
    pub commit: CommitId,
    /// The entry's place.
    #[n(3)]
    pub n: u32,
    /// The preimage.
    #[n(4)]
    pub secret: DeleteSecret,
}

/// Reads entries of a commit on the path to `at`, and the children of that commit where it is `at` itself.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Read {
    /// Which circle.
    #[n(0)]
    pub circle: CircleId,
    /// The commit whose key signs.
    #[n(1)]
    pub at: CommitId,
    /// The commit whose entries are wanted.
    #[n(2)]
    pub commit: CommitId,
    /// The first wanted place.
    #[n(3)]
    pub from: u32,
    /// The first wanted child's place.
    #[n(4)]
    pub from_child: u32,
}

/// Answer of [`Read`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Page {
    /// At most [`crate::limits::ENTRIES_PER_READ`] entries from the wanted place on, without gaps.
    #[n(0)]
    pub entries: Vec<Entry>,
    /// How many entries the commit has.
    #[n(1)]
    pub total: u32,
    /// Children in order of arrival from the wanted place on, where `commit` is `at`; else empty. At most
    /// [`crate::limits::CHILDREN_PER_READ`], and about [`crate::limits::BODY`] bytes of envelopes: whoever got some asks
    /// for those behind them.
    #[n(2)]
    pub children: Vec<Child>,
}

/// A stored entry.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Entry {
    /// Its place.
    #[n(0)]
    pub n: u32,
    /// SHA-256 of the content, which outlives it.
    #[n(1)]
    pub hash: Hash,
    /// The content, if it is neither shredded nor expired.
    #[n(2)]
    pub blob: Option<ByteVec>,
    /// How long the content is kept.
    #[n(3)]
    pub keep: Keep,
}

/// A stored commit.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Child {
    /// Its id as posted; whoever opens the envelope checks it.
    #[n(0)]
    pub commit: CommitId,
    /// Its place among the children.
    #[n(1)]
    pub child_no: u32,
    /// Where the parent's entries end for it.
    #[n(2)]
    pub cut: u32,
    /// The access key that came with it.
    #[n(3)]
    pub access: PublicKey,
    /// The envelope.
    #[n(4)]
    pub envelope: ByteVec,
    /// The snapshot's id.
    #[n(5)]
    pub snapshot: BlobId,
}

/// The commits from genesis to `at`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Path {
    /// Which circle.
    #[n(0)]
    pub circle: CircleId,
    /// The commit whose key signs.
    #[n(1)]
    pub at: CommitId,
}

/// Answer of [`Path`], oldest first, `at` last; commits older than the catch-up window may be missing in front.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Steps {
    /// The steps.
    #[n(0)]
    pub steps: Vec<Step>,
}

/// One commit on a path.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Step {
    /// Its id.
    #[n(0)]
    pub commit: CommitId,
    /// How many of its entries count: the cut of the next step, or all for the last.
    #[n(1)]
    pub entries: u32,
    /// Its snapshot.
    #[n(2)]
    pub snapshot: BlobId,
}

/// Fetches a blob of the circle.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BlobGet {
    /// Which circle.
    #[n(0)]
    pub circle: CircleId,
    /// The commit whose key signs.
    #[n(1)]
    pub at: CommitId,
    /// Which blob.
    #[n(2)]
    pub blob: BlobId,
}

/// Answer of [`BlobGet`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BlobContent {
    /// The bytes; their hash is the id.
    #[n(0)]
    pub blob: ByteVec,
}

/// The parent's state, for whoever wants to commit without reading entries.
pub type Parent = ParentState;

impl Request for Found {
    const PATH: &'static str = "/v1/circle/found";
    type Response = Done;
}
impl Request for Commit {
    const PATH: &'static str = "/v1/circle/commit";
    type Response = Committed;
}
impl Request for Append {
    const PATH: &'static str = "/v1/circle/append";
    type Response = Appended;
}
impl Request for Shred {
    const PATH: &'static str = "/v1/circle/shred";
    type Response = Done;
}
impl Request for Read {
    const PATH: &'static str = "/v1/circle/read";
    type Response = Page;
}
impl Request for Path {
    const PATH: &'static str = "/v1/circle/path";
    type Response = Steps;
}
impl Request for BlobGet {
    const PATH: &'static str = "/v1/circle/blob";
    type Response = BlobContent;
}
