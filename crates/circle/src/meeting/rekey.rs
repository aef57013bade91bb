//! A fresh key for those who stay: after somebody had to go, or when nobody holds the old key any more.

use std::collections::BTreeSet;

use super::{Act, depart, door, floor};
use crate::{Arrival, MeetingEffect, MemberId, Refused, Seal};

/// Anybody present may do it for all. The keeper may leave out single devices of members who stay with another; that a
/// member goes with all devices takes a [`crate::Deed::Eject`] before.
pub(super) fn rekey(act: &mut Act, index: u32, seals: &[Seal], without: &[Arrival]) -> Result<(), Refused> {
    act.present()?;
    let out: BTreeSet<Arrival> = without.iter().copied().collect();
    if !out.is_empty() {
        act.keeper()?;
    }
    let here: BTreeSet<Arrival> = act.meeting.arrivals.iter().map(|presence| presence.arrival).collect();
    let may: BTreeSet<Arrival> = act.meeting.may_have_key(act.charter).map(|presence| presence.arrival).collect();
    if !may.contains(&act.author) {
        return Err(Refused::DoorShut);
    }
    if out.len() != without.len() || !out.is_subset(&here) || out.contains(&act.author) {
        return Err(Refused::WrongSeals);
    }
    let stays = |member: MemberId| here.iter().any(|arrival| arrival.member == member && !out.contains(arrival));
    if !out.iter().all(|arrival| stays(arrival.member)) {
        return Err(Refused::LastDevice);
    }
    let stay: BTreeSet<Arrival> = may.difference(&out).copied().collect();
    door::turn_key(act.meeting, index, seals, &stay)?;
    for arrival in &out {
        depart::remove(act, *arrival);
    }
    act.meeting.rekey_due = false;
    let admitted = door::admit(act.meeting, &stay);
    act.effects.push(MeetingEffect::Rekeyed { index, admitted, out: out.into_iter().collect() }.into());
    floor::settle(act);
    Ok(())
}
