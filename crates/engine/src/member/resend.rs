//! What a pending commit sends: the request without its snapshot lies in the box, and the snapshot is made anew by
//! whichever device sends it (protocol.md section 1.4). A snapshot has one form, so that these are the same bytes again.

use circle::Circle;
use minicbor::bytes::ByteVec;
use seal::{Group, Key, SigningKey, entry::Snapshot};
use wire::{BlobId, CircleId, CommitId, circle::Commit};

use super::{
    Member, Pending, authority::Authority, boxed::PendingCommit, commit::drop_pending, core::Core, follow::bytes,
};
use crate::{command::Failure, suite::Suite};

impl PendingCommit {
    /// Takes the snapshot out of a request.
    pub(crate) fn new(mut commit: Commit, signer: Option<SigningKey>) -> Self {
        let blob = std::mem::replace(&mut commit.snapshot, bytes(Vec::new()));
        Self { snapshot: BlobId::of(&blob), commit, signer, blob: Some(blob) }
    }

    fn with(&self, blob: ByteVec) -> Commit {
        Commit { snapshot: blob, ..self.commit.clone() }
    }
}

impl<S: Suite> Member<S> {
    /// The whole request of a pending commit. None when it is not to be sent any more: it became the tip, or it can
    /// never be stored. Hold [`Self::turn`].
    ///
    /// # Errors
    /// `waits_for_others` where this device cannot make the snapshot, because it lacks what it is made of.
    pub(super) async fn whole(&self, pending: &PendingCommit) -> Result<Option<Commit>, Failure> {
        if let Some(blob) = &pending.blob {
            return Ok(Some(pending.with(blob.clone())));
        }
        // Another device, or this one before it was closed, made the commit: the fold must stand where it cut.
        self.sync().await?;
        self.change(|core| again(core, pending)).unwrap_or(Ok(None))
    }
}

fn again<S: Suite>(core: &mut Core<S>, pending: &PendingCommit) -> Result<Option<Commit>, Failure> {
    let cut = pending.commit.cut;
    if core.pending.as_ref().map(Pending::commit) != Some(pending.commit.commit) {
        return Ok(None);
    }
    if core.have == cut
        && let Some(blob) = remake(core, pending)
    {
        return Ok(Some(pending.with(bytes(blob))));
    }
    if core.have < cut || core.hollow {
        return Err(Failure::new("waits_for_others"));
    }
    // Entries came after the cut, so that the server refuses this commit for ever; or a client of another version made
    // it, whose snapshot this one cannot make.
    drop_pending(core);
    Ok(None)
}

fn remake<S: Suite>(core: &Core<S>, pending: &PendingCommit) -> Option<Vec<u8>> {
    let envelope = &pending.commit.envelope;
    let letter = seal::commit::open_envelope(&core.secrets.hs, core.id, core.tip, envelope).ok()?.letter;
    let mut circle = core.circle.clone();
    circle.commit(&wire::decode::<Authority>(&letter.authority).ok()?.facts).ok()?;
    let mut group = S::Group::load(core.staged.as_deref()?, &core.group.tree(), &core.leaf).ok()?;
    group.merge_pending(&core.next_leaf()).ok()?;
    let content = group.secrets().ok()?.content;
    let blob = seal_snapshot(&content, core.id, pending.commit.commit, &circle, group.tree());
    (BlobId::of(&blob) == pending.snapshot).then_some(blob)
}

/// The snapshot that a commit posts.
pub(crate) fn seal_snapshot(content: &Key, id: CircleId, commit: CommitId, circle: &Circle, tree: Vec<u8>) -> Vec<u8> {
    seal::entry::seal_snapshot(content, id, commit, &Snapshot { state: circle.snapshot(), tree })
}
