//! What open devices do by themselves after something happened.

use engine::{
    Command, MlsSuite, PlainSuite, Suite,
    command::{Act, Welcome},
};
use sim::{DeviceId, World, ops::MINUTE};

#[test]
fn duties_on_the_plain_suite() {
    a_removal_brings_a_new_knock_key::<PlainSuite>();
    a_closed_meeting_is_snapshotted::<PlainSuite>();
}

#[test]
fn duties_on_mls() {
    a_removal_brings_a_new_knock_key::<MlsSuite>();
    a_closed_meeting_is_snapshotted::<MlsSuite>();
}

fn a_removal_brings_a_new_knock_key<S: Suite>() {
    let (mut world, [ana, bo, cy]) = three::<S>();
    let circle = world.ready(cy)[0].index;
    let before = head(&world, ana);
    world.run(cy, Command::Leave { circle }, MINUTE);
    world.pass(MINUTE);
    for device in [ana, bo] {
        assert_eq!(world.ready(device)[0].members.len(), 2, "{device:?}");
    }
    let after = head(&world, ana);
    assert_eq!(after.seq.0, before.seq.0 + 2, "one leave and one new key");
    assert_ne!(after.tip, before.tip, "one removal between them");
    assert_eq!(head(&world, bo), after);

    let link = world.invite(bo, world.ready(bo)[0].index, 1).expect("a link");
    let dee = world.sign_up("dee");
    world.join(dee, &link);
    world.pass(MINUTE);
    assert_eq!(head(&world, dee), head(&world, ana), "knocks are sealed to the new key");
}

fn a_closed_meeting_is_snapshotted<S: Suite>() {
    let (mut world, [ana, bo, cy]) = three::<S>();
    let circle = world.ready(ana)[0].index;
    world.command(ana, Command::OpenMeeting { circle });
    world.pass(5_000);
    let before = head(&world, ana);
    world.command(ana, Command::Meeting { circle, act: Act::Close });
    world.pass(MINUTE);
    let after = head(&world, ana);
    assert_ne!(after.tip, before.tip, "a commit covers the closing");
    for device in [bo, cy] {
        assert_eq!(head(&world, device), after, "{device:?}");
    }
    world.pass(MINUTE);
    assert_eq!(head(&world, ana), after, "one is enough");
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

fn head<S: Suite>(world: &World<S>, device: DeviceId) -> engine::Head {
    world.heads(device).into_values().next().expect("one circle")
}
