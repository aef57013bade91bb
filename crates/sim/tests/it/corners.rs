//! Small corners: what is said in one stays in it, whoever holds the meeting key; and who has blocked somebody is in none
//! with them, without anybody being told (domain I94, R20; decision 0011).
//!
//! `SEED=n` draws once with that seed, `SEEDS=n` n times.

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use engine::{
    Command, MlsSuite, Outcome, PlainSuite, Suite,
    command::{Act, CornersCommand, Deed, SplitForm},
    view::{CornersView, DrawStateView, Place},
};
use sim::{DeviceId, Liar, World, ops::MINUTE};
use wire::stream::ToClient;

const OPEN_PHASE: &str = "grief-circle";

#[test]
fn what_is_said_in_a_corner_stays_there_on_the_plain_suite() {
    what_is_said_in_a_corner_stays_there::<PlainSuite>();
}

#[test]
fn what_is_said_in_a_corner_stays_there_on_mls() {
    what_is_said_in_a_corner_stays_there::<MlsSuite>();
}

fn what_is_said_in_a_corner_stays_there<S: Suite>() {
    let mut world = World::<S>::new(11);
    let people = gathered(&mut world, ["ann", "ben", "cho", "dan"]);
    out(&mut world, &people, SplitForm::Pairs);
    let (one, other) = (mates(&world, people[0]), mates(&world, people[1]));
    assert_eq!((one.len(), other.len()), (2, 2));
    for device in people {
        say(&mut world, device, &format!("only for us, says {device:?}"));
    }
    world.pass(5_000);
    for device in people {
        let corners = corners(&world, device).expect("in corners");
        assert_eq!(corners.lines.len(), 2, "{device:?} hears both of the own corner: {:?}", corners.lines);
        assert!(corners.lines.iter().all(|line| mates(&world, device).contains(&line.author) && !line.sending));
        assert!(meeting_words(&world, device).is_empty(), "nothing of it is said to the meeting");
        assert_eq!(corners.circle, Vec::<String>::new());
    }
    world.command(people[0], Command::Deed { circle: 0, deed: Deed::ComeBack });
    assert!(world.until(MINUTE, |world| people.iter().all(|device| corners(world, *device).is_none())));
    assert!(people.iter().all(|device| meeting_words(&world, *device).is_empty()), "and it is gone");
    assert!(world.disagreements().is_empty(), "{:?}", world.disagreements());
}

/// Whoever holds the meeting key is handed every frame; those of the corner are the ones that it cannot open.
#[test]
fn the_meeting_key_does_not_open_a_corner() {
    let mut world = World::<PlainSuite>::new(12);
    let people = gathered(&mut world, ["ann", "ben", "cho", "dan"]);
    out(&mut world, &people, SplitForm::Pairs);
    let outside =
        *people.iter().find(|device| !mates(&world, people[1]).contains(&id_of(&world, **device))).expect("two");
    let frames = listen(&mut world, outside);
    say(&mut world, people[1], "a word for two");
    world.pass(2_000);
    let heard = frames.borrow().clone();
    let (corner, all): (Vec<_>, Vec<_>) = heard.iter().partition(|frame| frame[0] & 0x80 != 0);
    assert_eq!(corner.len(), 1, "the frame reached them, as everybody");
    assert!(!world.engine(outside).opens_frame(corner[0]), "the meeting key does not open it, nor any key of theirs");
    let in_it = people.iter().filter(|device| world.engine(**device).opens_frame(corner[0])).count();
    assert_eq!(in_it, 2, "both in the corner open it");
    world.pass(MINUTE);
    let beats = frames.borrow().iter().filter(|frame| frame[0] & 0x80 == 0).count();
    assert!(beats > all.len(), "and what is for the meeting goes on");
}

#[test]
fn time_calls_everybody_back() {
    let mut world = World::<PlainSuite>::new(13);
    let people = gathered(&mut world, ["ann", "ben", "cho", "dan"]);
    out(&mut world, &people, SplitForm::Triads);
    world.lose(people[0]);
    assert!(world.until(6 * MINUTE, |world| people[1..].iter().all(|device| corners(world, *device).is_none())));
}

