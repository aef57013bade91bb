//! A server that lies, against whole devices. Each attack ends in a refusal or in the limit that
//! `docs/protocol/threats.md` states, and in neither does anybody read, or become, what they must not.

use engine::{
    Command, Head, MlsSuite, Outcome, PlainSuite, Suite,
    command::{Value, Welcome, Wish},
    view::CircleState,
};
use server_store::Boxes;
use sim::{DeviceId, Liar, Random, World, ops::MINUTE};
use wire::{
    BlobId, CommitId, Hash, PublicKey, Request,
    circle::{Child, Entry, Page, Read},
    stream::ToClient,
};

const DAY: u64 = 24 * 60 * MINUTE;
/// What everybody says first.
const HELLO: &str = "hello";

#[test]
fn two_worlds_on_the_plain_suite() {
    a_fork_shows_in_the_code_and_is_told_when_it_ends::<PlainSuite>();
}

#[test]
fn two_worlds_on_mls() {
    a_fork_shows_in_the_code_and_is_told_when_it_ends::<MlsSuite>();
}

/// While it lasts, nothing but the code that members compare tells of the fork, and neither side reads the other. When
/// the server shows one side the other's world, whoever was alone is told, and keeps what they said there.
fn a_fork_shows_in_the_code_and_is_told_when_it_ends<S: Suite>() {
    let (mut world, [ana, bo, cy]) = three::<S>();
    assert_eq!(same_circle(&mut world, ana), same_circle(&mut world, cy));
    let other = world.copy_server();
    world.serve_from(cy, other);
    world.sleep(DAY);
    share(&mut world, ana, "said here");
    for text in ["said there", "and this"] {
        share(&mut world, cy, text);
    }
    assert_eq!(head(&world, ana), head(&world, bo));
    assert_ne!(head(&world, ana).tip, head(&world, cy).tip, "each side has rotated its keys for itself");
    assert_eq!(shares(&world, bo), ["said here"]);
    assert_eq!(shares(&world, cy), ["said there", "and this"]);
    for device in [ana, bo, cy] {
        let circle = world.ready(device)[0];
        assert_eq!((circle.confirmed_by, &circle.parted), (None, &None), "{device:?} is told nothing");
    }
    assert_eq!(same_circle(&mut world, ana), same_circle(&mut world, bo));
    assert_ne!(same_circle(&mut world, ana), same_circle(&mut world, cy), "whoever compares finds out");

    world.serve_from(cy, sim::ServerId::default());
    world.clear_up();
    assert_eq!(world.disagreements(), Vec::<String>::new());
    assert_eq!(shares(&world, ana), ["said here"], "what was said there stays there");
    assert_eq!(shares(&world, cy), ["said here"], "a member is shown what members say");
    for device in [ana, bo] {
        assert_eq!(world.ready(device)[0].parted, None, "{device:?} has seen one world");
    }
    assert_eq!(unreached(&world, cy), ["said there", "and this"]);
    world.restart_device(cy);
    world.clear_up();
    assert_eq!(unreached(&world, cy), ["said there", "and this"], "it is told until the person has decided");

    let circle = world.ready(cy)[0];
    let again = circle.parted.iter().flat_map(|parted| &parted.words).take(1).map(|own| own.id.clone()).collect();
    let settle = Command::SettleParted { circle: circle.index, again };
    assert!(matches!(world.run(cy, settle, MINUTE), Some(Outcome::Done(_))));
    world.clear_up();
    assert_eq!(world.ready(cy)[0].parted, None);
    for device in [ana, bo, cy] {
        assert_eq!(shares(&world, device), ["said here", "said there"], "{device:?}: sent again, and the other let go");
    }
    assert_eq!(same_circle(&mut world, ana), same_circle(&mut world, cy));
}

