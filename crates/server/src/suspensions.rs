//! Circles that the operator has suspended: looked up in the store every few seconds, and held in memory.

use std::collections::BTreeMap;

use server_store::{Store, StoreError};
use wire::{CircleId, Code, Problem, Reason};

use crate::Service;

/// Why each of them is suspended.
#[derive(Default)]
pub(crate) struct Suspensions(BTreeMap<CircleId, Reason>);

impl<S: Store> Service<S> {
    /// Looks at the operator's switches in the store; call it at the start and every few seconds. The streams of a circle
    /// that is suspended or resumed are closed, so that its devices come back and are told.
    ///
    /// # Errors
    /// The store's.
    pub async fn look_at_suspensions(&self) -> Result<(), StoreError> {
        let now: BTreeMap<_, _> = self.store.suspended().await?.into_iter().collect();
        let before = std::mem::replace(&mut self.suspensions().0, now.clone());
        let changed = before.keys().chain(now.keys()).filter(|circle| before.get(circle) != now.get(circle));
        for circle in changed {
            self.relay().close_circle(*circle);
        }
        Ok(())
    }

    /// Refuses what would write to a suspended circle.
    pub(crate) fn may_write(&self, circle: CircleId) -> Result<(), Problem> {
        let reason = self.suspensions().0.get(&circle).copied();
        reason.map_or(Ok(()), |reason| Err(Problem { reason: Some(reason), ..Problem::new(Code::Suspended) }))
    }
}
