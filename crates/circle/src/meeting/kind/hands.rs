//! Turns by hand.

use crate::{Meeting, MemberId};

/// Who has had fewest turns in this phase, then whose hand went up first.
pub(super) fn next(meeting: &Meeting) -> Option<MemberId> {
    let hands = meeting.hands.iter().copied().filter(|member| meeting.is_open_to_turns(*member));
    hands.min_by_key(|member| meeting.turns_of(*member))
}