/// The same where the device was closed in the other world and opened in this one.
#[test]
fn a_fork_is_told_by_what_the_device_remembers() {
    let (mut world, [ana, _, cy]) = three::<PlainSuite>();
    let other = world.copy_server();
    world.serve_from(cy, other);
    world.sleep(DAY);
    share(&mut world, cy, "said there");
    share(&mut world, ana, "said here");
    world.set_online(cy, false);
    world.restart_device(cy);
    world.serve_from(cy, sim::ServerId::default());
    world.set_online(cy, true);
    world.clear_up();
    assert_eq!(unreached(&world, cy), ["said there"]);
    assert_eq!(shares(&world, cy), ["said here"]);
}

/// The server says that it has stored an entry, shows it to its author, and gives it to nobody else.
#[test]
fn an_entry_that_was_swallowed_is_told_and_kept() {
    let (mut world, [ana, bo, cy]) = three::<PlainSuite>();
    let (other, tip) = (world.copy_server(), head(&world, ana).tip);
    world.serve_from(cy, other);
    share(&mut world, cy, "swallowed");
    assert_eq!((shares(&world, cy), head(&world, cy).tip), (vec!["swallowed".to_owned()], tip));
    world.serve_from(cy, sim::ServerId::default());
    world.sleep(DAY);
    share(&mut world, ana, "under a new commit");
    world.clear_up();
    assert_eq!(world.disagreements(), Vec::<String>::new());
    assert_eq!(shares(&world, cy), shares(&world, bo));
    assert_eq!(unreached(&world, cy), ["swallowed"]);
}

#[test]
fn an_old_state_looks_like_a_quiet_circle() {
    let (mut world, [ana, bo, cy]) = three::<PlainSuite>();
    let old = world.copy_server();
    let before = head(&world, cy);
    share(&mut world, ana, "newer than that");
    world.serve_from(cy, old);
    world.restart_device(cy);
    world.pass(MINUTE);
    assert_eq!(head(&world, cy), before, "nothing shows what the server keeps back");
    world.serve_from(cy, sim::ServerId::default());
    world.clear_up();
    assert_eq!(head(&world, cy), head(&world, bo));
    assert_eq!(shares(&world, cy), ["newer than that"]);
}

#[test]
fn withheld_entries_are_missed_and_not_noticed() {
    let (mut world, [ana, bo, cy]) = three::<PlainSuite>();
    let before = head(&world, cy);
    world.set_liar(Some(Box::new(Withholds { from: cy })));
    share(&mut world, ana, "kept back");
    assert_eq!(shares(&world, bo), ["kept back"]);
    assert_eq!(head(&world, cy), before);
    assert_eq!(world.ready(cy)[0].state, CircleState::Ready);
    world.set_liar(None);
    world.restart_device(cy);
    world.clear_up();
    assert_eq!(head(&world, cy), head(&world, ana));
}

#[test]
fn whoever_is_served_another_order_refuses_the_next_commit() {
    let (mut world, [ana, bo, cy]) = three::<PlainSuite>();
    world.set_online(cy, false);
    world.sleep(DAY);
    for text in ["first", "second"] {
        share(&mut world, ana, text);
    }
    world.set_liar(Some(Box::new(Swaps { of: cy })));
    world.set_online(cy, true);
    world.pass(MINUTE);
    share(&mut world, ana, "third");
    assert_eq!(head(&world, cy).tip, head(&world, bo).tip, "no commit has bound the order yet");
    assert_ne!(shares(&world, cy), shares(&world, bo));
    world.sleep(DAY);
    share(&mut world, ana, "under a new commit");
    world.pass(MINUTE);
    assert_ne!(head(&world, cy).tip, head(&world, bo).tip, "the order that the commit binds is not the one served");
    assert!(!shares(&world, cy).contains(&"under a new commit".to_owned()));
    let is_told = |world: &World<PlainSuite>| world.ready(cy)[0].differs;
    assert!(is_told(&world), "the person is told");
    world.set_liar(None);
    world.pass(2 * MINUTE);
    assert!(!is_told(&world), "it has looked again");
    world.clear_up();
    assert_eq!(world.disagreements(), Vec::<String>::new());
    assert!(shares(&world, cy).contains(&"under a new commit".to_owned()));
}

