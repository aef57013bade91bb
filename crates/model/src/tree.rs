//! The log: a tree of commits, and which of them are history (protocol.md section 2).

/// A member of the circle.
pub type Leaf = u8;
/// The most leaves that a world may have.
pub const LEAVES: usize = 3;
/// Place of a commit in [`Tree::nodes`]; genesis is 0.
pub type CommitNo = u8;

/// A commit as its author built it. Two of them are the same bytes exactly when they are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Draft {
    /// Whose leaf signs it.
    pub author: Leaf,
    /// What it is a child of.
    pub parent: CommitNo,
    /// The number of the parent's children that the author knows.
    pub children: u8,
    /// The number of the parent's entries that the author has folded: bound inside, and named to the server.
    pub cut: u8,
    /// What it does to the membership.
    pub facts: Facts,
    /// Tells apart what was built twice from the same.
    pub nonce: u8,
}

/// What a commit does to the membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facts {
    /// Renews the author's leaf.
    Rotate,
    /// Removes a leaf whose leave entry is in the log.
    Remove(Leaf),
    /// Takes a leaf back with a new place, on its request of this number.
    Return(Leaf, u8),
}

/// What a place in the tree holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The first commit.
    Genesis,
    /// Built by the rules.
    Honest(Draft),
    /// Posted by an insider: random bytes, a wrong root or a wrong access key, all of which everybody refuses.
    Garbage,
}

/// An entry of the log, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// The leaf that leaves with it; none for words.
    pub leaves: Option<Leaf>,
    /// Acknowledged while its commit had no valid child, or folded by its author, who sends it no more: it must count
    /// for ever.
    pub counts: bool,
}

/// A commit on the server.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// What it holds.
    pub kind: Kind,
    /// None for genesis.
    pub parent: Option<CommitNo>,
    /// Where it cuts the parent's entries.
    pub cut: u8,
    /// In the order of arrival.
    pub children: Vec<CommitNo>,
    /// In the order of arrival.
    pub entries: Vec<Entry>,
}

/// What the server answers to a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    /// Stored now or earlier.
    Stored,
    /// Compare-and-swap failed.
    Conflict,
    /// The parent takes no further child.
    Full,
}

/// What a child of the tip is to a device: `crates/engine/src/member/verdict.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// History goes on here.
    Valid,
    /// Ends the own membership.
    Removed,
    /// By the own leaf and unknown to this device, or the own leaf has a new place.
    OwnUnknown,
    /// Not history.
    Invalid,
}

/// What the server compares before it takes a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Swap {
    /// A commit may have more than one child.
    pub many_children: bool,
    /// The number of entries is part of the comparison.
    pub on_cut: bool,
    /// No further child after so many.
    pub most_children: u8,
}

/// Members' states after some commits and entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Circle {
    leaving: [bool; LEAVES],
    gone: [bool; LEAVES],
    /// The number of the last request on which each was taken back.
    returned: [u8; LEAVES],
}

impl Circle {
    /// Not removed.
    pub fn has(&self, leaf: Leaf) -> bool {
        !self.gone[usize::from(leaf)]
    }

    /// Neither removed nor about to be.
    pub fn is_active(&self, leaf: Leaf) -> bool {
        self.has(leaf) && !self.leaving[usize::from(leaf)]
    }

    /// Whether the rules allow the commit: `circle::Circle::commit`.
    pub fn admits(&self, author: Leaf, facts: Facts) -> bool {
        self.is_active(author)
            && match facts {
                Facts::Rotate => true,
                Facts::Remove(leaf) => self.has(leaf) && !self.is_active(leaf),
                Facts::Return(leaf, request) => self.is_active(leaf) && request > self.last_return(leaf),
            }
    }

    /// The number of the last request on which the leaf was taken back.
    pub fn last_return(&self, leaf: Leaf) -> u8 {
        self.returned[usize::from(leaf)]
    }

    fn commit(&mut self, facts: Facts) {
        match facts {
            Facts::Rotate => {}
            Facts::Remove(leaf) => self.gone[usize::from(leaf)] = true,
            Facts::Return(leaf, request) => self.returned[usize::from(leaf)] = request,
        }
    }

    fn fold(&mut self, entry: Entry) {
        if let Some(leaf) = entry.leaves {
            self.leaving[usize::from(leaf)] = true;
        }
    }
}

/// All commits of a circle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tree {
    /// In the order of arrival.
    pub nodes: Vec<Node>,
}

impl Default for Tree {
    fn default() -> Self {
        Self { nodes: vec![Node::new(Kind::Genesis, None, 0)] }
    }
}

impl Node {
    const fn new(kind: Kind, parent: Option<CommitNo>, cut: u8) -> Self {
        Self { kind, parent, cut, children: Vec::new(), entries: Vec::new() }
    }

    /// How many entries it has.
    pub fn length(&self) -> u8 {
        self.entries.len() as u8
    }
}

impl Tree {
    /// The commit of that number.
    pub fn node(&self, commit: CommitNo) -> &Node {
        &self.nodes[usize::from(commit)]
    }

    /// Where an honest commit is stored.
    pub fn find(&self, draft: &Draft) -> Option<CommitNo> {
        let place = self.nodes.iter().position(|node| node.kind == Kind::Honest(*draft));
        place.map(|place| place as CommitNo)
    }

