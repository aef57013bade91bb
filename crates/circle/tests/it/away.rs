//! Who is silent for long: the leaf goes, the seat waits (protocol.md section 2, EVICT).

use circle::{Add, AddGround, Body, Circle, Effect, Facts, Refused, Remove, RemoveGround, limits};
use wire::Millis;

use crate::world::{START, TODAY, World, id, invite, joining, newcomer};

const DAY: u64 = 86_400_000;

/// A circle of ann (keeper), ben and cho (deputy), in which ann and ben commit on `day` and cho never does.
fn on(day: u32) -> World {
    let mut world = World::of(&["ben", "cho"]);
    world.ok("cho", Body::ServeAs { role: "deputy".to_owned() });
    active(&mut world, day);
    world
}

fn active(world: &mut World, day: u32) {
    world.now = START.plus(u64::from(day) * DAY);
    for name in ["ann", "ben"] {
        let facts = Facts { claimed: world.now, ..Facts::of(id(name)) };
        world.circle.commit(&facts).expect("a member");
    }
}

fn removing(author: &str, who: &str) -> Facts {
    Facts { removes: vec![Remove { member: id(who), ground: RemoveGround::Silent }], ..Facts::of(id(author)) }
}

fn back(author: &str, who: &str, at: u64) -> Facts {
    let ground = AddGround::Rejoin { at: Millis(at) };
    Facts { adds: vec![Add { member: newcomer(who), ground }], ..Facts::of(id(author)) }
}

fn without(world: &mut World) {
    let effects = world.circle.commit(&removing("ben", "cho")).expect("silent");
    assert!(effects.contains(&Effect::MemberAway(id("cho"))), "{effects:?}");
    assert!(!effects.contains(&Effect::LeaveAnnounced(id("cho"))), "nobody left: {effects:?}");
}

#[test]
fn only_silence_is_a_ground() {
    #[track_caller]
    fn one(day: u32, facts: &Facts, want: Result<(), Refused>) {
        let mut world = on(day);
        let before = world.circle.clone();
        assert_eq!(world.circle.commit(facts).map(|_| ()), want, "day {day}: {facts:?}");
        assert!(want.is_ok() || world.circle == before, "refused changes nothing");
    }
    one(limits::SILENT_DAYS, &removing("ben", "cho"), Ok(()));
    one(limits::SILENT_DAYS - 1, &removing("ben", "cho"), Err(Refused::NoGround));
    one(limits::SILENT_DAYS, &removing("ben", "ann"), Err(Refused::NoGround));
    one(limits::SILENT_DAYS, &removing("ben", "eve"), Err(Refused::NotAMember));
    one(limits::SILENT_DAYS, &back("ben", "cho", 1), Err(Refused::RejoinMismatch));
}

#[test]
fn one_clock_makes_nobody_silent() {
    let mut world = World::of(&["ben", "cho"]);
    let far = START.plus(1_000 * DAY);
    world.circle.commit(&Facts { claimed: far, ..Facts::of(id("ann")) }).expect("a member");
    assert_eq!(world.circle.silent().count(), 0);
    assert_eq!(world.circle.commit(&removing("ann", "cho")), Err(Refused::NoGround));
}

#[test]
fn whoever_acts_alone_for_long_is_not_silent_when_another_comes() {
    let mut world = World::of(&["ben", "cho"]);
    let now = START.plus(100 * DAY);
    world.circle.commit(&Facts { claimed: now, ..Facts::of(id("ann")) }).expect("a member");
    world.circle.commit(&Facts { claimed: now, ..joining("ann", "dan", 1) }).expect("invited long ago by circle time");
    world.circle.commit(&Facts { claimed: now, ..Facts::of(id("dan")) }).expect("a member");
    let silent: Vec<_> = world.circle.silent().collect();
    assert_eq!(silent, [id("ben"), id("cho")]);
}

