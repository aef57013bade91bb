//! Names, leaving, invites, roles, time: one row per refusal beside one that is admitted.

use circle::{
    Body, Charter, CharterFault, Circle, DEPUTY, Effect, Entry, EntryRef, KEEPER, PhaseKind, Refused, Seq, Text,
};
use wire::{Day, Hash, Millis};

use crate::world::{START, TODAY, World, at, charter, device, id, invite, knock_key, newcomer};

/// One act in a circle of ann (keeper), ben and cho.
#[track_caller]
fn check(before: &[(&str, Body)], (who, body): (&str, Body), want: Result<(), Refused>) {
    let mut world = World::of(&["ben", "cho"]);
    for (who, body) in before {
        world.ok(who, body.clone());
    }
    let what = format!("{who}: {body:?}");
    assert_eq!(world.act(at(who), body).map(|_| ()), want, "{what}");
}

fn rename(name: &str) -> Body {
    Body::Rename { name: name.to_owned() }
}

fn serve(role: &str) -> Body {
    Body::ServeAs { role: role.to_owned() }
}

fn stand_down(role: &str) -> Body {
    Body::StandDown { role: role.to_owned() }
}

#[test]
fn authors() {
    check(&[], ("ben", rename("Benno")), Ok(()));
    check(&[], ("eve", rename("Eve")), Err(Refused::NotAMember));
    check(&[("ben", Body::Leave {})], ("ben", rename("Benno")), Err(Refused::Leaving));
    check(&[("ben", Body::Leave {})], ("ben", Body::Leave {}), Err(Refused::Leaving));
}

#[test]
fn names() {
    check(&[], ("ben", rename("ben")), Ok(()));
    check(&[], ("ben", rename("نور الهدى")), Ok(()));
    check(&[], ("ben", rename(&"x".repeat(40))), Ok(()));
    for bad in ["", " ", " ben", "ben ", "a\nb", "a\u{202E}b", "\u{2067}a", "a\u{200B}b", "...", &"x".repeat(41)] {
        check(&[], ("ben", rename(bad)), Err(Refused::NameUnusable));
    }
    for taken in ["ann", "ANN", "Cho", "c\u{200D}ho"] {
        check(&[], ("ben", rename(taken)), Err(Refused::NameTaken));
    }
}

#[test]
fn a_newcomer_may_ask_whether_a_name_is_free() {
    let world = World::of(&["ben"]);
    assert!(world.circle.name_is_taken("BEN") && !world.circle.name_is_taken("cho"));
    assert!(circle::is_member_name("cho") && !circle::is_member_name(" "));
}

#[test]
fn invites() {
    let made = |change: fn(&mut circle::Invite)| {
        let mut invite = invite(2, "ben");
        change(&mut invite);
        Body::InviteMade { invite }
    };
    check(&[], ("ben", made(|_| {})), Ok(()));
    check(&[], ("ben", made(|invite| invite.expires = TODAY)), Ok(()));
    check(&[], ("ben", made(|invite| invite.uses = 0)), Err(Refused::InviteUnusable));
    check(&[], ("ben", made(|invite| invite.uses = 151)), Err(Refused::InviteUnusable));
    check(&[], ("ben", made(|invite| invite.expires = Day(1))), Err(Refused::InviteUnusable));
    check(&[], ("cho", made(|_| {})), Err(Refused::InviteUnusable));
    check(&[("ben", made(|_| {}))], ("ben", made(|_| {})), Err(Refused::InviteTaken));

    let id = invite(2, "ben").id;
    check(&[("ben", made(|_| {}))], ("ben", Body::InviteRevoked { invite: id }), Ok(()));
    check(&[("ben", made(|_| {}))], ("ann", Body::InviteRevoked { invite: id }), Ok(()));
    check(&[("ben", made(|_| {}))], ("cho", Body::InviteRevoked { invite: id }), Err(Refused::NotYourInvite));
    check(&[], ("ben", Body::InviteRevoked { invite: id }), Err(Refused::InviteUnknown));
}

#[test]
fn open_invites_are_limited_and_dead_ones_make_room() {
    let mut world = World::of(&["ben"]);
    for n in 2..=64 {
        world.ok("ben", Body::InviteMade { invite: invite(n, "ben") });
    }
    world.refused("ben", Body::InviteMade { invite: invite(65, "ben") }, Refused::TooManyInvites);
    world.now = START.plus(30 * 86_400_000);
    world.ok("ann", Body::Rename { name: "Anna".to_owned() });
    let mut late = invite(65, "ben");
    late.expires = TODAY.plus(40);
    world.ok("ben", Body::InviteMade { invite: late });
    assert_eq!(world.circle.invites().count(), 1);
}

