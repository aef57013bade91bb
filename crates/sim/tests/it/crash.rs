//! A device crashes at each of its requests in turn, before the server has seen it and after, at each of its timers, and
//! before and after each write to its own store: the circle agrees in the end, what the person was told is done is done
//! once, and nobody is shut out.

use std::{
    cell::RefCell,
    time::{Duration, Instant},
};

use engine::{
    Command, Outcome, PlainSuite,
    command::{Act, EjectReason, RemovalCommand, Wish},
    view::{CircleState, Session},
};
use server_store::Boxes;
use sim::{At, Crash, DeviceId, World, ops::MINUTE, season::Plan};

const DAY: u64 = 24 * 60 * MINUTE;
/// More requests than any act takes.
const MOST: u32 = 400;

type Sim = World<PlainSuite>;

/// Where somebody goes on after the crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// On the device that crashed.
    SameDevice,
    /// On another one: the crashed one never comes back.
    AnotherDevice,
}

/// Runs `act` with a crash at request 0, 1, ... until it goes through without one, and hands each outcome to `check`
/// with the device on which the person goes on, and what they were told.
fn at_every_request(
    who: usize,
    prepare: impl Fn(&mut Sim, &[DeviceId; 3]),
    act: impl Fn(&mut Sim, DeviceId) -> Option<Outcome>,
    check: impl Fn(&mut Sim, [DeviceId; 3], Next, bool),
) {
    at_every(At::Request, who, &prepare, &act, &check);
}

/// The same at every timer and every write to the device's store.
fn at_every_timer_and_write(
    who: usize,
    prepare: impl Fn(&mut Sim, &[DeviceId; 3]),
    act: impl Fn(&mut Sim, DeviceId) -> Option<Outcome>,
    check: impl Fn(&mut Sim, [DeviceId; 3], Next, bool),
) {
    at_every(At::Timer, who, &prepare, &act, &check);
    at_every(At::Write, who, &prepare, &act, &check);
}

#[expect(clippy::print_stdout, reason = "says which case it was, where one fails")]
fn at_every(
    at: At,
    who: usize,
    prepare: impl Fn(&mut Sim, &[DeviceId; 3]),
    act: impl Fn(&mut Sim, DeviceId) -> Option<Outcome>,
    check: impl Fn(&mut Sim, [DeviceId; 3], Next, bool),
) {
    for next in [Next::SameDevice, Next::AnotherDevice] {
        for done in [false, true].into_iter().filter(|done| at != At::Timer || !done) {
            let tried = (0..MOST).find(|number| {
                let mut world = World::new(1);
                let mut people = world.circle_of(["ana", "bo", "cy"]);
                prepare(&mut world, &people);
                let device = people[who];
                world.crash_at(device, Crash { at, number: *number, done });
                let told = matches!(act(&mut world, device), Some(Outcome::Done(_)));
                world.pass(10_000);
                let over = world.call_off_crash(device);
                println!("{next:?}, crash at {at:?} {number}, done: {done}, told done: {told}, over: {over}");
                if next == Next::AnotherDevice {
                    world.lose(device);
                    people[who] = world.another_device(device);
                    world.sign_in(people[who]);
                }
                world.clear_up();
                check(&mut world, people, next, told);
                over
            });
            assert!(tried.is_some_and(|requests| requests > 0), "{tried:?}: nothing was tried, or there is no end");
        }
    }
}

fn agree(world: &Sim) {
    assert_eq!(world.disagreements(), Vec::<String>::new());
}

#[test]
fn a_share() {
    at_every_request(1, |_, _| {}, share, is_there_once);
}

#[test]
fn the_first_share_of_a_day() {
    at_every_request(1, a_day_later, share, is_there_once);
}

#[test]
fn the_first_share_of_a_day_at_timers_and_writes() {
    at_every_timer_and_write(1, a_day_later, share, is_there_once);
}

fn a_day_later(world: &mut Sim, _: &[DeviceId; 3]) {
    world.sleep(DAY);
}

fn share(world: &mut Sim, device: DeviceId) -> Option<Outcome> {
    let circle = world.ready(device)[0].index;
    let (text, wish) = ("one heavy day".to_owned(), Wish::JustListen);
    world.run(device, Command::Share { circle, text, wish, note: None }, MINUTE)
}

fn is_there_once(world: &mut Sim, people: [DeviceId; 3], next: Next, told: bool) {
    agree(world);
    let there = people.map(|device| world.ready(device)[0].shares.len());
    // What was still on the lost device's own disk is lost with it.
    let least = usize::from(told && next == Next::SameDevice);
    assert!((least..=1).contains(&there[0]), "{there:?}");
    assert_eq!(there, [there[0]; 3]);
}

