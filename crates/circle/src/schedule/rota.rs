//! The rota: who keeps, reads, greets. Only for what lies ahead; nobody is put on it who has not said yes.

use minicbor::{Decode, Encode};

use super::{Form, RotaAct, SeatKey, SeatService, may_schedule};
use crate::{MemberId, Refused, durable::Durable, limits};

/// A seat that is not free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Seat {
    /// Whose.
    #[n(0)]
    pub member: MemberId,
    /// How sure.
    #[n(1)]
    pub state: SeatState,
}

/// How sure a seat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum SeatState {
    /// The member was asked and has not answered.
    #[n(0)]
    Asked,
    /// The member serves.
    #[n(1)]
    Serves,
    /// The member serves, and would be glad if somebody else did.
    #[n(2)]
    Offered,
}

pub(super) fn fold(state: &mut Durable, author: MemberId, act: &RotaAct) -> Result<(), Refused> {
    match act {
        RotaAct::Take { seat } => take(state, author, *seat),
        RotaAct::Offer { seat } => {
            let held = own(state, author, *seat)?;
            if held.state != SeatState::Serves {
                return Err(Refused::NotYourSeat);
            }
            held.state = SeatState::Offered;
            Ok(())
        }
        RotaAct::Free { seat } => {
            own(state, author, *seat)?;
            state.schedule.seats.remove(seat);
            Ok(())
        }
        RotaAct::Ask { seats } => ask(state, author, seats),
    }
}

fn take(state: &mut Durable, author: MemberId, key: SeatKey) -> Result<(), Refused> {
    check_take(state, author, key)?;
    state.schedule.seats.insert(key, Seat { member: author, state: SeatState::Serves });
    Ok(())
}

/// Whether the member may take this seat.
pub(crate) fn check_take(state: &Durable, author: MemberId, key: SeatKey) -> Result<(), Refused> {
    check_ahead(state, key)?;
    state.full(author)?;
    may_serve(state, author, key)?;
    match state.schedule.seats.get(&key) {
        Some(seat) if seat.member == author && seat.state == SeatState::Serves => Err(Refused::AlreadyServing),
        Some(seat) if seat.member != author && seat.state != SeatState::Offered => Err(Refused::SeatTaken),
        Some(_) => Ok(()),
        None => check_room(state, 1),
    }
}

fn ask(state: &mut Durable, author: MemberId, seats: &[(SeatKey, MemberId)]) -> Result<(), Refused> {
    may_schedule(state, author)?;
    if seats.is_empty() || seats.len() > limits::ASKS {
        return Err(Refused::TooManySeats);
    }
    check_room(state, seats.len())?;
    for (key, member) in seats {
        check_ahead(state, *key)?;
        state.active(*member)?;
        may_serve(state, *member, *key)?;
        let seat = Seat { member: *member, state: SeatState::Asked };
        if state.schedule.seats.insert(*key, seat).is_some() {
            return Err(Refused::SeatTaken);
        }
    }
    Ok(())
}

fn own(state: &mut Durable, author: MemberId, key: SeatKey) -> Result<&mut Seat, Refused> {
    check_ahead(state, key)?;
    state.schedule.seats.get_mut(&key).filter(|seat| seat.member == author).ok_or(Refused::NotYourSeat)
}

/// A meeting can only be opened by a keeper or deputy, so nobody else is counted on to keep one. Anybody may lead a
/// round: that is how the weekly leader goes round (domain section 2.1).
fn may_serve(state: &Durable, member: MemberId, key: SeatKey) -> Result<(), Refused> {
    let planned = state.schedule.series.get(&key.series).ok_or(Refused::SeriesUnknown)?;
    let keeps_meeting = key.service == SeatService::Keep && planned.form == Form::Meeting;
    if keeps_meeting && !state.keeps(member) { Err(Refused::MayNotOpen) } else { Ok(()) }
}

fn check_ahead(state: &Durable, key: SeatKey) -> Result<(), Refused> {
    let planned = state.schedule.series.get(&key.series).ok_or(Refused::SeriesUnknown)?;
    let today = state.today();
    let near = key.date.days() <= today.0.saturating_add(limits::ROTA_DAYS);
    if near && planned.is_ahead(key.date, today) { Ok(()) } else { Err(Refused::NoOccurrence) }
}

fn check_room(state: &Durable, more: usize) -> Result<(), Refused> {
    if state.schedule.seats.len() + more > limits::SEATS { Err(Refused::TooManySeats) } else { Ok(()) }
}
