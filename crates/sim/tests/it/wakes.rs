//! A device asks to be woken before meetings, and the server learns moments alone.

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use engine::{
    Command, Outcome, PlainSuite,
    command::{PlanText, RuleText, ScheduleCommand, SeriesForm, Value, Wake},
};
use sim::{DeviceId, Liar, World, ops::MINUTE};
use wire::{
    Request, limits,
    wake::{WakeTime, WakesSet},
};

const ADDRESS: &str = "https://push.example/browser-of-ana";

/// Changes nothing, and writes down the lists that the server gets.
struct Book(Rc<RefCell<Vec<WakesSet>>>);

impl Liar for Book {
    fn answer(&mut self, _: DeviceId, _: &str, body: Vec<u8>) -> Vec<u8> {
        body
    }

    fn asked(&mut self, _: DeviceId, path: &str, body: &[u8]) {
        if path == WakesSet::PATH {
            self.0.borrow_mut().push(wire::decode(body).expect("a list"));
        }
    }

    fn message(&mut self, _: DeviceId, message: wire::stream::ToClient) -> Option<wire::stream::ToClient> {
        Some(message)
    }
}

fn daily() -> PlanText {
    PlanText {
        title: "Evening".to_owned(),
        form: SeriesForm::Meeting,
        zone: "Africa/Cairo".to_owned(),
        start: "2026-01-02".to_owned(),
        time: "19:30".to_owned(),
        minutes: 60,
        rule: RuleText::Weekly { days: vec![0, 2, 4], every: 1 },
        months: Vec::new(),
        end: None,
    }
}

fn set(world: &mut World<PlainSuite>, device: DeviceId, before: Vec<Wake>) -> Result<Vec<Wake>, String> {
    match world.run(device, Command::SetWakes { address: ADDRESS.to_owned(), before }, MINUTE) {
        Some(Outcome::Done(Value::Wakes { wakes })) => Ok(wakes),
        Some(Outcome::Refused { error, .. }) => Err(error.0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_device_is_woken_before_meetings_and_says_nothing_else() {
    let (mut world, [ana, _, _]) = World::<PlainSuite>::three();
    let book = Rc::default();
    world.set_liar(Some(Box::new(Book(Rc::clone(&book)))));
    let key = world.run(ana, Command::AskWakeKey, MINUTE);
    assert!(matches!(&key, Some(Outcome::Done(Value::WakeKey { key })) if key.len() == 87), "{key:?}");
    let circle = world.ready(ana)[0].index;
    let act = ScheduleCommand::Set { series: None, plan: daily() };
    let planned = world.run(ana, Command::Schedule { circle, act }, MINUTE);
    assert!(matches!(planned, Some(Outcome::Done(_))), "{planned:?}");

    world.pass(MINUTE);
    let wakes = set(&mut world, ana, Vec::new()).unwrap();
    let now = world.now();
    let next: Vec<f64> = world.ready(ana)[0].schedule.next.iter().map(|one| one.at / 60_000.0).collect();
    let real: BTreeSet<u32> = wakes.iter().filter_map(|wake| wake.meeting).collect();
    assert_eq!((wakes.len(), real.len()), (limits::WAKES, 12));
    assert!(real.iter().all(|minute| next.contains(&f64::from(*minute))), "{real:?} of {next:?}");
    for wake in &wakes {
        let ahead = wake.meeting.map(|meeting| meeting - wake.at * limits::WAKE_STEP_MINUTES);
        assert!(ahead.is_none_or(|minutes| (10..=20).contains(&minutes)), "{wake:?}");
        assert!(WakeTime(wake.at).begins() > now);
    }

    let again = set(&mut world, ana, wakes.clone()).unwrap();
    assert_eq!(again, wakes, "the server sees no other list");
    let sent: Vec<WakesSet> = book.borrow().clone();
    assert_eq!(sent.len(), 2);
    assert!(
        sent.iter().all(
            |list| list.address == ADDRESS && list.times.iter().map(|at| at.0).eq(wakes.iter().map(|wake| wake.at))
        )
    );

    world.run(ana, Command::SignOut, MINUTE);
    assert_eq!(set(&mut world, ana, wakes), Err("not_signed_in".to_owned()));
    let ended = world.run(ana, Command::EndWakes { address: ADDRESS.to_owned() }, MINUTE);
    assert!(matches!(ended, Some(Outcome::Done(_))), "nobody has to be signed in: {ended:?}");
    assert!(book.borrow().last().is_some_and(|list| list.times.is_empty()));
}

#[test]
fn a_shared_device_is_not_woken() {
    let (mut world, [ana, _, _]) = World::<PlainSuite>::three();
    let device = world.another_device(ana);
    let passphrase = world.passphrase(ana);
    let sign_in = Command::SignIn { name: "ana".to_owned(), passphrase, shared_device: true };
    let signed_in = world.run(device, sign_in, MINUTE);
    assert!(matches!(signed_in, Some(Outcome::Done(_))), "{signed_in:?}");
    assert_eq!(set(&mut world, device, Vec::new()), Err("shared_device".to_owned()));
}
