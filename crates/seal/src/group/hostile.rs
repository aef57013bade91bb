//! What a member with a client of his own could send: valid for MLS, and refused here by everybody alike.

use openmls::{
    group::{CommitBuilder, GroupId, Initial, MlsGroup as Library, PURE_CIPHERTEXT_WIRE_FORMAT_POLICY},
    prelude::{
        ApplicationIdExtension, BasicCredential, Capabilities, CredentialWithKey, Extension, Extensions,
        ExternalSender, GroupContext, KeyPackage, LeafNodeParameters, Lifetime, OpenMlsProvider, UnknownExtension,
        tls_codec::Serialize,
    },
};
use openmls_traits::types::Ciphersuite;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use wire::{CircleId, Hash};

use super::{
    CONTEXT_TYPE, Change, Context, Forge, Group, GroupError, Joiner, Leaf, MlsGroup, SUITE, check,
    mls::{capabilities, credential, extensions},
    packed,
    provider::Provider,
};

const CIRCLE: CircleId = CircleId([7; 32]);

type Builder<'a> = CommitBuilder<'a, Initial>;

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(4)
}

fn context() -> Context {
    Context { policy: 1, min_client: 1, cut: 0, log_head: Hash::ZERO, root: Hash::ZERO, knock: vec![1; 8] }
}

/// A circle of two: the hostile founder and an honest member.
fn pair() -> (MlsGroup, MlsGroup) {
    let mut rng = rng();
    let (founder, member) = (Leaf::make(&mut rng), Leaf::make(&mut rng));
    let mut hostile = MlsGroup::found(CIRCLE, &founder, &context(), &mut rng).unwrap();
    let (joiner, key_package) = MlsGroup::joiner(&member, &mut rng).unwrap();
    let change = Change { adds: vec![key_package], removes: vec![], signer: None, context: context() };
    let staged = hostile.stage(&change, &mut rng).unwrap();
    hostile.merge_pending(&founder).unwrap();
    (hostile, MlsGroup::join(&joiner, &staged.welcome.unwrap(), &member).unwrap())
}

