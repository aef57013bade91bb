//! Fair plans: of times, and of seats.

use std::collections::{BTreeMap, BTreeSet};

use circle::{Candidate, Hours, MemberId, SeatService, Vacancy, rotate, share_out};
use proptest::prelude::*;

use crate::{
    schedule::{SERIES, date},
    world::id,
};

/// Somebody whose nights and early mornings are hard, `offset` hours ahead of UTC.
fn sleeper(offset: usize) -> Hours {
    let cost = |hour: usize| match (hour + offset) % 24 {
        0..6 => 3,
        6..8 | 22..24 => 1,
        _ => 0,
    };
    Hours::new(&(0..168).map(cost).collect::<Vec<u8>>()).expect("sound")
}

#[test]
fn three_people_in_three_zones() {
    let people = BTreeMap::from([(id("cairo"), sleeper(2)), (id("tokyo"), sleeper(10)), (id("denver"), sleeper(18))]);
    let candidates: Vec<u8> = (0..24).collect();
    let plan = rotate(&people, &candidates, 90, 6).expect("a plan");
    assert_eq!(plan.hours.len(), 6);
    let burdens: Vec<u32> = plan.burdens.values().copied().collect();
    let (most, least) = (burdens.iter().max().expect("one"), burdens.iter().min().expect("one"));
    assert!(*most < plan.fixed, "{plan:?}");
    assert!(most - least <= 1, "{plan:?}");
    assert_eq!(rotate(&people, &candidates, 90, 6), Some(plan), "the same again");
}

#[test]
fn alike_weeks_are_apart() {
    let hard = |bad: usize| Hours::new(&(0..168).map(|hour| if hour == bad { 3 } else { 0 }).collect::<Vec<u8>>());
    let people = BTreeMap::from([(id("a"), hard(0).expect("sound")), (id("b"), hard(1).expect("sound"))]);
    let plan = rotate(&people, &[0, 1], 60, 4).expect("a plan");
    assert_eq!((plan.hours, plan.fixed), (vec![0, 1, 0, 1], 12));
    assert_eq!(plan.burdens.into_values().collect::<Vec<_>>(), [6, 6]);
}

#[test]
fn nothing_to_plan_with() {
    let people = BTreeMap::from([(id("a"), sleeper(0))]);
    assert_eq!(rotate(&people, &[], 60, 4), None);
    assert_eq!(rotate(&people, &[200], 60, 4), None);
    assert_eq!(rotate(&BTreeMap::new(), &[1], 60, 4), None);
    assert_eq!(Hours::new(&[4; 168]), None);
    assert_eq!(Hours::new(&[0; 167]), None);
    assert_eq!(Hours::from_bytes(&[0; 83]), None);
    assert_eq!(Hours::from_bytes(&[0x40; 84]), None);
}

fn some_people() -> impl Strategy<Value = BTreeMap<MemberId, Hours>> {
    let hours = prop::collection::vec(0_u8..=3, 168).prop_filter_map("in range", |costs| Hours::new(&costs));
    prop::collection::btree_map((0_u8..30).prop_map(|n| MemberId([n; 16])), hours, 1..6)
}

/// The smallest maximum there is, by trying everything.
fn best(people: &BTreeMap<MemberId, Hours>, candidates: &[u8], weeks: usize) -> u32 {
    let mut best = u32::MAX;
    for code in 0..candidates.len().pow(weeks as u32) {
        let picks = (0..weeks).map(|week| candidates[code / candidates.len().pow(week as u32) % candidates.len()]);
        let mut sums: BTreeMap<MemberId, u32> = BTreeMap::new();
        for hour in picks {
            let one = rotate(people, &[hour], 60, 1).expect("one slot");
            one.burdens.into_iter().for_each(|(who, cost)| *sums.entry(who).or_default() += cost);
        }
        best = best.min(sums.into_values().max().unwrap_or(0));
    }
    best
}

proptest! {
    #[test]
    fn hours_come_back_from_bytes(costs in prop::collection::vec(0_u8..=3, 168)) {
        let hours = Hours::new(&costs).unwrap();
        prop_assert_eq!(Hours::from_bytes(&hours.to_bytes()), Some(hours));
    }

    #[test]
    fn never_worse_than_one_time_for_all(people in some_people(), weeks in 1_u8..8, seed in prop::collection::btree_set(0_u8..168, 1..12)) {
        let candidates: Vec<u8> = seed.into_iter().collect();
        let plan = rotate(&people, &candidates, 60, weeks).unwrap();
        prop_assert_eq!(plan.hours.len(), usize::from(weeks));
        prop_assert!(plan.hours.iter().all(|hour| candidates.contains(hour)));
        let most = plan.burdens.values().max().copied().unwrap();
        prop_assert!(most <= plan.fixed);
        prop_assert!(most <= 3 * u32::from(weeks));
        // What is said about burdens is what the hours make.
        let mut sums: BTreeMap<MemberId, u32> = BTreeMap::new();
        for hour in &plan.hours {
            let one = rotate(&people, &[*hour], 60, 1).unwrap();
            one.burdens.into_iter().for_each(|(who, cost)| *sums.entry(who).or_default() += cost);
        }
        prop_assert_eq!(sums, plan.burdens);
    }

    /// Nobody bears more than one hard week above the best plan that there is.
    #[test]
    fn close_to_the_best(people in some_people(), seed in prop::collection::btree_set(0_u8..168, 1..5)) {
        let candidates: Vec<u8> = seed.into_iter().collect();
        let plan = rotate(&people, &candidates, 60, 3).unwrap();
        let most = plan.burdens.values().max().copied().unwrap();
        prop_assert!(most <= best(&people, &candidates, 3) + 3);
    }

    /// Seats go round: nobody serves twice more than another, and nobody who is too new.
    #[test]
    fn seats_go_round(people in 1_u8..8, seats in 0_i32..30, new in 0_u8..8) {
        let candidates: Vec<Candidate> = (0..people)
            .map(|n| Candidate { member: MemberId([n; 16]), meetings: if n < new { 2 } else { 9 }, serves: 0 })
            .collect();
        let vacancies: Vec<Vacancy> = (0..seats)
            .zip(SeatService::ALL.into_iter().take(2).cycle())
            .map(|(n, service)| {
                let seat = circle::SeatKey { date: date("2027-01-15").plus(n / 2), series: SERIES, service };
                Vacancy { seat, needs_meetings: 6, only: None }
            })
            .collect();
        let asks = share_out(&vacancies, &candidates);
        let old = u32::from(people.saturating_sub(new));
        prop_assert_eq!(asks.len(), if old == 0 { 0 } else { vacancies.len() });
        let mut counts: BTreeMap<MemberId, u32> = (new..people).map(|n| (MemberId([n; 16]), 0)).collect();
        for (_, who) in &asks {
            *counts.get_mut(who).unwrap() += 1;
        }
        let (most, least) = (counts.values().max().copied().unwrap_or(0), counts.values().min().copied().unwrap_or(0));
        prop_assert!(most - least <= 1);
        if old > 1 {
            let twice: BTreeSet<_> = asks.iter().map(|(seat, who)| (seat.date, *who)).collect();
            prop_assert_eq!(twice.len(), asks.len(), "nobody has both seats of one date");
        }
    }
}
