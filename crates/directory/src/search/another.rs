//! Never one model alone: another way beside results (domain I116), and on from what does not fit (I117).

use std::collections::BTreeSet;

use roaring::RoaringBitmap;
use wire::Millis;

use super::{
    doc,
    facets::Facet,
    index::{Hit, Index, Page},
    limits,
    query::Query,
};
use crate::{
    EntryId,
    model::{Attendance, Philosophy, Problem, Set, Status, Tags, Word},
};

crate::model::vocabulary! {
    /// What does not fit somebody.
    Unfit {
        /// How it works.
        Philosophy = 0, "philosophy";
        /// Words of faith, or their absence.
        Faith = 1, "faith";
        /// What it wants to reach.
        Goal = 2, "goal";
        /// Whether one answers.
        Crosstalk = 3, "crosstalk";
        /// The language.
        Language = 4, "language";
        /// How one attends.
        Attendance = 5, "attendance";
    }
}

impl Index {
    /// Others of another philosophy for the same problem, at most [`limits::ANOTHER_WAY`], of different philosophies as
    /// far as there are; some if the directory has any that runs. They come as near to the query as they can: first
    /// without its words and its stance, then at any time, at any place, then in any language and form.
    pub fn another_way(&self, query: &Query, page: &Page, now: Millis) -> Vec<Hit> {
        let shown = page.hits.iter().filter_map(|hit| Some(*doc::view(self.listing(), hit.id)?.tags));
        let (problems, philosophies) = axes(query, shown);
        if problems.is_empty() {
            return Vec::new();
        }
        let same = self.facets.any(Facet::Problem, problems.bits()) & self.running();
        let stating = Philosophy::ALL.iter().fold(RoaringBitmap::new(), |all, one| all | self.having(*one));
        let others = (same & stating) - self.facets.any(Facet::Philosophy, philosophies.bits());
        for wider in widenings(query) {
            let found = self.find(&wider, now).docs & &others;
            if !found.is_empty() {
                return self.varied(found, now);
            }
        }
        Vec::new()
    }

    /// Where somebody may go on for whom `id` is not, at most [`limits::NOT_FOR_ME`]: others for the same problem,
    /// those first that differ in what did not fit, then those of another philosophy, then the soonest. Nothing is
    /// told to anybody.
    pub fn not_for_me(&self, id: EntryId, unfit: Set<Unfit>, now: Millis) -> Vec<Hit> {
        let Some((view, number)) = doc::view(&self.listing, id).zip(self.number(id)) else { return Vec::new() };
        let mut left = self.facets.any(Facet::Problem, view.tags.problems.bits()) & self.running();
        left.remove(number);
        let mut chosen = Vec::new();
        let mut ranks: Vec<(RoaringBitmap, usize)> =
            self.differing(&view.tags.clone(), view.attendance, view.languages, unfit);
        let other = self.stated_otherwise(Facet::Philosophy, view.tags.philosophies.bits(), Philosophy::ALL.len());
        ranks.push((other, 1));
        // The more that differs, the earlier.
        let most: usize = ranks.iter().map(|(_, weight)| *weight).sum();
        for wanted in (0..=most).rev() {
            let fitting = left.iter().filter(|doc| {
                let differs = ranks.iter().filter(|(set, _)| set.contains(*doc)).map(|(_, weight)| weight);
                differs.sum::<usize>() == wanted
            });
            let fitting: RoaringBitmap = fitting.collect();
            left -= &fitting;
            chosen.extend(self.first(fitting, now, limits::NOT_FOR_ME - chosen.len()));
            if chosen.len() >= limits::NOT_FOR_ME || left.is_empty() {
                break;
            }
        }
        chosen.into_iter().filter_map(|number| self.plain(number, now)).collect()
    }

