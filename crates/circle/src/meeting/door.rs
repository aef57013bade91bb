//! The door: who waits comes in, under the next key, which does not open what was said before.

use std::collections::BTreeSet;

use super::{Act, floor};
use crate::{Arrival, Meeting, MeetingEffect, Refused, Seal, limits};

/// The first door of a number wins; later ones name a number that is no longer the next.
pub(super) fn door(act: &mut Act, index: u32, seals: &[Seal]) -> Result<(), Refused> {
    act.present()?;
    if !act.meeting.is_admitted(act.author) {
        return Err(Refused::NotAdmitted);
    }
    let waiting = act.meeting.arrivals.iter().any(|presence| presence.waiting);
    let entering: BTreeSet<Arrival> =
        act.meeting.may_enter(act.charter).iter().map(|presence| presence.arrival).collect();
    if entering.is_empty() {
        return Err(if waiting { Refused::DoorShut } else { Refused::NobodyWaits });
    }
    turn_key(act.meeting, index, seals, &entering)?;
    let admitted = admit(act.meeting, &entering);
    act.effects.push(MeetingEffect::Admitted(admitted, index).into());
    floor::settle(act);
    Ok(())
}

/// Goes to key `index`, which must be the next one and sealed to exactly `to`.
pub(super) fn turn_key(
    meeting: &mut Meeting,
    index: u32,
    seals: &[Seal],
    to: &BTreeSet<Arrival>,
) -> Result<(), Refused> {
    if Some(index) != meeting.key_index.checked_add(1) {
        return Err(Refused::WrongKeyIndex);
    }
    check_seals(seals, to)?;
    meeting.key_index = index;
    Ok(())
}

/// The seals are for exactly `to`, each once and of a usable length.
pub(super) fn check_seals(seals: &[Seal], to: &BTreeSet<Arrival>) -> Result<(), Refused> {
    let sealed: BTreeSet<Arrival> = seals.iter().map(|seal| seal.to).collect();
    let fit = seals.iter().all(|seal| (1..=limits::SEAL).contains(&seal.sealed.len()));
    if fit && sealed.len() == seals.len() && sealed == *to { Ok(()) } else { Err(Refused::WrongSeals) }
}

/// Lets in those of `entering` who wait, in order of arrival.
pub(super) fn admit(meeting: &mut Meeting, entering: &BTreeSet<Arrival>) -> Vec<Arrival> {
    let mut admitted = Vec::new();
    for presence in meeting.arrivals.iter_mut().filter(|p| p.waiting && entering.contains(&p.arrival)) {
        presence.waiting = false;
        admitted.push(presence.arrival);
        if !meeting.ring.contains(&presence.arrival.member) {
            meeting.ring.push(presence.arrival.member);
            meeting.came.insert(presence.arrival.member);
        }
    }
    admitted
}
