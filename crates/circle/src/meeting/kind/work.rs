//! The topic that is open.

use super::hands;
use crate::{MemberId, meeting::Act};

/// Whoever proposed it first, then by hand.
pub(super) fn next(act: &Act) -> Option<MemberId> {
    let meeting = &*act.meeting;
    let topic = meeting.topic(meeting.stage.topic)?;
    let first = meeting.is_open_to_turns(topic.author) && meeting.turns_of(topic.author) == 0;
    first.then_some(topic.author).or_else(|| hands::next(meeting))
}
