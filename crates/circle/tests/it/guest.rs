//! Guests: one row per refusal beside one that is admitted (domain I44, R28).

use circle::{
    Add, AddGround, Body, Charter, Circle, Deed, Facts, GuestAct, GuestPart, Invite, InviteId, Live, MeetingEffect,
    Mode, Observers, Openness, Refused, Remove, RemoveGround, Seq, Service, Tap, limits,
};
use wire::Day;

use crate::world::{
    DAY, MEETING, ROUND, TODAY, World, arrive, at, charter, deed, done, hand, id, invite, joining, newcomer, next, say,
};

/// Where the first act after the founding of [`four`] stands in the log.
const FIRST: u64 = 1;

fn with_guests() -> Charter {
    let mut charter = charter();
    charter.openness = Openness::Guests;
    charter.safety.observers = Observers::ByDecision;
    charter
}

/// A circle that has guests, of ann (keeper), ben, cho and dan.
pub(crate) fn four() -> World {
    World::under(with_guests(), &["ben", "cho", "dan"])
}

fn ask(part: GuestPart, label: &str, until: Day) -> Body {
    Body::Guest(GuestAct::Ask { part, label: label.to_owned(), until, reports: true })
}

fn pharmacist() -> Body {
    ask(GuestPart::Speaks, "Pharmacist", TODAY.plus(2))
}

fn agree(at: u64) -> Body {
    Body::Guest(GuestAct::Agree { visit: Seq(at) })
}

fn object(at: u64) -> Body {
    Body::Guest(GuestAct::Object { visit: Seq(at) })
}

fn end(who: &str) -> Body {
    Body::Guest(GuestAct::End { member: id(who) })
}

fn link(n: u8, by: &str, visit: u64) -> Invite {
    Invite { uses: 1, expires: TODAY.plus(2), guest: Some(Seq(visit)), ..invite(n, by) }
}

fn made(invite: Invite) -> Body {
    Body::InviteMade { invite }
}

#[track_caller]
fn check(before: &[(&str, Body)], act: (&str, Body), want: Result<(), Refused>) {
    after(0, before, act, want);
}

/// One act, `days` after the acts before it; at the last of these two clocks agree.
#[track_caller]
fn after(days: u64, before: &[(&str, Body)], act: (&str, Body), want: Result<(), Refused>) {
    four().check_after(days, before, act, want);
}

/// [`four`], and gus, who has come for this.
pub(crate) fn visited(part: GuestPart) -> World {
    let mut world = four();
    come(&mut world, part);
    world
}

/// gus comes, and speaks.
pub(crate) fn let_in(world: &mut World) {
    come(world, GuestPart::Speaks);
}

fn come(world: &mut World, part: GuestPart) {
    let at = world.circle.seq().0;
    world.ok("ben", ask(part, "Pharmacist", TODAY.plus(2)));
    world.ok("ann", agree(at));
    world.ok("ben", made(link(9, "ben", at)));
    world.circle.commit(&coming("ann", 9)).expect("comes");
}

/// gus comes by this link.
fn coming(author: &str, n: u8) -> Facts {
    let mut facts = joining(author, "gus", n);
    facts.adds[0].member.pledge = with_guests().pledge_hash();
    facts
}

/// A meeting in the phase of everybody once, kept by ann, with ben and gus let in.
fn meeting_with(part: GuestPart) -> World {
    let mut world = visited(part);
    world.open();
    if world.meet().turn().is_some() {
        world.ok("ann", done(1, 0));
    }
    for who in ["ben", "gus"] {
        world.ok(who, arrive());
    }
    world.door("ann");
    for from in 0..ROUND {
        while let Some(turn) = world.meet().turn().map(|turn| turn.number) {
            world.ok("ann", crate::world::move_on(turn));
        }
        world.ok("ann", next(from));
    }
    world
}

