//! A circle in which nobody commits for longer than left commits are kept, and a member who has waited for that.

use engine::{PlainSuite, Turncoat, view::CircleState};
use seal::SigningKey;
use sim::{DeviceId, World, ops::MINUTE};
use wire::{CommitId, circle::Commit, limits};

const DAY: u64 = 24 * 60 * MINUTE;

/// The limit: to a server that opens nothing the true tip looks like one that was left.
#[test]
fn a_circle_where_nobody_commits_can_be_ended_by_a_member() {
    let (mut world, [ana, _, cy]) = betrayed();
    for _ in 0..2 {
        world.sleep(u64::from(limits::CATCH_UP_DAYS / 2) * DAY);
        world.sweep();
    }
    world.pass(10 * MINUTE);
    for device in [ana, cy] {
        assert_eq!(states(&world, device), [CircleState::Returning], "{device:?} asks, and nobody is left to answer");
    }
}

#[test]
fn one_commit_within_that_time_is_enough() {
    let (mut world, [ana, _, cy]) = betrayed();
    world.sleep(u64::from(limits::CATCH_UP_DAYS - 1) * DAY);
    world.say(ana, "still here");
    world.pass(MINUTE);
    world.sleep(DAY);
    world.sweep();
    world.say(cy, "so am I");
    world.pass(MINUTE);
    assert_eq!(world.head(ana), world.head(cy));
    for device in [ana, cy] {
        assert_eq!(world.ready(device)[0].shares.len(), 2, "{device:?}");
    }
}

/// bo has posted a worthless child of the tip, and a child of that.
fn betrayed() -> (World<PlainSuite>, [DeviceId; 3]) {
    let (mut world, people) = World::<PlainSuite>::three();
    let mut hostile = world.turncoat(people[1]);
    world.lose(people[1]);
    let key = SigningKey::from_stored([7; 32]);
    let child = worthless(&hostile, hostile.tip(), hostile.have(), 1, &key);
    let (parent, grandchild) = (child.commit, worthless(&hostile, child.commit, 0, 2, &key));
    assert!(world.post(&mut hostile, child));
    assert_eq!(grandchild.parent, parent);
    assert!(world.pose_by(&key, &grandchild).is_ok());
    world.pass(MINUTE);
    (world, people)
}

fn worthless(by: &Turncoat<PlainSuite>, parent: CommitId, cut: u32, number: u8, access: &SigningKey) -> Commit {
    Commit {
        circle: by.circle(),
        parent,
        commit: CommitId([number; 32]),
        n_children: 0,
        cut,
        access: access.public(),
        envelope: vec![1; 90].into(),
        snapshot: vec![2; 90].into(),
        mails: Vec::new(),
        answers: Vec::new(),
        stamp: None,
    }
}

fn states(world: &World<PlainSuite>, device: DeviceId) -> Vec<CircleState> {
    let view = world.view(device).expect("a view");
    view.circles.iter().map(|circle| circle.state).collect()
}
