//! Whatever arrives, nothing panics; and what was padded or coded comes back.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use proptest::prelude::*;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use seal::{
    Group, HpkeSecret, Joiner, Key, Kind, Leaf, MlsGroup, PlainGroup, aead,
    box_::{self, BoxKey},
    code::RecoveryCode,
    commit, entry,
    invite::InviteSecret,
    live::{self, MeetingKey},
    pad::{self, Class},
    words::Passphrase,
};
use wire::{BoxId, CircleId, CommitId, Hash};

fn context() -> seal::Context {
    seal::Context { policy: 1, min_client: 1, cut: 0, log_head: Hash::ZERO, root: Hash::ZERO, knock: vec![] }
}

fn group<G: Group>() -> (Leaf, G) {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let leaf = Leaf::make(&mut rng);
    let group = G::found(CircleId([1; 32]), &leaf, &context(), &mut rng).unwrap();
    (leaf, group)
}

/// A KeyPackage, a commit that adds it, and its Welcome.
fn messages<G: Group>() -> [Vec<u8>; 3] {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let newcomer = Leaf::make(&mut rng);
    let (_, key_package) = G::joiner(&newcomer, &mut rng).unwrap();
    let change = seal::Change { adds: vec![key_package.clone()], removes: vec![], signer: None, context: context() };
    let staged = group::<G>().1.stage(&change, &mut rng).unwrap();
    [key_package, staged.mls, staged.welcome.unwrap()]
}

/// Bytes that begin like the real ones, and then do not go on.
fn near(real: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    (0..=real.len(), prop::collection::vec(any::<u8>(), 0..200), 0..real.len()).prop_map(move |(keep, tail, skip)| {
        let mut bytes = real[..keep].to_vec();
        bytes.extend_from_slice(&tail);
        bytes.extend_from_slice(&real[(keep + skip).min(real.len())..]);
        bytes
    })
}

fn never_panics<G: Group>(bytes: &[u8]) {
    let (leaf, group) = group::<G>();
    let _ = G::load(bytes, &group.tree(), &leaf).map(|group| (group.secrets().is_ok(), group.members(), group.store()));
    let _ = G::load(&group.store(), bytes, &leaf);
    let _ = G::secrets_of(bytes, &leaf);
    let _ = group.process(bytes);
    let _ = G::key_package_leaf(bytes);
    let _ = G::join(&Joiner::from_stored(bytes.to_vec()), bytes, &leaf);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn arbitrary_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let key = Key::from_stored([1; 32]);
        let (circle, at) = (CircleId([1; 32]), CommitId([2; 32]));
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let meeting = MeetingKey::make(&mut rng);
        prop_assert!(aead::open(&key, Kind::Box, b"id", &bytes).is_err());
        prop_assert!(entry::open_entry(&key, circle, at, &bytes).is_err());
        prop_assert!(entry::open_snapshot(&key, circle, at, &bytes).is_err());
        prop_assert!(commit::open_envelope(&key, circle, at, &bytes).is_err());
        prop_assert!(box_::open_box(&BoxKey::make(&mut rng), BoxId([3; 32]), &bytes).is_err());
        prop_assert!(live::open_frame(&meeting, [4; 16], &bytes).is_err());
        prop_assert!(HpkeSecret::from_stored([5; 32]).open("knock", b"", &bytes).is_err());
        prop_assert!(InviteSecret::make(&mut rng).open_preview(&bytes).is_err());
        let _ = live::frame_key(&bytes);
        let _ = pad::unpad(&bytes);
        let _ = wire::decode::<Leaf>(&bytes);
        let _ = wire::decode::<seal::Context>(&bytes);
    }

    #[test]
    fn no_group_panics(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        never_panics::<MlsGroup>(&bytes);
        never_panics::<PlainGroup>(&bytes);
    }

    #[test]
    fn no_group_panics_on_damaged_states(mls in near(group::<MlsGroup>().1.store()), plain in near(group::<PlainGroup>().1.store())) {
        never_panics::<MlsGroup>(&mls);
        never_panics::<PlainGroup>(&plain);
    }

    #[test]
    fn no_group_panics_on_damaged_messages(which in 0..3_usize, at in any::<prop::sample::Index>(), with in any::<[u8; 3]>()) {
        for messages in [messages::<MlsGroup>(), messages::<PlainGroup>()] {
            let (mut bytes, at) = (messages[which].clone(), at.index(messages[which].len() - 3));
            bytes[at..at + 3].copy_from_slice(&with);
            never_panics::<MlsGroup>(&bytes);
            never_panics::<PlainGroup>(&bytes);
        }
    }

    #[test]
    fn padding_comes_off(plain in prop::collection::vec(any::<u8>(), 0..9000), class in prop_oneof![Just(Class::Box), Just(Class::Entry), Just(Class::Ring), Just(Class::Vault)]) {
        let padded = pad::pad(&plain, class).unwrap();
        prop_assert_eq!(pad::unpad(&padded).unwrap(), plain.as_slice());
        prop_assert!(padded.len() > plain.len());
    }

    #[test]
    fn texts_never_panic(text in any::<String>(), name in any::<String>()) {
        let _ = RecoveryCode::parse(&text);
        let _ = InviteSecret::from_fragment(&text);
        let _ = seal::account::login_hash(&text);
        let _ = Passphrase::choose(&text, &name);
        let typed = Passphrase::typed(&text);
        prop_assert!(Passphrase::typed(typed.as_str()) == typed);
    }

    #[test]
    fn codes_come_back(bytes in any::<[u8; 16]>()) {
        let code = RecoveryCode::from_stored(bytes);
        prop_assert!(RecoveryCode::parse(&code.to_printed()).is_ok_and(|found| found == code));
    }
}

/// Version, owner and the tree's hash stand before the hash of a stored state's body.
const BODY_HASH: usize = 1 + 48 + 32;

/// The limit: a hash keeps OpenMLS's storage from values that it has not written. Whoever can write a state, and so the
/// hash too, can make it panic.
#[test]
fn a_damaged_state_is_refused_and_one_with_its_hash_put_right_may_panic() {
    let (leaf, group) = group::<MlsGroup>();
    let (stored, tree) = (group.store(), group.tree());
    let body = BODY_HASH + 32;
    let mut panics = 0;
    for at in (body..stored.len()).step_by(stored.len() / 100) {
        let mut damaged = stored.clone();
        damaged[at] ^= 1;
        assert!(MlsGroup::load(&damaged, &tree, &leaf).is_err(), "byte {at}");
        let hash = Hash::of(&damaged[body..]);
        damaged[BODY_HASH..body].copy_from_slice(hash.as_bytes());
        let loaded = std::panic::catch_unwind(|| drop(MlsGroup::load(&damaged, &tree, &leaf)));
        panics += u32::from(loaded.is_err());
    }
    assert!(panics > 0, "OpenMLS refuses such states by now: the threat model may say so");
}
