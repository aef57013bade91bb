//! Known answers: every derivation and every format that is stored or sent. A change here breaks what people have.
//!
//! The derivations and the seal of a vault were compared with an independent implementation (Python's `cryptography`,
//! with HChaCha20 written out) when they were fixed.

use data_encoding::HEXLOWER;
use rand_core::{CryptoRng, RngCore};
use seal::{
    Key, Kind, SigningKey,
    account::VaultKey,
    aead,
    box_::{self, BoxKey},
    code::RecoveryCode,
    commit::{self, Letter},
    entry,
    hpke::HpkeSecret,
    invite::InviteSecret,
    live::{self, MeetingKey},
    pad::{self, Class},
    sign::{Domain, verify},
};
use sha2::{Digest, Sha256};
use wire::{BoxId, CircleId, CommitId, Day, Etag, LoginHash, PublicKey};

/// Counts up, so that a format can be seen. Not random at all.
struct Counting(u8);

impl RngCore for Counting {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }
    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }
    fn fill_bytes(&mut self, out: &mut [u8]) {
        for byte in out {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(out);
        Ok(())
    }
}
impl CryptoRng for Counting {}

const CIRCLE: CircleId = CircleId([1; 32]);
const COMMIT: CommitId = CommitId([2; 32]);

fn key() -> Key {
    Key::from_stored([3; 32])
}

