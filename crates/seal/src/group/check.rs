//! What this protocol demands of an MLS message beyond MLS itself. All of it is a function of the message.

use openmls::{
    group::{MlsGroup as Library, StagedCommit},
    key_packages::KeyPackageIn,
    prelude::{
        BasicCredential, Credential, ExtensionType, Extensions, GroupContext, KeyPackage, Lifetime,
        Member as LibraryMember, Proposal, ProposalOrRefType, ProtocolVersion, RequiredCapabilitiesExtension, Sender,
        tls_codec::DeserializeBytes,
    },
};
use openmls_rust_crypto::RustCrypto;
use wire::PublicKey;

use super::{CONTEXT_TYPE, Context, GroupError, LeafInfo, Member, SUITE};

/// What a commit does.
pub(super) struct Facts {
    pub(super) author: Member,
    pub(super) added: Vec<LeafInfo>,
    pub(super) removed: Vec<Member>,
    pub(super) rekeyed: Option<PublicKey>,
    pub(super) context: Context,
}

/// The only lifetime that is accepted: another one would make validity a matter of the reader's clock, and tell when
/// somebody joined (protocol.md section 7.1-10).
pub(super) fn lifetime() -> Lifetime {
    Lifetime::init(0, u64::MAX)
}

/// Reads and validates a KeyPackage.
pub(super) fn key_package(bytes: &[u8]) -> Result<KeyPackage, GroupError> {
    KeyPackageIn::tls_deserialize_exact_bytes(bytes)
        .ok()
        .and_then(|package| package.validate(&RustCrypto::default(), ProtocolVersion::Mls10).ok())
        .ok_or(GroupError::Invalid("not a KeyPackage"))
}

/// Whose KeyPackage it is, if it is one of ours. MLS has validated it, so it has a lifetime.
pub(super) fn leaf_of(package: &KeyPackage) -> Result<LeafInfo, GroupError> {
    let leaf = package.leaf_node();
    if package.ciphersuite() != SUITE {
        return Err(GroupError::Invalid("another cipher suite"));
    }
    if *package.life_time() != lifetime() {
        return Err(GroupError::Invalid("a KeyPackage that expires"));
    }
    if package.extensions().iter().next().is_some() || leaf.extensions().iter().next().is_some() {
        return Err(GroupError::Invalid("a KeyPackage with extensions"));
    }
    info(leaf.credential(), leaf.signature_key().as_slice())
}

/// What we know of a leaf in the tree.
pub(super) fn member(leaf: &LibraryMember) -> Result<LeafInfo, GroupError> {
    info(&leaf.credential, &leaf.signature_key)
}

/// Reads what a commit does; refuses everything that no client of ours puts into one.
pub(super) fn commit(group: &Library, sender: &Sender, staged: &StagedCommit) -> Result<Facts, GroupError> {
    let Sender::Member(author) = sender else {
        return Err(GroupError::Invalid("not from a member"));
    };
    let leaf = staged.update_path_leaf_node().ok_or(GroupError::Invalid("a commit without a path"))?;
    if leaf.extensions().iter().next().is_some() {
        return Err(GroupError::Invalid("a leaf with extensions"));
    }
    let at = |index| group.member_at(index).ok_or(GroupError::NotAMember).and_then(|leaf| member(&leaf));
    let (mut added, mut removed, mut contexts) = (Vec::new(), Vec::new(), 0);
    for queued in staged.queued_proposals() {
        if queued.proposal_or_ref_type() != ProposalOrRefType::Proposal {
            return Err(GroupError::Invalid("a proposal by reference"));
        }
        match queued.proposal() {
            Proposal::Add(add) => added.push(leaf_of(add.key_package())?),
            Proposal::Remove(remove) => removed.push(at(remove.removed())?.member),
            Proposal::GroupContextExtensions(_) => contexts += 1,
            _ => return Err(GroupError::Invalid("a proposal of another kind")),
        }
    }
    if contexts != 1 {
        return Err(GroupError::Invalid("a commit that binds no state"));
    }
    let context = context(staged.group_context().extensions())?;
    let (before, after) = (at(*author)?, info(leaf.credential(), leaf.signature_key().as_slice())?);
    if after.member != before.member {
        return Err(GroupError::Invalid("a leaf changed its identifier"));
    }
    let rekeyed = (after.key != before.key).then_some(after.key);
    Ok(Facts { author: before.member, added, removed, rekeyed, context })
}

/// What MLS demands beside an extension of our own in a GroupContext: that every leaf can read it.
pub(super) fn required() -> RequiredCapabilitiesExtension {
    RequiredCapabilitiesExtension::new(&[ExtensionType::Unknown(CONTEXT_TYPE)], &[], &[])
}

/// Reads a GroupContext, which has our extension and [`required`] and no other.
pub(super) fn context(extensions: &Extensions<GroupContext>) -> Result<Context, GroupError> {
    let refused = GroupError::Invalid("not our context");
    let found = extensions.unknown(CONTEXT_TYPE).ok_or(refused.clone())?;
    if extensions.iter().count() != 2 || extensions.required_capabilities() != Some(&required()) {
        return Err(refused);
    }
    wire::decode(&found.0).map_err(|_| refused)
}

fn info(credential: &Credential, key: &[u8]) -> Result<LeafInfo, GroupError> {
    let refused = GroupError::Invalid("not a leaf of ours");
    let basic = BasicCredential::try_from(credential.clone()).map_err(|_| refused.clone())?;
    let member = basic.identity().try_into().map_err(|_| refused.clone())?;
    Ok(LeafInfo { member, key: PublicKey::from_slice(key).ok_or(refused)? })
}
