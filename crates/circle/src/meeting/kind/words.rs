//! Words that lead the meeting.

use super::hands;
use crate::{MemberId, Who, meeting::Act};

/// The keeper has the floor when the phase begins, and again by hand; where others lead, it goes by hands.
pub(super) fn next(act: &Act) -> Option<MemberId> {
    let meeting = &*act.meeting;
    match act.phase().who {
        Who::Keeper => {
            let keeper = meeting.keeper;
            let wants = meeting.turns_of(keeper) == 0 || meeting.hands.contains(&keeper);
            (wants && meeting.is_open_to_turns(keeper)).then_some(keeper)
        }
        Who::Anyone | Who::Reader | Who::Newcomers => hands::next(meeting),
    }
}
