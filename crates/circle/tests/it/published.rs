//! The circle's card: one row per refusal beside one that is admitted (domain I3, R33).

use std::collections::{BTreeMap, BTreeSet};

use card::{Attendance, Status, Words};
use circle::{
    AddGround, Body, CardAct, CardKeys, CardPlan, CardProposal, Charter, EjectReason, Facts, InviteId, Openness,
    Refused, RemovalAct, ScheduleAct, SeriesId, Welcoming, limits,
};
use wire::Hash;

use crate::{
    schedule::{SERIES, date, set},
    world::{World, charter, id, invite, joining},
};

/// A circle of ann, who keeps it, of ben, who is her deputy and so keeps it too, of cho and dan.
pub(crate) fn four() -> World {
    let mut world = under(charter());
    world.ok("ben", Body::ServeAs { role: "deputy".to_owned() });
    world
}

fn under(charter: Charter) -> World {
    let mut world = World::under(charter, &["ben", "cho", "dan"]);
    world.ok("ann", set(circle::Form::Meeting));
    world
}

pub(crate) fn plan(name: &str) -> CardPlan {
    let words = Words {
        name: name.to_owned(),
        text: BTreeMap::from([("en".to_owned(), "We remember together.\nCome as you are.".to_owned())]),
        tags: BTreeMap::from([("problem".to_owned(), BTreeSet::from(["grief".to_owned()]))]),
        languages: vec!["en".to_owned()],
        attendance: Attendance::Online,
        status: Status::Runs,
    };
    CardPlan { words, series: BTreeSet::from([SERIES]), knock: true }
}

pub(crate) fn keys(n: u8) -> CardKeys {
    CardKeys { seed: [n; 32], invite: InviteId([n; 16]), secret: [n; 16], read_seed: [n; 32] }
}

pub(crate) fn act(act: CardAct) -> Body {
    Body::Card(act)
}

pub(crate) fn propose(name: &str, n: u8) -> Body {
    act(CardAct::Propose { plan: Box::new(plan(name)), keys: Some(keys(n)) })
}

fn change(name: &str) -> Body {
    act(CardAct::Propose { plan: Box::new(plan(name)), keys: None })
}

fn proposal(world: &World) -> CardProposal {
    world.circle.card_proposal().expect("it stands").clone()
}

/// Confirms what is proposed.
pub(crate) fn confirm(world: &World) -> Body {
    act(CardAct::Confirm { hash: proposal(world).hash() })
}

/// [`four`], and a card that ann proposed and ben confirmed.
pub(crate) fn shown() -> World {
    let mut world = four();
    world.ok("ann", propose("Harbour", 9));
    let confirm = confirm(&world);
    world.ok("ben", confirm);
    world
}

#[track_caller]
fn check(world: &World, by: &str, body: Body, want: Result<(), Refused>) {
    let mut world = world.clone();
    match want {
        Ok(()) => drop(world.ok(by, body)),
        Err(refused) => world.refused(by, body, refused),
    }
}

#[test]
fn who_may_propose() {
    let world = four();
    check(&world, "ann", propose("Harbour", 9), Ok(()));
    check(&world, "ben", propose("Harbour", 9), Ok(()));
    check(&world, "cho", propose("Harbour", 9), Err(Refused::CardByKeeper));
    check(&world, "eve", propose("Harbour", 9), Err(Refused::NotAMember));
}

#[test]
fn what_may_be_proposed() {
    let world = four();
    let check = |plan: CardPlan, want| {
        check(&world, "ann", act(CardAct::Propose { plan: Box::new(plan), keys: Some(keys(9)) }), want);
    };
    let with = |change: fn(&mut CardPlan)| {
        let mut plan = plan("Harbour");
        change(&mut plan);
        plan
    };
    check(with(|plan| plan.series.clear()), Ok(()));
    check(with(|plan| plan.knock = false), Ok(()));
    check(with(|plan| assert!(plan.series.insert(SeriesId([6; 16])))), Err(Refused::SeriesUnknown));
    check(with(|plan| plan.words.name = "x".repeat(wire::limits::CARD_NAME)), Ok(()));
    check(with(|plan| plan.words.name = "x".repeat(wire::limits::CARD_NAME + 1)), Err(Refused::CardUnusable));
    check(with(|plan| plan.words.name = "\u{202E}ruobraH".to_owned()), Err(Refused::CardUnusable));
    check(with(|plan| plan.words.text.clear()), Err(Refused::CardUnusable));
    check(with(|plan| drop(plan.words.tags.insert("Problem".to_owned(), BTreeSet::new()))), Err(Refused::CardUnusable));
}

