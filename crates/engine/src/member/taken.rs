//! The state taken from others, where entries expired before this device could fold them (protocol.md section 2, "Where
//! a long-absent device meets entries that have expired").

use std::collections::BTreeSet;

use seal::Group;
use wire::{
    CommitId,
    circle::{BlobGet, Child, Read},
    limits,
};

use super::{
    Member,
    core::Core,
    follow::adopt,
    load::open_state,
    verdict::{Next, Verdict, judge},
};
use crate::{api::CallError, suite::Suite};

/// A child that everything but the state speaks for.
struct Candidate<S: Suite> {
    child: Child,
    next: Box<Next<S>>,
}

impl<S: Suite> Member<S> {
    /// Follows the only candidate, or the first that another leaf has built on, and takes its snapshot for the state.
    /// False when others have to decide first. Hold [`Self::turn`].
    pub(crate) async fn take_state(&self) -> Result<bool, CallError> {
        let Some(chosen) = self.choose(self.with(candidates).unwrap_or_default()).await? else { return Ok(false) };
        let Candidate { child, mut next } = chosen;
        let get = BlobGet { circle: next.group.circle(), at: child.commit, blob: child.snapshot };
        let content = self.io.call(&get, Some(&next.secrets.access)).await?;
        let state = open_state(&next.group, &next.secrets, child.commit, &content.blob);
        self.change(|core| {
            let Some(circle) = state else {
                core.waiting.retain(|waiting| waiting.commit != child.commit);
                core.refused.push(child.commit);
                return;
            };
            next.circle = circle;
            next.effects.clear();
            // A meeting whose structure could expire is over.
            core.room = None;
            adopt(core, child.commit, *next);
            core.confirmed = Some(BTreeSet::new());
        });
        Ok(true)
    }

    async fn choose(&self, mut candidates: Vec<Candidate<S>>) -> Result<Option<Candidate<S>>, CallError> {
        if candidates.len() == 1 {
            return Ok(candidates.pop());
        }
        for candidate in candidates {
            if self.is_built_on(&candidate).await? {
                return Ok(Some(candidate));
            }
        }
        Ok(None)
    }

    /// Whether somebody else than its author has committed after it.
    async fn is_built_on(&self, candidate: &Candidate<S>) -> Result<bool, CallError> {
        let Candidate { child, next } = candidate;
        let (circle, at) = (next.group.circle(), child.commit);
        let mut read = Read { circle, at, commit: at, from: 0, from_child: 0 };
        while read.from_child < limits::CHILDREN_WEIGHT {
            let page = self.io.call(&read, Some(&next.secrets.access)).await?;
            if page.children.iter().any(|grandchild| is_by_another(next, at, grandchild)) {
                return Ok(true);
            }
            let Some(last) = page.children.last() else { break };
            read.from_child = last.child_no.saturating_add(1).max(read.from_child.saturating_add(1));
        }
        Ok(false)
    }
}

fn candidates<S: Suite>(core: &Core<S>) -> Vec<Candidate<S>> {
    let reached = core.waiting.iter().filter(|child| child.cut == core.have);
    let judged = reached.map(|child| (child.clone(), judge(core, child)));
    let likely = judged.filter_map(|(child, verdict)| match verdict {
        // Expired entries make one's own reckoning no better than another's.
        Verdict::Valid(next) | Verdict::Untold(next) => Some(Candidate { child, next }),
        Verdict::Removed(_)
        | Verdict::OwnUnknown
        | Verdict::Differs
        | Verdict::Newer
        | Verdict::CannotFollow(_)
        | Verdict::Invalid => None,
    });
    likely.collect()
}

fn is_by_another<S: Suite>(next: &Next<S>, parent: CommitId, child: &Child) -> bool {
    let circle = next.group.circle();
    let Ok(envelope) = seal::commit::open_envelope(&next.secrets.hs, circle, parent, &child.envelope) else {
        return false;
    };
    let letter = &envelope.letter;
    let id = seal::commit::commit_id(circle, parent, &letter.mls, child.access);
    let leaf = next.group.members().into_iter().find(|leaf| leaf.member == letter.member);
    leaf.is_some_and(|leaf| {
        leaf.member != next.author.0 && id == child.commit && envelope.verify(circle, id, leaf.key).is_ok()
    })
}
