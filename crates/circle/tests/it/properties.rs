//! What holds for any bytes and any sequence of acts.

use circle::{
    Arrival, Body, Circle, EjectReason, Entry, Live, PhaseKind, RemovalAct, Seq, Tap, Template, TurnState, Wish,
};
use proptest::prelude::*;
use wire::Hash;

use crate::world::{
    MEETING, START, World, arrive, charter, device, entry_ref, hand, id, joining, knock_key, newcomer, next, say, seals,
};

const STRUCTURE: &str = include_str!("../../../../templates/grief-circle/template.toml");
const NAMES: [&str; 4] = ["ann", "ben", "cho", "dan"];

/// An act, drawn without regard to whether it is allowed.
#[derive(Debug, Clone, Copy)]
struct Draw {
    who: usize,
    device: u8,
    act: u8,
    /// Wrong numbers now and then.
    off: u32,
    /// Seconds that the author's clock moves; far ahead now and then.
    clock: u64,
    /// Whoever the act is meant for does it: the keeper, the holder of the floor.
    fit: bool,
}

fn draw() -> impl Strategy<Value = Draw> {
    let off = prop_oneof![9 => Just(0_u32), 1 => 1_u32..3];
    let clock = prop_oneof![20 => 0_u64..60, 1 => Just(1 << 40)];
    let device = prop_oneof![4 => Just(1_u8), 1 => Just(2)];
    let fit = prop_oneof![4 => Just(true), 1 => Just(false)];
    (0..NAMES.len(), device, 0_u8..31, off, clock, fit).prop_map(|(who, device, act, off, clock, fit)| Draw {
        who,
        device,
        act,
        off,
        clock,
        fit,
    })
}

fn author(circle: &Circle, draw: Draw) -> Arrival {
    let drawn = device(NAMES[draw.who], draw.device);
    let Some(meeting) = circle.meeting().filter(|_| draw.fit) else { return drawn };
    let member = match draw.act {
        15 | 16 | 22 | 24 => meeting.keeper,
        19..=21 | 26 | 27 => meeting.turn().map_or(drawn.member, |turn| turn.holder),
        _ => return drawn,
    };
    let own = meeting.arrivals.iter().map(|presence| presence.arrival).find(|arrival| arrival.member == member);
    own.unwrap_or(drawn)
}

/// The act in the present state: mostly with the right numbers, so that the machine gets somewhere.
fn body(circle: &Circle, author: Arrival, draw: Draw) -> Body {
    let meeting = circle.meeting();
    let turn = meeting.map_or(0, |meeting| meeting.turn_count) + draw.off;
    let index = meeting.map_or(0, |meeting| meeting.key_index) + 1 + draw.off;
    let phase = meeting.map_or(0, |meeting| meeting.phase) + draw.off;
    let charter = circle.charter();
    let may: Vec<Arrival> = meeting.map_or(vec![], |m| m.may_have_key(charter).map(|p| p.arrival).collect());
    let entering: Vec<Arrival> = meeting.map_or(vec![], |m| m.may_enter(charter).iter().map(|p| p.arrival).collect());
    let share = circle.shares().last().map_or(entry_ref(0), |share| share.at);
    let last = vec![(author.device, 1)];
    match draw.act {
        0 => Body::Rename { name: format!("{} {}", NAMES[draw.who], draw.off) },
        1 if draw.off == 2 => Body::Leave {},
        2 => Body::ServeAs { role: "deputy".to_owned() },
        3 => Body::StandDown { role: "deputy".to_owned() },
        4 => Body::Share { text: "words".to_owned(), wish: Wish::Advice, note: None },
        5 => Body::Tap { share, tap: Tap::Heard },
        6 => Body::TakeBack { share },
        7 | 8 => Body::MeetingOpened { meeting: MEETING, key_check: Hash::ZERO, arrival_key: vec![1] },
        9 | 10 => arrive(),
        11 if draw.off == 1 => Body::Depart { meeting: MEETING },
        12 | 13 => Body::Door { meeting: MEETING, index, seals: seals(&entering) },
        14 => Body::Rekey { meeting: MEETING, index, seals: seals(&may), without: vec![] },
        15 | 16 => next(phase),
        17 | 18 => hand(draw.off == 0),
        19 | 26 => Body::TurnDone { meeting: MEETING, turn, last, feedback: draw.who > 1 },
        20 | 27 => Body::Pass { meeting: MEETING },
        21 => Body::EndFeedback { meeting: MEETING, turn, last: vec![(author, 1)] },
        22 => {
            let holder = meeting.and_then(|meeting| meeting.turn()).map_or(author.member, |turn| turn.holder);
            let last = vec![(Arrival { member: holder, ..author }, 1)];
            Body::MoveOn { meeting: MEETING, turn, last }
        }
        23 => Body::TakeKeeping { meeting: MEETING },
        24 if draw.off == 1 => Body::Close { meeting: MEETING },
        28..=30 => removal(circle, draw),
        _ => hand(true),
    }
}

