//! Somebody has to leave the circle for good: one row per refusal beside one that is admitted.

use circle::{
    AddGround, Body, Circle, Effect, EjectReason, Facts, MeetingEffect, Refused, RemovalAct, Remove, RemoveGround, Seq,
    limits,
};
use wire::{Day, Millis, PublicKey};

use crate::world::{DAY, MEETING, OPEN, START, World, arrive, at, hand, id, invite, joining, say, seals};

fn moved(who: &str) -> Body {
    said_of(who, None)
}

fn said_of(who: &str, words: Option<&str>) -> Body {
    let (member, reason) = (id(who), EjectReason::Attacking);
    Body::Removal(RemovalAct::Move { member, reason, words: words.map(str::to_owned) })
}

fn confirm(who: &str, at: u64) -> Body {
    Body::Removal(RemovalAct::Confirm { member: id(who), at: Seq(at) })
}

fn withdraw(who: &str) -> Body {
    Body::Removal(RemovalAct::Withdraw { member: id(who) })
}

fn serve(role: &str) -> Body {
    Body::ServeAs { role: role.to_owned() }
}

/// A circle of ann (keeper), then ben, cho and dan, who came in this order today.
fn four() -> World {
    World::of(&["ben", "cho", "dan"])
}

/// Where the first act after the founding of [`four`] stands in the log.
const FIRST: u64 = 1;

/// One act, `days` after the acts before it; at the last of these two clocks agree.
#[track_caller]
fn after(days: u64, before: &[(&str, Body)], act: (&str, Body), want: Result<(), Refused>) {
    four().check_after(days, before, act, want);
}

#[track_caller]
fn check(before: &[(&str, Body)], act: (&str, Body), want: Result<(), Refused>) {
    after(0, before, act, want);
}

fn decided(world: &mut World) -> Vec<Effect> {
    world.ok("ann", moved("cho"));
    let at = world.circle.removal(id("cho")).expect("moved").at;
    world.ok("ben", confirm("cho", at.0))
}

fn removing(author: &str, who: &str, ground: RemoveGround) -> Facts {
    Facts { removes: vec![Remove { member: id(who), ground }], ..Facts::of(id(author)) }
}

#[track_caller]
fn commit(world: &mut World, facts: &Facts, want: Result<(), Refused>) {
    let before = world.circle.clone();
    assert_eq!(world.circle.commit(facts).map(|_| ()), want, "{facts:?}");
    assert!(want.is_ok() || world.circle == before, "refused changes nothing");
}

#[test]
fn who_may_move_it() {
    check(&[], ("ann", moved("cho")), Ok(()));
    check(&[], ("ann", said_of("cho", Some("words"))), Ok(()));
    check(&[], ("ben", moved("cho")), Err(Refused::MayNotRemove));
    check(&[("ben", serve("deputy"))], ("ben", moved("cho")), Ok(()));
    check(&[("dan", serve("deputy"))], ("dan", moved("cho")), Err(Refused::TooNew));
    check(&[], ("ann", moved("ann")), Err(Refused::OwnRemoval));
    check(&[], ("ann", moved("eve")), Err(Refused::NotAMember));
    check(&[], ("eve", moved("cho")), Err(Refused::NotAMember));
    check(&[("cho", Body::Leave {})], ("ann", moved("cho")), Err(Refused::Unchanged));
    check(&[("ann", moved("cho"))], ("ann", moved("cho")), Err(Refused::RemovalMoved));
    check(&[], ("ann", said_of("cho", Some(" "))), Err(Refused::TextEmpty));
    check(&[], ("ann", said_of("cho", Some(&"x".repeat(limits::REMOVAL_WORDS)))), Ok(()));
    check(&[], ("ann", said_of("cho", Some(&"x".repeat(limits::REMOVAL_WORDS + 1)))), Err(Refused::TextTooLong));
}

#[test]
fn the_only_keeper_is_no_exception() {
    let days = u64::from(limits::STANDING_DAYS);
    check(&[], ("ben", moved("ann")), Err(Refused::TooNew));
    after(days - 1, &[], ("ben", moved("ann")), Err(Refused::TooNew));
    after(days, &[], ("ben", moved("ann")), Ok(()));
    after(days, &[("cho", serve("deputy"))], ("ben", moved("ann")), Err(Refused::MayNotRemove));
    after(days, &[], ("dan", moved("cho")), Err(Refused::MayNotRemove));
}

