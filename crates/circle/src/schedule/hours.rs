//! Asking which hours are hard for people. What they answer is sealed to the asker, who plans; the circle sees that
//! they answered, and the times that are then proposed.

use calendar::Date;
use minicbor::{Decode, Encode};
use wire::Day;

use super::may_schedule;
use crate::{Arrival, Effect, HoursId, MemberId, Refused, durable::Durable, limits};

/// An open asking.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct HoursAsked {
    /// Its id.
    #[n(0)]
    pub id: HoursId,
    /// Who asked, on which device.
    #[n(1)]
    pub by: Arrival,
    /// What answers are sealed to.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub key: Vec<u8>,
    /// The Monday of the week that is meant.
    #[n(3)]
    pub monday: Date,
    /// The day on which it was asked, by circle time.
    #[n(4)]
    pub asked: Day,
}

pub(super) fn ask(
    state: &mut Durable,
    by: Arrival,
    id: HoursId,
    key: &[u8],
    week: Date,
) -> Result<Vec<Effect>, Refused> {
    if !(1..=limits::HOURS_KEY).contains(&key.len()) {
        return Err(Refused::HoursUnusable);
    }
    let monday = week.plus(-i32::from(week.weekday() as u8));
    state.schedule.hours = Some(HoursAsked { id, by, key: key.to_vec(), monday, asked: state.today() });
    Ok(vec![Effect::HoursChanged])
}

pub(super) fn end(state: &mut Durable, author: MemberId, id: HoursId) -> Result<Vec<Effect>, Refused> {
    let asked = state.schedule.hours.as_ref().filter(|asked| asked.id == id).ok_or(Refused::HoursUnasked)?;
    if asked.by.member != author {
        may_schedule(state, author)?;
    }
    state.schedule.hours = None;
    Ok(vec![Effect::HoursChanged])
}
