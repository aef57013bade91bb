//! What a commit may change (protocol.md section 2, "Authority").

use circle::{
    Add, AddGround, Body, Charter, Circle, Effect, Facts, InviteId, KnockKey, Refused, Remove, RemoveGround, Welcoming,
};
use wire::{Hash, Millis, PublicKey};

use crate::world::{START, World, charter, id, invite, joining, knock_key, newcomer};

/// A commit in a circle of ann (keeper) and ben, in which cho has just left.
fn left() -> World {
    let mut world = World::of(&["ben", "cho"]);
    world.ok("cho", Body::Leave {});
    world
}

#[track_caller]
fn check(world: &mut World, facts: &Facts, want: Result<(), Refused>) {
    let before = world.circle.clone();
    assert_eq!(world.circle.commit(facts).map(|_| ()), want, "{facts:?}");
    assert_eq!(world.circle.seq(), before.seq(), "a commit is no entry");
    if want.is_err() {
        assert_eq!(world.circle, before, "refused changes nothing");
    }
}

fn removing(author: &str, who: &str, ground: RemoveGround) -> Facts {
    Facts { removes: vec![Remove { member: id(who), ground }], ..Facts::of(id(author)) }
}

fn rejoining(author: &str, who: &str) -> Facts {
    Facts {
        adds: vec![Add { member: newcomer(who), ground: AddGround::Rejoin { at: Millis(1) } }],
        ..removing(author, who, RemoveGround::Rejoin)
    }
}

#[test]
fn additions() {
    #[track_caller]
    fn one(change: impl FnOnce(&mut Facts), want: Result<(), Refused>) {
        let mut facts = joining("ben", "dan", 1);
        change(&mut facts);
        check(&mut left(), &facts, want);
    }
    one(|_| {}, Ok(()));
    one(|f| f.author = id("eve"), Err(Refused::NotAMember));
    one(|f| f.author = id("cho"), Err(Refused::Leaving));
    one(|f| f.adds[0].ground = AddGround::Invite(InviteId([9; 16])), Err(Refused::InviteUnknown));
    one(|f| f.adds[0].ground = AddGround::Rejoin { at: Millis(1) }, Err(Refused::NotAMember));
    one(|f| f.adds[0].member.id = id("ann"), Err(Refused::MemberTaken));
    one(|f| f.adds[0].member.id = id("cho"), Err(Refused::MemberTaken));
    one(|f| f.adds[0].member.key = newcomer("ann").key, Err(Refused::KeyTaken));
    one(|f| f.adds[0].member.name = "BEN".to_owned(), Err(Refused::NameTaken));
    one(|f| f.adds[0].member.name = "\u{202E}".to_owned(), Err(Refused::NameUnusable));
    one(|f| f.adds[0].member.pledge = Hash::ZERO, Err(Refused::PledgeOutdated));
    one(|f| f.adds.push(f.adds[0].clone()), Err(Refused::MemberTaken));
}

#[test]
fn uses_and_days_of_invites() {
    let mut world = World::of(&["ben"]);
    let mut twice = invite(2, "ben");
    twice.uses = 2;
    world.ok("ben", Body::InviteMade { invite: twice });
    check(&mut world, &joining("ann", "dan", 2), Ok(()));
    let both =
        Facts { adds: [joining("ann", "eli", 2).adds, joining("ann", "fay", 2).adds].concat(), ..Facts::of(id("ann")) };
    check(&mut world, &both, Err(Refused::InviteUsedUp));
    check(&mut world, &joining("ann", "eli", 2), Ok(()));
    check(&mut world, &joining("ann", "fay", 2), Err(Refused::InviteUsedUp));

    world.now = START.plus(7 * 86_400_000);
    world.ok("ann", Body::Rename { name: "Anna".to_owned() });
    world.ok("ben", Body::Rename { name: "Benno".to_owned() });
    check(&mut world, &joining("ann", "flo", 1), Ok(()));
    world.now = START.plus(8 * 86_400_000);
    world.ok("ann", Body::StandDown { role: "keeper".to_owned() });
    check(&mut world, &joining("ann", "fay", 1), Ok(()));
    world.ok("ben", Body::ServeAs { role: "keeper".to_owned() });
    check(&mut world, &joining("ann", "gil", 1), Err(Refused::InviteExpired));
}

#[test]
fn greeters_let_newcomers_in_where_the_charter_says_so() {
    let mut world = World::under(Charter { welcome: Welcoming::Greeter, ..charter() }, &["ben"]);
    check(&mut world, &joining("ben", "dan", 1), Err(Refused::NotAGreeter));
    world.ok("ben", Body::ServeAs { role: "greeter".to_owned() });
    check(&mut world, &joining("ben", "dan", 1), Ok(()));
    check(&mut world, &joining("ann", "eli", 1), Ok(()));
    check(&mut world, &rejoining("dan", "eli"), Ok(()));
}

