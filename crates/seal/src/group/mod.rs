//! The narrow face of MLS (RFC 9420).
//!
//! Two implementations: [`MlsGroup`] on OpenMLS, and behind the feature `test-seal` a `PlainGroup` without public-key
//! cryptography for the simulator. Whether a commit is valid is a function of (state, commit) alone: nothing here
//! reads the clock, the build or local settings (protocol.md section 2).

mod check;
#[cfg(feature = "test-seal")]
mod forge;
#[cfg(test)]
mod hostile;
mod mls;
mod packed;
mod parts;
#[cfg(feature = "test-seal")]
pub mod plain;
mod provider;
mod roster;

use openmls_traits::types::Ciphersuite;
use rand_core::CryptoRngCore;
use wire::{CircleId, Hash, PublicKey};

use crate::{epoch::EpochSecrets, sign::SigningKey};

#[cfg(feature = "test-seal")]
pub use forge::Forge;
pub use mls::MlsGroup;
#[cfg(feature = "test-seal")]
pub use plain::PlainGroup;

/// Suite 0x004E: X-Wing (X25519 + ML-KEM-768), AES-256-GCM, SHA-384, Ed25519.
pub const SUITE: Ciphersuite = Ciphersuite::MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519;

/// Identifier of a membership inside its circle: 16 random bytes.
pub type Member = [u8; 16];

/// The own leaf: one per membership, with a key of its own.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Leaf {
    /// Identifier of the membership.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub member: Member,
    /// Signs for the membership: MLS messages, envelopes, entries, live frames.
    #[n(1)]
    pub key: SigningKey,
}

/// What everybody knows of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
pub struct LeafInfo {
    /// Identifier of the membership.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub member: Member,
    /// Public half of the leaf's key.
    #[n(1)]
    pub key: PublicKey,
}

/// What every commit binds: a GroupContext extension of private-use type [`CONTEXT_TYPE`], beside which stands only the
/// requirement that every leaf can read it.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Context {
    /// Number of the circle's rules.
    #[n(0)]
    pub policy: u32,
    /// Older clients pause instead of judging.
    #[n(1)]
    pub min_client: u32,
    /// Number of entries of the parent that count.
    #[n(2)]
    pub cut: u32,
    /// Hash chain of the entries up to the cut.
    #[n(3)]
    pub log_head: Hash,
    /// Hash of the durable state at the cut.
    #[n(4)]
    pub root: Hash,
    /// Public HPKE key for knocks.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub knock: Vec<u8>,
}

/// Type of the GroupContext extension that holds a [`Context`]: private use, RFC 9420 section 17.3.
pub const CONTEXT_TYPE: u16 = 0xF5A1;

/// What a commit is to do, besides renewing the own leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// KeyPackages of those who come in.
    pub adds: Vec<Vec<u8>>,
    /// Members who go out. A member may be both, to come back with a new leaf.
    pub removes: Vec<Member>,
    /// Another signing key for the own leaf. The present one signs the commit, and the new one the leaf.
    pub signer: Option<SigningKey>,
    /// What the new epoch binds.
    pub context: Context,
}

/// A commit that has been made and not yet merged.
#[derive(Debug)]
pub struct Staged {
    /// The MLS message.
    pub mls: Vec<u8>,
    /// For those who come in, all the same message.
    pub welcome: Option<Vec<u8>>,
    /// The secrets of the new epoch.
    pub secrets: EpochSecrets,
}

/// A commit of another member, applied to a copy.
#[derive(Debug)]
pub struct Processed<G> {
    /// The group after the commit.
    pub group: G,
    /// Who made the commit.
    pub author: Member,
    /// Who came in.
    pub added: Vec<LeafInfo>,
    /// Who went out.
    pub removed: Vec<Member>,
    /// The author's new signing key.
    pub rekeyed: Option<PublicKey>,
    /// What the new epoch binds.
    pub context: Context,
    /// The secrets of the new epoch; none when this commit removed the own leaf.
    pub secrets: Option<EpochSecrets>,
}

impl<G> Processed<G> {
    /// Whether the own leaf is still in the circle.
    pub const fn still_member(&self) -> bool {
        self.secrets.is_some()
    }
}

/// The secret half of a KeyPackage, kept in the box until the Welcome comes.
#[derive(PartialEq, Eq, zeroize::Zeroize, zeroize::ZeroizeOnDrop)]
pub struct Joiner(Vec<u8>);

