//! Sign-ins between their two steps: in memory, for two minutes.

use std::collections::{BTreeMap, VecDeque};

use login::server::Attempt;
use server_store::AccountKey;
use wire::Millis;

pub(crate) const LIFE_MS: u64 = 120_000;
/// Most attempts that wait at a time; beyond it the oldest has to start again.
const MOST: usize = 20_000;

pub(crate) type AttemptId = [u8; 16];

#[derive(Default)]
pub(crate) struct SignIns {
    waiting: BTreeMap<AttemptId, (Attempt, AccountKey, Millis)>,
    order: VecDeque<(AttemptId, Millis)>,
}

impl SignIns {
    pub(crate) fn keep(&mut self, id: AttemptId, attempt: Attempt, account: AccountKey, now: Millis) {
        while self.order.len() >= MOST || self.order.front().is_some_and(|(_, since)| now.since(*since) > LIFE_MS) {
            if let Some((old, _)) = self.order.pop_front() {
                self.waiting.remove(&old);
            }
        }
        self.order.push_back((id, now));
        self.waiting.insert(id, (attempt, account, now));
    }

    /// An attempt can be finished once.
    pub(crate) fn take(&mut self, id: &[u8], now: Millis) -> Option<(Attempt, AccountKey)> {
        let id: AttemptId = id.try_into().ok()?;
        let (attempt, account, since) = self.waiting.remove(&id)?;
        (now.since(since) <= LIFE_MS).then_some((attempt, account))
    }
}