#[test]
fn who_may_ask() {
    check(&[], ("ben", pharmacist()), Ok(()));
    check(&[], ("ben", ask(GuestPart::Observes, "Student", TODAY)), Ok(()));
    check(&[], ("eve", pharmacist()), Err(Refused::NotAMember));
    check(&[], ("ben", ask(GuestPart::Speaks, " ", TODAY)), Err(Refused::NameUnusable));
    let longest = "x".repeat(limits::GUEST_LABEL);
    check(&[], ("ben", ask(GuestPart::Speaks, &longest, TODAY)), Ok(()));
    check(&[], ("ben", ask(GuestPart::Speaks, &format!("{longest}x"), TODAY)), Err(Refused::NameUnusable));
    let last = TODAY.plus(limits::GUEST_DAYS);
    check(&[], ("ben", ask(GuestPart::Speaks, "Nurse", last)), Ok(()));
    check(&[], ("ben", ask(GuestPart::Speaks, "Nurse", last.plus(1))), Err(Refused::VisitUnusable));
    after(1, &[], ("ben", ask(GuestPart::Speaks, "Nurse", TODAY)), Err(Refused::VisitUnusable));
    let enough = vec![("ben", pharmacist()); limits::VISITS];
    check(&enough, ("ben", pharmacist()), Err(Refused::TooManyVisits));
    after(3, &enough, ("ben", ask(GuestPart::Speaks, "Nurse", TODAY.plus(4))), Ok(()));
}

#[test]
fn the_template_has_to_know_guests() {
    let check = |charter: Charter, part, want| {
        let mut world = World::under(charter, &["ben"]);
        assert_eq!(world.act(at("ben"), ask(part, "Nurse", TODAY)).map(|_| ()), want);
    };
    for openness in [Openness::Open, Openness::Closed] {
        let charter = Charter { openness, ..with_guests() };
        check(charter.clone(), GuestPart::Speaks, Err(Refused::NoGuests));
        check(charter, GuestPart::Observes, Err(Refused::NoGuests));
    }
    let mut unseen = with_guests();
    unseen.safety.observers = Observers::Never;
    check(unseen.clone(), GuestPart::Speaks, Ok(()));
    check(unseen, GuestPart::Observes, Err(Refused::NoGuests));
}

#[test]
fn it_takes_two_and_one_keeps_the_circle() {
    let asked = [("ben", pharmacist())];
    check(&asked, ("ann", agree(FIRST)), Ok(()));
    check(&asked, ("cho", agree(FIRST)), Err(Refused::GuestsByKeeper));
    check(&asked, ("ben", agree(FIRST)), Err(Refused::OwnMove));
    check(&asked, ("ann", agree(FIRST + 1)), Err(Refused::VisitUnknown));
    check(&[("ann", pharmacist())], ("cho", agree(FIRST)), Ok(()));
    check(&[("ann", pharmacist())], ("ann", agree(FIRST)), Err(Refused::OwnMove));
    check(&[("ben", pharmacist()), ("ann", agree(FIRST))], ("ann", agree(FIRST)), Err(Refused::Unchanged));
    after(2, &asked, ("ann", agree(FIRST)), Ok(()));
    after(3, &asked, ("ann", agree(FIRST)), Err(Refused::VisitUnknown));
    check(&[("ben", pharmacist()), ("ben", Body::Leave {})], ("ann", agree(FIRST)), Err(Refused::VisitUnknown));
}

#[test]
fn anybody_may_object_until_the_guest_is_there() {
    let agreed = [("ben", pharmacist()), ("ann", agree(FIRST)), ("ben", made(link(9, "ben", FIRST)))];
    check(&agreed[..1], ("dan", object(FIRST)), Ok(()));
    check(&agreed, ("dan", object(FIRST)), Ok(()));
    check(&agreed, ("dan", object(FIRST + 1)), Err(Refused::VisitUnknown));
    let mut world = four();
    for (who, body) in agreed {
        world.ok(who, body);
    }
    world.ok("dan", object(FIRST));
    assert_eq!(world.circle.commit(&coming("ann", 9)), Err(Refused::InviteUnknown), "the link ends with it");
    let mut world = visited(GuestPart::Speaks);
    world.refused("dan", object(FIRST), Refused::VisitUnknown);
}

