//! Nothing that was changed, moved or taken from elsewhere is opened.

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use seal::{
    HpkePublic, HpkeSecret, Key, Kind, SigningKey, aead,
    box_::{self, BoxKey},
    commit::{self, Letter},
    entry,
    invite::InviteSecret,
    knock,
    live::{self, MeetingKey},
    sign::{Domain, verify},
};
use wire::{BoxId, CircleId, CommitId, Day, Etag, MailboxId, PublicKey, Signature};

const CIRCLE: CircleId = CircleId([1; 32]);
const COMMIT: CommitId = CommitId([2; 32]);
const ELSEWHERE: CommitId = CommitId([3; 32]);

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(11)
}

/// Flips a bit in every region, cuts and lengthens; `opens` must say no to all of it and yes to the original.
fn check(what: &str, sealed: &[u8], opens: impl Fn(&[u8]) -> bool) {
    assert!(opens(sealed), "{what}: the original");
    let step = (sealed.len() / 64).max(1);
    for at in (0..sealed.len().min(130)).chain((0..sealed.len()).step_by(step)).chain([sealed.len() - 1]) {
        let mut changed = sealed.to_vec();
        changed[at] ^= 0x40;
        assert!(!opens(&changed), "{what}: byte {at} of {}", sealed.len());
    }
    for len in [0, 1, 4, 32, 57, sealed.len() - 1] {
        assert!(!opens(&sealed[..len]), "{what}: cut to {len}");
    }
    assert!(!opens(&[sealed, &[0]].concat()), "{what}: lengthened");
}

#[test]
fn changed_bytes() {
    let mut rng = rng();
    let key = Key::make(&mut rng);
    let signer = SigningKey::make(&mut rng);
    check("aead", &aead::seal(&key, Kind::Device, b"id", b"plain", &mut rng), |sealed| {
        aead::open(&key, Kind::Device, b"id", sealed).is_ok()
    });
    let sealed = entry::seal_entry(&key, CIRCLE, COMMIT, b"words", &signer, &mut rng).blob;
    check("entry", &sealed, |sealed| entry::open_entry(&key, CIRCLE, COMMIT, sealed).is_ok());
    let snapshot = entry::Snapshot { state: b"state".to_vec(), tree: b"tree".to_vec() };
    let sealed = entry::seal_snapshot(&key, CIRCLE, COMMIT, &snapshot);
    check("snapshot", &sealed, |sealed| entry::open_snapshot(&key, CIRCLE, COMMIT, sealed).is_ok());
    let sealed = commit::seal_envelope(&key, CIRCLE, COMMIT, ELSEWHERE, letter(), &signer, &mut rng);
    check("envelope", &sealed, |sealed| commit::open_envelope(&key, CIRCLE, COMMIT, sealed).is_ok());
    let box_key = BoxKey::make(&mut rng);
    let id = box_::make_box_id(&mut rng);
    let sealed = box_::seal_box(&box_key, id, Etag([4; 32]), b"state", &mut rng);
    check("box", &sealed, |sealed| box_::open_box(&box_key, id, sealed).is_ok());
    let today = box_key.ring(Day(1));
    let sealed = box_::seal_ring(&today, Etag::NONE, b"keys", &mut rng);
    check("ring", &sealed, |sealed| box_::open_ring(&today, sealed).is_ok());
    let invite = InviteSecret::make(&mut rng);
    let sealed = invite.seal_preview(b"preview", &mut rng);
    check("preview", &sealed, |sealed| invite.open_preview(sealed).is_ok());
    let meeting = MeetingKey::make(&mut rng);
    let sealed = live::seal_frame(&meeting, [5; 16], 0, b"words", &signer, &mut rng);
    check("frame", &sealed, |sealed| live::open_frame(&meeting, [5; 16], sealed).is_ok());
}

