//! What the relay holds of one circle: its tree of commits, and the live frames of the last minutes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bytes::Bytes;
use wire::{CommitId, Millis, limits, stream::ToClient};

use super::{StreamId, encoded, position::Position};

/// How long a live frame waits for a device that lost its connection.
const KEEP_MS: u64 = 10 * 60 * 1000;
/// Seconds of the average rate that may come at once.
const BURST_S: u64 = 5;

pub(super) struct Circle {
    pub(super) streams: BTreeSet<StreamId>,
    tree: BTreeMap<CommitId, Node>,
    ring: VecDeque<LiveFrame>,
    ring_bytes: usize,
    last: u64,
    /// Thousandths of live frames that may be sent now, as of `refilled`.
    credit: u64,
    refilled: Millis,
}

struct Node {
    parent: CommitId,
    /// When it was stored; 0 if before this process cared.
    stored: Millis,
}

struct LiveFrame {
    number: u64,
    from: StreamId,
    at: CommitId,
    encoded: Bytes,
    when: Millis,
}

impl Circle {
    /// `last` is the last live number that was used.
    pub(super) fn new(last: u64, now: Millis) -> Self {
        Self {
            streams: BTreeSet::new(),
            tree: BTreeMap::new(),
            ring: VecDeque::new(),
            ring_bytes: 0,
            last,
            credit: full_credit(),
            refilled: now,
        }
    }

    pub(super) fn learn(&mut self, tree: &[(CommitId, CommitId)]) {
        for (commit, parent) in tree {
            self.tree.entry(*commit).or_insert(Node { parent: *parent, stored: Millis(0) });
        }
    }

    pub(super) fn add_commit(&mut self, commit: CommitId, parent: CommitId, now: Millis) {
        self.tree.insert(commit, Node { parent, stored: now });
    }

    /// Whether `commit` lies on the path from genesis to `at`, which includes `at`.
    pub(super) fn is_on_path(&self, commit: CommitId, at: CommitId) -> bool {
        let mut here = at;
        while here != commit {
            match self.tree.get(&here) {
                Some(node) => here = node.parent,
                None => return false,
            }
        }
        true
    }

    /// Whether a stream at `listener` hears what a stream at `speaker` sends.
    pub(super) fn may_hear(&self, listener: CommitId, speaker: CommitId, now: Millis) -> bool {
        let just_left = self
            .tree
            .get(&speaker)
            .is_some_and(|node| node.parent == listener && now.since(node.stored) < limits::REAUTH_GRACE_MS);
        just_left || self.is_on_path(speaker, listener)
    }

    pub(super) fn may_send(&mut self, now: Millis) -> bool {
        let refill = now.since(self.refilled).saturating_mul(u64::from(limits::LIVE_RATE));
        self.credit = self.credit.saturating_add(refill).min(full_credit());
        self.refilled = now;
        let enough = self.credit >= 1000;
        self.credit -= if enough { 1000 } else { 0 };
        enough
    }

    pub(super) fn add_live(&mut self, from: StreamId, at: CommitId, frame: Vec<u8>, now: Millis) -> (u64, Bytes) {
        self.last += 1;
        let encoded = encoded(&ToClient::Live { number: self.last, frame: frame.into() });
        self.ring_bytes += encoded.len();
        self.ring.push_back(LiveFrame { number: self.last, from, at, encoded: encoded.clone(), when: now });
        while self.ring.len() > limits::LIVE_RING || self.ring_bytes > limits::LIVE_RING_BYTES {
            self.drop_oldest();
        }
        (self.last, encoded)
    }

    /// The last number, and the one before the oldest that is in memory.
    pub(super) fn live_span(&self) -> (u64, u64) {
        (self.last, self.ring.front().map_or(self.last, |frame| frame.number - 1))
    }

    /// What a client that says it has `live` does have: nothing, if it talks of another process.
    pub(super) const fn last_the_client_has(&self, live: u64) -> u64 {
        if live > self.last { 0 } else { live }
    }

    /// The frames that a stream has missed.
    pub(super) fn replay(&self, id: StreamId, position: &mut Position, now: Millis) -> Vec<Bytes> {
        let others = self.ring.iter().filter(|frame| frame.from != id);
        others
            .filter(|frame| position.replays(frame.number, self.may_hear(position.at, frame.at, now)))
            .map(|frame| frame.encoded.clone())
            .collect()
    }

    pub(super) fn forget_old(&mut self, now: Millis) {
        while self.ring.front().is_some_and(|frame| now.since(frame.when) > KEEP_MS) {
            self.drop_oldest();
        }
    }

    pub(super) fn is_idle(&self) -> bool {
        self.streams.is_empty() && self.ring.is_empty()
    }

    fn drop_oldest(&mut self) {
        if let Some(frame) = self.ring.pop_front() {
            self.ring_bytes -= frame.encoded.len();
        }
    }
}

const fn full_credit() -> u64 {
    limits::LIVE_RATE as u64 * BURST_S * 1000
}
