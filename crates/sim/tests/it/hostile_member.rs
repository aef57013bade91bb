//! A member with all keys and a program of their own, against whole devices: each attack ends in a refusal by everybody
//! alike, in a repair, or in the limit that `docs/protocol/threats.md` states.

use circle::{Body, RemoveGround, Wish};
use engine::{Command, Flaw, MlsSuite, PlainSuite, Suite, Turncoat, view::CircleState};
use seal::group::Forge;
use sim::{DeviceId, Liar, World, ops::MINUTE};
use wire::{
    Code, Request,
    circle::{Entry, Page, Read},
    stream::ToClient,
};

const DAY: u64 = 24 * 60 * MINUTE;

#[test]
fn refused_commits_on_the_plain_suite() {
    a_commit_that_is_not_allowed_is_followed_by_nobody::<PlainSuite>();
}

#[test]
fn refused_commits_on_mls() {
    a_commit_that_is_not_allowed_is_followed_by_nobody::<MlsSuite>();
}

/// All on one tip, each taken by the server; the circle goes on past them.
fn a_commit_that_is_not_allowed_is_followed_by_nobody<S: Suite<Group: Forge>>() {
    let (mut world, [ana, _, cy], mut hostile) = betrayed::<S>();
    let before = world.head(ana);
    let victim = world.turncoat(cy).me();
    let others_name = world.turncoat(ana).me();
    let flaws = [
        Flaw::Access,
        Flaw::Root,
        Flaw::Lie,
        Flaw::Ghost,
        Flaw::Uninvited,
        Flaw::Expiring,
        Flaw::Unsaid(victim),
        Flaw::Groundless(victim, RemoveGround::Left),
        Flaw::Groundless(victim, RemoveGround::Silent),
        Flaw::Groundless(victim, RemoveGround::Rejoin),
        Flaw::Author(others_name),
        Flaw::Newer,
    ];
    for flaw in flaws {
        let Some(commit) = hostile.commit(flaw) else {
            assert_eq!(flaw, Flaw::Expiring, "only where there are no lifetimes");
            continue;
        };
        assert!(world.post(&mut hostile, commit), "the server takes what it cannot read: {flaw:?}");
        world.pass(10_000);
        for device in [ana, cy] {
            assert_eq!(world.head(device), before, "{device:?} follows {flaw:?}");
        }
    }
    world.sleep(DAY);
    world.say(ana, "past all of it");
    world.pass(MINUTE);
    assert_ne!(world.head(ana).tip, before.tip);
    assert_eq!(world.head(cy), world.head(ana));
    for device in [ana, cy] {
        assert_eq!(world.ready(device)[0].members.len(), 3, "{device:?}");
        assert_eq!(words(&world, device), ["past all of it"]);
    }
}

#[test]
fn a_forged_commit_without_a_flaw_is_followed() {
    let (mut world, [ana, _, cy], mut hostile) = betrayed::<MlsSuite>();
    let commit = hostile.commit(Flaw::None).expect("a commit");
    let tip = commit.commit;
    assert!(world.post(&mut hostile, commit));
    world.pass(10_000);
    assert_eq!([ana, cy].map(|device| world.head(device).tip), [tip; 2], "so that the flaw is what is refused");
}

#[test]
fn forged_snapshots_on_the_plain_suite() {
    whose_tip_has_a_forged_snapshot_is_let_in_again::<PlainSuite>(&[Flaw::Snapshot]);
}

#[test]
fn forged_snapshots_on_mls() {
    whose_tip_has_a_forged_snapshot_is_let_in_again::<MlsSuite>(&[Flaw::Snapshot, Flaw::Tree]);
}

fn whose_tip_has_a_forged_snapshot_is_let_in_again<S: Suite<Group: Forge>>(flaws: &[Flaw]) {
    for flaw in flaws.iter().copied() {
        let (mut world, [ana, _, cy], mut hostile) = betrayed::<S>();
        let commit = hostile.commit(flaw).expect("a commit");
        let forged = commit.commit;
        assert!(world.post(&mut hostile, commit));
        world.pass(MINUTE);
        assert_eq!([ana, cy].map(|device| world.head(device).tip), [forged; 2], "the commit itself is valid");
        world.lose(cy);
        let again = world.another_device(cy);
        world.sign_in(again);
        let there = world.until(5 * MINUTE, |world| !world.ready(again).is_empty());
        assert!(there, "{flaw:?}: {:?}", world.view(again).map(|view| &view.circles));
        world.pass(MINUTE);
        assert_ne!(world.head(again).tip, forged);
        assert_eq!(world.head(again), world.head(ana), "{flaw:?}");
        assert!(world.ready(again)[0].confirmed_by.is_some(), "{flaw:?}: the state is another's word");
    }
}

