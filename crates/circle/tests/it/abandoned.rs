//! Those who wait at the shut door, where those inside have vanished.

use circle::{
    Arrival, Body, Deed, Mode, Refused,
    limits::{self, KEEPER_SILENCE_MS},
};
use wire::Millis;

use crate::world::{MEETING, ROUND, START, World, arrive, at, deed, done, id, move_on, next, seals};

const TAKE: Body = Body::TakeKeeping { meeting: MEETING };

fn rekey(index: u32, to: &[Arrival]) -> Body {
    Body::Rekey { meeting: MEETING, index, seals: seals(to), without: Vec::new() }
}

/// `inside` are in the ring with ann, who holds the floor; `before` are at the shut door.
fn at_the_shut_door(inside: &[&str], before: &[&str]) -> World {
    let mut world = World::of(&[inside, before].concat());
    world.open();
    for who in inside {
        world.ok(who, arrive());
    }
    if !inside.is_empty() {
        world.door("ann");
    }
    for from in 0..ROUND {
        while world.number() != 0 {
            world.ok("ann", move_on(world.number()));
        }
        world.ok("ann", next(from));
    }
    for who in before {
        world.ok(who, arrive());
    }
    assert_eq!(world.holder().as_deref(), Some("ann"));
    world
}

const LATER: Millis = START.plus(limits::ASLEEP_MS);

#[test]
fn where_all_inside_have_vanished_those_at_the_door_go_on() {
    let tell = || deed(Deed::Tell {});
    let mut world = at_the_shut_door(&["ben", "cho"], &["dan", "eli"]);
    world.now = Millis(LATER.0 - 1);
    world.ok("dan", tell());
    world.ok("eli", tell());
    assert_eq!(world.holder().as_deref(), Some("ann"), "only that her keeping can be taken counts by now");
    world.now = LATER;
    world.ok("dan", tell());
    assert_eq!(world.holder().as_deref(), Some("ann"), "one clock among five");
    world.ok("eli", tell());
    assert_eq!(world.holder(), None);
    assert_eq!(world.meet().keeper, id("eli"));
    assert_eq!(world.meet().ring, ["ann", "ben", "cho"].map(id), "nobody loses the seat");
    assert!(["ann", "ben", "cho"].iter().all(|who| world.meet().modes.get(&id(who)) == Some(&Mode::Away)));
    world.refused("dan", tell(), Refused::NothingToTell);

    let all = ["ann", "ben", "cho", "dan", "eli"].map(at);
    world.ok("dan", rekey(2, &all));
    assert_eq!(world.holder().as_deref(), Some("dan"), "the round goes on with those who are there");
    world.ok("ann", deed(Deed::Be { mode: None }));
    world.ok("dan", done(world.number(), 0));
    assert_eq!(world.holder().as_deref(), Some("ann"), "an interrupted turn is offered again");
}

#[test]
fn whoever_is_inside_says_so_while_others_wait() {
    let tell = || deed(Deed::Tell {});
    let mut world = at_the_shut_door(&["ben", "cho"], &["dan", "eli"]);
    world.now = START.plus(limits::ASLEEP_MS / 2 - 1);
    assert_eq!(world.circle.presence_due(id("cho")), Some(START.plus(limits::ASLEEP_MS / 2)));
    world.ok("dan", tell());
    world.ok("cho", tell());
    world.refused("cho", tell(), Refused::NothingToTell);
    world.now = LATER;
    assert!(!world.circle.is_abandoned(LATER));
    world.ok("dan", tell());
    world.ok("eli", tell());
    assert_eq!(world.holder().as_deref(), Some("ann"), "cho listens");
    world.ok("cho", tell());
    assert_eq!(world.circle.presence_due(id("dan")), None, "who waits is not inside");

    let mut world = World::meeting(ROUND, &["ben", "cho"]);
    world.now = START.plus(KEEPER_SILENCE_MS - 1);
    world.refused("ann", tell(), Refused::NothingToTell);
    assert_eq!(world.circle.presence_due(id("ann")), None, "nobody waits");
}

#[test]
fn one_clock_is_enough_at_the_door_of_one_or_two() {
    for inside in [&[][..], &["ben"]] {
        let mut world = at_the_shut_door(inside, &["dan"]);
        world.now = Millis(LATER.0 - 1);
        world.refused("dan", deed(Deed::Tell {}), Refused::NothingToTell);
        world.now = LATER;
        assert!(world.circle.is_abandoned(LATER));
        world.ok("dan", deed(Deed::Tell {}));
        assert_eq!((world.holder(), world.meet().keeper), (None, id("dan")));
    }
    let mut world = at_the_shut_door(&["ben", "cho"], &["dan"]);
    world.now = LATER;
    assert!(!world.circle.is_abandoned(LATER), "a false clock alone interrupts no three");
    world.ok("dan", deed(Deed::Tell {}));
    assert_eq!(world.holder().as_deref(), Some("ann"));
}

#[test]
fn one_who_is_left_inside_and_one_at_the_door_tell_the_time_together() {
    let mut world = at_the_shut_door(&["ben", "cho"], &["dan"]);
    world.now = START.plus(KEEPER_SILENCE_MS);
    world.ok("ben", deed(Deed::Tell {}));
    world.refused("ben", TAKE, Refused::KeeperHere);
    world.ok("dan", deed(Deed::Tell {}));
    world.refused("dan", TAKE, Refused::NotAdmitted);
    world.ok("ben", TAKE);
    world.ok("ben", move_on(world.number()));
    assert_eq!(world.holder().as_deref(), Some("ben"));
}
