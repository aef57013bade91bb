//! Somebody has to leave a circle for good: two say so, everybody's devices carry it out, and the person is told.

use circle::{Body, RemovalAct, RemoveGround, Seq, Wish};
use engine::{
    Command, Flaw, MlsSuite, Outcome, PlainSuite, Suite, Turncoat,
    command::{EjectReason, RemovalCommand},
    view::{CircleState, PutOutView},
};
use seal::group::Forge;
use sim::{DeviceId, World, ops::MINUTE};
use wire::{Code, circle::Read};

const DAY: u64 = 24 * 60 * MINUTE;

#[test]
fn removal_on_the_plain_suite() {
    who_has_to_leave_is_told_and_reads_nothing_more::<PlainSuite>();
    one_alone_removes_nobody::<PlainSuite>();
}

#[test]
fn removal_on_mls() {
    who_has_to_leave_is_told_and_reads_nothing_more::<MlsSuite>();
    one_alone_removes_nobody::<MlsSuite>();
}

fn who_has_to_leave_is_told_and_reads_nothing_more<S: Suite<Group: Forge>>() {
    let (mut world, people) = World::<S>::three();
    let [ana, bo, cy] = people;
    let known_link = world.invite(ana, 0, 9).expect("a link");
    world.say(cy, "an own word");
    world.pass(MINUTE);
    moves(&mut world, ana);
    for device in people {
        let shown = &world.ready(device)[0].removals;
        let about_me: Vec<bool> = shown.iter().map(|removal| removal.about_me).collect();
        assert_eq!(about_me, [device == cy], "{device:?}: also whoever it is about");
        assert_eq!(world.ready(device)[0].members.len(), 3, "asked, not decided");
    }
    let mut hostile = world.turncoat(cy);
    let before = world.head(ana);
    confirms(&mut world, bo);
    world.pass(MINUTE);
    for device in [ana, bo] {
        let circle = world.ready(device)[0];
        let names: Vec<_> = circle.members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["ana", "bo"], "{device:?}");
        let told: Vec<_> = circle.removed.iter().map(|removed| (removed.name.as_str(), removed.by.len())).collect();
        assert_eq!((told, circle.removals.len()), (vec![("cy", 2)], 0), "{device:?}");
        assert!(circle.invites.is_empty(), "{device:?}: cy knew the links");
        assert_eq!(circle.outbox, 0);
    }
    assert_eq!(world.head(ana), world.head(bo));
    assert_eq!(world.head(ana).seq.0, before.seq.0 + 2, "one confirmation and one new knock key");

    let told = put_out(&world, cy);
    assert_eq!((told.circle.as_str(), told.reason), ("Friday circle", EjectReason::Attacking));
    assert_eq!((told.words.as_deref(), told.by), (Some("It was too much."), vec!["ana".to_owned(), "bo".to_owned()]));
    assert_eq!(told.index, Some(0), "so that the page on which it happened can tell it");
    assert!(world.view(cy).is_some_and(|view| view.circles.is_empty()));
    assert!(world.slots(cy).iter().all(|slot| !slot.starts_with("circle-")), "{:?}", world.slots(cy));
    reads_nothing_more(&mut world, &mut hostile, ana);
    is_told_everywhere_until_it_is_put_away(&mut world, cy);
    comes_again_as_somebody_new(&mut world, people, &known_link);
}

/// With all keys of the moment before, and a program of their own.
fn reads_nothing_more<S: Suite<Group: Forge>>(world: &mut World<S>, hostile: &mut Turncoat<S>, ana: DeviceId) {
    world.say(ana, "said without cy");
    world.pass(MINUTE);
    let after = world.head(ana);
    let (id, at) = (hostile.circle(), hostile.tip());
    let read = Read { circle: id, at, commit: after.tip, from: 0, from_child: 0 };
    assert_eq!(world.pose(hostile, &read).map_err(|problem| problem.code), Err(Code::NotFound));
    let own = world.pose(hostile, &Read { commit: at, ..read }).expect("its own commit");
    assert!(own.children.iter().any(|child| !hostile.follows(&child.envelope)), "the removal");
    assert!(own.children.iter().all(|child| !hostile.follows(&child.envelope)));
    let page = world.misuse(ana, id, &Read { at: after.tip, commit: after.tip, ..read }).expect("a page");
    let blobs: Vec<_> = page.entries.into_iter().filter_map(|entry| entry.blob).collect();
    assert!(!blobs.is_empty());
    assert!(blobs.iter().all(|blob| !hostile.opens(after.tip, blob)), "with what the server has, too");
    let entry = hostile.entry(share("from outside"), 700);
    assert!(world.pose(hostile, &entry).is_ok(), "the old key opens its own commit");
    let commit = hostile.commit(Flaw::None).expect("a commit");
    world.post(hostile, commit);
    world.pass(MINUTE);
    assert_eq!(world.head(ana), after);
}

