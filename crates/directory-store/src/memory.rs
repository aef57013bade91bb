//! A store in memory.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use directory::{Card, CardKey, Listing, Source, SourceId, merge::Asking};
use futures::FutureExt;
use wire::Millis;

use crate::store::{Answer, Changes, DirectoryStore, Hidden, Stored, changes, is_new, part_of};

/// A store in memory. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    stored: Stored,
    asking: BTreeMap<SourceId, Asking>,
}

impl Memory {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
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

    fn put_source(&self, id: SourceId, part: Listing) -> Answer<'_, Changes> {
        let mut inner = self.inner();
        let old = inner.remove(&id);
        let new = part_of(&part, &id);
        let source = is_new(old.sources.get(&id), new.sources.get(&id));
        let rest = new.entries != old.entries || new.bodies != old.bodies || new.formats != old.formats;
        inner.stored.revision += u64::from(source || rest);
        let changes = changes(&old.entries, &new.entries);
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

    fn hide(&self, what: Hidden, hidden: bool) -> Answer<'_, bool> {
        let mut inner = self.inner();
        let listing = &inner.stored.listing;
        let there = match what {
            Hidden::Entry(id) => listing.entries.contains_key(&id),
            Hidden::Card(key) => listing.cards.contains_key(&key),
        };
        if there {
            let changed = if hidden { inner.stored.hidden.insert(what) } else { inner.stored.hidden.remove(&what) };
            inner.stored.revision += u64::from(changed);
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
