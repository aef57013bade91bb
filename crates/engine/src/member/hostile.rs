//! A member with all keys and a program of their own, for simulations: whatever the protocol leaves to the honesty of a
//! client is done otherwise here.

use circle::{Add, AddGround, Body, Circle, Facts, Invite, MemberId, NewMember, Remove, RemoveGround};
use minicbor::bytes::ByteVec;
use rand_core::CryptoRngCore;
use seal::{
    Change, Group, Leaf, SigningKey, WayBack,
    commit::Letter,
    group::Forge,
    invite::{InviteSecret, KnockMac},
};
use wire::{
    BlobId, CircleId, CommitId, Day, Hash, MailboxId, Millis, PublicKey, auth,
    circle::{Answered, Append, Commit, Keep},
    mailbox::WaitingMail,
};

use super::{
    Core, Member, Start,
    authority::{Authority, Proof},
    commit::{Intent, context, facts, key_packages, replies},
    knocks::open_knock,
    let_back::{self, Returning},
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
    /// Nothing, but the leaf gets a signing key that only these hands have.
    Rekeyed,
}

/// All that a member knew at one commit, in hands that do as they like.
pub struct Turncoat<S: Suite> {
    core: Core<S>,
    rng: Box<dyn CryptoRngCore>,
    now: Millis,
    /// What stands after the commit that was made last.
    next: Option<Core<S>>,
}

impl<S: Suite> Turncoat<S> {
    /// The key of the circle's card, if it has one.
    pub fn card_key(&self) -> Option<SigningKey> {
        self.core.circle.card().map(|card| SigningKey::from_stored(card.keys.seed))
    }
}

impl<S: Suite> Member<S> {
    /// What this device's member knows, for other use.
    pub(crate) fn turn(&self, rng: Box<dyn CryptoRngCore>) -> Option<Turncoat<S>> {
        let core = self.with(twin).flatten()?;
        Some(Turncoat { core, rng, now: self.now(), next: None })
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
        self.make(flaw, &Authority { facts, proofs, returns: Vec::new() }, change, &Intent::default())
    }

    /// The commit that lets in again whoever asks for it in this mail of the way back, with the answer.
    pub fn let_back(&mut self, mailbox: MailboxId, mail: &WaitingMail) -> Option<Commit> {
        let_back::take(&mut self.core, mailbox, mail, self.now);
        let returning = self.core.returns.remove(&mail.mail)?;
        let intent = Intent { returns: vec![returning], ..Intent::default() };
        let facts = facts(&self.core, &intent, self.now);
        let mut next = self.core.circle.clone();
        next.commit(&facts).ok()?;
        let removes = facts.removes.iter().map(|remove| remove.member.0).collect();
        let change =
            Change { adds: key_packages(&intent), removes, signer: None, context: context(&self.core, &next).ok()? };
        let returns = intent.returns.iter().map(Returning::proof).collect();
        self.make(Flaw::None, &Authority { facts, proofs: Vec::new(), returns }, change, &intent)
    }

    /// From here on this stands at the commit that was made last, which the server has taken.
    pub fn go_on(&mut self) {
        if let Some(next) = self.next.take() {
            self.core = next;
        }
    }

