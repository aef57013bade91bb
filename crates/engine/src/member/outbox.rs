//! The outbox: own entries until they are folded. What the cut of a commit left out is sealed again under the new
//! epoch and sent again (protocol.md section 2).

use circle::{Body, Circle, Entry, Lifetime};
use seal::SigningKey;
use wire::{
    Code, Day, Hash,
    circle::{Append, Keep},
};

use super::{Followed, Member, core::Core, follow::bytes};
use crate::{api::CallError, command::Failure, suite::Suite};

impl<S: Suite> Member<S> {
    /// Sends what waits, in order, and folds what came of it. Hold [`Self::turn`].
    pub(crate) async fn send_outbox(&self) -> Result<(), Failure> {
        self.look_for_sent().await?;
        self.change(|core| core.drop_refused(self.now()));
        if self.has_unsent() && !self.connection.is_open() {
            // What happened meanwhile comes first: somebody may have left.
            self.sync_all().await?;
        }
        while self.has_unsent() {
            self.renew_keys_if_due().await?;
            let Some((append, key)) = self.change(|core| self.next_append(core)).flatten() else { return Ok(()) };
            let hash = Hash::of(&append.blob);
            // Whoever comes back after a crash knows by it what may be in the log already.
            self.remember_outbox();
            match self.io.call(&append, Some(&key)).await {
                Ok(appended) => {
                    self.note_suspension(None);
                    self.note_stored(append, hash, appended.n, appended.children).await?;
                }
                Err(CallError::Problem(problem)) if problem.code == Code::TooLarge => {
                    self.change(|core| core.outbox.retain(|out| out.hash() != Some(hash)));
                    return Err(Failure::new("text_too_long"));
                }
                Err(CallError::Problem(problem)) if problem.code == Code::Suspended => {
                    self.note_suspension(problem.reason);
                    return Err(problem.into());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// What an earlier session has sealed is looked for in the log before it is sealed again.
    async fn look_for_sent(&self) -> Result<(), Failure> {
        if self.with(Core::may_have_sent) == Some(true) {
            self.sync_all().await?;
            self.change(Core::unseal_outbox);
        }
        Ok(())
    }

    /// Writes down what waits, so that it outlives this session.
    pub(crate) fn remember_outbox(&self) {
        if let Some(app) = self.app.upgrade() {
            app.remember_outbox();
        }
    }

    fn has_unsent(&self) -> bool {
        self.with(|core| core.outbox.iter().any(|out| !out.stored)) == Some(true)
    }

    /// The next entry that is not stored, sealed for the tip; drops those that the rules refuse by now.
    fn next_append(&self, core: &mut Core<S>) -> Option<(Append, SigningKey)> {
        loop {
            let index = core.outbox.iter().position(|out| !out.stored)?;
            let out = core.outbox.get(index)?;
            if let Some(sealed) = out.sealed.as_ref().filter(|sealed| sealed.at == core.tip) {
                return Some((sealed.clone(), core.secrets.access.clone()));
            }
            let body = out.body.clone();
            let entry = core.entry(body, self.now());
            if core.circle.would_admit(&entry).is_err() {
                core.outbox.remove(index);
                continue;
            }
            core.count();
            let append = self.seal(core, &entry);
            core.outbox.get_mut(index)?.sealed = Some(append.clone());
            return Some((append, core.secrets.access.clone()));
        }
    }

    fn seal(&self, core: &Core<S>, entry: &Entry) -> Append {
        let sealed = self.io.random(|rng| {
            let content = &core.secrets.content;
            seal::entry::seal_entry(content, core.id, core.tip, &entry.encode(), &core.leaf.key, rng)
        });
        Append {
            circle: core.id,
            at: core.tip,
            blob: bytes(sealed.blob),
            delete: sealed.delete.hash(),
            keep: keep(&entry.body, &core.circle, self.io.today()),
        }
    }

    async fn note_stored(&self, append: Append, hash: Hash, n: u32, children: u32) -> Result<(), Failure> {
        let stored = wire::circle::Entry { n, hash, blob: Some(append.blob), keep: append.keep };
        let behind = self
            .change(|core| {
                for out in core.outbox.iter_mut().filter(|out| out.hash() == Some(hash)) {
                    out.stored = true;
                }
                // A child that is not judged yet may cut this entry off: then it is not folded, and sent again.
                core.tip == append.at && children as usize > core.refused.len()
            })
            .unwrap_or(false);
        if !behind && self.take_entry(append.at, &stored) {
            return Ok(());
        }
        match self.sync().await? {
            Followed::BoxKnowsMore => self.reload().await,
            Followed::UpToDate | Followed::Rewound | Followed::Untold | Followed::Over => Ok(()),
        }
    }
}

fn keep(body: &Body, circle: &Circle, today: Day) -> Keep {
    let until = today.plus(u32::from(circle.charter().retention_days));
    match body.lifetime() {
        Lifetime::Durable => Keep::Commit,
        Lifetime::OneDay => Keep::Brief,
        Lifetime::Retention => Keep::Until(round_expires(body, circle).map_or(until, |expires| until.min(expires))),
    }
}

/// All words of a round go together, never later than any share would.
fn round_expires(body: &Body, circle: &Circle) -> Option<Day> {
    let Body::RoundWords(words) = body else { return None };
    circle.rounds().iter().find(|round| round.id == words.round()).map(|round| round.expires)
}
