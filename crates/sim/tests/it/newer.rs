//! Most of a circle has a newer client, and asks for it (protocol.md section 2, PAUSED).

use engine::{Command, MlsSuite, PlainSuite, Suite, command::Wish, view::CircleState};
use sim::{DeviceId, World, ops::MINUTE};

const DAY: u64 = 24 * 60 * MINUTE;
const NEWER: u32 = 2;

#[test]
fn an_older_client_waits_on_the_plain_suite() {
    an_older_client_waits_and_loses_nothing::<PlainSuite>();
}

#[test]
fn an_older_client_waits_on_mls() {
    an_older_client_waits_and_loses_nothing::<MlsSuite>();
}

fn an_older_client_waits_and_loses_nothing<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    let circle = *world.heads(cy).keys().next().expect("a circle");
    for (day, device) in [ana, bo].into_iter().enumerate() {
        assert!(world.engine(device).act_as_client(circle, NEWER));
        world.sleep(DAY);
        say(&mut world, device, &format!("day {day}"));
        world.pass(MINUTE);
        assert_eq!(
            world.ready(cy).first().map(|circle| circle.shares.len()),
            Some(day + 1),
            "one of them asks nothing"
        );
    }

    world.set_online(cy, false);
    world.pass(MINUTE);
    say(&mut world, cy, "written before the update");
    world.sleep(DAY);
    say(&mut world, ana, "asks for the newer client");
    world.pass(MINUTE);
    world.set_online(cy, true);
    world.pass(2 * MINUTE);
    let state = |world: &World<S>| world.view(cy).map(|view| view.circles[0].state);
    assert_eq!(state(&world), Some(CircleState::NeedsUpdate), "the person is told");
    let index = world.view(cy).expect("a view").circles[0].index;
    let text = "refused meanwhile".to_owned();
    let refused = world.run(cy, Command::Share { circle: index, text, wish: Wish::JustListen, note: None }, MINUTE);
    assert!(format!("{refused:?}").contains("busy"), "{refused:?}");
    assert_eq!(world.head(ana), world.head(bo), "the others go on");

    world.restart_device(cy);
    assert!(world.until(MINUTE, |world| world.engine(cy).act_as_client(circle, NEWER)), "opens from what it kept");
    world.pass(5 * MINUTE);
    assert_eq!(state(&world), Some(CircleState::Ready), "updated, it goes on");
    for device in [ana, bo, cy] {
        let said: Vec<_> = world.ready(device)[0].shares.iter().filter_map(|share| share.text.as_deref()).collect();
        assert_eq!(said.len(), 4, "{device:?}: {said:?}");
        assert!(said.contains(&"written before the update"), "{device:?}: {said:?}");
    }
}

fn say<S: Suite>(world: &mut World<S>, device: DeviceId, text: &str) {
    let circle = world.ready(device)[0].index;
    world.run(device, Command::Share { circle, text: text.to_owned(), wish: Wish::JustListen, note: None }, MINUTE);
}
