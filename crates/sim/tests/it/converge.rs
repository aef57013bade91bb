//! Whatever people do and whatever the network does: in the end all devices of a circle agree.
//!
//! `SEEDS=n` lives through the first n seeds, however long it takes; `SEED=n` through one.

use std::time::{Duration, Instant};

use engine::{MlsSuite, PlainSuite, Suite};
use sim::{World, season::Plan};

/// Real time for the plain suite: what CI grants this test.
const BUDGET: Duration = Duration::from_secs(150);
const MOST: u64 = 400;
/// Seeds on real MLS, always all of them.
const ON_MLS: u64 = 20;

#[test]
fn everybody_agrees_in_the_end() {
    let began = Instant::now();
    let asked: Option<u64> = number("SEEDS");
    let mut lived = 0;
    for seed in seeds(asked.unwrap_or(MOST)) {
        if asked.is_none() && began.elapsed() > BUDGET {
            break;
        }
        live::<PlainSuite>(seed, 20);
        lived += 1;
    }
    println!("{lived} seasons in {:?}", began.elapsed());
    assert!(lived > 0);
}

#[test]
fn everybody_agrees_on_mls_too() {
    for seed in seeds(ON_MLS) {
        live::<MlsSuite>(10_000 + seed, 8);
    }
}

fn live<S: Suite>(seed: u64, people: u64) {
    let mut world = World::<S>::new(seed);
    let plan = Plan::drawn(&mut world, people);
    world.season(plan);
    let wrong = world.disagreements();
    assert!(wrong.is_empty(), "SEED={seed} {plan:?}:\n{}", wrong.join("\n"));
}

fn seeds(most: u64) -> impl Iterator<Item = u64> {
    let one = number("SEED");
    let range = one.map_or(0..most, |seed| seed..seed + 1);
    range.into_iter()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
