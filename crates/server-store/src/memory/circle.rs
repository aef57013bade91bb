use std::collections::BTreeMap;

use wire::{
    BlobId, CommitId, Day, Hash, PublicKey,
    circle::{Append, Child, Commit, Entry, Found, Keep, Step},
    error::ParentState,
    limits, pow,
};

use super::Tables;
use crate::{Appending, Committing, EntryPage, Founding, Shredding};

/// The parent of a genesis.
const NO_PARENT: CommitId = CommitId([0; 32]);

/// A circle's tree.
#[derive(Clone)]
pub(super) struct Rows {
    genesis: CommitId,
    commits: BTreeMap<CommitId, Node>,
}

#[derive(Clone)]
struct Node {
    parent: CommitId,
    child: Child,
    snapshot: Vec<u8>,
    children: Vec<CommitId>,
    entries: Vec<EntryRow>,
    left: Option<Day>,
}

#[derive(Clone)]
struct EntryRow {
    hash: Hash,
    delete: Hash,
    blob: Option<Vec<u8>>,
    keep: Keep,
}

impl Tables {
    pub(super) fn found(&mut self, request: Found, _today: Day) -> Founding {
        let snapshot: Vec<u8> = request.snapshot.into();
        if let Some(rows) = self.circles.get(&request.circle) {
            let same = rows.genesis == request.commit
                && rows.commits.get(&request.commit).is_some_and(|node| {
                    node.child.access == request.access && node.child.snapshot == BlobId::of(&snapshot)
                });
            return if same { Founding::Stored } else { Founding::Taken };
        }
        let child = Child {
            commit: request.commit,
            child_no: 0,
            cut: 0,
            access: request.access,
            envelope: Vec::new().into(),
            snapshot: BlobId::of(&snapshot),
        };
        let commits = BTreeMap::from([(request.commit, Node::new(NO_PARENT, child, snapshot))]);
        self.circles.insert(request.circle, Rows { genesis: request.commit, commits });
        Founding::Stored
    }

    pub(super) fn commit(&mut self, request: Commit, today: Day) -> Committing {
        let Some(rows) = self.circles.get(&request.circle) else { return Committing::Missing };
        let Some(parent) = rows.commits.get(&request.parent) else { return Committing::Missing };
        if let Some(present) = rows.commits.get(&request.commit) {
            return if present.is(&request) {
                Committing::Same { child_no: present.child.child_no }
            } else {
                Committing::Conflict(parent.state())
            };
        }
        let state = parent.state();
        if state.children != request.n_children || state.entries != request.cut {
            return Committing::Conflict(state);
        }
        match pow::child_bits(rows.weight(parent)) {
            None => return Committing::Quota,
            Some(bits) if request.work(today) < bits => return Committing::Work { bits },
            Some(_) => {}
        }
        if !self.would_take(&request.mails, today) {
            return Committing::MailboxGone;
        }
        for answered in &request.answers {
            self.mail_delete_answered(answered);
        }
        for mail in &request.mails {
            self.mail_post(mail.mailbox, mail.blob.to_vec(), today);
        }
        let child_no = request.n_children;
        if let Some(rows) = self.circles.get_mut(&request.circle) {
            rows.add(request, today);
        }
        Committing::Stored { child_no }
    }

    fn mail_delete_answered(&mut self, answered: &wire::circle::Answered) {
        self.mail_delete(answered.mailbox, Some(answered.mail));
    }

    pub(super) fn append(&mut self, request: Append) -> Appending {
        let node = self.circles.get_mut(&request.circle).and_then(|rows| rows.commits.get_mut(&request.at));
        let Some(node) = node else { return Appending::Missing };
        let hash = Hash::of(&request.blob);
        let children = node.children.len() as u32;
        if let Some(n) = node.entries.iter().position(|row| row.hash == hash) {
            return Appending::Stored { n: n as u32, children, fresh: false };
        }
        let n = node.entries.len() as u32;
        if n >= limits::ENTRIES_PER_COMMIT {
            return Appending::Quota;
        }
        node.entries.push(EntryRow {
            hash,
            delete: request.delete,
            blob: Some(request.blob.into()),
            keep: request.keep,
        });
        Appending::Stored { n, children, fresh: true }
    }
}