#[test]
fn a_role_taken() {
    let serve = |world: &mut Sim, device: DeviceId| {
        let circle = world.ready(device)[0].clone();
        let role = circle.roles.iter().find(|role| role.can_serve).expect("a free seat").id.clone();
        world.run(device, Command::ServeAs { circle: circle.index, role }, MINUTE)
    };
    at_every_request(
        1,
        |_, _| {},
        serve,
        |world, people, next, told| {
            agree(world);
            let serves = people.map(|device| {
                let circle = world.ready(device)[0];
                let bo = circle.members.iter().find(|member| member.name == "bo").expect("bo");
                circle.roles.iter().any(|role| role.holders.contains(&bo.id))
            });
            assert!(serves[0] || !told || next == Next::AnotherDevice, "told to serve, and does not");
            assert_eq!(serves, [serves[0]; 3]);
        },
    );
}

#[test]
fn a_join() {
    let newcomer = |world: &mut Sim, people: &[DeviceId; 3]| {
        let circle = world.ready(people[2])[0].index;
        world.run(people[2], Command::Leave { circle }, MINUTE);
        world.pass(MINUTE);
    };
    at_every_request(2, newcomer, knock, is_let_in);
    at_every_timer_and_write(2, newcomer, knock, is_let_in);
}

/// The device that lets a newcomer in, alone: its commit with the Add and the Welcome, and the box before and after it.
#[test]
fn a_let_in() {
    let link = RefCell::new(String::new());
    let prepare = |world: &mut Sim, people: &[DeviceId; 3]| {
        let circle = world.ready(people[2])[0].index;
        world.run(people[2], Command::Leave { circle }, MINUTE);
        world.pass(MINUTE);
        *link.borrow_mut() = world.invite(people[0], world.ready(people[0])[0].index, 20).expect("a link");
        world.set_online(people[1], false);
    };
    let lets_in = |world: &mut Sim, _: DeviceId| {
        let cy = world.living()[2];
        join(world, cy, link.borrow().clone())
    };
    at_every_request(0, prepare, lets_in, is_let_in);
    at_every_timer_and_write(0, prepare, lets_in, is_let_in);
}

fn knock(world: &mut Sim, device: DeviceId) -> Option<Outcome> {
    let ana = world.living()[0];
    let link = world.invite(ana, world.ready(ana)[0].index, 20).expect("a link");
    join(world, device, link)
}

fn is_let_in(world: &mut Sim, people: [DeviceId; 3], _: Next, _: bool) {
    let is_in = |world: &Sim| !world.ready(people[2]).is_empty();
    if !world.until(MINUTE, is_in) {
        let waiting = world.view(people[2]).is_some_and(|view| view.joining.is_some());
        assert!(!waiting, "still waits: {:?}", world.view(people[2]));
        knock(world, people[2]);
        assert!(world.until(MINUTE, is_in), "{:?}", world.view(people[2]));
    }
    world.pass(MINUTE);
    agree(world);
    for device in people {
        let names: Vec<_> = world.ready(device)[0].members.iter().map(|member| member.name.clone()).collect();
        assert_eq!(names.len(), 3, "{device:?}: {names:?}");
    }
}

fn join(world: &mut Sim, device: DeviceId, fragment: String) -> Option<Outcome> {
    world.run(device, Command::ReadInvite { fragment }, MINUTE);
    let knock = Command::Knock { name: "cy".to_owned(), words: String::new(), shares_bond: true, accepts_pledge: true };
    let told = world.run(device, knock, MINUTE);
    world.pass(MINUTE);
    told
}

#[test]
fn a_new_passphrase() {
    const NEW: &str = "seven other words for the same quiet harbour";
    let change = |world: &mut Sim, device: DeviceId| {
        let old = world.passphrase(device);
        let told = world.run(device, Command::ChangePassphrase { old, new: NEW.to_owned() }, MINUTE);
        // Each request of the renewal that follows is one to crash at, too.
        world.pass(MINUTE);
        told
    };
    at_every_request(
        1,
        |_, _| {},
        change,
        |world, people, _, told| {
            let old = world.passphrase(people[1]);
            let opens = [old.as_str(), NEW].map(|passphrase| {
                let device = world.another_device(people[1]);
                let (name, passphrase) = ("bo".to_owned(), passphrase.to_owned());
                let outcome = world.run(device, Command::SignIn { name, passphrase, shared_device: false }, MINUTE);
                matches!(outcome, Some(Outcome::Done(_))).then_some(device)
            });
            assert_eq!(opens.iter().flatten().count(), 1, "one of the two opens the account, never both, never none");
            assert!(!told || opens[1].is_some(), "told to be changed, and is not");
            let opens_with_new = opens[1].is_some();
            let device = opens.into_iter().flatten().next().expect("counted");
            world.pass(MINUTE);
            assert_eq!(world.ready(device).len(), 1, "{:?}", world.view(device));
            share(world, device);
            world.pass(MINUTE);
            agree(world);
            assert_eq!(world.ready(people[0])[0].shares.len(), 1);
            if opens_with_new {
                let renewed = |world: &Sim| match world.view(device).map(|view| &view.session) {
                    Some(Session::SignedIn { renewal: Some(renewal), .. }) => renewal.done == renewal.all,
                    _ => false,
                };
                assert!(world.until(2 * MINUTE, renewed), "the circle has new keys: {:?}", world.view(device));
            }
        },
    );
}

