//! The index: everything that a search needs, in memory, rebuilt from a listing.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Zone;
use roaring::RoaringBitmap;
use wire::Millis;

use super::{
    doc::{self, View},
    facets::Facets,
    fold,
    places::{self, Places},
    query::{Near, Order, Query},
    texts::{Texts, Words},
    times::{self, Beginning, Times},
};
use crate::{
    Entry, EntryId, Listing, Source, SourceId, merge,
    model::{Freshness, Slug, Status},
};

/// A listing that can be searched.
#[derive(Debug)]
pub struct Index {
    pub(crate) listing: Listing,
    pub(crate) docs: Vec<EntryId>,
    all: RoaringBitmap,
    texts: Texts,
    pub(crate) facets: Facets,
    times: Times,
    places: Places,
    /// Every document, by name.
    by_name: Vec<u32>,
    /// Every meeting by its slugs, those included by which other sources know it.
    slugs: BTreeMap<Slug, EntryId>,
    /// Other sources that list a meeting.
    beside: BTreeMap<EntryId, BTreeSet<SourceId>>,
}

/// A page of results.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Results on all pages.
    pub total: u32,
    /// From 1.
    pub pages: u32,
    /// Those of this page, in order.
    pub hits: Vec<Hit>,
}

/// A result.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What was found.
    pub id: EntryId,
    /// When it takes place: the first time that the search asks for, otherwise the next at all.
    pub next: Option<Next>,
    /// How far away it is, if a place was asked for; in metres, from the cell's middle if it was a cell.
    pub metres: Option<f64>,
}

/// A time that something takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Next {
    /// From when.
    pub at: Millis,
    /// Until when.
    pub ends: Millis,
}

/// What a search found, before it is put in order.
pub(crate) struct Found {
    pub(crate) docs: RoaringBitmap,
    /// Those that have the words in their names.
    named: RoaringBitmap,
    beginnings: Option<Vec<Beginning>>,
    near: Option<Vec<(u32, f64)>>,
}

impl Index {
    /// Builds it from what the public may see and whose source is not gone. Of a meeting that several sources list one
    /// entry stands, and leads by the slugs of all.
    pub fn build(mut listing: Listing, now: Millis) -> Self {
        let Listing { sources, entries, .. } = &mut listing;
        let is_gone = |id: &SourceId| sources.get(id).is_some_and(|source| source.freshness(now) == Freshness::Gone);
        entries.retain(|_, entry| !is_gone(&entry.origin.source));
        let twins = merge::duplicates(&listing, now);
        let standing = |entry: &Entry| twins.stands_for(entry.id).unwrap_or(entry.id);
        let mut slugs = BTreeMap::new();
        for entry in listing.published() {
            slugs.entry(entry.slug.clone()).or_insert_with(|| standing(entry));
        }
        let mut beside: BTreeMap<EntryId, BTreeSet<SourceId>> = BTreeMap::new();
        for entry in listing.published().filter(|entry| standing(entry) != entry.id) {
            beside.entry(standing(entry)).or_default().insert(entry.origin.source.clone());
        }
        listing.entries.retain(|id, _| twins.stands_for(*id).is_none());
        let docs: Vec<EntryId> = listing.published().map(|entry| entry.id).collect();
        let mut facets = Facets::default();
        let views = || numbered(&docs).filter_map(|(number, doc)| Some((number, doc::view(&listing, doc)?)));
        for (number, view) in views() {
            facets.insert(number, &view);
        }
        let words = Words::of(numbered(&docs).map(|(number, doc)| (number, doc::texts(&listing, doc))));
        let names = Words::of(views().map(|(number, view)| (number, vec![view.name])));
        let running = views().filter(|(_, view)| view.status == Status::Runs);
        let times = Times::of(running.map(|(number, view)| (number, view.schedule)), now);
        let places = Places::of(views().filter_map(|(number, view)| Some((number, view.point?))).collect());
        let mut by_name: Vec<(Vec<String>, u32)> =
            views().map(|(number, view)| (fold::words(view.name), number)).collect();
        by_name.sort_unstable();
        let by_name = by_name.into_iter().map(|(_, number)| number).collect();
        let texts = Texts::new(words, names, &facets);
        let all = (0..docs.len() as u32).collect();
        Self { listing, docs, all, texts, facets, times, places, by_name, slugs, beside }
    }

    /// Whether it is to be built again, because time has passed: a search of the coming week would no longer see all of it.
    pub fn is_due(&self, now: Millis) -> bool {
        self.times.is_due(now)
    }

