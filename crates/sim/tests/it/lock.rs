//! A device with a lock: what lies on it opens with the passphrase alone (domain R29).

use engine::{Command, MlsSuite, Outcome, PlainSuite, Suite, view::Session};
use sim::{DeviceId, World, ops::MINUTE};

#[test]
fn locks_on_the_plain_suite() {
    a_locked_device_gives_nothing_without_the_words::<PlainSuite>();
    what_waits_to_be_sent_waits_behind_the_lock::<PlainSuite>();
    after_a_new_passphrase_the_new_words_open::<PlainSuite>();
    wrong_words_are_told_and_slowed_down::<PlainSuite>();
    a_second_pin_opens_notes_and_nothing_else::<PlainSuite>();
}

#[test]
fn locks_on_mls() {
    a_locked_device_gives_nothing_without_the_words::<MlsSuite>();
}

fn a_locked_device_gives_nothing_without_the_words<S: Suite>() {
    let (mut world, [ana, _, cy]) = World::<S>::three();
    world.say(ana, "from ana");
    world.pass(MINUTE);
    assert!(
        world.slots(cy).iter().any(|slot| slot == "device-key"),
        "without a lock the key lies beside what it seals"
    );
    set_lock(&mut world, cy);
    assert!(!world.slots(cy).iter().any(|slot| slot == "device-key"), "with one it does not");

    world.set_online(cy, false);
    world.restart_device(cy);
    world.pass(MINUTE);
    assert_eq!(session(&world, cy), Some(Session::Locked));
    assert!(world.ready(cy).is_empty(), "no circle shows");
    let shut = world.run(cy, Command::Export, MINUTE);
    assert_eq!(shut, Some(refused("not_signed_in")));

    unlock(&mut world, cy);
    world.pass(MINUTE);
    assert_eq!(world.ready(cy)[0].shares.len(), 1, "opens without the server");
    world.run(cy, Command::Lock, MINUTE);
    assert_eq!(session(&world, cy), Some(Session::Locked), "locks at once");
    assert!(world.view(cy).is_some_and(|view| view.circles.is_empty()));

    world.restart_device(cy);
    unlock(&mut world, cy);
    assert_eq!(world.run(cy, Command::ClearLock, MINUTE), Some(done()));
    world.restart_device(cy);
    world.pass(MINUTE);
    assert_eq!(world.ready(cy).len(), 1, "without the lock nobody asks");
}

fn what_waits_to_be_sent_waits_behind_the_lock<S: Suite>() {
    let (mut world, [ana, _, cy]) = World::<S>::three();
    set_lock(&mut world, cy);
    world.set_online(cy, false);
    world.pass(MINUTE);
    world.say(cy, "written offline");
    world.pass(5_000);
    world.run(cy, Command::Lock, MINUTE);
    world.restart_device(cy);
    world.set_online(cy, true);
    unlock(&mut world, cy);
    world.pass(2 * MINUTE);
    let heard = world.ready(ana)[0].shares.iter().filter_map(|share| share.text.clone()).collect::<Vec<_>>();
    assert_eq!(heard, ["written offline"]);
}

fn after_a_new_passphrase_the_new_words_open<S: Suite>() {
    let (mut world, [_, _, cy]) = World::<S>::three();
    set_lock(&mut world, cy);
    let Some(Outcome::Done(engine::command::Value::Words { words })) = world.run(cy, Command::MakePassphrase, MINUTE)
    else {
        panic!("words are drawn");
    };
    let old = world.passphrase(cy);
    let change = Command::ChangePassphrase { old: old.clone(), new: words.clone() };
    assert!(matches!(world.run(cy, change, MINUTE), Some(Outcome::Done(_))));
    world.restart_device(cy);
    assert_eq!(world.run(cy, Command::Unlock { passphrase: old }, MINUTE), Some(refused("wrong_passphrase")));
    assert_eq!(world.run(cy, Command::Unlock { passphrase: words }, MINUTE), Some(done()));
    world.pass(MINUTE);
    assert_eq!(world.ready(cy).len(), 1);
}

fn wrong_words_are_told_and_slowed_down<S: Suite>() {
    let (mut world, [_, _, cy]) = World::<S>::three();
    let wrong = || Command::Unlock { passphrase: "these are not the words".to_owned() };
    assert_eq!(world.run(cy, Command::Lock, MINUTE), Some(refused("no_lock")));
    let set = Command::SetLock { passphrase: "these are not the words".to_owned(), minutes: 5 };
    assert_eq!(world.run(cy, set, MINUTE), Some(refused("wrong_name_or_passphrase")), "a lock that would lock out");
    set_lock(&mut world, cy);
    world.restart_device(cy);
    for _ in 0..5 {
        assert_eq!(world.run(cy, wrong(), MINUTE), Some(refused("wrong_passphrase")));
    }
    let slowed = world.run(cy, wrong(), 1_000);
    assert!(
        matches!(&slowed, Some(Outcome::Refused { error, retry_after_s: Some(1..=30) }) if error.0 == "rate_limited"),
        "{slowed:?}"
    );
    world.pass(MINUTE);
    unlock(&mut world, cy);
}