fn is_told_everywhere_until_it_is_put_away<S: Suite>(world: &mut World<S>, cy: DeviceId) {
    world.restart_device(cy);
    world.pass(MINUTE);
    let told = put_out(world, cy);
    assert_eq!(told.index, None);
    let again = world.another_device(cy);
    world.sign_in(again);
    world.pass(MINUTE);
    assert_eq!(put_out(world, again), told, "told by another device too");
    assert!(world.view(again).is_some_and(|view| view.circles.is_empty()));
    let outcome = world.run(again, Command::PutAway { id: told.id }, MINUTE);
    assert!(matches!(outcome, Some(Outcome::Done(_))), "{outcome:?}");
    for device in [again, cy] {
        world.restart_device(device);
        world.pass(MINUTE);
        assert!(world.view(device).is_some_and(|view| view.put_out.is_empty()), "{device:?}");
    }
    world.lose(again);
}

/// The limit, and the way back: whoever is invited again comes in, as somebody new. The links of before lead nowhere.
fn comes_again_as_somebody_new<S: Suite>(world: &mut World<S>, [ana, bo, cy]: [DeviceId; 3], known_link: &str) {
    assert!(!world.ask_in(cy, known_link), "a link that cy knew");
    world.run(cy, Command::CancelJoin, MINUTE);
    let link = world.invite(bo, 0, 1).expect("a link");
    world.join(cy, &link);
    world.pass(MINUTE);
    assert_eq!(world.head(cy), world.head(ana));
    assert_eq!(world.ready(ana)[0].members.len(), 3);
    assert!(world.ready(cy)[0].shares.is_empty(), "nothing from before");
}

/// One keeper who moves it, confirms it and commits it with a program of their own.
fn one_alone_removes_nobody<S: Suite<Group: Forge>>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    let victim = world.turncoat(cy).me();
    moves(&mut world, ana);
    let before = world.head(bo);
    let mut hostile = world.turncoat(ana);
    world.lose(ana);
    for ground in [RemoveGround::Decided, RemoveGround::Left] {
        let forged = hostile.commit(Flaw::Groundless(victim, ground)).expect("a commit");
        assert!(world.post(&mut hostile, forged), "the server takes what it cannot read");
    }
    let confirm = |at| Body::Removal(RemovalAct::Confirm { member: victim, at: Seq(at) });
    for at in 0..before.seq.0 {
        let entry = hostile.entry(confirm(at), 900 + at);
        assert!(world.pose(&mut hostile, &entry).is_ok());
    }
    world.pass(MINUTE);
    for device in [bo, cy] {
        assert_eq!(world.head(device).tip, before.tip, "{device:?} follows nothing of it");
        assert_eq!(world.ready(device)[0].members.len(), 3, "{device:?}");
        assert!(world.ready(device)[0].removals.iter().all(|removal| !removal.decided), "{device:?}");
    }
    assert_eq!(world.head(bo), world.head(cy));
}

/// Twice as many entries as the circle may write: each try of the others has a share of the places, and the commit has
/// places of its own.
#[test]
fn whoever_floods_is_removed_through_the_flood() {
    let (mut world, [ana, bo, cy]) = World::<PlainSuite>::three();
    let mut hostile = world.turncoat(cy);
    let mut round = 0;
    let mut refused = 0;
    let mut flood = |world: &mut World<PlainSuite>, times: u64| {
        for _ in 0..times {
            round += 1;
            let entry = hostile.entry(share("flood"), 1_000 + round);
            refused += u32::from(world.pose(&mut hostile, &entry).is_err_and(|problem| problem.code == Code::Quota));
            // 20 a second, no two of them at one distance: a network is no clock.
            world.pass(30 + round * 7 % 41);
        }
    };
    // 600 at once, and 10 a second: past that after a minute.
    flood(&mut world, 1_300);
    let (member, reason) = (id(&world, ana, "cy"), EjectReason::Disturbing);
    says(&mut world, ana, RemovalCommand::Move { member, reason, words: None });
    let is_moved = |world: &World<PlainSuite>| !world.ready(bo)[0].removals.is_empty();
    for _ in 0..60 {
        if is_moved(&world) {
            break;
        }
        flood(&mut world, 50);
    }
    assert!(is_moved(&world), "the motion gets through");
    confirms(&mut world, bo);
    let is_out = |world: &World<PlainSuite>| [ana, bo].iter().all(|device| world.ready(*device)[0].members.len() == 2);
    for _ in 0..60 {
        if is_out(&world) {
            break;
        }
        flood(&mut world, 50);
    }
    assert!(is_out(&world), "and so does the removal");
    assert!(refused > 0, "the flood was at the quota");
    world.sleep(DAY);
    world.say(bo, "quiet again");
    world.pass(MINUTE);
    assert_eq!(world.head(ana), world.head(bo));
    let heard = &world.ready(ana)[0].shares;
    assert_eq!(heard.last().and_then(|share| share.text.as_deref()), Some("quiet again"));
}

