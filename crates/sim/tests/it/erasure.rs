//! Erasing an account (domain R34): nothing of the person is left on the server, wherever the erasure was interrupted.

use engine::{
    Command, MlsSuite, Outcome, PlainSuite, Suite,
    command::{Value, Welcome, Wish},
    view::Session,
};
use sim::{DeviceId, World, ops::MINUTE};

/// Between two moments at which the device is switched off, in milliseconds: every request is hit, before and after.
const STEP_MS: u64 = 30;
/// After so many steps an erasure is done.
const STEPS: u64 = 120;

#[test]
fn nothing_is_left_on_the_plain_suite() {
    nothing_is_left::<PlainSuite>();
    shares_are_taken_back_first::<PlainSuite>();
}

#[test]
fn nothing_is_left_on_mls() {
    nothing_is_left::<MlsSuite>();
}

#[test]
fn an_erasure_that_was_interrupted_anywhere_is_finished() {
    let mut went_on_by_itself = 0;
    for step in 0..STEPS {
        let (mut world, [ana, bo]) = two::<PlainSuite>(step);
        world.command(ana, erase("ana", false));
        world.pass(step * STEP_MS);
        world.restart_device(ana);
        world.pass(MINUTE);
        if is_signed_in(&world, ana) {
            assert_eq!(world.run(ana, erase("ana", false), MINUTE), DONE, "again, after step {step}");
        } else {
            went_on_by_itself += 1;
        }
        world.pass(2 * MINUTE);
        only_bo_is_left(&mut world, ana, bo);
    }
    assert!(went_on_by_itself > 0, "no interruption fell behind the point from which there is no way back");
}

#[test]
fn another_device_finishes_what_was_begun() {
    let (mut world, [ana, bo]) = two::<PlainSuite>(1);
    let other = world.another_device(ana);
    world.command(ana, erase("ana", false));
    assert!(world.until(MINUTE, |world| world.count().boxes < BOXES_OF_TWO), "the deleting begins");
    world.lose(ana);
    let refused = world.sign_in(other);
    assert!(format!("{refused:?}").contains("account_erased"), "{refused:?}");
    world.pass(2 * MINUTE);
    only_bo_is_left(&mut world, other, bo);
}

#[test]
fn a_wrong_passphrase_erases_nothing() {
    let (mut world, [ana, _]) = two::<PlainSuite>(1);
    let before = world.count();
    let refused = world.run(ana, erase("somebody else", false), MINUTE);
    assert!(format!("{refused:?}").contains("wrong_name_or_passphrase"), "{refused:?}");
    assert_eq!(world.count(), before);
    assert_eq!(world.ready(ana).len(), 1);
}

const DONE: Option<Outcome> = Some(Outcome::Done(Value::Nothing));
/// For each of two members their box and one day of their ring.
const BOXES_OF_TWO: usize = 4;

fn nothing_is_left<S: Suite>() {
    let (mut world, [ana, bo]) = two::<S>(1);
    assert_eq!(world.count().boxes, BOXES_OF_TWO);
    assert_eq!(world.run(ana, erase("ana", false), MINUTE), DONE);
    world.pass(MINUTE);
    assert_eq!(texts(&world, bo), ["from ana"], "what others have is theirs until its day");
    only_bo_is_left(&mut world, ana, bo);
}

fn shares_are_taken_back_first<S: Suite>() {
    let (mut world, [ana, bo]) = two::<S>(1);
    assert_eq!(world.run(ana, erase("ana", true), MINUTE), DONE);
    world.pass(MINUTE);
    assert_eq!(texts(&world, bo), [""; 0]);
    only_bo_is_left(&mut world, ana, bo);
}

/// Ana is gone from the server, from her device and from the circle; when Bo goes too, nobody is left.
fn only_bo_is_left<S: Suite>(world: &mut World<S>, ana: DeviceId, bo: DeviceId) {
    assert!(!is_signed_in(world, ana));
    assert_eq!((world.count().accounts, world.count().recoveries), (1, 1));
    assert_eq!(world.ready(bo)[0].members.len(), 1);
    let refused = world.sign_in(ana);
    assert!(format!("{refused:?}").contains("wrong_name_or_passphrase"), "{refused:?}");
    assert_eq!(world.run(bo, erase("bo", false), MINUTE), DONE);
    let left = world.count();
    assert_eq!((left.accounts, left.recoveries, left.boxes), (0, 0, 0));
}

fn erase(person: &str, take_back: bool) -> Command {
    Command::EraseAccount { passphrase: sim::ops::passphrase(person), take_back }
}

fn is_signed_in<S: Suite>(world: &World<S>, device: DeviceId) -> bool {
    world.view(device).is_some_and(|view| matches!(view.session, Session::SignedIn { .. }))
}

fn texts<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<String> {
    world.ready(device)[0].shares.iter().filter_map(|share| share.text.clone()).collect()
}

/// Ana and Bo in a circle in which Ana has shared something.
fn two<S: Suite>(seed: u64) -> (World<S>, [DeviceId; 2]) {
    let mut world = World::new(seed);
    let [ana, bo] = ["ana", "bo"].map(|name| world.sign_up(name));
    let circle = world.found(bo, "steps-fellowship", "Friday steps", Welcome::Open);
    let link = world.invite(bo, circle, 5).expect("a link");
    world.join(ana, &link);
    let circle = world.ready(ana)[0].index;
    let text = "from ana".to_owned();
    world.command(ana, Command::Share { circle, text, wish: Wish::JustListen, note: None });
    world.pass(MINUTE);
    (world, [ana, bo])
}
