//! OpenMLS behind the [`Group`] trait.

use openmls::{
    credentials::NewSignerBundle,
    group::{
        GroupId, MlsGroup as Library, MlsGroupJoinConfig, PURE_CIPHERTEXT_WIRE_FORMAT_POLICY, ProcessMessageError,
        StageCommitError, StagedWelcome, ValidationError,
    },
    prelude::{
        BasicCredential, Capabilities, CredentialType, CredentialWithKey, Extension, ExtensionType, Extensions,
        GroupContext, KeyPackage, LeafNodeIndex, MlsMessageBodyIn, MlsMessageIn, OpenMlsProvider,
        ProcessedMessageContent, ProtocolMessage, ProtocolVersion, UnknownExtension,
        tls_codec::{DeserializeBytes, Serialize},
    },
};
use openmls_traits::{
    signatures::{Signer, SignerError},
    types::SignatureScheme,
};
use rand_core::CryptoRngCore;
use wire::CircleId;

use super::{
    CONTEXT_TYPE, Change, Context, Group, GroupError, Joiner, Leaf, LeafInfo, Member, Processed, SUITE, Staged, check,
    packed, parts,
    provider::Provider,
    roster::{leaves, roster},
};
use crate::{epoch::EpochSecrets, sign::SigningKey};

/// The real group: OpenMLS with the suite [`SUITE`], pure ciphertext, no external commits, proposals only inline.
pub struct MlsGroup {
    pub(super) me: Leaf,
    circle: CircleId,
    pub(super) provider: Provider,
    pub(super) library: Library,
}

impl Group for MlsGroup {
    fn found(circle: CircleId, me: &Leaf, context: &Context, rng: &mut dyn CryptoRngCore) -> Result<Self, GroupError> {
        let provider = Provider::empty();
        let library = provider.with_rng(rng, |provider| {
            Library::builder()
                .with_group_id(GroupId::from_slice(circle.as_bytes()))
                .ciphersuite(SUITE)
                .with_wire_format_policy(PURE_CIPHERTEXT_WIRE_FORMAT_POLICY)
                .max_past_epochs(0)
                .use_ratchet_tree_extension(true)
                .lifetime(check::lifetime())
                .with_capabilities(capabilities())
                .with_group_context_extensions(extensions(context)?)
                .build(provider, &me.key, credential(me))
                .map_err(library)
        })?;
        Ok(Self { me: me.clone(), circle, provider, library })
    }

    fn joiner(me: &Leaf, rng: &mut dyn CryptoRngCore) -> Result<(Joiner, Vec<u8>), GroupError> {
        let provider = Provider::empty();
        let bundle = provider.with_rng(rng, |provider| {
            KeyPackage::builder()
                .key_package_lifetime(check::lifetime())
                .leaf_node_capabilities(capabilities())
                .build(SUITE, provider, &me.key, credential(me))
                .map_err(library)
        })?;
        let key_package = bundle.key_package().tls_serialize_detached().map_err(library)?;
        Ok((Joiner(packed::pack(&me.member, packed::values(provider.storage(), |_| true))), key_package))
    }

    fn key_package_leaf(key_package: &[u8]) -> Result<LeafInfo, GroupError> {
        check::leaf_of(&check::key_package(key_package)?)
    }

