//! Whom to ask next. A source that does not answer waits longer and longer and holds nobody up.

use std::collections::{BTreeMap, BTreeSet};

use wire::Millis;

use crate::{limits, model::SourceId};

const HOUR_MS: u64 = 3_600_000;

/// How asking a source went, so that asking again costs little and a dead one is asked seldom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asking {
    /// The validator of the last good answer (ETag).
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
    /// When it was asked last.
    pub asked: Option<Millis>,
    /// How often in a row it was asked and nothing good came.
    pub failures: u32,
}

impl Asking {
    /// Notes that it is asked now. Until it has answered this counts as a failure: an answer that takes the whole
    /// program down with it is asked for less and less.
    pub fn ask(&mut self, now: Millis) {
        self.asked = Some(now);
        self.failures = self.failures.saturating_add(1);
    }

    /// Notes that it gave something good.
    pub fn answered(&mut self) {
        self.failures = 0;
    }

    /// When it is to be asked again; 0: at once.
    fn next(&self) -> Millis {
        let Some(asked) = self.asked else { return Millis(0) };
        let hours = limits::ASK_HOURS << self.failures.min(8);
        asked.plus(hours.min(limits::ASK_HOURS_MOST) * HOUR_MS)
    }
}

/// The sources to ask at `now`, the most overdue first, so that with those that are `busy` at most `most` are asked at once.
pub fn due(asking: &BTreeMap<SourceId, Asking>, busy: &BTreeSet<SourceId>, now: Millis, most: usize) -> Vec<SourceId> {
    let mut ready: Vec<(Millis, &SourceId)> = asking
        .iter()
        .filter(|(id, _)| !busy.contains(id))
        .map(|(id, one)| (one.next(), id))
        .filter(|(next, _)| *next <= now)
        .collect();
    ready.sort_unstable();
    ready.into_iter().take(most.saturating_sub(busy.len())).map(|(_, id)| id.clone()).collect()
}
