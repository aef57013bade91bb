//! A store in memory.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use directory::{
    CardKey, Listing, Source, SourceId, limits,
    merge::{Asking, Change},
};
use futures::FutureExt;
use wire::{Day, Millis};

use crate::{
    news::{self, Noted},
    store::{Answer, CardPutting, Changes, DirectoryStore, Hidden, KeptCard, Stored, changes, is_new, part_of},
};

/// A store in memory. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    stored: Stored,
    asking: BTreeMap<SourceId, Asking>,
    taken_back: BTreeSet<CardKey>,
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

    fn put_card(&self, key: CardKey, card: KeptCard) -> Answer<'_, CardPutting> {
        let mut inner = self.inner();
        if inner.taken_back.contains(&key) {
            return ready(CardPutting::Gone);
        }
        match inner.stored.cards.get(&key) {
            Some(known) if *known == card => return ready(CardPutting::Same),
            Some(known) if known.version >= card.version => return ready(CardPutting::Conflict),
            Some(_) | None => {}
        }
        inner.stored.cards.insert(key, card);
        inner.stored.revision += 1;
        ready(CardPutting::Stored)
    }

    fn card(&self, key: CardKey) -> Answer<'_, (Option<KeptCard>, bool)> {
        let inner = self.inner();
        ready((inner.stored.cards.get(&key).cloned(), inner.stored.hidden.contains(&Hidden::Card(key))))
    }

    fn card_count(&self) -> Answer<'_, u64> {
        ready(self.inner().stored.cards.len() as u64)
    }

    fn remove_card(&self, key: CardKey) -> Answer<'_, bool> {
        let mut inner = self.inner();
        let there = inner.stored.cards.remove(&key).is_some();
        inner.taken_back.insert(key);
        inner.stored.revision += u64::from(there);
        ready(there)
    }

    fn expire_cards(&self, today: Day) -> Answer<'_, ()> {
        let mut inner = self.inner();
        let before = inner.stored.cards.len();
        inner.stored.cards.retain(|_, card| card.until >= today);
        inner.stored.revision += u64::from(inner.stored.cards.len() < before);
        ready(())
    }

    fn hide(&self, what: Hidden, hidden: bool, now: Millis) -> Answer<'_, bool> {
        let mut inner = self.inner();
        let listing = &inner.stored.listing;
        let there = match what {
            Hidden::Entry(id) => {
                let was = |noted: &Noted| noted.entry().is_some_and(|entry| entry.id == id);
                listing.entries.contains_key(&id) || inner.stored.history.iter().any(was)
            }
            Hidden::Card(key) => inner.stored.cards.contains_key(&key),
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
