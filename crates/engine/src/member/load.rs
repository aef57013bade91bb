//! LOAD: from the box to the state at the tip: snapshot, key ring, what the retention still holds
//! (protocol.md sections 2 and 4).

use std::collections::BTreeMap;

use circle::{Circle, Entry, EntryRef, MemberId, Seq};
use minicbor::bytes::ByteVec;
use seal::{Group, Key, Leaf};
use wire::{
    BlobId, CircleId, Code, CommitId, Etag, Hash, Problem,
    circle::{BlobGet, Path, Read, Step},
};

use super::{
    BoxState, Core, Followed, Member, MemberBox, Pending, Place, Start, cannot_follow::Stranded, parted::own_words,
};
use crate::{api::CallError, command::Failure, suite::Suite, view::CircleState};

/// Pause between attempts while the server cannot be reached.
const PAUSE_MS: u64 = 3_000;
/// Attempts at what the server answers with nonsense, before the person is told.
const TRIES: u32 = 10;

/// Kept entries from before the snapshot.
#[derive(Default)]
struct Kept {
    entries: Vec<(EntryRef, Entry, Place)>,
}

impl<S: Suite> Member<S> {
    /// Loads, with pauses while the network is down, until the state of the membership is known.
    pub(crate) async fn load_until_done(&self) {
        let mut tries = 0;
        while self.state.get() == CircleState::Loading {
            tries += 1;
            match self.load().await {
                Ok(()) => {}
                Err(failure) if failure.passes() && self.start_from_held() => {}
                Err(failure) if failure.passes() => self.io.sleep(PAUSE_MS).await,
                // Another device of this person has left the circle and deleted the box.
                Err(failure) if failure.is("not_found") => self.end(CircleState::Left),
                Err(failure) if is_lost(&failure) => self.lose_place(),
                // An answer that cannot be read, once, is no reason to end here.
                Err(failure) if failure.is("internal") && tries < TRIES => self.io.sleep(PAUSE_MS).await,
                Err(failure) => self.give_up(&failure),
            }
        }
    }