#[test]
fn roles() {
    check(&[], ("ben", serve(DEPUTY)), Ok(()));
    check(&[], ("ben", serve("king")), Err(Refused::RoleUnknown));
    check(&[], ("ann", serve(KEEPER)), Err(Refused::AlreadyServing));
    check(&[("ben", serve(DEPUTY))], ("cho", serve(DEPUTY)), Err(Refused::RoleFull));
    check(&[("ben", serve(DEPUTY)), ("ben", stand_down(DEPUTY))], ("cho", serve(DEPUTY)), Ok(()));
    check(&[("ben", serve(DEPUTY)), ("ben", Body::Leave {})], ("cho", serve(DEPUTY)), Ok(()));
    check(&[], ("ann", stand_down(KEEPER)), Ok(()));
    check(&[], ("ben", stand_down(KEEPER)), Err(Refused::NotServing));
    check(&[], ("ben", stand_down("king")), Err(Refused::RoleUnknown));
}

#[test]
fn the_last_keeper_may_leave_and_the_service_is_free() {
    let mut world = World::of(&["ben"]);
    assert!(world.circle.serves(id("ann"), KEEPER));
    assert_eq!(world.ok("ann", Body::Leave {}), [Effect::LeaveAnnounced(id("ann"))]);
    assert!(world.circle.roles().all(|(_, holders)| holders.is_empty()));
    world.ok("ben", serve(KEEPER));
}

#[test]
fn repetitions_and_prophets() {
    let mut world = World::of(&["ben"]);
    let entry = world.entry(at("ben"), rename("Benno"));
    assert!(world.fold(&entry).is_ok());
    assert_eq!(world.fold(&entry), Err(Refused::Repeated));
    assert_eq!(world.fold(&Entry { counter: 0, ..entry.clone() }), Err(Refused::Repeated));
    let other_device = Entry { device: device("ben", 2).device, ..entry.clone() };
    assert!(world.fold(&other_device).is_ok());
    let ahead = Entry { counter: 99, known: Seq(world.circle.seq().0 + 1), ..entry };
    assert_eq!(world.fold(&ahead), Err(Refused::KnowsTooMuch));
}

#[test]
fn the_devices_used_longest_ago_are_forgotten() {
    let mut world = World::of(&["ben"]);
    let first = world.entry(device("ben", 1), rename("Benno"));
    assert!(world.fold(&first).is_ok());
    for n in 2..=17 {
        assert!(world.act(device("ben", n), rename("Benno")).is_ok());
    }
    assert!(world.fold(&first).is_ok(), "sixteen devices are remembered");
}

#[test]
fn bytes_that_are_no_entry_are_refused_and_counted() {
    let mut world = World::of(&[]);
    let before = world.circle.seq();
    let entry = world.entry(at("ann"), rename("Anna"));
    let mut unknown_act = entry.encode();
    let last = unknown_act.len() - 7;
    assert_eq!(unknown_act[last], 0, "the number of the act");
    unknown_act[last] = 22;
    let mut longer = entry.encode();
    longer.push(0);
    for bad in [&[][..], &[0xFF; 40], &unknown_act, &longer] {
        assert_eq!(world.circle.admit_bytes(EntryRef(Hash::ZERO), bad), Err(Refused::Malformed));
    }
    assert_eq!(world.circle.seq(), Seq(before.0 + 4));
    assert!(world.circle.admit_bytes(EntryRef(Hash::ZERO), &entry.encode()).is_ok());
}

#[test]
fn time_is_what_two_have_claimed() {
    let hour = 3_600_000;
    let mut world = World::of(&["ben", "cho"]);
    assert_eq!(world.circle.time(), START, "the founder was alone");
    world.now = START.plus(hour);
    world.ok("ann", rename("Anna"));
    assert_eq!(world.circle.time(), START, "one is not enough");
    world.now = START.plus(2 * hour);
    world.ok("ben", rename("Benno"));
    assert_eq!(world.circle.time(), START.plus(hour));
    world.now = Millis(u64::MAX);
    world.ok("cho", rename("Chou"));
    assert_eq!(world.circle.time(), START.plus(2 * hour), "a liar confirms others at most");
    world.now = Millis(0);
    world.ok("ben", rename("Ben"));
    assert_eq!(world.circle.time(), START.plus(2 * hour), "never backwards");
}

#[test]
fn shares_do_not_move_time_or_anything_durable() {
    let mut world = World::of(&["ben"]);
    world.now = START.plus(1);
    let mut skipped = world.circle.clone();
    let share = Body::Share { text: "words".to_owned(), wish: circle::Wish::AskMe, note: None };
    world.ok("ann", share.clone());
    world.ok("ben", share);
    skipped.skip();
    skipped.skip();
    assert_eq!(world.circle.root(), skipped.root(), "a device that came late and saw nothing has the same root");
}

