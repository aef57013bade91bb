//! SYNC: from commit to commit, always to the first valid child (protocol.md section 2).

use circle::RemoveGround;
use minicbor::bytes::ByteVec;
use wire::{
    Code, CommitId, Day,
    circle::{Child, Page, Read},
    limits,
};

use super::{
    Member,
    core::Core,
    fold,
    verdict::{Next, Verdict, judge},
};
use crate::{api::CallError, meeting, suite::Suite, view::CircleState};

/// How far following got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Followed {
    /// Everything that has arrived is folded.
    UpToDate,
    /// The box must be loaded: another device of this person has gone ahead.
    BoxKnowsMore,
    /// The tip's entries are to be read again: a child cuts off entries that were folded before it was shown, or binds
    /// others than were served.
    Rewound,
    /// Entries before the waiting children have expired, so that only what others have built decides between them.
    Untold,
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
                let (circle, at) = (core.id, core.tip);
                let read = Read { circle, at, commit: at, from: core.have, from_child: core.children() };
                (read, core.secrets.access.clone())
            }) else {
                return Ok(Followed::Over);
            };
            let page = match self.io.call(&request, Some(&key)).await {
                // The server keeps no commit as old as this: the box may be further.
                Err(error) if error.code() == Some(Code::NotFound) => return Ok(Followed::BoxKnowsMore),
                page => page?,
            };
            let at = request.at;
            let (followed, moved, more) = self
                .change(|core| {
                    let more = take_page(core, page);
                    let had_more = core.children() > request.from_child;
                    let followed = follow(core);
                    note_day(core, at, self.io.today());
                    (followed, core.tip != at, had_more || (more && core.have > request.from))
                })
                .unwrap_or((Followed::Over, false, false));
            self.after(followed);
            match followed {
                Followed::BoxKnowsMore | Followed::Over => return Ok(followed),
                Followed::Untold if !self.take_state().await? => return Ok(followed),
                Followed::UpToDate if !(moved || more) => {
                    self.settle_sought().await?;
                    return Ok(followed);
                }
                Followed::UpToDate | Followed::Rewound | Followed::Untold => {}
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

    /// An entry that the stream told of; false when something before it is missing or undecided.
    pub(crate) fn take_entry(&self, commit: CommitId, entry: &wire::circle::Entry) -> bool {
        self.change(|core| {
            if commit != core.tip || entry.n < core.have {
                return true;
            }
            // A waiting child decides first whether the entry counts.
            if entry.n > core.have || !core.waiting.is_empty() {
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
    if !known && child.child_no == core.children() && child.child_no < limits::CHILDREN_WEIGHT {
        core.waiting.push_back(child);
    }
}

/// Judges the waiting children whose cut the fold has reached.
pub(crate) fn follow<S: Suite>(core: &mut Core<S>) -> Followed {
    while core.waiting.front().is_some_and(|child| child.cut <= core.have) {
        match follow_one(core) {
            Step::Moved if core.gone.is_some() => return Followed::Over,
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
        Verdict::Untold(_) => Step::Undecided(Followed::Untold),
        Verdict::Removed(ground) => {
            core.gone = Some(match ground {
                RemoveGround::Left => CircleState::Left,
                RemoveGround::Decided => CircleState::Removed,
                // The seat waits.
                RemoveGround::Silent | RemoveGround::Rejoin => CircleState::Returning,
            });
            core.room = None;
            Step::Moved
        }
        Verdict::Newer => {
            core.gone = Some(CircleState::NeedsUpdate);
            core.room = None;
            Step::Moved
        }
        Verdict::OwnUnknown => Step::Undecided(Followed::BoxKnowsMore),
        Verdict::Differs if core.read_again != Some(child.commit) => {
            core.read_again = Some(child.commit);
            core.rewind();
            Step::Undecided(Followed::Rewound)
        }
        Verdict::Differs => {
            core.differs = true;
            refuse(core, child.commit)
        }
        Verdict::CannotFollow(author) => {
            core.stranded.note(child.commit, author);
            refuse(core, child.commit)
        }
        Verdict::Invalid => refuse(core, child.commit),
    }
}

fn refuse<S: Suite>(core: &mut Core<S>, child: CommitId) -> Step {
    core.waiting.pop_front();
    core.refused.push(child);
    Step::Refused
}

/// The child is the tip now. Own entries that its cut left out are sent again.
pub(crate) fn adopt<S: Suite>(core: &mut Core<S>, commit: CommitId, next: Next<S>) {
    if let (Some(confirmed), true) = (&mut core.confirmed, next.author.0 != core.leaf.member) {
        confirmed.insert(next.author);
    }
    core.warm |= next.author.0 == core.leaf.member;
    let leaf = if next.author.0 == core.leaf.member { core.next_leaf() } else { core.leaf.clone() };
    core.group = next.group;
    core.secrets = next.secrets;
    core.circle = next.circle;
    core.take_leaf(leaf);
    core.settle_confirmation();
    core.base = core.circle.clone();
    let passed = std::mem::replace(&mut core.tip, commit);
    core.leave_ring(passed);
    core.ring_tip();
    core.passed.insert(commit);
    core.stranded.settle_by(next.author, core.me());
    core.have = 0;
    core.head = wire::Hash::ZERO;
    core.hollow = false;
    core.differs = false;
    core.sought.passed(commit);
    core.read_again = None;
    core.seen.clear();
    core.refused.clear();
    core.waiting.clear();
    core.pending = None;
    core.staged = None;
    core.unsaved = true;
    core.snapshot_due = false;
    core.unseal_passed(passed);
    core.drop_answered_knocks();
    meeting::committed(core, &next.effects);
}

/// The wire's byte strings and ours are the same bytes.
pub(crate) fn bytes(vec: Vec<u8>) -> ByteVec {
    ByteVec::from(vec)
}
