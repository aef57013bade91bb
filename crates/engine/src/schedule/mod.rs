//! The schedule: what a person may ask of it, and how that becomes entries.

mod hours;
mod ics;
mod plan;
pub(crate) mod view;

pub use plan::{PlanText, RuleText, SeriesForm};

use calendar::{Change, Date, Time, Zone};
use circle::{Body, RotaAct, ScheduleAct, SeatKey, SeatService, SeriesId};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ts")]
use ts_rs::TS;

use crate::{
    command::{Failure, Value},
    member::{Member, hex, unhex},
    suite::Suite,
};

/// An act about the schedule. Dates are `2026-03-01`, times `18:30`, in the series' zone; series are named by
/// `SeriesView::id`, occurrences by `OccurrenceView::date`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum ScheduleCommand {
    /// Adds a series, or changes the plan of one. Value: `Series`.
    Set { series: Option<String>, plan: PlanText },
    /// Adds one series for each of the hours (of the UTC week from the Monday that was asked about), one week after the
    /// other: a rotation as `PlanRotation` proposed it. Title, form, zone, minutes and start are the plan's.
    SetRotation { plan: PlanText, hours: Vec<u8> },
    /// Ends a series with its last date; before its start: it never was.
    End { series: String, last: String },
    /// Lets a series rest from a day to a day, or until it is resumed.
    Rest { series: String, from: String, to: Option<String> },
    /// Goes on from a day.
    Resume { series: String, on: String },
    /// Cancels one occurrence.
    Cancel { series: String, date: String },
    /// Moves one occurrence.
    Move { series: String, date: String, to: String, time: String },
    /// Has one occurrence as the rule says again.
    Restore { series: String, date: String },
    /// Adds an occurrence.
    Extra { series: String, date: String },
    /// Takes a seat of the rota, says yes to being asked, or takes the own offer back.
    TakeSeat { series: String, date: String, service: RotaService },
    /// Offers the own seat to others.
    OfferSeat { series: String, date: String, service: RotaService },
    /// Gives the own seat back, or says no.
    FreeSeat { series: String, date: String, service: RotaService },
    /// Proposes whom to ask for the free seats of the next days (at most 190). Value: `Seats`. Nothing is sent.
    ProposeSeats { days: u32 },
    /// Asks people for seats. They serve once they have said yes.
    AskSeats { seats: Vec<SeatAsked> },
    /// Asks everybody which hours are hard, thinking of the week of a date.
    AskHours { week: String },
    /// Tells the asker how hard each hour of that week is: 168 numbers from Monday 00:00 UTC, 0 (fine) to 3.
    TellHours { hours: Vec<u8> },
    /// Plans a rotation from what was told, on the asker's device. Value: `Rotation`. Nothing is sent. `candidates` are
    /// hours of the UTC week; empty: all.
    PlanRotation { minutes: u32, weeks: u8, candidates: Vec<u8> },
    /// Ends the asking.
    EndHours,
    /// The whole schedule as iCalendar under a title that tells nothing. Value: `Calendar`.
    Export { title: String },
}

/// A service at an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum RotaService {
    /// Keeps the meeting, or leads the round.
    Keep,
    /// Reads.
    Read,
    /// Greets.
    Greet,
}

/// A seat, and whom to ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct SeatAsked {
    pub series: String,
    pub date: String,
    pub service: RotaService,
    /// Id of the member.
    pub member: String,
}

/// What one member bears in a rotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct Burden {
    /// Id of the member.
    pub member: String,
    /// The sum of how hard the planned times are for them.
    pub burden: u32,
}

impl From<RotaService> for SeatService {
    fn from(service: RotaService) -> Self {
        match service {
            RotaService::Keep => Self::Keep,
            RotaService::Read => Self::Read,
            RotaService::Greet => Self::Greet,
        }
    }
}

impl From<SeatService> for RotaService {
    fn from(service: SeatService) -> Self {
        match service {
            SeatService::Keep => Self::Keep,
            SeatService::Read => Self::Read,
            SeatService::Greet => Self::Greet,
        }
    }
}

impl<S: Suite> Member<S> {
    pub(crate) fn schedule(&self, command: ScheduleCommand) -> Result<Value, Failure> {
        match command {
            ScheduleCommand::Set { series, plan } => self.set_series(series.as_deref(), &plan),
            ScheduleCommand::SetRotation { plan, hours } => self.set_rotation(&plan, &hours),
            ScheduleCommand::ProposeSeats { days } => self.propose_seats(days),
            ScheduleCommand::AskSeats { seats } => {
                let seats = seats
                    .iter()
                    .map(|asked| Ok((seat(&asked.series, &asked.date, asked.service)?, member(&asked.member)?)));
                self.act(Body::Rota(RotaAct::Ask { seats: seats.collect::<Result<_, Failure>>()? }))
            }
            ScheduleCommand::AskHours { week } => self.ask_hours(date(&week)?),
            ScheduleCommand::TellHours { hours } => self.tell_hours(&hours),
            ScheduleCommand::PlanRotation { minutes, weeks, candidates } => {
                self.plan_rotation(minutes, weeks, &candidates)
            }
            ScheduleCommand::EndHours => self.end_hours(),
            ScheduleCommand::Export { title } => self.export_calendar(&title),
            other => self.act(body(other)?),
        }
    }