#[test]
fn who_makes_the_link() {
    let agreed = [("ben", pharmacist()), ("ann", agree(FIRST))];
    check(&agreed, ("ben", made(link(9, "ben", FIRST))), Ok(()));
    check(&agreed, ("ann", made(link(9, "ann", FIRST))), Ok(()));
    check(&agreed, ("cho", made(link(9, "cho", FIRST))), Err(Refused::NotYourMove));
    check(&agreed[..1], ("ben", made(link(9, "ben", FIRST))), Err(Refused::VisitUnknown));
    check(&agreed, ("ben", made(link(9, "ben", FIRST + 1))), Err(Refused::VisitUnknown));
    let twice = Invite { uses: 2, ..link(9, "ben", FIRST) };
    check(&agreed, ("ben", made(twice)), Err(Refused::InviteUnusable));
    let longer = Invite { expires: TODAY.plus(3), ..link(9, "ben", FIRST) };
    check(&agreed, ("ben", made(longer)), Err(Refused::InviteUnusable));
}

#[test]
fn everybody_sees_as_what_a_guest_is_here() {
    let world = visited(GuestPart::Observes);
    let guest = world.circle.member(id("gus")).and_then(|gus| gus.guest.clone()).expect("a guest");
    assert_eq!((guest.part, guest.label.as_str(), guest.until), (GuestPart::Observes, "Pharmacist", TODAY.plus(2)));
    assert_eq!((guest.reports, guest.asked, guest.agreed), (true, id("ben"), id("ann")));
    assert_eq!(world.circle.visits().count(), 0, "used");
    let again = Circle::restore(&world.circle.snapshot()).expect("a snapshot");
    assert_eq!(again.member(id("gus")), world.circle.member(id("gus")));
}

#[test]
fn no_link_that_a_guest_knows_makes_a_member() {
    let mut world = visited(GuestPart::Speaks);
    assert!(world.circle.invites().all(|open| open.invite.guest.is_some()), "those from before are over");
    world.refused("ann", made(invite(3, "ann")), Refused::GuestHere);
    world.ok("ann", ask(GuestPart::Observes, "Student", TODAY));
    world.ok("cho", agree(FIRST + 4));
    world.ok("ann", made(Invite { expires: TODAY, ..link(4, "ann", FIRST + 4) }));
    world.ok("ann", end("gus"));
    world.ok("ann", made(invite(3, "ann")));
}

#[test]
fn what_a_guest_may_not_do_in_the_circle() {
    let check = |body: Body, want| {
        let mut world = visited(GuestPart::Speaks);
        assert_eq!(world.act(at("gus"), body.clone()).map(|_| ()), want, "{body:?}");
    };
    check(Body::Rename { name: "Gustav".to_owned() }, Ok(()));
    check(Body::Leave {}, Ok(()));
    let refused = Err(Refused::IsGuest);
    check(made(invite(3, "gus")), refused);
    check(Body::InviteRevoked { invite: InviteId([9; 16]) }, refused);
    check(Body::ServeAs { role: "deputy".to_owned() }, refused);
    check(Body::Share { text: "words".to_owned(), wish: circle::Wish::AskMe, note: None }, refused);
    check(Body::Removal(circle::RemovalAct::Withdraw { member: id("cho") }), refused);
    check(pharmacist(), refused);
    check(agree(FIRST), refused);
    check(object(FIRST), refused);
    check(end("gus"), refused);
    check(Body::MeetingOpened { meeting: MEETING, key_check: wire::Hash::ZERO, arrival_key: vec![1; 32] }, refused);
}

