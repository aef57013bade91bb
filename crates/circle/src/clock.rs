//! Circle time: what the members' clocks agree on (protocol.md section 4).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use wire::Millis;

use crate::MemberId;

/// The latest moment that two members have claimed or exceeded; never runs backwards.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub(crate) struct Clock {
    #[n(0)]
    claims: BTreeMap<MemberId, Millis>,
    #[n(1)]
    time: Millis,
}

impl Clock {
    pub(crate) const fn time(&self) -> Millis {
        self.time
    }

    /// The latest moment that this member claimed.
    pub(crate) fn claim_of(&self, member: MemberId) -> Millis {
        self.claims.get(&member).copied().unwrap_or_default()
    }

    /// Takes a claim. One who is `alone` in the circle sets the time; else two must have claimed it.
    pub(crate) fn claim(&mut self, member: MemberId, claimed: Millis, alone: bool) {
        let own = self.claims.entry(member).or_default();
        *own = claimed.max(*own);
        let mut latest: Vec<Millis> = self.claims.values().copied().collect();
        latest.sort_unstable_by(|a, b| b.cmp(a));
        let agreed = latest.get(usize::from(!alone)).copied().unwrap_or_default();
        self.time = self.time.max(agreed);
    }

    pub(crate) fn forget(&mut self, member: MemberId) {
        self.claims.remove(&member);
    }
}
