//! What a device of a leaf holds, and how it follows the log: `follow.rs` of the engine.

use crate::tree::{CommitNo, Draft, Leaf, Tree, Verdict};

/// A version of a box, as far as somebody who has read or written it can tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Etag {
    /// It is the version that the server shows.
    pub now: bool,
    /// It is the older version that the server has kept aside.
    pub kept: bool,
}

/// What a box holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Content {
    /// A leaf's place in the log.
    Member {
        /// Where it stands.
        tip: CommitNo,
        /// A commit that is about to be sent.
        pending: Option<Draft>,
    },
    /// The leaf has lost its place and asks to be let in again, with the request of this number.
    Returning(u8),
}

/// A device's state of the circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Core {
    /// The commit that it stands at.
    pub tip: CommitNo,
    /// Entries of the tip that are folded.
    pub have: u8,
    /// Children of the tip that it has heard of.
    pub known: u8,
    /// Those of them that are judged and found invalid.
    pub refused: u8,
    /// A commit of the own leaf that is saved and perhaps sent.
    pub pending: Option<Draft>,
    /// The version of the box that it has read or written last.
    pub etag: Etag,
    /// The box is behind.
    pub unsaved: bool,
}

/// How far following got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// Everything that has arrived is folded.
    UpToDate,
    /// The box must be loaded.
    BoxKnowsMore,
    /// The membership is over.
    Over,
}

/// A device between two requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Device {
    /// Not running: its memory is empty.
    Closed,
    /// About to read its box, with what it remembers; true: because the log shows an act of the own leaf that it does
    /// not know, so that a box that does not know it either was set back.
    Asks(Option<Core>, bool),
    /// Has read its box and not yet looked at the log again.
    Read(Option<Core>, bool, Content, Etag),
    /// Follows the circle.
    Open(Core),
    /// Has built a commit and not yet saved it.
    Saving(Core, Draft),
    /// Has found box and log apart; this version of the box was read last.
    Lost(Etag),
    /// The box holds the request of that number; the mail with it may be posted.
    Waiting {
        /// Which request.
        request: u8,
        /// The box's version that holds it.
        etag: Etag,
        /// The mail is posted.
        asked: bool,
    },
    /// The membership is over.
    Over,
}

impl Core {
    /// As it stands right after a commit.
    pub const fn at(tip: CommitNo, pending: Option<Draft>, etag: Etag) -> Self {
        Self { tip, have: 0, known: 0, refused: 0, pending, etag, unsaved: false }
    }

    /// SYNC: reads all that the server has, and follows the first valid child each time.
    pub fn sync(&mut self, tree: &Tree, leaf: Leaf) -> Followed {
        loop {
            let node = tree.node(self.tip);
            self.known = node.children.len() as u8;
            if self.refused == self.known {
                self.have = node.length();
                return Followed::UpToDate;
            }
            let cut = tree.node(node.children[usize::from(self.refused)]).cut;
            self.have = cut.min(node.length());
            if let Some(followed) = self.follow(tree, leaf)
                && followed != Followed::UpToDate
            {
                return followed;
            }
        }
    }

    /// The stream tells of the next child; none where there is nothing new.
    pub fn hear_child(&mut self, tree: &Tree, leaf: Leaf) -> Option<Followed> {
        if usize::from(self.known) == tree.node(self.tip).children.len() {
            return None;
        }
        self.known += 1;
        Some(self.follow(tree, leaf).unwrap_or(Followed::UpToDate))
    }

    /// The stream tells of the next entry; false where there is nothing new.
    pub fn hear_entry(&mut self, tree: &Tree) -> bool {
        let more = self.have < tree.node(self.tip).length();
        self.have += u8::from(more);
        more
    }

    /// Judges the first waiting child if the fold has reached its cut; none where it has not.
    fn follow(&mut self, tree: &Tree, leaf: Leaf) -> Option<Followed> {
        let child = *tree.node(self.tip).children.get(usize::from(self.refused))?;
        let cut = tree.node(child).cut;
        if cut > self.have {
            return None;
        }
        if cut < self.have {
            self.have = 0;
            return None;
        }
        match tree.judge(leaf, self.pending, self.have, child) {
            Verdict::Valid => *self = Self { unsaved: true, ..Self::at(child, None, self.etag) },
            Verdict::Invalid => self.refused += 1,
            Verdict::OwnUnknown => return Some(Followed::BoxKnowsMore),
            Verdict::Removed => return Some(Followed::Over),
        }
        Some(Followed::UpToDate)
    }

    /// What its box should hold.
    pub const fn content(&self) -> Content {
        Content::Member { tip: self.tip, pending: self.pending }
    }
}

impl Device {
    /// What it remembers of the circle.
    pub const fn core(&self) -> Option<&Core> {
        match self {
            Self::Asks(core, _) | Self::Read(core, ..) => core.as_ref(),
            Self::Open(core) | Self::Saving(core, _) => Some(core),
            Self::Closed | Self::Lost(_) | Self::Waiting { .. } | Self::Over => None,
        }
    }

    /// All versions of the box that it remembers.
    pub fn etags(&mut self) -> impl Iterator<Item = &mut Etag> {
        let (first, second) = match self {
            Self::Asks(core, _) => (core.as_mut().map(|core| &mut core.etag), None),
            Self::Read(core, _, _, etag) => (core.as_mut().map(|core| &mut core.etag), Some(etag)),
            Self::Open(core) | Self::Saving(core, _) => (Some(&mut core.etag), None),
            Self::Lost(etag) | Self::Waiting { etag, .. } => (Some(etag), None),
            Self::Closed | Self::Over => (None, None),
        };
        first.into_iter().chain(second)
    }
}