#[test]
fn a_circle_holds_so_many_members() {
    let names: Vec<String> = (1..150).map(|n| format!("member {n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut world = World::of(&names[..99]);
    world.ok("ann", Body::InviteMade { invite: invite(2, "ann") });
    for name in &names[99..] {
        check(&mut world, &joining("ann", name, 2), Ok(()));
    }
    assert_eq!(world.circle.members().len(), wire::limits::MEMBERS);
    check(&mut world, &joining("ann", "dan", 2), Err(Refused::CircleFull));
}

#[test]
fn removals() {
    #[track_caller]
    fn one(facts: Facts, change: impl FnOnce(&mut Facts), want: Result<(), Refused>) {
        let mut facts = facts;
        change(&mut facts);
        check(&mut left(), &facts, want);
    }
    let cho = || removing("ben", "cho", RemoveGround::Left);
    one(cho(), |_| {}, Ok(()));
    one(cho(), |f| f.author = id("cho"), Err(Refused::Leaving));
    one(cho(), |f| f.removes[0].member = id("ann"), Err(Refused::NoGround));
    one(cho(), |f| f.removes[0].member = id("eve"), Err(Refused::NotAMember));
    one(cho(), |f| f.removes[0].ground = RemoveGround::Rejoin, Err(Refused::RejoinMismatch));
    one(cho(), |f| f.removes.push(f.removes[0]), Err(Refused::NotAMember));
}

#[test]
fn rejoins() {
    #[track_caller]
    fn one(change: impl FnOnce(&mut Facts), want: Result<(), Refused>) {
        let mut facts = rejoining("ann", "ben");
        change(&mut facts);
        check(&mut left(), &facts, want);
    }
    one(|_| {}, Ok(()));
    one(|f| f.adds.clear(), Err(Refused::RejoinMismatch));
    one(|f| f.removes.clear(), Err(Refused::RejoinMismatch));
    one(|f| f.adds[0].member.key = PublicKey([1; 32]), Err(Refused::RejoinMismatch));
    one(|f| f.adds[0].member.pledge = Hash::ZERO, Err(Refused::PledgeOutdated));
    one(|f| f.adds.push(f.adds[0].clone()), Err(Refused::RejoinMismatch));
    one(|f| f.removes.push(f.removes[0]), Err(Refused::RejoinMismatch));
    check(&mut left(), &rejoining("ann", "cho"), Err(Refused::Leaving));
}

#[test]
fn each_rejoin_is_asked_for_later_than_the_last() {
    let mut world = left();
    let at = |at| {
        let mut facts = rejoining("ann", "ben");
        facts.adds[0].ground = AddGround::Rejoin { at: Millis(at) };
        facts
    };
    check(&mut world, &at(0), Err(Refused::Repeated));
    check(&mut world, &at(9), Ok(()));
    check(&mut world, &at(9), Err(Refused::Repeated));
    check(&mut world, &at(8), Err(Refused::Repeated));
    check(&mut world, &at(10), Ok(()));
}

#[test]
fn a_rejoin_keeps_name_and_roles() {
    let mut world = left();
    world.ok("ben", Body::Rename { name: "Benno".to_owned() });
    world.ok("ben", Body::ServeAs { role: "deputy".to_owned() });
    assert_eq!(world.circle.commit(&rejoining("ann", "ben")), Ok(vec![Effect::MemberReturned(id("ben"))]));
    assert_eq!(world.circle.name_of(id("ben")), Some("Benno"));
    assert!(world.circle.serves(id("ben"), "deputy"));
}

#[test]
fn a_removal_leaves_a_name_for_what_is_kept_and_then_nothing() {
    let mut world = left();
    let effects = world.circle.commit(&removing("ben", "cho", RemoveGround::Left)).expect("ground");
    assert_eq!(effects, [Effect::MemberLeft(id("cho"))]);
    assert!(world.circle.member(id("cho")).is_none());
    assert_eq!(world.circle.name_of(id("cho")), Some("cho"));
    check(&mut world, &joining("ben", "cho", 1), Err(Refused::MemberTaken));
    let mut again = joining("ben", "cho", 1);
    again.adds[0].member.id = id("cho 2");
    check(&mut world, &again, Err(Refused::KeyTaken));
    again.adds[0].member.key = PublicKey([5; 32]);
    check(&mut world, &again, Ok(()));

    world.now = START.plus(31 * 86_400_000);
    world.ok("ann", Body::Rename { name: "Anna".to_owned() });
    world.ok("ben", Body::Rename { name: "Benno".to_owned() });
    check(&mut world, &Facts::of(id("ann")), Ok(()));
    assert_eq!(world.circle.name_of(id("cho")), None);
}

#[test]
fn a_removal_makes_a_new_knock_key_due_and_the_first_one_wins() {
    let knock = |n| Body::KnockReplaced { knock: knock_key(n) };
    let halves = |secret, public| Body::KnockReplaced { knock: KnockKey { secret, public, back: [7; 32] } };
    let mut world = left();
    world.refused("ben", knock(2), Refused::KnockNotDue);
    check(&mut world, &removing("ben", "cho", RemoveGround::Left), Ok(()));
    assert!(world.circle.knock_is_due());
    assert_eq!(world.circle.knock(), &knock_key(1), "the old one stays until then");
    let restored = Circle::restore(&world.circle.snapshot()).expect("a snapshot");
    assert!(restored.knock_is_due(), "whoever loads later knows it too");

    world.refused("cho", knock(2), Refused::NotAMember);
    world.refused("ben", halves(vec![], vec![1]), Refused::KnockKeyUnusable);
    world.refused("ben", halves(vec![1], vec![0; 4_097]), Refused::KnockKeyUnusable);
    assert_eq!(world.ok("ben", knock(2)), [Effect::KnockReplaced]);
    assert_eq!((world.circle.knock(), world.circle.knock_is_due()), (&knock_key(2), false));
    world.refused("ann", knock(3), Refused::KnockNotDue);

    check(&mut world, &rejoining("ann", "ben"), Ok(()));
    check(&mut world, &joining("ann", "dan", 1), Ok(()));
    assert!(!world.circle.knock_is_due(), "nobody went");
    world.ok("dan", Body::Leave {});
    check(&mut world, &removing("ann", "dan", RemoveGround::Left), Ok(()));
    assert!(world.circle.knock_is_due());
}

#[test]
fn own_keys_may_change() {
    let mut world = left();
    let facts = |key| Facts { rekeyed: Some(key), ..Facts::of(id("ben")) };
    check(&mut world, &facts(newcomer("ann").key), Err(Refused::KeyTaken));
    assert_eq!(world.circle.commit(&facts(PublicKey([5; 32]))), Ok(vec![Effect::KeyChanged(id("ben"))]));
    let known = |world: &World| world.circle.member(id("ben")).map(|member| (member.key, member.rekeyed));
    let day = wire::Day::of(world.circle.time());
    assert_eq!(known(&world), Some((PublicKey([5; 32]), Some(day))));
    let other = world.circle.member(id("ann")).expect("a member");
    assert_eq!(other.rekeyed, None, "the key that she came with");
    let restored = Circle::restore(&world.circle.snapshot()).expect("a snapshot");
    assert_eq!(restored.member(id("ben")), world.circle.member(id("ben")));
    assert!(world.circle.knock_is_due(), "who knew the old key may have known the knock key");
    for key in [PublicKey([5; 32]), newcomer("ben").key] {
        check(&mut world, &facts(key), Err(Refused::KeyTaken));
    }
    let of_another = Facts { rekeyed: Some(newcomer("ben").key), ..Facts::of(id("ann")) };
    check(&mut world, &of_another, Err(Refused::KeyTaken));
}

#[test]
fn a_replaced_key_counts_for_what_came_before() {
    let mut world = left();
    let keys = [newcomer("ben").key, PublicKey([5; 32]), PublicKey([6; 32])];
    let mut seqs = vec![world.circle.seq()];
    for key in &keys[1..] {
        world.circle.skip();
        world.circle.skip();
        seqs.push(world.circle.seq());
        assert!(world.circle.commit(&Facts { rekeyed: Some(*key), ..Facts::of(id("ben")) }).is_ok());
    }
    let at = |circle: &Circle, seq: u64| circle.key_at(id("ben"), circle::Seq(seq));
    let check = |circle: &Circle| {
        assert_eq!(at(circle, seqs[1].0 - 1), Some(keys[0]));
        assert_eq!(at(circle, seqs[1].0), Some(keys[1]));
        assert_eq!(at(circle, seqs[2].0 - 1), Some(keys[1]));
        assert_eq!(at(circle, seqs[2].0), Some(keys[2]));
        assert_eq!(at(circle, u64::MAX), circle.key_of(id("ben")));
    };
    check(&world.circle);
    world.ok("ben", Body::Leave {});
    check_commit(&mut world, &removing("ann", "ben", RemoveGround::Left));
    check(&world.circle);
}

fn check_commit(world: &mut World, facts: &Facts) {
    assert_eq!(world.circle.commit(facts).map(|_| ()), Ok(()));
}

#[test]
fn a_newcomer_sees_nothing_from_before() {
    let mut world = World::of(&["ben"]);
    world.ok("ben", Body::Share { text: "words".to_owned(), wish: circle::Wish::JustListen, note: None });
    check(&mut world, &joining("ben", "dan", 1), Ok(()));
    let restored = Circle::restore(&world.circle.snapshot()).expect("a snapshot");
    assert_eq!(restored.root(), world.circle.root());
    assert!(restored.shares().is_empty());
    assert_eq!((restored.seq(), restored.time()), (world.circle.seq(), world.circle.time()));
    assert_ne!(world.circle.time(), Millis(0));
}
