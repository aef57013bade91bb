//! Invites as those who knock meet them: for one person, for some days, closed again, and with nobody there (domain I9).

use engine::{Command, Outcome, PlainSuite, command::Value};
use sim::{DeviceId, World, ops::MINUTE};

const DAY: u64 = 24 * 60 * MINUTE;

type Sim = World<PlainSuite>;

fn two() -> (Sim, [DeviceId; 2]) {
    let mut world = World::new(1);
    let people = world.circle_of(["ana", "bo"]);
    (world, people)
}

fn link(world: &mut Sim, of: DeviceId, uses: u32, days: u32) -> String {
    let circle = world.ready(of)[0].index;
    let command = Command::MakeInvite { circle, uses, days, words: "Come in.".to_owned() };
    match world.run(of, command, MINUTE) {
        Some(Outcome::Done(Value::Link { fragment })) => fragment,
        other => panic!("no link: {other:?}"),
    }
}

/// What the newcomer is told where they are not let in.
fn told(world: &Sim, device: DeviceId) -> Option<String> {
    world.view(device).and_then(|view| view.joining.as_ref()).and_then(|joining| joining.error.clone())
}

fn names(world: &Sim, device: DeviceId) -> Vec<&str> {
    world.ready(device)[0].members.iter().map(|member| member.name.as_str()).collect()
}

#[test]
fn a_link_for_one_lets_one_in() {
    let (mut world, [ana, bo]) = two();
    let link = link(&mut world, ana, 1, 7);
    let (cy, dee) = (world.sign_up("cy"), world.sign_up("dee"));
    world.join(cy, &link);
    world.ask_in(dee, &link);
    world.pass(5 * MINUTE);
    assert_eq!(told(&world, dee).as_deref(), Some("invite_used_up"));
    assert_eq!(names(&world, bo).len(), 3);
}

/// With nobody there a knock waits, and takes the place: the next one is told at once, and not after days.
#[test]
fn a_knock_waits_for_the_first_device_and_takes_the_place() {
    let (mut world, [ana, bo]) = two();
    let link = link(&mut world, ana, 1, 7);
    let (cy, dee) = (world.sign_up("cy"), world.sign_up("dee"));
    for device in [ana, bo] {
        world.set_online(device, false);
    }
    assert!(world.ask_in(cy, &link), "the server keeps the knock");
    world.pass(5 * MINUTE);
    assert!(world.ready(cy).is_empty(), "and nobody lets anybody in");
    let read = world.run(dee, Command::ReadInvite { fragment: link }, MINUTE);
    assert!(format!("{read:?}").contains("invite_used_up"), "{read:?}");
    world.set_online(bo, true);
    assert!(world.until(10 * MINUTE, |world| !world.ready(cy).is_empty()), "{:?}", world.view(cy));
    world.set_online(ana, true);
    world.pass(5 * MINUTE);
    assert_eq!(names(&world, ana), names(&world, cy));
}

#[test]
fn a_link_ends_with_its_days() {
    let (mut world, [ana, _]) = two();
    let link = link(&mut world, ana, 10, 1);
    let (cy, dee) = (world.sign_up("cy"), world.sign_up("dee"));
    world.join(cy, &link);
    world.sleep(3 * DAY);
    world.pass(5 * MINUTE);
    world.ask_in(dee, &link);
    world.pass(10 * MINUTE);
    assert!(world.ready(dee).is_empty());
    assert!(told(&world, dee).is_some(), "{:?}", world.view(dee));
}

#[test]
fn a_link_that_was_closed_opens_nothing() {
    let (mut world, [ana, bo]) = two();
    let link = link(&mut world, ana, 10, 7);
    let circle = world.ready(ana)[0].index;
    let invite = world.ready(ana)[0].invites.last().expect("an invite").id.clone();
    assert!(matches!(world.run(ana, Command::RevokeInvite { circle, invite }, MINUTE), Some(Outcome::Done(_))));
    world.pass(MINUTE);
    let dee = world.sign_up("dee");
    world.ask_in(dee, &link);
    world.pass(5 * MINUTE);
    assert!(told(&world, dee).is_some(), "{:?}", world.view(dee));
    assert_eq!(names(&world, bo).len(), 2);
}
