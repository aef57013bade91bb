//! Somebody has a person's passphrase and acts before the person does: each test shows how far that reaches, and where
//! it ends.

use std::{cell::RefCell, rc::Rc};

use circle::{Body, Wish};
use engine::{
    Command, Flaw, Outcome, PlainSuite,
    command::{Value, Welcome},
    view::{CircleState, Session},
};
use sim::{DeviceId, Liar, World, ops::MINUTE};
use wire::{
    MailId, Request,
    circle::Mail,
    mailbox::{MailPost, WaitingMail},
    stream::ToClient,
};

const NEW: &str = "seven other words for the same quiet harbour";

#[test]
fn whoever_acts_first_in_a_circle_writes_as_the_owner_and_can_keep_the_leaf() {
    let (mut world, [ana, bo, cy]) = World::<PlainSuite>::three();
    let mut thief = world.turncoat(bo);
    let forged = thief.entry(share("not by bo"), 700);
    assert!(world.pose(&mut thief, &forged).is_ok());
    world.pass(MINUTE);
    for device in [ana, bo, cy] {
        assert_eq!(texts(&world, device), ["not by bo"], "{device:?} cannot tell");
    }

    let mut thief = world.turncoat(bo);
    let taken = thief.commit(Flaw::Rekeyed).expect("a commit");
    assert!(world.post(&mut thief, taken));
    thief.go_on();
    world.pass(10 * MINUTE);
    assert_eq!(state(&world, bo), CircleState::Returning, "the owner asks with a key that counts no more");
    let told = change(&mut world, bo, NEW);
    assert!(matches!(told, Some(Outcome::Done(_))), "{told:?}");
    world.pass(10 * MINUTE);
    assert_eq!(state(&world, bo), CircleState::Returning, "too late for this circle");
    let kept = thief.entry(share("still not by bo"), 701);
    assert!(world.pose(&mut thief, &kept).is_ok());
    world.pass(MINUTE);
    for device in [ana, cy] {
        assert_eq!(texts(&world, device), ["not by bo", "still not by bo"], "{device:?}");
        let bo = world.ready(device)[0].members.iter().find(|member| member.name == "bo").expect("a member");
        assert!(bo.new_keys_day.is_some(), "{device:?} shows that the key is another one");
    }

    let link = world.invite(ana, world.ready(ana)[0].index, 1).expect("a link");
    let anew = world.sign_up("bo himself");
    world.join(anew, &link);
    world.pass(MINUTE);
    assert_eq!(world.ready(ana)[0].members.len(), 4, "the others let the owner in as somebody new");
}

#[test]
fn links_from_before_let_in_somebody_new_and_tell_who_knocks() {
    let (mut world, [ana, bo, _]) = World::<PlainSuite>::three();
    let thief = world.turncoat(bo);
    let old = thief.links().pop().expect("an open invite");
    assert!(matches!(change(&mut world, bo, NEW), Some(Outcome::Done(_))));
    world.pass(5 * MINUTE);
    let new = world.invite(ana, world.ready(ana)[0].index, 1).expect("a link");

    let posted = Rc::new(RefCell::new(Vec::new()));
    world.set_liar(Some(Box::new(Ear(Rc::clone(&posted)))));
    for (name, link, is_read) in [("dan", &old, true), ("eve", &new, false)] {
        let newcomer = world.sign_up(name);
        world.join(newcomer, link);
        world.pass(MINUTE);
        let mails = std::mem::take(&mut *posted.borrow_mut());
        let reads = |Mail { mailbox, blob }: &Mail| {
            thief.reads(*mailbox, &WaitingMail { mail: MailId::of(blob), blob: blob.clone() })
        };
        assert!(!mails.is_empty());
        assert_eq!(mails.iter().any(reads), is_read, "{name}'s knock, with the server's help");
    }

    let stranger = world.sign_up("a stranger");
    world.join(stranger, &old);
    world.pass(MINUTE);
    let names: Vec<_> = world.ready(ana)[0].members.iter().map(|member| member.name.clone()).collect();
    assert!(names.contains(&"a stranger".to_owned()), "as anybody with the link, and seen by everybody: {names:?}");
}

