//! Every target over the corpus of the tree, and over a walk of mutations that is the same on every machine.

use fuzz::{corpus, find, mutate::Mutator};

/// Where the walks begin.
const SEED: u64 = 1;

fn replay(name: &str) {
    let target = find(name).expect("a target");
    let inputs = corpus::read_all(target).expect("a corpus");
    assert!(!inputs.is_empty(), "{name} has no corpus: run `cargo xtask fuzz seed`");
    for (number, input) in inputs.iter().enumerate() {
        told(&format!("{name}: input {number} of its corpus"), target, input);
    }
    let mut mutator = Mutator::new(SEED);
    for step in 0..target.walk {
        let input = mutator.next(&inputs, target.longest);
        told(&format!("{name}: step {step} of the walk of seed {SEED}"), target, &input);
    }
}

/// Runs the target, and says where it broke.
fn told(place: &str, target: &fuzz::Target, input: &[u8]) {
    let ran = std::panic::catch_unwind(|| (target.run)(input));
    assert!(ran.is_ok(), "{place}, {} bytes: {}", input.len(), wire::Hash::of(input).to_hex());
}

macro_rules! replays {
    ($($name:ident),*) => {
        $(#[test]
        fn $name() {
            replay(stringify!($name));
        })*
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

replays!(
    wire, texts, sealed, opened, entries, states, engine, device, signin, mls, group, server, sqlite, disk, feeds,
    questions, peers, answers
);

#[test]
fn every_target_is_replayed_and_the_corpus_is_small() {
    let targets: Vec<&str> = fuzz::TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(targets, NAMES);
    let files = std::fs::read_dir(corpus::folder()).expect("a folder");
    let bytes: u64 = files.map(|file| file.and_then(|file| file.metadata()).map_or(0, |file| file.len())).sum();
    assert!(bytes < 3_000_000, "{bytes} bytes");
}
