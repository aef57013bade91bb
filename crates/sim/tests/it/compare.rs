//! Two members compare keys: both see one code, and what is noted is one person's own (domain I15).

use engine::{
    Command, MlsSuite, Outcome, PlainSuite, Suite,
    command::Value,
    view::{CircleView, MemberView, Verified},
};
use sim::{DeviceId, World, ops::MINUTE};

#[test]
fn comparing_on_the_plain_suite() {
    both_see_one_code_and_each_notes_for_themselves::<PlainSuite>();
}

#[test]
fn comparing_on_mls() {
    both_see_one_code_and_each_notes_for_themselves::<MlsSuite>();
}

fn both_see_one_code_and_each_notes_for_themselves<S: Suite>() {
    let mut world = World::<S>::new(3);
    let [ana, bo, _] = world.circle_of(["ana", "bo", "cy"]);
    let (at_ana, at_bo, to_cy) =
        (compare(&mut world, ana, "bo"), compare(&mut world, bo, "ana"), compare(&mut world, ana, "cy"));
    assert_eq!(at_ana, at_bo);
    assert_ne!(at_ana, to_cy);

    let wrong = verify(&mut world, ana, "bo", &to_cy);
    assert!(matches!(&wrong, Some(Outcome::Refused { error, .. }) if error.0 == "code_differs"), "{wrong:?}");
    assert_eq!(standing(&world, ana), [("bo", Verified::No), ("cy", Verified::No)]);
    assert!(matches!(verify(&mut world, ana, "bo", &at_bo), Some(Outcome::Done(_))));
    let noted = [("bo", Verified::Yes), ("cy", Verified::No)];
    assert_eq!(standing(&world, ana), noted);
    assert_eq!(standing(&world, bo), [("ana", Verified::No), ("cy", Verified::No)], "a note is one person's own");

    world.lose(ana);
    let again = world.another_device(ana);
    assert!(matches!(world.sign_in(again), Some(Outcome::Done(_))));
    world.clear_up();
    assert_eq!(standing(&world, again), noted, "it is there on a new device");
    let back = compare(&mut world, again, "bo");
    assert_eq!(back, at_bo, "a new device has the same keys");

    let (circle, member) = named(world.ready(again)[0], "bo");
    assert!(matches!(world.run(again, Command::Unverify { circle, member }, MINUTE), Some(Outcome::Done(_))));
    assert_eq!(standing(&world, again), [("bo", Verified::No), ("cy", Verified::No)]);
}

/// Whoever comes back to their seat with the key that was compared is who was compared.
#[test]
fn coming_back_keeps_the_key_and_the_note() {
    let mut world = World::<PlainSuite>::new(4);
    let [ana, bo, _] = world.circle_of(["ana", "bo", "cy"]);
    let code = compare(&mut world, ana, "bo");
    assert!(matches!(verify(&mut world, ana, "bo", &code), Some(Outcome::Done(_))));
    world.replace_boxes(&server_store::Boxes::default());
    world.lose(bo);
    let again = world.another_device(bo);
    assert!(matches!(world.sign_in(again), Some(Outcome::Done(_))));
    world.pass(10 * MINUTE);
    world.clear_up();
    assert_eq!(compare(&mut world, again, "ana"), code);
    assert_eq!(standing(&world, ana), [("bo", Verified::Yes), ("cy", Verified::No)]);
    assert!(world.ready(ana)[0].members.iter().all(|member| member.new_keys_day.is_none()));
}

/// After a new passphrase the leaf signs with another key: whoever had compared the old one is told, and so are the others.
#[test]
fn another_key_is_told() {
    const NEW: &str = "seven other words for the same quiet harbour";
    let mut world = World::<PlainSuite>::new(5);
    let [ana, bo, cy] = world.circle_of(["ana", "bo", "cy"]);
    let before = compare(&mut world, ana, "bo");
    assert!(matches!(verify(&mut world, ana, "bo", &before), Some(Outcome::Done(_))));
    let change = Command::ChangePassphrase { old: world.passphrase(bo), new: NEW.to_owned() };
    assert!(matches!(world.run(bo, change, MINUTE), Some(Outcome::Done(_))));
    world.pass(5 * MINUTE);
    assert_eq!(standing(&world, ana), [("bo", Verified::NewKeys), ("cy", Verified::No)]);
    assert_eq!(standing(&world, cy), [("ana", Verified::No), ("bo", Verified::No)]);
    for device in [ana, cy] {
        let new = world.ready(device)[0].members.iter().find(|member| member.name == "bo").map(|bo| bo.new_keys_day);
        assert!(new.flatten().is_some(), "{device:?}: the day is told to everybody");
    }
    let after = compare(&mut world, ana, "bo");
    assert_ne!(after, before);
    assert_eq!(after, compare(&mut world, bo, "ana"));
    let old = verify(&mut world, ana, "bo", &before);
    assert!(matches!(&old, Some(Outcome::Refused { error, .. }) if error.0 == "code_differs"), "{old:?}");
    assert!(matches!(verify(&mut world, ana, "bo", &after), Some(Outcome::Done(_))));
    assert_eq!(standing(&world, ana), [("bo", Verified::Yes), ("cy", Verified::No)]);
}

fn compare<S: Suite>(world: &mut World<S>, device: DeviceId, with: &str) -> String {
    let (circle, member) = named(world.ready(device)[0], with);
    match world.run(device, Command::Compare { circle, member }, MINUTE) {
        Some(Outcome::Done(Value::Safety { words, numbers, code })) => {
            assert_eq!((words.len(), numbers.len(), code.len()), (8, 8, 64));
            code
        }
        other => panic!("no code: {other:?}"),
    }
}

fn verify<S: Suite>(world: &mut World<S>, device: DeviceId, with: &str, code: &str) -> Option<Outcome> {
    let (circle, member) = named(world.ready(device)[0], with);
    world.run(device, Command::Verify { circle, member, code: code.to_owned() }, MINUTE)
}

fn named(circle: &CircleView, name: &str) -> (u32, String) {
    let member = circle.members.iter().find(|member| member.name == name).expect("a member of this name");
    (circle.index, member.id.clone())
}

fn standing<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<(&str, Verified)> {
    let others = world.ready(device)[0].members.iter().filter(|member| !member.is_me);
    others.map(|MemberView { name, verified, .. }| (name.as_str(), *verified)).collect()
}