#[test]
fn a_return_after_a_lost_box() {
    let lose_box = |world: &mut Sim, people: &[DeviceId; 3]| {
        world.lose(people[1]);
        world.replace_boxes(&Boxes::default());
    };
    let come_back = |world: &mut Sim, device: DeviceId| {
        let outcome = world.sign_in(device);
        world.pass(2 * MINUTE);
        outcome
    };
    for sent in [false, true] {
        let tried = (0..MOST).find(|request| {
            let mut world = World::new(1);
            let people = world.circle_of(["ana", "bo", "cy"]);
            lose_box(&mut world, &people);
            let again = world.another_device(people[1]);
            world.crash_at(again, Crash { at: At::Request, number: *request, done: sent });
            come_back(&mut world, again);
            let over = world.call_off_crash(again);
            if world.view(again).is_none_or(|view| view.session == Session::SignedOut) {
                come_back(&mut world, again);
            }
            assert!(world.until(5 * MINUTE, |world| !world.ready(again).is_empty()), "request {request}, sent: {sent}");
            share(&mut world, again);
            world.clear_up();
            agree(&world);
            for device in [people[0], again, people[2]] {
                let circle = world.ready(device)[0];
                assert_eq!((circle.members.len(), circle.shares.len()), (3, 1), "request {request}, sent: {sent}");
            }
            over
        });
        assert!(tried.is_some_and(|requests| requests > 0), "{tried:?}: nothing was tried, or there is no end");
    }
}

#[test]
fn a_leave() {
    let leave = |world: &mut Sim, device: DeviceId| {
        let circle = world.ready(device)[0].index;
        world.run(device, Command::Leave { circle }, MINUTE)
    };
    at_every_request(
        2,
        |_, _| {},
        leave,
        |world, people, _, told| {
            if let Some(circle) = world.ready(people[2]).first().map(|circle| circle.index) {
                assert!(!told, "told to be out, and still in");
                assert!(matches!(world.run(people[2], Command::Leave { circle }, MINUTE), Some(Outcome::Done(_))));
            }
            world.pass(MINUTE);
            agree(world);
            for device in &people[..2] {
                assert_eq!(world.ready(*device)[0].members.len(), 2);
            }
            let again = world.another_device(people[2]);
            assert!(matches!(world.sign_in(again), Some(Outcome::Done(_))));
            world.pass(MINUTE);
            assert_eq!(world.count().lasting, 2, "the box of whoever has left is gone");
            let left = world.view(again).map(|view| view.circles.iter().map(|circle| circle.state).collect::<Vec<_>>());
            assert!(left.iter().flatten().all(|state| *state == CircleState::Left), "nothing is left of it: {left:?}");
        },
    );
}

#[test]
fn a_removal_of_whoever_confirms_it() {
    at_every_request(1, moved, confirm, |world, people, next, told| {
        let is_out = world.ready(people[0])[0].members.len() == 2;
        // What was still on the lost device's own disk is lost with it.
        assert!(is_out || !told || next == Next::AnotherDevice, "told to be done, and is not");
        if !is_out {
            assert!(matches!(confirm(world, people[1]), Some(Outcome::Done(_))));
        }
        is_out_and_knows_it(world, people);
    });
}

/// Everything of the membership goes wherever it is interrupted, and the person is told. Most of the requests delete ring
/// records, one like the other: some of them are enough.
#[test]
fn a_removal_of_whoever_has_to_leave() {
    for done in [false, true] {
        let tried = (0..MOST).step_by(5).find(|number| {
            let mut world = World::new(1);
            let people = world.circle_of(["ana", "bo", "cy"]);
            moved(&mut world, &people);
            world.crash_at(people[2], Crash { at: At::Request, number: *number, done });
            confirm(&mut world, people[1]);
            world.pass(MINUTE);
            let over = world.call_off_crash(people[2]);
            println!("crash at request {number}, done: {done}, over: {over}");
            world.clear_up();
            is_out_and_knows_it(&mut world, people);
            over
        });
        assert!(tried.is_some_and(|requests| requests > 0), "{tried:?}: nothing was tried, or there is no end");
    }
}

