//! Saving the membership's box by compare-and-swap, and what to do when another device was faster
//! (protocol.md section 5.3, R1 and R6).

use minicbor::bytes::ByteVec;
use seal::{Group, box_::BoxKey};
use wire::{
    BoxId, Code, Etag,
    pow::Stamp,
    sealed_box::{BoxGet, BoxPut, NewBox},
};

use super::{BoxState, Core, Member, MemberBox, Pending, boxed::PendingCommit, commit::Staged, follow::bytes};
use crate::{
    account::{Membership, OldBox},
    api::CallError,
    command::Failure,
    suite::Suite,
};

impl<S: Suite> Member<S> {
    /// Saves the box where it is behind. True when it is saved, false when it must be loaded first.
    pub(crate) async fn save(&self) -> Result<bool, CallError> {
        self.save_ring().await?;
        let Some((plain, etag, tip)) =
            self.with(|core| (wire::encode(&BoxState::Member(Box::new(content(core)))), core.etag, core.tip))
        else {
            return Ok(true);
        };
        let Some(saved) = self.put_box(etag, &plain).await? else { return Ok(false) };
        self.change(|core| {
            core.etag = saved;
            core.unsaved &= core.tip != tip;
        });
        Ok(true)
    }

    /// Saves the box with a commit that is about to be sent. False when the box must be loaded first.
    pub(crate) async fn save_staged(&self, staged: Staged) -> Result<bool, Failure> {
        self.save_ring().await?;
        let pending = Pending::Commit(Box::new(PendingCommit::new(staged.commit, staged.signer)));
        let Some((plain, etag)) = self.with(|core| {
            let state =
                MemberBox { group: bytes(staged.group.clone()), pending: Some(pending.clone()), ..content(core) };
            (wire::encode(&BoxState::Member(Box::new(state))), core.etag)
        }) else {
            return Ok(false);
        };
        let Some(saved) = self.put_box(etag, &plain).await? else { return Ok(false) };
        self.change(|core| {
            core.etag = saved;
            core.pending = Some(pending);
            core.staged = Some(staged.group);
        });
        Ok(true)
    }

    /// Writes the box; None when another device was faster.
    pub(crate) async fn put_box(&self, if_match: Etag, plain: &[u8]) -> Result<Option<Etag>, CallError> {
        let Membership { box_id, box_key, .. } = self.membership();
        let capability = box_key.capability();
        let blob = self.io.random(|rng| seal::box_::seal_box(&box_key, box_id, if_match, plain, rng));
        let new = (if_match == Etag::NONE).then(|| NewBox {
            cap: capability.public(),
            expires: None,
            stamp: Stamp::find(self.io.today(), box_id.as_bytes()),
        });
        let etag = Etag::of(&blob);
        let put = BoxPut { id: box_id, if_match, blob: bytes(blob), new };
        match self.io.call(&put, Some(&capability)).await {
            Ok(stored) if stored.etag == etag => Ok(Some(etag)),
            // The server has stored something else than was sent: as good as nothing.
            Ok(_) => Err(CallError::Problem(Code::Internal.into())),
            Err(error) if error.code() == Some(Code::Conflict) => self.is_mine(etag).await,
            // The box is gone: loading it tells whether the membership is over or the box to be made anew.
            Err(error) if error.code() == Some(Code::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads the box; where it has not been made yet, the one that it replaces, with [`Etag::NONE`]. `box_lost` when there is none although the vault lists it, `not_found` when the membership is
    /// over.
    pub(crate) async fn get_box(&self) -> Result<(Etag, BoxState), Failure> {
        let Membership { box_id, box_key, renewal, .. } = self.membership();
        if let Some(blob) = self.fetch_box(box_id, &box_key).await? {
            let etag = Etag::of(&blob);
            self.last_read.set(etag);
            return Ok((etag, self.open_box(box_id, &box_key, &blob)?));
        }
        self.last_read.set(Etag::NONE);
        if let Some(OldBox { box_id, box_key }) = renewal.map(|renewal| renewal.from)
            && let Some(blob) = self.fetch_box(box_id, &box_key).await?
        {
            return Ok((Etag::NONE, self.open_box(box_id, &box_key, &blob)?));
        }
        let listed = self.home.get().is_some() && self.app()?.still_lists(self.me()).await?;
        Err(Failure::new(if listed { "box_lost" } else { "not_found" }))
    }

    async fn fetch_box(&self, id: BoxId, key: &BoxKey) -> Result<Option<ByteVec>, CallError> {
        match self.io.call(&BoxGet { id }, Some(&key.capability())).await {
            Err(error) if error.code() == Some(Code::NotFound) => Ok(None),
            content => Ok(Some(content?.blob)),
        }
    }

    fn open_box(&self, id: BoxId, key: &BoxKey, blob: &[u8]) -> Result<BoxState, Failure> {
        let opened = seal::box_::open_box(key, id, blob).map_err(|_| Failure::new("box_damaged"))?;
        // What opens and cannot be read was written by a newer client.
        let state = wire::decode(&opened.plain).map_err(|_| Failure::new("update_needed"))?;
        match (&state, self.home.get()) {
            // Whoever knew an old passphrase could have put something else there.
            (BoxState::Member(member), Some(home)) if member.circle != home.circle => Err(Failure::new("box_damaged")),
            _ => Ok(state),
        }
    }

    /// A conflict after a lost answer: the box may hold exactly what was sent.
    async fn is_mine(&self, sent: Etag) -> Result<Option<Etag>, CallError> {
        let Membership { box_id, box_key, .. } = self.membership();
        let there = self.fetch_box(box_id, &box_key).await?;
        Ok(there.filter(|blob| Etag::of(blob) == sent).map(|_| sent))
    }
}

/// The box for the state at the tip.
pub(crate) fn content<S: Suite>(core: &Core<S>) -> MemberBox {
    let group = core.staged.clone().unwrap_or_else(|| core.group.store());
    MemberBox {
        circle: core.id,
        tip: core.tip,
        group: bytes(group),
        since: core.since,
        pending: core.pending.clone(),
        warm: core.warm,
        notice: core.stranded.notice(),
        signer: core.leaf.key.clone(),
        earlier: core.earlier.clone(),
    }
}