#[test]
fn a_guest_lets_nobody_in() {
    let mut world = visited(GuestPart::Speaks);
    world.ok("ann", ask(GuestPart::Observes, "Student", TODAY));
    let asked = FIRST + 3;
    world.ok("cho", agree(asked));
    world.ok("ann", made(Invite { expires: TODAY, ..link(4, "ann", asked) }));
    let mut facts = joining("gus", "hal", 4);
    facts.adds[0] = Add {
        member: circle::NewMember { pledge: with_guests().pledge_hash(), ..newcomer("hal") },
        ..facts.adds[0].clone()
    };
    assert_eq!(world.circle.commit(&facts), Err(Refused::IsGuest));
    assert!(world.circle.commit(&Facts { author: id("dan"), ..facts }).is_ok());
}

#[test]
fn a_guest_who_speaks_takes_turns_and_has_no_say() {
    let act = |before: &[(&str, Body)], body: Body| {
        let mut world = meeting_with(GuestPart::Speaks);
        for (who, body) in before {
            world.ok(who, body.clone());
        }
        world.act(at("gus"), body).map(|_| ())
    };
    let to_gus = [("ann", done(1, 0)), ("ben", done(2, 0))];
    let mut world = meeting_with(GuestPart::Speaks);
    let first = world.number();
    let to_gus = to_gus.map(|(who, _)| (who, done(if who == "ann" { first } else { first + 1 }, 0)));
    for (who, body) in &to_gus {
        world.ok(who, body.clone());
    }
    assert_eq!(world.holder().as_deref(), Some("gus"));
    let now = world.circle.seq();
    assert_eq!(world.live("gus", now, &say(first + 2, 0)), Ok(()));
    assert_eq!(world.live("gus", now, &Live::Tap { turn: first, tap: Tap::Heard }), Ok(()));
    assert_eq!(world.live("gus", now, &Live::Milestone { days: 0, text: "x".to_owned() }), Err(Refused::IsGuest));
    assert_eq!(act(&to_gus, done(first + 2, 0)), Ok(()));
    assert_eq!(act(&[], deed(Deed::Be { mode: Some(Mode::Paused) })), Ok(()));
    assert_eq!(act(&[], deed(Deed::Volunteer { service: Service::Present, up: true })), Ok(()));
    let refused = Err(Refused::IsGuest);
    for deed_of in [
        Deed::Volunteer { service: Service::Open, up: true },
        Deed::Care { turn: first, up: true },
        Deed::AskHands {},
        Deed::Answer { question: 1, sealed: wire::Hash::ZERO },
        Deed::Propose {},
        Deed::Eject { member: id("ben"), reason: circle::EjectReason::Attacking },
        Deed::Pause { on: true },
        Deed::AskPause {},
    ] {
        assert_eq!(act(&[], deed(deed_of.clone())), refused, "{deed_of:?}");
    }
    for body in [
        Body::TakeKeeping { meeting: MEETING },
        Body::Close { meeting: MEETING },
        next(ROUND),
        Body::Door { meeting: MEETING, index: 2, seals: vec![] },
    ] {
        assert_eq!(act(&[], body.clone()), refused, "{body:?}");
    }
}

#[test]
fn who_looks_on_says_nothing_but_to_the_keeper() {
    let mut world = meeting_with(GuestPart::Observes);
    assert_eq!(world.meet().modes.get(&id("gus")), Some(&Mode::Listening));
    for body in [hand(true), deed(Deed::Be { mode: None }), deed(Deed::Later { up: true })] {
        world.refused("gus", body, Refused::IsGuest);
    }
    let first = world.number();
    world.ok("ann", done(first, 0));
    world.ok("ben", done(first + 1, 0));
    assert_eq!(world.holder(), None, "no turn is offered");
    let now = world.circle.seq();
    let note = |to: &str| Live::Note { seals: crate::world::seals(&[at(to)]) };
    assert_eq!(world.live("gus", now, &Live::Here {}), Ok(()));
    assert_eq!(world.live("gus", now, &note("ann")), Ok(()));
    assert_eq!(world.live("gus", now, &note("ben")), Err(Refused::NoteAstray));
    assert_eq!(world.live("gus", now, &Live::Tap { turn: first, tap: Tap::Heard }), Err(Refused::IsGuest));
    assert_eq!(world.live("gus", now, &say(first + 1, 0)), Err(Refused::IsGuest));
}