#[test]
fn acts_done_twice_count_once() {
    let (mut world, [ana, _, cy], mut hostile) = betrayed::<MlsSuite>();
    let first = hostile.entry(share("first"), 500);
    let second = hostile.entry(share("second under the same number"), 500);
    let rename = |name: &str| Body::Rename { name: name.to_owned() };
    let named = hostile.entry(rename("bo the first"), 600);
    let again = hostile.entry(rename("bo the second"), 600);
    let earlier = hostile.entry(rename("bo the third"), 599);
    let n = world.pose(&mut hostile, &first).expect("taken").n;
    for entry in [&second, &named, &again, &earlier] {
        assert!(world.pose(&mut hostile, entry).is_ok(), "the server cannot tell");
    }
    assert_eq!(world.pose(&mut hostile, &first).expect("answered alike").n, n);
    world.pass(10_000);
    for device in [ana, cy] {
        assert_eq!(words(&world, device), ["first"], "{device:?}");
        let shown: Vec<_> = world.ready(device)[0].members.iter().map(|member| member.name.as_str()).collect();
        assert!(shown.contains(&"bo the first"), "{shown:?}");
    }
    assert_eq!(world.head(ana), world.head(cy));
}

/// Not one of the cuts that the circle's device shown is true when it arrives, if the flood is quick enough; the quota
/// of entries slows the flood down and not the commit.
#[test]
fn a_flood_of_entries_delays_a_commit_and_does_not_stop_it() {
    let (mut world, [ana, _, cy], mut hostile) = betrayed::<PlainSuite>();
    let before = world.head(ana).tip;
    world.sleep(DAY);
    world.say(ana, "after a commit");
    let mut refused = 0;
    let rounds = (0..3_000u64).find(|round| {
        let entry = hostile.entry(share("flood"), 1_000 + round);
        match world.pose(&mut hostile, &entry) {
            Err(problem) if problem.code == Code::Quota => refused += 1,
            _ => {}
        }
        world.pass(50);
        words(&world, cy).contains(&"after a commit".to_owned())
    });
    assert!(rounds.is_some(), "no commit got through; {refused} entries were refused");
    assert_ne!(world.head(ana).tip, before);
    world.pass(MINUTE);
    assert_eq!(world.head(ana), world.head(cy));
}

#[test]
fn after_leaving_on_the_plain_suite() {
    who_has_left_writes_to_nobody_and_reads_nothing::<PlainSuite>();
}

#[test]
fn after_leaving_on_mls() {
    who_has_left_writes_to_nobody_and_reads_nothing::<MlsSuite>();
}

fn who_has_left_writes_to_nobody_and_reads_nothing<S: Suite<Group: Forge>>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    let mut hostile = world.turncoat(bo);
    let circle = world.ready(bo)[0].index;
    world.run(bo, Command::Leave { circle }, MINUTE);
    world.pass(MINUTE);
    world.say(ana, "said without bo");
    world.pass(MINUTE);
    let after = world.head(ana);
    assert_ne!(after.tip, hostile.tip(), "the removal");

    let entry = hostile.entry(share("from outside"), 700);
    assert!(world.pose(&mut hostile, &entry).is_ok(), "the old key opens its own commit");
    let commit = hostile.commit(Flaw::None).expect("a commit");
    world.post(&mut hostile, commit);
    world.pass(MINUTE);
    for device in [ana, cy] {
        assert_eq!(world.head(device), after, "{device:?}");
        assert_eq!(words(&world, device), ["said without bo"]);
    }

    let (id, at) = (hostile.circle(), hostile.tip());
    let read = Read { circle: id, at, commit: after.tip, from: 0, from_child: 0 };
    assert_eq!(world.pose(&mut hostile, &read).map_err(|problem| problem.code), Err(Code::NotFound));
    let own = world.pose(&mut hostile, &Read { commit: at, ..read }).expect("its own commit");
    assert!(own.children.iter().any(|child| child.commit == after.tip), "that commits happen is seen");
    assert!(own.children.iter().all(|child| child.commit != after.tip || !hostile.follows(&child.envelope)));
    let page = world.misuse(ana, id, &Read { at: after.tip, commit: after.tip, ..read }).expect("a page");
    let blobs: Vec<_> = page.entries.into_iter().filter_map(|entry| entry.blob).collect();
    assert!(!blobs.is_empty());
    assert!(blobs.iter().all(|blob| !hostile.opens(after.tip, blob)), "with what the server has, too");
}

