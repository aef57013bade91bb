//! Readings: offered to one after the other, so that readers change from meeting to meeting.

use crate::{
    Duty, MemberId, Service,
    meeting::{Act, Ended, Turn},
};

/// Readers first, then everybody, each beginning after whoever read last. When all have passed, the keeper reads.
pub(super) fn next(act: &Act) -> Option<MemberId> {
    let meeting = &*act.meeting;
    if meeting.stage.spoken as usize >= act.charter.readings.len().max(1) {
        return None;
    }
    let ring = after(&meeting.ring, act.records.last_reader());
    let reads = |member: &MemberId| {
        act.has_duty(*member, Duty::Read)
            || meeting.services.get(&Service::Read).is_some_and(|readers| readers.contains(member))
    };
    let fresh = |member: &&MemberId| meeting.is_open_to_turns(**member) && meeting.turns_of(**member) == 0;
    let mut offered = ring.iter().filter(|member| reads(member)).chain(ring.iter().filter(|member| !reads(member)));
    offered.find(fresh).copied().or_else(|| {
        let keeper = meeting.keeper;
        let once_more = meeting.stage.spoken == 0 && meeting.turns_of(keeper) < 2;
        (once_more && meeting.is_open_to_turns(keeper)).then_some(keeper)
    })
}

pub(super) fn ended(act: &mut Act, turn: &Turn, how: Ended) {
    if how == Ended::Done {
        act.records.read(turn.holder);
    }
}

/// The ring, beginning after this member.
fn after(ring: &[MemberId], last: Option<MemberId>) -> Vec<MemberId> {
    let place = ring.iter().position(|member| Some(*member) == last).map_or(0, |place| place + 1);
    let (before, after) = ring.split_at(place);
    [after, before].concat()
}
