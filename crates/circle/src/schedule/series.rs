//! Series: adding, changing, resting, ending, and single dates.

use calendar::{Break, Change, Date, Series, SeriesFault};
use minicbor::{Decode, Encode};
use wire::{Day, Millis};

use super::{Form, Plan, Schedule, ScheduleAct};
use crate::{Refused, SeriesId, limits, text::is_name};

/// A series of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Planned {
    /// What the circle calls it.
    #[n(0)]
    pub title: String,
    /// What it is.
    #[n(1)]
    pub form: Form,
    /// When.
    #[n(2)]
    pub series: Series,
    /// How far the zone's clocks were ahead of UTC when it was set, in minutes.
    #[n(3)]
    pub offset_minutes: i16,
    /// The first of the series that make up one rotation of times.
    #[n(4)]
    pub rotation: Option<SeriesId>,
}

/// Whether a series goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesState {
    /// It does.
    Running,
    /// It rests now, or from a day on without end.
    Resting,
    /// Its last date is over.
    Ended,
}

impl Planned {
    /// About when an occurrence begins, without a time zone database: exact unless the zone's clocks have changed
    /// since the series was set. `None` where nothing happens.
    pub fn due(&self, date: Date) -> Option<Millis> {
        if !self.series.has(date) {
            return None;
        }
        let (on, time) = match self.series.changes.get(&date) {
            Some(Change::Cancelled) => return None,
            Some(Change::Moved { date, time }) => (*date, *time),
            None => (date, self.series.pattern.time),
        };
        let minutes = i64::from(on.days()) * 1440 + i64::from(time.minutes()) - i64::from(self.offset_minutes);
        Some(Millis(u64::try_from(minutes).unwrap_or(0) * 60_000))
    }

    /// Whether the occurrence happens and is not over everywhere on earth.
    pub(crate) fn is_ahead(&self, date: Date, today: Day) -> bool {
        self.series.has(date) && self.moved_to(date).is_some_and(|on| on.days() + 1 >= today.0)
    }

    /// Whether it goes on, by the day of circle time.
    pub fn state(&self, today: Day) -> SeriesState {
        let Some(today) = Date::from_days(today.0) else { return SeriesState::Ended };
        if self.series.last().is_some_and(|last| last < today) {
            SeriesState::Ended
        } else if self.series.rests_on(today) {
            SeriesState::Resting
        } else {
            SeriesState::Running
        }
    }

    pub(super) fn check(&self) -> Result<(), SeriesFault> {
        self.series.check()
    }

    /// Whether something of it was moved to `past` or later.
    pub(super) fn is_moved_past(&self, past: Date) -> bool {
        self.series.changes.keys().any(|date| self.moved_to(*date).is_some_and(|on| on >= past))
    }

    /// Forgets what was agreed about dates before `past`.
    pub(super) fn tidy(&mut self, past: Date) {
        self.series.changes.retain(|date, change| match change {
            Change::Cancelled => *date >= past,
            Change::Moved { date: to, .. } => *to >= past || *date >= past,
        });
        let changes = &self.series.changes;
        self.series.extra.retain(|date| *date >= past || changes.contains_key(date));
        self.series.breaks.retain(|rest| rest.to.is_none_or(|to| to >= past));
    }

    /// The date on which the occurrence happens.
    fn moved_to(&self, name: Date) -> Option<Date> {
        match self.series.changes.get(&name) {
            None => Some(name),
            Some(Change::Moved { date, .. }) => Some(*date),
            Some(Change::Cancelled) => None,
        }
    }
}

