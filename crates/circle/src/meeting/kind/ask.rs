//! One asks the circle; everybody answers once from own experience or passes; the asker says what they take away.

use std::collections::BTreeSet;

use super::hands;
use crate::{
    MemberId,
    meeting::{Act, Asking, Ended, Sense, Turn},
};

/// A question that goes round is brought to its end, also when no further one begins.
pub(super) fn next(act: &Act) -> Option<(MemberId, Sense)> {
    let meeting = &*act.meeting;
    let Some(asking) = &meeting.stage.asking else {
        let asks = if meeting.stage.last { None } else { hands::next(meeting) };
        return asks.map(|member| (member, Sense::Question));
    };
    let due = |member: &MemberId| {
        *member != asking.asker && meeting.is_open_to_turns(*member) && !asking.answered.contains(member)
    };
    let answers = meeting.ring.iter().copied().find(due).filter(|_| !meeting.stage.last);
    answers
        .map(|member| (member, Sense::Answer))
        .or_else(|| meeting.is_open_to_turns(asking.asker).then_some((asking.asker, Sense::TakingAway)))
}

pub(super) fn ended(act: &mut Act, turn: &Turn, how: Ended) {
    let stage = &mut act.meeting.stage;
    match turn.sense {
        Sense::Question if how == Ended::Done => {
            stage.asking = Some(Asking { asker: turn.holder, answered: BTreeSet::new() });
        }
        Sense::Answer if how != Ended::Away => {
            if let Some(asking) = &mut stage.asking {
                asking.answered.insert(turn.holder);
            }
        }
        Sense::TakingAway if how != Ended::Away => stage.asking = None,
        Sense::Question | Sense::Answer | Sense::TakingAway | Sense::Plain | Sense::Later => {}
    }
}
