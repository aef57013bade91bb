//! A commit whose path is whole for one and broken for another (RFC 9420 section 16.12): whoever cannot follow is taken
//! along as soon as another device is there, and nobody is told that anything could not be read.

use engine::{Flaw, MlsSuite, PlainSuite, Suite, Turncoat, view::CircleState};
use seal::group::Forge;
use sim::{DeviceId, World, ops::MINUTE};
use wire::mailbox::MailRead;

const DAY: u64 = 24 * 60 * MINUTE;

#[test]
fn on_the_plain_suite() {
    whoever_cannot_follow_is_taken_along::<PlainSuite>(false);
    whoever_cannot_follow_is_taken_along::<PlainSuite>(true);
    two_devices_of_one_leaf_are_taken_along_once::<PlainSuite>();
    a_restart_in_between_changes_nothing::<PlainSuite>();
}

#[test]
fn on_mls() {
    whoever_cannot_follow_is_taken_along::<MlsSuite>(false);
    whoever_cannot_follow_is_taken_along::<MlsSuite>(true);
    two_devices_of_one_leaf_are_taken_along_once::<MlsSuite>();
}

/// With `alone`, the device has gone on by itself for a day, with a commit of its own, before anybody else came.
fn whoever_cannot_follow_is_taken_along<S: Suite<Group: Forge>>(alone: bool) {
    let (mut world, [ana, cy]) = broken_for_cy::<S>();
    world.say(cy, "words that nobody heard");
    world.pass(MINUTE);
    if alone {
        world.sleep(DAY);
        world.say(cy, "and more of them");
        world.pass(MINUTE);
    }
    world.set_online(ana, true);
    let expected = if alone { 3 } else { 2 };
    let there = goes_on_until(&mut world, cy, |world| {
        world.head(ana) == world.head(cy) && world.ready(ana)[0].shares.len() == expected
    });
    assert!(there, "alone: {alone}, {:?}", world.view(cy).map(|view| &view.circles));
    for device in [ana, cy] {
        let circle = world.ready(device)[0];
        let words: Vec<_> = circle.shares.iter().filter_map(|share| share.text.as_deref()).collect();
        assert_eq!(words.len(), expected, "{device:?}: what was said before is there, and nothing twice: {words:?}");
        assert!(words.contains(&"hello") && words.contains(&"words that nobody heard"), "{words:?}");
        assert_eq!(circle.members.len(), 3, "{device:?}");
    }
    world.say(ana, "welcome back");
    world.pass(MINUTE);
    assert_eq!(world.ready(cy)[0].shares.len(), expected + 1);
    assert_eq!(world.head(ana), world.head(cy));
}

fn two_devices_of_one_leaf_are_taken_along_once<S: Suite<Group: Forge>>() {
    let (mut world, people) = greeted::<S>();
    let [ana, bo, cy] = people;
    let other = world.another_device(cy);
    world.sign_in(other);
    world.pass(MINUTE);
    let mut hostile = world.turncoat(bo);
    world.lose(bo);
    let tip = lame(&mut world, &mut hostile, cy);
    let there = goes_on_until(&mut world, cy, |world| {
        let heads = [ana, cy, other].map(|device| world.heads(device).into_values().next());
        heads[0].is_some_and(|head| head.tip != tip) && heads.iter().all(|head| *head == heads[0])
    });
    assert!(there, "{:?}", [ana, cy, other].map(|device| world.heads(device)));
    // Whoever is new in the tree makes one commit.
    world.pass(MINUTE);
    let settled = world.head(ana);
    world.pass(5 * MINUTE);
    assert_eq!(world.head(ana).tip, settled.tip, "and there it ends");
}

fn a_restart_in_between_changes_nothing<S: Suite<Group: Forge>>() {
    let (mut world, [ana, cy]) = broken_for_cy::<S>();
    world.sleep(DAY);
    world.say(cy, "on a branch of its own");
    world.pass(MINUTE);
    world.restart_device(cy);
    world.pass(MINUTE);
    world.set_online(ana, true);
    let there = goes_on_until(&mut world, cy, |world| world.heads(ana) == world.heads(cy));
    assert!(there, "{:?}", world.view(cy).map(|view| &view.circles));
    assert_eq!(world.ready(ana)[0].members.len(), 3);
}

