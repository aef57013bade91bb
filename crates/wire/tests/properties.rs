//! Nothing that arrives makes a decoder panic, and what is decoded is what was encoded.

use minicbor::bytes::ByteVec;
use proptest::prelude::*;
use wire::{
    CircleId, CommitId, Day, Hash, Problem, PublicKey, account, auth, circle, mailbox, pow::Stamp, sealed_box, stream,
    wake,
};

/// Decodes `bytes` as `T`; where that works, encoding gives a value that decodes to the same.
fn check<T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
    if let Ok(value) = wire::decode::<T>(bytes) {
        assert_eq!(wire::decode::<T>(&wire::encode(&value)), Ok(value));
    }
}

fn check_all(bytes: &[u8]) {
    check::<account::RegisterStart>(bytes);
    check::<account::SignUp>(bytes);
    check::<account::SignInFinish>(bytes);
    check::<account::Rekey>(bytes);
    check::<account::AccountErase>(bytes);
    check::<account::Account>(bytes);
    check::<circle::Found>(bytes);
    check::<circle::Commit>(bytes);
    check::<circle::Append>(bytes);
    check::<circle::Shred>(bytes);
    check::<circle::Page>(bytes);
    check::<circle::Steps>(bytes);
    check::<mailbox::MailboxMake>(bytes);
    check::<mailbox::Mails>(bytes);
    check::<sealed_box::BoxPut>(bytes);
    check::<wake::WakesSet>(bytes);
    check::<wake::WakeKey>(bytes);
    check::<stream::ToServer>(bytes);
    check::<stream::ToClient>(bytes);
    check::<Problem>(bytes);
}

fn blob() -> impl Strategy<Value = ByteVec> {
    proptest::collection::vec(any::<u8>(), 0..200).prop_map(Into::into)
}

prop_compose! {
    fn append()(
        circle: [u8; 32], at: [u8; 32], blob in blob(), delete: [u8; 32], until: Option<u32>,
        brief: bool,
    ) -> circle::Append {
        let lasting = if brief { circle::Keep::Brief } else { circle::Keep::Commit };
        let keep = until.map_or(lasting, |day| circle::Keep::Until(Day(day)));
        circle::Append { circle: CircleId(circle), at: CommitId(at), blob, delete: Hash(delete), keep }
    }
}

prop_compose! {
    fn commit()(
        ids: [[u8; 32]; 4], n_children: u32, cut: u32, number: Option<u64>, envelope in blob(), snapshot in blob(), mail in blob(),
    ) -> circle::Commit {
        circle::Commit {
            circle: CircleId(ids[0]), parent: CommitId(ids[1]), commit: CommitId(ids[2]), n_children, cut,
            access: PublicKey(ids[3]), envelope, snapshot,
            mails: vec![circle::Mail { mailbox: wire::MailboxId(ids[0]), blob: mail }],
            answers: Vec::new(),
            stamp: number.map(|number| Stamp { day: Day(cut), number }),
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check_all(&bytes);
    }

    #[test]
    fn requests_round_trip_and_damage_never_panics(
        append in append(), commit in commit(), at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>(),
    ) {
        for bytes in [wire::encode(&append), wire::encode(&commit)] {
            let mut damaged = bytes.clone();
            damaged[at.index(bytes.len())] = byte;
            check_all(&damaged);
            check_all(&bytes[..cut.index(bytes.len())]);
        }
        prop_assert_eq!(wire::decode(&wire::encode(&append)), Ok(append));
        prop_assert_eq!(wire::decode(&wire::encode(&commit)), Ok(commit));
    }

    #[test]
    fn what_follows_a_value_is_malformed(append in append(), more in proptest::collection::vec(any::<u8>(), 1..5)) {
        let mut bytes = wire::encode(&append);
        bytes.extend(more);
        prop_assert_eq!(wire::decode::<circle::Append>(&bytes), Err(wire::Malformed));
    }

    #[test]
    fn proofs_round_trip(nonce: [u8; 16], head: [u8; 32], tail: [u8; 32], junk in "\\PC{0,120}") {
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&head);
        signature[32..].copy_from_slice(&tail);
        let proof = auth::Proof { nonce: auth::Nonce(nonce), signature: wire::Signature(signature) };
        prop_assert_eq!(auth::Proof::from_header(&proof.to_header()), Ok(proof));
        let _ = auth::Proof::from_header(&junk);
    }

    #[test]
    fn a_stamp_holds_near_its_day(subject: [u8; 32], day in 2..1_000_000_u32) {
        let stamp = Stamp::find(Day(day), &subject);
        for (today, holds) in [(day - 2, false), (day - 1, true), (day, true), (day + 1, true), (day + 2, false)] {
            prop_assert_eq!(stamp.holds(Day(today), &subject), holds);
        }
    }
}