fn signer() -> SigningKey {
    SigningKey::from_stored([4; 32])
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

/// The length and the hash of something long.
fn sum(bytes: &[u8]) -> String {
    format!("{} bytes, {}", bytes.len(), hex(Sha256::digest(bytes)))
}

fn lines<const N: usize>(facts: [(&str, String); N]) -> String {
    facts.map(|(name, fact)| format!("{name}: {fact}")).join("\n")
}

#[test]
fn derivations() {
    let vault = VaultKey::from_stored([5; 32]);
    let code = RecoveryCode::from_stored([6; 16]);
    let box_key = BoxKey::from_stored([7; 32]);
    let ring = box_key.ring(Day(20_000));
    let invite = InviteSecret::from_stored([8; 16]);
    insta::assert_snapshot!(lines([
        ("key", hex(*key().derive("label", b"context").to_stored())),
        ("signing key", hex(*SigningKey::derive(&key(), "label").to_stored())),
        ("public key", hex(signer().public().0)),
        ("hpke secret", hex(*HpkeSecret::derive(&key(), "label").to_stored())),
        ("hpke public", sum(HpkeSecret::from_stored([9; 32]).public().as_bytes())),
        ("vault capability", hex(vault.capability().public().0)),
        ("code id", hex(code.id().0)),
        ("code auth", hex(code.auth().public().0)),
        ("box capability", hex(box_key.capability().public().0)),
        ("ring id", hex(ring.id.0)),
        ("ring capability", hex(ring.capability.public().0)),
        ("invite fragment", invite.to_fragment().to_string()),
        ("invite mailbox", hex(invite.mailbox().0)),
        ("knock mac", hex(invite.knock_mac(b"knock").0)),
        ("commit id", hex(commit::commit_id(CIRCLE, COMMIT, b"mls", PublicKey([10; 32])).0)),
        ("genesis id", hex(commit::genesis_id(CIRCLE, PublicKey([10; 32])).0)),
        ("delete secret", hex(entry::derive_delete_secret(&signer(), CIRCLE, COMMIT, [11; 16]).0)),
    ]));
}

#[test]
fn signatures() {
    let facts = [Domain::Entry, Domain::Envelope, Domain::Live, Domain::Knock, Domain::Card].map(|domain| {
        let signature = signer().sign(domain, b"message");
        assert!(verify(signer().public(), domain, b"message", signature).is_ok());
        format!("{domain:?}: {}", hex(signature.0))
    });
    let proof = signer().prove("/v1/box/get", b"body", Day(20_000), &mut Counting(0));
    let answer = signer().answer(&[12; 32], &[13; 32]);
    insta::assert_snapshot!(format!("{}\nproof: {}\nanswer: {}", facts.join("\n"), proof.to_header(), hex(answer.0)));
}

#[test]
fn seals_of_every_kind() {
    let kinds = [
        Kind::Vault,
        Kind::VaultKey,
        Kind::Recovery,
        Kind::Box,
        Kind::Ring,
        Kind::Snapshot,
        Kind::Entry,
        Kind::Envelope,
        Kind::Preview,
        Kind::Live,
        Kind::Device,
    ];
    let facts = kinds.map(|kind| {
        let sealed = aead::seal(&key(), kind, b"id", b"plain", &mut Counting(0));
        assert_eq!(aead::open(&key(), kind, b"id", &sealed).unwrap().as_slice(), b"plain");
        format!("{kind:?}: {}", hex(sealed))
    });
    insta::assert_snapshot!(facts.join("\n"));
}

#[test]
fn formats() {
    let mut rng = Counting(0);
    let letter =
        Letter { member: [14; 16], device: [15; 8], counter: 16, authority: b"why".to_vec(), mls: b"mls".to_vec() };
    let box_key = BoxKey::from_stored([7; 32]);
    let invite = InviteSecret::from_stored([8; 16]);
    let vault = VaultKey::from_stored([5; 32]);
    let login = LoginHash([17; 32]);
    let meeting = meeting_key(18);
    let etag = Etag([19; 32]);
    let snapshot = entry::Snapshot { state: b"state".to_vec(), tree: b"tree".to_vec() };
    insta::assert_snapshot!(lines([
        ("envelope", sum(&commit::seal_envelope(&key(), CIRCLE, COMMIT, COMMIT, letter, &signer(), &mut rng))),
        ("entry", sum(&entry::seal_entry(&key(), CIRCLE, COMMIT, b"words", &signer(), &mut rng).blob)),
        ("snapshot", sum(&entry::seal_snapshot(&key(), CIRCLE, COMMIT, &snapshot))),
        ("box", sum(&box_::seal_box(&box_key, BoxId([20; 32]), etag, b"content", &mut rng))),
        ("ring", sum(&box_::seal_ring(&box_key.ring(Day(20_000)), etag, b"keys", &mut rng))),
        ("preview", sum(&invite.seal_preview(b"preview", &mut rng))),
        ("vault", sum(&seal::account::seal_vault(&vault, login, etag, b"list", &mut rng).unwrap())),
        ("recovery", sum(&RecoveryCode::from_stored([6; 16]).seal_record(&vault, login, &mut rng).sealed)),
        ("frame", sum(&live::seal_frame(&meeting, [21; 16], 3, b"words", &signer(), &mut rng))),
        ("key check", hex(meeting.check().0)),
        ("key check after the door", hex(meeting.next_by_door().check().0)),
    ]));
}

#[test]
fn stored_secrets_and_leaves() {
    let leaf = seal::Leaf { member: [22; 16], key: signer() };
    let context = seal::Context {
        policy: 1,
        min_client: 2,
        cut: 3,
        log_head: wire::Hash([23; 32]),
        root: wire::Hash([24; 32]),
        knock: vec![25; 4],
    };
    insta::assert_snapshot!(lines([
        ("leaf", hex(wire::encode(&leaf))),
        ("leaf info", hex(wire::encode(&leaf.info()))),
        ("context", hex(wire::encode(&context))),
    ]));
    let back: seal::Leaf = wire::decode(&wire::encode(&leaf)).unwrap();
    assert_eq!(back, leaf);
}

#[test]
fn size_classes() {
    let sizes = |class| {
        [0, 255, 256, 1000, 4095, 4096, 5000, 10_000, 100_000]
            .map(|len| pad::pad(&vec![1; len], class).map_or("too large".to_owned(), |padded| padded.len().to_string()))
            .join(" ")
    };
    insta::assert_snapshot!(lines([
        ("vault", sizes(Class::Vault)),
        ("box", sizes(Class::Box)),
        ("entry", sizes(Class::Entry)),
        ("ring", sizes(Class::Ring)),
        ("note", sizes(Class::Note)),
    ]));
}

#[test]
fn secrets_do_not_print() {
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        key(),
        signer(),
        BoxKey::from_stored([7; 32]),
        InviteSecret::from_stored([8; 16]),
        meeting_key(18),
        HpkeSecret::from_stored([9; 32]),
    );
    insta::assert_snapshot!(shown, @"Key(..) SigningKey(..) BoxKey(..) InviteSecret(..) MeetingKey(..) HpkeSecret(..)");
}

fn meeting_key(seed: u8) -> MeetingKey {
    MeetingKey::make(&mut Counting(seed))
}