/// Why a group refused, by what the caller must do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    /// The commit is the own leaf's: match it by its id, then merge the pending one.
    #[error("own commit")]
    OwnCommit,
    /// Not a valid message for this state. Skip it.
    #[error("invalid: {0}")]
    Invalid(&'static str),
    /// MLS cannot follow it from here, where others perhaps can: its path may be whole for some and broken for others
    /// (RFC 9420 section 16.12).
    #[error("cannot follow")]
    CannotFollow,
    /// The message belongs to another epoch. Skip it.
    #[error("wrong epoch")]
    WrongEpoch,
    /// The own leaf is not in the circle, or the leaf that was named is not.
    #[error("not a member")]
    NotAMember,
    /// The stored bytes are damaged or of another leaf. Load the box again.
    #[error("damaged state")]
    Damaged,
    /// The library failed in a way that valid input cannot cause: a bug.
    #[error("library: {0}")]
    Library(String),
}

/// A circle as its cryptography sees it.
pub trait Group: Sized + core::fmt::Debug + 'static {
    /// A circle with one member, in epoch 0.
    fn found(circle: CircleId, me: &Leaf, context: &Context, rng: &mut dyn CryptoRngCore) -> Result<Self, GroupError>;
    /// A KeyPackage by which `me` can be added, and its secret half. It never expires.
    fn joiner(me: &Leaf, rng: &mut dyn CryptoRngCore) -> Result<(Joiner, Vec<u8>), GroupError>;
    /// Whose KeyPackage this is; refused unless it is valid, of our suite, and never expires.
    fn key_package_leaf(key_package: &[u8]) -> Result<LeafInfo, GroupError>;
    /// Enters a circle by a Welcome for this joiner; who has made the Welcome and the commit that it belongs to.
    fn join_by(joiner: &Joiner, welcome: &[u8], me: &Leaf) -> Result<(Self, Member), GroupError>;
    /// The same, whoever made it.
    fn join(joiner: &Joiner, welcome: &[u8], me: &Leaf) -> Result<Self, GroupError> {
        Self::join_by(joiner, welcome, me).map(|(group, _)| group)
    }
    /// Makes a commit and keeps it pending; always renews the own leaf.
    fn stage(&mut self, change: &Change, rng: &mut dyn CryptoRngCore) -> Result<Staged, GroupError>;
    /// The pending commit became the circle's history. `me` is the own leaf as it is after that.
    ///
    /// # Errors
    /// [`GroupError::Damaged`] where it is another one; the group is to be thrown away then.
    fn merge_pending(&mut self, me: &Leaf) -> Result<(), GroupError>;
    /// The pending commit did not become history: another valid child was first.
    fn clear_pending(&mut self);
    /// Whether a commit is pending.
    fn has_pending(&self) -> bool;
    /// Applies another member's commit to a copy; `self` stays as it is.
    fn process(&self, mls: &[u8]) -> Result<Processed<Self>, GroupError>;
    /// The secrets of the present epoch.
    fn secrets(&self) -> Result<EpochSecrets, GroupError>;
    /// What the present epoch binds.
    fn context(&self) -> Result<Context, GroupError>;
    /// Which circle.
    fn circle(&self) -> CircleId;
    /// The present epoch's number.
    fn epoch(&self) -> u64;
    /// All leaves, in the order of their members.
    fn members(&self) -> Vec<LeafInfo>;
    /// The same once more, for a change that may be thrown away.
    fn copy(&self) -> Result<Self, GroupError>;
    /// The public ratchet tree (RFC 9420 section 12.4.3.3): the same bytes for every member of the epoch.
    fn tree(&self) -> Vec<u8>;
    /// The tree as the pending commit makes it.
    fn pending_tree(&self) -> Result<Vec<u8>, GroupError>;
    /// What only this leaf has, the pending commit inside, to be kept in the box. It names [`Group::tree`] by its hash.
    fn store(&self) -> Vec<u8>;
    /// From the stored state of the same leaf and the tree that it names.
    ///
    /// # Errors
    /// [`GroupError::Damaged`], also for any other tree.
    fn load(stored: &[u8], tree: &[u8], me: &Leaf) -> Result<Self, GroupError>;
    /// Circle and secrets of the present epoch from the stored state alone: what it takes to fetch the tree.
    fn secrets_of(stored: &[u8], me: &Leaf) -> Result<(CircleId, EpochSecrets), GroupError>;
}

impl Leaf {
    /// A fresh leaf.
    pub fn make(rng: &mut dyn CryptoRngCore) -> Self {
        let mut member = [0; 16];
        rng.fill_bytes(&mut member);
        Self { member, key: SigningKey::make(rng) }
    }

    /// What everybody may know of it.
    pub fn info(&self) -> LeafInfo {
        LeafInfo { member: self.member, key: self.key.public() }
    }
}

impl Joiner {
    /// The stored form, to be kept inside a sealed box only.
    pub fn to_stored(&self) -> zeroize::Zeroizing<Vec<u8>> {
        self.0.clone().into()
    }
    /// From the stored form.
    pub const fn from_stored(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl core::fmt::Debug for Joiner {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Joiner(..)")
    }
}