/// A commit that passes by the checks of [`MlsGroup::stage`].
fn commit(group: &mut MlsGroup, build: impl FnOnce(Builder<'_>) -> Builder<'_>) -> Vec<u8> {
    let (library, key) = (&mut group.library, &group.me.key);
    let bundle = group.provider.with_rng(&mut rng(), |provider| {
        build(library.commit_builder())
            .load_psks(provider.storage())
            .unwrap()
            .build(provider.rand(), provider.crypto(), key, |_| true)
            .unwrap()
            .stage_commit(provider)
            .unwrap()
    });
    bundle.into_commit().to_bytes().unwrap()
}

fn key_package(leaf: &Leaf, lifetime: Lifetime, credential: CredentialWithKey, suite: Ciphersuite) -> KeyPackage {
    let capabilities = if suite == SUITE { capabilities() } else { Capabilities::default() };
    Provider::empty().with_rng(&mut ChaCha20Rng::seed_from_u64(5), |provider| {
        let builder = KeyPackage::builder().key_package_lifetime(lifetime).leaf_node_capabilities(capabilities);
        builder.build(suite, provider, &leaf.key, credential).unwrap().key_package().clone()
    })
}

fn ours(builder: Builder<'_>) -> Builder<'_> {
    builder.force_self_update(true).propose_group_context_extensions(extensions(&context()).unwrap()).unwrap()
}

fn with_context(list: Vec<Extension>) -> impl FnOnce(Builder<'_>) -> Builder<'_> {
    let list = [vec![Extension::RequiredCapabilities(check::required())], list].concat();
    let list: Extensions<GroupContext> = Extensions::from_vec(list).unwrap();
    move |builder| builder.force_self_update(true).propose_group_context_extensions(list).unwrap()
}

fn assert_refused(reason: &'static str, build: impl FnOnce(Builder<'_>) -> Builder<'_>) {
    let (mut hostile, member) = pair();
    let mls = commit(&mut hostile, build);
    assert_eq!(member.process(&mls).unwrap_err(), GroupError::Invalid(reason));
}

#[test]
fn the_same_way_an_honest_commit_passes() {
    let (mut hostile, member) = pair();
    let mls = commit(&mut hostile, ours);
    assert!(member.process(&mls).is_ok());
}

#[test]
fn key_packages_that_expire() {
    let newcomer = Leaf::make(&mut ChaCha20Rng::seed_from_u64(8));
    for lifetime in [Lifetime::new(3600), Lifetime::init(1, u64::MAX), Lifetime::init(0, u64::MAX - 1)] {
        let package = key_package(&newcomer, lifetime, credential(&newcomer), SUITE);
        let bytes = package.tls_serialize_detached().unwrap();
        let reason = "a KeyPackage that expires";
        assert_eq!(MlsGroup::key_package_leaf(&bytes), Err(GroupError::Invalid(reason)));
        assert_refused(reason, |builder| ours(builder).propose_adds([package]));
    }
}

#[test]
fn key_packages_of_others() {
    let newcomer = Leaf::make(&mut ChaCha20Rng::seed_from_u64(8));
    let named = |name: &[u8]| CredentialWithKey {
        credential: BasicCredential::new(name.to_vec()).into(),
        ..credential(&newcomer)
    };
    let lifetime = check::lifetime();
    let classical = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;
    for (package, reason) in [
        (key_package(&newcomer, lifetime, credential(&newcomer), classical), "another cipher suite"),
        (key_package(&newcomer, lifetime, named(b"a name"), SUITE), "not a leaf of ours"),
    ] {
        let bytes = package.tls_serialize_detached().unwrap();
        assert_eq!(MlsGroup::key_package_leaf(&bytes), Err(GroupError::Invalid(reason)));
    }
    let named = key_package(&newcomer, lifetime, named(b"a name"), SUITE);
    assert_refused("not a leaf of ours", |builder| ours(builder).propose_adds([named]));
}

#[test]
fn a_namesake() {
    let (mut hostile, member) = pair();
    let namesake = Leaf { member: member.me.member, ..Leaf::make(&mut ChaCha20Rng::seed_from_u64(9)) };
    let package = key_package(&namesake, check::lifetime(), credential(&namesake), SUITE);
    let mls = commit(&mut hostile, |builder| ours(builder).propose_adds([package]));
    assert_eq!(member.process(&mls).unwrap_err(), GroupError::Invalid("already a member"));
}

#[test]
fn contexts_that_bind_nothing() {
    let unknown = |bytes: &[u8]| Extension::Unknown(CONTEXT_TYPE, UnknownExtension(bytes.to_vec()));
    let sender = ExternalSender::new(vec![1; 32].into(), BasicCredential::new(vec![2; 16]).into());
    let whole = wire::encode(&context());
    assert_refused("a commit that binds no state", |builder| builder.force_self_update(true));
    assert_refused("not our context", with_context(vec![]));
    assert_refused("not our context", with_context(vec![unknown(b"")]));
    assert_refused("not our context", with_context(vec![unknown(&[whole.as_slice(), &[0]].concat())]));
    assert_refused("not our context", with_context(vec![unknown(&whole), Extension::ExternalSenders(vec![sender])]));
}

#[test]
fn an_author_under_another_name() {
    let (mut hostile, member) = pair();
    let renamed = Leaf { member: [9; 16], ..hostile.me.clone() };
    let parameters = LeafNodeParameters::builder().with_credential_with_key(credential(&renamed)).build();
    let mls = commit(&mut hostile, |builder| ours(builder).leaf_node_parameters(parameters));
    assert_eq!(member.process(&mls).unwrap_err(), GroupError::Invalid("a leaf changed its identifier"));
}

#[test]
fn a_leaf_that_carries_something() {
    let extension = Extension::ApplicationId(ApplicationIdExtension::new(&[1; 1000]));
    let parameters = LeafNodeParameters::builder().with_extensions(Extensions::single(extension).unwrap()).build();
    assert_refused("a leaf with extensions", |builder| ours(builder).leaf_node_parameters(parameters));
}

#[test]
fn messages_that_are_no_commits() {
    let (mut hostile, member) = pair();
    let (library, key) = (&mut hostile.library, &hostile.me.key);
    let (words, proposal) = hostile.provider.with_rng(&mut rng(), |provider| {
        let words = library.create_message(provider, key, b"words").unwrap();
        let leave = library.leave_group(provider, key).unwrap();
        (words.to_bytes().unwrap(), leave.to_bytes().unwrap())
    });
    for mls in [words, proposal] {
        assert_eq!(member.process(&mls).unwrap_err(), GroupError::Invalid("not a commit"));
    }
}

#[test]
fn a_welcome_to_something_else() {
    let mut rng = rng();
    let (founder, newcomer) = (Leaf::make(&mut rng), Leaf::make(&mut rng));
    let provider = Provider::empty();
    let joining = Provider::empty();
    let package = joining.with_rng(&mut rng, |provider| {
        let builder = KeyPackage::builder().key_package_lifetime(check::lifetime());
        let builder = builder.leaf_node_capabilities(capabilities());
        builder.build(SUITE, provider, &newcomer.key, credential(&newcomer)).unwrap().key_package().clone()
    });
    let joiner = Joiner(packed::pack(&newcomer.member, packed::values(joining.storage(), |_| true)));
    let welcome = provider.with_rng(&mut rng, |provider| {
        let builder = Library::builder().with_group_id(GroupId::from_slice(&CIRCLE.0)).ciphersuite(SUITE);
        let builder = builder.with_wire_format_policy(PURE_CIPHERTEXT_WIRE_FORMAT_POLICY).lifetime(check::lifetime());
        let builder = builder.with_capabilities(capabilities()).use_ratchet_tree_extension(true);
        let mut group = builder.build(provider, &founder.key, credential(&founder)).unwrap();
        let (_, welcome, _) = group.add_members(provider, &founder.key, &[package]).unwrap();
        welcome.to_bytes().unwrap()
    });
    let refused = MlsGroup::join(&joiner, &welcome, &newcomer).unwrap_err();
    assert_eq!(refused, GroupError::Invalid("not our context"));
}

/// What the founder seals to the third leaf alone is broken; for the second one the commit is whole.
#[test]
fn a_path_that_is_broken_for_one() {
    let mut rng = rng();
    let leaves = [(); 3].map(|()| Leaf::make(&mut rng));
    let mut hostile = MlsGroup::found(CIRCLE, &leaves[0], &context(), &mut rng).unwrap();
    let joiners = [1, 2].map(|n| MlsGroup::joiner(&leaves[n], &mut rng).unwrap());
    let change = Change {
        adds: joiners.iter().map(|joiner| joiner.1.clone()).collect(),
        removes: vec![],
        context: context(),
        signer: None,
    };
    let welcome = hostile.stage(&change, &mut rng).unwrap().welcome.unwrap();
    hostile.merge_pending(&leaves[0]).unwrap();
    let others = [1, 2].map(|n: usize| MlsGroup::join_by(&joiners[n - 1].0, &welcome, &leaves[n]).unwrap());
    assert!(others.iter().all(|(_, by)| *by == leaves[0].member), "a Welcome says who made it");
    let nothing = Change { adds: vec![], removes: vec![], context: context(), signer: None };
    let lame = hostile.forge(&nothing, Some(leaves[2].member), &mut rng).unwrap();
    let [(whole, _), (victim, _)] = others;
    assert_eq!(whole.process(&lame.mls).unwrap().secrets.as_ref(), Some(&lame.secrets));
    assert_eq!(victim.process(&lame.mls).unwrap_err(), GroupError::CannotFollow);
}