#[test]
fn who_drops_out_comes_back_to_the_corner_and_who_comes_late_waits_in_the_circle() {
    let mut world = World::<PlainSuite>::new(14);
    let people = world.circle_under(OPEN_PHASE, ["ann", "ben", "cho", "dan", "eli"]);
    world.gather(&people[..4]);
    to_open_phase(&mut world, &people[..4]);
    out(&mut world, &people[..4], SplitForm::Pairs);
    let gone = people[1];
    let mate = *people
        .iter()
        .find(|device| **device != gone && mates(&world, gone).contains(&id_of(&world, **device)))
        .unwrap();
    say(&mut world, mate, "before");
    world.command(gone, Command::Meeting { circle: 0, act: Act::Depart });
    assert!(world.until(MINUTE, |world| corners(world, mate).is_some_and(|corners| corners.alone && !corners.ready)));
    let circle = world.ready(gone)[0].index;
    world.command(gone, Command::Meeting { circle, act: Act::Arrive });
    assert!(world.until(2 * MINUTE, |world| [gone, mate].iter().all(|device| is_ready(world, *device))), "a new key");
    say(&mut world, mate, "after");
    world.pass(3_000);
    let lines: Vec<String> = corners(&world, gone).unwrap().lines.iter().map(|line| line.text.clone()).collect();
    assert_eq!(lines, ["after"], "what was said meanwhile is not for who was away");

    let late = people[4];
    world.command(late, Command::Meeting { circle: 0, act: Act::Arrive });
    assert!(world.until(2 * MINUTE, |world| place(world, late) == Some(Place::Inside)));
    let seen = corners(&world, late).expect("told that corners are open");
    assert_eq!((seen.mine, seen.lines.len(), seen.circle), (None, 0, vec![id_of(&world, late)]));
    world.command(mate, Command::Deed { circle: 0, deed: Deed::LeaveCorner });
    assert!(world.until(MINUTE, |world| corners(world, gone).is_some_and(|corners| corners.alone)));
    world.command(gone, Command::Deed { circle: 0, deed: Deed::LeaveCorner });
    assert!(world.until(MINUTE, |world| corners(world, gone).is_some_and(|corners| corners.mine.is_none())));
}

/// Hundreds of drawings by the real devices: whatever the seed, who has blocked somebody is in no corner with them.
#[test]
fn who_is_blocked_is_never_in_the_same_corner() {
    let mut drawn = 0;
    for seed in seeds() {
        let mut world = World::<PlainSuite>::new(seed);
        let people = gathered(&mut world, ["ann", "ben", "cho", "dan", "eli", "fay"]);
        block(&mut world, people[1], people[2]);
        block(&mut world, people[4], people[0]);
        for round in 0..DRAWS {
            let split = if round % 2 == 0 { SplitForm::Pairs } else { SplitForm::Triads };
            let sent = draw(&mut world, &people, split);
            if sent.is_empty() {
                continue;
            }
            drawn += 1;
            for (one, other) in [(1, 2), (4, 0)] {
                let (one, other) = (people[one], people[other]);
                let both = [id_of(&world, one), id_of(&world, other)].into();
                assert!(!sent.iter().any(|corner| corner.is_superset(&both)), "SEED={seed} draw {round}");
                assert!(!mates(&world, one).contains(&id_of(&world, other)), "SEED={seed} draw {round}");
            }
            world.command(people[0], Command::Deed { circle: 0, deed: Deed::ComeBack });
            assert!(world.until(MINUTE, |world| people.iter().all(|device| corners(world, *device).is_none())));
        }
    }
    println_drawn(drawn);
    assert!(drawn > 0);
}

/// Two worlds from one seed: in one ben blocks cho, in the other dan. What cho is sent, byte for byte, and what cho sees is
/// the same in both; ben's other device knows, and it can be taken back.
#[test]
fn who_is_blocked_is_told_nothing() {
    let told = |blocked: usize| {
        let mut world = World::<PlainSuite>::new(15);
        let people = gathered(&mut world, ["ann", "ben", "cho", "dan"]);
        let received = everything(&mut world, people[2]);
        block(&mut world, people[1], people[blocked]);
        world.command(people[2], Command::Say { circle: 0, text: "good evening".to_owned() });
        world.pass(MINUTE);
        let second = world.another_device(people[1]);
        assert!(matches!(world.sign_in(second), Some(Outcome::Done(_))));
        world.pass(MINUTE);
        let name = ["ann", "ben", "cho", "dan"][blocked];
        assert_eq!(blocked_names(&world, second), [name], "the second device knows");
        assert_eq!(blocked_names(&world, people[1]), [name]);
        assert_eq!(blocked_names(&world, people[2]), Vec::<String>::new());
        let view = format!("{:?} {:?}", world.view(people[2]), world.heads(people[2]));
        unblock(&mut world, second, blocked);
        assert_eq!(blocked_names(&world, second), Vec::<String>::new());
        (received.borrow().clone(), view)
    };
    let (one, other) = (told(2), told(3));
    assert!(one.0.len() > 20, "something was sent");
    assert_eq!(one.1, other.1, "the view and the folded state");
    assert!(one.0 == other.0, "every byte");
}