#[test]
fn one_member_moves_so_many() {
    let mut world = World::of(&["ben", "cho", "dan", "eli"]);
    for who in ["ben", "cho", "dan"] {
        world.ok("ann", moved(who));
    }
    world.refused("ann", moved("eli"), Refused::TooManyRemovals);
    world.ok("ann", withdraw("cho"));
    world.ok("ann", moved("eli"));
}

#[test]
fn who_may_confirm_it() {
    let moved = |who| ("ann", moved(who));
    check(&[moved("cho")], ("ben", confirm("cho", FIRST)), Ok(()));
    check(&[moved("cho")], ("ann", confirm("cho", FIRST)), Err(Refused::OwnMove));
    check(&[moved("cho")], ("cho", confirm("cho", FIRST)), Err(Refused::OwnRemoval));
    check(&[moved("cho")], ("dan", confirm("cho", FIRST)), Err(Refused::TooNew));
    check(&[moved("cho")], ("eve", confirm("cho", FIRST)), Err(Refused::NotAMember));
    check(&[], ("ben", confirm("cho", FIRST)), Err(Refused::NoRemoval));
    check(&[moved("cho")], ("ben", confirm("cho", FIRST - 1)), Err(Refused::NoRemoval));
    check(&[moved("cho")], ("ben", confirm("dan", FIRST)), Err(Refused::NoRemoval));
    let twice = [moved("cho"), ("ben", confirm("cho", FIRST))];
    check(&twice, ("ben", confirm("cho", FIRST)), Err(Refused::Unchanged));
    check(&twice, ("dan", moved("cho").1), Err(Refused::Unchanged));
}

#[test]
fn another_keeper_confirms_where_there_is_one_with_standing() {
    let of_dan = [("ben", serve("deputy")), ("ann", moved("dan"))];
    check(&of_dan, ("ben", confirm("dan", FIRST + 1)), Ok(()));
    check(&of_dan, ("cho", confirm("dan", FIRST + 1)), Err(Refused::MayNotRemove));
    let of_cho = [("dan", serve("deputy")), ("ann", moved("cho"))];
    check(&of_cho, ("dan", confirm("cho", FIRST + 1)), Err(Refused::TooNew));
    check(&of_cho, ("ben", confirm("cho", FIRST + 1)), Ok(()));
    let of_keeper = [("cho", serve("keeper")), ("ann", moved("cho"))];
    check(&of_keeper, ("ben", confirm("cho", FIRST + 1)), Ok(()));
}

#[test]
fn of_two_nobody_can_be_put_out() {
    let mut world = World::of(&["ben"]);
    world.ok("ann", moved("ben"));
    world.refused("ann", confirm("ben", FIRST), Refused::OwnMove);
    world.refused("ben", confirm("ben", FIRST), Refused::OwnRemoval);
    commit(&mut world, &removing("ann", "ben", RemoveGround::Decided), Err(Refused::NoGround));
}

#[test]
fn whoever_moved_it_takes_it_back() {
    let once = [("ann", moved("cho"))];
    check(&once, ("ann", withdraw("cho")), Ok(()));
    check(&once, ("ben", withdraw("cho")), Err(Refused::NotYourMove));
    check(&once, ("cho", withdraw("cho")), Err(Refused::NotYourMove));
    check(&[], ("ann", withdraw("cho")), Err(Refused::NoRemoval));
    let back = [once.as_slice(), &[("ann", withdraw("cho"))]].concat();
    check(&back, ("ben", confirm("cho", FIRST)), Err(Refused::NoRemoval));
    check(&back, ("ann", moved("cho")), Ok(()));
    let again = [back.as_slice(), &once].concat();
    check(&again, ("ben", confirm("cho", FIRST)), Err(Refused::NoRemoval));
    check(&again, ("ben", confirm("cho", FIRST + 2)), Ok(()));
    let over = [once.as_slice(), &[("ben", confirm("cho", FIRST))]].concat();
    check(&over, ("ann", withdraw("cho")), Err(Refused::NoRemoval));
}