#[test]
fn it_takes_two_who_keep_the_circle() {
    let mut world = four();
    check(&world, "ben", act(CardAct::Confirm { hash: Hash::ZERO }), Err(Refused::NoCardProposal));
    world.ok("ann", propose("Harbour", 9));
    let yes = confirm(&world);
    check(&world, "ann", yes.clone(), Err(Refused::OwnMove));
    check(&world, "cho", yes.clone(), Err(Refused::CardByKeeper));
    check(&world, "ben", act(CardAct::Confirm { hash: Hash::ZERO }), Err(Refused::NoCardProposal));
    assert!(world.circle.card().is_none());
    check(&world, "ben", yes.clone(), Ok(()));
    assert!(world.circle.may_confirm_card(id("ben")) && !world.circle.may_confirm_card(id("cho")));
    world.ok("ann", propose("Lighthouse", 10));
    check(&world, "ben", yes, Err(Refused::NoCardProposal));
}

#[test]
fn the_same_words_elsewhere_in_the_log_are_another_proposal() {
    let mut world = four();
    world.ok("ann", propose("Harbour", 9));
    let first = confirm(&world);
    world.ok("ann", propose("Harbour", 9));
    check(&world, "ben", first, Err(Refused::NoCardProposal));
}

#[test]
fn where_one_keeps_the_circle_any_member_confirms() {
    let mut world = under(charter());
    world.ok("ann", propose("Harbour", 9));
    let yes = confirm(&world);
    check(&world, "ann", yes.clone(), Err(Refused::OwnMove));
    check(&world, "cho", yes.clone(), Ok(()));
    world.ok("ben", Body::ServeAs { role: "deputy".to_owned() });
    check(&world, "cho", yes, Err(Refused::CardByKeeper));
}

#[test]
fn a_proposal_falls() {
    let mut world = four();
    world.ok("ann", propose("Harbour", 9));
    let yes = confirm(&world);
    let days = u64::from(limits::CARD_PROPOSAL_DAYS);
    world.clone().check_after(days - 1, &[], ("ben", yes.clone()), Ok(()));
    world.clone().check_after(days, &[], ("ben", yes.clone()), Err(Refused::NoCardProposal));
    check(&world, "cho", act(CardAct::Withdraw {}), Err(Refused::CardByKeeper));
    check(&world, "ben", act(CardAct::Withdraw {}), Ok(()));
    world.ok("ann", act(CardAct::Withdraw {}));
    check(&world, "ann", act(CardAct::Withdraw {}), Err(Refused::NoCardProposal));
    check(&world, "ben", yes.clone(), Err(Refused::NoCardProposal));
    let mut world = four();
    world.ok("ann", propose("Harbour", 9));
    world.ok("ann", Body::Leave {});
    check(&world, "ben", yes, Err(Refused::NoCardProposal));
}

#[test]
fn keys_are_drawn_once() {
    let world = four();
    check(&world, "ann", change("Harbour"), Err(Refused::CardKeysMismatch));
    check(&world, "ann", propose("Harbour", 1), Err(Refused::CardKeysMismatch));
    let mut world = shown();
    check(&world, "ann", propose("Lighthouse", 10), Err(Refused::CardKeysMismatch));
    check(&world, "ann", change("Harbour"), Err(Refused::Unchanged));
    world.ok("ben", change("Lighthouse"));
    let card = world.circle.card().expect("shown").clone();
    assert_eq!((card.plan, card.revision), (plan("Harbour"), 1), "until somebody else says so too");
    let yes = confirm(&world);
    world.ok("ann", yes);
    let card = world.circle.card().expect("shown");
    assert_eq!((&card.plan, &card.keys, card.revision), (&plan("Lighthouse"), &keys(9), 2));
    assert_eq!((card.by, card.confirmed), (id("ben"), id("ann")));
    world.ok("ann", act(CardAct::TakeBack {}));
    check(&world, "ann", propose("Harbour", 9), Err(Refused::CardKeysMismatch));
    check(&world, "ann", propose("Harbour", 10), Ok(()));
}

#[test]
fn one_takes_it_back_at_once() {
    let mut world = shown();
    check(&four(), "ann", act(CardAct::TakeBack {}), Err(Refused::NoCard));
    check(&world, "cho", act(CardAct::TakeBack {}), Err(Refused::CardByKeeper));
    check(&world, "ann", act(CardAct::TakeBack {}), Ok(()));
    world.ok("ben", act(CardAct::TakeBack {}));
    assert!(world.circle.card().is_none() && world.circle.invite(InviteId([9; 16])).is_none());
    assert_eq!(world.circle.cards_taken_back()[0].keys, keys(9), "devices see to it that it is gone");
    assert_eq!(world.circle.commit(&joining("ann", "eve", 9)), Err(Refused::InviteUnknown));
    world.pass(u64::from(limits::CARD_BACK_DAYS));
    world.ok("ann", propose("Harbour", 10));
    assert!(world.circle.cards_taken_back().is_empty());
}

