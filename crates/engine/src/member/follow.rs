//! SYNC: from commit to commit, always to the first valid child (protocol.md section 2).

use circle::{Circle, Effect};
use minicbor::bytes::ByteVec;
use seal::{Group, GroupError};
use wire::{
    CommitId, Day, PublicKey,
    circle::{Child, Page, Read},
};

use super::{CLIENT, Member, POLICY, authority::Authority, core::Core, fold};
use crate::{api::CallError, meeting, suite::Suite, view::CircleState};

/// What a child of the tip is to this device.
enum Verdict<S: Suite> {
    /// Valid: the circle's history goes on here.
    Valid(Box<Next<S>>),
    /// Valid, and it ends the own membership.
    Removed,
    /// By the own leaf, and not by this device's memory: the box knows more.
    OwnUnknown,
    /// Made for a newer client: wait to be updated.
    Newer,
    /// Not history.
    Invalid,
}

/// The state after a valid child.
struct Next<S: Suite> {
    group: S::Group,
    secrets: seal::EpochSecrets,
    circle: Circle,
    effects: Vec<Effect>,
    author: circle::MemberId,
}

/// How far following got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Followed {
    /// Everything that has arrived is folded.
    UpToDate,
    /// The box must be loaded: another device of this person has gone ahead.
    BoxKnowsMore,
    /// A child cuts off entries that were folded before it was shown: the tip's entries are to be read again.
    Rewound,
    /// The membership is over, or the client too old.
    Over,
}

/// What became of the first waiting child.
enum Step {
    Moved,
    Refused,
    Undecided(Followed),
}

impl<S: Suite> Member<S> {
    /// Reads what the server has beyond the fold, until nothing more comes.
    pub(crate) async fn sync(&self) -> Result<Followed, CallError> {
        loop {
            let Some((request, key)) = self.with(|core| {
                let read = Read { circle: core.id, at: core.tip, commit: core.tip, from: core.have };
                (read, core.secrets.access.clone())
            }) else {
                return Ok(Followed::Over);
            };
            let page = self.io.call(&request, Some(&key)).await?;
            let at = request.at;
            let (followed, moved, more) = self
                .change(|core| {
                    let more = take_page(core, page);
                    let followed = follow(core);
                    note_day(core, at, self.io.today());
                    (followed, core.tip != at, more && core.have > request.from)
                })
                .unwrap_or((Followed::Over, false, false));
            self.after(followed);
            match followed {
                Followed::BoxKnowsMore | Followed::Over => return Ok(followed),
                Followed::UpToDate if !(moved || more) => return Ok(followed),
                Followed::UpToDate | Followed::Rewound => {}
            }
        }
    }

    /// A child that the stream told of.
    pub(crate) fn take_child(&self, parent: CommitId, child: Child) -> Followed {
        let followed = self.change(|core| {
            let at = core.tip;
            if parent == at {
                add_child(core, child);
            }
            let followed = follow(core);
            note_day(core, at, self.io.today());
            followed
        });
        let followed = followed.unwrap_or(Followed::Over);
        self.after(followed);
        followed
    }

    /// An entry that the stream told of; false when something before it is missing.
    pub(crate) fn take_entry(&self, commit: CommitId, entry: &wire::circle::Entry) -> bool {
        self.change(|core| {
            if commit != core.tip || entry.n < core.have {
                return true;
            }
            if entry.n > core.have {
                return false;
            }
            fold(core, entry);
            true
        })
        .unwrap_or(true)
    }

    fn after(&self, followed: Followed) {
        if followed == Followed::Over
            && let Some(state) = self.with(|core| core.gone).flatten()
        {
            self.end(state);
        }
    }
}

/// Remembers on which day this device came to a new tip: the next day's first entry is preceded by a rotation.
fn note_day<S: Suite>(core: &mut Core<S>, before: CommitId, today: Day) {
    if core.tip != before {
        core.since = today;
    }
}

/// Folds a page up to the first cut that a child names, and so on; true when the commit has more entries.
fn take_page<S: Suite>(core: &mut Core<S>, page: Page) -> bool {
    let total = page.total;
    for child in page.children {
        add_child(core, child);
    }
    for entry in &page.entries {
        // A child whose cut lies here decides before anything after the cut is folded.
        while core.waiting.front().is_some_and(|child| child.cut <= entry.n) {
            match follow_one(core) {
                Step::Refused => {}
                Step::Moved | Step::Undecided(_) => return false,
            }
        }
        if entry.n == core.have {
            fold(core, entry);
        }
    }
    core.have < total
}

fn add_child<S: Suite>(core: &mut Core<S>, child: Child) {
    let known = core.refused.contains(&child.commit) || core.waiting.iter().any(|c| c.commit == child.commit);
    if !known && child.child_no == core.children() {
        core.waiting.push_back(child);
    }
}

/// Judges the waiting children whose cut the fold has reached.
pub(crate) fn follow<S: Suite>(core: &mut Core<S>) -> Followed {
    while core.waiting.front().is_some_and(|child| child.cut <= core.have) {
        match follow_one(core) {
            Step::Moved if core.gone.is_some() || core.paused => return Followed::Over,
            Step::Moved | Step::Refused => {}
            Step::Undecided(followed) => return followed,
        }
    }
    Followed::UpToDate
}

