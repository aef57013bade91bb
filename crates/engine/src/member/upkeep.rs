//! The duties of an open device: send, save, let in, let go, rotate, keep the door (protocol.md section 2, ROTATE).

use std::collections::BTreeSet;

use circle::{Body, MemberId};
use futures::{FutureExt, StreamExt, channel::mpsc, select_biased};
use wire::{Day, Millis};

use super::{
    Member,
    commit::{Intent, knock_key},
    core::Core,
};
use crate::{command::Failure, meeting, suite::Suite};

/// How often duties are looked at when nothing happens.
const IDLE_MS: u64 = 5_000;
/// The same while something is left to do.
const SOON_MS: u64 = 1_000;
/// Each failure of the network doubles the pause, so often at most.
const MOST_DOUBLINGS: u32 = 4;
/// How long a box may lag behind the tip.
const SAVE_AFTER_MS: u64 = 2_000;
/// How often a log that does not fit is read again.
const LOOK_AGAIN_MS: u64 = 60_000;
/// Between two members who could do the same duty, so that they seldom race.
const STAGGER_MS: u64 = 1_500;
/// Ranks beyond this act together: a race costs less than a wait.
const MOST_RANKS: u64 = 8;

impl<S: Suite> Member<S> {
    /// Looks after the circle until the membership ends.
    pub(crate) async fn do_duties(&self, mut pokes: mpsc::UnboundedReceiver<()>) {
        let mut held_up = 0;
        while !self.is_over() {
            // A failed duty is tried again when something happens or the pause is over.
            let done = self.duties().await;
            self.remember();
            held_up = if done.is_err_and(|failure| failure.passes()) { held_up + 1 } else { 0 };
            let pause = self.with(|core| self.pause(core)).unwrap_or(IDLE_MS) << held_up.min(MOST_DOUBLINGS);
            select_biased! {
                _ = pokes.next() => while pokes.try_recv().is_ok() {},
                () = self.io.sleep(pause).fuse() => {}
            }
        }
    }

    /// Commits before an entry that must not go out under the present keys: the first one of a day (ROTATE), and any
    /// after somebody has left or has to leave (domain R6). Hold [`Self::turn`].
    pub(crate) async fn renew_keys_if_due(&self) -> Result<(), Failure> {
        let today = self.io.today();
        let due = self.with(|core| (leaving(core), core.since < today));
        let Some((removes, is_new_day)) = due.filter(|(removes, is_new_day)| *is_new_day || !removes.is_empty()) else {
            return Ok(());
        };
        self.commit(&Intent { removes, ..Intent::default() }).await?;
        if is_new_day {
            self.change(|core| core.since = today);
        }
        Ok(())
    }

