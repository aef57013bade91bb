//! What open devices do by themselves after something happened.

use engine::{Command, MlsSuite, PlainSuite, Suite, command::Act};
use sim::{World, ops::MINUTE};

#[test]
fn duties_on_the_plain_suite() {
    a_removal_brings_a_new_knock_key::<PlainSuite>();
    a_closed_meeting_is_snapshotted::<PlainSuite>();
    nothing_is_said_under_keys_that_a_leaver_holds::<PlainSuite>();
}

#[test]
fn duties_on_mls() {
    a_removal_brings_a_new_knock_key::<MlsSuite>();
    a_closed_meeting_is_snapshotted::<MlsSuite>();
    nothing_is_said_under_keys_that_a_leaver_holds::<MlsSuite>();
}

fn a_removal_brings_a_new_knock_key<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    let circle = world.ready(cy)[0].index;
    let before = world.head(ana);
    world.run(cy, Command::Leave { circle }, MINUTE);
    world.pass(MINUTE);
    for device in [ana, bo] {
        assert_eq!(world.ready(device)[0].members.len(), 2, "{device:?}");
    }
    let after = world.head(ana);
    assert_eq!(after.seq.0, before.seq.0 + 2, "one leave and one new key");
    assert_ne!(after.tip, before.tip, "one removal between them");
    assert_eq!(world.head(bo), after);

    let link = world.invite(bo, world.ready(bo)[0].index, 1).expect("a link");
    let dee = world.sign_up("dee");
    world.join(dee, &link);
    world.pass(MINUTE);
    assert_eq!(world.head(dee), world.head(ana), "knocks are sealed to the new key");
}

fn a_closed_meeting_is_snapshotted<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    let circle = world.ready(ana)[0].index;
    world.command(ana, Command::OpenMeeting { circle });
    world.pass(5_000);
    let before = world.head(ana);
    world.command(ana, Command::Meeting { circle, act: Act::Close });
    world.pass(MINUTE);
    let after = world.head(ana);
    assert_ne!(after.tip, before.tip, "a commit covers the closing");
    for device in [bo, cy] {
        assert_eq!(world.head(device), after, "{device:?}");
    }
    world.pass(MINUTE);
    assert_eq!(world.head(ana), after, "one is enough");
}

fn nothing_is_said_under_keys_that_a_leaver_holds<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    world.set_online(bo, false);
    world.say(bo, "written before bo heard of it");
    world.set_online(ana, false);
    let circle = world.ready(cy)[0].index;
    world.run(cy, Command::Leave { circle }, MINUTE);
    let held = world.head(bo).tip;
    world.set_online(bo, true);
    let said = world.until(MINUTE, |world| world.ready(bo)[0].shares.iter().any(|share| !share.sending));
    assert!(said, "the share is out");
    assert_ne!(world.head(bo).tip, held, "after the commit that removes cy");
    assert_eq!(world.ready(bo)[0].members.len(), 2);
    world.set_online(ana, true);
    world.pass(MINUTE);
    assert_eq!(world.head(ana), world.head(bo));
    assert_eq!(world.ready(ana)[0].shares.len(), 1);
}
