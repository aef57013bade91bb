//! Windows and borders: when a step is open, when a deputy may open, when a round is quiet.

use wire::Millis;

use super::{DAY_MS, Occasion, Round, Rounds, Step};
use crate::{
    Charter, MemberId, RoundPlan,
    schedule::{Form, Schedule, SeatKey, SeatService, SeatState},
};

const HOUR_MS: u64 = 3_600_000;
/// How far an opener's clock may be ahead of circle time and still say when a round begins.
pub(super) const LAG_MS: u64 = 60 * DAY_MS;
/// Days back for which a round that nobody has opened is still waited for.
const WAITS_DAYS: i32 = 14;

impl Round {
    /// The time in the round: circle time, which may lag behind the opening that one member has claimed.
    pub fn now(&self, circle_time: Millis) -> Millis {
        circle_time.max(self.opened)
    }

    /// From when until before when turns are taken in a step.
    pub fn window(&self, step: u16) -> Option<(Millis, Millis)> {
        let plan = &self.steps.get(usize::from(step))?.plan;
        let day = |day: u32| self.opened.plus(u64::from(day) * DAY_MS);
        Some((day(plan.from_day), day(plan.to_day)))
    }

    /// The steps that are open then.
    pub fn open_steps(&self, now: Millis) -> impl Iterator<Item = (u16, &Step)> {
        let open = move |step: &u16| self.window(*step).is_some_and(|(from, to)| from <= now && now < to);
        (0..).zip(&self.steps).filter(move |(step, _)| open(step))
    }

    /// Until when a turn may be answered: the end of its step, and never less than a day.
    pub fn answers_until(&self, words: wire::Hash) -> Option<Millis> {
        let turn = self.turn_of(words)?;
        let (_, to) = self.window(turn.step)?;
        Some(to.max(turn.at.plus(crate::limits::ROUND_ANSWER_MS)))
    }

    /// When it is quiet enough for anybody to close it, if nobody takes another turn.
    pub fn quiet_from(&self) -> Millis {
        let end = (0..self.steps.len()).filter_map(|step| self.window(step as u16)).map(|(_, to)| to).max();
        let last = self.turns.last().map_or(self.opened, |turn| turn.at);
        let quiet = last.plus(u64::from(self.close_hours) * HOUR_MS);
        end.unwrap_or(self.opened).max(quiet)
    }

    /// The next moment after `now` at which something about it changes by itself.
    fn border(&self, now: Millis) -> Option<Millis> {
        let windows = (0..self.steps.len()).filter_map(|step| self.window(step as u16));
        let borders = windows.flat_map(|(from, to)| [from, to]).chain([self.quiet_from()]);
        borders.filter(|border| *border > now).min()
    }
}

/// Who serves as leader of an occurrence; who was only asked does not.
pub(super) fn leader(schedule: &Schedule, occasion: Occasion) -> Option<MemberId> {
    let Occasion { series, date } = occasion;
    let seat = schedule.seats.get(&SeatKey { date, series, service: SeatService::Keep })?;
    (seat.state != SeatState::Asked).then_some(seat.member)
}

/// From when a deputy may open instead of the leader, and from when anybody may.
pub(super) fn stand_ins(due: Millis, plan: &RoundPlan) -> (Millis, Millis) {
    let wait = u64::from(plan.leader_by_hours) * HOUR_MS;
    (due.plus(wait), due.plus(2 * wait))
}

/// The next moment after circle time at which something changes by itself: in the running round, or because a round
/// is due and nobody has opened it.
pub(crate) fn border(rounds: &Rounds, schedule: &Schedule, charter: &Charter, now: Millis) -> Option<Millis> {
    if let Some(round) = rounds.running() {
        return round.border(now);
    }
    let (_, due) = opening(rounds, schedule, now)?;
    let (deputy, anybody) = stand_ins(due, &charter.round);
    [deputy, anybody].into_iter().filter(|border| *border > now).min()
}

/// The round to open: of each series the latest that is due, else the next, if nobody has opened it; of several series
/// the earliest. With it, about when.
pub(crate) fn opening(rounds: &Rounds, schedule: &Schedule, now: Millis) -> Option<(Occasion, Millis)> {
    let since = calendar::Date::from_days(wire::Day::of(now).0)?.plus(-WAITS_DAYS);
    let series = schedule.series.iter().filter(|(_, planned)| planned.form == Form::Round);
    let first = series.filter_map(|(id, planned)| {
        let held = rounds.all.iter().filter_map(|round| round.occurrence).filter(|held| held.series == *id);
        let last = held.map(|held| held.date).max();
        let dates = planned.series.dates(since).filter(move |date| last.is_none_or(|last| *date > last));
        let mut waits = None;
        for date in dates {
            let Some(due) = planned.due(date) else { continue };
            if due > now && waits.is_some() {
                break;
            }
            waits = Some((Occasion { series: *id, date }, due));
        }
        waits
    });
    first.min_by_key(|(occasion, due)| (*due, *occasion))
}