#[test]
fn the_keeping_never_comes_to_a_guest() {
    let mut world = meeting_with(GuestPart::Speaks);
    world.ok("ann", Body::Depart { meeting: MEETING });
    assert_eq!(world.meet().keeper, id("ben"));
    let effects = world.ok("ben", Body::Depart { meeting: MEETING });
    assert!(effects.contains(&MeetingEffect::Closed(MEETING).into()), "guests alone are no meeting");
    assert!(world.circle.meeting().is_none());
}

#[test]
fn who_says_good_bye() {
    let ending = |who: &str, days: u64, want: Result<(), Refused>| {
        let mut world = visited(GuestPart::Speaks);
        world.now = world.now.plus(days * DAY);
        assert_eq!(world.act(at(who), end("gus")).map(|_| ()), want, "{who} after {days} days");
    };
    ending("ann", 0, Ok(()));
    ending("ben", 0, Ok(()));
    ending("cho", 0, Err(Refused::NotYourMove));
    ending("cho", 2, Err(Refused::NotYourMove));
    ending("cho", 3, Ok(()));
    let mut world = visited(GuestPart::Speaks);
    world.refused("ann", end("cho"), Refused::NotAGuest);
    world.refused("ann", end("eve"), Refused::NotAMember);
}

#[test]
fn good_bye_puts_a_guest_out_of_the_meeting_and_the_next_commit_out_of_the_circle() {
    let mut world = meeting_with(GuestPart::Speaks);
    world.ok("ben", end("gus"));
    assert!(!world.meet().is_here(id("gus")));
    assert!(world.meet().rekey_due, "nothing is said under a key that the guest has");
    world.refused("gus", arrive(), Refused::Leaving);
    let removes = vec![Remove { member: id("gus"), ground: RemoveGround::Left }];
    world.circle.commit(&Facts { removes, ..Facts::of(id("cho")) }).expect("a ground");
    assert_eq!(world.circle.member(id("gus")), None);
    assert!(world.circle.knock_is_due(), "a guest knew the key");
}

#[test]
fn after_the_last_day_a_guest_does_nothing_more() {
    let mut world = meeting_with(GuestPart::Speaks);
    world.now = world.now.plus(2 * DAY);
    world.ok("gus", deed(Deed::Be { mode: Some(Mode::Paused) }));
    world.now = world.now.plus(DAY);
    world.refused("gus", deed(Deed::Be { mode: None }), Refused::GuestOver);
    let mut world = meeting_with(GuestPart::Speaks);
    let early = world.now;
    world.pass(3);
    world.now = early;
    world.refused("gus", deed(Deed::Be { mode: Some(Mode::Paused) }), Refused::GuestOver);
}

#[test]
fn a_guest_comes_back_as_a_guest() {
    let mut world = visited(GuestPart::Observes);
    let member = circle::NewMember { pledge: with_guests().pledge_hash(), ..newcomer("gus") };
    let adds = vec![Add { member, ground: AddGround::Rejoin { at: world.now } }];
    let removes = vec![Remove { member: id("gus"), ground: RemoveGround::Rejoin }];
    world.circle.commit(&Facts { adds, removes, ..Facts::of(id("dan")) }).expect("comes back");
    let guest = world.circle.member(id("gus")).and_then(|gus| gus.guest.as_ref()).map(|guest| guest.part);
    assert_eq!(guest, Some(GuestPart::Observes));
}
