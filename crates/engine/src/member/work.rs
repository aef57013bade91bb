//! Work for a place among the children of the tip, where somebody has heaped worthless commits on it
//! (protocol.md section 5.2, M1 and M6).

use seal::SigningKey;
use wire::{
    Code, CommitId, Problem,
    circle::{Commit, Committed},
    limits, pow,
    pow::Stamp,
};

use super::Member;
use crate::{api::CallError, suite::Suite};

/// Hashes between two looks at what else there is to do: at most some tens of milliseconds.
const SLICE: u64 = 1 << 15;
/// Slices between two looks at the log: somebody else may have got the place.
const SLICES_PER_LOOK: u64 = 16;

/// A stamp for a place.
#[derive(Clone, Copy)]
pub(crate) struct Worked {
    parent: CommitId,
    place: u32,
    stamp: Stamp,
}

impl<S: Suite> Member<S> {
    /// Posts a commit; where the server asks for work, with a stamp, identical but for it. [`Code::Conflict`] when
    /// another commit came first, which may show while this device still searches. Hold [`Self::turn`].
    pub(crate) async fn post_with_work(&self, commit: &Commit, key: &SigningKey) -> Result<Committed, CallError> {
        let mut request = Commit { stamp: self.stamp_for(commit), ..commit.clone() };
        loop {
            let bits = match self.io.call(&request, Some(key)).await {
                Err(CallError::Problem(Problem { code: Code::Work, bits: Some(bits), .. })) => bits,
                answer => return answer,
            };
            let shown = request.work(self.io.today());
            if bits > limits::WORK_BITS || shown >= bits {
                return Err(CallError::Problem(Code::Internal.into()));
            }
            request.stamp = Some(self.work(commit, bits).await?);
        }
    }

    /// What was found for this place before: the commit may have been built again since.
    fn stamp_for(&self, commit: &Commit) -> Option<Stamp> {
        let worked = self.worked.get()?;
        (worked.parent == commit.parent && worked.place == commit.n_children).then_some(worked.stamp)
    }

    /// Searches in slices, so that the shell can do other things in between.
    async fn work(&self, commit: &Commit, bits: u32) -> Result<Stamp, CallError> {
        let (parent, place) = (commit.parent, commit.n_children);
        let subject = pow::child_subject(commit.circle, parent, place);
        let mut slices = 0;
        loop {
            if let Some(stamp) = Stamp::search(self.io.today(), &subject, bits, slices * SLICE, SLICE) {
                self.worked.set(Some(Worked { parent, place, stamp }));
                return Ok(stamp);
            }
            slices += 1;
            self.io.sleep(1).await;
            if slices % SLICES_PER_LOOK == 0 {
                self.sync().await?;
                if self.with(|core| core.tip == parent && core.children() == place) != Some(true) {
                    return Err(CallError::Problem(Code::Conflict.into()));
                }
            }
        }
    }
}
