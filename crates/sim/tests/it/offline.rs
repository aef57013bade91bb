//! A device that is switched on without the network.

use engine::{Command, MlsSuite, PlainSuite, Suite, view::Network};
use sim::{DeviceId, World, ops::MINUTE};

#[test]
fn offline_on_the_plain_suite() {
    a_device_shows_what_it_knew_and_sends_what_was_written::<PlainSuite>();
    a_circle_that_was_left_elsewhere_goes::<PlainSuite>();
}

#[test]
fn offline_on_mls() {
    a_device_shows_what_it_knew_and_sends_what_was_written::<MlsSuite>();
    a_circle_that_was_left_elsewhere_goes::<MlsSuite>();
}

fn a_device_shows_what_it_knew_and_sends_what_was_written<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    world.say(ana, "from ana");
    world.say(cy, "from cy");
    world.pass(MINUTE);
    world.set_online(cy, false);
    world.restart_device(cy);
    world.pass(MINUTE);
    assert_eq!(texts(&world, cy), ["from ana", "from cy"]);
    assert_eq!(world.view(cy).map(|view| view.network), Some(Network::Offline));
    world.say(cy, "written offline");
    world.pass(5_000);
    assert_eq!(world.ready(cy)[0].outbox, 1);
    world.restart_device(cy);
    world.pass(MINUTE);
    assert_eq!(world.ready(cy)[0].outbox, 1, "it waits through another restart");

    for number in 0..3 {
        world.sleep(24 * 60 * MINUTE);
        world.pass(MINUTE);
        world.say(bo, &format!("day {number}"));
        world.pass(MINUTE);
    }
    world.set_online(cy, true);
    world.pass(2 * MINUTE);
    for device in [ana, bo, cy] {
        assert_eq!(texts(&world, device).len(), 6, "{device:?}");
        assert_eq!(world.heads(device), world.heads(ana), "{device:?}");
    }
    assert_eq!(world.ready(cy)[0].outbox, 0);
}

fn a_circle_that_was_left_elsewhere_goes<S: Suite>() {
    let (mut world, [_, _, cy]) = World::<S>::three();
    let other = world.another_device(cy);
    world.sign_in(other);
    world.pass(MINUTE);
    world.set_online(cy, false);
    let circle = world.ready(other)[0].index;
    world.run(other, Command::Leave { circle }, MINUTE);
    world.pass(MINUTE);
    world.restart_device(cy);
    world.pass(MINUTE);
    assert_eq!(world.ready(cy).len(), 1, "as it was last seen");
    world.set_online(cy, true);
    world.pass(MINUTE);
    assert_eq!(world.ready(cy).len(), 0);
}

fn texts<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<String> {
    let shares = world.ready(device).first().map(|circle| circle.shares.clone()).unwrap_or_default();
    shares.into_iter().filter(|share| !share.sending).filter_map(|share| share.text).collect()
}
