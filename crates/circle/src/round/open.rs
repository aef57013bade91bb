//! Opening a round: the leader of the rota; the deputy once the set hour is past; then anybody, so that no round waits for
//! one person for ever.

use wire::Day;

use super::{DAY_MS, Occasion, Round, step, time};
use crate::{Effect, Entry, MemberId, Refused, RoundId, RoundPlan, durable::Durable, schedule::Form};

/// How early a leader may open.
const EARLY_MS: u64 = DAY_MS;

pub(super) fn open(
    state: &mut Durable,
    entry: &Entry,
    id: RoundId,
    occurrence: Option<Occasion>,
) -> Result<Vec<Effect>, Refused> {
    if state.rounds.running().is_some() {
        return Err(Refused::RoundRunning);
    }
    let steps = step::steps(&state.charter).filter(|_| state.rounds.get(id).is_none());
    let steps = steps.ok_or(Refused::RoundUnusable)?;
    let plan = &state.charter.round;
    match occurrence {
        Some(occasion) => may_open(state, entry, occasion, plan)?,
        None if state.keeps(entry.member) => {}
        None => return Err(Refused::MayNotOpen),
    }
    // Where nobody else has written for long, circle time lags; the windows must not be over when they begin.
    let opened = state.time().max(entry.claimed.min(state.time().plus(time::LAG_MS)));
    let length = steps.iter().map(|step| step.plan.to_day).max().unwrap_or_default();
    state.rounds.all.push(Round {
        id,
        occurrence,
        leader: entry.member,
        opened,
        steps,
        close_hours: plan.close_hours,
        turns: Vec::new(),
        closed: None,
        expires: Day::of(opened).plus(length.max(u32::from(state.charter.retention_days))),
    });
    Ok(vec![Effect::RoundChanged(id)])
}

fn may_open(state: &Durable, entry: &Entry, occasion: Occasion, plan: &RoundPlan) -> Result<(), Refused> {
    let planned = state.schedule.series.get(&occasion.series).filter(|planned| planned.form == Form::Round);
    let due = planned.and_then(|planned| planned.due(occasion.date)).ok_or(Refused::NoOccurrence)?;
    if state.rounds.all.iter().any(|round| round.occurrence == Some(occasion)) {
        return Err(Refused::NoOccurrence);
    }
    // The leader's own clock is enough to open what is due: nobody is hurt by a round that is early.
    let now = state.time().max(entry.claimed);
    let (deputy, anybody) = time::stand_ins(due, plan);
    if is_leader(state, entry.member, occasion) {
        return if now.plus(EARLY_MS) >= due { Ok(()) } else { Err(Refused::RoundTooEarly) };
    }
    let from = if state.keeps(entry.member) { deputy } else { anybody };
    if state.time() >= from { Ok(()) } else { Err(Refused::RoundTooEarly) }
}

/// Whoever serves; where nobody does, every keeper and deputy.
fn is_leader(state: &Durable, member: MemberId, occasion: Occasion) -> bool {
    time::leader(&state.schedule, occasion).map_or_else(|| state.keeps(member), |leader| leader == member)
}
