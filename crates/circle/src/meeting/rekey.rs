//! A fresh key for those who stay: after somebody had to go, or when nobody holds the old key any more.

use std::collections::BTreeSet;

use super::{Act, depart, door, floor};
use crate::{Arrival, MeetingEffect, MemberId, Refused, Seal};

/// Anybody present may do it for all. Leaving somebody out takes the meeting's keeper; who is left out with all
/// devices cannot come back into this meeting.
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
    let stay: BTreeSet<Arrival> = may.difference(&out).copied().collect();
    door::turn_key(act.meeting, index, seals, &stay)?;
    let gone: BTreeSet<MemberId> = out.iter().map(|arrival| arrival.member).collect();
    for arrival in &out {
        depart::remove(act, *arrival);
    }
    act.meeting.out.extend(gone.iter().filter(|member| !act.meeting.is_here(**member)).copied().collect::<Vec<_>>());
    let admitted = door::admit(act.meeting, &stay);
    act.effects.push(MeetingEffect::Rekeyed { index, admitted, out: out.into_iter().collect() }.into());
    floor::settle(act);
    Ok(())
}
