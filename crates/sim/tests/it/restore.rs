//! The operator puts back an older copy of the server (`stayhere restore`): devices know more than it does.

use engine::{
    Command, MlsSuite, Outcome, PlainSuite, Suite,
    command::Wish,
    view::{CircleState, Session},
};
use sim::{DeviceId, World, ops::MINUTE};

const DAY: u64 = 24 * 60 * MINUTE;

#[test]
fn a_restored_server_is_healed_on_the_plain_suite() {
    devices_fall_back_together_and_offer_what_is_missing::<PlainSuite>();
    whoever_came_after_the_copy_comes_anew::<PlainSuite>();
    a_passphrase_from_after_the_copy_is_forgotten::<PlainSuite>();
}

#[test]
fn a_restored_server_is_healed_on_mls() {
    devices_fall_back_together_and_offer_what_is_missing::<MlsSuite>();
    whoever_came_after_the_copy_comes_anew::<MlsSuite>();
}

/// Every device has moved on by two commits; one is closed while the copy is put back.
fn devices_fall_back_together_and_offer_what_is_missing<S: Suite>() {
    let (mut world, people @ [ana, bo, cy]) = World::<S>::three();
    say(&mut world, ana, "before the copy");
    world.pass(MINUTE);
    let copy = world.copy_server();
    for text in ["after the copy", "a day later"] {
        world.sleep(DAY);
        world.pass(MINUTE);
        say(&mut world, bo, text);
        world.pass(MINUTE);
    }
    assert_eq!(texts(&world, cy).len(), 3);

    world.set_online(cy, false);
    for device in people {
        world.serve_from(device, copy);
    }
    world.restart_device(cy);
    world.set_online(cy, true);
    world.clear_up();
    for device in people {
        assert_eq!(world.ready(device).len(), 1, "{device:?}: {:?}", world.view(device));
        assert_eq!(world.head(device), world.head(ana), "{device:?}");
        assert_eq!(texts(&world, device), ["before the copy"], "{device:?}");
    }
    assert_eq!(offered(&world, bo), ["after the copy", "a day later"], "whoever wrote is told, and has the words");
    assert_eq!(offered(&world, ana), Vec::<String>::new());

    let circle = world.ready(bo)[0];
    let again = circle.parted.iter().flat_map(|parted| &parted.words).map(|own| own.id.clone()).collect();
    let settle = Command::SettleParted { circle: circle.index, again };
    assert!(matches!(world.run(bo, settle, MINUTE), Some(Outcome::Done(_))));
    say(&mut world, cy, "and on");
    world.clear_up();
    for device in people {
        let mut said = texts(&world, device);
        said.sort();
        assert_eq!(said, ["a day later", "after the copy", "and on", "before the copy"], "{device:?}");
        assert_eq!(world.head(device), world.head(ana), "{device:?}");
    }
    world.sleep(DAY);
    say(&mut world, ana, "keys go on turning");
    world.clear_up();
    assert_eq!(world.disagreements(), Vec::<String>::new());
}

fn whoever_came_after_the_copy_comes_anew<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    let copy = world.copy_server();
    let dee = world.sign_up("dee");
    let link = world.invite(ana, world.ready(ana)[0].index, 5).expect("a link");
    world.join(dee, &link);
    say(&mut world, dee, "new here");
    world.pass(MINUTE);
    assert_eq!(world.ready(ana)[0].members.len(), 4);
    let leave = Command::Leave { circle: world.ready(cy)[0].index };
    assert!(matches!(world.run(cy, leave, MINUTE), Some(Outcome::Done(_))));
    world.pass(2 * MINUTE);
    assert_eq!(world.ready(ana)[0].members.len(), 3);

    for device in [ana, bo, cy, dee] {
        world.serve_from(device, copy);
    }
    world.clear_up();
    for device in [ana, bo] {
        assert_eq!(world.head(device), world.head(ana), "{device:?}");
        let names: Vec<_> = world.ready(device)[0].members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["ana", "bo", "cy"], "{device:?}: as it was when the copy was made");
    }
    say(&mut world, ana, "all the same");
    world.pass(MINUTE);
    assert_eq!(texts(&world, bo), ["all the same"]);
    assert_eq!(world.view(dee).map(|view| view.session.clone()), Some(Session::SignedOut), "the account is gone");

    let again = world.sign_up_at(copy, "dee");
    let link = world.invite(ana, world.ready(ana)[0].index, 5).expect("a link");
    world.join(again, &link);
    world.clear_up();
    assert_eq!(texts(&world, again).len(), 0, "nothing from before, as for every newcomer");
    assert_eq!(world.ready(bo)[0].members.len(), 4);
}

fn a_passphrase_from_after_the_copy_is_forgotten<S: Suite>() {
    const NEW: &str = "seven other words for the same quiet harbour";
    let (mut world, [ana, bo, _]) = World::<S>::three();
    let copy = world.copy_server();
    let old = world.passphrase(bo);
    let change = Command::ChangePassphrase { old: old.clone(), new: NEW.to_owned() };
    assert!(matches!(world.run(bo, change, MINUTE), Some(Outcome::Done(_))));
    world.pass(5 * MINUTE);
    world.serve_from(ana, copy);
    world.serve_from(bo, copy);
    world.clear_up();
    assert_eq!(world.view(bo).map(|view| view.session.clone()), Some(Session::SignedOut));
    let again = world.another_device(bo);
    world.serve_from(again, copy);
    let sign_in = |passphrase: &str| Command::SignIn {
        name: "bo".to_owned(),
        passphrase: passphrase.to_owned(),
        shared_device: false,
    };
    assert!(!matches!(world.run(again, sign_in(NEW), MINUTE), Some(Outcome::Done(_))), "the copy knows the old one");
    assert!(matches!(world.run(again, sign_in(&old), MINUTE), Some(Outcome::Done(_))));
    world.clear_up();
    assert_eq!(world.ready(again).first().map(|circle| circle.state), Some(CircleState::Ready));
    say(&mut world, again, "back");
    world.pass(MINUTE);
    assert_eq!(texts(&world, ana), ["back"]);
}

fn say<S: Suite>(world: &mut World<S>, device: DeviceId, text: &str) {
    let circle = world.ready(device)[0].index;
    world.run(device, Command::Share { circle, text: text.to_owned(), wish: Wish::JustListen, note: None }, MINUTE);
}

fn texts<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<String> {
    let shares = world.ready(device)[0].shares.iter().filter(|share| !share.sending);
    shares.filter_map(|share| share.text.clone()).collect()
}

fn offered<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<String> {
    let parted = world.ready(device)[0].parted.clone();
    parted.into_iter().flat_map(|parted| parted.words).map(|own| own.text).collect()
}
