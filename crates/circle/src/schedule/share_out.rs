//! A fair proposal for the rota: whoever has served least comes first.

use std::collections::{BTreeMap, BTreeSet};

use crate::{MemberId, SeatKey};

/// Somebody who could serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub member: MemberId,
    /// How many meetings they have been to.
    pub meetings: u32,
    /// How often they serve already, in the time that is looked at.
    pub serves: u32,
}

/// A seat that is free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacancy {
    /// Which.
    pub seat: SeatKey,
    /// How many meetings somebody must have been to.
    pub needs_meetings: u32,
    /// Who may take it; `None`: everybody.
    pub only: Option<BTreeSet<MemberId>>,
}

/// Whom to ask for which seat. Nobody is asked twice for one occurrence while others are there, and nobody for a seat for
/// which they are too new. Seats for which nobody is left stay free.
pub fn share_out(vacancies: &[Vacancy], candidates: &[Candidate]) -> Vec<(SeatKey, MemberId)> {
    let mut serves: BTreeMap<MemberId, u32> = candidates.iter().map(|one| (one.member, one.serves)).collect();
    let mut sorted: Vec<&Vacancy> = vacancies.iter().collect();
    sorted.sort_unstable_by_key(|vacancy| vacancy.seat);
    let mut asks: Vec<(SeatKey, MemberId)> = Vec::new();
    for vacancy in sorted {
        let fits = |one: &&Candidate| {
            one.meetings >= vacancy.needs_meetings
                && vacancy.only.as_ref().is_none_or(|only| only.contains(&one.member))
        };
        let busy = |member: MemberId| {
            let same = |seat: &SeatKey| (seat.date, seat.series) == (vacancy.seat.date, vacancy.seat.series);
            asks.iter().any(|(seat, asked)| *asked == member && same(seat))
        };
        let last = |member: MemberId| asks.iter().rposition(|(_, asked)| *asked == member);
        let order =
            |one: &&Candidate| (busy(one.member), serves.get(&one.member).copied(), last(one.member), one.member);
        if let Some(next) = candidates.iter().filter(fits).min_by_key(order).map(|one| one.member) {
            asks.push((vacancy.seat, next));
            *serves.entry(next).or_default() += 1;
        }
    }
    asks
}
