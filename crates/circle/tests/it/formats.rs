//! Snapshots of what is stored and sent: a change here is a change of the format.

use std::fmt::Write as _;

use calendar::Change;
use circle::{
    Add, AddGround, Answer, Body, CardAct, CardPlan, Circle, Corner, Deed, EjectReason, Facts, Feedback, Form,
    GuestAct, GuestPart, HoursId, Invite, Lifetime, Live, Mode, Occasion, RemovalAct, Remove, RemoveGround, RotaAct,
    RoundAct, RoundId, RoundWords, ScheduleAct, SeatService, Seq, Service, Tap, Wish, pledge_hash,
};
use data_encoding::HEXLOWER;
use insta::assert_snapshot;
use wire::{Hash, PublicKey};

use crate::published::{act, confirm, plan, propose, shown};
use crate::schedule::{SERIES, date, seat, set};
use crate::world::{
    MEETING, QUEUE, ROUND, TODAY, World, arrive, ask, at, charter, deed, done, entry_ref, hand, id, invite, joining,
    knock_key, move_on, next, say, seals,
};

fn bodies() -> Vec<Body> {
    let share = entry_ref(1);
    let mut bodies = vec![
        Body::Rename { name: "Ann".to_owned() },
        Body::Leave {},
        Body::InviteMade { invite: invite(1, "ann") },
        Body::InviteRevoked { invite: invite(1, "ann").id },
        Body::ServeAs { role: "deputy".to_owned() },
        Body::StandDown { role: "deputy".to_owned() },
        Body::Share { text: "words".to_owned(), wish: Wish::Advice, note: Some("note".to_owned()) },
        Body::Share { text: "words".to_owned(), wish: Wish::JustListen, note: None },
        Body::Tap { share, tap: Tap::WithYou },
        Body::TakeBack { share },
        Body::MeetingOpened { meeting: MEETING, key_check: Hash([9; 32]), arrival_key: vec![1; 4] },
        Body::Arrive { meeting: MEETING, key: vec![1; 4] },
        Body::Depart { meeting: MEETING },
        Body::Door { meeting: MEETING, index: 1, seals: seals(&[at("ben")]) },
        Body::Rekey { meeting: MEETING, index: 2, seals: seals(&[at("ben")]), without: vec![at("cho")] },
        next(3),
        hand(true),
        done(2, 5),
        Body::Pass { meeting: MEETING },
        Body::EndFeedback { meeting: MEETING, turn: 2, last: vec![(at("ben"), 1)] },
        move_on(2),
        Body::MoveOn { meeting: MEETING, turn: 2, last: vec![(at("ben"), 1)] },
        Body::TakeKeeping { meeting: MEETING },
        Body::Close { meeting: MEETING },
        Body::KnockReplaced { knock: knock_key(2) },
        Body::Appeal { meeting: MEETING },
    ];
    bodies.extend(removal_bodies());
    bodies.extend(guest_bodies());
    bodies.extend(card_bodies());
    bodies.extend(deeds().into_iter().map(deed));
    bodies.extend(schedule_bodies());
    bodies
}

fn deeds() -> Vec<Deed> {
    vec![
        Deed::Later { up: true },
        Deed::Wish { turn: 2, wish: Feedback::Ask },
        Deed::Hold { up: true },
        Deed::QuietOver { turn: 2 },
        Deed::Care { turn: 2, up: true },
        Deed::Be { mode: Some(Mode::Away) },
        Deed::Be { mode: None },
        Deed::Volunteer { service: Service::Read, up: true },
        Deed::Typing { turn: 2, on: true },
        Deed::Pause { on: true },
        Deed::AskPause {},
        Deed::Last { phase: 3, on: true },
        Deed::NextPart { turn: 2, from: 1 },
        Deed::Propose {},
        Deed::Interest { topic: 1, up: true },
        Deed::OpenTopic { topic: 1 },
        Deed::CloseTopic { topic: 1 },
        Deed::WithdrawTopic { topic: 1 },
        Deed::AskHands {},
        Deed::Answer { question: 1, sealed: Answer::Aside.seal(MEETING, 1, id("ann"), &[6; 16]) },
        Deed::CloseHands { question: 1 },
        Deed::Show { question: 1, answer: Answer::Aside, salt: [6; 16] },
        Deed::Eject { member: id("cho"), reason: EjectReason::Pledge },
        Deed::BreakOut {
            number: 1,
            seconds: 600,
            corners: vec![Corner { members: [id("ann"), id("ben")].into(), topic: 1 }],
        },
        Deed::CornerKey { breakout: 1, corner: 0, index: 1, seals: seals(&[at("ben")]) },
        Deed::ComeBack { breakout: 1 },
        Deed::LeaveCorner { breakout: 1 },
        Deed::Tell {},
    ]
}

