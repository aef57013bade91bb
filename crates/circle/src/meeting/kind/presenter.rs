//! One presents; further ones if the keeper says that there is time.

use super::hands;
use crate::{
    MemberId, Service,
    meeting::{Act, Ended},
};

/// Who volunteered before, then by hand.
pub(super) fn next(act: &Act) -> Option<MemberId> {
    let meeting = &*act.meeting;
    let volunteers = meeting.services.get(&Service::Present).into_iter().flatten().copied();
    let mut due = volunteers.filter(|member| meeting.is_open_to_turns(*member) && meeting.turns_of(*member) == 0);
    due.next().or_else(|| hands::next(meeting))
}

/// After a presenter the floor waits for the keeper.
pub(super) fn ended(act: &mut Act, how: Ended) {
    if how == Ended::Done {
        act.meeting.stage.last = true;
    }
}