#[test]
fn charters() {
    #[track_caller]
    fn check(change: impl FnOnce(&mut Charter), want: &[CharterFault]) {
        let mut charter = charter();
        change(&mut charter);
        let faults = charter.check().err().unwrap_or_default();
        assert_eq!(faults, want);
        assert_eq!(Circle::found(newcomer("ann"), charter, knock_key(1)).is_ok(), want.is_empty());
    }
    check(|_| {}, &[]);
    check(|c| c.name = String::new(), &[CharterFault::Name]);
    check(|c| c.retention_days = 0, &[CharterFault::Retention]);
    check(|c| c.retention_days = 31, &[CharterFault::Retention]);
    check(|c| c.template = "A b".to_owned(), &[CharterFault::Tag("template".to_owned())]);
    check(|c| c.bond = Text::default(), &[CharterFault::Text("bond".to_owned())]);
    check(|c| c.bond = Text::new("en", &"x".repeat(4_001)), &[CharterFault::Text("bond".to_owned())]);
    check(|c| c.phases.clear(), &[CharterFault::Phases, CharterFault::Unknown("round".to_owned())]);
    check(|c| c.phases[1].id = "lead".to_owned(), &[CharterFault::Twice("lead".to_owned())]);
    check(|c| c.phases[0].seconds = 20_000, &[CharterFault::Length("lead".to_owned())]);
    check(|c| (c.phases[0].seconds, c.phases[0].turn_seconds) = (0, 0), &[CharterFault::Length("lead".to_owned())]);
    check(|c| c.phases[3].kind = PhaseKind::Silence, &[CharterFault::Rule("round".to_owned())]);
    check(|c| c.phases[3].kind = PhaseKind::Open, &[CharterFault::Rule("round".to_owned())]);
    check(|c| c.phases[3].pass = false, &[CharterFault::Pass("round".to_owned())]);
    check(|c| c.phases[3].cue = Text::default(), &[CharterFault::Text("phase.round".to_owned())]);
    check(|c| drop(c.roles.remove(0)), &[CharterFault::Roles]);
    check(|c| c.roles[1].seats = 0, &[CharterFault::Roles]);
    check(|c| c.roles[0].seats = 1, &[CharterFault::TwoKeepers]);
    check(|c| (c.welcome, c.roles[2].id) = (circle::Welcoming::Greeter, "other".to_owned()), &[CharterFault::Greeter]);
    check(|c| c.newcomer_card = vec![Text::new("en", "x"); 33], &[CharterFault::TooMany]);
    check(
        |c| c.lineage = vec![circle::Ancestor { id: "a".to_owned(), version: "1 0".to_owned() }],
        &[CharterFault::Tag("lineage".to_owned())],
    );
    check(|c| c.facets.relations.clear(), &[CharterFault::Relations]);
    check(|c| c.milestones.marks = vec![1], &[CharterFault::Marks]);
    check(
        |c| c.milestones = circle::Milestones { kind: circle::MilestoneKind::DaysSince, marks: vec![2, 2] },
        &[CharterFault::Marks],
    );
    check(|c| c.programme.order = circle::Modules::Free, &[CharterFault::Programme]);
    check(|c| c.decisions.information_days = 367, &[CharterFault::Decisions]);
    check(|c| c.round.steps[0].to_day = 0, &[CharterFault::RoundPlan]);
    check(|c| c.round.steps[0].to_day = 31, &[CharterFault::RoundPlan]);
    check(|c| c.round.steps[0].phase = "other".to_owned(), &[CharterFault::Unknown("other".to_owned())]);
    check(|c| c.phases[3].tags = vec!["other".to_owned()], &[CharterFault::Unknown("other".to_owned())]);
    check(|c| c.phases[2].after = true, &[3, 4, 5, 6].map(|n| CharterFault::After(charter().phases[n].id.clone())));
    check(|c| c.roles[0].duties.clear(), &[CharterFault::Roles]);
    check(
        |c| {
            c.cards.insert("other".to_owned(), Text::new("en", "x"));
        },
        &[CharterFault::Text("card".to_owned())],
    );
    let long = Text((0..16).map(|n| (format!("l{n}"), "x".repeat(4_000))).collect());
    check(|c| c.newcomer_card = vec![long; 5], &[CharterFault::TooLarge]);
    check(
        |c| c.vocabulary.extend([("A".to_owned(), Text::new("en", "x"))]),
        &[CharterFault::Text("vocabulary.A".to_owned())],
    );
}

#[test]
fn founders() {
    let mut founder = newcomer("ann");
    founder.name = " ".to_owned();
    assert_eq!(Circle::found(founder, charter(), knock_key(1)), Err(vec![CharterFault::Founder]));
    let mut founder = newcomer("ann");
    founder.pledge = Hash::ZERO;
    assert_eq!(Circle::found(founder, charter(), knock_key(1)), Err(vec![CharterFault::Founder]));
}

#[test]
fn a_text_is_shown_in_the_nearest_language() {
    let text = Text([("ar".to_owned(), "سلام".to_owned()), ("en".to_owned(), "peace".to_owned())].into());
    assert_eq!((text.in_language("ar"), text.in_language("de")), ("سلام", "peace"));
    assert_eq!(Text::new("ar", "سلام").in_language("en"), "سلام");
    assert_eq!(Text::default().in_language("en"), "");
}

#[test]
fn refusals_have_codes_of_their_own() {
    let codes: std::collections::BTreeSet<&str> = Refused::ALL.iter().map(Refused::code).collect();
    assert_eq!(codes.len(), Refused::ALL.len());
}
