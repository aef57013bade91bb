//! A member with all keys and a program of their own, for simulations: whatever the protocol leaves to the honesty of a
//! client is done otherwise here.

use circle::{Add, AddGround, Body, Circle, Facts, MemberId, NewMember, Remove, RemoveGround};
use minicbor::bytes::ByteVec;
use rand_core::CryptoRngCore;
use seal::{Change, Group, Leaf, commit::Letter, group::Forge, invite::KnockMac};
use wire::{
    CircleId, CommitId, Day, Hash, Millis, PublicKey, auth,
    circle::{Append, Commit, Keep},
};

use super::{
    Core, Member, Start,
    authority::{Authority, Proof},
    commit::context,
    resend::seal_snapshot,
};
use crate::suite::Suite;

/// What is wrong with a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing: as an honest device would make it.
    None,
    /// The access key that is uploaded is another one than the epoch's (protocol.md section 5.2, M2).
    Access,
    /// The state root is another one than the circle's.
    Root,
    /// A false state, in root and snapshot alike.
    Lie,
    /// The snapshot that is posted has another state than the commit binds.
    Snapshot,
    /// The snapshot that is posted has another ratchet tree.
    Tree,
    /// MLS adds somebody of whom the envelope says nothing.
    Ghost,
    /// MLS and envelope add somebody, by a knock that nobody has made.
    Uninvited,
    /// The same, and the KeyPackage's lifetime is another one. None on a suite without lifetimes.
    Expiring,
    /// MLS removes a member of whom the envelope says nothing.
    Unsaid(MemberId),
    /// MLS and envelope remove a member who has not left, has not been silent, and about whom nothing is decided.
    Groundless(MemberId, RemoveGround),
    /// The envelope names another member as the author.
    Author(MemberId),
    /// It asks for a client that nobody has.
    Newer,
    /// The path is broken for this member alone (RFC 9420 section 16.12).
    Lame(MemberId),
}

/// All that a member knew at one commit, in hands that do as they like.
pub struct Turncoat<S: Suite> {
    core: Core<S>,
    rng: Box<dyn CryptoRngCore>,
    now: Millis,
}

impl<S: Suite> Member<S> {
    /// What this device's member knows, for other use.
    pub(crate) fn turn(&self, rng: Box<dyn CryptoRngCore>) -> Option<Turncoat<S>> {
        let core = self.with(twin).flatten()?;
        Some(Turncoat { core, rng, now: self.now() })
    }
}

fn twin<S: Suite>(core: &Core<S>) -> Option<Core<S>> {
    let mut twin = Core::new(Start {
        leaf: core.leaf.clone(),
        device: core.device,
        group: core.group.copy().ok()?,
        secrets: core.group.secrets().ok()?,
        tip: core.tip,
        circle: core.circle.clone(),
        etag: core.etag,
        since: core.since,
        warm: true,
    });
    (twin.have, twin.head, twin.refused) = (core.have, core.head, core.refused.clone());
    Some(twin)
}

impl<S: Suite<Group: Forge>> Turncoat<S> {
    /// Which circle.
    pub const fn circle(&self) -> CircleId {
        self.core.id
    }

    /// The commit that this stands at.
    pub const fn tip(&self) -> CommitId {
        self.core.tip
    }

    /// Entries of it that were known.
    pub const fn have(&self) -> u32 {
        self.core.have
    }

    /// The own id.
    pub fn me(&self) -> MemberId {
        self.core.me()
    }

    /// Signs a request by the access key of that commit: the value of [`auth::HEADER`].
    pub fn sign(&mut self, path: &str, body: &[u8], today: Day) -> auth::Proof {
        self.core.secrets.access.prove(path, body, today, &mut *self.rng)
    }

    /// A child of the tip.
    pub fn commit(&mut self, flaw: Flaw) -> Option<Commit> {
        let (facts, proofs, change) = self.change(flaw)?;
        let mut group = self.core.group.copy().ok()?;
        let made = group.forge(&change, lamed(flaw), &mut *self.rng).ok()?;
        let true_access = made.secrets.access.public();
        let access = if flaw == Flaw::Access { PublicKey([9; 32]) } else { true_access };
        let (id, core) = (self.core.id, &self.core);
        let commit = seal::commit::commit_id(id, core.tip, &made.mls, access);
        let authority = wire::encode(&Authority { facts: facts.clone(), proofs, returns: Vec::new() });
        let member = if let Flaw::Author(other) = flaw { other.0 } else { core.leaf.member };
        let letter = Letter { member, device: core.device.0, counter: 1_000, authority, mls: made.mls };
        let (hs, key) = (&core.secrets.hs, &core.leaf.key);
        let envelope = seal::commit::seal_envelope(hs, id, core.tip, commit, letter, key, &mut *self.rng);
        let mut circle = core.circle.clone();
        let _ = circle.commit(&facts);
        if matches!(flaw, Flaw::Snapshot | Flaw::Lie) {
            circle.skip();
        }
        let mut tree = group.pending_tree().ok()?;
        if flaw == Flaw::Tree {
            tree = core.group.tree();
        }
        let snapshot = seal_snapshot(&made.secrets.content, id, commit, &circle, tree);
        Some(Commit {
            circle: id,
            parent: core.tip,
            commit,
            n_children: core.children(),
            cut: core.have,
            access,
            envelope: ByteVec::from(envelope),
            snapshot: ByteVec::from(snapshot),
            mails: Vec::new(),
            answers: Vec::new(),
            stamp: None,
        })
    }