/// The limit: an invite is open to whoever has it.
#[test]
fn a_leaver_comes_in_again_by_an_open_invite() {
    let (mut world, [ana, bo, _]) = World::<PlainSuite>::three();
    let circle = world.ready(bo)[0].index;
    let link = world.invite(bo, circle, 3).expect("a link");
    world.run(bo, Command::Leave { circle }, MINUTE);
    world.pass(MINUTE);
    assert_eq!(world.ready(ana)[0].members.len(), 2);
    let somebody = world.sign_up("somebody");
    world.join(somebody, &link);
    world.pass(MINUTE);
    let names: Vec<_> = world.ready(ana)[0].members.iter().map(|member| member.name.clone()).collect();
    assert!(names.contains(&"somebody".to_owned()), "seen by everybody, as somebody new: {names:?}");
}

#[test]
fn withheld_content_on_the_plain_suite() {
    withheld_content_is_made_up_for_by_the_next_commit::<PlainSuite>();
    withheld_content_and_a_lie_mislead_one_device_which_says_so::<PlainSuite>();
}

#[test]
fn withheld_content_on_mls() {
    withheld_content_is_made_up_for_by_the_next_commit::<MlsSuite>();
    withheld_content_and_a_lie_mislead_one_device_which_says_so::<MlsSuite>();
}

fn withheld_content_is_made_up_for_by_the_next_commit<S: Suite>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    serve_without_telling(&mut world, ana, cy);
    assert_ne!(world.head(cy).root, world.head(ana).root, "cy has not seen the act");
    world.sleep(DAY);
    world.say(bo, "after it");
    world.pass(MINUTE);
    assert_eq!(world.head(cy), world.head(ana));
    assert!(world.ready(cy)[0].confirmed_by.is_some(), "the state is another's word, and the person is told");
}

/// The limit: a member and the server together lead one device aside. It is told that the state is one member's word,
/// and nobody else follows.
fn withheld_content_and_a_lie_mislead_one_device_which_says_so<S: Suite<Group: Forge>>() {
    let (mut world, [ana, bo, cy]) = World::<S>::three();
    serve_without_telling(&mut world, ana, cy);
    let mut hostile = world.turncoat(bo);
    world.lose(bo);
    let lie = hostile.commit(Flaw::Lie).expect("a commit");
    let aside = lie.commit;
    assert!(world.post(&mut hostile, lie));
    world.pass(2 * MINUTE);
    assert_ne!(world.head(ana).tip, aside, "whoever has seen everything refuses it");
    assert_eq!(world.head(cy).tip, aside);
    assert_eq!(world.ready(cy)[0].confirmed_by, Some(0), "it says that the state is one member's word");
    world.say(ana, "not for the fork");
    world.pass(MINUTE);
    assert_eq!(words(&world, ana), ["not for the fork"]);
    assert_eq!(world.ready(cy)[0].confirmed_by, Some(0), "and goes on saying so");
}

fn serve_without_telling<S: Suite>(world: &mut World<S>, who: DeviceId, keep_from: DeviceId) {
    world.set_liar(Some(Box::new(Hollow { of: keep_from })));
    let circle = world.ready(who)[0].clone();
    let role = circle.roles.iter().find(|role| role.can_serve).expect("a free seat").id.clone();
    world.run(who, Command::ServeAs { circle: circle.index, role }, MINUTE);
    world.pass(MINUTE);
    world.set_liar(None);
}

/// Keeps the content of new entries from one device, as if it had expired.
struct Hollow {
    of: DeviceId,
}

impl Liar for Hollow {
    fn answer(&mut self, to: DeviceId, path: &str, body: Vec<u8>) -> Vec<u8> {
        if to != self.of || path != Read::PATH {
            return body;
        }
        let mut page: Page = wire::decode(&body).expect("a page");
        page.entries.iter_mut().for_each(|entry| entry.blob = None);
        wire::encode(&page)
    }

    fn message(&mut self, to: DeviceId, message: ToClient) -> Option<ToClient> {
        match message {
            ToClient::Entry { commit, entry } if to == self.of => {
                Some(ToClient::Entry { commit, entry: Entry { blob: None, ..entry } })
            }
            other => Some(other),
        }
    }
}

/// Three in a circle, and all that bo knew in hands that do as they like.
fn betrayed<S: Suite<Group: Forge>>() -> (World<S>, [DeviceId; 3], Turncoat<S>) {
    let (mut world, people) = World::<S>::three();
    let hostile = world.turncoat(people[1]);
    world.lose(people[1]);
    (world, people, hostile)
}

fn share(text: &str) -> Body {
    Body::Share { text: text.to_owned(), wish: Wish::JustListen, note: None }
}

fn words<S: Suite>(world: &World<S>, device: DeviceId) -> Vec<String> {
    assert_eq!(world.ready(device)[0].state, CircleState::Ready);
    world.ready(device)[0].shares.iter().filter_map(|share| share.text.clone()).collect()
}