#[test]
fn a_commit_by_the_server_adds_nobody() {
    let (mut world, people) = three::<PlainSuite>();
    world.set_liar(Some(Box::new(Ghost)));
    share(&mut world, people[0], "with a ghost at the door");
    world.pass(MINUTE);
    for device in people {
        let circle = world.ready(device)[0];
        assert_eq!((circle.members.len(), circle.state), (3, CircleState::Ready), "{device:?}");
        assert_ne!(head(&world, device).tip, CommitId([7; 32]));
    }
    world.set_liar(None);
    for device in people {
        world.restart_device(device);
    }
    world.clear_up();
    assert_eq!(world.disagreements(), Vec::<String>::new());
}

/// The limit: nobody is left who could let the person in again.
#[test]
fn a_circle_of_one_is_lost_with_its_box() {
    let mut world = World::<PlainSuite>::new(1);
    let ana = world.sign_up("ana");
    world.found(ana, "steps-fellowship", "Friday steps", Welcome::Open);
    world.pass(MINUTE);
    world.lose(ana);
    world.replace_boxes(&Boxes::default());
    let again = world.another_device(ana);
    assert!(matches!(world.sign_in(again), Some(Outcome::Done(_))));
    world.pass(10 * MINUTE);
    let circles = &world.view(again).expect("a view").circles;
    let states: Vec<_> = circles.iter().map(|circle| circle.state).collect();
    assert!(matches!(states[..], [CircleState::Returning | CircleState::Stuck]), "told, and never ready: {states:?}");
}

/// Bytes are changed, answers cut, messages lost: once the server is honest again, a restart mends everything.
#[test]
fn nonsense_does_no_lasting_harm() {
    for seed in 0..12 {
        let (mut world, people) = three::<PlainSuite>();
        world.set_liar(Some(Box::new(Garbles { random: Random::new(seed), to: people[2] })));
        for n in 0..4 {
            for device in [people[0], people[2]] {
                if !world.ready(device).is_empty() {
                    share(&mut world, device, &format!("share {n} of {device:?}"));
                }
            }
            world.restart_device(people[2]);
            world.pass(MINUTE);
        }
        world.set_liar(None);
        world.restart_device(people[2]);
        world.clear_up();
        assert_eq!(world.disagreements(), Vec::<String>::new(), "seed {seed}");
        assert_eq!(world.ready(people[2]).len(), 1, "seed {seed}: {:?}", world.view(people[2]));
        assert_eq!(head(&world, people[2]), head(&world, people[0]), "seed {seed}");
    }
}

/// Keeps back every entry and every commit.
struct Withholds {
    from: DeviceId,
}

impl Liar for Withholds {
    fn answer(&mut self, to: DeviceId, path: &str, body: Vec<u8>) -> Vec<u8> {
        change_page(to == self.from, path, body, |page| {
            (page.entries, page.children, page.total) = (Vec::new(), Vec::new(), 0);
        })
    }

    fn message(&mut self, to: DeviceId, message: ToClient) -> Option<ToClient> {
        let tells = matches!(message, ToClient::Entry { .. } | ToClient::Commit { .. });
        (to != self.from || !tells).then_some(message)
    }
}

/// Gives the contents of a commit's first two entries in the other order.
struct Swaps {
    of: DeviceId,
}

impl Liar for Swaps {
    fn answer(&mut self, to: DeviceId, path: &str, body: Vec<u8>) -> Vec<u8> {
        change_page(to == self.of, path, body, |page| {
            if let [first, second, ..] = page.entries.as_mut_slice()
                && first.n == 0
            {
                std::mem::swap(&mut first.hash, &mut second.hash);
                std::mem::swap(&mut first.blob, &mut second.blob);
            }
        })
    }

