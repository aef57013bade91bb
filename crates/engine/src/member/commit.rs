//! COMMIT: build on a copy, save the box, send, merge (protocol.md section 2).

use std::collections::{BTreeMap, BTreeSet};

use circle::{Add, AddGround, Circle, Facts, KnockKey, MemberId, NewMember, Remove, RemoveGround};
use seal::{Change, Context, Group, HpkePublic, HpkeSecret, SigningKey, commit::Letter};
use wire::{
    BlobId, Code, CommitId, MailId, MailboxId, Millis,
    circle::{Answered, Child, Commit, Mail},
};

use super::{
    Followed, Member, POLICY, Pending, Reply,
    authority::{Authority, Proof},
    core::Core,
    follow::bytes,
    let_back::Returning,
    resend::seal_snapshot,
};
use crate::{api::CallError, command::Failure, io::Io, suite::Suite};

/// How often a lost race is tried again before the person is told that the circle is busy.
const RACES: u32 = 12;

/// What somebody wants the circle's membership to be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Intent {
    /// Newcomers to let in.
    pub(crate) adds: Vec<Newcomer>,
    /// Members who come back with a new leaf.
    pub(crate) returns: Vec<Returning>,
    /// Members who have left or have to leave, or have been silent for too long.
    pub(crate) removes: Vec<circle::MemberId>,
    /// Another signing key for the own leaf.
    pub(crate) signer: Option<SigningKey>,
}

/// A newcomer whose knock has been read.
#[derive(Debug, Clone)]
pub(crate) struct Newcomer {
    pub(crate) member: NewMember,
    pub(crate) invite: circle::InviteId,
    pub(crate) key_package: Vec<u8>,
    pub(crate) proof: Proof,
    pub(crate) mail: (MailboxId, MailId),
    pub(crate) reply: (MailboxId, HpkePublic),
}

impl Intent {
    /// Nobody comes or goes: the commit renews the own leaf.
    pub(crate) const fn is_empty(&self) -> bool {
        self.adds.is_empty() && self.returns.is_empty() && self.removes.is_empty() && self.signer.is_none()
    }

    /// The mails that it answers.
    pub(crate) fn answered(&self) -> impl Iterator<Item = (MailboxId, MailId)> {
        self.adds.iter().map(|add| add.mail).chain(self.returns.iter().map(|back| back.mail))
    }
}

impl<S: Suite> Member<S> {
    /// Commits `intent` as far as it still makes sense when its turn comes. Call with [`Member::turn`] held.
    pub(crate) async fn commit(&self, intent: &Intent) -> Result<(), Failure> {
        for _ in 0..RACES {
            self.settle_pending().await?;
            match self.sync().await? {
                Followed::UpToDate | Followed::Rewound => {}
                Followed::BoxKnowsMore => {
                    self.reload().await?;
                    continue;
                }
                Followed::Untold => return Err(Failure::new("waits_for_others")),
                Followed::Over => return Err(Failure::new("not_in_circle")),
            }
            let Some(intent) = self.with(|core| still_wanted(core, intent)).flatten() else { return Ok(()) };
            let staged = self.change(|core| self.stage(core, &intent)).unwrap_or_else(|| Err(Failure::new("busy")))?;
            if !self.save_staged(staged).await? {
                self.reload().await?;
                continue;
            }
            if self.send_pending().await? {
                return Ok(());
            }
        }
        Err(Failure::new("busy"))
    }

    /// Sends a pending commit again, whoever of this person's devices made it.
    pub(crate) async fn settle_pending(&self) -> Result<(), Failure> {
        while self.with(|core| core.pending.is_some()) == Some(true) {
            self.send_pending().await?;
        }
        Ok(())
    }

