//! What waits to be sent on one stream.

use std::{collections::VecDeque, sync::Arc};

use bytes::Bytes;
use tokio::sync::Notify;

/// Below so much nothing is too slow; above it what can be read again later is not queued.
const ROOM: (usize, usize) = (128, 2 * 1024 * 1024);
/// Beyond so much a client is too slow for live frames, and is closed: it catches up when it comes back.
const MOST: (usize, usize) = (2048, 8 * 1024 * 1024);

#[derive(Default)]
pub(super) struct Outbox {
    frames: VecDeque<Bytes>,
    bytes: usize,
    closed: bool,
    wake: Arc<Notify>,
}

impl Outbox {
    pub(super) fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    pub(super) fn has_room(&self) -> bool {
        self.frames.len() < ROOM.0 && self.bytes < ROOM.1
    }

    pub(super) fn push(&mut self, frame: Bytes) {
        if !self.closed {
            self.bytes += frame.len();
            self.frames.push_back(frame);
        }
        self.nudge();
    }

    pub(super) fn push_live(&mut self, frame: Bytes) {
        if self.frames.len() >= MOST.0 || self.bytes >= MOST.1 {
            return self.close();
        }
        self.push(frame);
    }

    pub(super) fn close(&mut self) {
        self.closed = true;
        self.frames.clear();
        self.nudge();
    }

    /// Wakes whoever carries the outbox, to look or to read on.
    pub(super) fn nudge(&self) {
        self.wake.notify_one();
    }

    pub(super) fn take(&mut self) -> Option<Vec<Bytes>> {
        self.bytes = 0;
        (!self.closed).then(|| self.frames.drain(..).collect())
    }
}