    fn join_by(joiner: &Joiner, welcome: &[u8], me: &Leaf) -> Result<(Self, Member), GroupError> {
        let (owner, values) = packed::unpack::<16>(&joiner.0).ok_or(GroupError::Damaged)?;
        if owner != me.member {
            return Err(GroupError::Damaged);
        }
        let provider = Provider::new(packed::storage(&values).ok_or(GroupError::Damaged)?);
        let MlsMessageBodyIn::Welcome(welcome) = message(welcome)? else {
            return Err(GroupError::Invalid("not a Welcome"));
        };
        // The lifetimes in the tree are the constant one or were refused when their commit was processed, so that
        // there is nothing to compare with a clock.
        let refused = GroupError::Invalid("not a Welcome for this KeyPackage");
        let staged = StagedWelcome::build_from_welcome(&provider, &join_config(), welcome)
            .and_then(|builder| builder.skip_lifetime_validation().build())
            .map_err(|_| refused.clone())?;
        let author = staged.welcome_sender_index();
        let library = staged.into_group(&provider).map_err(|_| refused.clone())?;
        let circle = CircleId::from_slice(library.group_id().as_slice()).ok_or(GroupError::Invalid("not a circle"))?;
        let group = Self { me: me.clone(), circle, provider, library };
        roster(&group.members())?;
        group.context()?;
        let whole = group.members().len() == group.library.members().count() && group.members().contains(&me.info());
        if !whole {
            return Err(GroupError::Invalid("not a Welcome to a circle"));
        }
        let author = group.library.member_at(author).ok_or(refused)?;
        let author = check::member(&author)?.member;
        Ok((group, author))
    }

    fn stage(&mut self, change: &Change, rng: &mut dyn CryptoRngCore) -> Result<Staged, GroupError> {
        self.active()?;
        if self.has_pending() {
            return Err(GroupError::Invalid("a commit is pending"));
        }
        let adds = change.adds.iter().map(|bytes| check::key_package(bytes)).collect::<Result<Vec<_>, _>>()?;
        let added = adds.iter().map(check::leaf_of).collect::<Result<Vec<_>, _>>()?;
        let rekeyed = change.signer.as_ref().map(SigningKey::public);
        super::roster::after(&roster(&self.members())?, self.me.member, &added, &change.removes, rekeyed)?;
        let removals = change.removes.iter().map(|member| self.index(*member)).collect::<Result<Vec<_>, _>>()?;
        let extensions = extensions(&change.context)?;
        let (group, key, member) = (&mut self.library, &self.me.key, self.me.member);
        let bundle = self.provider.with_rng(rng, |provider| {
            let builder = group
                .commit_builder()
                .consume_proposal_store(false)
                .force_self_update(true)
                .propose_removals(removals)
                .propose_adds(adds)
                .propose_group_context_extensions(extensions)
                .map_err(library)?
                .load_psks(provider.storage())
                .map_err(library)?;
            let built = match &change.signer {
                None => builder.build(provider.rand(), provider.crypto(), key, |_| true),
                Some(signer) => {
                    let leaf = Leaf { member, key: signer.clone() };
                    let new = NewSignerBundle { signer, credential_with_key: credential(&leaf) };
                    builder.build_with_new_signer(provider.rand(), provider.crypto(), key, new, |_| true)
                }
            };
            built.map_err(library)?.stage_commit(provider).map_err(library)
        })?;
        let (mls, welcome, _) = bundle.into_messages();
        let welcome = welcome.map(|welcome| welcome.to_bytes()).transpose().map_err(library)?;
        Ok(Staged { mls: mls.to_bytes().map_err(library)?, welcome, secrets: self.pending_secrets()? })
    }

    fn merge_pending(&mut self, me: &Leaf) -> Result<(), GroupError> {
        if !self.has_pending() {
            return Err(GroupError::Invalid("no commit is pending"));
        }
        self.library.merge_pending_commit(&self.provider).map_err(library)?;
        self.me = me.clone();
        if self.members().contains(&me.info()) { Ok(()) } else { Err(GroupError::Damaged) }
    }

    fn clear_pending(&mut self) {
        // Writing to the memory storage cannot fail.
        let _ = self.library.clear_pending_commit(self.provider.storage());
    }

    fn has_pending(&self) -> bool {
        self.library.pending_commit().is_some()
    }

