//! Everything sealed: from outside, where nothing opens that was not sealed so, and from inside, where a member with the
//! right key has written whatever they like.

use std::sync::LazyLock;

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use seal::{
    HpkeSecret, Key, Kind, SigningKey, WayBack,
    account::{self, VaultKey},
    aead,
    box_::{self, BoxKey},
    code::RecoveryCode,
    commit::{self, Letter},
    entry::{self, Snapshot},
    invite::InviteSecret,
    knock,
    live::{self, MeetingKey},
    pad::{self, Class},
};
use wire::{BoxId, CircleId, CommitId, Day, Etag, LoginHash, MailboxId};

use crate::{bounds, input::Input};

const CIRCLE: CircleId = CircleId([1; 32]);
const COMMIT: CommitId = CommitId([2; 32]);
const PARENT: CommitId = CommitId([3; 32]);
const BOX: BoxId = BoxId([4; 32]);
const LOGIN: LoginHash = LoginHash([5; 32]);
const MAILBOX: MailboxId = MailboxId([6; 32]);
const MEETING: [u8; 16] = [7; 16];
const KEY: [u8; 32] = [8; 32];

/// A way to open a sealed value, and one that opens.
struct Way {
    opens: fn(&[u8]) -> bool,
    real: Vec<u8>,
    /// Its randomness is the system's, so that real values of other processes open too.
    is_mail: bool,
}

static WAYS: LazyLock<Vec<Way>> = LazyLock::new(ways);

/// The first byte says which way; only the real value opens.
pub(crate) fn outside(bytes: &[u8]) {
    let _turn = bounds::turn();
    let Some((which, sealed)) = bytes.split_first() else { return };
    let way = &WAYS[usize::from(*which) % WAYS.len()];
    let opened = bounds::within((1 << 20) + 64 * sealed.len(), "opening", || (way.opens)(sealed));
    assert!(opened || sealed != way.real, "way {which}: the real one opens");
    assert!(!opened || way.is_mail || sealed == way.real, "way {which}: and nothing else");
}

pub(crate) fn outside_seeds() -> Vec<Vec<u8>> {
    WAYS.iter().enumerate().map(|(which, way)| [&[which as u8], way.real.as_slice()].concat()).collect()
}

/// The first byte says which kind, the rest is the plaintext, which is sealed with the right key.
pub(crate) fn inside(bytes: &[u8]) {
    let _turn = bounds::turn();
    let mut input = Input::new(bytes);
    let (which, class) = (input.below(11), input.below(4));
    let plain = input.rest();
    bounds::within((1 << 20) + 256 * plain.len(), "opening and reading", || read(which, class, plain));
}

pub(crate) fn inside_seeds() -> Vec<Vec<u8>> {
    let envelope = wire::encode(&commit::Envelope { letter: letter(), signature: wire::Signature([1; 64]) });
    let state = [&[1], wire::encode(&Snapshot { state: vec![1; 9], tree: vec![2; 9] }).as_slice()].concat();
    let plain = [(0, vec![0x80]), (1, envelope), (2, state), (3, vec![9; 100]), (4, vec![9; 90]), (5, vec![9; 90])];
    let others = (6..11).map(|which| (which, vec![9; 64]));
    plain.into_iter().chain(others).map(|(which, plain)| [&[which, 0], plain.as_slice()].concat()).collect()
}

