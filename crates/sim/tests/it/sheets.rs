//! Sheets of own writing (domain I68): written without the network, on several devices, and burnt.

use engine::{
    Command, Outcome, PlainSuite,
    command::Value,
    view::{SheetState, SheetView},
};
use sim::{DeviceId, World, ops::MINUTE};

type Small = World<PlainSuite>;

#[test]
fn what_is_written_without_the_network_outlives_a_restart() {
    let (mut world, ana, _) = two_devices();
    world.set_online(ana, false);
    let sheet = write(&mut world, ana, None, "a letter");
    world.pass(MINUTE);
    assert_eq!(states(&world, ana), [(SheetState::Waiting, false)]);
    world.restart_device(ana);
    world.pass(MINUTE);
    assert_eq!(read(&mut world, ana, &sheet).as_deref(), Some("a letter"));
    world.set_online(ana, true);
    world.pass(MINUTE);
    assert_eq!(states(&world, ana), [(SheetState::Saved, false)]);
    assert_eq!(world.count().boxes, 1);
}

#[test]
fn another_device_reads_and_writes_on() {
    let (mut world, ana, tablet) = two_devices();
    let sheet = write(&mut world, ana, None, "first");
    look(&mut world, tablet);
    assert_eq!(read(&mut world, tablet, &sheet).as_deref(), Some("first"));
    write(&mut world, tablet, Some(&sheet), "first, and second");
    look(&mut world, ana);
    assert_eq!(read(&mut world, ana, &sheet).as_deref(), Some("first, and second"));
    assert_eq!(states(&world, ana), [(SheetState::Saved, false)]);
}

#[test]
fn two_devices_that_wrote_at_once_lose_nothing() {
    let (mut world, ana, tablet) = two_devices();
    let sheet = write(&mut world, ana, None, "begun");
    look(&mut world, tablet);
    world.set_online(ana, false);
    write(&mut world, ana, Some(&sheet), "on the phone");
    write(&mut world, tablet, Some(&sheet), "on the tablet");
    world.set_online(ana, true);
    world.pass(MINUTE);
    assert_eq!(read(&mut world, ana, &sheet).as_deref(), Some("on the phone"), "under the pen nothing changes");
    for device in [ana, tablet] {
        look(&mut world, device);
        let mut texts = texts(&mut world, device);
        texts.sort();
        assert_eq!(texts, ["on the phone", "on the tablet"]);
    }
    let parted = states(&world, ana).into_iter().filter(|(_, parted)| *parted).count();
    assert_eq!(parted, 1, "the other writing says why it is there");
}

#[test]
fn a_lost_answer_parts_nobody_from_their_own_words() {
    for seed in 0..40 {
        let mut world = Small::new(seed);
        let ana = world.sign_up("ana");
        world.weather.lost_answers = 30;
        let sheet = write(&mut world, ana, None, "1");
        for number in 2..6 {
            write(&mut world, ana, Some(&sheet), &number.to_string());
        }
        world.weather.lost_answers = 0;
        world.pass(5 * MINUTE);
        assert_eq!(texts(&mut world, ana), ["5"], "seed {seed}");
        assert_eq!(states(&world, ana), [(SheetState::Saved, false)], "seed {seed}");
    }
}

#[test]
fn burning_leaves_nothing_on_the_server_or_on_any_device() {
    let (mut world, ana, tablet) = two_devices();
    let sheet = write(&mut world, ana, None, "to be burnt");
    let kept = write(&mut world, ana, None, "to be kept");
    look(&mut world, tablet);
    assert_eq!(world.count().boxes, 2);
    let done = world.run(ana, Command::BurnSheet { sheet: sheet.clone() }, MINUTE);
    assert_eq!(done, Some(Outcome::Done(Value::Nothing)));
    assert_eq!(world.count().boxes, 1);
    assert_eq!(read(&mut world, ana, &sheet), None);
    assert!(world.slots(ana).iter().all(|slot| !slot.contains(&sheet)));
    look(&mut world, tablet);
    assert_eq!(texts(&mut world, tablet), ["to be kept"]);
    assert!(world.slots(tablet).iter().all(|slot| !slot.contains(&sheet)));
    write(&mut world, ana, Some(&kept), "kept on");
    assert_eq!(texts(&mut world, ana), ["kept on"]);
}