    async fn load(&self) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        self.take_up_listed();
        let (etag, state) = self.get_box().await?;
        match state {
            BoxState::Member(state) => {
                self.load_from(etag, *state).await?;
                let restored = self.restored.take();
                self.change(|core| core.restore(restored));
                self.seek_held();
                self.sync_all().await?;
                self.held.take();
                if !self.is_over() {
                    self.state.set(CircleState::Ready);
                }
                self.io.changed();
                Ok(())
            }
            BoxState::Joining(joining) => {
                let app = self.app()?;
                app.resume_join(self.membership(), etag, *joining);
                app.circles.borrow_mut().remove(&self.index);
                self.end(CircleState::Left);
                Ok(())
            }
            BoxState::Returning(_) => Err(Failure::new("place_lost")),
        }
    }

    /// The box has been written by another device: takes from it what this one does not know. Hold [`Self::turn`].
    pub(crate) async fn reload(&self) -> Result<(), Failure> {
        let result = self.take_box().await;
        match &result {
            Err(failure) if is_lost(failure) => self.lose_place(),
            // Another device of this person has left the circle and deleted the box.
            Err(failure) if failure.is("not_found") => self.end(CircleState::Left),
            _ => {}
        }
        result
    }

    async fn take_box(&self) -> Result<(), Failure> {
        let (etag, state) = match self.get_box().await {
            Err(failure) if failure.is("box_damaged") || failure.is("box_lost") => return self.mend_box(failure).await,
            read => read?,
        };
        let BoxState::Member(state) = state else { return Err(Failure::new("place_lost")) };
        if self.take_same_tip(etag, &state) {
            self.sync().await?;
            return Ok(());
        }
        let followed = self.sync().await?;
        if self.take_same_tip(etag, &state) {
            self.sync().await?;
            return Ok(());
        }
        if followed == Followed::BoxKnowsMore {
            self.load_from(etag, *state).await?;
            self.sync_all().await?;
        } else {
            // The box is behind: it is overwritten with the next save.
            self.change(|core| {
                core.etag = etag;
                core.unsaved = true;
            });
        }
        Ok(())
    }

    /// The box is of no use: it is written anew, unless the log shows that it knew more than this device.
    async fn mend_box(&self, failure: Failure) -> Result<(), Failure> {
        if self.sync().await? == Followed::BoxKnowsMore {
            return Err(failure);
        }
        self.change(|core| {
            core.etag = self.last_read.get();
            core.unsaved = true;
        });
        Ok(())
    }

    /// Syncs, and loads the box where another device of this person has committed.
    pub(crate) async fn sync_all(&self) -> Result<(), Failure> {
        for _ in 0..8 {
            if self.sync().await? != Followed::BoxKnowsMore {
                return Ok(());
            }
            Box::pin(self.reload()).await?;
        }
        self.lose_place();
        Err(Failure::new("rolled_back"))
    }

    /// Where box and memory stand at the same commit, the box's pending commit becomes ours too.
    fn take_same_tip(&self, etag: Etag, state: &MemberBox) -> bool {
        self.change(|core| {
            if core.tip != state.tip {
                return false;
            }
            core.etag = etag;
            core.warm |= state.warm;
            if let Some(notice) = &state.notice {
                core.stranded.adopt(notice.clone());
            }
            if let Some(pending) = &state.pending {
                core.pending = Some(pending.clone());
                core.staged = Some(state.group.to_vec());
            }
            true
        })
        .unwrap_or(false)
    }

    /// Builds the core anew from the box; what only this device has (outbox, meeting keys) stays.
    pub(super) async fn load_from(&self, etag: Etag, state: MemberBox) -> Result<(), Failure> {
        let leaf = Leaf { member: self.me().0, key: state.signer.clone() };
        let read = S::Group::secrets_of(&state.group, &leaf);
        let (id, secrets) = read.map_err(|_| Failure::new("box_damaged"))?;
        if let Some(Pending::Found(found)) = &state.pending {
            self.io.call(&**found, Some(&secrets.access)).await?;
        }
        let path = Path { circle: id, at: state.tip };
        let steps = match self.io.call(&path, Some(&secrets.access)).await {
            Err(error) if error.code() == Some(Code::NotFound) => return Err(Failure::new("place_lost")),
            steps => steps?.steps,
        };
        let snapshot = steps.last().map(|step| step.snapshot).ok_or_else(|| Failure::new("place_lost"))?;
        let sealed = self.fetch_snapshot(id, &secrets, state.tip, snapshot).await?;
        // Whoever made the tip has posted something else than it binds: others can let this leaf in again.
        let (mut group, mut circle) =
            open_group::<S>(&state, &leaf, &secrets, &sealed).ok_or_else(|| Failure::new("place_lost"))?;
        let staged = group.has_pending().then(|| state.group.to_vec());
        group.clear_pending();
        let kept = self.read_kept(&circle, &group, &secrets.access, state.tip, &steps).await?;
        let places = backfill(&mut circle, kept, leaf.member);
        let (tip, since, warm) = (state.tip, state.since, state.warm);
        let mut core = Core::new(Start { leaf, device: self.device, group, secrets, tip, circle, etag, since, warm });
        core.pending = state.pending.filter(|pending| matches!(pending, Pending::Commit(_)));
        core.staged = staged;
        core.earlier = state.earlier;
        core.places = places;
        core.unshredded = taken_back(&core.circle, &core.places);
        core.passed.extend(steps.iter().map(|step| step.commit));
        core.stranded = Stranded::by(state.notice);
        self.replace(core);
        Ok(())
    }

    /// Fetches a snapshot and checks it against the root that the commit binds.
    pub(crate) async fn fetch_state(
        &self,
        group: &S::Group,
        secrets: &seal::EpochSecrets,
        tip: CommitId,
        snapshot: BlobId,
    ) -> Result<Circle, Failure> {
        let sealed = self.fetch_snapshot(group.circle(), secrets, tip, snapshot).await?;
        open_state(group, secrets, tip, &sealed).ok_or_else(|| Failure::new("snapshot_false"))
    }

    async fn fetch_snapshot(
        &self,
        circle: CircleId,
        secrets: &seal::EpochSecrets,
        tip: CommitId,
        snapshot: BlobId,
    ) -> Result<ByteVec, CallError> {
        Ok(self.io.call(&BlobGet { circle, at: tip, blob: snapshot }, Some(&secrets.access)).await?.blob)
    }

    /// Kept entries of earlier commits that the key ring opens.
    async fn read_kept(
        &self,
        circle: &Circle,
        group: &S::Group,
        access: &seal::SigningKey,
        tip: CommitId,
        steps: &[Step],
    ) -> Result<Kept, Failure> {
        let keys: BTreeMap<CommitId, Key> =
            self.read_ring(u32::from(circle.charter().retention_days)).await?.into_iter().collect();
        let mut kept = Kept::default();
        let before_tip = steps.iter().filter(|step| step.commit != tip);
        // Where in the log each commit's entries begin tells by which of its author's keys an entry was signed.
        let all: u64 = before_tip.clone().map(|step| u64::from(step.entries)).sum();
        let mut begins = circle.seq().0.saturating_sub(all);
        for step in before_tip {
            let start = begins;
            begins += u64::from(step.entries);
            let Some(key) = keys.get(&step.commit) else { continue };
            let mut from = 0;
            while from < step.entries {
                let read = Read { circle: group.circle(), at: tip, commit: step.commit, from, from_child: 0 };
                let page = match self.io.call(&read, Some(access)).await {
                    Ok(page) => page,
                    Err(CallError::Problem(Problem { code: Code::NotFound, .. })) => break,
                    Err(error) => return Err(error.into()),
                };
                let Some(last) = page.entries.last() else { break };
                from = last.n + 1;
                let counting = page.entries.iter().filter(|entry| entry.n < step.entries);
                kept.entries
                    .extend(counting.filter_map(|stored| open(circle, key, group, (step.commit, start), stored)));
            }
        }
        Ok(kept)
    }

    pub(super) fn replace(&self, mut core: Core<S>) {
        let mut held = self.core.borrow_mut();
        if let Some(old) = held.take() {
            core.outbox = old.outbox;
            let returned = |circle: &Circle, me| circle.member(me).map(|member| member.returned);
            let is_welcomed = returned(&core.circle, core.me()) > returned(&old.circle, core.me());
            let again = core.stranded.follow_on(old.stranded, is_welcomed);
            for unheard in again.into_iter().rev() {
                core.outbox.push_front(unheard);
            }
            // Keys that no record holds yet must not be lost with the old place.
            core.unringed = old.unringed;
            core.unshredded.extend(old.unshredded);
            core.outbox.retain(|out| out.hash().is_none_or(|hash| !core.places.contains_key(&EntryRef(hash))));
            core.unseal_outbox();
            core.counter = old.counter;
            core.knocks = old.knocks;
            core.drop_answered_knocks();
            core.room = old.room;
            core.confirmed = old.confirmed;
            core.sought = old.sought;
            core.sought.words(own_words(&old.circle, &old.places, MemberId(old.leaf.member)));
            if old.tip != core.tip {
                core.sought.stood_at(old.tip, old.since);
            }
            core.parted = old.parted;
        }
        *held = Some(core);
        drop(held);
        self.io.changed();
    }
}

