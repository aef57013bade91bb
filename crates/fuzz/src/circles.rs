//! A circle's log and states: whatever members write, every device folds the same, and what is kept comes back.

use circle::{
    Add, AddGround, Circle, EjectReason, Entry, EntryRef, Facts, KnockKey, Live, MemberId, NewMember, RemovalAct, Seq,
};
use personal::Sheet;
use wire::{Day, Hash, Millis, PublicKey};

use crate::{
    bounds,
    input::{Input, write_string},
};

const FOUNDER: MemberId = MemberId([1; 16]);
/// Who came first, and who came after.
const SECOND: MemberId = MemberId([8; 16]);
const THIRD: MemberId = MemberId([9; 16]);
const START: Millis = Millis(1_767_225_600_000);

/// The input is a list of entries, which are folded one after another.
pub(crate) fn entries(bytes: &[u8]) {
    let _turn = bounds::turn();
    let mut input = Input::new(bytes);
    let mut circle = founded();
    let mut number = 0_u64;
    while !input.is_empty() {
        let payload = input.string();
        number += 1;
        let at = EntryRef(Hash::of(&number.to_be_bytes()));
        bounds::within((1 << 20) + 256 * payload.len(), "an entry", || fold(&mut circle, at, payload));
    }
    comes_back(&circle);
}

/// The first byte says what is read: a snapshot, a stowed circle, an entry, the content of a live frame, a sheet.
pub(crate) fn states(bytes: &[u8]) {
    let _turn = bounds::turn();
    let mut input = Input::new(bytes);
    let which = input.below(5);
    let state = input.rest();
    read(which, state);
}

pub(crate) fn entry_seeds() -> Vec<Vec<u8>> {
    let logs = [real_log(3), real_log(40)];
    logs.iter()
        .map(|log| {
            let mut out = Vec::new();
            for entry in log {
                write_string(&mut out, &entry.encode());
            }
            out
        })
        .collect()
}

pub(crate) fn state_seeds() -> Vec<Vec<u8>> {
    let mut circle = founded();
    let mut seeds = vec![[&[0], circle.snapshot().as_slice()].concat()];
    for (number, entry) in real_log(40).iter().enumerate() {
        seeds.push([&[2], entry.encode().as_slice()].concat());
        let _ = circle.admit(EntryRef(Hash::of(&number.to_be_bytes())), entry);
    }
    seeds.push([&[0], circle.snapshot().as_slice()].concat());
    seeds.push([&[1], circle.stow().as_slice()].concat());
    let say = Live::Say { turn: 1, line: 2, text: "words".to_owned(), part: 0 };
    for live in [say, Live::Tap { turn: 1, tap: circle::Tap::Heard }, Live::Here {}] {
        seeds.push([&[3], live.encode().as_slice()].concat());
    }
    let sheet = Sheet::new(Day(20_000)).write("title", "text").expect("fits");
    seeds.push([&[4], sheet.encode().as_slice()].concat());
    seeds
}

fn fold(circle: &mut Circle, at: EntryRef, payload: &[u8]) {
    let before = circle.clone();
    let (seq, state) = (circle.seq(), circle.snapshot());
    let asked = Entry::decode(payload).map(|entry| circle.would_admit(&entry));
    let folded = circle.admit_bytes(at, payload);
    assert_eq!(circle.seq(), Seq(seq.0 + 1), "the place advances whatever it is");
    if let Ok(asked) = asked {
        assert_eq!(asked.is_ok(), folded.is_ok(), "the device that acts and the others judge alike");
    }
    let mut other = before.clone();
    assert_eq!(other.admit_bytes(at, payload), folded, "folded alike");
    assert_eq!(other.root(), circle.root());
    if folded.is_err() {
        let mut skipped = before;
        skipped.skip();
        assert_eq!(skipped.root(), circle.root(), "a refused entry changes nothing but the place");
        assert_ne!(circle.snapshot(), state, "which the state has");
    }
}

fn comes_back(circle: &Circle) {
    let snapshot = circle.snapshot();
    let restored = Circle::restore(&snapshot).expect("a snapshot of ours");
    assert_eq!((restored.snapshot(), restored.root()), (snapshot, circle.root()));
    let stowed = circle.stow();
    let unstowed = Circle::unstow(&stowed).expect("stowed by us");
    assert_eq!(unstowed.stow(), stowed);
    assert_eq!(unstowed.root(), circle.root());
}

