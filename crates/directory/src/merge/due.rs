//! Whom to ask next. A source that does not answer waits longer and longer and holds nobody up.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use wire::Millis;

use crate::{limits, model::SourceId};

const HOUR_MS: u64 = 3_600_000;

/// How asking a source has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
pub struct Asking {
    /// When it was asked last.
    #[n(0)]
    pub asked: Option<Millis>,
    /// It has not answered yet.
    #[n(1)]
    pub waits: bool,
    /// How often in a row it gave nothing good.
    #[n(2)]
    pub failures: u32,
}

impl Asking {
    /// Notes that it is asked now.
    pub fn ask(&mut self, now: Millis) {
        self.asked = Some(now);
        self.waits = true;
    }

    /// Notes how it answered.
    pub fn answer(&mut self, good: bool) {
        self.waits = false;
        self.failures = if good { 0 } else { self.failures.saturating_add(1) };
    }

    /// When it is to be asked again; 0: at once.
    fn next(&self) -> Millis {
        let Some(asked) = self.asked else { return Millis(0) };
        if self.waits {
            return asked.plus(limits::ANSWER_MINUTES * 60_000);
        }
        let hours = limits::ASK_HOURS << self.failures.min(8);
        asked.plus(hours.min(limits::ASK_HOURS_MOST) * HOUR_MS)
    }
}

/// The sources to ask at `now`, the most overdue first, so that at most `most` are asked at once. A source that has not
/// answered within [`limits::ANSWER_MINUTES`] no longer takes up a place.
pub fn due(asking: &BTreeMap<SourceId, Asking>, now: Millis, most: usize) -> Vec<SourceId> {
    let busy = asking.values().filter(|one| one.waits && one.next() > now).count();
    let mut ready: Vec<(Millis, &SourceId)> =
        asking.iter().map(|(id, one)| (one.next(), id)).filter(|(next, _)| *next <= now).collect();
    ready.sort_unstable();
    ready.into_iter().take(most.saturating_sub(busy)).map(|(_, id)| id.clone()).collect()
}
