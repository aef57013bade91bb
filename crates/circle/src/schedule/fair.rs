//! A rotation of times over some weeks, so that the hard hours go round (domain I83, I108).

use std::collections::BTreeMap;

use crate::MemberId;

/// Hours of a week.
const WEEK: usize = 168;
/// How hard an hour can be.
const HARDEST: u8 = 3;

/// How hard each hour of a week is for somebody, from Monday 00:00 UTC: 0 (fine) to 3 (hardly possible).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours([u8; WEEK]);

/// Times for the weeks to come, and who bears what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// For each week the hour of the week at which it begins.
    pub hours: Vec<u8>,
    /// What each member bears over all weeks.
    pub burdens: BTreeMap<MemberId, u32>,
    /// The most that anybody would bear if the best single time were kept in all weeks.
    pub fixed: u32,
}

impl Hours {
    /// Half a byte for each hour, the earlier one in the upper half.
    pub fn to_bytes(&self) -> [u8; WEEK / 2] {
        let mut bytes = [0; WEEK / 2];
        for (byte, pair) in bytes.iter_mut().zip(self.0.chunks_exact(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        bytes
    }

    /// Reads what [`Hours::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let costs: Vec<u8> = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).collect();
        Self::new(&costs)
    }

    /// From the 168 numbers, each 0 to 3.
    pub fn new(costs: &[u8]) -> Option<Self> {
        let costs: [u8; WEEK] = costs.try_into().ok()?;
        costs.iter().all(|cost| *cost <= HARDEST).then_some(Self(costs))
    }

    /// How hard it is to be there from an hour on, for so many minutes: as hard as the hardest hour.
    fn cost(&self, hour: u8, minutes: u32) -> u32 {
        let hours = minutes.div_ceil(60).clamp(1, 24) as usize;
        let costs = (0..hours).map(|n| self.0[(usize::from(hour) + n) % WEEK]);
        costs.max().map_or(0, u32::from)
    }
}

/// Plans `weeks` weeks (1 to 12) out of the `candidates` (hours of the week in UTC): the most that anybody bears is as
/// small as this search makes it and never more than with the best single time; then the sum is. The same input gives
/// the same plan. `None` without candidates or people.
pub fn rotate(people: &BTreeMap<MemberId, Hours>, candidates: &[u8], minutes: u32, weeks: u8) -> Option<Rotation> {
    let weeks = usize::from(weeks.clamp(1, 12));
    let mut slots: Vec<(u8, Vec<u32>)> = candidates
        .iter()
        .filter(|hour| usize::from(**hour) < WEEK)
        .map(|hour| (*hour, people.values().map(|hours| hours.cost(*hour, minutes)).collect()))
        .collect();
    slots.sort_unstable();
    slots.dedup();
    if slots.is_empty() || people.is_empty() {
        return None;
    }
    let fixed = (0..slots.len()).map(|slot| vec![slot; weeks]).min_by_key(|plan| weight(&slots, plan))?;
    let plan = [fixed.clone(), greedy(&slots, weeks)].map(|plan| improve(&slots, plan));
    let mut plan = plan.into_iter().min_by_key(|plan| weight(&slots, plan))?;
    spread(&mut plan);
    let burdens = people.keys().copied().zip(burdens(&slots, &plan)).collect();
    let (most, ..) = weight(&slots, &fixed);
    Some(Rotation { hours: plan.iter().map(|slot| slots[*slot].0).collect(), burdens, fixed: most })
}

type Slots = [(u8, Vec<u32>)];

/// What a plan weighs: the most that anybody bears, the sum of squares, so that the rest is even too, and the sum.
fn weight(slots: &Slots, plan: &[usize]) -> (u32, u32, u32) {
    let all = burdens(slots, plan);
    (all.iter().copied().max().unwrap_or(0), all.iter().map(|one| one * one).sum(), all.iter().sum())
}

fn burdens(slots: &Slots, plan: &[usize]) -> Vec<u32> {
    let people = slots.first().map_or(0, |(_, costs)| costs.len());
    (0..people).map(|person| plan.iter().map(|slot| slots[*slot].1[person]).sum()).collect()
}

fn greedy(slots: &Slots, weeks: usize) -> Vec<usize> {
    let mut plan = Vec::new();
    for _ in 0..weeks {
        let with = |slot: usize| plan.iter().copied().chain([slot]).collect::<Vec<_>>();
        let best = (0..slots.len()).min_by_key(|slot| weight(slots, &with(*slot)));
        plan.extend(best);
    }
    plan
}

/// Changes one week at a time as long as that makes it better.
fn improve(slots: &Slots, mut plan: Vec<usize>) -> Vec<usize> {
    loop {
        let others = (0..plan.len()).flat_map(|week| (0..slots.len()).map(move |slot| (week, slot)));
        let with = |(week, slot): (usize, usize)| {
            let mut other = plan.clone();
            other[week] = slot;
            other
        };
        match others.map(with).min_by_key(|other| weight(slots, other)) {
            Some(better) if weight(slots, &better) < weight(slots, &plan) => plan = better,
            Some(_) | None => return plan,
        }
    }
}

/// Alike weeks apart: whoever bore one gets a rest before the next.
fn spread(plan: &mut [usize]) {
    plan.sort_unstable();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for slot in plan.iter() {
        *counts.entry(*slot).or_default() += 1;
    }
    let mut last = None;
    for place in plan.iter_mut() {
        let others = counts.iter().filter(|(slot, left)| **left > 0 && Some(**slot) != last);
        let next = others.max_by_key(|(slot, left)| (**left, usize::MAX - **slot)).map(|(slot, _)| *slot);
        let next = next.or_else(|| counts.iter().find(|(_, left)| **left > 0).map(|(slot, _)| *slot));
        if let Some(next) = next {
            *place = next;
            last = Some(next);
            counts.entry(next).and_modify(|left| *left -= 1);
        }
    }
}
