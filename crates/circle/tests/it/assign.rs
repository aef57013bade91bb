//! Who goes with whom: whatever is drawn, everybody is in one corner and nobody is alone.

use std::collections::{BTreeMap, BTreeSet};

use circle::{Apart, Corner, MemberId, Split, assign};
use proptest::prelude::*;

fn people(count: usize) -> BTreeSet<MemberId> {
    (0..count).map(who).collect()
}

fn who(number: usize) -> MemberId {
    MemberId([number as u8 + 1; 16])
}

fn apart(pairs: &[(usize, usize)]) -> Apart {
    pairs.iter().map(|(one, other)| (who(*one), who(*other))).collect()
}

/// What must hold of any corners for these people.
#[track_caller]
fn sound(corners: &[Corner], people: &BTreeSet<MemberId>, apart: &Apart) {
    let placed: Vec<MemberId> = corners.iter().flat_map(|corner| corner.members.iter().copied()).collect();
    assert_eq!(placed.len(), people.len(), "nobody is left out or in two corners");
    assert_eq!(placed.iter().copied().collect::<BTreeSet<_>>(), *people);
    assert!(corners.iter().all(|corner| corner.members.len() >= 2), "nobody is alone: {corners:?}");
    for corner in corners {
        let both = |(one, other): &(MemberId, MemberId)| corner.members.contains(one) && corner.members.contains(other);
        assert!(!apart.iter().any(both), "{corner:?} against {apart:?}");
    }
}

fn sizes(corners: &[Corner]) -> BTreeMap<usize, usize> {
    let mut sizes = BTreeMap::new();
    for corner in corners {
        *sizes.entry(corner.members.len()).or_default() += 1;
    }
    sizes
}

proptest! {
    #[test]
    fn pairs_are_of_two_and_at_most_one_of_three(count in 2_usize..48, seed in any::<u64>()) {
        let people = people(count);
        let corners = assign(&people, &Split::Pairs, &Apart::new(), seed).expect("two or more can be paired");
        sound(&corners, &people, &Apart::new());
        let sizes = sizes(&corners);
        prop_assert_eq!(sizes.get(&3).copied().unwrap_or_default(), count % 2);
        prop_assert_eq!(sizes.get(&2).copied().unwrap_or_default(), (count - 3 * (count % 2)) / 2);
    }

    #[test]
    fn triads_are_of_three_and_at_most_two_of_two(count in 2_usize..48, seed in any::<u64>()) {
        let people = people(count);
        let corners = assign(&people, &Split::Triads, &Apart::new(), seed).expect("two or more can be divided");
        sound(&corners, &people, &Apart::new());
        let sizes = sizes(&corners);
        prop_assert!(sizes.keys().all(|size| (2..=3).contains(size)), "{:?}", sizes);
        prop_assert!(sizes.get(&2).copied().unwrap_or_default() <= 2);
    }

    #[test]
    fn who_is_to_be_apart_is(
        count in 6_usize..30,
        pairs in proptest::collection::vec((0_usize..30, 0_usize..30), 0..4),
        seed in any::<u64>(),
    ) {
        let people = people(count);
        let pairs: Vec<_> = pairs.into_iter().filter(|(one, other)| one != other).collect();
        let apart = apart(&pairs);
        // Up to three pairs leave a way, but for three who are all to be apart and two corners of three.
        for split in [Split::Pairs, Split::Triads] {
            match assign(&people, &split, &apart, seed) {
                Some(corners) => sound(&corners, &people, &apart),
                None => prop_assert!(split == Split::Triads && count == 6, "{:?} of {}", split, count),
            }
        }
    }

    #[test]
    fn by_topic_everybody_finds_company(
        count in 2_usize..48,
        likes in proptest::collection::vec(proptest::collection::btree_set(0_usize..48, 0..12), 1..6),
        pair in (0_usize..48, 0_usize..48),
        seed in any::<u64>(),
    ) {
        let people = people(count);
        let topics: Vec<(u32, BTreeSet<MemberId>)> = likes
            .iter()
            .enumerate()
            .map(|(at, liked)| (at as u32 + 1, liked.iter().map(|number| who(*number)).collect()))
            .collect();
        let apart = if pair.0 == pair.1 { Apart::new() } else { apart(&[pair]) };
        match assign(&people, &Split::Topics(topics.clone()), &apart, seed) {
            Some(corners) => {
                sound(&corners, &people, &apart);
                let different: BTreeSet<u32> = corners.iter().map(|corner| corner.topic).collect();
                prop_assert_eq!(different.len(), corners.len(), "a topic has one corner");
            }
            // One corner leaves no way round the pair.
            None => prop_assert!(!apart.is_empty() && (topics.len() == 1 || count < 4)),
        }
    }
}

#[test]
fn whoever_likes_a_topic_talks_about_it() {
    let topics = vec![(3, people(4)), (5, [who(4), who(5), who(6)].into()), (9, [who(7)].into())];
    for seed in 0..50 {
        let corners = assign(&people(8), &Split::Topics(topics.clone()), &Apart::new(), seed).expect("found");
        let of = |topic: u32| corners.iter().find(|corner| corner.topic == topic).map(|corner| corner.members.clone());
        assert!(of(3).is_some_and(|members| members.is_superset(&people(4))), "{corners:?}");
        assert_eq!(of(9), None, "who would be alone goes to the others: {corners:?}");
    }
}

#[test]
fn what_cannot_be_is_said() {
    let check = |count: usize, split: &Split, apart: &Apart, possible: bool| {
        for seed in 0..20 {
            assert_eq!(assign(&people(count), split, apart, seed).is_some(), possible, "{count} {split:?} {apart:?}");
        }
    };
    check(0, &Split::Pairs, &Apart::new(), false);
    check(1, &Split::Triads, &Apart::new(), false);
    check(2, &Split::Pairs, &apart(&[(0, 1)]), false);
    check(3, &Split::Pairs, &apart(&[(2, 0)]), false);
    check(4, &Split::Pairs, &apart(&[(0, 1), (0, 2)]), true);
    check(4, &Split::Pairs, &apart(&[(0, 1), (0, 2), (3, 0)]), false);
    check(4, &Split::Topics(Vec::new()), &Apart::new(), false);
}

#[test]
fn the_draw_is_fair_and_can_be_repeated() {
    let partner = |seed| {
        let corners = assign(&people(6), &Split::Pairs, &Apart::new(), seed).expect("paired");
        let mine = corners.into_iter().find(|corner| corner.members.contains(&who(0))).expect("in one");
        mine.members.into_iter().find(|member| *member != who(0)).expect("not alone")
    };
    let mut with: BTreeMap<MemberId, u32> = BTreeMap::new();
    for seed in 0..1_000 {
        assert_eq!(partner(seed), partner(seed));
        *with.entry(partner(seed)).or_default() += 1;
    }
    assert_eq!(with.len(), 5);
    assert!(with.values().all(|count| (140..=260).contains(count)), "{with:?}");
}