#[test]
fn whoever_sets_a_new_passphrase_first_has_the_account() {
    let mut world = World::<PlainSuite>::new(1);
    let ana = world.sign_up("ana");
    let (bo, paper) = with_paper(&mut world, "bo");
    let circle = world.found(ana, "steps-fellowship", "Friday circle", Welcome::Open);
    let link = world.invite(ana, circle, 5).expect("a link");
    world.join(bo, &link);
    world.pass(MINUTE);
    let thief = world.another_device(bo);
    assert!(matches!(world.sign_in(thief), Some(Outcome::Done(_))));
    assert!(world.until(MINUTE, |world| !world.ready(thief).is_empty()));
    assert!(matches!(change(&mut world, thief, NEW), Some(Outcome::Done(_))));
    world.pass(10 * MINUTE);

    assert_eq!(world.view(bo).map(|view| view.session.clone()), Some(Session::SignedOut), "the owner's open device");
    let late = world.another_device(bo);
    assert!(matches!(world.sign_in(late), Some(Outcome::Refused { .. })), "the old passphrase");
    let recover = Command::Recover { code: paper, passphrase: world.passphrase(bo), shared_device: false };
    let told = world.run(late, recover, 5 * MINUTE);
    assert!(matches!(&told, Some(Outcome::Refused { error, .. }) if error.0 == "wrong_code"), "the paper: {told:?}");
    world.say(thief, "not by bo");
    world.pass(MINUTE);
    assert_eq!(texts(&world, ana), ["not by bo"]);

    let anew = world.sign_up("bo himself");
    world.join(anew, &link);
    world.pass(MINUTE);
    assert_eq!(world.ready(ana)[0].members.len(), 3, "the owner can come as somebody new");
}

/// Somebody who has signed up, and the printed code.
fn with_paper(world: &mut World<PlainSuite>, name: &str) -> (DeviceId, String) {
    let passphrase = sim::ops::passphrase(name);
    let device = world.device(name, &passphrase);
    let sign_up = Command::SignUp { name: name.to_owned(), passphrase, shared_device: false, adult: true, code: None };
    match world.run(device, sign_up, 5 * MINUTE) {
        Some(Outcome::Done(Value::Recovery { recovery_code, .. })) => (device, recovery_code),
        other => panic!("no account: {other:?}"),
    }
}

fn change(world: &mut World<PlainSuite>, device: DeviceId, new: &str) -> Option<Outcome> {
    let old = world.passphrase(device);
    world.run(device, Command::ChangePassphrase { old, new: new.to_owned() }, 5 * MINUTE)
}

/// Keeps a copy of all mails that are posted.
struct Ear(Rc<RefCell<Vec<Mail>>>);

impl Liar for Ear {
    fn answer(&mut self, _: DeviceId, _: &str, body: Vec<u8>) -> Vec<u8> {
        body
    }

    fn asked(&mut self, _: DeviceId, path: &str, body: &[u8]) {
        if path == MailPost::PATH {
            let post: MailPost = wire::decode(body).expect("a mail");
            self.0.borrow_mut().push(post.mail);
        }
    }

    fn message(&mut self, _: DeviceId, message: ToClient) -> Option<ToClient> {
        Some(message)
    }
}

fn share(text: &str) -> Body {
    Body::Share { text: text.to_owned(), wish: Wish::JustListen, note: None }
}

fn state(world: &World<PlainSuite>, device: DeviceId) -> CircleState {
    world.view(device).expect("a view").circles[0].state
}

fn texts(world: &World<PlainSuite>, device: DeviceId) -> Vec<String> {
    world.ready(device)[0].shares.iter().filter_map(|share| share.text.clone()).collect()
}