fn a_second_pin_opens_notes_and_nothing_else<S: Suite>() {
    let (mut world, [ana, _, cy]) = World::<S>::three();
    let pin = |pin: &str| Command::SetSecondPin { pin: Some(pin.to_owned()) };
    assert_eq!(world.run(cy, pin("4821"), MINUTE), Some(refused("no_lock")));
    set_lock(&mut world, cy);
    let without = sizes(&world, cy);
    let own = world.passphrase(cy);
    assert_eq!(world.run(cy, pin("482"), MINUTE), Some(refused("pin_too_short")));
    assert_eq!(world.run(cy, pin(&own), MINUTE), Some(refused("pin_is_passphrase")));
    assert_eq!(world.run(cy, pin("4821"), MINUTE), Some(done()));
    assert_eq!(sizes(&world, cy), without, "the store does not tell whether there is a second PIN");

    world.restart_device(cy);
    assert_eq!(notes_of(&mut world, cy, "4821").as_deref(), Some(""));
    assert!(world.view(cy).is_some_and(|view| view.circles.is_empty() && view.sheets.is_empty()));
    assert_eq!(world.run(cy, Command::Export, MINUTE), Some(refused("not_signed_in")));
    assert_eq!(world.run(cy, pin("9999"), MINUTE), Some(refused("not_signed_in")));
    let save = |text: &str| Command::SaveNotes { text: text.to_owned() };
    assert_eq!(world.run(cy, save(&"x".repeat(wire::limits::NOTES)), MINUTE), Some(refused("text_too_long")));
    assert_eq!(world.run(cy, save("Milk, bread, batteries"), MINUTE), Some(done()));
    assert_eq!(sizes(&world, cy), without, "nor how much is in the notes");
    assert_eq!(world.run(cy, Command::Lock, MINUTE), Some(done()));

    world.restart_device(cy);
    assert_eq!(notes_of(&mut world, cy, "4821").as_deref(), Some("Milk, bread, batteries"));
    world.say(ana, "meanwhile");
    world.restart_device(cy);
    unlock(&mut world, cy);
    world.pass(MINUTE);
    assert_eq!(world.ready(cy)[0].shares.len(), 1, "the passphrase opens the circles as before");

    set_lock(&mut world, cy);
    world.restart_device(cy);
    assert!(notes_of(&mut world, cy, "4821").is_some(), "another time for the lock keeps the second PIN");
    world.restart_device(cy);
    unlock(&mut world, cy);
    assert_eq!(world.run(cy, Command::SetSecondPin { pin: None }, MINUTE), Some(done()));
    assert_eq!(sizes(&world, cy), without);
    world.restart_device(cy);
    let unlock_by_pin = Command::Unlock { passphrase: "4821".to_owned() };
    assert_eq!(world.run(cy, unlock_by_pin, MINUTE), Some(refused("wrong_passphrase")));
}

/// How long what the store has of the lock and the notes is.
fn sizes<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<(String, usize)> {
    let slots = world.kept(device).iter();
    slots
        .filter(|(name, _)| ["lock", "notes"].contains(&name.as_str()))
        .map(|(name, bytes)| (name.clone(), bytes.len()))
        .collect()
}

fn notes_of<S: Suite>(world: &mut World<S>, device: DeviceId, pin: &str) -> Option<String> {
    let opened = world.run(device, Command::Unlock { passphrase: pin.to_owned() }, MINUTE);
    assert_eq!(opened, Some(done()));
    match session(world, device) {
        Some(Session::Notes { text, lock_minutes: 5 }) => Some(text),
        _ => None,
    }
}

fn set_lock<S: Suite>(world: &mut World<S>, device: DeviceId) {
    let passphrase = world.passphrase(device);
    assert_eq!(world.run(device, Command::SetLock { passphrase, minutes: 5 }, MINUTE), Some(done()));
}

fn unlock<S: Suite>(world: &mut World<S>, device: DeviceId) {
    let passphrase = world.passphrase(device);
    assert_eq!(world.run(device, Command::Unlock { passphrase }, MINUTE), Some(done()));
}

fn session<S: Suite>(world: &World<S>, device: DeviceId) -> Option<Session> {
    world.view(device).map(|view| view.session.clone())
}

fn done() -> Outcome {
    Outcome::Done(engine::command::Value::Nothing)
}

fn refused(code: &str) -> Outcome {
    Outcome::Refused { error: engine::command::ErrorCode(code.to_owned()), retry_after_s: None }
}