/// Own words that were taken back and whose ciphertext the server still gives.
fn taken_back(circle: &Circle, places: &BTreeMap<EntryRef, Place>) -> BTreeMap<EntryRef, Place> {
    let is_back = |at: EntryRef| {
        let share = circle.share(at).is_some_and(|share| share.text.is_none());
        share || circle.said().iter().any(|said| said.at == at && said.text.is_none())
    };
    places.iter().filter(|(at, _)| is_back(**at)).map(|(at, place)| (*at, *place)).collect()
}

/// Group and state at a box's tip, if the snapshot has the tree that the box names and the state that the tip binds.
fn open_group<S: Suite>(
    state: &MemberBox,
    leaf: &Leaf,
    secrets: &seal::EpochSecrets,
    sealed: &[u8],
) -> Option<(S::Group, Circle)> {
    let snapshot = seal::entry::open_snapshot(&secrets.content, state.circle, state.tip, sealed).ok()?;
    let group = S::Group::load(&state.group, &snapshot.tree, leaf).ok()?;
    let circle = bound_state(&group, &snapshot.state)?;
    Some((group, circle))
}

/// The state in a snapshot, if state and tree are those that the commit binds.
pub(crate) fn open_state<G: Group>(
    group: &G,
    secrets: &seal::EpochSecrets,
    tip: CommitId,
    sealed: &[u8],
) -> Option<Circle> {
    let snapshot = seal::entry::open_snapshot(&secrets.content, group.circle(), tip, sealed).ok()?;
    (snapshot.tree == group.tree()).then(|| bound_state(group, &snapshot.state)).flatten()
}

fn bound_state<G: Group>(group: &G, state: &[u8]) -> Option<Circle> {
    let circle = Circle::restore(state).ok()?;
    (circle.root() == group.context().ok()?.root).then_some(circle)
}

/// The box does not lead to the circle any more.
fn is_lost(failure: &Failure) -> bool {
    matches!(failure.code.as_str(), "box_damaged" | "box_lost" | "place_lost" | "rolled_back")
}

fn open<G: Group>(
    circle: &Circle,
    key: &Key,
    group: &G,
    (commit, start): (CommitId, u64),
    stored: &wire::circle::Entry,
) -> Option<(EntryRef, Entry, Place)> {
    let blob = stored.blob.as_ref().filter(|blob| Hash::of(blob) == stored.hash)?;
    let opened = seal::entry::open_entry(key, group.circle(), commit, blob).ok()?;
    let entry = Entry::decode(&opened.payload).ok()?;
    let signer = circle.key_at(entry.member, Seq(start + u64::from(stored.n)))?;
    opened.verify(group.circle(), commit, signer).ok()?;
    Some((EntryRef(stored.hash), entry, Place { commit, n: stored.n, nonce: opened.nonce, key: signer }))
}

fn backfill(circle: &mut Circle, kept: Kept, me: seal::group::Member) -> BTreeMap<EntryRef, Place> {
    let mut places = BTreeMap::new();
    for (at, entry, place) in kept.entries {
        let taken = circle.backfill(at, &entry.encode()).is_ok();
        if taken && entry.member.0 == me {
            places.insert(at, place);
        }
    }
    places
}
