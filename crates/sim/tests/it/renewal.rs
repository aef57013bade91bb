//! After a new passphrase: whoever held the old vault and the old boxes is out of every circle, and the person is not.

use engine::{
    Command, MlsSuite, Outcome, PlainSuite, Suite,
    command::{Value, Welcome, Wish},
    hostile::Stolen,
    view::{CircleState, Session},
};
use server_store::Boxes;
use sim::{DeviceId, World, ops::MINUTE};
use wire::{CircleId, Code, Etag};

const NEW: &str = "seven other words for the same quiet harbour";
const NEWER: &str = "nine more words for one and the same quiet harbour";

fn change<S: Suite>(world: &mut World<S>, device: DeviceId, old: String, new: &str) {
    let told = world.run(device, Command::ChangePassphrase { old, new: new.to_owned() }, 5 * MINUTE);
    assert!(matches!(told, Some(Outcome::Done(Value::Recovery { .. }))), "{told:?}");
}

fn share<S: Suite>(world: &mut World<S>, device: DeviceId, text: &str) {
    let circle = world.ready(device)[0].index;
    let share = Command::Share { circle, text: text.to_owned(), wish: Wish::JustListen, note: None };
    assert!(matches!(world.run(device, share, MINUTE), Some(Outcome::Done(_))));
}

fn texts<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<String> {
    let circles = world.view(device).map(|view| view.circles.as_slice()).unwrap_or_default();
    circles.iter().flat_map(|circle| &circle.shares).filter_map(|share| share.text.clone()).collect()
}

/// Circles with new keys, of how many.
fn renewed<S: Suite>(world: &World<S>, device: DeviceId) -> Option<(u32, u32)> {
    match world.view(device).map(|view| &view.session) {
        Some(Session::SignedIn { renewal, .. }) => renewal.map(|renewal| (renewal.done, renewal.all)),
        _ => None,
    }
}

fn circle_of<S: Suite>(world: &World<S>, device: DeviceId) -> CircleId {
    *world.heads(device).keys().next().expect("a circle")
}

fn fresh_device<S: Suite>(world: &mut World<S>, of: DeviceId, passphrase: &str) -> (DeviceId, Option<Outcome>) {
    let device = world.another_device(of);
    let (name, passphrase) = ("bo".to_owned(), passphrase.to_owned());
    let told = world.run(device, Command::SignIn { name, passphrase, shared_device: false }, 5 * MINUTE);
    (device, told)
}

fn is_dead<S: Suite>(world: &mut World<S>, stolen: &Stolen, device: DeviceId) -> bool {
    let (put, header) = world.engine(device).overwrite_box(stolen, Etag([1; 32]));
    matches!(world.send(&put, header), Err(problem) if problem.code == Code::NotFound)
}

