//! The schedule as a person sees it: instants by this device's time zone database.

use std::collections::BTreeSet;

use calendar::{Change, Date, Zone};
use circle::{Candidate, Form, Planned, SeatKey, SeatService, SeatState, SeriesId, Vacancy, limits};
use serde::Serialize;
use wire::{Day, Millis};

#[cfg(feature = "ts")]
use ts_rs::TS;

use super::{PlanText, RotaService, SeatAsked, SeriesForm, zone_of};
use crate::{
    member::{Core, hex},
    suite::Suite,
    view::{Text, millis},
};

/// How far ahead occurrences are shown, and how many.
const AHEAD_DAYS: u32 = 62;
const MOST: usize = 60;
const DAY_MS: u64 = 86_400_000;

/// When the circle meets.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct ScheduleView {
    /// Whether this person may set it and ask people for seats.
    pub can_set: bool,
    /// By title.
    pub series: Vec<SeriesView>,
    /// What is under way or comes in the next two months, by beginning; cancelled ones included.
    pub next: Vec<OccurrenceView>,
    /// The open asking for hours.
    pub hours: Option<HoursView>,
    /// What the template suggests to call it.
    pub title: Text,
    /// What the template suggests for a calendar that others may see.
    pub discreet_title: Text,
}

/// A series.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct SeriesView {
    pub id: String,
    pub plan: PlanText,
    pub state: SeriesStateView,
    /// This device's time zone database knows the zone; else none of its occurrences are shown, and the app should be
    /// updated.
    pub zone_known: bool,
    /// The first of the series that make up one rotation of times.
    pub rotation: Option<String>,
    /// When it rests.
    pub breaks: Vec<BreakView>,
}

/// Whether a series goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum SeriesStateView {
    Running,
    Resting,
    Ended,
}

/// A rest, both days included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct BreakView {
    pub from: String,
    /// None: until it is resumed.
    pub to: Option<String>,
}

/// One time that the circle meets.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct OccurrenceView {
    pub series: String,
    pub title: String,
    pub form: SeriesForm,
    /// Its name in commands: the date on which the rule puts it.
    pub date: String,
    /// When it begins, ms since 1970.
    pub at: f64,
    /// When it ends, ms since 1970.
    pub ends: f64,
    /// The series' zone, for a second line where the person's own differs.
    pub zone: String,
    pub moved: bool,
    /// It does not happen.
    pub cancelled: bool,
    /// The services, free ones included.
    pub seats: Vec<SeatView>,
}

/// One service at one occurrence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct SeatView {
    pub service: RotaService,
    pub state: SeatStateView,
    /// Who has it or was asked; their name.
    pub member: Option<String>,
    pub name: Option<String>,
    pub is_mine: bool,
    /// `TakeSeat` is possible.
    pub can_take: bool,
}

/// How sure a seat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum SeatStateView {
    /// Nobody has it.
    Free,
    /// Somebody was asked and has not answered.
    Asked,
    /// Somebody serves.
    Serves,
    /// Somebody serves, and would be glad if another did.
    Offered,
}

/// An open asking for hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct HoursView {
    /// The Monday of the week that is meant.
    pub monday: String,
    /// Who asked; only their devices can read the answers.
    pub by: String,
    pub by_me: bool,
    /// How many have answered.
    pub told: u32,
    /// This person has.
    pub told_by_me: bool,
}

/// What this person sees of the schedule.
pub(crate) fn view<S: Suite>(core: &Core<S>, now: Millis) -> ScheduleView {
    let circle = &core.circle;
    let mut series: Vec<SeriesView> = circle.schedule().map(|(id, planned)| series_view(id, planned, now)).collect();
    series.sort_by(|a, b| a.plan.title.cmp(&b.plan.title).then_with(|| a.id.cmp(&b.id)));
    let until = now.plus(u64::from(AHEAD_DAYS) * DAY_MS);
    let mut next: Vec<OccurrenceView> =
        circle.schedule().flat_map(|(id, planned)| occurrences(core, id, planned, now, until)).collect();
    next.sort_by(|a, b| a.at.total_cmp(&b.at).then_with(|| a.series.cmp(&b.series)));
    next.truncate(MOST);
    let me = core.me();
    let hours = circle.hours_asked().map(|asked| HoursView {
        monday: asked.monday.to_string(),
        by: hex(&asked.by.member.0),
        by_me: asked.by.member == me,
        told: circle.hours_told().count() as u32,
        told_by_me: circle.hours_told().any(|(member, _)| member == me),
    });
    let titles = &circle.charter().schedule;
    let (title, discreet_title) = (titles.title.0.clone(), titles.discreet.0.clone());
    ScheduleView { can_set: circle.may_schedule(me), series, next, hours, title, discreet_title }
}