#[test]
fn what_nobody_confirms_falls() {
    let days = u64::from(limits::REMOVAL_DAYS);
    let once = [("ann", moved("cho"))];
    after(days - 1, &once, ("ben", confirm("cho", FIRST)), Ok(()));
    after(days, &once, ("ben", confirm("cho", FIRST)), Err(Refused::NoRemoval));
    after(days, &once, ("ann", moved("cho")), Ok(()));
    let mut world = four();
    world.ok("ann", moved("cho"));
    assert_eq!(world.circle.removals().count(), 1);
    world.pass(days);
    assert_eq!(world.circle.removals().count(), 0);
}

#[test]
fn it_falls_with_its_mover_and_with_whom_it_is_about() {
    let mut world = four();
    for body in [serve("deputy"), moved("cho"), Body::Leave {}] {
        world.ok("ben", body);
    }
    world.ok("ann", moved("cho"));
    for who in ["ann", "cho"] {
        let mut world = four();
        world.ok("ann", moved("cho"));
        world.ok(who, Body::Leave {});
        assert_eq!(world.circle.removals().count(), 0, "{who} left");
        commit(&mut world, &removing("ben", "cho", RemoveGround::Decided), Err(Refused::NoGround));
    }
}

#[test]
fn what_is_decided_takes_effect_at_once() {
    let mut world = four();
    world.ok("cho", serve("deputy"));
    world.ok("cho", Body::InviteMade { invite: invite(2, "cho") });
    let effects = decided(&mut world);
    assert_eq!(effects, [Effect::RemovalChanged(id("cho")), Effect::InvitesChanged]);
    assert_eq!(world.circle.invites().count(), 0, "whoever has to leave knows all links");
    assert!(!world.circle.serves(id("cho"), "deputy"));
    world.refused("cho", Body::Rename { name: "Chosen".to_owned() }, Refused::Leaving);
    world.refused("cho", moved("ann"), Refused::Leaving);
    commit(&mut world, &Facts::of(id("cho")), Err(Refused::Leaving));
    let removal = world.circle.removal(id("cho")).expect("stands until it is carried out").clone();
    assert_eq!((removal.by, removal.confirmed), (id("ann"), Some(id("ben"))));
    world.pass(u64::from(limits::REMOVAL_DAYS));
    assert_eq!(world.circle.removal(id("cho")), Some(&removal), "what is decided does not fall");
}

#[test]
fn a_decision_is_a_ground_and_nothing_less_is() {
    let decided_of = |who: &str| removing("dan", who, RemoveGround::Decided);
    let mut world = four();
    commit(&mut world, &decided_of("cho"), Err(Refused::NoGround));
    world.ok("ann", moved("cho"));
    commit(&mut world, &decided_of("cho"), Err(Refused::NoGround));
    for ground in [RemoveGround::Left, RemoveGround::Silent] {
        commit(&mut world, &removing("ann", "cho", ground), Err(Refused::NoGround));
    }
    let mut left = four();
    left.ok("cho", Body::Leave {});
    commit(&mut left, &decided_of("cho"), Err(Refused::NoGround));

    let mut world = four();
    decided(&mut world);
    commit(&mut world, &decided_of("ben"), Err(Refused::NoGround));
    commit(&mut world, &removing("dan", "cho", RemoveGround::Left), Err(Refused::NoGround));
    commit(&mut world, &removing("dan", "cho", RemoveGround::Silent), Err(Refused::NoGround));
    commit(&mut world, &removing("cho", "cho", RemoveGround::Decided), Err(Refused::Leaving));
    assert_eq!(world.circle.commit(&decided_of("cho")), Ok(vec![Effect::MemberLeft(id("cho"))]));
    assert!(world.circle.knock_is_due());
    commit(&mut world, &decided_of("cho"), Err(Refused::NoGround));
}

