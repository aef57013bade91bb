//! Coming to the door.

use super::{Act, deed};
use crate::{ArrivalKey, GuestPart, MeetingEffect, Mode, Presence, Refused, limits};

/// The device waits for the next door. One that is here already was reloaded: it waits with its new key, and its
/// member keeps the seat.
pub(super) fn arrive(act: &mut Act, key: &[u8]) -> Result<(), Refused> {
    check_key(key)?;
    let author = act.author;
    if act.meeting.out.contains(&author.member) {
        return Err(Refused::PutOut);
    }
    let key = ArrivalKey(key.into());
    if let Some(presence) = act.meeting.arrivals.iter_mut().find(|presence| presence.arrival == author) {
        presence.key = key;
        presence.waiting = true;
    } else {
        let own = act.meeting.arrivals.iter().filter(|presence| presence.arrival.member == author.member).count();
        if own >= limits::ARRIVALS_PER_MEMBER {
            return Err(Refused::TooManyDevices);
        }
        if act.meeting.arrivals.len() >= limits::ARRIVALS {
            return Err(Refused::MeetingFull);
        }
        act.meeting.arrivals.push(Presence { arrival: author, key, waiting: true });
    }
    if act.guests.get(&author.member) == Some(&GuestPart::Observes) {
        act.meeting.modes.insert(author.member, Mode::Listening);
    }
    deed::came_again(act.meeting, author);
    act.effects.push(MeetingEffect::Arrived(author).into());
    Ok(())
}

pub(super) fn check_key(key: &[u8]) -> Result<(), Refused> {
    if (1..=limits::ARRIVAL_KEY).contains(&key.len()) { Ok(()) } else { Err(Refused::ArrivalKeyUnusable) }
}