fn read(which: u8, class: u8, plain: &[u8]) {
    let mut rng = rng();
    let key = Key::from_stored(KEY);
    let at = [CIRCLE.0, COMMIT.0].concat();
    let padded =
        pad::pad(plain, [Class::Box, Class::Entry, Class::Ring, Class::Box][usize::from(class)]).expect("fits");
    // Without the padding of the other classes: what comes off may be anything.
    let padded: &[u8] = if class == 3 { plain } else { &padded };
    match which {
        0 => {
            if let Ok(came_off) = pad::unpad(plain) {
                assert_eq!(plain[came_off.len()], 0x80);
            }
            let again = pad::pad(plain, Class::Entry).expect("fits");
            assert_eq!(pad::unpad(&again), Ok(plain));
        }
        1 => {
            let sealed = aead::seal(&key, Kind::Envelope, &[CIRCLE.0, PARENT.0].concat(), padded, &mut rng);
            if let Ok(envelope) = commit::open_envelope(&key, CIRCLE, PARENT, &sealed) {
                let written = wire::encode(&envelope);
                assert_eq!(wire::decode(&written), Ok(envelope.clone()));
                assert!(envelope.verify(CIRCLE, COMMIT, signer().public()).is_err(), "nobody signed it");
            }
        }
        2 => {
            let sealed = aead::seal(&key, Kind::Snapshot, &at, padded, &mut rng);
            if let Ok(snapshot) = entry::open_snapshot(&key, CIRCLE, COMMIT, &sealed) {
                let again = entry::seal_snapshot(&key, CIRCLE, COMMIT, &snapshot);
                assert_eq!(entry::open_snapshot(&key, CIRCLE, COMMIT, &again), Ok(snapshot));
            }
        }
        3 => {
            let sealed = aead::seal(&key, Kind::Entry, &at, padded, &mut rng);
            if let Ok(opened) = entry::open_entry(&key, CIRCLE, COMMIT, &sealed) {
                assert!(opened.payload.len() + 80 < sealed.len());
                assert!(opened.verify(CIRCLE, COMMIT, signer().public()).is_err());
            }
        }
        4 => {
            let number = 3_u32.to_be_bytes();
            let sealed = aead::seal(&live_key(), Kind::Live, &[&MEETING[..], &number].concat(), padded, &mut rng);
            let frame = [number.as_slice(), &sealed].concat();
            if let Ok(opened) = live::open_frame(&meeting(), MEETING, &frame) {
                assert!(opened.verify(MEETING, signer().public()).is_err(), "nobody signed it");
                let again = live::reseal_frame(&meeting(), MEETING, 4, &opened, &mut rng);
                assert_eq!(live::open_frame(&meeting(), MEETING, &again), Ok(opened));
            }
        }
        _ => read_own(which, plain, padded),
    }
}

/// What somebody sealed to a person or for themselves.
fn read_own(which: u8, plain: &[u8], padded: &[u8]) {
    let mut rng = rng();
    match which {
        5 => {
            let sealed = box_::seal_box(&box_key(), BOX, Etag([1; 32]), plain, &mut rng);
            let opened = box_::open_box(&box_key(), BOX, &sealed).expect("opens");
            assert_eq!((opened.previous, opened.plain.as_slice()), (Etag([1; 32]), plain));
        }
        6 => {
            let sealed = account::seal_vault(&vault_key(), LOGIN, Etag::NONE, plain, &mut rng);
            if let Ok(sealed) = sealed {
                assert_eq!(sealed.len(), wire::limits::VAULT);
                assert_eq!(account::open_vault(&vault_key(), LOGIN, &sealed).expect("opens").plain.as_slice(), plain);
            }
        }
        7 => {
            let invite = InviteSecret::from_stored([1; 16]);
            let sealed = invite.seal_preview(plain, &mut rng);
            assert_eq!(invite.open_preview(&sealed).expect("opens").as_slice(), plain);
        }
        8 => {
            let to = HpkeSecret::from_stored(KEY);
            let sealed = to.public().seal_to("knock", MAILBOX.as_bytes(), padded).expect("sealed");
            if let Ok(opened) = knock::open_knock(&to, MAILBOX, &sealed) {
                assert!(opened.len() < padded.len());
            }
        }
        9 => {
            let to = HpkeSecret::from_stored(KEY);
            let sealed = to.public().seal_to("meeting key", &[&MEETING[..], &[0; 4]].concat(), plain).expect("sealed");
            assert_eq!(MeetingKey::open(&to, MEETING, 0, &sealed).is_ok(), plain.len() == 32);
        }
        _ => {
            let to = seal::HpkePublic::from_bytes(plain);
            if let Ok(sealed) = to.seal_to("knock", b"", b"plain") {
                assert!(sealed.len() > plain.len());
            }
            let code = RecoveryCode::from_stored([1; 16]);
            assert!(code.open_record(plain).is_err());
        }
    }
}

