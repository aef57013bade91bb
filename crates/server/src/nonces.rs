//! Nonces that were used, so that a request that somebody copied is not accepted again.

use std::collections::{BTreeSet, VecDeque};

use wire::{Day, auth::Nonce};

/// Most nonces that are remembered, some 40 MB: more than a day of a busy server. Beyond it the oldest are forgotten;
/// every request is idempotent or a compare-and-swap, so an accepted copy changes nothing.
const MOST: usize = 500_000;

#[derive(Default)]
pub(crate) struct Nonces {
    seen: BTreeSet<Nonce>,
    order: VecDeque<Nonce>,
}

impl Nonces {
    /// Whether the nonce is of `today` or a day beside it and was not used before; uses it.
    pub(crate) fn take(&mut self, nonce: Nonce, today: Day) -> bool {
        if !near(nonce, today) || !self.seen.insert(nonce) {
            return false;
        }
        self.order.push_back(nonce);
        while self.order.len() > MOST || self.order.front().is_some_and(|nonce| !near(*nonce, today)) {
            if let Some(old) = self.order.pop_front() {
                self.seen.remove(&old);
            }
        }
        true
    }
}

fn near(nonce: Nonce, today: Day) -> bool {
    nonce.day().0.abs_diff(today.0) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_nonce_is_taken_once_near_its_day() {
        let mut nonces = Nonces::default();
        let nonce = |day, number| Nonce::new(Day(day), [number; 12]);
        assert!(nonces.take(nonce(100, 1), Day(100)));
        assert!(!nonces.take(nonce(100, 1), Day(100)));
        assert!(!nonces.take(nonce(100, 1), Day(101)), "still a day beside it");
        assert!(nonces.take(nonce(99, 1), Day(100)) && nonces.take(nonce(101, 1), Day(100)));
        assert!(!nonces.take(nonce(98, 1), Day(100)) && !nonces.take(nonce(102, 1), Day(100)));
        assert!(nonces.take(nonce(200, 1), Day(200)));
        assert_eq!(nonces.seen.len(), 1, "old ones are forgotten");
    }
}