    fn make(&mut self, flaw: Flaw, authority: &Authority, change: Change, intent: &Intent) -> Option<Commit> {
        let facts = &authority.facts;
        let mut group = self.core.group.copy().ok()?;
        let made = match change.signer {
            Some(_) => group.stage(&change, &mut *self.rng),
            None => group.forge(&change, lamed(flaw), &mut *self.rng),
        }
        .ok()?;
        let true_access = made.secrets.access.public();
        let access = if flaw == Flaw::Access { PublicKey([9; 32]) } else { true_access };
        let (id, core) = (self.core.id, &self.core);
        let commit = seal::commit::commit_id(id, core.tip, &made.mls, access);
        let member = if let Flaw::Author(other) = flaw { other.0 } else { core.leaf.member };
        let authority = wire::encode(authority);
        let letter = Letter { member, device: core.device.0, counter: 1_000, authority, mls: made.mls };
        let (hs, key) = (&core.secrets.hs, &core.leaf.key);
        let envelope = seal::commit::seal_envelope(hs, id, core.tip, commit, letter, key, &mut *self.rng);
        let mut circle = core.circle.clone();
        let _ = circle.commit(facts);
        if matches!(flaw, Flaw::Snapshot | Flaw::Lie) {
            circle.skip();
        }
        let mut tree = group.pending_tree().ok()?;
        if flaw == Flaw::Tree {
            tree = core.group.tree();
        }
        let snapshot = seal_snapshot(&made.secrets.content, id, commit, &circle, tree);
        let mails = replies(id, commit, BlobId::of(&snapshot), made.welcome.as_deref(), intent).ok()?;
        let request = Commit {
            circle: id,
            parent: core.tip,
            commit,
            n_children: core.children(),
            cut: core.have,
            access,
            envelope: ByteVec::from(envelope),
            snapshot: ByteVec::from(snapshot),
            mails,
            answers: intent.answered().map(|(mailbox, mail)| Answered { mailbox, mail }).collect(),
            stamp: None,
        };
        self.next = after(core, group, change.signer, commit, circle);
        Some(request)
    }

    /// The links of all open invites: what stands behind the `#`.
    pub fn links(&self) -> Vec<String> {
        let invites = self.core.circle.invites();
        invites.map(|open| InviteSecret::from_stored(open.invite.secret).to_fragment().to_string()).collect()
    }

    /// The mailboxes of all open invites, and the keys that read and close them.
    pub fn invites(&self) -> Vec<(MailboxId, SigningKey)> {
        let invites = self.core.circle.invites().map(|open| &open.invite);
        let keys = |invite: &Invite| {
            (InviteSecret::from_stored(invite.secret).mailbox(), SigningKey::from_stored(invite.read_seed))
        };
        invites.map(keys).collect()
    }

    /// The mailboxes of the ways back, the present one first, and the keys that read and close them.
    pub fn ways_back(&self) -> Vec<(MailboxId, SigningKey)> {
        let ways = self.core.circle.knocks().map(|knock| WayBack::from_seed(knock.back));
        ways.map(|way| (way.mailbox(), way.read_key())).collect()
    }

    /// Whether one of the knock keys that were known opens a mail of this mailbox.
    pub fn reads(&self, mailbox: MailboxId, mail: &WaitingMail) -> bool {
        open_knock(&self.core.circle, mailbox, mail).is_some()
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
        let signer = (flaw == Flaw::Rekeyed).then(|| SigningKey::make(&mut *self.rng));
        facts.rekeyed = signer.as_ref().map(SigningKey::public);
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
        Some((facts, proofs, Change { adds, removes, context, signer }))
    }
}

/// What stands after a commit of one's own.
fn after<S: Suite>(
    core: &Core<S>,
    mut group: S::Group,
    signer: Option<SigningKey>,
    tip: CommitId,
    circle: Circle,
) -> Option<Core<S>> {
    let Leaf { member, key } = core.leaf.clone();
    let leaf = Leaf { member, key: signer.unwrap_or(key) };
    group.merge_pending(&leaf).ok()?;
    let secrets = group.secrets().ok()?;
    let (device, etag, since) = (core.device, core.etag, core.since);
    Some(Core::new(Start { leaf, device, group, secrets, tip, circle, etag, since, warm: true }))
}

fn lamed(flaw: Flaw) -> Option<seal::group::Member> {
    if let Flaw::Lame(victim) = flaw { Some(victim.0) } else { None }
}

fn newcomer(leaf: &Leaf, circle: &Circle) -> NewMember {
    let pledge = circle.charter().pledge_hash();
    NewMember { id: MemberId(leaf.member), key: leaf.key.public(), name: "a ghost".to_owned(), pledge }
}