/// Whoever was away when it was decided is told when they come back, and the others have waited for nobody.
#[test]
fn whoever_was_away_is_told_afterwards() {
    let (mut world, [ana, bo, cy]) = World::<PlainSuite>::three();
    moves(&mut world, ana);
    world.set_online(cy, false);
    confirms(&mut world, bo);
    world.pass(MINUTE);
    assert_eq!(world.ready(cy)[0].members.len(), 3, "cy knows of nothing");
    world.sleep(20 * DAY);
    for device in [ana, bo] {
        world.say(device, "meanwhile");
        world.pass(MINUTE);
    }
    world.sweep();
    world.set_online(cy, true);
    let told = world.until(5 * MINUTE, |world| world.view(cy).is_some_and(|view| !view.put_out.is_empty()));
    assert!(told, "{:?}", world.view(cy).map(|view| &view.circles));
    world.pass(MINUTE);
    assert!(world.slots(cy).iter().all(|slot| !slot.starts_with("circle-")), "{:?}", world.slots(cy));
}

/// It can be taken back, and falls by itself.
#[test]
fn what_is_only_moved_removes_nobody() {
    let (mut world, [ana, bo, cy]) = World::<PlainSuite>::three();
    moves(&mut world, ana);
    let member = id(&world, ana, "cy");
    says(&mut world, ana, RemovalCommand::Withdraw { member });
    world.pass(MINUTE);
    assert!([ana, bo, cy].iter().all(|device| world.ready(*device)[0].removals.is_empty()));
    moves(&mut world, ana);
    world.sleep(8 * DAY);
    // Two agree that it is a week later.
    for (device, name) in [(ana, "ana of today"), (bo, "bo of today")] {
        world.run(device, Command::Rename { circle: 0, name: name.to_owned() }, MINUTE);
        world.pass(MINUTE);
    }
    for device in [ana, bo, cy] {
        assert!(world.ready(device)[0].removals.is_empty(), "{device:?}");
        assert_eq!(world.ready(device)[0].members.len(), 3, "{device:?}");
    }
}

fn moves<S: Suite>(world: &mut World<S>, who: DeviceId) {
    let member = id(world, who, "cy");
    let words = Some(" It was too much. ".to_owned());
    says(world, who, RemovalCommand::Move { member, reason: EjectReason::Attacking, words });
    world.pass(10_000);
}

fn confirms<S: Suite>(world: &mut World<S>, who: DeviceId) {
    let member = id(world, who, "cy");
    says(world, who, RemovalCommand::Confirm { member });
}

fn says<S: Suite>(world: &mut World<S>, who: DeviceId, act: RemovalCommand) {
    let outcome = world.run(who, Command::Removal { circle: 0, act }, MINUTE);
    assert!(matches!(outcome, Some(Outcome::Done(_))), "{outcome:?}");
}

fn id<S: Suite>(world: &World<S>, on: DeviceId, name: &str) -> String {
    let circle = world.ready(on)[0];
    assert_eq!((circle.index, circle.state), (0, CircleState::Ready));
    circle.members.iter().find(|member| member.name == name).expect("a member").id.clone()
}

fn put_out<S: Suite>(world: &World<S>, device: DeviceId) -> PutOutView {
    let told = world.view(device).map(|view| view.put_out.clone()).unwrap_or_default();
    assert_eq!(told.len(), 1, "{told:?}");
    told[0].clone()
}

fn share(text: &str) -> Body {
    Body::Share { text: text.to_owned(), wish: Wish::JustListen, note: None }
}
