//! Histories that differ only in *who* joined which circle leave databases that no measure here can tell apart.

use std::path::Path;

use engine::{
    Command, PlainSuite,
    command::{Welcome, Wish},
};
use server_store_sqlite::Sqlite;
use sim::{DeviceId, World, ops::MINUTE};
use wire::Millis;

use crate::{
    permutation::{Measures, compare},
    picture::Picture,
};

/// Of each kind.
const HISTORIES: u64 = 6;
/// Above this, chance explains the largest difference between two kinds of history.
const LEVEL: f64 = 0.01;
const START: Millis = Millis(1_767_225_600_000);
const DAY: u64 = 24 * 60 * MINUTE;
const CIRCLES: usize = 3;

type Sim = World<PlainSuite, Sqlite>;

/// Which of the three people joins each of the three circles.
#[derive(Debug, Clone, Copy)]
struct Who([usize; CIRCLES]);

/// Everybody is in one circle.
const SPREAD: Who = Who([0, 1, 2]);
/// The same, other people.
const CROSSED: Who = Who([2, 0, 1]);
/// One is in all of them, two in none.
const ONE: Who = Who([0, 0, 0]);

/// The database at three moments.
struct History {
    /// After the sweep before anybody joined.
    yesterday: Picture,
    /// When all had joined, before the sweep.
    unswept: Picture,
    /// After it.
    swept: Picture,
}

impl History {
    fn live(seed: u64, who: Who) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut world = Sim::on(seed, START, None, async { Sqlite::open(folder.path()).await.unwrap() });
        let people: Vec<DeviceId> = ["ana", "ben", "cleo"].into_iter().map(|name| world.sign_up(name)).collect();
        let links: Vec<String> = (0..CIRCLES).map(|number| circle(&mut world, number)).collect();
        next_day(&mut world);
        let yesterday = take(folder.path());
        for (number, link) in links.iter().enumerate() {
            membership(&mut world, people[who.0[number]], number, link);
        }
        world.pass(10 * MINUTE);
        let unswept = take(folder.path());
        next_day(&mut world);
        Self { yesterday, unswept, swept: take(folder.path()) }
    }
}

fn take(folder: &Path) -> Picture {
    tokio::runtime::Runtime::new().unwrap().block_on(Picture::take(folder))
}

/// To shortly after midnight, when the server sweeps.
fn next_day(world: &mut Sim) {
    let left = DAY - (world.now().0 - START.0) % DAY;
    world.sleep(left);
    world.pass(MINUTE);
    world.sweep();
}

/// Founds a circle and makes an invite.
fn circle(world: &mut Sim, number: usize) -> String {
    let founder = world.sign_up(&format!("founder of {number}"));
    let index = world.found(founder, "steps-fellowship", &name(number), Welcome::Open);
    let link = world.invite(founder, index, 3).unwrap();
    world.pass(MINUTE);
    link
}

/// Somebody joins a circle and shares in it: as much in each as its number says.
fn membership(world: &mut Sim, person: DeviceId, number: usize, link: &str) {
    world.join(person, link);
    world.pass(MINUTE);
    for share in 0..=number {
        let index = world.ready(person).iter().find(|circle| circle.name == name(number)).unwrap().index;
        let (text, wish) = (format!("share number {share}"), Wish::JustListen);
        world.run(person, Command::Share { circle: index, text, wish, note: None }, MINUTE).unwrap();
        world.pass(MINUTE);
    }
}

fn name(number: usize) -> String {
    format!("Circle {number}")
}

fn histories(first_seed: u64, who: Who) -> Vec<History> {
    (first_seed..first_seed + HISTORIES).map(|seed| History::live(seed, who)).collect()
}

fn swept(histories: &[History]) -> Vec<Measures> {
    histories.iter().map(|it| it.swept.measures(Some(&it.yesterday))).collect()
}

fn unswept(histories: &[History]) -> Vec<Measures> {
    histories.iter().map(|it| it.unswept.measures(None)).collect()
}

#[test]
fn who_joined_which_circle_cannot_be_told_from_the_database() {
    let [spread, crossed, one] =
        [(100, SPREAD), (200, CROSSED), (300, ONE)].map(|(first_seed, who)| histories(first_seed, who));
    let first = spread[0].swept.plain();
    for (number, history) in spread.iter().chain(&crossed).chain(&one).enumerate() {
        assert_eq!(history.swept.plain(), first, "rows, sizes, days of history {number}");
        assert_eq!(history.unswept.plain(), spread[0].unswept.plain(), "the same before the sweep, of {number}");
    }
    for (name, others) in [("other people", &crossed), ("one person", &one)] {
        let verdict = compare(&swept(&spread), &swept(others), 7);
        assert!(verdict.p > LEVEL, "{name}: {verdict:?}");
    }
    // The limit, and the proof that a tie in the layout is found by the same measures: until the sweep the files tell
    // in which order things were written, and so whose vault was written beside which box.
    let verdict = compare(&unswept(&spread), &unswept(&one), 7);
    assert!(verdict.p < LEVEL, "before the sweep: {verdict:?}");
}
