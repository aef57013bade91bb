//! Where a stream is in its circle.

use std::collections::BTreeSet;

use wire::{CircleId, CommitId, limits};

use super::{Want, cursor::Cursor};

pub(super) struct Position {
    pub(super) circle: CircleId,
    pub(super) at: CommitId,
    pub(super) entries: Cursor,
    pub(super) children: Cursor,
    opening: bool,
    /// Live frames up to this number were sent, or were not meant for this stream, except those in `unheard`.
    live: u64,
    /// Numbers that the stream could not hear where it was then, and may after it has moved on.
    unheard: BTreeSet<u64>,
}

impl Position {
    /// A stream that opens. Where it was in this circle before, it has heard what it was sent.
    pub(super) fn new(before: Option<Self>, circle: CircleId, at: CommitId, have: u32, live: u64) -> Self {
        let (live, unheard) = match before {
            Some(before) => (before.live, before.unheard),
            None => (live, BTreeSet::new()),
        };
        // One child is taken for known until the store has been asked.
        Self { circle, at, entries: Cursor::new(have, have), children: Cursor::new(0, 1), opening: true, live, unheard }
    }

    pub(super) const fn is_open(&self) -> bool {
        !self.opening
    }

    pub(super) fn opened(&mut self, entries: u32) {
        self.opening = false;
        self.entries.reach(entries);
    }

    /// Whether to send a live frame now. While opening none is sent: the replay follows.
    pub(super) fn hears(&mut self, number: u64, may_hear: bool) -> bool {
        if self.opening {
            return false;
        }
        self.note(number, may_hear)
    }

    /// Whether a frame of the replay is to be sent.
    pub(super) fn replays(&mut self, number: u64, may_hear: bool) -> bool {
        let open = number > self.live || self.unheard.contains(&number);
        open && self.note(number, may_hear)
    }

    pub(super) fn wants(&mut self) -> Option<Want> {
        if self.opening {
            return None;
        }
        let (circle, at) = (self.circle, self.at);
        if self.entries.is_behind() {
            return Some(Want::Entries { circle, at, from: self.entries.next(), known: self.entries.known() });
        }
        let (from, known) = (self.children.next(), self.children.known());
        self.children.is_behind().then_some(Want::Children { circle, at, from, known })
    }

    fn note(&mut self, number: u64, may_hear: bool) -> bool {
        self.live = self.live.max(number);
        if may_hear {
            self.unheard.remove(&number);
        } else {
            self.unheard.insert(number);
            while self.unheard.len() > limits::LIVE_RING {
                self.unheard.pop_first();
            }
        }
        may_hear
    }
}
