//! MLS: messages of members and newcomers, and the stored state of a group (RFC 9420).

use std::sync::LazyLock;

use minicbor::bytes::ByteVec;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use seal::{Change, Context, Group, Joiner, Leaf, MlsGroup};
use wire::{CircleId, Hash};

use crate::{bounds, input::Input};

/// What the public-key operations of a message ask for, however short it is.
const MOST: usize = 64 << 20;
/// Where a stored state names its tree: behind version and owner.
const TREE_HASH: usize = 1 + 48;
const BODY_HASH: usize = TREE_HASH + 32;

/// A group of one, a newcomer whom it adds, and the messages between them. MLS draws randomness of its own, so the scene
/// lies beside the corpus: what was sealed in it must open in every process.
#[derive(minicbor::Encode, minicbor::Decode)]
struct Scene {
    #[n(0)]
    leaf: Leaf,
    #[n(1)]
    stored: ByteVec,
    #[n(2)]
    tree: ByteVec,
    #[n(3)]
    newcomer: Leaf,
    #[n(4)]
    joiner: ByteVec,
    #[n(5)]
    key_package: ByteVec,
    #[n(6)]
    commit: ByteVec,
    #[n(7)]
    welcome: ByteVec,
    #[n(8)]
    pending: ByteVec,
}

static SCENE: LazyLock<Scene> = LazyLock::new(|| {
    let bytes = std::fs::read(place()).unwrap_or_default();
    wire::decode(&bytes).expect("a scene in the present format: run `cargo xtask fuzz seed`")
});

/// The first byte says as what the rest is read.
pub(crate) fn messages(bytes: &[u8]) {
    let _turn = bounds::turn();
    let mut input = Input::new(bytes);
    let which = input.below(4);
    let message = input.rest();
    bounds::within(MOST + 1024 * message.len(), "a message", || read(which, message));
}

/// Makes a new scene, and seeds from it.
pub(crate) fn message_seeds() -> Vec<Vec<u8>> {
    std::fs::create_dir_all(crate::corpus::folder()).expect("a folder");
    std::fs::write(place(), wire::encode(&make())).expect("written");
    let scene = &*SCENE;
    let seed = |which: u8, message: &[u8]| [&[which], message].concat();
    vec![seed(0, &scene.key_package), seed(1, &scene.key_package), seed(2, &scene.commit), seed(3, &scene.welcome)]
}

/// The first byte says what is changed: the private part, the tree (with the private part's hash of it put right), a
/// newcomer's secret. A private part whose own hash was put right too is nobody's but its owner's: OpenMLS's storage
/// believes what is in it.
pub(crate) fn states(bytes: &[u8]) {
    let _turn = bounds::turn();
    let mut input = Input::new(bytes);
    let which = input.below(3);
    let state = input.rest();
    bounds::within(MOST + 1024 * state.len(), "a state", || load(which, state));
}

pub(crate) fn state_seeds() -> Vec<Vec<u8>> {
    let scene = &*SCENE;
    let seed = |which: u8, state: &[u8]| [&[which], state].concat();
    vec![seed(0, &scene.stored), seed(0, &scene.pending), seed(1, &scene.tree), seed(2, &scene.joiner)]
}

fn read(which: u8, message: &[u8]) {
    let scene = &*SCENE;
    match which {
        0 => {
            let first = MlsGroup::key_package_leaf(message);
            assert_eq!(first, MlsGroup::key_package_leaf(message), "judged alike each time");
        }
        1 => {
            // What a member's device would do with a newcomer's KeyPackage; what it accepts it can commit.
            let Ok(leaf) = MlsGroup::key_package_leaf(message) else { return };
            let mut group = group();
            let staged = group.stage(&change(message.to_vec()), &mut rng()).expect("accepted, so added");
            assert!(staged.welcome.is_some());
            group.merge_pending(&SCENE.leaf).expect("merged");
            assert!(group.members().contains(&leaf));
        }
        2 => {
            let group = group();
            let before = group.members();
            assert!(group.process(message).is_err(), "nobody but its only member commits here");
            assert_eq!(group.members(), before);
        }
        _ => {
            let joined = MlsGroup::join(&Joiner::from_stored(scene.joiner.to_vec()), message, &scene.newcomer);
            if let Ok(joined) = joined {
                assert_eq!(joined.circle(), CircleId([1; 32]));
                assert_eq!(joined.members().len(), 2);
            }
        }
    }
}

fn load(which: u8, state: &[u8]) {
    let scene = &*SCENE;
    match which {
        0 => {
            let loaded = MlsGroup::load(state, &scene.tree, &scene.leaf);
            let is_own = [&scene.stored, &scene.pending].iter().any(|own| state == own.as_slice());
            assert_eq!(loaded.is_ok(), is_own, "a hash guards what is stored");
            if let Ok(group) = loaded {
                use_it(group);
            }
            assert_eq!(MlsGroup::secrets_of(state, &scene.leaf).is_ok(), is_own);
        }
        1 => {
            let mended = mend(&scene.stored, state);
            if let Ok(group) = MlsGroup::load(&mended, state, &scene.leaf) {
                use_it(group);
            }
        }
        _ => drop(MlsGroup::join(&Joiner::from_stored(state.to_vec()), &scene.welcome, &scene.newcomer)),
    }
}

/// What can be loaded can be used and stored.
fn use_it(mut group: MlsGroup) {
    let _ = (group.secrets(), group.context(), group.members(), group.has_pending());
    let (stored, tree) = (group.store(), group.tree());
    let _ = MlsGroup::load(&stored, &tree, &SCENE.leaf);
    let _ = group.merge_pending(&SCENE.leaf);
    group.clear_pending();
}

/// The private part as if it had been written beside this tree.
fn mend(state: &[u8], tree: &[u8]) -> Vec<u8> {
    let mut mended = state.to_vec();
    mended[TREE_HASH..BODY_HASH].copy_from_slice(&Hash::of(tree).0);
    mended
}

fn group() -> MlsGroup {
    MlsGroup::load(&SCENE.stored, &SCENE.tree, &SCENE.leaf).expect("loads")
}

fn make() -> Scene {
    let mut rng = rng();
    let (leaf, newcomer) = (Leaf::make(&mut rng), Leaf::make(&mut rng));
    let mut group = MlsGroup::found(CircleId([1; 32]), &leaf, &context(), &mut rng).expect("founded");
    let (stored, tree) = (group.store().into(), group.tree().into());
    let (joiner, key_package) = MlsGroup::joiner(&newcomer, &mut rng).expect("a KeyPackage");
    let staged = group.stage(&change(key_package.clone()), &mut rng).expect("staged");
    let (joiner, key_package) = (joiner.to_stored().to_vec().into(), key_package.into());
    let (commit, welcome) = (staged.mls.into(), staged.welcome.expect("a welcome").into());
    Scene { leaf, stored, tree, newcomer, joiner, key_package, commit, welcome, pending: group.store().into() }
}

fn place() -> std::path::PathBuf {
    crate::corpus::folder().join("mls.scene")
}

fn change(key_package: Vec<u8>) -> Change {
    Change { adds: vec![key_package], removes: Vec::new(), signer: None, context: context() }
}

const fn context() -> Context {
    Context { policy: 1, min_client: 1, cut: 0, log_head: Hash::ZERO, root: Hash::ZERO, knock: Vec::new() }
}

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(3)
}
