//! Commits, entries, snapshots and live frames.

use seal::{
    Context, Leaf, LeafInfo,
    commit::{self, Letter},
    entry,
    live::{self, MeetingKey},
    safety::SafetyCode,
};
use serde_json::{Value, json};
use wire::{Hash, PublicKey};

use crate::{CHILD, CIRCLE, COMMIT, Counting, hex, key, signer};

pub(crate) fn commit() -> Value {
    let access = PublicKey([10; 32]);
    let id = commit::commit_id(CIRCLE, COMMIT, b"mls", access);
    let letter =
        Letter { member: [14; 16], device: [15; 8], counter: 300, authority: b"why".to_vec(), mls: b"mls".to_vec() };
    let envelope = commit::seal_envelope(&key(), CIRCLE, COMMIT, id, letter.clone(), &signer(), &mut Counting(0));
    let opened = commit::open_envelope(&key(), CIRCLE, COMMIT, &envelope).expect("just sealed");
    assert!(opened.verify(CIRCLE, id, signer().public()).is_ok());
    let leaf = Leaf { member: [22; 16], key: signer() };
    let context = Context {
        policy: 1,
        min_client: 2,
        cut: 3,
        log_head: Hash([23; 32]),
        root: Hash([24; 32]),
        knock: vec![25; 4],
    };
    json!({
        "circle": hex(CIRCLE.0),
        "parent": hex(COMMIT.0),
        "mls": hex(b"mls"),
        "access": hex(access.0),
        "commit": hex(id.0),
        "genesis": hex(commit::genesis_id(CIRCLE, access).0),
        "hs": hex(*key().to_stored()),
        "signer_public": hex(signer().public().0),
        "envelope": hex(envelope),
        "letter": {
            "member": hex(letter.member),
            "device": hex(letter.device),
            "counter": letter.counter,
            "authority": hex(letter.authority),
            "mls": hex(letter.mls),
        },
        "leaf": { "member": hex(leaf.member), "seed": hex(*signer().to_stored()), "stored": hex(wire::encode(&leaf)),
                  "info": hex(wire::encode(&leaf.info())) },
        "context": { "policy": 1, "min_client": 2, "cut": 3, "log_head": hex([23; 32]), "root": hex([24; 32]),
                     "knock": hex([25; 4]), "encoded": hex(wire::encode(&context)) },
        "chain": { "before": hex(Hash::ZERO.0), "entry_hash": hex([30; 32]), "after": hex(Hash::ZERO.chain(Hash([30; 32])).0) },
    })
}

pub(crate) fn entry() -> Value {
    let sealed = entry::seal_entry(&key(), CIRCLE, COMMIT, b"words", &signer(), &mut Counting(0));
    let opened = entry::open_entry(&key(), CIRCLE, COMMIT, &sealed.blob).expect("just sealed");
    assert!(opened.verify(CIRCLE, COMMIT, signer().public()).is_ok());
    let both = entry::Snapshot { state: b"state".to_vec(), tree: b"tree".to_vec() };
    let snapshot = entry::seal_snapshot(&key(), CIRCLE, CHILD, &both);
    assert_eq!(entry::open_snapshot(&key(), CIRCLE, CHILD, &snapshot).as_ref(), Ok(&both));
    json!({
        "circle": hex(CIRCLE.0),
        "commit": hex(COMMIT.0),
        "content": hex(*key().to_stored()),
        "signer_seed": hex(*signer().to_stored()),
        "signer_public": hex(signer().public().0),
        "payload": hex(b"words"),
        "nonce": hex(sealed.nonce),
        "blob": hex(&sealed.blob),
        "hash": hex(Hash::of(&sealed.blob).0),
        "delete_secret": hex(sealed.delete.0),
        "delete_hash": hex(sealed.delete.hash().0),
        "snapshot": { "commit": hex(CHILD.0), "state": hex(both.state), "tree": hex(both.tree), "blob": hex(&snapshot) },
    })
}

pub(crate) fn live() -> Value {
    let meeting = [21; 16];
    // The random source gives K_0 its bytes.
    let (first, k_0) = (MeetingKey::make(&mut Counting(18)), (18..50).collect::<Vec<u8>>());
    let next = first.next_by_door();
    let frame = live::seal_frame(&next, meeting, 1, b"words", &signer(), &mut Counting(0));
    let opened = live::open_frame(&next, meeting, &frame).expect("just sealed");
    let again = live::reseal_frame(&next.next_by_door(), meeting, 2, &opened, &mut Counting(0));
    json!({
        "meeting": hex(meeting),
        "k_0": hex(k_0),
        "check_0": hex(first.check().0),
        "check_1": hex(next.check().0),
        "check_2": hex(next.next_by_door().check().0),
        "signer_public": hex(signer().public().0),
        "payload": hex(b"words"),
        "frame": hex(frame),
        "passed_on": hex(again),
    })
}

pub(crate) fn safety() -> Value {
    let (one, other) = (
        LeafInfo { member: [31; 16], key: signer().public() },
        LeafInfo { member: [22; 16], key: PublicKey([32; 32]) },
    );
    let two = SafetyCode::of_two::<login::Stretch>(CIRCLE, &one, &other).expect("there is memory");
    assert_eq!(SafetyCode::of_two::<login::Stretch>(CIRCLE, &other, &one), Ok(two));
    let circle = SafetyCode::of_circle::<login::Stretch>(CIRCLE, COMMIT, &key()).expect("there is memory");
    let shown = |code: &SafetyCode| json!({ "value": hex(code.as_bytes()), "numbers": code.numbers(), "words": code.words().join(" ") });
    let leaf = |leaf: &LeafInfo| json!({ "member": hex(leaf.member), "key": hex(leaf.key.0) });
    json!({
        "circle": hex(CIRCLE.0),
        "leaves": [leaf(&one), leaf(&other)],
        "two": shown(&two),
        "commit": hex(COMMIT.0),
        "hs": hex(*key().to_stored()),
        "same_circle": shown(&circle),
    })
}
