//! A thief who has copied the database on every day of a month, and at its end gets at the files beside it and at a
//! passphrase: what has died opens in no copy, what is kept opens, and so does what the documented limit says.
//!
//! The thief plays it as well as can be: starts the real server on each copy, sets its clock back to that day, and
//! signs in there with the real client.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use engine::{
    Command, MlsSuite, Outcome,
    command::{Act, Value, Welcome, Wish},
};
use proofs::Detector;
use rand_core::OsRng;
use server::Secrets;
use server_store_sqlite::{KEY_DAYS, Sqlite};
use sim::{DeviceId, World, ops::MINUTE, ops::passphrase};
use wire::Millis;

const START: Millis = Millis(1_767_225_600_000);
const DAY: u64 = 24 * 60 * MINUTE;
const DAYS: u64 = 30;
/// For how many days the circle keeps what is shared.
const RETENTION: u8 = 7;
const SAID: &str = "gossamerquay in the meeting";
const KEYS: &str = "day-keys";

type Sim = World<MlsSuite, Sqlite>;

/// What was written on a day.
fn words(day: u64) -> String {
    format!("brambleheart of day {day}")
}

/// What was taken.
struct Loot {
    /// A folder for each day: the database of after its sweep, and its day keys, which only a thief who keeps
    /// everything has.
    days: PathBuf,
    secrets: Vec<u8>,
    code: String,
}

impl Loot {
    fn day(&self, day: u64) -> PathBuf {
        self.days.join(day.to_string())
    }
}

/// A month of two people: each day somebody shares; in the middle there is a meeting, and a share is taken back.
fn month(folder: &Path) -> Loot {
    let (data, days) = (folder.join("data"), folder.join("days"));
    fs::create_dir(&data).unwrap();
    let secrets = Secrets::generate(&mut OsRng).to_bytes();
    let store = async { Sqlite::open(&data).await.unwrap() };
    let mut world = Sim::on(3, START, Some(secrets.clone()), store);
    let (ana, bo) = (world.sign_up("ana"), world.sign_up("bo"));
    let circle = found(&mut world, ana);
    let link = world.invite(ana, circle, 1).unwrap();
    world.join(bo, &link);
    for day in 0..DAYS {
        share(&mut world, if day % 2 == 0 { ana } else { bo }, &words(day));
        if day == DAYS / 2 {
            meet(&mut world, ana, bo);
        }
        world.pass(5 * MINUTE);
        let left = DAY - (world.now().0 - START.0) % DAY;
        world.sleep(left);
        world.pass(5 * MINUTE);
        world.sweep();
        let copy = days.join((day + 1).to_string());
        fs::create_dir_all(&copy).unwrap();
        for name in ["stayhere.db", KEYS] {
            fs::copy(data.join(name), copy.join(name)).unwrap();
        }
    }
    Loot { days, secrets, code: passphrase("ana") }
}

fn found(world: &mut Sim, founder: DeviceId) -> u32 {
    let command = Command::CreateCircle {
        template: "grief-circle".to_owned(),
        name: "lanternmoor".to_owned(),
        my_name: "ana".to_owned(),
        bond: None,
        pledge: None,
        lang: "en".to_owned(),
        welcome: Welcome::Open,
        retention_days: RETENTION,
        calendar: None,
    };
    match world.run(founder, command, 5 * MINUTE) {
        Some(Outcome::Done(Value::NewCircle { circle })) => circle,
        other => panic!("no circle: {other:?}"),
    }
}

fn share(world: &mut Sim, device: DeviceId, text: &str) {
    let circle = world.ready(device)[0].index;
    let command = Command::Share { circle, text: text.to_owned(), wish: Wish::JustListen, note: None };
    world.run(device, command, 5 * MINUTE).unwrap();
    assert!(world.until(5 * MINUTE, |world| world.ready(device).iter().any(|circle| circle.outbox == 0)), "{text}");
}

fn meet(world: &mut Sim, ana: DeviceId, bo: DeviceId) {
    let circle = world.ready(ana)[0].index;
    world.run(ana, Command::OpenMeeting { circle }, MINUTE);
    world.pass(5_000);
    world.command(bo, Command::Meeting { circle: world.ready(bo)[0].index, act: Act::Arrive });
    world.pass(30_000);
    let said = world.run(ana, Command::Say { circle, text: SAID.to_owned() }, MINUTE);
    assert!(matches!(said, Some(Outcome::Done(_))), "{said:?}");
    world.pass(5_000);
    let heard = format!("{:?}", world.view(bo));
    assert!(heard.contains(SAID), "heard in the room");
    world.command(ana, Command::Meeting { circle, act: Act::Close });
    world.pass(MINUTE);
}

/// What the thief reads with the passphrase from the copy of a day, opened with the day keys of another one.
fn reads(loot: &Loot, day: u64, keys_of: u64) -> Result<BTreeSet<String>, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(loot.day(day).join("stayhere.db"), folder.path().join("stayhere.db")).unwrap();
    fs::copy(loot.day(keys_of).join(KEYS), folder.path().join(KEYS)).unwrap();
    let opened =
        tokio::runtime::Runtime::new().unwrap().block_on(async { Sqlite::open(folder.path()).await.map(drop) });
    opened.map_err(|error| error.to_string())?;
    let then = Millis(START.0 + day * DAY + 6 * MINUTE);
    let store = async { Sqlite::open(folder.path()).await.unwrap() };
    let mut world = Sim::on(100 + day, then, Some(loot.secrets.clone()), store);
    let device = world.device("ana", &loot.code);
    let signed_in = world.sign_in(device);
    assert!(matches!(signed_in, Some(Outcome::Done(_))), "day {day}: {signed_in:?}");
    world.pass(10 * MINUTE);
    let seen = format!("{:?}", world.view(device));
    assert!(!seen.contains(SAID), "words of a meeting in the copy of day {day}");
    Ok((0..DAYS).map(words).filter(|words| seen.contains(&format!("{words}\""))).collect())
}

fn of_days(days: impl Iterator<Item = u64>) -> BTreeSet<String> {
    days.map(words).collect()
}

#[test]
fn what_has_died_opens_in_no_copy_of_a_month_even_with_a_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let loot = month(folder.path());
    // Without a passphrase all of it is sealed.
    let canaries = Detector::new([("a share", &b"brambleheart"[..]), ("a meeting", &b"gossamerquay"[..])]);
    assert!(canaries.search_folder(&loot.days).is_empty());

    let living = of_days(DAYS - u64::from(RETENTION)..DAYS);
    let all: BTreeMap<u64, _> = (1..=DAYS).map(|day| (day, reads(&loot, day, DAYS))).collect();
    assert!(all[&DAYS].as_ref().unwrap().len() >= usize::from(RETENTION) - 1, "what is kept opens: {:?}", all[&DAYS]);
    for (day, read) in &all {
        match read {
            Ok(read) => assert!(read.is_subset(&living), "the copy of day {day} opens what has died: {read:?}"),
            Err(_) => assert!(DAYS - day > u64::from(KEY_DAYS), "a copy of {} days is shut", DAYS - day),
        }
        assert!(DAYS - day < 2 * u64::from(KEY_DAYS) || read.is_err(), "the copy of day {day} is too old to open");
    }
    // The limit: who keeps old day keys with old boxes reads with the passphrase what could be read then.
    for day in [4, 20] {
        let read = reads(&loot, day, day).unwrap();
        let then = of_days(day.saturating_sub(u64::from(RETENTION))..day);
        assert!(read.is_subset(&then) && read.len() + 1 >= then.len(), "day {day}: {read:?} of {then:?}");
    }
}