fn guest_bodies() -> [Body; 6] {
    let (part, label, until, visit) = (GuestPart::Speaks, "Nurse".to_owned(), TODAY, Seq(7));
    [
        Body::Guest(GuestAct::Ask { part, label: label.clone(), until, reports: true }),
        Body::Guest(GuestAct::Ask { part: GuestPart::Observes, label, until, reports: false }),
        Body::Guest(GuestAct::Agree { visit }),
        Body::Guest(GuestAct::Object { visit }),
        Body::Guest(GuestAct::End { member: id("gus") }),
        Body::InviteMade { invite: Invite { guest: Some(visit), ..invite(1, "ann") } },
    ]
}

fn card_bodies() -> [Body; 5] {
    [
        propose("Harbour", 9),
        act(CardAct::Propose { plan: Box::new(CardPlan { knock: false, ..plan("Harbour") }), keys: None }),
        act(CardAct::Confirm { hash: Hash([4; 32]) }),
        act(CardAct::Withdraw {}),
        act(CardAct::TakeBack {}),
    ]
}

fn removal_bodies() -> [Body; 4] {
    let (member, reason) = (id("cho"), EjectReason::Other);
    [
        Body::Removal(RemovalAct::Move { member, reason, words: Some("words".to_owned()) }),
        Body::Removal(RemovalAct::Move { member, reason, words: None }),
        Body::Removal(RemovalAct::Confirm { member, at: Seq(7) }),
        Body::Removal(RemovalAct::Withdraw { member }),
    ]
}

fn schedule_bodies() -> Vec<Body> {
    let (series, seat) = (SERIES, seat("2027-01-22", SeatService::Greet));
    let date = date("2027-01-22");
    let (hours, round) = (HoursId([3; 16]), RoundId([4; 16]));
    let occurrence = Some(Occasion { series, date });
    vec![
        set(Form::Round),
        Body::Schedule(ScheduleAct::End { series, last: date }),
        Body::Schedule(ScheduleAct::Rest { series, from: date, to: None }),
        Body::Schedule(ScheduleAct::Resume { series, on: date }),
        Body::Schedule(ScheduleAct::Change { series, date, change: Some(Change::Cancelled) }),
        Body::Schedule(ScheduleAct::Extra { series, date }),
        Body::Schedule(ScheduleAct::AskHours { hours, key: vec![1; 4], week: date }),
        Body::Schedule(ScheduleAct::EndHours { hours }),
        Body::HoursTold { hours, sealed: vec![2; 4] },
        Body::Rota(RotaAct::Take { seat }),
        Body::Rota(RotaAct::Offer { seat }),
        Body::Rota(RotaAct::Free { seat }),
        Body::Rota(RotaAct::Ask { seats: vec![(seat, id("ben"))] }),
        Body::Round(RoundAct::Open { round, occurrence }),
        Body::Round(RoundAct::Turn { round, step: 1, words: Hash([8; 32]), ask: true }),
        Body::Round(RoundAct::Pass { round, step: 1 }),
        Body::Round(RoundAct::Tell {}),
        Body::Round(RoundAct::Close { round }),
        Body::RoundWords(RoundWords::Words { round, salt: [1; 16], text: "words".to_owned(), note: None }),
        Body::RoundWords(RoundWords::Answer { round, to: Hash([8; 32]), text: "words".to_owned() }),
    ]
}