#[test]
fn an_old_leaf_is_renewed_before_it_is_silent() {
    let circle = on(5).circle;
    let stale = |who, days| circle.is_stale(id(who), TODAY.plus(days));
    assert_eq!((stale("cho", limits::FRESH_DAYS - 1), stale("cho", limits::FRESH_DAYS)), (false, true));
    assert_eq!((stale("ann", limits::FRESH_DAYS + 4), stale("ann", limits::FRESH_DAYS + 5)), (false, true));
}

#[test]
fn the_seat_waits_with_its_name_and_without_its_roles() {
    let mut world = on(limits::SILENT_DAYS);
    without(&mut world);
    let circle = &world.circle;
    assert!(circle.member(id("cho")).is_none() && circle.knock_is_due());
    assert_eq!((circle.name_of(id("cho")), circle.key_of(id("cho"))), (Some("cho"), Some(newcomer("cho").key)));
    assert!(circle.name_is_taken("Cho") && !circle.serves(id("cho"), "deputy"));
    assert_eq!(Circle::restore(&circle.snapshot()).expect("a snapshot").away().len(), 1);
    world.refused("cho", Body::Leave {}, Refused::NotAMember);
    let later = circle::Invite { expires: TODAY.plus(limits::SILENT_DAYS + 7), ..invite(2, "ben") };
    world.ok("ben", Body::InviteMade { invite: later });
    let mut other = joining("ben", "dan", 2);
    other.adds[0].member.key = newcomer("cho").key;
    assert_eq!(world.circle.commit(&other), Err(Refused::KeyTaken));
    other.adds[0].member = circle::NewMember { name: "CHO".to_owned(), ..newcomer("dan") };
    assert_eq!(world.circle.commit(&other), Err(Refused::NameTaken));
}

#[test]
fn who_comes_back_sits_in_the_own_seat() {
    let mut world = on(limits::SILENT_DAYS);
    without(&mut world);
    let mut stranger = back("ann", "cho", 5);
    stranger.adds[0].member.key = newcomer("eve").key;
    assert_eq!(world.circle.commit(&stranger), Err(Refused::RejoinMismatch));
    let mut twice = back("ann", "cho", 5);
    twice.adds.push(twice.adds[0].clone());
    assert!(world.circle.commit(&twice).is_err());
    assert_eq!(world.circle.commit(&back("ann", "cho", 5)), Ok(vec![Effect::MemberReturned(id("cho"))]));
    assert_eq!((world.circle.away().len(), world.circle.silent().count()), (0, 0));
    world.ok("cho", Body::Rename { name: "Chosen".to_owned() });
    assert_eq!(world.circle.commit(&back("ann", "cho", 5)), Err(Refused::RejoinMismatch), "now there is a leaf");
}

#[test]
fn seats_wait_for_a_year_and_make_room_for_newcomers() {
    let mut world = on(limits::SILENT_DAYS);
    without(&mut world);
    active(&mut world, limits::SILENT_DAYS + limits::AWAY_DAYS - 1);
    assert_eq!(world.circle.away().len(), 1);
    active(&mut world, limits::SILENT_DAYS + limits::AWAY_DAYS);
    assert_eq!(world.circle.away().len(), 0);
    assert_eq!(world.circle.commit(&back("ann", "cho", 5)), Err(Refused::NotAMember));
}

#[test]
fn a_newer_client_is_asked_for_when_most_have_it() {
    let mut world = World::of(&["ben", "cho", "dan"]);
    let mut has = |name, client| {
        world.circle.commit(&Facts { client, ..Facts::of(id(name)) }).expect("a member");
        world.circle.can_ask_for(2)
    };
    assert!(!has("ann", 9));
    assert!(!has("ben", 2), "half is not most");
    assert!(!has("cho", 1));
    assert!(has("cho", 2));
    assert!(!has("cho", 1), "back on an older one");
    world.ok("dan", Body::Leave {});
    assert!(world.circle.can_ask_for(2), "who leaves does not count");
}
