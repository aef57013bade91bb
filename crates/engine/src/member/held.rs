//! What a device keeps of a circle between sessions, so that it opens without the server and takes up where it was
//! (protocol.md section 2, "At rest on a device").

use std::collections::{BTreeMap, BTreeSet};

use circle::{Circle, EntryRef, MemberId, Seq};
use minicbor::{Decode, Encode, bytes::ByteVec};
use seal::{Group, Leaf};
use wire::{CommitId, Day, Etag, Hash};

use super::{
    Core, Member, MemberBox, Pending, Place, Start,
    cannot_follow::Stranded,
    core::Unringed,
    follow::bytes,
    parted::{Parted, own_words},
    save::content,
};
use crate::{suite::Suite, view::CircleState};

/// A core at rest. No meeting key and no live word is in it.
#[derive(Clone, Encode, Decode)]
pub(crate) struct Held {
    #[n(0)]
    state: MemberBox,
    #[n(1)]
    etag: Etag,
    /// [`Circle::stow`] at the tip's first entry.
    #[n(2)]
    base: ByteVec,
    /// [`Circle::stow`] after `have` entries of the tip.
    #[n(3)]
    circle: ByteVec,
    #[n(4)]
    have: u32,
    #[n(5)]
    head: Hash,
    #[n(6)]
    hollow: bool,
    #[n(7)]
    seen: BTreeSet<Hash>,
    #[n(8)]
    places: BTreeMap<EntryRef, Place>,
    #[n(9)]
    unringed: Vec<Unringed>,
    #[n(10)]
    confirmed: Option<BTreeSet<MemberId>>,
    /// The ratchet tree at the tip: a start without the server cannot fetch it.
    #[n(11)]
    tree: ByteVec,
    /// What the person has not decided about.
    #[n(12)]
    parted: Option<Parted>,
    #[n(13)]
    kept_until: Option<Day>,
    /// Own words that were taken back and that the server may still have.
    #[n(14)]
    unshredded: BTreeMap<EntryRef, Place>,
}

/// How far what is kept reaches: tip, place in the log, box, words that did not reach the others, words of others and
/// own ones that time has not taken yet, and words that the server has not forgotten yet.
pub(super) type Mark = (CommitId, Seq, Etag, Option<usize>, [usize; 3]);

impl<S: Suite> Member<S> {
    /// What is to be kept now, unless it is what was kept last.
    pub(crate) fn hold(&self) -> Option<Held> {
        // While something is sought, what was kept last is where it can be found.
        let mark = self.with(|core| {
            let parted = core.parted.as_ref().map(|parted| parted.words.len());
            let words = [core.circle.shares().len(), core.circle.said().len(), core.unshredded.len()];
            core.sought.is_empty().then(|| (core.tip, core.circle.seq(), core.etag, parted, words))
        })??;
        if self.held_mark.replace(Some(mark)) == Some(mark) { None } else { self.with(hold) }
    }

    /// Starts from what the device kept; the server's word follows by SYNC. False when there is nothing of use.
    pub(crate) fn start_from_held(&self) -> bool {
        let Some(held) = self.held.take() else { return false };
        let Some(mut core) = self.wake(held) else { return false };
        core.drop_old_words(self.now());
        *self.core.borrow_mut() = Some(core);
        let restored = self.restored.take();
        self.change(|core| core.restore(restored));
        self.state.set(CircleState::Ready);
        self.io.changed();
        true
    }

    /// What this device kept must be found in what the server shows now.
    pub(super) fn seek_held(&self) {
        let held = self.held.borrow();
        let Some(held) = held.as_ref() else { return };
        let Ok(circle) = Circle::unstow(&held.circle) else { return };
        self.change(|core| {
            core.sought.words(own_words(&circle, &held.places, core.me()));
            if held.state.tip != core.tip {
                core.sought.stood_at(held.state.tip, held.state.since);
            }
            core.parted = core.parted.take().or_else(|| held.parted.clone());
        });
    }

    fn wake(&self, held: Held) -> Option<Core<S>> {
        let MemberBox { tip, since, warm, pending, group: stored, notice, signer, earlier, .. } = held.state;
        let leaf = Leaf { member: self.me().0, key: signer };
        let mut group = S::Group::load(&stored, &held.tree, &leaf).ok()?;
        let staged = group.has_pending().then(|| stored.to_vec());
        group.clear_pending();
        let secrets = group.secrets().ok()?;
        let (device, etag, circle) = (self.device, held.etag, Circle::unstow(&held.circle).ok()?);
        let mut core = Core::new(Start { leaf, device, group, secrets, tip, circle, etag, since, warm });
        core.base = Circle::unstow(&held.base).ok()?;
        core.pending = pending.filter(|pending| matches!(pending, Pending::Commit(_)));
        core.staged = staged;
        core.earlier = earlier;
        (core.have, core.head, core.hollow) = (held.have, held.head, held.hollow);
        (core.seen, core.places) = (held.seen, held.places);
        (core.unringed, core.confirmed, core.parted) = (held.unringed, held.confirmed, held.parted);
        (core.kept_until, core.unshredded) = (held.kept_until, held.unshredded);
        core.stranded = Stranded::by(notice);
        Some(core)
    }
}

fn hold<S: Suite>(core: &Core<S>) -> Held {
    Held {
        state: content(core),
        etag: core.etag,
        base: bytes(core.base.stow()),
        circle: bytes(core.circle.stow()),
        have: core.have,
        head: core.head,
        hollow: core.hollow,
        seen: core.seen.clone(),
        places: core.places.clone(),
        unringed: core.unringed.clone(),
        confirmed: core.confirmed.clone(),
        tree: bytes(core.group.tree()),
        parted: core.parted.clone(),
        kept_until: core.kept_until,
        unshredded: core.unshredded.clone(),
    }
}