impl Rows {
    pub(super) fn access(&self, commit: CommitId) -> Option<PublicKey> {
        self.commits.get(&commit).map(|node| node.child.access)
    }

    pub(super) fn bytes(&self) -> u64 {
        let of = |node: &Node| {
            let entries = node.entries.iter().filter_map(|row| row.blob.as_ref()).map(Vec::len).sum::<usize>();
            (node.child.envelope.len() + node.snapshot.len() + entries) as u64
        };
        self.commits.values().map(of).sum()
    }

    /// Entries kept until a day whose content is there.
    pub(super) fn words(&self) -> usize {
        let entries = self.commits.values().flat_map(|node| &node.entries);
        entries.filter(|row| row.blob.is_some() && matches!(row.keep, Keep::Until(_))).count()
    }

    pub(super) fn shred(&mut self, at: CommitId, commit: CommitId, n: u32, secret: Hash) -> Shredding {
        if !self.on_path(commit, at) {
            return Shredding::Missing;
        }
        let row = self.commits.get_mut(&commit).and_then(|node| node.entries.get_mut(n as usize));
        match row {
            None => Shredding::Missing,
            Some(row) if row.keep.expires().is_none() => Shredding::Lasting,
            Some(row) if row.delete != secret => Shredding::WrongSecret,
            Some(row) => {
                row.blob = None;
                Shredding::Done
            }
        }
    }

    pub(super) fn read(&self, at: CommitId, commit: CommitId, from: u32, room: usize, today: Day) -> Option<EntryPage> {
        if !self.on_path(commit, at) {
            return None;
        }
        let node = self.commits.get(&commit)?;
        let mut entries = Vec::new();
        let mut used = 0;
        for (n, row) in node.entries.iter().enumerate().skip(from as usize) {
            let blob = row.blob.as_ref().filter(|_| row.keep.expires().is_none_or(|day| today < day));
            used += blob.map_or(0, Vec::len);
            if entries.len() as u32 >= limits::ENTRIES_PER_READ || (used > room && !entries.is_empty()) {
                break;
            }
            entries.push(Entry {
                n: n as u32,
                hash: row.hash,
                blob: blob.map(|blob| blob.clone().into()),
                keep: row.keep,
            });
        }
        Some(EntryPage { entries, total: node.entries.len() as u32 })
    }

    pub(super) fn children(&self, commit: CommitId, from: u32, most: u32) -> Vec<Child> {
        let Some(node) = self.commits.get(&commit) else { return Vec::new() };
        let wanted = node.children.iter().skip(from as usize).take(most as usize);
        wanted.filter_map(|id| self.commits.get(id)).map(|node| node.child.clone()).collect()
    }

    pub(super) fn path(&self, at: CommitId) -> Option<Vec<Step>> {
        let tip = self.commits.get(&at)?;
        let mut steps = vec![Step { commit: at, entries: tip.entries.len() as u32, snapshot: tip.child.snapshot }];
        let (mut parent, mut cut) = (tip.parent, tip.child.cut);
        while let Some(node) = self.commits.get(&parent) {
            steps.push(Step { commit: parent, entries: cut, snapshot: node.child.snapshot });
            (parent, cut) = (node.parent, node.child.cut);
        }
        steps.reverse();
        Some(steps)
    }

    pub(super) fn tree(&self) -> Vec<(CommitId, CommitId)> {
        self.commits.iter().map(|(id, node)| (*id, node.parent)).collect()
    }

    pub(super) fn blob(&self, at: CommitId, blob: BlobId) -> Option<Vec<u8>> {
        let on_path = self.path(at)?.into_iter().find(|step| step.snapshot == blob)?;
        self.commits.get(&on_path.commit).map(|node| node.snapshot.clone())
    }

    pub(super) fn spoil_snapshots(&mut self) {
        for node in self.commits.values_mut() {
            node.snapshot.reverse();
        }
    }

