//! A word for those who are new, offered once.

use crate::{MemberId, meeting::Act};

/// New is who has come to fewer meetings than [`crate::limits::NEW_MEETINGS`]; who keeps the meeting is not welcomed.
pub(super) fn next(act: &Act) -> Option<MemberId> {
    let meeting = &*act.meeting;
    let is_new =
        |member: MemberId| act.records.is_new(member) && member != meeting.keeper && !act.stand_ins.contains(&member);
    let mut ring = meeting.ring.iter().copied();
    ring.find(|member| is_new(*member) && meeting.is_open_to_turns(*member) && meeting.turns_of(*member) == 0)
}
