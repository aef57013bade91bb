//! Who was away for long comes back.

use engine::{Command, MlsSuite, Outcome, PlainSuite, Suite, command::Act};
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
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    let circle = world.ready(ana)[0].index;
    world.set_online(cy, false);
    world.command(ana, Command::OpenMeeting { circle });
    world.pass(5_000);
    world.command(ana, Command::Meeting { circle, act: Act::Close });
    world.pass(MINUTE);
    world.sleep(2 * DAY);
    for device in [ana, bo] {
        world.pass(MINUTE);
        world.say(device, "still here");
        world.pass(MINUTE);
    }
    world.sleep(DAY);
    world.sweep();
    world.set_online(cy, true);
    world.pass(2 * MINUTE);
    world.say(cy, "still here");
    world.pass(MINUTE);
    let held = world.head(ana);
    for device in [bo, cy] {
        assert_eq!(world.head(device), held, "{device:?}");
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

#[test]
fn false_snapshots_on_the_plain_suite() {
    whose_tip_has_a_false_snapshot_is_let_in_again::<PlainSuite>();
}

#[test]
fn false_snapshots_on_mls() {
    whose_tip_has_a_false_snapshot_is_let_in_again::<MlsSuite>();
}

fn whose_tip_has_a_false_snapshot_is_let_in_again<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    world.lose(cy);
    world.spoil_snapshots();
    comes_back_on_a_new_device(&mut world, cy, &[ana, bo]);
}

fn whose_box_is_lost_is_let_in_again<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    world.say(cy, "still here");
    world.pass(MINUTE);
    world.lose(cy);
    world.replace_boxes(&Boxes::default());
    comes_back_on_a_new_device(&mut world, cy, &[ana, bo]);
}

fn whose_box_is_set_back_is_let_in_again<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    let before = world.copy_boxes();
    world.sleep(DAY);
    world.pass(MINUTE);
    world.say(cy, "still here");
    world.pass(MINUTE);
    world.lose(cy);
    world.replace_boxes(&before);
    comes_back_on_a_new_device(&mut world, cy, &[ana, bo]);
}

fn an_open_device_writes_a_lost_box_anew<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    world.replace_boxes(&Boxes::default());
    world.sleep(DAY);
    world.pass(MINUTE);
    world.say(cy, "still here");
    world.pass(MINUTE);
    let tip = world.head(ana).tip;
    for device in [bo, cy] {
        assert_eq!(world.head(device).tip, tip, "{device:?}");
    }
    world.lose(cy);
    let again = world.another_device(cy);
    assert!(matches!(world.sign_in(again), Some(Outcome::Done(_))));
    world.pass(MINUTE);
    assert_eq!(world.head(again), world.head(ana));
    assert_eq!(world.ready(again)[0].confirmed_by, None, "from the own box, not by others");
}

fn whoever_was_away_longer_than_commits_are_kept_is_let_in_again<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    world.lose(cy);
    for _ in 0..3 {
        world.sleep(40 * DAY);
        world.pass(MINUTE);
        for device in [ana, bo] {
            world.say(device, "still here");
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
    assert_eq!(world.ready(again)[0].name, "Friday circle");
    world.say(again, "still here");
    world.pass(MINUTE);
    let held = world.head(again);
    for device in others {
        assert_eq!(world.head(*device), held, "{device:?}");
        assert_eq!(world.ready(*device)[0].members.len(), 3, "{device:?}");
    }
    assert!(world.ready(again)[0].confirmed_by.is_some(), "the state is others' word");
}

#[test]
fn silence_on_the_plain_suite() {
    who_is_silent_is_let_go_and_comes_back::<PlainSuite>();
}

#[test]
fn silence_on_mls() {
    who_is_silent_is_let_go_and_comes_back::<MlsSuite>();
}

fn who_is_silent_is_let_go_and_comes_back<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    world.set_online(cy, false);
    for _ in 0..2 {
        world.sleep(31 * DAY);
        for device in [ana, bo, ana] {
            world.say(device, "still here");
            world.pass(MINUTE);
        }
        world.sweep();
    }
    for device in [ana, bo] {
        assert_eq!(world.ready(device)[0].members.len(), 2, "{device:?} has gone on without");
    }
    world.set_online(cy, true);
    let there = world.until(5 * MINUTE, |world| {
        world.ready(ana)[0].members.len() == 3 && !world.ready(cy).is_empty() && world.head(cy) == world.head(ana)
    });
    assert!(there, "{:?}", world.view(cy).map(|view| &view.circles));
    world.say(cy, "I am back");
    world.pass(MINUTE);
    assert_eq!(world.head(bo), world.head(cy));
}
