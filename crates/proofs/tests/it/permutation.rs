//! Whether two heaps of measurements come from one source: a permutation test over the largest difference of means
//! (Westfall and Young's maxT), so that many measurements may be looked at and one level holds for all of them.

#![expect(clippy::cast_precision_loss, reason = "counts and bytes of small databases")]

use std::collections::BTreeMap;

use sim::Random;

/// Names and values of what was measured of one history.
pub(crate) type Measures = BTreeMap<String, f64>;

const PERMUTATIONS: u32 = 4_000;

/// How the two differ most.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// How often chance alone gives a difference as large as the largest one: from 1 / (permutations + 1) to 1.
    pub(crate) p: f64,
    /// Which measure differs most.
    pub(crate) most: String,
}

/// Compares; a measure that a history lacks counts as 0. The same seed gives the same verdict.
pub(crate) fn compare(one: &[Measures], other: &[Measures], seed: u64) -> Verdict {
    let all: Vec<&Measures> = one.iter().chain(other).collect();
    let names: std::collections::BTreeSet<&String> = all.iter().flat_map(|measures| measures.keys()).collect();
    let value = |measures: &&Measures, name: &String| measures.get(name).copied().unwrap_or_default();
    let columns = names.into_iter().map(|name| (name, all.iter().map(|it| value(it, name)).collect::<Vec<f64>>()));
    let columns: Vec<(&String, Vec<f64>)> = columns.filter_map(|(name, raw)| Some((name, standard(raw)?))).collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    let Some((largest, most)) = largest(&columns, &order, one.len()) else {
        return Verdict { p: 1.0, most: "nothing".to_owned() };
    };
    let mut random = Random::new(seed);
    let mut as_large = 1;
    for _ in 0..PERMUTATIONS {
        for place in (1..order.len()).rev() {
            order.swap(place, random.below(place as u64 + 1) as usize);
        }
        let again = self::largest(&columns, &order, one.len()).map_or(0.0, |(difference, _)| difference);
        as_large += u32::from(again >= largest - 1e-9);
    }
    Verdict { p: f64::from(as_large) / f64::from(PERMUTATIONS + 1), most: most.clone() }
}

/// In units of the standard deviation from the mean of all; none when nothing varies.
fn standard(values: Vec<f64>) -> Option<Vec<f64>> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let deviation = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
    (deviation > 1e-12).then(|| values.into_iter().map(|value| (value - mean) / deviation).collect())
}

/// The largest difference of means between the first `split` of an order and the rest.
fn largest<'a>(columns: &[(&'a String, Vec<f64>)], order: &[usize], split: usize) -> Option<(f64, &'a String)> {
    let mean = |values: &[f64], of: &[usize]| of.iter().map(|place| values[*place]).sum::<f64>() / of.len() as f64;
    let differences = columns
        .iter()
        .map(|(name, values)| ((mean(values, &order[..split]) - mean(values, &order[split..])).abs(), *name));
    differences.max_by(|(one, _), (other, _)| one.total_cmp(other))
}

#[test]
fn a_small_shift_is_seen_and_chance_is_not() {
    let heap = |seed: u64, shift: f64| {
        let mut random = Random::new(seed);
        let one = |random: &mut Random| random.below(1_000) as f64 / 1_000.0;
        let mut measures = |_| {
            let names = (0..30).map(|number| (format!("noise {number}"), one(&mut random)));
            let mut measures: Measures = names.collect();
            *measures.get_mut("noise 7").unwrap() += shift;
            measures.insert("always".to_owned(), 3.0);
            measures
        };
        (0..12).map(&mut measures).collect::<Vec<_>>()
    };
    let found = compare(&heap(1, 0.0), &heap(2, 0.8), 9);
    assert!(found.p < 0.01 && found.most == "noise 7", "{found:?}");
    let chance: Vec<f64> = (0..8).map(|seed| compare(&heap(10 + seed, 0.0), &heap(90 + seed, 0.0), 9).p).collect();
    assert!(chance.iter().all(|p| *p > 0.01) && chance.iter().any(|p| *p > 0.3), "{chance:?}");
    assert!((compare(&[Measures::new()], &[Measures::new()], 9).p - 1.0).abs() < 1e-9);
}