    fn process(&self, mls: &[u8]) -> Result<Processed<Self>, GroupError> {
        self.active()?;
        let MlsMessageBodyIn::PrivateMessage(private) = message(mls)? else {
            return Err(GroupError::Invalid("not a private message"));
        };
        let mut copy = self.copy()?;
        let processed = copy
            .library
            .process_message(&copy.provider, ProtocolMessage::from(private))
            .map_err(|error| refusal(&error))?;
        let sender = processed.sender().clone();
        let staged = match processed.into_content() {
            ProcessedMessageContent::StagedCommitMessage(staged) => staged,
            ProcessedMessageContent::OwnPrivateMessage => return Err(GroupError::OwnCommit),
            _ => return Err(GroupError::Invalid("not a commit")),
        };
        let facts = check::commit(&copy.library, &sender, &staged)?;
        let secrets = (!staged.self_removed()).then(|| {
            EpochSecrets::export(self.circle, |label, context| {
                exported(staged.export_secret(copy.provider.crypto(), label, context, 32))
            })
        });
        let before = roster(&self.members())?;
        copy.library.merge_staged_commit(&copy.provider, *staged).map_err(library)?;
        let after = super::roster::after(&before, facts.author, &facts.added, &facts.removed, facts.rekeyed)?;
        if leaves(&after) != copy.members() {
            return Err(GroupError::Invalid("a leaf changed its identifier or key"));
        }
        Ok(Processed {
            author: facts.author,
            added: facts.added,
            removed: facts.removed,
            rekeyed: facts.rekeyed,
            context: facts.context,
            secrets: secrets.transpose()?,
            group: copy,
        })
    }

    fn secrets(&self) -> Result<EpochSecrets, GroupError> {
        self.active()?;
        EpochSecrets::export(self.circle, |label, context| {
            exported(self.library.export_secret(self.provider.crypto(), label, context, 32))
        })
    }

    fn context(&self) -> Result<Context, GroupError> {
        check::context(self.library.extensions())
    }

    fn circle(&self) -> CircleId {
        self.circle
    }

    fn epoch(&self) -> u64 {
        self.library.epoch().as_u64()
    }

    fn members(&self) -> Vec<LeafInfo> {
        let mut leaves: Vec<LeafInfo> = self.library.members().filter_map(|leaf| check::member(&leaf).ok()).collect();
        leaves.sort();
        leaves
    }

    fn copy(&self) -> Result<Self, GroupError> {
        Self::open(&self.me, self.circle, self.provider.copy())
    }

    fn tree(&self) -> Vec<u8> {
        parts::write_tree(&self.library.export_ratchet_tree()).unwrap_or_default()
    }

    fn pending_tree(&self) -> Result<Vec<u8>, GroupError> {
        let pending = self.library.pending_commit().ok_or(GroupError::Invalid("no commit is pending"))?;
        let next = pending.export_ratchet_tree(self.provider.crypto(), self.library.export_ratchet_tree());
        let next = next.map_err(library)?.ok_or_else(|| library("the tree of an own commit"))?;
        parts::write_tree(&next).ok_or_else(|| library("a tree without a form"))
    }

    fn store(&self) -> Vec<u8> {
        let owner = head(self.me.member, self.circle);
        parts::split(&owner, self.provider.storage(), &self.tree())
    }

    fn load(stored: &[u8], tree: &[u8], me: &Leaf) -> Result<Self, GroupError> {
        let (owner, storage) = parts::unite(stored, tree).ok_or(GroupError::Damaged)?;
        let group = Self::open(me, circle_of(&owner, me)?, Provider::new(storage))?;
        let named = group.members().into_iter().find(|leaf| leaf.member == me.member);
        // Who has been removed finds nobody, or somebody else, under the own name.
        if group.library.is_active() && named != Some(me.info()) { Err(GroupError::Damaged) } else { Ok(group) }
    }

    fn secrets_of(stored: &[u8], me: &Leaf) -> Result<(CircleId, EpochSecrets), GroupError> {
        let (owner, storage) = parts::alone(stored).ok_or(GroupError::Damaged)?;
        let group = Self::open(me, circle_of(&owner, me)?, Provider::new(storage))?;
        Ok((group.circle, group.secrets()?))
    }
}

impl core::fmt::Debug for MlsGroup {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "MlsGroup({:?}, epoch {})", self.circle(), self.epoch())
    }
}

impl MlsGroup {
    fn open(me: &Leaf, circle: CircleId, provider: Provider) -> Result<Self, GroupError> {
        let library = Library::load(provider.storage(), &GroupId::from_slice(circle.as_bytes()))
            .ok()
            .flatten()
            .ok_or(GroupError::Damaged)?;
        Ok(Self { me: me.clone(), circle, provider, library })
    }

