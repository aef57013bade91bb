//! When the circle meets, who serves then, and which hours would be fair.
//!
//! Structure only: whether two devices agree must not depend on the age of their time zone databases, so nothing here
//! asks one. Where a rule needs an instant, it takes the offset from UTC that was true when the series was set
//! ([`Plan::offset_minutes`]); a clock change may put that off by an hour. Views ask the database.

mod act;
mod fair;
mod hours;
mod rota;
mod series;
mod share_out;

pub use act::{Form, Plan, RotaAct, ScheduleAct, SeatKey, SeatService};
pub use fair::{Hours, Rotation, rotate};
pub use hours::HoursAsked;
pub(crate) use rota::check_take;
pub use rota::{Seat, SeatState};
pub use series::{Planned, SeriesState};
pub use share_out::{Candidate, Vacancy, share_out};

use std::collections::BTreeMap;

use calendar::Date;
use minicbor::{Decode, Encode};
use wire::Day;

use crate::{Duty, Effect, Entry, MemberId, Refused, Role, SeriesId, durable::Durable, limits};

/// The schedule of a circle. Part of the durable state.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub(crate) struct Schedule {
    #[n(0)]
    pub(crate) series: BTreeMap<SeriesId, Planned>,
    #[n(1)]
    pub(crate) seats: BTreeMap<SeatKey, Seat>,
    #[n(2)]
    pub(crate) hours: Option<HoursAsked>,
}

impl Schedule {
    /// Whether read bytes make sense.
    pub(crate) fn is_sound(&self) -> bool {
        self.series.values().all(|planned| planned.check().is_ok())
    }

    /// Whoever leaves is not waited for.
    pub(crate) fn release(&mut self, member: MemberId) {
        self.seats.retain(|_, seat| seat.member != member);
        self.hours = self.hours.take().filter(|asked| asked.by.member != member);
    }

    /// Forgets what lies behind, by the day of circle time.
    fn tidy(&mut self, today: Day) {
        let Some(past) = Date::from_days(today.0.saturating_sub(limits::PAST_DAYS)) else { return };
        self.series
            .retain(|_, planned| planned.series.last().is_none_or(|last| last >= past || planned.is_moved_past(past)));
        self.series.values_mut().for_each(|planned| planned.tidy(past));
        let series = &self.series;
        self.seats.retain(|seat, _| seat.date >= past && series.contains_key(&seat.series));
        let is_open = |asked: &HoursAsked| asked.asked.plus(limits::HOURS_DAYS) > today;
        self.hours = self.hours.take().filter(is_open);
    }
}

/// Sets the schedule. On refusal the state is half changed and must be dropped.
pub(crate) fn fold(state: &mut Durable, entry: &Entry, act: &ScheduleAct) -> Result<Vec<Effect>, Refused> {
    let today = state.today();
    state.schedule.tidy(today);
    match act {
        ScheduleAct::AskHours { hours, key, week } => {
            may_schedule(state, entry.member)?;
            hours::ask(state, entry.author(), *hours, key, *week)
        }
        ScheduleAct::EndHours { hours } => hours::end(state, entry.member, *hours),
        _ => {
            may_schedule(state, entry.member)?;
            series::fold(&mut state.schedule, act)?;
            Ok(vec![Effect::ScheduleChanged])
        }
    }
}

/// Sets who serves. On refusal the state is half changed and must be dropped.
pub(crate) fn fold_rota(state: &mut Durable, entry: &Entry, act: &RotaAct) -> Result<Vec<Effect>, Refused> {
    let today = state.today();
    state.schedule.tidy(today);
    rota::fold(state, entry.member, act)?;
    Ok(vec![Effect::RotaChanged])
}

/// Keepers, deputies and whoever has an eye on the time set the schedule and ask people to serve.
pub(crate) fn may_schedule(state: &Durable, member: MemberId) -> Result<(), Refused> {
    let minds_time = |role: &Role| role.duties.contains(&Duty::Time) && state.serves(member, &role.id);
    let may = state.keeps(member) || state.charter.roles.iter().any(minds_time);
    if may { Ok(()) } else { Err(Refused::MayNotSchedule) }
}