#[test]
fn burning_that_was_interrupted_anywhere_is_finished() {
    for step in 0..40 {
        let (mut world, ana, _) = two_devices();
        let sheet = write(&mut world, ana, None, "to be burnt");
        world.command(ana, Command::BurnSheet { sheet: sheet.clone() });
        world.pass(step * 20);
        world.restart_device(ana);
        world.pass(MINUTE);
        if read(&mut world, ana, &sheet).is_some() {
            world.run(ana, Command::BurnSheet { sheet: sheet.clone() }, MINUTE);
        }
        world.pass(MINUTE);
        assert_eq!((world.count().boxes, texts(&mut world, ana).len()), (0, 0), "after {step} steps");
    }
}

#[test]
fn what_was_burnt_elsewhere_does_not_come_back() {
    let (mut world, ana, tablet) = two_devices();
    let sheet = write(&mut world, ana, None, "to be burnt");
    look(&mut world, tablet);
    world.set_online(tablet, false);
    write(&mut world, tablet, Some(&sheet), "written on without knowing");
    world.run(ana, Command::BurnSheet { sheet }, MINUTE);
    world.set_online(tablet, true);
    look(&mut world, tablet);
    assert_eq!((world.count().boxes, texts(&mut world, tablet).len()), (0, 0));
}

#[test]
fn without_the_network_nothing_burns() {
    let (mut world, ana, _) = two_devices();
    let sheet = write(&mut world, ana, None, "still here");
    world.set_online(ana, false);
    let refused = world.run(ana, Command::BurnSheet { sheet: sheet.clone() }, MINUTE);
    assert!(format!("{refused:?}").contains("offline"), "{refused:?}");
    assert_eq!(read(&mut world, ana, &sheet).as_deref(), Some("still here"));
}

fn two_devices() -> (Small, DeviceId, DeviceId) {
    let mut world = Small::new(1);
    let ana = world.sign_up("ana");
    let tablet = world.another_device(ana);
    world.sign_in(tablet);
    (world, ana, tablet)
}

/// Writes on a sheet, or on a new one, and lets a minute pass.
fn write(world: &mut Small, device: DeviceId, sheet: Option<&str>, text: &str) -> String {
    let sheet = sheet.map_or_else(|| begin(world, device), str::to_owned);
    let save = Command::SaveSheet { sheet: sheet.clone(), title: String::new(), text: text.to_owned() };
    assert_eq!(world.run(device, save, MINUTE), Some(Outcome::Done(Value::Nothing)));
    world.pass(MINUTE);
    sheet
}

fn begin(world: &mut Small, device: DeviceId) -> String {
    match world.run(device, Command::NewSheet, MINUTE) {
        Some(Outcome::Done(Value::Sheet { sheet, .. })) => sheet,
        other => panic!("no sheet: {other:?}"),
    }
}

fn look(world: &mut Small, device: DeviceId) {
    world.run(device, Command::LookAtSheets, MINUTE);
    world.pass(MINUTE);
}

fn read(world: &mut Small, device: DeviceId, sheet: &str) -> Option<String> {
    match world.run(device, Command::ReadSheet { sheet: sheet.to_owned() }, MINUTE) {
        Some(Outcome::Done(Value::Sheet { text, .. })) => Some(text),
        _ => None,
    }
}

fn texts(world: &mut Small, device: DeviceId) -> Vec<String> {
    let sheets: Vec<_> = sheets(world, device).iter().map(|sheet| sheet.id.clone()).collect();
    sheets.iter().filter_map(|sheet| read(world, device, sheet)).collect()
}

fn states(world: &Small, device: DeviceId) -> Vec<(SheetState, bool)> {
    sheets(world, device).iter().map(|sheet| (sheet.state, sheet.parted)).collect()
}

fn sheets(world: &Small, device: DeviceId) -> Vec<SheetView> {
    world.view(device).map(|view| view.sheets.clone()).unwrap_or_default()
}
