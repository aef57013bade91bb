//! A member with a program of their own heaps worthless commits on the tip.

use engine::{
    Command, MlsSuite, PlainSuite, Suite,
    command::{Welcome, Wish},
};
use sim::{DeviceId, World, ops::MINUTE};
use wire::{CircleId, Code, CommitId, Day, Problem, PublicKey, circle::Commit, limits, pow};

const DAY: u64 = 24 * 60 * MINUTE;
/// Worthless commits on one tip.
const FLOOD: u32 = 110;

#[test]
fn a_flood_of_worthless_commits_on_the_plain_suite() {
    worthless_commits_do_not_freeze_a_circle::<PlainSuite>();
}

#[test]
fn a_flood_of_worthless_commits_on_mls() {
    worthless_commits_do_not_freeze_a_circle::<MlsSuite>();
}

fn worthless_commits_do_not_freeze_a_circle<S: Suite>() {
    let (mut world, [ana, bo, cy]) = three::<S>();
    for round in 1..=2 {
        let (circle, flooded) = tip(&world, ana);
        assert_eq!(tip(&world, cy), (circle, flooded));
        world.set_online(cy, false);
        let spent = flood(&mut world, cy, circle, flooded);
        assert!(spent > u64::from(FLOOD) << limits::POW_BITS, "the flood was cheap: {spent} hashes");
        world.pass(MINUTE);
        assert_eq!(tip(&world, bo), (circle, flooded), "nobody follows what is worthless");

        // The first words of a day are preceded by a commit.
        world.sleep(DAY);
        share(&mut world, ana, &format!("words of day {round}"));
        let heard = world.until(5 * MINUTE, |world| world.ready(bo)[0].shares.len() == round);
        assert!(heard, "the circle is frozen: {:?}", world.view(ana).map(|view| &view.circles));
        assert_ne!(tip(&world, ana).1, flooded);
        world.set_online(cy, true);
        world.pass(MINUTE);
        assert_eq!(tip(&world, cy), tip(&world, ana), "who comes later reads past all of it");
    }
}

/// Posts worthless children with the work that each needs; the hashes that were searched.
fn flood<S: Suite>(world: &mut World<S>, from: DeviceId, circle: CircleId, parent: CommitId) -> u64 {
    let probe = world.misuse(from, circle, &garbage(circle, parent, u32::MAX, 0));
    let stands = probe.expect_err("nobody has so many children").parent.expect("where the parent stands");
    assert_eq!(stands.children, 0);
    let mut spent = 0;
    for place in 0..FLOOD {
        let mut child = garbage(circle, parent, place, stands.entries);
        if let Err(problem) = world.misuse(from, circle, &child) {
            let Problem { code: Code::Work, bits: Some(bits), .. } = problem else { panic!("{place}: {problem:?}") };
            assert_eq!(Some(bits), pow::child_bits(place));
            child.stamp =
                pow::Stamp::search(Day::of(world.now()), &pow::child_subject(circle, parent, place), bits, 0, u64::MAX);
            spent += child.stamp.expect("found").number;
            assert!(world.misuse(from, circle, &child).is_ok(), "{place}");
        }
    }
    let more = world.misuse(from, circle, &garbage(circle, parent, FLOOD, stands.entries));
    assert_eq!(more.map_err(|problem| problem.bits), Err(pow::child_bits(FLOOD)));
    spent
}

fn garbage(circle: CircleId, parent: CommitId, place: u32, cut: u32) -> Commit {
    let mut id = [7; 32];
    id[..4].copy_from_slice(&place.to_be_bytes());
    id[4..20].copy_from_slice(&parent.0[..16]);
    Commit {
        circle,
        parent,
        commit: CommitId(id),
        n_children: place,
        cut,
        access: PublicKey(id),
        envelope: vec![1; 90].into(),
        snapshot: vec![2; 90].into(),
        mails: Vec::new(),
        answers: Vec::new(),
        stamp: None,
    }
}

fn share<S: Suite>(world: &mut World<S>, device: DeviceId, text: &str) {
    let circle = world.ready(device)[0].index;
    world.command(device, Command::Share { circle, text: text.to_owned(), wish: Wish::JustListen, note: None });
}

fn tip<S: Suite>(world: &World<S>, device: DeviceId) -> (CircleId, CommitId) {
    let (circle, head) = world.heads(device).into_iter().next().expect("one circle");
    (circle, head.tip)
}

fn three<S: Suite>() -> (World<S>, [DeviceId; 3]) {
    let mut world = World::new(1);
    let people = ["ana", "bo", "cy"].map(|name| world.sign_up(name));
    let circle = world.found(people[0], "steps-fellowship", "Friday steps", Welcome::Open);
    let link = world.invite(people[0], circle, 5).expect("a link");
    for newcomer in &people[1..] {
        world.join(*newcomer, &link);
    }
    world.pass(MINUTE);
    (world, people)
}