/// Whom to ask for the free seats of the days to come.
pub(crate) fn propose<S: Suite>(core: &Core<S>, now: Millis, days: u32) -> Vec<SeatAsked> {
    let circle = &core.circle;
    let until = now.plus(u64::from(days.min(limits::ROTA_DAYS)) * DAY_MS);
    let keeping: BTreeSet<_> = circle
        .roles()
        .filter(|(role, _)| [circle::KEEPER, circle::DEPUTY].contains(&role.id.as_str()))
        .flat_map(|(_, holders)| holders.iter().copied())
        .collect();
    let mut vacancies = Vec::new();
    for (id, planned) in circle.schedule() {
        let Some(zone) = zone_of(planned) else { continue };
        for one in planned.series.occurrences(&zone, now, until, limits::ASKS) {
            let free = |service: &SeatService| {
                circle.seat_of(SeatKey { date: one.date, series: id, service: *service }).is_none()
            };
            let keeps = |service: SeatService| service == SeatService::Keep && planned.form == Form::Meeting;
            vacancies.extend(SeatService::ALL.into_iter().filter(free).map(|service| Vacancy {
                seat: SeatKey { date: one.date, series: id, service },
                needs_meetings: 0,
                only: keeps(service).then(|| keeping.clone()),
            }));
        }
    }
    vacancies.sort_unstable_by_key(|vacancy| vacancy.seat);
    vacancies.truncate(limits::ASKS);
    let serves = |member| circle.rota().filter(|(_, seat)| seat.member == member).count() as u32;
    let here = circle.members().filter(|member| !member.leaving && member.guest.is_none());
    let candidates: Vec<Candidate> =
        here.map(|member| Candidate { member: member.id, meetings: 0, serves: serves(member.id) }).collect();
    let asks = circle::share_out(&vacancies, &candidates);
    let asked = |(seat, member): (SeatKey, circle::MemberId)| SeatAsked {
        series: hex(&seat.series.0),
        date: seat.date.to_string(),
        service: seat.service.into(),
        member: hex(&member.0),
    };
    asks.into_iter().map(asked).collect()
}

fn series_view(id: SeriesId, planned: &Planned, now: Millis) -> SeriesView {
    SeriesView {
        id: hex(&id.0),
        plan: PlanText::of(planned),
        state: match planned.state(Day::of(now)) {
            circle::SeriesState::Running => SeriesStateView::Running,
            circle::SeriesState::Resting => SeriesStateView::Resting,
            circle::SeriesState::Ended => SeriesStateView::Ended,
        },
        zone_known: zone_of(planned).is_some(),
        rotation: planned.rotation.map(|first| hex(&first.0)),
        breaks: planned
            .series
            .breaks
            .iter()
            .map(|rest| BreakView { from: rest.from.to_string(), to: rest.to.map(|to| to.to_string()) })
            .collect(),
    }
}

fn occurrences<S: Suite>(
    core: &Core<S>,
    id: SeriesId,
    planned: &Planned,
    now: Millis,
    until: Millis,
) -> Vec<OccurrenceView> {
    let Some(zone) = zone_of(planned) else { return Vec::new() };
    let happen = planned.series.occurrences(&zone, now, until, MOST);
    let mut all: Vec<OccurrenceView> = happen
        .iter()
        .map(|one| OccurrenceView {
            at: millis(one.at),
            ends: millis(one.ends),
            moved: one.moved,
            seats: seats(core, id, one.date),
            ..called(id, planned, &zone, one.date)
        })
        .collect();
    let cancelled = planned.series.changes.iter().filter(|(_, change)| **change == Change::Cancelled);
    let cancelled = cancelled.filter(|(date, _)| planned.series.has(**date));
    let shown = cancelled.map(|(date, _)| called(id, planned, &zone, *date));
    all.extend(shown.filter(|one| one.ends > millis(now) && one.at < millis(until)));
    all
}

/// An occurrence where the rule puts it, as if it were cancelled.
fn called(id: SeriesId, planned: &Planned, zone: &Zone, date: Date) -> OccurrenceView {
    let at = zone.instant(date, planned.series.pattern.time);
    let cancelled = planned.series.changes.get(&date) == Some(&Change::Cancelled);
    OccurrenceView {
        series: hex(&id.0),
        title: planned.title.clone(),
        form: planned.form.into(),
        date: date.to_string(),
        at: millis(at),
        ends: millis(at.plus(u64::from(planned.series.pattern.minutes) * 60_000)),
        zone: planned.series.pattern.zone.clone(),
        moved: false,
        cancelled,
        seats: Vec::new(),
    }
}

fn seats<S: Suite>(core: &Core<S>, series: SeriesId, date: Date) -> Vec<SeatView> {
    let view = |service: SeatService| {
        let key = SeatKey { date, series, service };
        let seat = core.circle.seat_of(key);
        SeatView {
            service: service.into(),
            state: match seat.map(|seat| seat.state) {
                None => SeatStateView::Free,
                Some(SeatState::Asked) => SeatStateView::Asked,
                Some(SeatState::Serves) => SeatStateView::Serves,
                Some(SeatState::Offered) => SeatStateView::Offered,
            },
            member: seat.map(|seat| hex(&seat.member.0)),
            name: seat.and_then(|seat| core.circle.name_of(seat.member)).map(str::to_owned),
            is_mine: seat.is_some_and(|seat| seat.member == core.me()),
            can_take: core.circle.may_take(core.me(), key),
        }
    };
    SeatService::ALL.into_iter().map(view).collect()
}