#[test]
fn its_author_cannot_answer_on_the_plain_suite() {
    whoever_broke_the_path_answers_in_vain::<PlainSuite>();
}

#[test]
fn its_author_cannot_answer_on_mls() {
    whoever_broke_the_path_answers_in_vain::<MlsSuite>();
}

/// The answer is whole, and would lead where its author likes; it uses up the KeyPackage, so that the others need a new
/// one.
fn whoever_broke_the_path_answers_in_vain<S: Suite<Group: Forge>>() {
    let (mut world, [ana, bo, cy]) = greeted::<S>();
    let mut hostile = world.turncoat(bo);
    world.lose(bo);
    world.set_online(ana, false);
    let before = world.head(cy);
    lame(&mut world, &mut hostile, cy);
    hostile.go_on();
    world.pass(MINUTE);
    let (mailbox, key) = hostile.ways_back().swap_remove(0);
    let notices = world.pose_by(&key, &MailRead { mailbox }).expect("the read key of the way back").mails;
    let answer = notices.iter().find_map(|notice| hostile.let_back(mailbox, notice)).expect("a notice");
    let aside = answer.commit;
    assert_eq!(answer.mails.len(), 1);
    assert!(world.post(&mut hostile, answer), "the server takes it");
    world.pass(MINUTE);
    assert_eq!(world.head(cy), before, "cy does not go along");
    assert_ne!(world.head(cy).tip, aside);

    world.set_online(ana, true);
    let there = goes_on_until(&mut world, cy, |world| world.head(ana) == world.head(cy));
    assert!(there, "another member takes cy along: {:?}", world.view(cy).map(|view| &view.circles));
    assert_eq!(world.ready(ana)[0].members.len(), 3);
}

/// A commit that MLS lets nobody follow moves nobody, and the notices about it move nobody either.
#[test]
fn what_nobody_can_follow_moves_nobody() {
    let mut world = World::<PlainSuite>::new(1);
    let [ana, bo] = world.circle_of(["ana", "bo"]);
    let mut hostile = world.turncoat(bo);
    let before = world.head(ana);
    world.lose(bo);
    lame(&mut world, &mut hostile, ana);
    world.pass(5 * MINUTE);
    assert_eq!(world.head(ana), before);
    world.sleep(DAY);
    world.say(ana, "going on");
    world.pass(MINUTE);
    assert_ne!(world.head(ana).tip, before.tip, "a sibling of it");
    assert_eq!(world.ready(ana)[0].shares.len(), 1);
}

/// Lets two minutes pass; the person is never shown anything but a circle that is there.
fn goes_on_until<S: Suite>(world: &mut World<S>, watched: DeviceId, done: impl Fn(&World<S>) -> bool) -> bool {
    for _ in 0..120 {
        if done(world) {
            return true;
        }
        world.pass(1_000);
        let circle = &world.view(watched).expect("a view").circles[0];
        assert_eq!(circle.state, CircleState::Ready);
        assert!(!circle.differs);
    }
    false
}

/// bo has posted a commit that ana can follow and cy cannot; ana is not there.
fn broken_for_cy<S: Suite<Group: Forge>>() -> (World<S>, [DeviceId; 2]) {
    let (mut world, [ana, bo, cy]) = greeted::<S>();
    let mut hostile = world.turncoat(bo);
    world.lose(bo);
    world.set_online(ana, false);
    let before = world.head(cy);
    lame(&mut world, &mut hostile, cy);
    world.pass(MINUTE);
    assert_eq!(world.head(cy), before, "cy cannot follow");
    (world, [ana, cy])
}

fn lame<S: Suite<Group: Forge>>(world: &mut World<S>, by: &mut Turncoat<S>, victim: DeviceId) -> wire::CommitId {
    let victim = world.turncoat(victim).me();
    let commit = by.commit(Flaw::Lame(victim)).expect("a commit");
    let id = commit.commit;
    assert!(world.post(by, commit));
    id
}

fn greeted<S: Suite>() -> (World<S>, [DeviceId; 3]) {
    let (mut world, people) = World::<S>::three();
    world.say(people[0], "hello");
    world.pass(MINUTE);
    (world, people)
}
