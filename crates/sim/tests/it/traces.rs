//! What is left of words that are over: on devices, and on the server.

use engine::{
    Command, MlsSuite, PlainSuite, Suite,
    command::Wish,
    view::{CircleState, CircleView},
};
use seal::{Key, Kind, aead};
use sim::{DeviceId, World, ops::MINUTE};

const DAY: u64 = 24 * 60 * MINUTE;
/// Retention of the circles that [`World::three`] makes, in days.
const RETENTION: u64 = 30;

#[test]
fn words_leave_the_devices_on_the_plain_suite() {
    past_the_retention_no_device_has_the_words::<PlainSuite>();
    what_was_taken_back_is_on_no_device::<PlainSuite>();
    words_taken_back_offline_go_once_there_is_a_network::<PlainSuite>();
}

#[test]
fn words_leave_the_devices_on_mls() {
    past_the_retention_no_device_has_the_words::<MlsSuite>();
    what_was_taken_back_is_on_no_device::<MlsSuite>();
}

#[test]
fn keys_of_an_absence_go_with_what_lies_under_them() {
    an_absent_member_files_keys_under_their_own_days::<PlainSuite>();
}

fn past_the_retention_no_device_has_the_words<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    say(&mut world, ana, "a heron on the quay");
    world.pass(MINUTE);
    for device in [ana, bo, cy] {
        assert!(has(&world, device, "a heron on the quay"), "{device:?}: the test sees what is kept");
    }
    // One is switched off meanwhile: its store has the words until it is switched on again.
    world.set_online(cy, false);
    world.sleep((RETENTION + 1) * DAY);
    world.pass(5 * MINUTE);
    for device in [ana, bo] {
        assert!(!has(&world, device, "a heron on the quay"), "{device:?}, which was open in a quiet circle");
    }
    world.restart_device(cy);
    world.pass(MINUTE);
    assert!(!has(&world, cy, "a heron on the quay"), "a device without a network drops them when it is opened");
}

fn what_was_taken_back_is_on_no_device<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    say(&mut world, ana, "a heron on the quay");
    world.pass(MINUTE);
    // After a commit the words lie before the tip's first entry.
    world.sleep(DAY);
    say(&mut world, bo, "something else");
    world.pass(MINUTE);
    let share = first(&world, ana).shares[0].id.clone();
    assert!(world.run(ana, Command::TakeBack { circle: first(&world, ana).index, share }, MINUTE).is_some());
    world.pass(5 * MINUTE);
    for device in [ana, bo, cy] {
        assert!(has(&world, device, "something else"), "{device:?}");
        assert!(!has(&world, device, "a heron on the quay"), "{device:?}");
    }
}

fn words_taken_back_offline_go_once_there_is_a_network<S: Suite>() {
    let (mut world, [ana, bo, _]) = World::<S>::three();
    say(&mut world, ana, "a heron on the quay");
    world.pass(MINUTE);
    assert_eq!(world.count().words, 1);
    world.set_online(ana, false);
    world.pass(MINUTE);
    let share = first(&world, ana).shares[0].id.clone();
    world.command(ana, Command::TakeBack { circle: first(&world, ana).index, share });
    world.pass(MINUTE);
    world.restart_device(ana);
    world.pass(MINUTE);
    world.set_online(ana, true);
    world.pass(5 * MINUTE);
    assert!(first(&world, bo).shares.iter().all(|share| share.text.is_none()));
    assert_eq!(world.count().words, 1, "the server has forgotten the words, and keeps the entry that takes them back");
}

fn an_absent_member_files_keys_under_their_own_days<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    world.set_online(cy, false);
    for day in 0..RETENTION + 12 {
        world.sleep(DAY);
        world.pass(MINUTE);
        say(&mut world, if day % 2 == 0 { ana } else { bo }, &format!("day {day}"));
        world.pass(MINUTE);
    }
    world.sweep();
    let before = world.count().boxes;
    world.set_online(cy, true);
    world.pass(10 * MINUTE);
    let records = (world.count().boxes - before) as u64;
    assert!(
        (RETENTION - 2..=RETENTION + 2).contains(&records),
        "one record for each day that is still kept: {records}"
    );
    let again = world.another_device(cy);
    world.sign_in(again);
    world.pass(MINUTE);
    assert_eq!(first(&world, again).shares.len(), first(&world, cy).shares.len(), "all of them open on a new device");
    for _ in 0..RETENTION / 2 {
        world.sleep(DAY);
    }
    world.set_online(ana, false);
    world.set_online(bo, false);
    world.sweep();
    let left = (world.count().boxes) as u64;
    assert!(left < before as u64, "they go day by day: {left} of {before} and {records}");
}

/// Whether these words are in what the device has written down, once it is opened with the key that lies beside.
fn has<S: Suite>(world: &World<S>, device: DeviceId, words: &str) -> bool {
    let kept = world.kept(device);
    let key = kept[engine::formats::KEY].as_slice().try_into().map(Key::from_stored).expect("a key");
    let sealed = kept.iter().filter(|(slot, _)| *slot != engine::formats::KEY);
    let plain = sealed.map(|(slot, bytes)| aead::open(&key, Kind::Device, slot.as_bytes(), bytes).expect("its own"));
    plain.into_iter().any(|plain| plain.windows(words.len()).any(|window| window == words.as_bytes()))
}

fn say<S: Suite>(world: &mut World<S>, device: DeviceId, text: &str) {
    let circle = first(world, device).index;
    world.run(device, Command::Share { circle, text: text.to_owned(), wish: Wish::JustListen, note: None }, MINUTE);
}

fn first<S: Suite>(world: &World<S>, device: DeviceId) -> &CircleView {
    let circle = world.ready(device)[0];
    assert_eq!(circle.state, CircleState::Ready);
    circle
}