/// Mostly about whoever came last.
fn removal(circle: &Circle, draw: Draw) -> Body {
    let member = id(NAMES[NAMES.len() - 1 - draw.off as usize]);
    Body::Removal(match draw.act {
        28 => RemovalAct::Move { member, reason: EjectReason::Other, words: None },
        29 => RemovalAct::Confirm { member, at: circle.removal(member).map_or(Seq(0), |removal| removal.at) },
        _ => RemovalAct::Withdraw { member },
    })
}

fn check_removals(circle: &Circle) {
    for (member, removal) in circle.removals() {
        assert!(removal.by != member && circle.seat(removal.by).is_some(), "somebody else moved it");
        let decided = removal.confirmed.is_some();
        assert!(removal.confirmed.is_none_or(|by| by != member && by != removal.by), "never one alone");
        assert_eq!(circle.member(member).is_some_and(|target| target.leaving), decided);
    }
}

fn check_meeting(circle: &Circle) {
    let Some(meeting) = circle.meeting() else { return };
    let running = meeting.turns.values().filter(|turn| turn.state != TurnState::Over);
    assert!(running.clone().count() <= 1, "never two holders");
    assert!(running.clone().all(|turn| turn.number == meeting.turn_count));
    assert!(running.clone().all(|turn| meeting.ring.contains(&turn.holder)), "who holds the floor is here");
    assert!(meeting.is_here(meeting.keeper), "a meeting has a keeper who is here");
    assert!(meeting.ring.iter().all(|member| meeting.is_here(*member)));
    assert!(meeting.hands.iter().all(|member| meeting.ring.contains(member)));
    let kind = circle.charter().phases[meeting.phase as usize].kind;
    if kind == PhaseKind::Silence || kind == PhaseKind::Open {
        assert!(meeting.holder().is_none());
    }
    if kind == PhaseKind::Round {
        assert!(meeting.taken.values().all(|turns| *turns <= 1), "once round");
    }
}