    /// What it was built from, without what grew too old and without what another entry stands for.
    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// Every source that lists a meeting, its own first.
    pub fn sources_of<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = &'a Source> {
        self.source_ids_of(entry).filter_map(|id| self.listing.sources.get(id))
    }

    /// The same by their names here.
    pub fn source_ids_of<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = &'a SourceId> {
        [&entry.origin.source].into_iter().chain(self.beside.get(&entry.id).into_iter().flatten())
    }

    /// How much can be found.
    pub fn len(&self) -> usize {
        self.docs.len()
    }

    /// Whether nothing can be found.
    pub fn is_empty(&self) -> bool {
        self.docs.is_empty()
    }

    /// All that can be found, by number.
    pub fn docs(&self) -> impl Iterator<Item = EntryId> {
        self.docs.iter().copied()
    }

    /// The meeting of this name in addresses; of two with the same, the one with the smaller number.
    pub fn meeting(&self, slug: &str) -> Option<&Entry> {
        self.listing.entries.get(self.slugs.get(&Slug::parse(slug)?)?)
    }

    /// A page of what the query finds. The order is total: the same query at the same time gives the same pages.
    pub fn search(&self, query: &Query, now: Millis) -> Page {
        let found = self.find(query, now);
        let total = found.docs.len() as u32;
        let size = u32::from(query.size.max(1));
        let skip = query.page.saturating_sub(1).saturating_mul(size) as usize;
        let hits = if skip >= total as usize { Vec::new() } else { self.hits(&found, query, now, skip, size as usize) };
        Page { total, pages: total.div_ceil(size).max(1), hits }
    }

    /// Everything that the query finds, by number, whatever page it asks for.
    pub fn all(&self, query: &Query, now: Millis) -> Vec<EntryId> {
        self.find(query, now).docs.iter().filter_map(|number| self.docs.get(number as usize).copied()).collect()
    }

    /// When something takes place next.
    pub fn next(&self, doc: EntryId, now: Millis) -> Option<Next> {
        let view = doc::view(&self.listing, doc)?;
        let times = view.schedule.iter().filter_map(|slot| {
            let zone = Zone::find(&slot.series.pattern.zone)?;
            slot.series.next(&zone, now).map(|one| Next { at: one.at, ends: one.ends })
        });
        times.min().filter(|_| view.status == Status::Runs)
    }

    pub(crate) fn find(&self, query: &Query, now: Millis) -> Found {
        let mut docs = self.all.clone();
        self.facets.narrow(&mut docs, query);
        let named = self.texts.narrow(&mut docs, &query.words);
        let near = query.near.as_ref().map(|near: &Near| self.places.near(&docs, near));
        if let Some(near) = &near {
            docs &= places::docs(near);
        }
        let zone = query.zone.as_deref().and_then(Zone::find);
        let beginnings = query.when.map(|when| self.times.within(&docs, when, zone.as_ref(), now));
        if let Some(beginnings) = &beginnings {
            docs &= times::docs(beginnings);
        }
        let named = named & &docs;
        Found { docs, named, beginnings, near }
    }

    fn hits(&self, found: &Found, query: &Query, now: Millis, skip: usize, size: usize) -> Vec<Hit> {
        let wanted = skip.saturating_add(size);
        let ordered = match (query.order, &found.near) {
            (Some(Order::Nearest) | None, Some(near)) => {
                near.iter().map(|(doc, _)| *doc).filter(|doc| found.docs.contains(*doc)).take(wanted).collect()
            }
            (Some(Order::Name), _) => self.by_name(&found.docs).take(wanted).collect(),
            (Some(Order::Soonest | Order::Nearest), _) => self.soonest(found, found.docs.clone(), now, wanted),
            (None, None) => {
                let mut first = self.soonest(found, found.named.clone(), now, wanted);
                let rest = &found.docs - &found.named;
                first.extend(self.soonest(found, rest, now, wanted - first.len()));
                first
            }
        };
        self.told(&ordered[skip.min(ordered.len())..], found, now)
    }

    /// By the first beginning; what has none comes last, by name.
    fn soonest(&self, found: &Found, mut left: RoaringBitmap, now: Millis, wanted: usize) -> Vec<u32> {
        let mut ordered = Vec::new();
        let mut take = |one: Beginning| {
            if ordered.len() < wanted && left.remove(one.doc) {
                ordered.push(one.doc);
            }
            ordered.len() < wanted && !left.is_empty()
        };
        match &found.beginnings {
            Some(beginnings) => drop(beginnings.iter().all(|one| take(*one))),
            None => drop(self.times.coming(now).all(take)),
        }
        let rest = self.by_name(&left).take(wanted - ordered.len()).collect::<Vec<_>>();
        ordered.extend(rest);
        ordered
    }

    fn by_name<'a>(&'a self, among: &'a RoaringBitmap) -> impl Iterator<Item = u32> + 'a {
        self.by_name.iter().copied().filter(|number| among.contains(*number))
    }

    /// What is told of those on a page. What was found is gone through once, however many stand there.
    fn told(&self, page: &[u32], found: &Found, now: Millis) -> Vec<Hit> {
        let shown: RoaringBitmap = page.iter().copied().collect();
        let mut times: BTreeMap<u32, Next> = BTreeMap::new();
        for one in found.beginnings.iter().flatten().filter(|one| shown.contains(one.doc)) {
            times.entry(one.doc).or_insert(Next { at: one.at, ends: one.ends });
        }
        let near = found.near.iter().flatten().filter(|(doc, _)| shown.contains(*doc));
        let metres: BTreeMap<u32, f64> = near.copied().collect();
        let hit = |number: &u32| {
            let doc = *self.docs.get(*number as usize)?;
            let next = times.get(number).copied().or_else(|| self.next(doc, now));
            Some(Hit { id: doc, next, metres: metres.get(number).copied() })
        };
        page.iter().filter_map(hit).collect()
    }

    pub(crate) fn view(&self, number: u32) -> Option<View<'_>> {
        doc::view(&self.listing, *self.docs.get(number as usize)?)
    }

    pub(crate) fn number(&self, doc: EntryId) -> Option<u32> {
        self.docs.binary_search(&doc).ok().map(|number| number as u32)
    }

    /// What of these comes soonest.
    pub(crate) fn first(&self, docs: RoaringBitmap, now: Millis, wanted: usize) -> Vec<u32> {
        let all = Found { docs: RoaringBitmap::new(), named: RoaringBitmap::new(), beginnings: None, near: None };
        self.soonest(&all, docs, now, wanted)
    }
}

fn numbered(docs: &[EntryId]) -> impl Iterator<Item = (u32, EntryId)> {
    (0..).zip(docs.iter().copied())
}