#[test]
fn who_has_to_leave_takes_no_key_along() {
    let mut world = shown();
    world.ok("ann", change("Lighthouse"));
    let (member, reason) = (id("dan"), EjectReason::Other);
    world.ok("ann", Body::Removal(RemovalAct::Move { member, reason, words: None }));
    let at = world.circle.removal(member).expect("moved").at;
    world.ok("ben", Body::Removal(RemovalAct::Confirm { member, at }));
    assert!(world.circle.card().is_none() && world.circle.card_proposal().is_none());
    assert_eq!(world.circle.cards_taken_back().len(), 1);
}

#[test]
fn the_door_on_the_card() {
    let through = |welcome, author: &str, want: Result<(), Refused>| {
        let charter = Charter { welcome, ..charter() };
        let pledge = charter.pledge_hash();
        let mut world = under(charter);
        world.ok("ann", propose("Harbour", 9));
        let yes = confirm(&world);
        world.ok("cho", yes);
        let mut facts = joining(author, "eve", 9);
        facts.adds[0].member.pledge = pledge;
        assert_eq!(world.circle.commit(&facts).map(|_| ()), want, "{welcome:?} {author}");
    };
    for welcome in [Welcoming::Open, Welcoming::Greeter] {
        through(welcome, "ann", Ok(()));
        through(welcome, "cho", Err(Refused::NotAGreeter));
    }
    let mut world = shown();
    let door = InviteId([9; 16]);
    check(&world, "ann", Body::InviteRevoked { invite: door }, Err(Refused::InviteOnCard));
    let public = circle::Invite { card: true, ..invite(11, "ann") };
    check(&world, "ann", Body::InviteMade { invite: public }, Err(Refused::InviteUnusable));
    for day in 0..3 {
        world.pass(day * 300);
        assert!(world.circle.invite(door).is_some_and(|open| open.left() > 0), "as long as the card");
        world.ok(
            "ann",
            Body::InviteMade {
                invite: circle::Invite { expires: wire::Day::of(world.now).plus(1), ..invite(20 + day as u8, "ann") },
            },
        );
    }
    let shut = CardPlan { knock: false, ..plan("Harbour") };
    world.ok("ann", act(CardAct::Propose { plan: Box::new(shut), keys: None }));
    let yes = confirm(&world);
    world.ok("ben", yes);
    assert!(world.circle.invite(door).is_none());
    world.ok("ann", change("Harbour"));
    let yes = confirm(&world);
    world.ok("ben", yes);
    assert!(world.circle.invite(door).is_some());
}

#[test]
fn guests_have_no_part_in_it() {
    let mut world = crate::guest::visited(circle::GuestPart::Speaks);
    assert_eq!(world.circle.charter().openness, Openness::Guests);
    world.ok(
        "ann",
        act(CardAct::Propose {
            plan: Box::new(CardPlan { series: BTreeSet::new(), ..plan("Harbour") }),
            keys: Some(keys(8)),
        }),
    );
    let yes = confirm(&world);
    check(&world, "gus", yes.clone(), Err(Refused::IsGuest));
    world.ok("ben", yes);
    assert!(world.circle.invite(InviteId([8; 16])).is_some_and(|open| open.invite.card));
}

#[test]
fn a_guest_who_comes_ends_no_door_that_all_may_know() {
    let mut world = crate::guest::four();
    let plan = CardPlan { series: BTreeSet::new(), ..plan("Harbour") };
    world.ok("ann", act(CardAct::Propose { plan: Box::new(plan), keys: Some(keys(8)) }));
    let yes = confirm(&world);
    world.ok("ben", yes);
    crate::guest::let_in(&mut world);
    let open = world.circle.invites().filter(|open| open.left() > 0);
    let open: Vec<InviteId> = open.map(|open| open.invite.id).collect();
    assert_eq!(open, [InviteId([8; 16])]);
}

#[test]
fn a_series_that_ends_leaves_the_agreement_alone() {
    let mut world = shown();
    world.ok("ann", Body::Schedule(ScheduleAct::End { series: SERIES, last: date("2027-01-01") }));
    assert!(world.circle.series(SERIES).is_none());
    assert_eq!(world.circle.card().expect("shown").plan, plan("Harbour"));
    let facts = Facts { adds: joining("ann", "eve", 9).adds, ..Facts::of(id("ann")) };
    assert!(matches!(facts.adds[0].ground, AddGround::Invite(_)));
    world.circle.commit(&facts).expect("the door stays");
}
