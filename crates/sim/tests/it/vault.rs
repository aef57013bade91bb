//! A server that gives back an older list of somebody's circles.

use engine::{Outcome, PlainSuite, command::Welcome, view::Session};
use sim::{DeviceId, World, ops::MINUTE};

/// Ana's device knows a second circle that the server's vault does not list any more.
fn set_back() -> (World<PlainSuite>, DeviceId) {
    let (mut world, [ana, ..]) = World::<PlainSuite>::three();
    let before = world.copy_vaults();
    world.found(ana, "grief-circle", "Sundays", Welcome::Open);
    world.pass(MINUTE);
    world.replace_vaults(&before);
    (world, ana)
}

fn is_put_back(world: &World<PlainSuite>, device: DeviceId) -> bool {
    let session = world.view(device).map(|view| view.session.clone());
    matches!(session, Some(Session::SignedIn { list_put_back: true, .. }))
}

fn knows_both_on_a_new_device(world: &mut World<PlainSuite>, ana: DeviceId) {
    let fresh = world.another_device(ana);
    assert!(matches!(world.sign_in(fresh), Some(Outcome::Done(_))));
    let both = world.until(MINUTE, |world| world.ready(fresh).len() == 2);
    assert!(both, "{:?}", world.view(fresh).map(|view| &view.circles));
}

#[test]
fn an_older_vault_is_noticed_at_the_start_and_put_right() {
    let (mut world, ana) = set_back();
    assert!(!is_put_back(&world, ana));
    world.restart_device(ana);
    world.pass(MINUTE);
    assert_eq!(world.ready(ana).len(), 2);
    assert!(is_put_back(&world, ana), "the person is told");
    knows_both_on_a_new_device(&mut world, ana);
}

#[test]
fn an_open_device_puts_it_right_with_its_next_change() {
    let (mut world, ana) = set_back();
    world.found(ana, "grief-circle", "Mondays", Welcome::Open);
    world.pass(MINUTE);
    assert!(is_put_back(&world, ana));
    world.lose(ana);
    let fresh = world.another_device(ana);
    world.sign_in(fresh);
    assert!(world.until(MINUTE, |world| world.ready(fresh).len() == 3));
}

#[test]
fn a_device_that_has_never_seen_the_newer_one_cannot_know() {
    let (mut world, ana) = set_back();
    world.lose(ana);
    let fresh = world.another_device(ana);
    assert!(matches!(world.sign_in(fresh), Some(Outcome::Done(_))));
    world.pass(MINUTE);
    assert_eq!(world.ready(fresh).len(), 1, "the limit in SECURITY.md");
    assert!(!is_put_back(&world, fresh));
}