    fn active(&self) -> Result<(), GroupError> {
        if self.library.is_active() { Ok(()) } else { Err(GroupError::NotAMember) }
    }

    pub(super) fn index(&self, member: Member) -> Result<LeafNodeIndex, GroupError> {
        let mut leaves = self.library.members();
        let found = leaves.find(|leaf| check::member(leaf).is_ok_and(|leaf| leaf.member == member));
        found.map(|leaf| leaf.index).ok_or(GroupError::NotAMember)
    }

    pub(super) fn pending_secrets(&self) -> Result<EpochSecrets, GroupError> {
        let pending = self.library.pending_commit().ok_or(GroupError::Invalid("no commit is pending"))?;
        EpochSecrets::export(self.circle, |label, context| {
            exported(pending.export_secret(self.provider.crypto(), label, context, 32))
        })
    }
}

impl Signer for SigningKey {
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        Ok(self.sign_plain(payload).0.to_vec())
    }

    fn signature_scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

pub(super) fn credential(me: &Leaf) -> CredentialWithKey {
    CredentialWithKey {
        credential: BasicCredential::new(me.member.to_vec()).into(),
        signature_key: me.key.public().0.to_vec().into(),
    }
}

pub(super) fn capabilities() -> Capabilities {
    Capabilities::new(
        Some(&[ProtocolVersion::Mls10]),
        Some(&[SUITE]),
        Some(&[ExtensionType::Unknown(CONTEXT_TYPE)]),
        Some(&[]),
        Some(&[CredentialType::Basic]),
    )
}

pub(super) fn extensions(context: &Context) -> Result<Extensions<GroupContext>, GroupError> {
    let ours = Extension::Unknown(CONTEXT_TYPE, UnknownExtension(wire::encode(context)));
    Extensions::from_vec(vec![Extension::RequiredCapabilities(check::required()), ours]).map_err(library)
}

fn join_config() -> MlsGroupJoinConfig {
    MlsGroupJoinConfig::builder()
        .wire_format_policy(PURE_CIPHERTEXT_WIRE_FORMAT_POLICY)
        .max_past_epochs(0)
        .use_ratchet_tree_extension(true)
        .build()
}

fn message(bytes: &[u8]) -> Result<MlsMessageBodyIn, GroupError> {
    let message = MlsMessageIn::tls_deserialize_exact_bytes(bytes);
    message.map(MlsMessageIn::extract).map_err(|_| GroupError::Invalid("not an MLS message"))
}

fn head(member: Member, circle: CircleId) -> [u8; parts::HEAD] {
    crate::join(&member, circle.as_bytes())
}

/// The circle that a stored state of this leaf is of.
fn circle_of(owner: &[u8; parts::HEAD], me: &Leaf) -> Result<CircleId, GroupError> {
    let circle = CircleId::from_slice(&owner[16..]).ok_or(GroupError::Damaged)?;
    if *owner == head(me.member, circle) { Ok(circle) } else { Err(GroupError::Damaged) }
}

fn exported<E: std::fmt::Debug>(secret: Result<Vec<u8>, E>) -> Result<[u8; 32], GroupError> {
    let secret = zeroize::Zeroizing::new(secret.map_err(library)?);
    secret.as_slice().try_into().map_err(library)
}

fn refusal<E>(error: &ProcessMessageError<E>) -> GroupError {
    match error {
        ProcessMessageError::ValidationError(ValidationError::WrongEpoch) => GroupError::WrongEpoch,
        ProcessMessageError::InvalidCommit(
            StageCommitError::UpdatePathError(_) | StageCommitError::ConfirmationTagMismatch,
        ) => GroupError::CannotFollow,
        _ => GroupError::Invalid("refused by MLS"),
    }
}

pub(super) fn library<E: std::fmt::Debug>(error: E) -> GroupError {
    GroupError::Library(format!("{error:?}"))
}