/// At most one member may speak words of a turn, unless the phase is open to all.
fn check_speakers(circle: &Circle) {
    let Some(meeting) = circle.meeting() else { return };
    let phase = &circle.charter().phases[meeting.phase as usize];
    let speakers = meeting
        .arrivals
        .iter()
        .filter(|presence| circle.judge(presence.arrival, circle.seq(), &say(meeting.turn_count, 0)).is_ok());
    let speakers: std::collections::BTreeSet<_> = speakers.map(|presence| presence.arrival.member).collect();
    match meeting.turn().map(|turn| turn.state) {
        Some(TurnState::Held) if phase.rule != circle::SpeakingRule::Open => {
            assert!(speakers.iter().all(|member| Some(*member) == meeting.holder()));
        }
        Some(TurnState::Feedback) => {
            assert!(meeting.turn().is_some_and(|turn| !speakers.contains(&turn.holder)));
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn acts_in_the_same_order_give_the_same_state(
        draws in proptest::collection::vec(draw(), 1..120),
        cut in 0_usize..120,
        phase in 0_u32..7,
    ) {
        let mut world = World::meeting(phase, &["ben", "cho", "dan"]);
        let mut restored: Option<Circle> = None;
        let mut second = world.circle.clone();
        for (n, draw) in draws.iter().enumerate() {
            if n == cut {
                let bytes = world.circle.snapshot();
                let copy = Circle::restore(&bytes).expect("a snapshot");
                prop_assert_eq!(copy.snapshot(), bytes);
                restored = Some(copy);
            }
            world.now = START.plus(n as u64 * 10_000 + draw.clock * 1_000);
            let author = author(&world.circle, *draw);
            let body = body(&world.circle, author, *draw);
            let entry = world.entry(author, body);
            let at = entry_ref(world.circle.seq().0);
            let result = world.fold(&entry);
            prop_assert_eq!(second.admit_bytes(at, &entry.encode()), result);
            prop_assert_eq!(&second, &world.circle);
            if let Some(copy) = &mut restored {
                let _ = copy.admit(at, &entry);
                prop_assert_eq!(copy.root(), world.circle.root());
            }
            check_meeting(&world.circle);
            check_speakers(&world.circle);
            check_removals(&world.circle);
        }
        prop_assert_eq!(second.root(), world.circle.root());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..512), at in any::<u64>()) {
        let mut world = World::meeting(crate::world::ROUND, &["ben"]);
        let root = { let mut skipped = world.circle.clone(); skipped.skip(); skipped.root() };
        let _ = world.circle.backfill(entry_ref(at), &bytes);
        if world.circle.admit_bytes(entry_ref(at), &bytes).is_err() {
            prop_assert_eq!(world.circle.root(), root);
        }
        let _ = Circle::restore(&bytes);
        if let Ok(live) = Live::decode(&bytes) {
            let _ = world.circle.judge(device("ann", 1), Seq(at), &live);
        }
        let text = String::from_utf8_lossy(&bytes);
        let _ = Template::parse(&text, &[("en", &text)]);
    }

    #[test]
    fn bytes_that_are_nearly_right_do_not_make_it_panic(flips in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..6)) {
        let world = World::meeting(crate::world::ROUND, &["ben"]);
        let flip = |bytes: &mut Vec<u8>| for (place, value) in &flips {
            let place = place % bytes.len();
            bytes[place] = *value;
        };
        let mut snapshot = world.circle.snapshot();
        flip(&mut snapshot);
        if let Ok(mut circle) = Circle::restore(&snapshot) {
            prop_assert_eq!(circle.snapshot(), snapshot);
            let mut counter = 1_000;
            for (who, act) in [(0, 19), (1, 20), (0, 22), (0, 15), (1, 17), (1, 11), (0, 11), (0, 7)] {
                let draw = Draw { who, device: 1, act, off: 0, clock: 0, fit: false };
                let arrival = device(NAMES[who], 1);
                counter += 1;
                let entry = Entry { member: arrival.member, device: arrival.device, counter, known: Seq(0), claimed: START, body: body(&circle, arrival, draw) };
                let _ = circle.admit(entry_ref(counter), &entry);
                let _ = circle.judge(arrival, circle.seq(), &say(2, 0));
            }
            let _ = circle.commit(&joining("ann", "eli", 1));
            circle.expire(START);
        }
        let mut world = world;
        let mut bytes = world.entry(device("ann", 1), arrive()).encode();
        flip(&mut bytes);
        let _ = world.circle.admit_bytes(entry_ref(0), &bytes);
        let mut toml = STRUCTURE.as_bytes().to_vec();
        flip(&mut toml);
        let _ = Template::parse(&String::from_utf8_lossy(&toml), &[("en", "")]);
    }

    #[test]
    fn entries_survive_their_encoding(draws in proptest::collection::vec(draw(), 1..20)) {
        let mut world = World::of(&[]);
        for draw in draws {
            let author = author(&world.circle, draw);
            let body = body(&world.circle, author, draw);
            let entry = world.entry(author, body);
            prop_assert_eq!(Entry::decode(&entry.encode()), Ok(entry));
        }
    }
}

#[test]
fn shares_that_a_late_device_never_sees_do_not_divide_the_circle() {
    let founded = || Circle::found(newcomer("ann"), charter(), knock_key(1)).expect("a charter");
    let (mut early, mut late) = (founded(), founded());
    let entry = |counter, body| Entry {
        member: id("ann"),
        device: device("ann", 1).device,
        counter,
        known: Seq(0),
        claimed: START,
        body,
    };
    let share = entry(1, Body::Share { text: "words".to_owned(), wish: Wish::AskMe, note: None });
    early.admit(entry_ref(1), &share).expect("a share");
    late.skip();
    let rename = entry(2, Body::Rename { name: "Anna".to_owned() });
    for circle in [&mut early, &mut late] {
        circle.admit(entry_ref(2), &rename).expect("a name");
    }
    assert_eq!(early.root(), late.root());
}