fn follow_one<S: Suite>(core: &mut Core<S>) -> Step {
    let Some(child) = core.waiting.front().cloned() else { return Step::Undecided(Followed::UpToDate) };
    if child.cut < core.have {
        core.rewind();
        return Step::Undecided(Followed::Rewound);
    }
    match judge(core, &child) {
        Verdict::Valid(next) => {
            adopt(core, child.commit, *next);
            Step::Moved
        }
        Verdict::Removed => {
            let left = core.circle.member(core.me()).is_none_or(|me| me.leaving);
            core.gone = Some(if left { CircleState::Left } else { CircleState::Removed });
            core.room = None;
            Step::Moved
        }
        Verdict::Newer => {
            core.paused = true;
            Step::Moved
        }
        Verdict::OwnUnknown => Step::Undecided(Followed::BoxKnowsMore),
        Verdict::Invalid => {
            core.waiting.pop_front();
            core.refused.push(child.commit);
            Step::Refused
        }
    }
}

/// A pure function of the state and the child: nothing in it reads the clock or local settings.
fn judge<S: Suite>(core: &Core<S>, child: &Child) -> Verdict<S> {
    if child.cut != core.have {
        return Verdict::Invalid;
    }
    let Ok(envelope) = seal::commit::open_envelope(&core.secrets.hs, core.id, core.tip, &child.envelope) else {
        return Verdict::Invalid;
    };
    let letter = &envelope.letter;
    let Some(author) = core.circle.member(circle::MemberId(letter.member)) else { return Verdict::Invalid };
    let id = seal::commit::commit_id(core.id, core.tip, &letter.mls, child.access);
    if id != child.commit || envelope.verify(core.id, id, author.key).is_err() {
        return Verdict::Invalid;
    }
    let Ok(authority) = wire::decode::<Authority>(&letter.authority) else { return Verdict::Invalid };
    if authority.facts.author.0 != letter.member || !authority.is_proven(&core.circle) {
        return Verdict::Invalid;
    }
    let own_pending = core.pending.as_ref().is_some_and(|pending| pending.commit() == child.commit);
    if own_pending {
        return merge_own(core, &authority);
    }
    match core.group.process(&letter.mls) {
        Ok(processed) => judge_processed(core, child.access, &authority, processed),
        Err(GroupError::OwnCommit) => Verdict::OwnUnknown,
        Err(_) => Verdict::Invalid,
    }
}

fn judge_processed<S: Suite>(
    core: &Core<S>,
    access: PublicKey,
    authority: &Authority,
    processed: seal::Processed<S::Group>,
) -> Verdict<S> {
    let facts = &authority.facts;
    let context = &processed.context;
    if context.policy > POLICY || context.min_client > CLIENT {
        return Verdict::Newer;
    }
    let mut added: Vec<_> = facts.adds.iter().map(|add| (add.member.id.0, add.member.key)).collect();
    let mut removed: Vec<_> = facts.removes.iter().map(|remove| remove.member.0).collect();
    let mut mls_added: Vec<_> = processed.added.iter().map(|leaf| (leaf.member, leaf.key)).collect();
    let mut mls_removed = processed.removed.clone();
    added.sort_unstable();
    removed.sort_unstable();
    mls_added.sort_unstable();
    mls_removed.sort_unstable();
    let same_facts = processed.author == facts.author.0 && added == mls_added && removed == mls_removed;
    let mut circle = core.circle.clone();
    let Ok(effects) = circle.commit(facts) else { return Verdict::Invalid };
    let bound = context.cut == core.have && context.log_head == core.head && context.root == circle.root();
    if !same_facts || !bound || context.knock != circle.knock().public {
        return Verdict::Invalid;
    }
    let Some(secrets) = processed.secrets else { return Verdict::Removed };
    if secrets.access.public() != access {
        return Verdict::Invalid;
    }
    Verdict::Valid(Box::new(Next { group: processed.group, secrets, circle, effects, author: facts.author }))
}

/// The own pending commit came back: OpenMLS cannot process it, it is merged (protocol.md section 1.4).
fn merge_own<S: Suite>(core: &Core<S>, authority: &Authority) -> Verdict<S> {
    let group = core.staged.as_deref().and_then(|staged| S::Group::load(staged, &core.leaf).ok());
    let Some(mut group) = group else { return Verdict::OwnUnknown };
    if group.merge_pending().is_err() {
        return Verdict::OwnUnknown;
    }
    let mut circle = core.circle.clone();
    let (Ok(secrets), Ok(effects)) = (group.secrets(), circle.commit(&authority.facts)) else {
        return Verdict::Invalid;
    };
    Verdict::Valid(Box::new(Next { group, secrets, circle, effects, author: authority.facts.author }))
}

/// The child is the tip now. Own entries that its cut left out are sent again.
fn adopt<S: Suite>(core: &mut Core<S>, commit: CommitId, next: Next<S>) {
    if let (Some(confirmed), true) = (&mut core.confirmed, next.author.0 != core.leaf.member) {
        confirmed.insert(next.author);
    }
    core.warm |= next.author.0 == core.leaf.member;
    core.unringed.push((commit, next.secrets.content.clone()));
    core.group = next.group;
    core.secrets = next.secrets;
    core.circle = next.circle;
    core.base = core.circle.clone();
    core.tip = commit;
    core.have = 0;
    core.head = wire::Hash::ZERO;
    core.seen.clear();
    core.refused.clear();
    core.waiting.clear();
    core.pending = None;
    core.staged = None;
    core.unsaved = true;
    core.snapshot_due = false;
    core.unseal_outbox();
    core.drop_answered_knocks();
    meeting::committed(core, &next.effects);
}

/// The wire's byte strings and ours are the same bytes.
pub(crate) fn bytes(vec: Vec<u8>) -> ByteVec {
    ByteVec::from(vec)
}