/// A block that was made on one device holds on another that is in the meeting alone.
#[test]
fn a_block_comes_along_to_a_meeting() {
    let mut world = World::<PlainSuite>::new(16);
    let people = world.circle_under(OPEN_PHASE, ["ann", "ben", "cho", "dan"]);
    let second = world.another_device(people[1]);
    assert!(matches!(world.sign_in(second), Some(Outcome::Done(_))));
    world.pass(MINUTE);
    block(&mut world, people[1], people[2]);
    assert_eq!(blocked_names(&world, second), Vec::<String>::new(), "it has not looked yet");
    let here = [people[0], second, people[2], people[3]];
    world.gather(&here);
    assert_eq!(blocked_names(&world, second), ["cho"]);
    to_open_phase(&mut world, &here);
    for _ in 0..6 {
        assert!(!draw(&mut world, &here, SplitForm::Pairs).is_empty());
        assert!(!mates(&world, second).contains(&id_of(&world, people[2])));
        world.command(people[0], Command::Deed { circle: 0, deed: Deed::ComeBack });
        assert!(world.until(MINUTE, |world| here.iter().all(|device| corners(world, *device).is_none())));
    }
}

#[test]
fn who_would_rather_stay_stays() {
    let mut world = World::<PlainSuite>::new(17);
    let people = gathered(&mut world, ["ann", "ben", "cho", "dan"]);
    world.command(people[3], Command::Corners { circle: 0, act: CornersCommand::Stay { on: true } });
    assert!(!draw(&mut world, &people, SplitForm::Pairs).is_empty());
    let seen = corners(&world, people[3]).expect("corners are open");
    assert_eq!((seen.mine, seen.circle), (None, vec![id_of(&world, people[3])]));
    assert_eq!(mates(&world, people[0]).len(), 3, "the others are three");
}

/// So many drawings in one meeting.
const DRAWS: u32 = 40;

fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    number("SEED").map_or_else(|| 0..number("SEEDS").unwrap_or(6), |seed| seed..seed + 1)
}

#[expect(clippy::print_stdout, reason = "what a failed test shows")]
fn println_drawn(drawn: u32) {
    println!("{drawn} drawings");
}

/// A meeting of these in a phase in which everybody may speak.
fn gathered<S: Suite, const N: usize>(world: &mut World<S>, names: [&str; N]) -> [DeviceId; N] {
    let people = world.circle_under(OPEN_PHASE, names);
    world.gather(&people);
    to_open_phase(world, &people);
    people
}

fn to_open_phase<S: Suite>(world: &mut World<S>, people: &[DeviceId]) {
    for _ in 0..200 {
        if world.meeting(people[0]).is_some_and(|(_, meeting)| meeting.acts.contains(&break_out())) {
            return;
        }
        for device in people {
            let turn = world.meeting(*device).and_then(|(_, meeting)| meeting.turn.clone());
            if turn.is_some_and(|turn| turn.is_me) {
                world.command(*device, Command::Meeting { circle: 0, act: Act::Pass });
                world.command(*device, Command::Meeting { circle: 0, act: Act::Done });
            }
        }
        world.pass(1_500);
        if world.meeting(people[0]).is_some_and(|(_, meeting)| meeting.acts.contains(&break_out())) {
            return;
        }
        world.command(people[0], Command::Meeting { circle: 0, act: Act::NextPhase });
        world.pass(1_500);
    }
    panic!(
        "no phase in which corners can be opened: {:#?}",
        world.meeting(people[0]).map(|(_, meeting)| &meeting.acts)
    );
}

fn break_out() -> engine::view::MeetingAct {
    engine::view::MeetingAct::With(engine::view::Carrying::BreakOut)
}

/// Draws and sends out; all have gone and have their keys.
#[track_caller]
fn out<S: Suite>(world: &mut World<S>, people: &[DeviceId], split: SplitForm) {
    assert!(!draw(world, people, split).is_empty(), "nobody went out");
}

/// Draws and sends out those whom a corner suits; the corners as they were drawn, none where there is no way.
#[track_caller]
fn draw<S: Suite>(world: &mut World<S>, people: &[DeviceId], split: SplitForm) -> Vec<BTreeSet<String>> {
    let keeper = people[0];
    let act = CornersCommand::Draw { split, minutes: 5, with_me: true };
    let outcome = world.run(keeper, Command::Corners { circle: 0, act }, MINUTE);
    assert!(matches!(outcome, Some(Outcome::Done(_))), "{outcome:?}");
    let state = |world: &World<S>| {
        world.meeting(keeper).and_then(|(_, meeting)| meeting.gathering.draw.as_ref().map(|draw| draw.state))
    };
    assert!(world.until(2 * MINUTE, |world| state(world) != Some(DrawStateView::Asking)), "it comes to an end");
    if state(world) == Some(DrawStateView::Nobody) {
        world.command(keeper, Command::Corners { circle: 0, act: CornersCommand::Cancel });
        return Vec::new();
    }
    let shown = world.meeting(keeper).and_then(|(_, meeting)| meeting.gathering.draw.clone()).expect("drawn");
    let start = world.run(keeper, Command::Corners { circle: 0, act: CornersCommand::Start }, MINUTE);
    assert!(matches!(start, Some(Outcome::Done(_))), "{start:?}");
    let gone = |world: &World<S>, device: &DeviceId| {
        corners(world, *device).is_some_and(|corners| corners.mine.is_none() || corners.ready)
    };
    assert!(world.until(MINUTE, |world| people.iter().all(|device| gone(world, device))), "all have their keys");
    shown.corners.into_iter().map(|corner| corner.members.into_iter().collect()).collect()
}