fn ways() -> Vec<Way> {
    let mut rng = rng();
    let (key, signer) = (Key::from_stored(KEY), signer());
    let mut ways = Vec::new();
    let mut add = |real: Vec<u8>, opens: fn(&[u8]) -> bool| ways.push(Way { opens, real, is_mail: false });
    let snapshot = Snapshot { state: b"state".to_vec(), tree: b"tree".to_vec() };
    add(aead::seal(&key, Kind::Device, b"id", b"plain", &mut rng), |sealed| {
        aead::open(&Key::from_stored(KEY), Kind::Device, b"id", sealed).is_ok()
    });
    add(entry::seal_entry(&key, CIRCLE, COMMIT, b"words", &signer, &mut rng).blob, |sealed| {
        entry::open_entry(&Key::from_stored(KEY), CIRCLE, COMMIT, sealed).is_ok()
    });
    add(entry::seal_snapshot(&key, CIRCLE, COMMIT, &snapshot), |sealed| {
        entry::open_snapshot(&Key::from_stored(KEY), CIRCLE, COMMIT, sealed).is_ok()
    });
    add(commit::seal_envelope(&key, CIRCLE, PARENT, COMMIT, letter(), &signer, &mut rng), |sealed| {
        commit::open_envelope(&Key::from_stored(KEY), CIRCLE, PARENT, sealed).is_ok()
    });
    add(box_::seal_box(&box_key(), BOX, Etag::NONE, b"state", &mut rng), |sealed| {
        box_::open_box(&box_key(), BOX, sealed).is_ok()
    });
    add(box_::seal_ring(&box_key().ring(Day(9)), Etag::NONE, b"keys", &mut rng), |sealed| {
        box_::open_ring(&box_key().ring(Day(9)), sealed).is_ok()
    });
    add(account::seal_vault(&vault_key(), LOGIN, Etag::NONE, b"vault", &mut rng).expect("fits"), |sealed| {
        account::open_vault(&vault_key(), LOGIN, sealed).is_ok()
    });
    add(InviteSecret::from_stored([1; 16]).seal_preview(b"preview", &mut rng), |sealed| {
        InviteSecret::from_stored([1; 16]).open_preview(sealed).is_ok()
    });
    add(WayBack::from_seed(KEY).seal_knock_key(b"knock", &mut rng), |sealed| {
        WayBack::from_seed(KEY).open_knock_key(sealed).is_ok()
    });
    add(live::seal_frame(&meeting(), MEETING, 3, b"words", &signer, &mut rng), |sealed| {
        live::open_frame(&meeting(), MEETING, sealed).is_ok()
    });
    let record = RecoveryCode::from_stored([1; 16]).seal_record(&vault_key(), LOGIN, &mut rng);
    add(record.sealed.into(), |sealed| RecoveryCode::from_stored([1; 16]).open_record(sealed).is_ok());
    ways.extend(mail());
    ways
}

fn mail() -> [Way; 2] {
    let to = HpkeSecret::from_stored(KEY).public();
    let knock = knock::seal_knock(&to, MAILBOX, b"knock").expect("a key");
    let reply = knock::seal_reply(&to, MAILBOX, b"reply").expect("a key");
    [
        Way { opens: |sealed| opens(knock::open_knock, sealed, b"knock"), real: knock, is_mail: true },
        Way { opens: |sealed| opens(knock::open_reply, sealed, b"reply"), real: reply, is_mail: true },
    ]
}

type Open = fn(&HpkeSecret, MailboxId, &[u8]) -> Result<zeroize::Zeroizing<Vec<u8>>, seal::CannotOpen>;

/// What opens says what was sealed.
fn opens(open: Open, sealed: &[u8], expected: &[u8]) -> bool {
    let opened = open(&HpkeSecret::from_stored(KEY), MAILBOX, sealed);
    opened.is_ok_and(|plain| {
        assert_eq!(plain.as_slice(), expected);
        true
    })
}

fn letter() -> Letter {
    Letter { member: [1; 16], device: [2; 8], counter: 3, authority: b"why".to_vec(), mls: b"mls".to_vec() }
}

fn signer() -> SigningKey {
    SigningKey::from_stored([11; 32])
}

fn box_key() -> BoxKey {
    BoxKey::from_stored([12; 32])
}

fn vault_key() -> VaultKey {
    VaultKey::from_stored([13; 32])
}

fn meeting() -> MeetingKey {
    MeetingKey::make(&mut ChaCha20Rng::seed_from_u64(14))
}

/// The key of [`meeting`], which has no stored form.
fn live_key() -> Key {
    Key::make(&mut ChaCha20Rng::seed_from_u64(14))
}

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(10)
}
