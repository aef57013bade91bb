//! Somebody has to leave the meeting, so that it is safe for the others.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use wire::Day;

use crate::{
    Ejection, MeetingEffect, MemberId, Refused,
    meeting::{Act, depart},
};

/// Why somebody has to leave a meeting or the circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum EjectReason {
    /// Interrupted again and again.
    #[n(0)]
    Disturbing,
    /// Attacked somebody.
    #[n(1)]
    Attacking,
    /// Broke the pledge.
    #[n(2)]
    Pledge,
    /// Seems not to be who they said.
    #[n(3)]
    Stranger,
    /// Something else.
    #[n(4)]
    Other,
}

/// Where two keepers are here, both must say so. From a meeting: no words, so that nothing is told about them.
pub(super) fn eject(act: &mut Act, member: MemberId, reason: EjectReason) -> Result<(), Refused> {
    act.any_keeper()?;
    if member == act.author.member || !act.meeting.is_here(member) {
        return Err(Refused::NotPresent);
    }
    let keepers: BTreeSet<MemberId> = act.keepers_awake().into_iter().filter(|keeper| *keeper != member).collect();
    let said = act.meeting.ejecting.entry(member).or_default();
    if said.insert(act.author.member, reason).is_some() {
        return Err(Refused::Unchanged);
    }
    if said.keys().filter(|keeper| keepers.contains(keeper)).count() < keepers.len().min(2) {
        act.effects.push(MeetingEffect::EjectProposed(member).into());
        return Ok(());
    }
    let by = std::mem::take(said).into_keys().collect();
    let (meeting, day) = (act.meeting.id, Day::of(act.now));
    act.records.eject(Ejection { member, meeting, day, reason, by, appealed: false });
    depart::put_out(act, member);
    Ok(())
}
