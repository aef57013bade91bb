//! What a membership's box holds (protocol.md section 2, "What a person holds").

use minicbor::{Decode, Encode, bytes::ByteVec};
use seal::{Key, SigningKey};
use wire::{BlobId, CircleId, CommitId, Day, MailboxId, Millis};

use super::cannot_follow::Notice;
use crate::join::Seen;

/// The content of a box.
#[derive(Debug, Clone, Encode, Decode)]
pub(crate) enum BoxState {
    /// Knocked, not yet let in.
    #[n(0)]
    Joining(#[n(0)] Box<JoiningBox>),
    /// A leaf of a circle.
    #[n(3)]
    Member(#[n(0)] Box<MemberBox>),
    /// A leaf that has lost its place and asks to be let in again.
    #[n(2)]
    Returning(#[n(0)] Box<ReturningBox>),
}

/// What a newcomer needs to recognise the answer to a knock.
#[derive(Clone, Encode, Decode)]
pub(crate) struct JoiningBox {
    /// Secret half of the KeyPackage.
    #[n(0)]
    pub(crate) joiner: ByteVec,
    /// Where the answer will lie.
    #[n(1)]
    pub(crate) reply: MailboxId,
    /// From it derive the keys of that mailbox and of the answer.
    #[n(2)]
    pub(crate) reply_key: Key,
    /// The invite as it was read: for the waiting page, and to knock again under another name.
    #[n(3)]
    pub(crate) seen: Seen,
    /// The knock, sealed: after a crash the identical one is posted again. None in boxes of earlier versions.
    #[n(4)]
    pub(crate) knock: Option<ByteVec>,
}

/// What a member who comes back needs to recognise the answer.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct ReturningBox {
    /// When this was asked for.
    #[n(0)]
    pub(crate) at: Millis,
    /// The KeyPackage.
    #[n(1)]
    pub(crate) key_package: ByteVec,
    /// Its secret half.
    #[n(2)]
    pub(crate) joiner: ByteVec,
    /// Where the answer will lie.
    #[n(3)]
    pub(crate) reply: MailboxId,
    /// From it derive the keys of that mailbox and of the answer.
    #[n(4)]
    pub(crate) reply_key: Key,
}

/// The state of a leaf.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct MemberBox {
    /// Which circle.
    #[n(0)]
    pub(crate) circle: CircleId,
    /// The commit that `group` stands at.
    #[n(1)]
    pub(crate) tip: CommitId,
    /// Private MLS state without the ratchet tree, which is in the snapshot of `tip`; with the pending commit inside if
    /// there is one.
    #[n(2)]
    pub(crate) group: ByteVec,
    /// The day on which the leaf came to `tip`.
    #[n(3)]
    pub(crate) since: Day,
    /// What was about to be sent: it is sent again, never dropped (protocol.md section 1.4).
    #[n(4)]
    pub(crate) pending: Option<Pending>,
    /// Whether the leaf has made a commit of its own; a newcomer's first act.
    #[n(5)]
    pub(crate) warm: bool,
    /// A commit that others may have followed and this leaf cannot.
    #[n(8)]
    pub(crate) notice: Option<Notice>,
    /// The leaf's signing key at `tip`: it is ahead of the vault's while that is being replaced.
    #[n(6)]
    pub(crate) signer: SigningKey,
    /// Keys that it replaced: from them derive the secrets by which older shares are taken back.
    #[n(7)]
    pub(crate) earlier: Vec<SigningKey>,
}

/// A request that was in flight when the box was saved.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Pending {
    /// The founding of the circle.
    #[n(0)]
    Found(#[n(0)] Box<wire::circle::Found>),
    /// A commit.
    #[n(1)]
    Commit(#[n(0)] Box<PendingCommit>),
}

/// A commit that was about to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct PendingCommit {
    /// The request. Its snapshot is left out: every device of the leaf can make it anew.
    #[n(0)]
    pub(crate) commit: wire::circle::Commit,
    /// The snapshot that belongs there.
    #[n(1)]
    pub(crate) snapshot: BlobId,
    /// The leaf's signing key after it, where it is another one.
    #[n(2)]
    pub(crate) signer: Option<SigningKey>,
    /// The snapshot itself, on the device that made the commit.
    #[cbor(skip)]
    pub(crate) blob: Option<ByteVec>,
}

impl Pending {
    /// The leaf's signing key once the commit is history, where it is another one.
    pub(crate) fn signer(&self) -> Option<&SigningKey> {
        match self {
            Self::Found(_) => None,
            Self::Commit(pending) => pending.signer.as_ref(),
        }
    }

    /// The commit's id.
    pub(crate) fn commit(&self) -> CommitId {
        match self {
            Self::Found(found) => found.commit,
            Self::Commit(pending) => pending.commit.commit,
        }
    }
}

impl core::fmt::Debug for JoiningBox {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("JoiningBox(..)")
    }
}

impl core::fmt::Debug for ReturningBox {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ReturningBox(..)")
    }
}

impl core::fmt::Debug for MemberBox {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "MemberBox({:?}, {:?})", self.circle, self.tip)
    }
}
