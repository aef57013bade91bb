//! A store in memory.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use directory::{
    CardKey, Entry, EntryId, Listing, Source, SourceId, limits,
    merge::{Asking, Change},
    own::{Proposal, source},
};
use futures::FutureExt;
use wire::{Day, Millis};

use crate::{
    news::{self, Noted},
    own::{Granting, OwnStore, Proposing, Servant},
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
    servants: BTreeMap<String, Servant>,
    proposals: BTreeMap<EntryId, Proposal>,
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
        if id == source() {
            inner.proposals.clear();
        }
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

impl OwnStore for Memory {
    fn servants(&self) -> Answer<'_, BTreeMap<String, Servant>> {
        ready(self.inner().servants.clone())
    }

    fn add_servant(&self, name: String, servant: Servant) -> Answer<'_, bool> {
        let mut inner = self.inner();
        let is_there =
            inner.servants.contains_key(&name) || inner.servants.values().any(|other| other.key == servant.key);
        if !is_there {
            inner.servants.insert(name, servant);
        }
        ready(!is_there)
    }

    fn remove_servant(&self, name: String) -> Answer<'_, bool> {
        let mut inner = self.inner();
        inner.proposals.retain(|_, known| known.by != name || known.returned.is_none());
        ready(inner.servants.remove(&name).is_some())
    }

    fn proposals(&self) -> Answer<'_, BTreeMap<EntryId, Proposal>> {
        ready(self.inner().proposals.clone())
    }

    fn propose(&self, id: EntryId, proposal: Proposal) -> Answer<'_, Proposing> {
        let proposals = &mut self.inner().proposals;
        let own = proposals.values().filter(|known| known.by == proposal.by).count();
        let is_full = proposals.len() >= limits::PROPOSALS || own >= limits::PROPOSALS_EACH;
        match proposals.get(&id) {
            Some(known) if known.by != proposal.by && known.returned.is_none() => return ready(Proposing::Others),
            None if is_full => return ready(Proposing::Full),
            Some(_) | None => {}
        }
        proposals.insert(id, proposal);
        ready(Proposing::Stored)
    }

    fn withdraw(&self, id: EntryId, by: Option<String>) -> Answer<'_, bool> {
        let proposals = &mut self.inner().proposals;
        let there = proposals.get(&id).is_some_and(|known| by.is_none_or(|by| known.by == by));
        if there {
            proposals.remove(&id);
        }
        ready(there)
    }

    fn give_back(&self, id: EntryId, at: Millis, why: String) -> Answer<'_, bool> {
        let mut inner = self.inner();
        let known = inner.proposals.get_mut(&id).filter(|known| known.at == at && known.returned.is_none());
        ready(known.map(|known| known.returned = Some(why)).is_some())
    }

    fn expire_returned(&self, before: Millis) -> Answer<'_, ()> {
        self.inner().proposals.retain(|_, known| known.returned.is_none() || known.at >= before);
        ready(())
    }

    fn put_list(&self, list: Source) -> Answer<'_, ()> {
        let stored = &mut self.inner().stored;
        stored.listing.sources.insert(source(), list);
        stored.revision += 1;
        ready(())
    }

    fn grant(&self, id: EntryId, at: Millis, entry: Option<Entry>, revision: u64, now: Millis) -> Answer<'_, Granting> {
        let mut inner = self.inner();
        if inner.stored.revision != revision {
            return ready(Granting::Again);
        }
        if !inner.proposals.get(&id).is_some_and(|known| known.at == at && known.returned.is_none()) {
            return ready(Granting::Decided);
        }
        inner.proposals.remove(&id);
        let entries = &mut inner.stored.listing.entries;
        let mut before = entries.remove(&id);
        entries.extend(entry.clone().map(|entry| (id, entry)));
        if news::covers_place(&mut before, entry.as_ref()) {
            inner.stored.history.retain(|noted| noted.entry().is_none_or(|entry| entry.id != id));
        }
        let side = |entry: Option<Entry>| entry.map(|entry| (id, entry)).into_iter().collect();
        let news = news::between(&side(before), &side(entry), &inner.stored.hidden);
        inner.note(news, now);
        inner.stored.revision += 1;
        ready(Granting::Done)
    }
}
