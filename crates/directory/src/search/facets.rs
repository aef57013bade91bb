//! Facets: for each word of each vocabulary, what has it.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::{doc::View, query::Query};
use crate::model::{
    Access, Attendance, Audience, Crosstalk, Faith, Form, Goal, Openness, Philosophy, Problem, Relation, Status, Word,
};

/// A facet of the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Facet {
    Problem,
    Philosophy,
    Relation,
    Openness,
    Faith,
    Goal,
    Crosstalk,
    Access,
    Audience,
    Form,
    Attendance,
    Status,
}

impl Facet {
    const ALL: [(Self, &'static str); 12] = [
        (Self::Problem, "problem"),
        (Self::Philosophy, "philosophy"),
        (Self::Relation, "relation"),
        (Self::Openness, "openness"),
        (Self::Faith, "faith"),
        (Self::Goal, "goal"),
        (Self::Crosstalk, "crosstalk"),
        (Self::Access, "access"),
        (Self::Audience, "audience"),
        (Self::Form, "form"),
        (Self::Attendance, "attendance"),
        (Self::Status, "status"),
    ];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(facet, _)| facet)
    }

    /// The place of a word in the facet's vocabulary.
    pub(crate) fn place(self, word: &str) -> Option<u8> {
        fn of<W: Word>(word: &str) -> Option<u8> {
            W::parse(word).map(W::index)
        }
        match self {
            Self::Problem => of::<Problem>(word),
            Self::Philosophy => of::<Philosophy>(word),
            Self::Relation => of::<Relation>(word),
            Self::Openness => of::<Openness>(word),
            Self::Faith => of::<Faith>(word),
            Self::Goal => of::<Goal>(word),
            Self::Crosstalk => of::<Crosstalk>(word),
            Self::Access => of::<Access>(word),
            Self::Audience => of::<Audience>(word),
            Self::Form => of::<Form>(word),
            Self::Attendance => of::<Attendance>(word),
            Self::Status => of::<Status>(word),
        }
    }
}

/// What has which word.
#[derive(Debug, Default)]
pub(crate) struct Facets {
    having: BTreeMap<(Facet, u8), RoaringBitmap>,
    /// By language tag in lower case, and by each shorter tag that covers it.
    speaking: BTreeMap<String, RoaringBitmap>,
}

impl Facets {
    pub(crate) fn insert(&mut self, doc: u32, view: &View<'_>) {
        for (facet, bits) in stated(view) {
            for place in places(bits) {
                self.having.entry((facet, place)).or_default().insert(doc);
            }
        }
        for tag in view.languages {
            let tag = tag.to_ascii_lowercase();
            let ends = tag.match_indices('-').map(|(at, _)| at).chain([tag.len()]);
            for end in ends {
                self.speaking.entry(tag[..end].to_owned()).or_default().insert(doc);
            }
        }
    }

    /// What has this word.
    pub(crate) fn one(&self, facet: Facet, place: u8) -> RoaringBitmap {
        self.having.get(&(facet, place)).cloned().unwrap_or_default()
    }

    /// What has any of the words.
    pub(crate) fn any(&self, facet: Facet, bits: u32) -> RoaringBitmap {
        places(bits)
            .filter_map(|place| self.having.get(&(facet, place)))
            .fold(RoaringBitmap::new(), |all, one| all | one)
    }

    /// What speaks this language.
    pub(crate) fn speaking(&self, tag: &str) -> RoaringBitmap {
        self.speaking.get(&tag.to_ascii_lowercase()).cloned().unwrap_or_default()
    }

    /// Leaves in `found` what has, of each facet that the query names, one of its words, of access every one, and
    /// speaks one of its languages.
    pub(crate) fn narrow(&self, found: &mut RoaringBitmap, query: &Query) {
        for (facet, bits) in asked(query).into_iter().filter(|(_, bits)| *bits != 0) {
            *found &= self.any(facet, bits);
        }
        for place in places(query.access.bits()) {
            *found &= self.one(Facet::Access, place);
        }
        if !query.languages.is_empty() {
            let speaking = query.languages.iter().map(|tag| self.speaking(tag));
            *found &= speaking.fold(RoaringBitmap::new(), |all, one| all | one);
        }
    }
}

/// What a meeting states. A hybrid one is there for who looks for a place, and for who looks for a link.
fn stated(view: &View<'_>) -> [(Facet, u32); 12] {
    let tags = view.tags;
    let both = 1 << Attendance::InPerson.index() | 1 << Attendance::Online.index();
    let hybrid = if view.attendance == Attendance::Hybrid { both } else { 0 };
    [
        (Facet::Problem, tags.problems.bits()),
        (Facet::Philosophy, tags.philosophies.bits()),
        (Facet::Relation, tags.relations.bits()),
        (Facet::Openness, bit(tags.openness)),
        (Facet::Faith, bit(tags.faith)),
        (Facet::Goal, bit(tags.goal)),
        (Facet::Crosstalk, bit(tags.crosstalk)),
        (Facet::Access, tags.access.bits()),
        (Facet::Audience, tags.audience.bits()),
        (Facet::Form, tags.forms.bits()),
        (Facet::Attendance, bit(Some(view.attendance)) | hybrid),
        (Facet::Status, bit(Some(view.status))),
    ]
}

/// What a query names, any of which is enough. What has ended is not looked for unless somebody asks.
fn asked(query: &Query) -> [(Facet, u32); 11] {
    let status = query.status.bits();
    let going = bit(Some(Status::Runs)) | bit(Some(Status::Paused));
    [
        (Facet::Problem, query.problems.bits()),
        (Facet::Philosophy, query.philosophies.bits()),
        (Facet::Relation, query.relations.bits()),
        (Facet::Openness, query.openness.bits()),
        (Facet::Faith, query.faith.bits()),
        (Facet::Goal, query.goals.bits()),
        (Facet::Crosstalk, query.crosstalk.bits()),
        (Facet::Audience, query.audience.bits()),
        (Facet::Form, query.forms.bits()),
        (Facet::Attendance, query.attendance.bits()),
        (Facet::Status, if status == 0 { going } else { status }),
    ]
}

fn bit<W: Word>(word: Option<W>) -> u32 {
    word.map_or(0, |word| 1 << word.index())
}

fn places(bits: u32) -> impl Iterator<Item = u8> {
    (0..32).filter(move |place| bits & (1 << place) != 0)
}