    async fn duties(&self) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        if self.is_over() {
            return Ok(());
        }
        self.mind_stream();
        self.catch_up_if_behind().await?;
        self.look_again().await?;
        self.settle_pending().await?;
        let unfollowed = self.mind_unfollowed().await;
        self.end_visits();
        // Before anything is said: under the new key alone.
        let renewed = self.renew().await;
        self.send_outbox().await?;
        // Whatever keeps a newcomer out, the meeting and the box do not wait for it.
        let membership = self.keep_membership().await;
        self.replace_knock_key();
        self.keep_door();
        self.keep_round();
        self.send_outbox().await?;
        self.send_live();
        let shredded = self.shred_taken_back().await;
        // The directory is no part of the circle: what fails there holds nothing up.
        let _ = self.keep_card().await;
        self.save_if_due().await?;
        let way_back = self.keep_way_back().await;
        self.change(|core| core.drop_old_words(self.now()));
        self.reopen_if_moved();
        membership.and(way_back).and(unfollowed).and(renewed).and(shredded)
    }

    /// Where the log that was served does not fit a member's commit, it is read again from time to time: a server that
    /// was wrong may be right by now.
    async fn look_again(&self) -> Result<(), Failure> {
        let now = self.now();
        if self.with(|core| core.differs) != Some(true) || now.since(self.looked_again.get()) < LOOK_AGAIN_MS {
            return Ok(());
        }
        self.looked_again.set(now);
        self.change(Core::begin_again);
        self.sync_all().await
    }

    /// Lets newcomers in, lets leavers and the silent go, makes a newcomer's first commit, renews an old leaf, and has a
    /// closed meeting snapshotted.
    async fn keep_membership(&self) -> Result<(), Failure> {
        let now = self.now();
        self.change(|core| note_leavers(core, now));
        let Some(intent) = self.with(|core| {
            let rank = rank(core);
            let due = |seen: Millis| now.since(seen) >= rank;
            let adds = core.knocks.values().filter(|knock| knock.is_due(core, now, rank)).map(super::Knock::newcomer);
            let returns = core.returns.values().filter(|back| due(back.seen) && back.is_ours(core)).cloned();
            let removes = core.leavers.iter().filter(|(_, seen)| due(**seen)).map(|(id, _)| *id);
            Intent { adds: adds.collect(), returns: returns.collect(), removes: removes.collect(), signer: None }
        }) else {
            return Ok(());
        };
        self.turn_away().await?;
        let fresh = self.with(|core| core.warm && !core.circle.is_stale(core.me(), Day::of(now))) == Some(true);
        let snapshot = self.change(|core| {
            let (due, rank) = (core.snapshot_due, rank(core));
            is_turn(&mut core.snapshot_due_since, due, now, rank)
        });
        if fresh && snapshot != Some(true) && intent.is_empty() {
            return Ok(());
        }
        let answered: Vec<_> = intent.answered().map(|(_, mail)| mail).collect();
        let result = self.commit(&intent).await;
        if result.is_ok() || result.as_ref().is_err_and(|failure| failure.code.starts_with("refused_")) {
            self.change(|core| core.forget_mails(&answered));
        }
        result
    }

    /// Posts a fresh knock key where a removal has made it due. Only after the removal's commit has been adopted: an
    /// entry under its epoch is what the removed member cannot read.
    fn replace_knock_key(&self) {
        let now = self.now();
        self.change(|core| {
            let (due, rank) = (core.circle.knock_is_due(), rank(core));
            let is_turn = is_turn(&mut core.knock_due_since, due, now, rank);
            if is_turn && !core.is_posting(|body| matches!(body, Body::KnockReplaced { .. })) {
                let knock = knock_key(&self.io);
                // Refused means that the fold has moved on: the next look sees what is left to do.
                let _ = core.post(Body::KnockReplaced { knock }, now);
            }
        });
    }

    /// Whatever came of the duties: what waits to be sent outlives this session.
    fn remember(&self) {
        if let Some(app) = self.app.upgrade() {
            app.remember_outbox();
            app.remember_circle(self);
        }
    }

    fn keep_door(&self) {
        let now = self.now();
        let wait = self.with(rank).unwrap_or_default();
        let (online, blocked) = (self.connection.is_open(), self.blocked());
        self.change(|core| {
            self.io.random(|rng| {
                meeting::keep_door(core, now, wait, rng);
                meeting::tend(core, now, wait, online, &blocked, rng);
            });
        });
    }

    /// Sends live frames that wait for the stream.
    pub(crate) fn send_live(&self) {
        let Some(stream) = self.connection.id() else { return };
        let now = self.now();
        let frames = self.change(|core| self.io.random(|rng| meeting::frames_to_send(core, now, rng)));
        for frame in frames.unwrap_or_default() {
            self.io.send(stream, &wire::stream::ToServer::Live { frame: super::follow::bytes(frame) });
        }
    }

    async fn save_if_due(&self) -> Result<(), Failure> {
        let now = self.now();
        let due = self.change(|core| {
            if !core.unsaved {
                core.unsaved_since = None;
                return false;
            }
            now.since(*core.unsaved_since.get_or_insert(now)) >= SAVE_AFTER_MS
        });
        if due == Some(true) && !self.save().await? {
            self.reload().await?;
        }
        Ok(())
    }

    /// Until the next duty may be due.
    fn pause(&self, core: &Core<S>) -> u64 {
        let soon = self.behind.get()
            || self.is_renewing()
            || core.unsaved
            || !core.warm
            || !core.knocks.is_empty()
            || core.returns.values().any(|back| back.is_ours(core))
            || !core.leavers.is_empty()
            || core.circle.knock_is_due()
            || core.snapshot_due
            || core.pending.is_some()
            || core.outbox.iter().any(|out| !out.stored)
            || core.room.as_ref().is_some_and(|room| room.is_waiting(core));
        if soon { SOON_MS } else { IDLE_MS }
    }
}

/// How long this device waits before it does what another could do, so that few race.
pub(crate) fn rank<S: Suite>(core: &Core<S>) -> u64 {
    let me = core.me();
    let before = core.circle.members().filter(|member| member.id < me && !member.leaving).count() as u64;
    before.min(MOST_RANKS) * STAGGER_MS
}

/// Whether something that any device could do is this one's to do: it is due, and who comes before had the chance.
/// `since` remembers when this device saw that it is due.
fn is_turn(since: &mut Option<Millis>, due: bool, now: Millis, rank: u64) -> bool {
    if !due {
        *since = None;
        return false;
    }
    now.since(*since.get_or_insert(now)) >= rank
}

/// Others whose leaves are to be removed: they have left, or have been silent for too long.
fn going<S: Suite>(core: &Core<S>) -> BTreeSet<MemberId> {
    leaving(core).into_iter().chain(core.circle.silent().filter(|id| *id != core.me())).collect()
}

/// Others who have left or have to leave, and still hold the present keys.
fn leaving<S: Suite>(core: &Core<S>) -> Vec<MemberId> {
    let leaving = core.circle.members().filter(|member| member.leaving && member.id != core.me());
    leaving.map(|member| member.id).collect()
}

fn note_leavers<S: Suite>(core: &mut Core<S>, now: Millis) {
    let going = going(core);
    core.leavers.retain(|id, _| going.contains(id));
    for id in going {
        core.leavers.entry(id).or_insert(now);
    }
}
