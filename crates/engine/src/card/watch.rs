//! What a device knows of the card that the server shows, and when it looks again.

use std::collections::BTreeSet;

use calendar::Series;
use wire::{Day, MailboxId, Millis, PublicKey};

use super::view::CardShown;

/// How often it is looked, while nothing changes.
const LOOK_MS: u64 = 6 * 3_600_000;
/// The first look after a start falls within so long: asking for a circle's log and for its card at one moment would tell
/// the server which belong together.
const FIRST_MS: u64 = 600_000;
/// How long a device that does not publish waits after a change for those that do.
const OTHERS_MS: u64 = 30_000;
/// After a look that brought nothing.
const AGAIN_MS: u64 = 60_000;

/// What a device knows of the card that the server shows.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// This session has seen what is agreed.
    started: bool,
    /// What was agreed when it was looked at last: its revision, which grows from card to card, and the times that follow the
    /// schedule.
    agreed: Option<(u32, Vec<Series>)>,
    due: Millis,
    pub(super) shown: CardShown,
    /// Somebody who keeps the circle wants published again what was agreed.
    pub(super) restore: bool,
    /// The mailbox behind the card, when this device renewed it, and for which revision.
    pub(super) door: Option<(MailboxId, Day, u32)>,
    /// Cards that were taken back, and are gone where they were shown.
    pub(super) gone: BTreeSet<PublicKey>,
}

impl Watch {
    /// The circle shows nothing, and has shown nothing lately.
    pub(super) fn rest(&mut self) {
        (self.started, self.agreed) = (true, None);
    }

    /// Notes what is agreed now. `spread` is random, `rank` how long this device lets others go first; none for one that
    /// does not publish.
    pub(super) fn note(
        &mut self,
        agreed: Option<(u32, &[Series])>,
        now: Millis,
        spread: impl FnOnce() -> u64,
        rank: Option<u64>,
    ) {
        let same = agreed == self.agreed.as_ref().map(|(revision, schedule)| (*revision, schedule.as_slice()));
        if !self.started {
            self.due = now.plus(spread() % FIRST_MS);
        } else if !same {
            self.due = now.plus(rank.unwrap_or(OTHERS_MS));
            self.shown = CardShown::Unknown;
        }
        if !same {
            self.agreed = agreed.map(|(revision, schedule)| (revision, schedule.to_vec()));
        }
        self.started = true;
    }

    pub(super) fn is_due(&self, now: Millis) -> bool {
        now >= self.due
    }

    pub(super) fn looked(&mut self, shown: CardShown, now: Millis) {
        self.shown = shown;
        let is_settled = matches!(shown, CardShown::AsAgreed | CardShown::Hidden | CardShown::NoDirectory);
        self.due = now.plus(if is_settled { LOOK_MS } else { AGAIN_MS });
    }

    /// The server did not answer.
    pub(super) fn failed(&mut self, now: Millis) {
        self.due = now.plus(AGAIN_MS);
    }

    pub(super) fn hurry(&mut self) {
        self.due = Millis(0);
    }

    pub(super) fn restore(&mut self) {
        self.restore = true;
        self.hurry();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_000_000_000);

    #[test]
    fn the_first_look_is_spread_and_a_change_is_looked_at_soon() {
        let agreed = |revision| Some((revision, &[] as &[Series]));
        let mut watch = Watch::default();
        watch.note(agreed(1), NOW, || FIRST_MS + 7_000, Some(0));
        assert!(!watch.is_due(NOW.plus(6_999)) && watch.is_due(NOW.plus(7_000)));
        watch.looked(CardShown::AsAgreed, NOW);
        watch.note(agreed(1), NOW.plus(1), || 0, Some(0));
        assert!(!watch.is_due(NOW.plus(LOOK_MS - 1)) && watch.is_due(NOW.plus(LOOK_MS)));
        watch.note(agreed(2), NOW, || 0, Some(1_500));
        assert_eq!((watch.shown, watch.is_due(NOW), watch.is_due(NOW.plus(1_500))), (CardShown::Unknown, false, true));
        watch.note(agreed(3), NOW, || 0, None);
        assert!(!watch.is_due(NOW.plus(OTHERS_MS - 1)), "who does not publish lets the others do it first");
        watch.looked(CardShown::Differs, NOW);
        assert!(watch.is_due(NOW.plus(AGAIN_MS)), "what is wrong is looked at again soon");
        watch.failed(NOW);
        watch.hurry();
        assert!(watch.is_due(NOW));
    }
}