#[test]
fn changed_mail() {
    let secret = HpkeSecret::make(&mut rng());
    let mailbox = MailboxId([6; 32]);
    let sealed = knock::seal_knock(&secret.public(), mailbox, b"knock").unwrap();
    check("knock", &sealed, |sealed| knock::open_knock(&secret, mailbox, sealed).is_ok());
    let sealed = knock::seal_reply(&secret.public(), mailbox, b"reply").unwrap();
    check("reply", &sealed, |sealed| knock::open_reply(&secret, mailbox, sealed).is_ok());
    let meeting = MeetingKey::make(&mut rng());
    let sealed = meeting.seal_to(&secret.public(), [5; 16], 1).unwrap();
    check("meeting key", &sealed, |sealed| {
        MeetingKey::open(&secret, [5; 16], 1, sealed).is_ok_and(|key| key.check() == meeting.check())
    });
    assert!(MeetingKey::open(&secret, [5; 16], 2, &sealed).is_err(), "another door");
    assert!(MeetingKey::open(&secret, [6; 16], 1, &sealed).is_err(), "another meeting");
}

#[test]
fn nothing_passes_for_another() {
    let mut rng = rng();
    let (key, other) = (Key::make(&mut rng), Key::make(&mut rng));
    let sealed = aead::seal(&key, Kind::Entry, b"id", b"plain", &mut rng);
    for (name, key, kind, id) in [
        ("another key", &other, Kind::Entry, b"id"),
        ("another kind", &key, Kind::Snapshot, b"id"),
        ("another id", &key, Kind::Entry, b"ID"),
    ] {
        assert!(aead::open(key, kind, id, &sealed).is_err(), "{name}");
    }
    let signer = SigningKey::make(&mut rng);
    let entry = entry::seal_entry(&key, CIRCLE, COMMIT, b"words", &signer, &mut rng).blob;
    assert!(entry::open_entry(&key, CIRCLE, ELSEWHERE, &entry).is_err(), "another commit");
    assert!(entry::open_entry(&key, CircleId([9; 32]), COMMIT, &entry).is_err(), "another circle");
    let box_key = BoxKey::make(&mut rng);
    let sealed = box_::seal_box(&box_key, BoxId([1; 32]), Etag::NONE, b"state", &mut rng);
    assert!(box_::open_box(&box_key, BoxId([2; 32]), &sealed).is_err(), "another box");
    let mut rolled = sealed;
    rolled[..32].copy_from_slice(&[7; 32]);
    assert!(box_::open_box(&box_key, BoxId([1; 32]), &rolled).is_err(), "another previous etag");
    let yesterday = box_::seal_ring(&box_key.ring(Day(1)), Etag::NONE, b"keys", &mut rng);
    assert!(box_::open_ring(&box_key.ring(Day(2)), &yesterday).is_err(), "another day");
    let secret = HpkeSecret::make(&mut rng);
    let mail = knock::seal_knock(&secret.public(), MailboxId([1; 32]), b"knock").unwrap();
    assert!(knock::open_knock(&secret, MailboxId([2; 32]), &mail).is_err(), "another mailbox");
    assert!(knock::open_reply(&secret, MailboxId([1; 32]), &mail).is_err(), "a knock is no reply");
    assert!(HpkePublic::from_bytes(b"short").seal_to("knock", b"", b"plain").is_err());
}