fn moved(world: &mut Sim, people: &[DeviceId; 3]) {
    let (member, reason) = (id_of_cy(world, people[0]), EjectReason::Other);
    let act = RemovalCommand::Move { member, reason, words: None };
    world.run(people[0], Command::Removal { circle: 0, act }, MINUTE);
    world.pass(MINUTE);
}

fn confirm(world: &mut Sim, device: DeviceId) -> Option<Outcome> {
    let act = RemovalCommand::Confirm { member: id_of_cy(world, device) };
    world.run(device, Command::Removal { circle: 0, act }, MINUTE)
}

fn id_of_cy(world: &Sim, device: DeviceId) -> String {
    let mut members = world.ready(device)[0].members.iter();
    members.find(|member| member.name == "cy").expect("cy").id.clone()
}

fn is_out_and_knows_it(world: &mut Sim, people: [DeviceId; 3]) {
    world.pass(MINUTE);
    agree(world);
    for device in &people[..2] {
        assert_eq!(world.ready(*device)[0].members.len(), 2);
    }
    let again = world.another_device(people[2]);
    assert!(matches!(world.sign_in(again), Some(Outcome::Done(_))));
    world.pass(MINUTE);
    for device in [people[2], again] {
        let left = world.view(device).map(|view| (view.circles.len(), view.put_out.len()));
        assert_eq!(left, Some((0, 1)), "nothing is left of it, and the person is told");
    }
}

#[test]
fn a_take_back() {
    let speak = |world: &mut Sim, people: &[DeviceId; 3]| {
        share(world, people[1]);
        world.pass(MINUTE);
        assert_eq!(world.count().words, 1);
    };
    at_every_request(1, speak, take_back, is_taken_back);
    at_every_timer_and_write(1, speak, take_back, is_taken_back);
}

fn take_back(world: &mut Sim, device: DeviceId) -> Option<Outcome> {
    let circle = world.ready(device)[0];
    let (circle, share) = (circle.index, circle.shares.first().expect("a share").id.clone());
    world.run(device, Command::TakeBack { circle, share }, MINUTE)
}

/// Words that are to be taken back are gone from every device and from the server, or nowhere.
fn is_taken_back(world: &mut Sim, people: [DeviceId; 3], next: Next, told: bool) {
    agree(world);
    let there = people.map(|device| world.ready(device)[0].shares.iter().filter(|share| share.text.is_some()).count());
    assert_eq!(there, [there[0]; 3]);
    assert!(there[0] == 0 || !told || next == Next::AnotherDevice, "told to be taken back, and is there");
    // The entry that takes back is kept until the day of the words.
    assert_eq!(world.count().words, 1, "the server has the words, or the entry that takes them back, and not both");
}

#[test]
fn an_open_meeting() {
    let open = |world: &mut Sim, device: DeviceId| {
        let circle = world.ready(device)[0].index;
        world.run(device, Command::OpenMeeting { circle }, MINUTE)
    };
    at_every_request(
        0,
        |_, _| {},
        open,
        |world, people, _, _| {
            agree(world);
            if world.ready(people[0])[0].meeting.is_none() {
                open(world, people[0]);
                world.pass(MINUTE);
            }
            let circle = world.ready(people[1])[0].index;
            world.command(people[1], Command::Meeting { circle, act: Act::Arrive });
            world.pass(MINUTE);
            agree(world);
        },
    );
}

/// Real time for rough seasons: what CI grants them.
const BUDGET: Duration = Duration::from_secs(30);
const SEASONS: u64 = 60;

/// Each person has two devices of one leaf, which act in each other's gaps; devices crash at requests, timers and
/// writes; again and again half of the devices are cut off, and both halves go on acting. `SEED=n` lives through one.
#[test]
fn rough_seasons() {
    let (began, one) = (Instant::now(), std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()));
    let mut lived = 0;
    for seed in one.map_or(0..SEASONS, |seed: u64| seed..seed + 1) {
        if began.elapsed() > BUDGET {
            break;
        }
        println!("SEED={seed}");
        let mut world = Sim::new(20_000 + seed);
        world.rough_season(Plan { people: 2 + seed % 4, circles: 1 + seed % 2, acts: 40 });
        assert_eq!(world.disagreements(), Vec::<String>::new(), "SEED={seed}");
        lived += 1;
    }
    println!("{lived} seasons in {:?}", began.elapsed());
    assert!(lived > 0);
}
