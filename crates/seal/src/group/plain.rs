//! A group for the simulator: the same behaviour and the same refusals as [`super::MlsGroup`], at a hundredth of the
//! cost and size, because it has no public-key cryptography. **It protects nothing**: a KeyPackage contains its own
//! secret, and who has been removed could go on.

use minicbor::{Decode, Encode};
use rand_core::CryptoRngCore;
use wire::{CircleId, Hash, PublicKey};

use super::{
    Change, Context, Group, GroupError, Joiner, Leaf, LeafInfo, Member, Processed, Staged,
    roster::{Roster, after, leaves},
};
use crate::{
    aead::{Key, Kind, derive, open, seal},
    epoch::EpochSecrets,
    sign::SigningKey,
};

const NOT_FOR_US: GroupError = GroupError::Invalid("not a message of this group");

/// The group of the simulator; it protects nothing.
pub struct PlainGroup {
    me: Leaf,
    /// Whether this leaf is in; a removed one that came back is another leaf of the same member.
    active: bool,
    state: State,
    pending: Option<State>,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
struct State {
    #[n(0)]
    circle: CircleId,
    #[n(1)]
    epoch: u64,
    #[n(2)]
    secret: Key,
    #[n(3)]
    context: Context,
    #[n(4)]
    members: Vec<LeafInfo>,
}

#[derive(Encode, Decode)]
struct Stored {
    #[cbor(n(0), with = "minicbor::bytes")]
    me: Member,
    /// Without the members, who are the tree.
    #[n(1)]
    state: State,
    #[n(2)]
    pending: Option<State>,
    #[n(3)]
    active: bool,
    #[n(4)]
    tree: Hash,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
struct KeyPackage {
    #[n(0)]
    leaf: LeafInfo,
    #[n(1)]
    init: Key,
    #[n(2)]
    check: Hash,
}

#[derive(Encode, Decode)]
struct Commit {
    #[cbor(n(0), with = "minicbor::bytes")]
    author: Member,
    #[n(1)]
    adds: Vec<KeyPackage>,
    #[n(2)]
    removes: Vec<Id>,
    #[n(3)]
    context: Context,
    #[n(4)]
    fresh: Key,
    /// Stands for a path that is broken for this member alone.
    #[n(5)]
    lamed: Option<Id>,
    /// The author's new signing key.
    #[n(6)]
    rekeyed: Option<PublicKey>,
}

/// What a newcomer gets.
#[derive(Encode, Decode)]
struct Invited {
    #[n(0)]
    by: Id,
    #[n(1)]
    state: State,
}

#[derive(Clone, Encode, Decode)]
#[cbor(transparent)]
struct Id(#[cbor(n(0), with = "minicbor::bytes")] Member);

#[derive(Encode, Decode)]
#[cbor(transparent)]
struct Sealed(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>);

impl Group for PlainGroup {
    fn found(circle: CircleId, me: &Leaf, context: &Context, rng: &mut dyn CryptoRngCore) -> Result<Self, GroupError> {
        let members = vec![me.info()];
        let state = State { circle, epoch: 0, secret: Key::make(rng), context: context.clone(), members };
        Ok(Self { me: me.clone(), active: true, state, pending: None })
    }

    fn joiner(me: &Leaf, rng: &mut dyn CryptoRngCore) -> Result<(Joiner, Vec<u8>), GroupError> {
        let init = Key::make(rng);
        let check = KeyPackage::check(&me.info(), &init);
        let joiner = Joiner(init.to_stored().to_vec());
        Ok((joiner, wire::encode(&KeyPackage { leaf: me.info(), init, check })))
    }

    fn key_package_leaf(key_package: &[u8]) -> Result<LeafInfo, GroupError> {
        Ok(KeyPackage::read(key_package)?.leaf)
    }

    fn join_by(joiner: &Joiner, welcome: &[u8], me: &Leaf) -> Result<(Self, Member), GroupError> {
        let init = Key(joiner.0.as_slice().try_into().map_err(|_| GroupError::Damaged)?);
        let sealed: Vec<Sealed> = wire::decode(welcome).map_err(|_| NOT_FOR_US)?;
        let plain = sealed.iter().find_map(|one| open(&init, Kind::Test, b"welcome", &one.0).ok()).ok_or(NOT_FOR_US)?;
        let Invited { by, state } = wire::decode(&plain).map_err(|_| NOT_FOR_US)?;
        if !state.members.contains(&me.info()) {
            return Err(GroupError::NotAMember);
        }
        Ok((Self { me: me.clone(), active: true, state, pending: None }, by.0))
    }

    fn stage(&mut self, change: &Change, rng: &mut dyn CryptoRngCore) -> Result<Staged, GroupError> {
        self.make(change, None, rng)
    }

    fn merge_pending(&mut self, me: &Leaf) -> Result<(), GroupError> {
        self.state = self.pending.take().ok_or(GroupError::Invalid("no commit is pending"))?;
        self.me = me.clone();
        if self.state.members.contains(&me.info()) { Ok(()) } else { Err(GroupError::Damaged) }
    }

    fn clear_pending(&mut self) {
        self.pending = None;
    }

    fn has_pending(&self) -> bool {
        self.pending.is_some()
    }

    fn process(&self, mls: &[u8]) -> Result<Processed<Self>, GroupError> {
        self.active()?;
        let (epoch, sealed) = mls.split_first_chunk::<8>().ok_or(NOT_FOR_US)?;
        if u64::from_be_bytes(*epoch) != self.state.epoch {
            return Err(GroupError::WrongEpoch);
        }
        let plain =
            open(&self.state.secret, Kind::Test, self.state.circle.as_bytes(), sealed).map_err(|_| NOT_FOR_US)?;
        let commit: Commit = wire::decode(&plain).map_err(|_| NOT_FOR_US)?;
        if commit.author == self.me.member {
            return Err(GroupError::OwnCommit);
        }
        let state = self.state.next(&commit)?;
        if commit.lamed.as_ref().is_some_and(|lamed| lamed.0 == self.me.member) {
            return Err(GroupError::CannotFollow);
        }
        let active = commit.removes.iter().all(|id| id.0 != self.me.member);
        let group = Self { me: self.me.clone(), active, state, pending: None };
        Ok(Processed {
            author: commit.author,
            added: commit.adds.iter().map(|new| new.leaf).collect(),
            removed: commit.removes.iter().map(|id| id.0).collect(),
            rekeyed: commit.rekeyed,
            context: commit.context,
            secrets: active.then(|| group.state.secrets()),
            group,
        })
    }

    fn secrets(&self) -> Result<EpochSecrets, GroupError> {
        self.active()?;
        Ok(self.state.secrets())
    }

    fn context(&self) -> Result<Context, GroupError> {
        Ok(self.state.context.clone())
    }

    fn circle(&self) -> CircleId {
        self.state.circle
    }

    fn epoch(&self) -> u64 {
        self.state.epoch
    }

    fn members(&self) -> Vec<LeafInfo> {
        self.state.members.clone()
    }

    fn copy(&self) -> Result<Self, GroupError> {
        let (me, state, pending) = (self.me.clone(), self.state.clone(), self.pending.clone());
        Ok(Self { me, active: self.active, state, pending })
    }

    fn tree(&self) -> Vec<u8> {
        wire::encode(&self.state.members)
    }

    fn pending_tree(&self) -> Result<Vec<u8>, GroupError> {
        let pending = self.pending.as_ref().ok_or(GroupError::Invalid("no commit is pending"))?;
        Ok(wire::encode(&pending.members))
    }

    fn store(&self) -> Vec<u8> {
        let state = State { members: Vec::new(), ..self.state.clone() };
        let (me, pending, tree) = (self.me.member, self.pending.clone(), Hash::of(&self.tree()));
        wire::encode(&Stored { me, state, pending, active: self.active, tree })
    }

    fn load(stored: &[u8], tree: &[u8], me: &Leaf) -> Result<Self, GroupError> {
        let mut stored: Stored = wire::decode(stored).map_err(|_| GroupError::Damaged)?;
        if Hash::of(tree) != stored.tree {
            return Err(GroupError::Damaged);
        }
        stored.state.members = wire::decode(tree).map_err(|_| GroupError::Damaged)?;
        let named = stored.state.members.iter().find(|leaf| leaf.member == me.member);
        if stored.me != me.member || (stored.active && named != Some(&me.info())) {
            return Err(GroupError::Damaged);
        }
        Ok(Self { me: me.clone(), active: stored.active, state: stored.state, pending: stored.pending })
    }

    fn secrets_of(stored: &[u8], me: &Leaf) -> Result<(CircleId, EpochSecrets), GroupError> {
        let stored: Stored = wire::decode(stored).map_err(|_| GroupError::Damaged)?;
        if stored.me != me.member {
            return Err(GroupError::Damaged);
        }
        if stored.active { Ok((stored.state.circle, stored.state.secrets())) } else { Err(GroupError::NotAMember) }
    }
}

impl core::fmt::Debug for PlainGroup {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "PlainGroup({:?}, epoch {})", self.circle(), self.epoch())
    }
}

impl super::Forge for PlainGroup {
    fn forge(
        &mut self,
        change: &Change,
        lamed: Option<Member>,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<Staged, GroupError> {
        self.make(change, lamed, rng)
    }

    fn expiring(_: &Leaf, _: &mut dyn CryptoRngCore) -> Option<Vec<u8>> {
        None
    }
}

impl PlainGroup {
    fn make(
        &mut self,
        change: &Change,
        lamed: Option<Member>,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<Staged, GroupError> {
        self.active()?;
        if self.pending.is_some() {
            return Err(GroupError::Invalid("a commit is pending"));
        }
        let commit = Commit {
            author: self.me.member,
            adds: change.adds.iter().map(|bytes| KeyPackage::read(bytes)).collect::<Result<_, _>>()?,
            removes: change.removes.iter().map(|member| Id(*member)).collect(),
            context: change.context.clone(),
            fresh: Key::make(rng),
            lamed: lamed.map(Id),
            rekeyed: change.signer.as_ref().map(SigningKey::public),
        };
        let next = self.state.next(&commit)?;
        let plain = wire::encode(&commit);
        let sealed = seal(&self.state.secret, Kind::Test, self.state.circle.as_bytes(), &plain, rng);
        let mls = [self.state.epoch.to_be_bytes().as_slice(), &sealed].concat();
        let invited = wire::encode(&Invited { by: Id(self.me.member), state: next.clone() });
        let welcomes: Vec<Sealed> =
            commit.adds.iter().map(|new| Sealed(seal(&new.init, Kind::Test, b"welcome", &invited, rng))).collect();
        let welcome = (!welcomes.is_empty()).then(|| wire::encode(&welcomes));
        let secrets = next.secrets();
        self.pending = Some(next);
        Ok(Staged { mls, welcome, secrets })
    }

    fn active(&self) -> Result<(), GroupError> {
        if self.active { Ok(()) } else { Err(GroupError::NotAMember) }
    }
}

impl State {
    fn next(&self, commit: &Commit) -> Result<Self, GroupError> {
        let before: Roster = self.members.iter().map(|leaf| (leaf.member, leaf.key)).collect();
        let added: Vec<LeafInfo> = commit.adds.iter().map(|new| new.leaf).collect();
        let removed: Vec<Member> = commit.removes.iter().map(|id| id.0).collect();
        if !before.contains_key(&commit.author) || commit.adds.iter().any(|new| !new.is_whole()) {
            return Err(NOT_FOR_US);
        }
        let members = leaves(&after(&before, commit.author, &added, &removed, commit.rekeyed)?);
        let secret = self.secret.derive("plain epoch", Hash::of(&wire::encode(commit)).as_bytes());
        Ok(Self { circle: self.circle, epoch: self.epoch + 1, secret, context: commit.context.clone(), members })
    }

    fn secrets(&self) -> EpochSecrets {
        let exported = EpochSecrets::export(self.circle, |label, context| {
            Ok::<_, core::convert::Infallible>(derive(&self.secret.0, label, context))
        });
        match exported {
            Ok(secrets) => secrets,
            Err(never) => match never {},
        }
    }
}

impl KeyPackage {
    fn read(bytes: &[u8]) -> Result<Self, GroupError> {
        let package: Self = wire::decode(bytes).map_err(|_| GroupError::Invalid("not a KeyPackage"))?;
        if package.is_whole() { Ok(package) } else { Err(GroupError::Invalid("not a KeyPackage")) }
    }

    fn is_whole(&self) -> bool {
        self.check == Self::check(&self.leaf, &self.init)
    }

    fn check(leaf: &LeafInfo, init: &Key) -> Hash {
        Hash(derive(&init.0, "plain KeyPackage", &[leaf.member.as_slice(), leaf.key.as_bytes()].concat()))
    }
}
