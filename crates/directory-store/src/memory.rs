//! A store in memory.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use directory::{
    Card, CardKey, Listing, Source, SourceId, limits,
    merge::{Asking, Change},
};
use futures::FutureExt;
use wire::Millis;

use crate::{
    news::{self, Noted},
    store::{Answer, Changes, DirectoryStore, Hidden, Stored, changes, is_new, part_of},
};

/// A store in memory. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    stored: Stored,
    asking: BTreeMap<SourceId, Asking>,
    /// The number of the last change.
    last: u64,
}

impl Memory {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn note(&mut self, news: Vec<Change>, now: Millis) {
        let history = &mut self.stored.history;
        for change in news {
            self.last += 1;
            history.push(Noted { number: self.last, at: now, change });
        }
        history.retain(|noted| noted.at >= news::horizon(now));
        history.drain(..history.len().saturating_sub(limits::CHANGES));
    }

    fn remove(&mut self, id: &SourceId) -> Listing {
        let listing = &mut self.stored.listing;
        let old = part_of(listing, id);
        listing.sources.remove(id);
        listing.entries.retain(|entry, _| !old.entries.contains_key(entry));
        listing.bodies.retain(|body, _| !old.bodies.contains_key(body));
        listing.formats.retain(|format, _| !old.formats.contains_key(format));
        old
    }
}

/// What is ready at once.
fn ready<'a, T: Send + 'a>(value: T) -> Answer<'a, T> {
    async move { Ok(value) }.boxed()
}

impl DirectoryStore for Memory {
    fn load(&self) -> Answer<'_, Stored> {
        ready(self.inner().stored.clone())
    }

    fn revision(&self) -> Answer<'_, u64> {
        ready(self.inner().stored.revision)
    }

    fn put_source(&self, id: SourceId, part: Listing, now: Millis) -> Answer<'_, Changes> {
        let mut inner = self.inner();
        let old = inner.remove(&id);
        let new = part_of(&part, &id);
        let source = is_new(old.sources.get(&id), new.sources.get(&id));
        let rest = new.entries != old.entries || new.bodies != old.bodies || new.formats != old.formats;
        inner.stored.revision += u64::from(source || rest);
        let changes = changes(&old.entries, &new.entries);
        let is_first = news::is_first(old.sources.get(&id));
        let news = if is_first { Vec::new() } else { news::between(&old.entries, &new.entries, &inner.stored.hidden) };
        inner.note(news, now);
        let listing = &mut inner.stored.listing;
        listing.sources.extend(new.sources);
        listing.entries.extend(new.entries);
        listing.bodies.extend(new.bodies);
        listing.formats.extend(new.formats);
        ready(changes)
    }

    fn sources(&self) -> Answer<'_, BTreeMap<SourceId, Source>> {
        ready(self.inner().stored.listing.sources.clone())
    }

    fn touch(&self, id: SourceId, at: Millis) -> Answer<'_, bool> {
        let mut inner = self.inner();
        let source = inner.stored.listing.sources.get_mut(&id);
        ready(source.map(|source| source.fetched = Some(at)).is_some())
    }

    fn remove_source(&self, id: SourceId) -> Answer<'_, bool> {
        let mut inner = self.inner();
        let there = inner.remove(&id) != Listing::default();
        inner.asking.remove(&id);
        inner.stored.history.retain(|noted| noted.entry().is_none_or(|entry| entry.origin.source != id));
        inner.stored.revision += u64::from(there);
        ready(there)
    }

    fn put_card(&self, card: Card) -> Answer<'_, ()> {
        let mut inner = self.inner();
        inner.stored.listing.cards.insert(card.key, card);
        inner.stored.revision += 1;
        ready(())
    }

    fn remove_card(&self, key: CardKey) -> Answer<'_, bool> {
        let mut inner = self.inner();
        let there = inner.stored.listing.cards.remove(&key).is_some();
        inner.stored.revision += u64::from(there);
        ready(there)
    }

    fn hide(&self, what: Hidden, hidden: bool, now: Millis) -> Answer<'_, bool> {
        let mut inner = self.inner();
        let listing = &inner.stored.listing;
        let there = match what {
            Hidden::Entry(id) => {
                let was = |noted: &Noted| noted.entry().is_some_and(|entry| entry.id == id);
                listing.entries.contains_key(&id) || inner.stored.history.iter().any(was)
            }
            Hidden::Card(key) => listing.cards.contains_key(&key),
        };
        if there {
            let changed = if hidden { inner.stored.hidden.insert(what) } else { inner.stored.hidden.remove(&what) };
            inner.stored.revision += u64::from(changed);
            let entry = match what {
                Hidden::Entry(id) if changed => inner.stored.listing.entries.get(&id).cloned(),
                Hidden::Entry(_) | Hidden::Card(_) => None,
            };
            let news = entry.and_then(|entry| news::covered(entry, hidden));
            inner.note(news.into_iter().collect(), now);
        }
        ready(there)
    }

    fn asking(&self) -> Answer<'_, BTreeMap<SourceId, Asking>> {
        ready(self.inner().asking.clone())
    }

    fn put_asking(&self, id: SourceId, asking: Asking) -> Answer<'_, ()> {
        self.inner().asking.insert(id, asking);
        ready(())
    }
}