    pub(super) fn tidy(&mut self, today: Day) {
        for node in self.commits.values_mut() {
            let covered = node.left.is_some_and(|day| day < today);
            for row in &mut node.entries {
                if row.keep.expires().is_some_and(|day| day <= today) || (row.keep == Keep::Brief && covered) {
                    row.blob = None;
                }
            }
        }
        let over = |node: &Node| node.left.is_some_and(|day| day.plus(limits::CATCH_UP_DAYS) <= today);
        let was_left = |id: &CommitId| self.commits.get(id).is_some_and(|node| node.left.is_some());
        let gone: Vec<_> = self
            .commits
            .iter()
            .filter(|(_, node)| over(node) && node.children.iter().any(was_left))
            .map(|(id, _)| *id)
            .collect();
        for id in gone {
            self.commits.remove(&id);
        }
    }

    /// What the children of `parent` weigh.
    fn weight(&self, parent: &Node) -> u32 {
        let children = parent.children.iter().filter_map(|id| self.commits.get(id));
        let bytes = children.map(|node| node.child.envelope.len() + node.snapshot.len()).sum::<usize>();
        pow::child_weight(parent.children.len() as u32, bytes as u64)
    }

    fn add(&mut self, request: Commit, today: Day) {
        let snapshot: Vec<u8> = request.snapshot.into();
        let child = Child {
            commit: request.commit,
            child_no: request.n_children,
            cut: request.cut,
            access: request.access,
            envelope: request.envelope,
            snapshot: BlobId::of(&snapshot),
        };
        if let Some(parent) = self.commits.get_mut(&request.parent) {
            parent.children.push(request.commit);
            parent.left.get_or_insert(today);
        }
        self.commits.insert(request.commit, Node::new(request.parent, child, snapshot));
    }

    fn on_path(&self, commit: CommitId, at: CommitId) -> bool {
        let mut here = at;
        while here != commit {
            match self.commits.get(&here) {
                Some(node) => here = node.parent,
                None => return false,
            }
        }
        self.commits.contains_key(&commit)
    }
}

impl Node {
    fn new(parent: CommitId, child: Child, snapshot: Vec<u8>) -> Self {
        Self { parent, child, snapshot, children: Vec::new(), entries: Vec::new(), left: None }
    }

    fn state(&self) -> ParentState {
        ParentState { children: self.children.len() as u32, entries: self.entries.len() as u32 }
    }

    fn is(&self, request: &Commit) -> bool {
        self.parent == request.parent
            && self.child.child_no == request.n_children
            && self.child.cut == request.cut
            && self.child.access == request.access
            && self.child.envelope == request.envelope
            && self.child.snapshot == BlobId::of(&request.snapshot)
    }
}

#[cfg(all(test, feature = "suite"))]
mod tests {
    use super::*;
    use crate::suite::{CIRCLE, TODAY, commit, found, id};

    /// The limit: where so many worthless commits stand, nobody commits any more, whatever they work and wait.
    #[test]
    fn a_tip_that_is_full_of_worthless_children_stays_so() {
        let mut tables = Tables::default();
        assert_eq!(tables.found(found(), TODAY), Founding::Stored);
        let child = |place: u32| {
            let mut request = commit(1, 2, place, 0);
            request.commit.0[..4].copy_from_slice(&place.to_be_bytes());
            Commit { envelope: Vec::new().into(), snapshot: Vec::new().into(), ..request }
        };
        let last = limits::CHILDREN_WEIGHT - 1;
        for place in 0..last {
            let rows = tables.circles.get_mut(&CIRCLE).expect("founded");
            rows.add(child(place), TODAY);
        }
        assert_eq!(tables.commit(child(last), TODAY), Committing::Work { bits: limits::WORK_BITS });
        tables.circles.get_mut(&CIRCLE).expect("founded").add(child(last), TODAY);
        for days in [0, limits::CATCH_UP_DAYS, 1_000] {
            tables.tidy(TODAY.plus(days));
            let honest = child(limits::CHILDREN_WEIGHT);
            assert_eq!(tables.commit(honest, TODAY.plus(days)), Committing::Quota, "after {days} days");
        }
        assert!(tables.circles[&CIRCLE].access(id(1)).is_some(), "what there is can be read");
    }
}