pub(super) fn fold(schedule: &mut Schedule, act: &ScheduleAct) -> Result<(), Refused> {
    match act {
        ScheduleAct::Set { series, plan } => set(schedule, *series, plan),
        ScheduleAct::End { series, last } => end(schedule, *series, *last),
        ScheduleAct::Rest { series, from, to } => change(schedule, *series, |planned| {
            planned.series.breaks.push(Break { from: *from, to: *to });
            planned.series.breaks.sort_unstable_by_key(|rest| rest.from);
            Ok(())
        }),
        ScheduleAct::Resume { series, on } => change(schedule, *series, |planned| resume(planned, *on)),
        ScheduleAct::Change { series, date, change: to } => {
            change(schedule, *series, |planned| agree(planned, *date, *to))
        }
        ScheduleAct::Extra { series, date } => change(schedule, *series, |planned| add(planned, *date)),
        ScheduleAct::AskHours { .. } | ScheduleAct::EndHours { .. } => Err(Refused::SeriesUnknown),
    }
}

fn set(schedule: &mut Schedule, id: SeriesId, plan: &Plan) -> Result<(), Refused> {
    let Plan { title, form, pattern, offset_minutes, rotation } = plan;
    if !is_name(title, limits::SHORT_TEXT) || offset_minutes.abs() > limits::OFFSET_MINUTES {
        return Err(Refused::SeriesUnusable);
    }
    let old = schedule.series.remove(&id);
    if old.is_none() && schedule.series.len() >= limits::SERIES {
        return Err(Refused::TooManySeries);
    }
    let mut series = Series::of(pattern.clone());
    if let Some(Planned { series: Series { breaks, changes, extra, .. }, .. }) = old {
        series = Series { breaks, changes, extra, ..series };
    }
    let planned =
        Planned { title: title.clone(), form: *form, series, offset_minutes: *offset_minutes, rotation: *rotation };
    planned.check().map_err(|_| Refused::SeriesUnusable)?;
    schedule.series.insert(id, planned);
    Ok(())
}

fn end(schedule: &mut Schedule, id: SeriesId, last: Date) -> Result<(), Refused> {
    let planned = schedule.series.get_mut(&id).ok_or(Refused::SeriesUnknown)?;
    if last < planned.series.pattern.start {
        schedule.series.remove(&id);
        schedule.seats.retain(|seat, _| seat.series != id);
        return Ok(());
    }
    planned.series.pattern.end = Some(last);
    planned.series.extra.retain(|date| *date <= last);
    planned.series.changes.retain(|date, _| *date <= last);
    schedule.seats.retain(|seat, _| seat.series != id || seat.date <= last);
    Ok(())
}

fn change(
    schedule: &mut Schedule,
    id: SeriesId,
    how: impl FnOnce(&mut Planned) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let planned = schedule.series.get_mut(&id).ok_or(Refused::SeriesUnknown)?;
    how(planned)?;
    planned.check().map_err(|_| Refused::SeriesUnusable)?;
    let series = planned.series.clone();
    let is_cancelled = |date: &Date| series.changes.get(date) == Some(&Change::Cancelled);
    schedule.seats.retain(|seat, _| seat.series != id || (series.has(seat.date) && !is_cancelled(&seat.date)));
    Ok(())
}

fn resume(planned: &mut Planned, on: Date) -> Result<(), Refused> {
    let breaks = &mut planned.series.breaks;
    let index = breaks.iter().position(|rest| rest.to.is_none_or(|to| to >= on)).ok_or(Refused::NoOccurrence)?;
    if breaks[index].from >= on {
        breaks.remove(index);
    } else {
        breaks[index].to = Some(on.plus(-1));
    }
    Ok(())
}

fn agree(planned: &mut Planned, date: Date, change: Option<Change>) -> Result<(), Refused> {
    if !planned.series.has(date) {
        return Err(Refused::NoOccurrence);
    }
    match change {
        Some(change) => planned.series.changes.insert(date, change),
        None => planned.series.changes.remove(&date),
    };
    Ok(())
}

fn add(planned: &mut Planned, date: Date) -> Result<(), Refused> {
    if planned.series.has(date) || date < planned.series.pattern.start {
        return Err(Refused::NoOccurrence);
    }
    planned.series.extra.insert(date);
    Ok(())
}