    /// Posts the pending request; true when it became the tip.
    async fn send_pending(&self) -> Result<bool, Failure> {
        let Some((pending, key, at)) =
            self.with(|core| Some((core.pending.clone()?, core.secrets.access.clone(), core.tip))).flatten()
        else {
            return Ok(false);
        };
        let pending = match pending {
            Pending::Found(found) => {
                self.io.call(&*found, Some(&key)).await.map_err(Failure::from)?;
                self.change(|core| core.pending = None);
                return Ok(true);
            }
            Pending::Commit(pending) => pending,
        };
        if pending.commit.parent != at {
            self.change(drop_pending);
            return Ok(false);
        }
        let Some(commit) = self.whole(&pending).await? else {
            return Ok(self.with(|core| core.tip) == Some(pending.commit.commit));
        };
        match self.post_with_work(&commit, &key).await {
            Ok(committed) => {
                let child = own_child(&commit, committed.child_no);
                let id = commit.commit;
                self.take_child(at, child);
                if self.with(|core| core.tip) != Some(id) {
                    self.sync().await?;
                }
                Ok(self.with(|core| core.tip) == Some(id))
            }
            Err(CallError::Problem(problem)) if problem.code == Code::Conflict => {
                self.sync().await?;
                // Garbage came first, and the tip stands: the same intent is built again with the new numbers.
                self.change(|core| {
                    if core.tip == at {
                        drop_pending(core);
                    }
                });
                Ok(self.with(|core| core.tip) == Some(commit.commit))
            }
            Err(CallError::Problem(problem)) if is_final(problem.code) => {
                // Nothing was stored and the identical request never will be: a newcomer's reply mailbox is gone, say.
                let answered: Vec<_> = commit.answers.iter().map(|answer| answer.mail).collect();
                self.change(|core| {
                    core.forget_mails(&answered);
                    drop_pending(core);
                });
                Err(problem.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Builds the commit on a copy of the group.
    fn stage(&self, core: &mut Core<S>, intent: &Intent) -> Result<Staged, Failure> {
        let facts = facts(core, intent, self.now());
        let mut circle = core.circle.clone();
        circle.commit(&facts)?;
        let change = Change {
            adds: key_packages(intent),
            removes: facts.removes.iter().map(|remove| remove.member.0).collect(),
            signer: intent.signer.clone(),
            context: context(core, &circle)?,
        };
        let mut group = core.group.copy().map_err(internal)?;
        let made = self.io.random(|rng| group.stage(&change, rng)).map_err(internal)?;
        let access = made.secrets.access.public();
        let id = seal::commit::commit_id(core.id, core.tip, &made.mls, access);
        let authority = Authority {
            facts,
            proofs: intent.adds.iter().map(|add| add.proof.clone()).collect(),
            returns: intent.returns.iter().map(Returning::proof).collect(),
        };
        let letter = Letter {
            member: core.leaf.member,
            device: core.device.0,
            counter: core.count(),
            authority: wire::encode(&authority),
            mls: made.mls,
        };
        let envelope = self.io.random(|rng| {
            seal::commit::seal_envelope(&core.secrets.hs, core.id, core.tip, id, letter, &core.leaf.key, rng)
        });
        let tree = group.pending_tree().map_err(internal)?;
        let snapshot = seal_snapshot(&made.secrets.content, core.id, id, &circle, tree);
        let mails = replies(core.id, id, BlobId::of(&snapshot), made.welcome.as_deref(), intent)?;
        let commit = Commit {
            circle: core.id,
            parent: core.tip,
            commit: id,
            n_children: core.children(),
            cut: core.have,
            access,
            envelope: bytes(envelope),
            snapshot: bytes(snapshot),
            mails,
            answers: intent.answered().map(|(mailbox, mail)| Answered { mailbox, mail }).collect(),
            stamp: None,
        };
        Ok(Staged { group: group.store(), commit, signer: change.signer })
    }
}

/// A commit that has been built and is neither saved nor sent.
pub(crate) struct Staged {
    pub(crate) group: Vec<u8>,
    pub(crate) commit: Commit,
    /// The leaf's signing key after it, where it is another one.
    pub(crate) signer: Option<SigningKey>,
}

/// What is left of an intent in the present state; an empty intent stays: it renews the own leaf.
fn still_wanted<S: Suite>(core: &Core<S>, intent: &Intent) -> Option<Intent> {
    let circle = &core.circle;
    let new = intent.adds.iter().filter(|add| circle.member(add.member.id).is_none());
    let back = intent.returns.iter().filter(|back| back.is_wanted(circle));
    // Whoever crashed while asking may have asked twice.
    let adds: BTreeMap<_, _> = new.map(|add| (add.member.id, add.clone())).collect();
    let returns: BTreeMap<_, _> = back.map(|back| (back.letter.member, back.clone())).collect();
    let (adds, returns) = (adds.into_values().collect::<Vec<_>>(), returns.into_values().collect::<Vec<_>>());
    let due: BTreeSet<_> = circle.silent().collect();
    let goes = |id: &MemberId| circle.member(*id).is_some_and(|member| member.leaving || due.contains(id));
    let removes: Vec<_> = intent.removes.iter().copied().filter(goes).collect();
    let signer = intent.signer.clone().filter(|signer| *signer != core.leaf.key);
    let left = Intent { adds, returns, removes, signer };
    (intent.is_empty() || !left.is_empty()).then_some(left)
}

pub(super) fn facts<S: Suite>(core: &Core<S>, intent: &Intent, now: Millis) -> Facts {
    let adds = intent.adds.iter().map(|add| Add { member: add.member.clone(), ground: AddGround::Invite(add.invite) });
    let back = |returning: &Returning| {
        let ground = AddGround::Rejoin { at: returning.letter.at };
        Some(Add { member: returning.member(&core.circle)?, ground })
    };
    let gone = intent.removes.iter().filter_map(|member| {
        let left = core.circle.member(*member)?.leaving;
        let decided = core.circle.removal(*member).is_some_and(|removal| removal.confirmed.is_some());
        let ground = match (decided, left) {
            (true, _) => RemoveGround::Decided,
            (false, true) => RemoveGround::Left,
            (false, false) => RemoveGround::Silent,
        };
        Some(Remove { member: *member, ground })
    });
    let returning = intent.returns.iter().map(|back| back.letter.member);
    let replaced = returning
        .filter(|member| core.circle.member(*member).is_some())
        .map(|member| Remove { member, ground: RemoveGround::Rejoin });
    Facts {
        author: core.me(),
        adds: adds.chain(intent.returns.iter().filter_map(back)).collect(),
        removes: gone.chain(replaced).collect(),
        rekeyed: intent.signer.as_ref().map(SigningKey::public),
        client: core.client,
        claimed: now,
    }
}

pub(crate) fn context<S: Suite>(core: &Core<S>, next: &Circle) -> Result<Context, Failure> {
    let asked = core.group.context().map_err(internal)?.min_client;
    Ok(Context {
        policy: POLICY,
        min_client: if core.circle.can_ask_for(core.client) { asked.max(core.client) } else { asked },
        cut: core.have,
        log_head: core.head,
        root: next.root(),
        knock: next.knock().public.clone(),
    })
}

/// A fresh knock key, with a way back of its own.
pub(crate) fn knock_key(io: &Io) -> KnockKey {
    let secret = io.random(HpkeSecret::make);
    KnockKey { public: secret.public().as_bytes().to_vec(), secret: secret.to_stored().to_vec(), back: io.bytes() }
}

/// In the order of the facts.
pub(super) fn key_packages(intent: &Intent) -> Vec<Vec<u8>> {
    let new = intent.adds.iter().map(|add| add.key_package.clone());
    new.chain(intent.returns.iter().map(|back| back.letter.key_package.to_vec())).collect()
}

pub(super) fn replies(
    circle: wire::CircleId,
    commit: CommitId,
    snapshot: BlobId,
    welcome: Option<&[u8]>,
    intent: &Intent,
) -> Result<Vec<Mail>, Failure> {
    let welcome = welcome.unwrap_or_default();
    let reply = Reply::Welcome { circle, commit, snapshot, welcome: bytes(welcome.to_vec()) };
    let plain = wire::encode(&reply);
    let new = intent.adds.iter().map(|add| (&add.reply.0, &add.reply.1));
    let back = intent.returns.iter().map(|back| (&back.letter.reply, &back.letter.reply_key));
    new.chain(back)
        .map(|(mailbox, key)| {
            let blob = seal::knock::seal_reply(key, *mailbox, &plain).map_err(internal)?;
            Ok(Mail { mailbox: *mailbox, blob: bytes(blob) })
        })
        .collect()
}

pub(crate) fn drop_pending<S: Suite>(core: &mut Core<S>) {
    core.pending = None;
    core.staged = None;
    core.unsaved = true;
}

/// Whether the server will refuse the identical commit for ever.
fn is_final(code: Code) -> bool {
    matches!(code, Code::Gone | Code::TooLarge | Code::Malformed)
}

fn own_child(commit: &Commit, child_no: u32) -> Child {
    Child {
        commit: commit.commit,
        child_no,
        cut: commit.cut,
        access: commit.access,
        envelope: commit.envelope.clone(),
        snapshot: BlobId::of(&commit.snapshot),
    }
}

pub(crate) fn internal<E: core::fmt::Debug>(_: E) -> Failure {
    Failure::new("internal")
}
