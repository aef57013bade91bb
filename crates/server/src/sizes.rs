//! How much each circle has stored, in memory: asked of the store once a day, and added to in between.

use std::collections::BTreeMap;

use server_store::Store;
use wire::{CircleId, Code, Problem};

use crate::Service;

/// Bytes by circle; forgotten with the daily sweep, after which there are fewer.
#[derive(Default)]
pub(crate) struct Sizes(BTreeMap<CircleId, u64>);

impl Sizes {
    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }
}

/// What a circle's bytes are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// An entry, which has to leave an eighth of all to commits: whoever fills a circle with words can still be removed.
    Entry,
    /// A commit.
    Commit,
}

impl Want {
    const fn most(self, all: u64) -> u64 {
        match self {
            Self::Entry => all - all / 8,
            Self::Commit => all,
        }
    }
}

impl<S: Store> Service<S> {
    /// Refuses what would make a circle larger than the operator lets it be. Two requests at once may both be let in.
    pub(crate) async fn has_room(&self, circle: CircleId, want: Want, more: usize) -> Result<(), Problem> {
        let known = self.sizes().0.get(&circle).copied();
        let bytes = match known {
            Some(bytes) => bytes,
            None => self.store.circle_bytes(circle).await?,
        };
        let fits = bytes.saturating_add(more as u64) <= want.most(self.rules.circle_bytes);
        self.sizes().0.entry(circle).or_insert(bytes);
        fits.then_some(()).ok_or(Problem::new(Code::CircleFull))
    }

    /// So much was stored.
    pub(crate) fn has_grown(&self, circle: CircleId, by: usize) {
        if let Some(bytes) = self.sizes().0.get_mut(&circle) {
            *bytes = bytes.saturating_add(by as u64);
        }
    }
}
