//! By the rules of the protocol: every state of some small worlds.

#![expect(clippy::print_stdout, reason = "sizes and times are figures of the crate's documentation")]

use std::time::Instant;

use model::{
    graph::{Ends, Graph},
    world::{Size, World},
};
use stateright::{Checker, Model};

const TWO_DEVICES: &[u8] = &[0, 0, 1];
const THREE_LEAVES: &[u8] = &[0, 1, 2];

fn size(devices: &[u8]) -> Size {
    let devices = devices.to_vec();
    Size { devices, rotations: 0, garbage: 0, words: 0, delays: 0, leaver: None, set_back: None }
}

/// What must hold always holds in every state, and every order of the duties makes the circle whole again.
fn check(size: Size) {
    let began = Instant::now();
    let world = World::new(size);
    let checker = world.clone().checker().spawn_bfs().join();
    checker.assert_properties();
    let graph = Graph::of(&world);
    let ends = graph.ends();
    println!("{:?}: {ends:?}, {:?}", world.size, began.elapsed());
    assert_eq!(ends.states, checker.unique_state_count());
    assert_eq!(ends, Ends { states: ends.states, astray: 0, bricked: 0 }, "{:?}", graph.dead_end());
}

#[test]
fn two_devices_race_with_another_leaf() {
    check(Size { rotations: 2, garbage: 1, ..size(TWO_DEVICES) });
}

#[test]
fn garbage_comes_twice() {
    check(Size { rotations: 1, garbage: 2, ..size(TWO_DEVICES) });
}

#[test]
fn three_rotations() {
    check(Size { rotations: 3, ..size(TWO_DEVICES) });
}

#[test]
fn answers_are_lost() {
    check(Size { rotations: 1, garbage: 1, delays: 1, ..size(TWO_DEVICES) });
}

#[test]
fn answers_are_lost_among_words() {
    check(Size { rotations: 1, words: 1, delays: 1, ..size(TWO_DEVICES) });
}

#[test]
fn a_leaf_leaves() {
    check(Size { rotations: 1, garbage: 1, leaver: Some(2), ..size(THREE_LEAVES) });
}

#[test]
fn a_leaf_leaves_among_words() {
    check(Size { rotations: 1, words: 1, leaver: Some(2), ..size(THREE_LEAVES) });
}

#[test]
fn a_leaf_leaves_and_answers_are_lost() {
    check(Size { rotations: 1, delays: 1, leaver: Some(1), ..size(TWO_DEVICES) });
}

#[test]
fn a_box_is_set_back() {
    check(Size { rotations: 1, garbage: 1, set_back: Some(0), ..size(TWO_DEVICES) });
}

#[test]
fn a_box_is_set_back_while_answers_are_lost() {
    check(Size { rotations: 1, delays: 1, set_back: Some(0), ..size(TWO_DEVICES) });
}
