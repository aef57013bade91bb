//! Who was away for long comes back.

use engine::{
    Command, MlsSuite, Outcome, PlainSuite, Suite,
    command::{Act, Welcome, Wish},
};
use server_store::Boxes;
use sim::{DeviceId, World, ops::MINUTE};

const DAY: u64 = 24 * 60 * MINUTE;

#[test]
fn expired_entries_on_the_plain_suite() {
    who_missed_a_meeting_takes_the_state_from_others::<PlainSuite>();
}

#[test]
fn expired_entries_on_mls() {
    who_missed_a_meeting_takes_the_state_from_others::<MlsSuite>();
}

fn who_missed_a_meeting_takes_the_state_from_others<S: Suite>() {
    let (mut world, [ana, bo, cy]) = three::<S>();
    let circle = world.ready(ana)[0].index;
    world.set_online(cy, false);
    world.command(ana, Command::OpenMeeting { circle });
    world.pass(5_000);
    world.command(ana, Command::Meeting { circle, act: Act::Close });
    world.pass(MINUTE);
    world.sleep(2 * DAY);
    for device in [ana, bo] {
        world.pass(MINUTE);
        share(&mut world, device);
        world.pass(MINUTE);
    }
    world.sleep(DAY);
    world.sweep();
    world.set_online(cy, true);
    world.pass(2 * MINUTE);
    share(&mut world, cy);
    world.pass(MINUTE);
    let held = head(&world, ana);
    for device in [bo, cy] {
        assert_eq!(head(&world, device), held, "{device:?}");
        assert_eq!(world.ready(device)[0].shares.len(), 3, "{device:?}");
    }
    assert_eq!(world.ready(cy)[0].confirmed_by, None, "both have written since");
}

#[test]
fn lost_boxes_on_the_plain_suite() {
    whose_box_is_lost_is_let_in_again::<PlainSuite>();
    whose_box_is_set_back_is_let_in_again::<PlainSuite>();
    an_open_device_writes_a_lost_box_anew::<PlainSuite>();
    whoever_was_away_longer_than_commits_are_kept_is_let_in_again::<PlainSuite>();
}

#[test]
fn lost_boxes_on_mls() {
    whose_box_is_lost_is_let_in_again::<MlsSuite>();
    whose_box_is_set_back_is_let_in_again::<MlsSuite>();
    an_open_device_writes_a_lost_box_anew::<MlsSuite>();
    whoever_was_away_longer_than_commits_are_kept_is_let_in_again::<MlsSuite>();
}

fn whose_box_is_lost_is_let_in_again<S: Suite>() {
    let (mut world, [ana, bo, cy]) = three::<S>();
    share(&mut world, cy);
    world.pass(MINUTE);
    world.lose(cy);
    world.replace_boxes(&Boxes::default());
    comes_back_on_a_new_device(&mut world, cy, &[ana, bo]);
}

fn whose_box_is_set_back_is_let_in_again<S: Suite>() {
    let (mut world, [ana, bo, cy]) = three::<S>();
    let before = world.copy_boxes();
    world.sleep(DAY);
    world.pass(MINUTE);
    share(&mut world, cy);
    world.pass(MINUTE);
    world.lose(cy);
    world.replace_boxes(&before);
    comes_back_on_a_new_device(&mut world, cy, &[ana, bo]);
}

fn an_open_device_writes_a_lost_box_anew<S: Suite>() {
    let (mut world, [ana, bo, cy]) = three::<S>();
    world.replace_boxes(&Boxes::default());
    world.sleep(DAY);
    world.pass(MINUTE);
    share(&mut world, cy);
    world.pass(MINUTE);
    let tip = head(&world, ana).tip;
    for device in [bo, cy] {
        assert_eq!(head(&world, device).tip, tip, "{device:?}");
    }
    world.lose(cy);
    let again = world.another_device(cy);
    assert!(matches!(world.sign_in(again), Some(Outcome::Done(_))));
    world.pass(MINUTE);
    assert_eq!(head(&world, again), head(&world, ana));
    assert_eq!(world.ready(again)[0].confirmed_by, None, "from the own box, not by others");
}

fn whoever_was_away_longer_than_commits_are_kept_is_let_in_again<S: Suite>() {
    let (mut world, [ana, bo, cy]) = three::<S>();
    world.lose(cy);
    for _ in 0..3 {
        world.sleep(40 * DAY);
        world.pass(MINUTE);
        for device in [ana, bo] {
            share(&mut world, device);
            world.pass(MINUTE);
        }
        world.sweep();
    }
    comes_back_on_a_new_device(&mut world, cy, &[ana, bo]);
}

fn comes_back_on_a_new_device<S: Suite>(world: &mut World<S>, lost: DeviceId, others: &[DeviceId]) {
    let again = world.another_device(lost);
    assert!(matches!(world.sign_in(again), Some(Outcome::Done(_))));
    let there = world.until(5 * MINUTE, |world| !world.ready(again).is_empty());
    assert!(there, "{:?}", world.view(again).map(|view| &view.circles));
    assert_eq!(world.ready(again)[0].name, "Friday steps");
    share(world, again);
    world.pass(MINUTE);
    let held = head(world, again);
    for device in others {
        assert_eq!(head(world, *device), held, "{device:?}");
        assert_eq!(world.ready(*device)[0].members.len(), 3, "{device:?}");
    }
    assert!(world.ready(again)[0].confirmed_by.is_some(), "the state is others' word");
}

fn share<S: Suite>(world: &mut World<S>, device: DeviceId) {
    let circle = world.ready(device)[0].index;
    let text = "still here".to_owned();
    world.command(device, Command::Share { circle, text, wish: Wish::JustListen, note: None });
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
