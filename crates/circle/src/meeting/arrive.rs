//! Coming to the door.

use super::{Act, deed};
use crate::{ArrivalKey, GuestPart, MeetingEffect, Mode, Presence, Refused, limits};

/// The device waits for the next door, in the place of the member's oldest where there are [`limits::ARRIVALS_PER_MEMBER`]. One that is here already was reloaded: it waits with its new key, and its
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
        give_way(act);
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

/// A device that was reloaded is another one to the meeting, and nobody has told it that the one before has gone: the
/// member's oldest makes room.
fn give_way(act: &mut Act) {
    let own = |presence: &Presence| presence.arrival.member == act.author.member;
    if act.meeting.arrivals.iter().filter(|presence| own(presence)).count() < limits::ARRIVALS_PER_MEMBER {
        return;
    }
    if let Some(oldest) = act.meeting.arrivals.iter().position(own) {
        let gone = act.meeting.arrivals.remove(oldest);
        act.effects.push(MeetingEffect::Departed(gone.arrival).into());
    }
}

pub(super) fn check_key(key: &[u8]) -> Result<(), Refused> {
    if (1..=limits::ARRIVAL_KEY).contains(&key.len()) { Ok(()) } else { Err(Refused::ArrivalKeyUnusable) }
}