    /// Whether the server would store it now.
    pub fn takes(&self, draft: &Draft, swap: Swap) -> Posted {
        let parent = self.node(draft.parent);
        let known = parent.children.len() as u8;
        if known != draft.children || (swap.on_cut && parent.length() != draft.cut) {
            return Posted::Conflict;
        }
        if !swap.many_children && known > 0 {
            return Posted::Conflict;
        }
        if known >= swap.most_children { Posted::Full } else { Posted::Stored }
    }

    /// The server's whole answer to a commit; the same one again is answered as the first time.
    pub fn post(&mut self, draft: Draft, swap: Swap) -> Posted {
        if self.find(&draft).is_some() {
            return Posted::Stored;
        }
        let answer = self.takes(&draft, swap);
        if answer == Posted::Stored {
            self.add(Kind::Honest(draft), draft.parent, draft.cut);
        }
        answer
    }

    /// Garbage with true numbers, which is all that the server looks at.
    pub fn post_garbage(&mut self, parent: CommitNo, swap: Swap) -> bool {
        let known = self.node(parent).children.len() as u8;
        if known >= swap.most_children || (!swap.many_children && known > 0) {
            return false;
        }
        self.add(Kind::Garbage, parent, self.node(parent).length());
        true
    }

    fn add(&mut self, kind: Kind, parent: CommitNo, cut: u8) {
        let place = self.nodes.len() as CommitNo;
        self.nodes.push(Node::new(kind, Some(parent), cut));
        self.nodes[usize::from(parent)].children.push(place);
    }

    /// Appends an entry; its number.
    pub fn append(&mut self, at: CommitNo, leaves: Option<Leaf>) -> u8 {
        let counts = self.first_valid_child(at).is_none();
        let entries = &mut self.nodes[usize::from(at)].entries;
        entries.push(Entry { leaves, counts });
        entries.len() as u8 - 1
    }

    /// The author has folded the entry and will not send it again.
    pub fn settle(&mut self, at: CommitNo, n: u8) {
        self.nodes[usize::from(at)].entries[usize::from(n)].counts = true;
    }

    /// The state after the first `have` entries of a commit.
    pub fn circle(&self, at: CommitNo, have: u8) -> Circle {
        let node = self.node(at);
        let mut circle = node.parent.map(|parent| self.circle(parent, node.cut)).unwrap_or_default();
        if let Kind::Honest(draft) = node.kind {
            circle.commit(draft.facts);
        }
        for entry in node.entries.iter().take(usize::from(have)) {
            circle.fold(*entry);
        }
        circle
    }

    /// What the child is to a device of `leaf` that has folded `have` entries of its parent. The order of the
    /// questions is that of `judge`, and an own pending commit is merged without a look at what it binds.
    pub fn judge(&self, leaf: Leaf, pending: Option<Draft>, have: u8, child: CommitNo) -> Verdict {
        let node = self.node(child);
        let (Kind::Honest(draft), Some(parent)) = (node.kind, node.parent) else { return Verdict::Invalid };
        if node.cut != have {
            return Verdict::Invalid;
        }
        let circle = self.circle(parent, have);
        let admitted = circle.admits(draft.author, draft.facts);
        if pending == Some(draft) {
            return if admitted { Verdict::Valid } else { Verdict::Invalid };
        }
        if draft.author == leaf && circle.has(leaf) {
            return Verdict::OwnUnknown;
        }
        if !admitted || draft.cut != have {
            return Verdict::Invalid;
        }
        match draft.facts {
            Facts::Remove(removed) if removed == leaf => Verdict::Removed,
            Facts::Return(returned, _) if returned == leaf => Verdict::OwnUnknown,
            Facts::Rotate | Facts::Remove(_) | Facts::Return(..) => Verdict::Valid,
        }
    }

    /// Whether the commit is valid to everybody who has no part in it.
    fn is_valid(&self, commit: CommitNo) -> bool {
        let node = self.node(commit);
        let (Kind::Honest(draft), Some(parent)) = (node.kind, node.parent) else { return false };
        draft.cut == node.cut && self.circle(parent, node.cut).admits(draft.author, draft.facts)
    }

    /// Where history goes on after a commit.
    pub fn first_valid_child(&self, commit: CommitNo) -> Option<CommitNo> {
        self.node(commit).children.iter().copied().find(|child| self.is_valid(*child))
    }

    /// The circle's history, from genesis.
    pub fn history(&self) -> Vec<CommitNo> {
        std::iter::successors(Some(0), |commit| self.first_valid_child(*commit)).collect()
    }

    /// Where history stands.
    pub fn tip(&self) -> CommitNo {
        self.history().last().copied().unwrap_or_default()
    }

    /// Whether `commit` is `late` or one of its ancestors.
    pub fn leads_to(&self, commit: CommitNo, late: CommitNo) -> bool {
        std::iter::successors(Some(late), |at| self.node(*at).parent).any(|at| at == commit)
    }

    /// Whether a commit that is not merged yet is, or can still become, the first valid child of its parent.
    pub fn may_lead(&self, draft: &Draft, swap: Swap) -> bool {
        if let Some(place) = self.find(draft) {
            return self.first_valid_child(draft.parent) == Some(place);
        }
        let is_open = self.first_valid_child(draft.parent).is_none();
        is_open && self.takes(draft, swap) == Posted::Stored && self.history().contains(&draft.parent)
    }
}