#[test]
fn the_author_is_bound() {
    let mut rng = rng();
    let (key, signer) = (Key::make(&mut rng), SigningKey::make(&mut rng));
    let (mine, other) = (signer.public(), SigningKey::make(&mut rng).public());
    let sealed = entry::seal_entry(&key, CIRCLE, COMMIT, b"words", &signer, &mut rng);
    let opened = entry::open_entry(&key, CIRCLE, COMMIT, &sealed.blob).unwrap();
    assert_eq!(opened.payload.as_slice(), b"words");
    assert!(opened.verify(CIRCLE, COMMIT, mine).is_ok());
    assert!(opened.verify(CIRCLE, COMMIT, other).is_err());
    assert!(opened.verify(CIRCLE, ELSEWHERE, mine).is_err());
    assert_eq!(entry::derive_delete_secret(&signer, CIRCLE, COMMIT, opened.nonce), sealed.delete);
    let envelope = commit::seal_envelope(&key, CIRCLE, COMMIT, ELSEWHERE, letter(), &signer, &mut rng);
    let envelope = commit::open_envelope(&key, CIRCLE, COMMIT, &envelope).unwrap();
    assert_eq!(envelope.letter, letter());
    assert!(envelope.verify(CIRCLE, ELSEWHERE, mine).is_ok());
    assert!(envelope.verify(CIRCLE, COMMIT, mine).is_err());
    assert!(envelope.verify(CIRCLE, ELSEWHERE, other).is_err());
    for change in [
        |letter: &mut Letter| letter.member[0] ^= 1,
        |letter: &mut Letter| letter.device[0] ^= 1,
        |letter: &mut Letter| letter.counter += 1,
        |letter: &mut Letter| letter.authority.push(1),
    ] {
        let mut forged = envelope.clone();
        change(&mut forged.letter);
        assert!(forged.verify(CIRCLE, ELSEWHERE, mine).is_err(), "{forged:?}");
    }
    let signature = knock::sign_rejoin(&signer, b"knock");
    assert!(knock::verify_rejoin(mine, b"knock", signature).is_ok());
    assert!(knock::verify_rejoin(mine, b"knocks", signature).is_err());
    assert!(verify(mine, Domain::Entry, b"knock", signature).is_err(), "another domain");
    assert!(verify(PublicKey([0; 32]), Domain::Knock, b"knock", signature).is_err());
    assert!(verify(mine, Domain::Knock, b"knock", Signature([0; 64])).is_err());
}

#[test]
fn a_frame_passed_on_keeps_its_author() {
    let mut rng = rng();
    let signer = SigningKey::make(&mut rng);
    let before = MeetingKey::make(&mut rng);
    let after = before.next_by_door();
    let meeting = [5; 16];
    let frame = live::seal_frame(&before, meeting, 0, b"words", &signer, &mut rng);
    assert_eq!(live::frame_key(&frame), Ok(0));
    let opened = live::open_frame(&before, meeting, &frame).unwrap();
    let again = live::reseal_frame(&after, meeting, 1, &opened, &mut rng);
    assert_eq!(live::frame_key(&again), Ok(1));
    let passed_on = live::open_frame(&after, meeting, &again).unwrap();
    assert_eq!(passed_on, opened);
    assert!(passed_on.verify(meeting, signer.public()).is_ok());
    assert!(passed_on.verify([6; 16], signer.public()).is_err());
    assert!(live::open_frame(&after, meeting, &frame).is_err());
    assert!(live::open_frame(&before, [6; 16], &frame).is_err());
    let mut renumbered = frame;
    renumbered[3] = 1;
    assert!(live::open_frame(&before, meeting, &renumbered).is_err());
}

#[test]
fn invites_and_their_knocks() {
    let mut rng = rng();
    let (invite, other) = (InviteSecret::make(&mut rng), InviteSecret::make(&mut rng));
    let fragment = invite.to_fragment();
    for text in [fragment.to_string(), format!("#{}", *fragment), format!(" {}\n", *fragment)] {
        assert!(InviteSecret::from_fragment(&text).is_ok_and(|found| found == invite), "{text}");
    }
    for text in ["", "#", "short", &format!("{}A", *fragment), "!!!!!!!!!!!!!!!!!!!!!!"] {
        assert!(InviteSecret::from_fragment(text).is_err(), "{text}");
    }
    let mac = invite.knock_mac(b"knock");
    assert!(invite.check_knock(b"knock", &mac));
    assert!(!invite.check_knock(b"knocks", &mac));
    assert!(!other.check_knock(b"knock", &mac));
    assert_ne!(invite.mailbox(), other.mailbox());
}

fn letter() -> Letter {
    Letter { member: [1; 16], device: [2; 8], counter: 3, authority: b"why".to_vec(), mls: b"mls".to_vec() }
}
