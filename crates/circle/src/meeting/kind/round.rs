//! Everybody once.

use crate::{MemberId, Order, meeting::Act};

/// By the ring, or as hands go up.
pub(super) fn next(act: &Act) -> Option<MemberId> {
    let meeting = &*act.meeting;
    let order = match act.phase().order {
        Order::Ring => &meeting.ring,
        Order::Hand => &meeting.hands,
    };
    let due = |member: &MemberId| meeting.is_open_to_turns(*member) && meeting.turns_of(*member) == 0;
    order.iter().copied().find(due)
}