#[test]
fn whoever_had_to_leave_does_not_come_back_as_who_they_were() {
    let back = |removes: bool| {
        let mut facts = removing("ben", "cho", RemoveGround::Rejoin);
        facts.adds = joining("ben", "cho", 1).adds;
        facts.adds[0].ground = AddGround::Rejoin { at: Millis(9) };
        if !removes {
            facts.removes.clear();
        }
        facts
    };
    let mut world = four();
    decided(&mut world);
    commit(&mut world, &back(true), Err(Refused::Leaving));
    commit(&mut world, &removing("ben", "cho", RemoveGround::Decided), Ok(()));
    commit(&mut world, &back(true), Err(Refused::NotAMember));
    commit(&mut world, &back(false), Err(Refused::NotAMember));
    commit(&mut world, &joining("ben", "cho", 1), Err(Refused::InviteUnknown));

    world.ok("ben", Body::InviteMade { invite: invite(2, "ben") });
    let mut again = joining("ben", "cho", 2);
    commit(&mut world, &again, Err(Refused::MemberTaken));
    again.adds[0].member.id = id("cho 2");
    commit(&mut world, &again, Err(Refused::KeyTaken));
    again.adds[0].member.key = PublicKey([5; 32]);
    commit(&mut world, &again, Ok(()));
    let came = world.circle.member(id("cho 2")).expect("invited again");
    assert!(came.place > place(&world, "dan"), "as somebody new");
}

fn place(world: &World, name: &str) -> u32 {
    world.circle.member(id(name)).expect("a member").place
}

#[test]
fn it_is_remembered_for_a_while() {
    let mut world = four();
    decided(&mut world);
    commit(&mut world, &removing("dan", "cho", RemoveGround::Decided), Ok(()));
    assert_eq!(world.circle.removals().count(), 0);
    let removed = world.circle.removed()[0].clone();
    assert_eq!((removed.name.as_str(), removed.day), ("cho", Day::of(world.circle.time())));
    assert_eq!((removed.moved, removed.confirmed, removed.reason), (id("ann"), id("ben"), EjectReason::Attacking));
    let restored = Circle::restore(&world.circle.snapshot()).expect("a snapshot");
    assert_eq!(restored.removed(), [removed]);
    world.pass(u64::from(limits::REMOVED_DAYS));
    commit(&mut world, &Facts::of(id("ann")), Ok(()));
    assert!(world.circle.removed().is_empty());
}

#[test]
fn nothing_is_said_in_a_meeting_until_there_is_another_key() {
    for is_here in [true, false] {
        let mut world = World::meeting(OPEN, &["ben", "cho"]);
        if !is_here {
            world.ok("cho", Body::Depart { meeting: MEETING });
        }
        let effects = decided(&mut world);
        assert!(effects.contains(&MeetingEffect::Ejected(id("cho")).into()), "{effects:?}");
        assert!(!world.meet().is_here(id("cho")) && world.meet().out.contains(&id("cho")));
        assert_eq!(world.live("ben", world.circle.seq(), &say(0, 0)), Err(Refused::RekeyDue), "{is_here}");
        for body in [arrive(), hand(true)] {
            world.refused("cho", body, Refused::Leaving);
        }
        let to = seals(&[at("ann"), at("ben")]);
        world.ok("ben", Body::Rekey { meeting: MEETING, index: 2, seals: to, without: vec![] });
        assert_eq!(world.live("ben", world.circle.seq(), &say(0, 0)), Ok(()));
    }
    let mut world = World::of(&["ben", "cho"]);
    world.open();
    decided(&mut world);
    assert!(!world.meet().rekey_due, "cho never had the key");
}

#[test]
fn a_seat_that_waits_goes_with_the_decision() {
    let mut world = four();
    let now = START.plus(u64::from(limits::SILENT_DAYS) * DAY);
    world.now = now;
    for name in ["ann", "ben"] {
        commit(&mut world, &Facts { claimed: now, ..Facts::of(id(name)) }, Ok(()));
    }
    commit(&mut world, &removing("ben", "cho", RemoveGround::Silent), Ok(()));
    let effects = decided(&mut world);
    assert!(effects.contains(&Effect::MemberLeft(id("cho"))), "{effects:?}");
    assert_eq!((world.circle.away().len(), world.circle.removed().len()), (0, 1));
    let mut back = joining("ann", "cho", 1);
    back.adds[0].ground = AddGround::Rejoin { at: Millis(9) };
    commit(&mut world, &back, Err(Refused::NotAMember));
}

#[test]
fn the_order_of_coming_outlives_a_return() {
    let mut world = four();
    let mut back = removing("ann", "ben", RemoveGround::Rejoin);
    back.adds = joining("ann", "ben", 1).adds;
    back.adds[0].ground = AddGround::Rejoin { at: Millis(9) };
    commit(&mut world, &back, Ok(()));
    let places = ["ann", "ben", "cho", "dan"].map(|name| place(&world, name));
    assert_eq!(places, [0, 1, 2, 3]);
}