    /// Only by requests, where the order can be changed.
    fn message(&mut self, to: DeviceId, message: ToClient) -> Option<ToClient> {
        let early = matches!(message, ToClient::Entry { entry: Entry { n: 0 | 1, .. }, .. });
        (to != self.of || !early).then_some(message)
    }
}

/// Shows everybody a commit of its own making behind whatever there is.
struct Ghost;

impl Liar for Ghost {
    fn answer(&mut self, _: DeviceId, path: &str, body: Vec<u8>) -> Vec<u8> {
        change_page(true, path, body, |page| {
            page.children.push(Child {
                commit: CommitId([7; 32]),
                child_no: page.children.len() as u32,
                cut: page.total,
                access: PublicKey([9; 32]),
                envelope: vec![5; 2048].into(),
                snapshot: BlobId::of(b"a forged state"),
            });
        })
    }

    fn message(&mut self, _: DeviceId, message: ToClient) -> Option<ToClient> {
        Some(message)
    }
}

/// Changes a third of what one device gets.
struct Garbles {
    random: Random,
    to: DeviceId,
}

impl Liar for Garbles {
    fn answer(&mut self, to: DeviceId, _: &str, mut body: Vec<u8>) -> Vec<u8> {
        if to != self.to || !self.random.chance(33) || body.is_empty() {
            return body;
        }
        let at = self.random.below(body.len() as u64) as usize;
        match self.random.below(3) {
            0 => body.truncate(at),
            1 => body[at] ^= 1 << self.random.below(8),
            _ => body = vec![0; at],
        }
        body
    }

    fn message(&mut self, to: DeviceId, message: ToClient) -> Option<ToClient> {
        if to != self.to || !self.random.chance(33) {
            return Some(message);
        }
        match message {
            ToClient::Entry { commit, entry } => {
                let hash = Hash::of(&[self.random.below(256) as u8]);
                Some(ToClient::Entry { commit, entry: Entry { hash, ..entry } })
            }
            ToClient::Commit { parent, child } => {
                Some(ToClient::Commit { parent, child: Child { cut: child.cut.wrapping_add(1), ..child } })
            }
            _ => None,
        }
    }
}

fn change_page(is_meant: bool, path: &str, body: Vec<u8>, change: impl FnOnce(&mut Page)) -> Vec<u8> {
    if !is_meant || path != Read::PATH {
        return body;
    }
    let mut page: Page = wire::decode(&body).expect("a page");
    change(&mut page);
    wire::encode(&page)
}

fn share<S: Suite>(world: &mut World<S>, device: DeviceId, text: &str) {
    let circle = world.ready(device)[0].index;
    world.command(device, Command::Share { circle, text: text.to_owned(), wish: Wish::JustListen, note: None });
    world.pass(MINUTE);
}

fn shares<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<String> {
    let shares = world.ready(device)[0].shares.iter().filter_map(|share| share.text.clone());
    shares.filter(|text| text != HELLO).collect()
}

/// What did not reach the others, as the person is told.
fn unreached<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<String> {
    let parted = world.ready(device)[0].parted.iter().flat_map(|parted| &parted.words);
    parted.map(|own| own.text.clone()).collect()
}

fn same_circle<S: Suite>(world: &mut World<S>, device: DeviceId) -> (Vec<String>, String) {
    let circle = world.ready(device)[0].index;
    match world.run(device, Command::SameCircle { circle }, MINUTE) {
        Some(Outcome::Done(Value::Safety { words, code, .. })) => (words, code),
        other => panic!("no code: {other:?}"),
    }
}

fn three<S: Suite>() -> (World<S>, [DeviceId; 3]) {
    let mut world = World::new(1);
    let people = world.circle_of(["ana", "bo", "cy"]);
    // Two others have written: nobody is a newcomer any more.
    for device in people {
        share(&mut world, device, HELLO);
    }
    (world, people)
}

fn head<S: Suite>(world: &World<S>, device: DeviceId) -> Head {
    world.heads(device).into_values().next().expect("one circle")
}