    fn set_series(&self, series: Option<&str>, plan: &PlanText) -> Result<Value, Failure> {
        let id = series.map_or_else(|| Ok(self.new_series()), series_id)?;
        let rotation = self.with(|core| core.circle.series(id).and_then(|planned| planned.rotation)).flatten();
        let plan = plan.read(rotation, self.now())?;
        self.act(Body::Schedule(ScheduleAct::Set { series: id, plan }))?;
        Ok(Value::Series { series: hex(&id.0) })
    }

    fn set_rotation(&self, text: &PlanText, hours: &[u8]) -> Result<Value, Failure> {
        let monday = self.with(|core| core.circle.hours_asked().map(|asked| asked.monday)).flatten();
        let first = self.new_series();
        for (week, hour) in (0..).zip(hours) {
            let id = if week == 0 { first } else { self.new_series() };
            let every = u8::try_from(hours.len()).unwrap_or(u8::MAX);
            let plan = text.at_hour(monday, week, *hour, every)?.read(Some(first), self.now())?;
            self.act(Body::Schedule(ScheduleAct::Set { series: id, plan }))?;
        }
        Ok(Value::Series { series: hex(&first.0) })
    }

    fn propose_seats(&self, days: u32) -> Result<Value, Failure> {
        let now = self.now();
        let seats = self.with(|core| view::propose(core, now, days)).ok_or_else(|| Failure::new("busy"))?;
        Ok(Value::Seats { seats })
    }

    fn new_series(&self) -> SeriesId {
        self.io.random(|rng| {
            let mut id = [0; SeriesId::LEN];
            rng.fill_bytes(&mut id);
            SeriesId(id)
        })
    }
}

/// The entry of an act that needs nothing but its words.
fn body(command: ScheduleCommand) -> Result<Body, Failure> {
    Ok(match command {
        ScheduleCommand::End { series, last } => {
            Body::Schedule(ScheduleAct::End { series: series_id(&series)?, last: date(&last)? })
        }
        ScheduleCommand::Rest { series, from, to } => {
            let to = to.as_deref().map(date).transpose()?;
            Body::Schedule(ScheduleAct::Rest { series: series_id(&series)?, from: date(&from)?, to })
        }
        ScheduleCommand::Resume { series, on } => {
            Body::Schedule(ScheduleAct::Resume { series: series_id(&series)?, on: date(&on)? })
        }
        ScheduleCommand::Cancel { series, date } => change(&series, &date, Some(Change::Cancelled))?,
        ScheduleCommand::Move { series, date: name, to, time } => {
            let time = Time::parse(&time).ok_or(circle::Refused::SeriesUnusable)?;
            change(&series, &name, Some(Change::Moved { date: date(&to)?, time }))?
        }
        ScheduleCommand::Restore { series, date } => change(&series, &date, None)?,
        ScheduleCommand::Extra { series, date: on } => {
            Body::Schedule(ScheduleAct::Extra { series: series_id(&series)?, date: date(&on)? })
        }
        ScheduleCommand::TakeSeat { series, date, service } => {
            Body::Rota(RotaAct::Take { seat: seat(&series, &date, service)? })
        }
        ScheduleCommand::OfferSeat { series, date, service } => {
            Body::Rota(RotaAct::Offer { seat: seat(&series, &date, service)? })
        }
        ScheduleCommand::FreeSeat { series, date, service } => {
            Body::Rota(RotaAct::Free { seat: seat(&series, &date, service)? })
        }
        _ => return Err(Failure::new("internal")),
    })
}

fn change(series: &str, name: &str, change: Option<Change>) -> Result<Body, Failure> {
    Ok(Body::Schedule(ScheduleAct::Change { series: series_id(series)?, date: date(name)?, change }))
}

fn seat(series: &str, name: &str, service: RotaService) -> Result<SeatKey, Failure> {
    Ok(SeatKey { date: date(name)?, series: series_id(series)?, service: service.into() })
}

pub(crate) fn series_id(hex: &str) -> Result<SeriesId, Failure> {
    unhex(hex).map(SeriesId).ok_or_else(|| circle::Refused::SeriesUnknown.into())
}

pub(crate) fn date(text: &str) -> Result<Date, Failure> {
    Date::parse(text).ok_or_else(|| circle::Refused::NoOccurrence.into())
}

fn member(hex: &str) -> Result<circle::MemberId, Failure> {
    unhex(hex).map(circle::MemberId).ok_or_else(|| circle::Refused::NotAMember.into())
}

/// The zone of a series, where this version's database knows it.
pub(crate) fn zone_of(planned: &circle::Planned) -> Option<Zone> {
    Zone::find(&planned.series.pattern.zone)
}