    /// An entry at the tip by this member, with any counter, any claim, any act.
    pub fn entry(&mut self, body: Body, counter: u64) -> Append {
        let core = &self.core;
        let keep = match body.lifetime() {
            circle::Lifetime::Durable => Keep::Commit,
            circle::Lifetime::OneDay => Keep::Brief,
            circle::Lifetime::Retention => Keep::Until(Day::of(self.now).plus(20)),
        };
        let entry = circle::Entry {
            member: core.me(),
            device: core.device,
            counter,
            known: core.circle.seq(),
            claimed: self.now,
            body,
        };
        let (content, key) = (&core.secrets.content, &core.leaf.key);
        let sealed = seal::entry::seal_entry(content, core.id, core.tip, &entry.encode(), key, &mut *self.rng);
        Append { circle: core.id, at: core.tip, blob: ByteVec::from(sealed.blob), delete: sealed.delete.hash(), keep }
    }

    /// Whether these keys open an entry of that commit.
    pub fn opens(&self, commit: CommitId, blob: &[u8]) -> bool {
        seal::entry::open_entry(&self.core.secrets.content, self.core.id, commit, blob).is_ok()
    }

    /// Whether this member, with what they kept, can go on to this child.
    pub fn follows(&self, envelope: &[u8]) -> bool {
        let (hs, id, tip) = (&self.core.secrets.hs, self.core.id, self.core.tip);
        seal::commit::open_envelope(hs, id, tip, envelope).is_ok_and(|envelope| {
            let processed = self.core.group.process(&envelope.letter.mls);
            processed.is_ok_and(|processed| processed.secrets.is_some())
        })
    }

    fn change(&mut self, flaw: Flaw) -> Option<(Facts, Vec<Proof>, Change)> {
        let me = self.core.me();
        let mut facts = Facts { client: 1, claimed: self.now, ..Facts::of(me) };
        let (mut adds, mut removes, mut proofs) = (Vec::new(), Vec::new(), Vec::new());
        if matches!(flaw, Flaw::Ghost | Flaw::Uninvited | Flaw::Expiring) {
            let ghost = Leaf::make(&mut *self.rng);
            let key_package = if flaw == Flaw::Expiring {
                S::Group::expiring(&ghost, &mut *self.rng)?
            } else {
                S::Group::joiner(&ghost, &mut *self.rng).ok()?.1
            };
            if flaw != Flaw::Ghost {
                let invite = self.core.circle.invites().next()?.invite.id;
                facts.adds.push(Add { member: newcomer(&ghost, &self.core.circle), ground: AddGround::Invite(invite) });
                proofs.push(Proof { key_package: Hash::of(&key_package), mac: KnockMac([7; 32]) });
            }
            adds.push(key_package);
        }
        if let Flaw::Unsaid(member) | Flaw::Groundless(member, _) = flaw {
            removes.push(member.0);
        }
        if let Flaw::Groundless(member, ground) = flaw {
            facts.removes.push(Remove { member, ground });
        }
        let mut next = self.core.circle.clone();
        let _ = next.commit(&facts);
        if flaw == Flaw::Lie {
            next.skip();
        }
        let mut context = context(&self.core, &next).ok()?;
        match flaw {
            Flaw::Root => context.root = Hash::of(b"another state"),
            Flaw::Newer => context.min_client = 2,
            _ => {}
        }
        Some((facts, proofs, Change { adds, removes, context, signer: None }))
    }
}

fn lamed(flaw: Flaw) -> Option<seal::group::Member> {
    if let Flaw::Lame(victim) = flaw { Some(victim.0) } else { None }
}

fn newcomer(leaf: &Leaf, circle: &Circle) -> NewMember {
    let pledge = circle.charter().pledge_hash();
    NewMember { id: MemberId(leaf.member), key: leaf.key.public(), name: "a ghost".to_owned(), pledge }
}