#[test]
fn entries() {
    let mut world = World::of(&[]);
    let mut out = String::new();
    for body in bodies() {
        let mut entry = world.entry(at("ann"), body);
        entry.counter = 5;
        let bytes = entry.encode();
        assert_eq!(circle::Entry::decode(&bytes).as_ref(), Ok(&entry));
        let debug = format!("{:?}", entry.body);
        // A deed is named by its own name.
        let act = debug.split("deed: ").last().and_then(|act| act.split(' ').next()).unwrap();
        writeln!(out, "{act} {:?} {}", entry.body.lifetime(), HEXLOWER.encode(&bytes)).unwrap();
    }
    assert_snapshot!("entries", out);
}

#[test]
fn facts() {
    let add = joining("ann", "ben", 1).adds.remove(0);
    let rejoin = Add { ground: AddGround::Rejoin { at: wire::Millis(1) }, ..add.clone() };
    let remove = |ground| Remove { member: id("cho"), ground };
    let grounds = [RemoveGround::Left, RemoveGround::Rejoin, RemoveGround::Silent, RemoveGround::Decided];
    let facts = Facts {
        author: id("ann"),
        adds: vec![add, rejoin],
        removes: grounds.map(remove).to_vec(),
        rekeyed: Some(PublicKey([3; 32])),
        client: 1,
        claimed: wire::Millis(2),
    };
    assert_eq!(wire::decode::<Facts>(&wire::encode(&facts)).as_ref(), Ok(&facts));
    assert_snapshot!("facts", HEXLOWER.encode(&wire::encode(&facts)));
}

#[test]
fn every_lifetime_occurs() {
    for lifetime in [Lifetime::Durable, Lifetime::Retention, Lifetime::OneDay] {
        assert!(bodies().iter().any(|body| body.lifetime() == lifetime));
    }
}

#[test]
fn live_frames() {
    let text = "words".to_owned();
    let frames = [
        say(2, 3),
        Live::Tap { turn: 2, tap: Tap::MeToo },
        Live::Here {},
        Live::Note { seals: seals(&[at("ann")]) },
        Live::Draft { turn: 2, line: 3, text: text.clone() },
        Live::Tag { turn: 2, tag: 1 },
        Live::Topic { topic: 1, text: text.clone() },
        Live::Question { question: 1, text: text.clone() },
        Live::Corner { breakout: 1, corner: 0, line: 3, text: text.clone() },
        Live::Milestone { days: 30, text },
        Live::Fit { seals: seals(&[at("ben")]) },
    ];
    let mut out = String::new();
    for live in frames {
        assert_eq!(Live::decode(&live.encode()).as_ref(), Ok(&live));
        writeln!(out, "{live:?} {}", HEXLOWER.encode(&live.encode())).unwrap();
    }
    assert_snapshot!("live_frames", out);
}

#[test]
fn the_durable_state() {
    let mut world = World::meeting(ROUND, &["ben", "cho"]);
    world.ok("ann", ask(2, 1));
    world.ok("cho", Body::Leave {});
    world.ok("ben", arrive());
    assert_snapshot!("durable_state", HEXLOWER.encode(&world.circle.snapshot()));
    assert_snapshot!("root", world.circle.root().to_hex());
}

#[test]
fn schedule_and_rounds_in_the_durable_state() {
    let mut world = World::of(&["ben"]);
    for (who, body) in [
        ("ann", set(Form::Round)),
        ("ann", Body::Schedule(ScheduleAct::Extra { series: SERIES, date: date("2027-01-20") })),
        ("ben", Body::Rota(RotaAct::Take { seat: seat("2027-01-22", SeatService::Greet) })),
        (
            "ann",
            Body::Schedule(ScheduleAct::AskHours {
                hours: HoursId([3; 16]),
                key: vec![1; 4],
                week: date("2027-01-20"),
            }),
        ),
        ("ann", Body::Round(RoundAct::Open { round: RoundId([4; 16]), occurrence: None })),
        ("ben", Body::Round(RoundAct::Turn { round: RoundId([4; 16]), step: 0, words: Hash([8; 32]), ask: true })),
        ("ann", Body::Round(RoundAct::Pass { round: RoundId([4; 16]), step: 0 })),
    ] {
        world.ok(who, body);
    }
    let bytes = world.circle.snapshot();
    assert_eq!(Circle::restore(&bytes).map(|circle| circle.root()).as_ref(), Ok(&world.circle.root()));
    assert_snapshot!("schedule_and_rounds", HEXLOWER.encode(&bytes));
}

