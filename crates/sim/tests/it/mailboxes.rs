//! A member, or somebody who was one, closes the mailboxes of which they hold the read keys: the invites' and those of
//! the ways back.

use engine::{Command, Outcome, PlainSuite, Turncoat};
use server_store::Boxes;
use sim::{DeviceId, World, ops::MINUTE};
use wire::mailbox::MailDelete;

const DAY: u64 = 24 * 60 * MINUTE;

#[test]
fn what_a_member_closes_is_open_again_within_a_day_or_made_anew() {
    let (mut world, [ana, bo, cy]) = World::<PlainSuite>::three();
    let mut hostile = world.turncoat(bo);
    let link = hostile.links().pop().expect("the invite by which they came");
    world.lose(bo);
    close_all(&mut world, &mut hostile);
    world.lose(cy);
    world.replace_boxes(&Boxes::default());
    assert!(comes_back(&mut world, cy).is_none(), "nobody reads what is asked in a closed mailbox");
    world.sleep(DAY);
    world.pass(2 * MINUTE);
    let again = comes_back(&mut world, cy).expect("let in again, as the open device has renewed the way back");
    world.pass(MINUTE);
    assert_eq!(world.head(again), world.head(ana));
    an_invite_fails_and_a_new_one_works(&mut world, ana, &link);
}

#[test]
fn whoever_has_left_closes_old_mailboxes_and_not_the_new_way_back() {
    let (mut world, [ana, bo, cy]) = World::<PlainSuite>::three();
    let dan = world.sign_up("dan");
    let link = world.invite(ana, world.ready(ana)[0].index, 5).expect("a link");
    world.join(dan, &link);
    world.pass(MINUTE);
    world.set_online(dan, false);
    let mut hostile = world.turncoat(bo);
    let circle = world.ready(bo)[0].index;
    world.run(bo, Command::Leave { circle }, MINUTE);
    world.pass(MINUTE);
    world.say(ana, "without bo");
    world.pass(MINUTE);
    let present = world.turncoat(ana).ways_back()[0].0;
    assert!(hostile.ways_back().iter().all(|(mailbox, _)| *mailbox != present), "a way back that bo never knew");
    close_all(&mut world, &mut hostile);

    for lost in [cy, dan] {
        world.lose(lost);
    }
    world.replace_boxes(&Boxes::default());
    assert!(comes_back(&mut world, dan).is_none(), "whoever was away knows the old way alone");
    let cy = comes_back(&mut world, cy).expect("by the new way");
    // It does so among its first duties, which begin once the circle is shown.
    world.pass(MINUTE);
    let dan = comes_back(&mut world, dan).expect("a device that opens renews old ways too");
    world.pass(MINUTE);
    for device in [cy, dan] {
        assert_eq!(world.head(device), world.head(ana), "{device:?}");
    }
    an_invite_fails_and_a_new_one_works(&mut world, ana, &link);
}

fn close_all(world: &mut World<PlainSuite>, hostile: &mut Turncoat<PlainSuite>) {
    let known: Vec<_> = hostile.invites().into_iter().chain(hostile.ways_back()).collect();
    assert!(known.len() >= 2);
    for (mailbox, key) in known {
        assert!(world.pose_by(&key, &MailDelete { mailbox, mail: None }).is_ok(), "the server cannot tell");
    }
}

fn an_invite_fails_and_a_new_one_works(world: &mut World<PlainSuite>, inviter: DeviceId, link: &str) {
    let newcomer = world.sign_up("eve");
    let read = world.run(newcomer, Command::ReadInvite { fragment: link.to_owned() }, MINUTE);
    assert!(matches!(&read, Some(Outcome::Refused { error, .. }) if error.0 == "invite_unknown"), "{read:?}");
    let circle = world.ready(inviter)[0].index;
    let link = world.invite(inviter, circle, 2).expect("a link");
    world.join(newcomer, &link);
    world.pass(MINUTE);
    assert_eq!(world.head(newcomer), world.head(inviter));
}

/// Signs in on a new device; it, if it is in the circle after some minutes.
fn comes_back(world: &mut World<PlainSuite>, lost: DeviceId) -> Option<DeviceId> {
    let again = world.another_device(lost);
    assert!(matches!(world.sign_in(again), Some(Outcome::Done(_))));
    if world.until(5 * MINUTE, |world| !world.ready(again).is_empty()) {
        return Some(again);
    }
    world.lose(again);
    None
}