fn a_thief_is_out<S: Suite>() {
    let mut world = World::<S>::new(1);
    let [ana, bo, cy] = world.circle_of(["ana", "bo", "cy"]);
    share(&mut world, bo, "from before");
    world.pass(MINUTE);
    let old = world.passphrase(bo);
    let (thief, told) = fresh_device(&mut world, bo, &old);
    assert!(matches!(told, Some(Outcome::Done(_))));
    assert!(world.until(MINUTE, |world| !world.ready(thief).is_empty()));
    world.pass(MINUTE);
    let circle = circle_of(&world, bo);
    let stolen = world.engine(thief).steal(circle).expect("a circle");
    world.set_online(thief, false);
    assert!(!is_dead(&mut world, &stolen, thief), "before the change the box is there");

    change(&mut world, bo, old.clone(), NEW);
    assert!(world.until(5 * MINUTE, |world| renewed(world, bo) == Some((1, 1))), "{:?}", renewed(&world, bo));
    world.pass(MINUTE);
    let present = world.engine(bo).steal(circle).expect("a circle");
    assert_ne!(world.engine(bo).box_of(&present), world.engine(bo).box_of(&stolen));
    assert!(is_dead(&mut world, &stolen, thief), "the old box takes nothing more");

    // Even with a member's help, who has the present keys of the circle.
    let mut forged = world.engine(cy).forge_share(circle, &stolen, "forged").expect("a circle");
    assert!(world.misuse(cy, circle, &forged).is_ok(), "the server cannot tell");
    share(&mut world, ana, "from after");
    world.pass(MINUTE);
    for device in [ana, bo, cy] {
        assert_eq!(texts(&world, device), ["from before", "from after"], "{device:?}");
    }
    // The same with the present key is taken: so it is the signature that was refused.
    forged = world.engine(cy).forge_share(circle, &present, "not forged").expect("a circle");
    assert!(world.misuse(cy, circle, &forged).is_ok());
    world.pass(MINUTE);
    assert_eq!(texts(&world, ana), ["from before", "from after", "not forged"]);

    let (late, told) = fresh_device(&mut world, bo, &old);
    assert!(matches!(told, Some(Outcome::Refused { .. })), "{told:?}");
    assert_eq!(world.view(late).map(|view| view.session.clone()), Some(Session::SignedOut));
    // The thief comes to know of the change, and before that sees nothing of what was said after it.
    let circle = world.ready(thief)[0].index;
    let share = Command::Share { circle, text: "stolen".to_owned(), wish: Wish::JustListen, note: None };
    world.command(thief, share);
    world.set_online(thief, true);
    let is_out = |world: &World<S>| {
        assert!(!texts(world, thief).contains(&"from after".to_owned()), "a later share opens");
        world.view(thief).is_some_and(|view| view.session == Session::SignedOut)
    };
    assert!(world.until(10 * MINUTE, is_out), "{:?}", world.view(thief));
    assert!(!texts(&world, ana).contains(&"stolen".to_owned()));
    world.lose(thief);
    let (fresh, _) = fresh_device(&mut world, bo, NEW);
    assert!(world.until(5 * MINUTE, |world| !world.ready(fresh).is_empty()));
    world.pass(MINUTE);
    assert_eq!(texts(&world, fresh), ["from before", "from after", "not forged"], "old keys count for old shares");
    assert_eq!(world.disagreements(), Vec::<String>::new());
}

#[test]
fn a_thief_is_out_on_the_plain_suite() {
    a_thief_is_out::<PlainSuite>();
}

#[test]
fn a_thief_is_out_on_mls() {
    a_thief_is_out::<MlsSuite>();
}

#[test]
fn what_was_shared_before_can_be_taken_back() {
    let mut world = World::<PlainSuite>::new(1);
    let [ana, bo, _] = world.circle_of(["ana", "bo", "cy"]);
    share(&mut world, bo, "one");
    share(&mut world, bo, "two");
    world.pass(MINUTE);
    let old = world.passphrase(bo);
    change(&mut world, bo, old, NEW);
    assert!(world.until(5 * MINUTE, |world| renewed(world, bo) == Some((1, 1))));
    world.pass(MINUTE);
    let (fresh, _) = fresh_device(&mut world, bo, NEW);
    assert!(world.until(5 * MINUTE, |world| !world.ready(fresh).is_empty()));
    for (n, device) in [(0, bo), (0, fresh)] {
        let circle = world.ready(device)[0].clone();
        let share = circle.shares.iter().filter(|share| share.text.is_some()).nth(n).expect("a share").id.clone();
        let told = world.run(device, Command::TakeBack { circle: circle.index, share }, MINUTE);
        assert!(matches!(told, Some(Outcome::Done(_))), "{told:?}");
        world.pass(MINUTE);
    }
    assert_eq!(texts(&world, ana), Vec::<String>::new());
}