#[test]
fn removals_in_the_durable_state() {
    let mut world = World::of(&["ben", "cho", "dan"]);
    for (who, body) in [
        ("ann", removal_bodies()[0].clone()),
        ("ben", Body::Removal(RemovalAct::Confirm { member: id("cho"), at: Seq(1) })),
    ] {
        world.ok(who, body);
    }
    let removes = vec![Remove { member: id("cho"), ground: RemoveGround::Decided }];
    world.circle.commit(&Facts { removes, ..Facts::of(id("ann")) }).expect("decided");
    let (member, reason) = (id("dan"), EjectReason::Pledge);
    world.ok("ann", Body::Removal(RemovalAct::Move { member, reason, words: None }));
    let bytes = world.circle.snapshot();
    assert_eq!(Circle::restore(&bytes).map(|circle| circle.root()).as_ref(), Ok(&world.circle.root()));
    assert_snapshot!("removals", HEXLOWER.encode(&bytes));
}

#[test]
fn guests_in_the_durable_state() {
    let mut world = crate::guest::visited(GuestPart::Observes);
    world.ok("ben", guest_bodies()[0].clone());
    let bytes = world.circle.snapshot();
    assert_eq!(Circle::restore(&bytes).map(|circle| circle.root()).as_ref(), Ok(&world.circle.root()));
    assert_snapshot!("guests", HEXLOWER.encode(&bytes));
}

#[test]
fn cards_in_the_durable_state() {
    let mut world = shown();
    world.ok("ann", act(CardAct::TakeBack {}));
    world.ok("ann", propose("Lighthouse", 10));
    let yes = confirm(&world);
    world.ok("ben", yes);
    world.ok("ben", act(CardAct::Propose { plan: Box::new(plan("Harbour")), keys: None }));
    let bytes = world.circle.snapshot();
    assert_eq!(Circle::restore(&bytes).map(|circle| circle.root()).as_ref(), Ok(&world.circle.root()));
    let proposal = world.circle.card_proposal().expect("it stands").hash().to_hex();
    assert_snapshot!("cards", format!("{proposal}\n{}", HEXLOWER.encode(&bytes)));
}

#[test]
fn pledges() {
    assert_snapshot!("pledge", pledge_hash(&charter().pledge).to_hex());
}

#[test]
fn secrets_do_not_show() {
    let world = World::meeting(QUEUE, &[]);
    let debug = format!("{:?}", world.circle);
    let secret = format!("{:?}", [1_u8; 16]);
    assert!(!debug.contains(secret.trim_matches(['[', ']'])), "{debug}");
    assert!(debug.contains("Invite("));
    let debug = format!("{:?}", shown().circle);
    assert!(debug.contains("CardKeys(") && !debug.contains("[9, 9, 9"), "{debug}");
}

#[test]
fn snapshots_are_read_only_if_canonical() {
    let world = World::meeting(ROUND, &["ben"]);
    let bytes = world.circle.snapshot();
    let back = Circle::restore(&bytes).expect("a snapshot");
    assert_eq!((back.snapshot(), back.root()), (bytes.clone(), world.circle.root()));
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(Circle::restore(&longer).is_err());
    assert!(Circle::restore(&bytes[..bytes.len() - 1]).is_err());
    assert!(Circle::restore(&[]).is_err());
    let mut other_format = bytes;
    assert_eq!(other_format[2], 1, "the number of the format");
    other_format[2] = 2;
    assert!(Circle::restore(&other_format).is_err());
}