fn corners<S: Suite>(world: &World<S>, device: DeviceId) -> Option<CornersView> {
    world.meeting(device)?.1.gathering.corners.clone()
}

fn is_ready<S: Suite>(world: &World<S>, device: DeviceId) -> bool {
    corners(world, device).is_some_and(|corners| corners.ready)
}

/// Who is in the corner of this person, themselves included.
fn mates<S: Suite>(world: &World<S>, device: DeviceId) -> BTreeSet<String> {
    let corners = corners(world, device).expect("corners are open");
    corners.mine.map(|mine| corners.corners[mine as usize].members.iter().cloned().collect()).unwrap_or_default()
}

fn place<S: Suite>(world: &World<S>, device: DeviceId) -> Option<Place> {
    world.meeting(device).map(|(_, meeting)| meeting.my_place)
}

fn id_of<S: Suite>(world: &World<S>, device: DeviceId) -> String {
    world.ready(device)[0].me.clone()
}

fn meeting_words<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<String> {
    let (_, meeting) = world.meeting(device).expect("a meeting");
    meeting.words.iter().flat_map(|talk| talk.lines.iter().map(|line| line.text.clone())).collect()
}

#[track_caller]
fn say<S: Suite>(world: &mut World<S>, device: DeviceId, text: &str) {
    let act = CornersCommand::Say { text: text.to_owned() };
    let outcome = world.run(device, Command::Corners { circle: 0, act }, MINUTE);
    assert!(matches!(outcome, Some(Outcome::Done(_))), "{outcome:?}");
}

#[track_caller]
fn block<S: Suite>(world: &mut World<S>, who: DeviceId, whom: DeviceId) {
    let member = id_of(world, whom);
    let outcome = world.run(who, Command::Block { circle: 0, member, on: true }, MINUTE);
    assert!(matches!(outcome, Some(Outcome::Done(_))), "{outcome:?}");
}

fn unblock<S: Suite>(world: &mut World<S>, who: DeviceId, whom: usize) {
    let name = ["ann", "ben", "cho", "dan"][whom];
    let member = world.ready(who)[0].members.iter().find(|member| member.name == name).expect("there").id.clone();
    let circle = world.ready(who)[0].index;
    let outcome = world.run(who, Command::Block { circle, member, on: false }, MINUTE);
    assert!(matches!(outcome, Some(Outcome::Done(_))), "{outcome:?}");
}

fn blocked_names<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<String> {
    let members = world.ready(device)[0].members.iter();
    members.filter(|member| member.blocked).map(|member| member.name.clone()).collect()
}

type Bytes = Rc<RefCell<Vec<Vec<u8>>>>;

/// Changes nothing and writes down what one device gets.
struct Listener {
    to: DeviceId,
    frames: Bytes,
    all: bool,
}

impl Liar for Listener {
    fn answer(&mut self, device: DeviceId, _: &str, body: Vec<u8>) -> Vec<u8> {
        if self.all && device == self.to {
            self.frames.borrow_mut().push(body.clone());
        }
        body
    }

    fn message(&mut self, to: DeviceId, message: ToClient) -> Option<ToClient> {
        if to == self.to {
            match &message {
                ToClient::Live { frame, .. } if !self.all => self.frames.borrow_mut().push(frame.to_vec()),
                _ if self.all => self.frames.borrow_mut().push(wire::encode(&message)),
                _ => {}
            }
        }
        Some(message)
    }
}

fn listen<S: Suite>(world: &mut World<S>, to: DeviceId) -> Bytes {
    let frames = Bytes::default();
    world.set_liar(Some(Box::new(Listener { to, frames: Rc::clone(&frames), all: false })));
    frames
}

fn everything<S: Suite>(world: &mut World<S>, to: DeviceId) -> Bytes {
    let frames = Bytes::default();
    world.set_liar(Some(Box::new(Listener { to, frames: Rc::clone(&frames), all: true })));
    frames
}