    /// What differs from a meeting in each respect that did not fit; what says nothing does not differ. Each counts more
    /// than the other philosophy alone.
    fn differing(
        &self,
        tags: &Tags,
        attendance: Attendance,
        languages: &[String],
        unfit: Set<Unfit>,
    ) -> Vec<(RoaringBitmap, usize)> {
        let bit = |index: Option<u8>| index.map_or(0, |index| 1 << index);
        let respects = unfit.iter().map(|respect| match respect {
            Unfit::Philosophy => {
                self.stated_otherwise(Facet::Philosophy, tags.philosophies.bits(), Philosophy::ALL.len())
            }
            Unfit::Faith => self.stated_otherwise(Facet::Faith, bit(tags.faith.map(Word::index)), 3),
            Unfit::Goal => self.stated_otherwise(Facet::Goal, bit(tags.goal.map(Word::index)), 5),
            Unfit::Crosstalk => self.stated_otherwise(Facet::Crosstalk, bit(tags.crosstalk.map(Word::index)), 3),
            Unfit::Attendance => self.stated_otherwise(Facet::Attendance, bit(Some(attendance.index())), 4),
            Unfit::Language => {
                let same = languages.iter().fold(RoaringBitmap::new(), |all, tag| all | self.facets.speaking(tag));
                self.running() - same
            }
        });
        respects.map(|differing| (differing, 2)).collect()
    }

    fn stated_otherwise(&self, facet: Facet, bits: u32, words: usize) -> RoaringBitmap {
        let every = u32::MAX >> (32 - words.clamp(1, 32));
        self.facets.any(facet, every) - self.facets.any(facet, bits)
    }

    /// The soonest of each philosophy in turn.
    fn varied(&self, found: RoaringBitmap, now: Millis) -> Vec<Hit> {
        let mut left = found;
        let mut chosen: Vec<u32> = Vec::new();
        let mut shown: Set<Philosophy> = Set::EMPTY;
        while chosen.len() < limits::ANOTHER_WAY && !left.is_empty() {
            let fresh = &left - self.facets.any(Facet::Philosophy, shown.bits());
            let among = if fresh.is_empty() { left.clone() } else { fresh };
            let Some(next) = self.first(among, now, 1).first().copied() else { break };
            left.remove(next);
            if let Some(view) = self.view(next) {
                shown = shown.union(view.tags.philosophies);
            }
            chosen.push(next);
        }
        chosen.into_iter().filter_map(|number| self.plain(number, now)).collect()
    }

    fn having(&self, philosophy: Philosophy) -> RoaringBitmap {
        self.facets.one(Facet::Philosophy, philosophy.index())
    }

    fn running(&self) -> RoaringBitmap {
        self.facets.one(Facet::Status, Status::Runs.index())
    }

    fn plain(&self, number: u32, now: Millis) -> Option<Hit> {
        let doc = *self.docs.get(number as usize)?;
        Some(Hit { id: doc, next: self.next(doc, now), metres: None })
    }
}

/// The problem that is asked for or shown, and the philosophies beside which there shall be another.
fn axes(query: &Query, shown: impl Iterator<Item = Tags>) -> (Set<Problem>, Set<Philosophy>) {
    let mut found = (query.problems, query.philosophies);
    for tags in shown {
        if query.problems.is_empty() {
            found.0 = found.0.union(tags.problems);
        }
        found.1 = found.1.union(tags.philosophies);
    }
    found
}

/// The query with less and less of what it asks for. Never with its words, its second axis and its stance.
fn widenings(query: &Query) -> Vec<Query> {
    let mut wider = Query {
        words: String::new(),
        problems: Set::EMPTY,
        philosophies: Set::EMPTY,
        faith: Set::EMPTY,
        goals: Set::EMPTY,
        crosstalk: Set::EMPTY,
        forms: Set::EMPTY,
        status: Set::of(&[Status::Runs]),
        languages: query.languages.iter().cloned().collect::<BTreeSet<_>>(),
        ..query.clone()
    };
    let mut all = vec![wider.clone()];
    wider.when = None;
    all.push(wider.clone());
    wider.near = None;
    all.push(wider.clone());
    wider.audience = Set::EMPTY;
    wider.openness = Set::EMPTY;
    wider.relations = Set::EMPTY;
    all.push(wider.clone());
    wider.attendance = Set::EMPTY;
    all.push(wider.clone());
    wider.languages.clear();
    wider.access = Set::EMPTY;
    all.push(wider);
    all
}