fn read(which: u8, state: &[u8]) {
    let most = 2 * bounds::decoding(state.len());
    match which {
        0 => {
            if let Ok(circle) = bounds::within(most, "a snapshot", || Circle::restore(state)) {
                assert_eq!(circle.snapshot(), state, "canonical");
                live_on(circle);
            }
        }
        1 => {
            if let Ok(circle) = bounds::within(2 * most, "a stowed circle", || Circle::unstow(state)) {
                comes_back(&circle);
                live_on(circle);
            }
        }
        2 => {
            if let Ok(entry) = bounds::within(most, "an entry", || Entry::decode(state)) {
                assert_eq!(Entry::decode(&entry.encode()).as_ref(), Ok(&entry));
                let mut circle = founded();
                let _ = circle.admit(EntryRef(Hash::ZERO), &entry);
                comes_back(&circle);
            }
        }
        3 => {
            if let Ok(live) = bounds::within(most, "words", || Live::decode(state)) {
                assert_eq!(Live::decode(&live.encode()), Ok(live));
            }
        }
        _ => {
            if let Ok(sheet) = bounds::within(most, "a sheet", || Sheet::decode(state)) {
                assert!(Sheet::decode(&sheet.encode()).is_ok_and(|again| again == sheet));
                assert!(sheet.write(sheet.title(), sheet.text()).is_ok(), "within its limits");
            }
        }
    }
}

/// Entries of a real circle on a state from anywhere, and what a device asks of it for its view.
fn live_on(mut circle: Circle) {
    for (number, entry) in real_log(8).iter().enumerate() {
        let _ = circle.admit(EntryRef(Hash::of(&number.to_be_bytes())), entry);
    }
    if let Some(meeting) = circle.meeting() {
        let _ = (meeting.turn(), meeting.holder(), meeting.may_enter(circle.charter()));
    }
    let _ = circle.shares().len();
}

fn founded() -> Circle {
    let charter = circle::templates().remove(0).charter;
    let (key, pledge) = (PublicKey([2; 32]), charter.pledge_hash());
    let founder = NewMember { id: FOUNDER, key, name: "ana".to_owned(), pledge };
    let knock = KnockKey { secret: vec![3; 32], public: vec![4; 32], back: [5; 32] };
    let mut circle = Circle::found(founder, charter, knock).expect("founded");
    let made = entry(FOUNDER, 2, 0, circle::Body::InviteMade { invite: invite(200) });
    circle.admit(EntryRef(Hash::ZERO), &made).expect("an invite");
    for (member, name) in [(SECOND, "bo"), (THIRD, "cy")] {
        let member = NewMember { id: member, key: PublicKey(Hash::of(&member.0).0), name: name.to_owned(), pledge };
        let adds = vec![Add { member, ground: AddGround::Invite(invite(200).id) }];
        circle.commit(&Facts { adds, ..Facts::of(FOUNDER) }).expect("let in");
    }
    circle
}

/// What its founder may do in a circle, several times over; another member confirms that a third one leaves.
fn real_log(len: u64) -> Vec<Entry> {
    (0..len).map(|n| entry(if n % KINDS == 13 { SECOND } else { FOUNDER }, 1, n, body(n))).collect()
}

fn entry(member: MemberId, device: u8, n: u64, body: circle::Body) -> Entry {
    let (claimed, known) = (START.plus(n * 1000), Seq(n));
    Entry { member, device: circle::DeviceId([device; 8]), counter: n + 1, known, claimed, body }
}

/// Kinds of acts in [`real_log`].
const KINDS: u64 = 14;

fn body(n: u64) -> circle::Body {
    use circle::Body;
    let meeting = circle::MeetingId([7; 16]);
    let share = EntryRef(Hash::of(&(n - n % KINDS).to_be_bytes()));
    match n % KINDS {
        0 => Body::Share { text: "words".to_owned(), wish: circle::Wish::JustListen, note: Some("heavy".to_owned()) },
        1 => Body::Tap { share, tap: circle::Tap::Thanks },
        2 => Body::Rename { name: format!("ana {n}") },
        3 => Body::ServeAs { role: "greeter".to_owned() },
        4 => Body::InviteMade { invite: invite(n) },
        5 => Body::MeetingOpened { meeting, key_check: Hash::ZERO, arrival_key: vec![1; 32] },
        6 => Body::NextPhase { meeting, from: 0, skip: 0 },
        7 => Body::Hand { meeting, up: true },
        8 => Body::Close { meeting },
        9 => Body::InviteRevoked { invite: circle::InviteId([(n - 5) as u8; 16]) },
        10 | 12 => moved(),
        11 => Body::Removal(RemovalAct::Withdraw { member: THIRD }),
        // The founding has one entry: act n stands at n + 1, the one before it at n.
        _ => Body::Removal(RemovalAct::Confirm { member: THIRD, at: Seq(n) }),
    }
}

fn moved() -> circle::Body {
    let (reason, words) = (EjectReason::Other, Some("words".to_owned()));
    circle::Body::Removal(RemovalAct::Move { member: THIRD, reason, words })
}

const fn invite(n: u64) -> circle::Invite {
    circle::Invite {
        id: circle::InviteId([n as u8; 16]),
        secret: [n as u8; 16],
        read_seed: [n as u8; 32],
        uses: 3,
        expires: Day::of(START).plus(7),
        made_by: FOUNDER,
        guest: None,
        card: false,
    }
}