#[test]
fn every_circle_is_renewed_when_it_is_next_reached() {
    let mut world = World::<PlainSuite>::new(1);
    let [_, bo, _] = world.circle_of(["ana", "bo", "cy"]);
    for name in ["Mondays", "Sundays"] {
        world.found(bo, "grief-circle", name, Welcome::Open);
    }
    world.pass(MINUTE);
    let before: Vec<_> = world.heads(bo).keys().map(|circle| world.engine(bo).steal(*circle).expect("there")).collect();
    let old = world.passphrase(bo);
    change(&mut world, bo, old, NEW);
    world.set_online(bo, false);
    world.pass(MINUTE);
    let (done, all) = renewed(&world, bo).expect("known");
    assert!(done < 3 && all == 3, "{done} of {all}");
    // A second change before the first is through.
    world.set_online(bo, true);
    change(&mut world, bo, NEW.to_owned(), NEWER);
    let middle: Vec<_> = world.heads(bo).keys().map(|circle| world.engine(bo).steal(*circle).expect("there")).collect();
    assert!(world.until(10 * MINUTE, |world| renewed(world, bo) == Some((3, 3))), "{:?}", renewed(&world, bo));
    world.pass(MINUTE);
    for stolen in before.iter().chain(&middle) {
        assert!(is_dead(&mut world, stolen, bo));
    }
    let (fresh, _) = fresh_device(&mut world, bo, NEWER);
    assert!(world.until(5 * MINUTE, |world| world.ready(fresh).len() == 3));
    assert_eq!(world.disagreements(), Vec::<String>::new());
}

#[test]
fn two_devices_renew_at_once() {
    for seed in 1..=6 {
        let mut world = World::<PlainSuite>::new(seed);
        let [_, bo, _] = world.circle_of(["ana", "bo", "cy"]);
        let old = world.passphrase(bo);
        change(&mut world, bo, old, NEW);
        world.set_online(bo, false);
        let (second, told) = fresh_device(&mut world, bo, NEW);
        assert!(matches!(told, Some(Outcome::Done(_))));
        world.set_online(bo, true);
        let both = |world: &World<PlainSuite>| {
            [bo, second].iter().all(|device| !world.ready(*device).is_empty()) && renewed(world, second) == Some((1, 1))
        };
        assert!(world.until(10 * MINUTE, both), "seed {seed}: {:?}", renewed(&world, second));
        share(&mut world, bo, "here");
        share(&mut world, second, "there");
        world.pass(MINUTE);
        assert_eq!(world.disagreements(), Vec::<String>::new(), "seed {seed}");
        assert_eq!(texts(&world, second).len(), 2, "seed {seed}");
    }
}

#[test]
fn sheets_get_new_boxes() {
    let mut world = World::<PlainSuite>::new(1);
    let [_, bo, _] = world.circle_of(["ana", "bo", "cy"]);
    let Some(Outcome::Done(Value::Sheet { sheet, .. })) = world.run(bo, Command::NewSheet, MINUTE) else {
        panic!("no sheet")
    };
    let save = Command::SaveSheet { sheet, title: "night".to_owned(), text: "for nobody".to_owned() };
    world.run(bo, save, MINUTE);
    world.pass(MINUTE);
    let (old, before) = (world.passphrase(bo), world.copy_boxes());
    change(&mut world, bo, old, NEW);
    world.pass(2 * MINUTE);
    let (fresh, _) = fresh_device(&mut world, bo, NEW);
    world.pass(MINUTE);
    for device in [bo, fresh] {
        let sheets = world.view(device).map(|view| view.sheets.clone()).unwrap_or_default();
        assert_eq!(sheets.len(), 1, "{device:?}: {sheets:?}");
        let read = world.run(device, Command::ReadSheet { sheet: sheets[0].id.clone() }, MINUTE);
        assert!(matches!(&read, Some(Outcome::Done(Value::Sheet { text, .. })) if text == "for nobody"), "{read:?}");
    }
    // Nothing that is read now lay in a box of before.
    world.lose(bo);
    world.lose(fresh);
    world.replace_boxes(&before);
    let (late, _) = fresh_device(&mut world, fresh, NEW);
    world.pass(MINUTE);
    assert_eq!(world.view(late).map(|view| view.sheets.len()), Some(0), "the vault names other boxes");
    world.replace_boxes(&Boxes::default());
    assert!(world.view(late).is_some_and(|view| view.circles.iter().all(|one| one.state != CircleState::Stuck)));
}
