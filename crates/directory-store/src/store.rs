//! The trait and what its methods answer.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

use data_encoding::HEXLOWER_PERMISSIVE;
use directory::{CardKey, EntryId, Listing, Source, SourceId, circles, merge::Asking};
use futures::future::BoxFuture;
use wire::{Day, Millis, card::Signed};

use crate::{
    OwnStore,
    news::{self, Noted},
};

/// Why nothing was read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryStoreError {
    /// The store does not answer at the moment, or there is no room. Try again later; nothing was stored.
    #[error("the directory's store is not available: {0}")]
    Unavailable(String),
    /// Something stored cannot be read: for the operator's eyes.
    #[error("the directory's store holds something unreadable: {0}")]
    Damaged(String),
    /// A newer program has written it.
    #[error("the directory was written by a newer version (schema {found}, known {known})")]
    Newer {
        /// In the file.
        found: u32,
        /// By this program.
        known: u32,
    },
}

/// Everything that is stored, as of a revision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stored {
    /// The listing, as the sources send it.
    pub listing: Listing,
    /// The cards of circles, as these signed them.
    pub cards: BTreeMap<CardKey, KeptCard>,
    /// What the operator hides of it. It outlives what it hides: what comes again stays hidden.
    pub hidden: BTreeSet<Hidden>,
    /// What came, changed and went, the oldest first; with what is hidden now.
    pub history: Vec<Noted>,
    /// Grows with every change.
    pub revision: u64,
}

impl Stored {
    /// What came, changed and went in the days before `now` ([`directory::limits::CHANGE_DAYS`]), the oldest first, as
    /// everybody may read it: of what is hidden now only that it went.
    pub fn news(&self, now: Millis) -> Vec<Noted> {
        let is_hidden =
            |noted: &Noted| noted.entry().is_some_and(|entry| self.hidden.contains(&Hidden::Entry(entry.id)));
        let kept = self.history.iter().filter(|noted| noted.at >= news::horizon(now));
        kept.filter_map(|noted| if is_hidden(noted) { noted.blanked() } else { Some(noted.clone()) }).collect()
    }

    /// The listing with the circles that show themselves, without what is hidden. A card that has expired, or that its key
    /// has not signed, is not shown. `base` is the server's own address, where it is known.
    pub fn shown(self, base: Option<&str>, now: Millis) -> Listing {
        let (mut listing, today) = (self.listing, Day::of(now));
        for (key, kept) in self.cards.iter().filter(|(key, _)| !self.hidden.contains(&Hidden::Card(**key))) {
            if let Some(card) = kept.open(*key).filter(|card| card.until >= today) {
                circles::list(&mut listing, &card, base);
            }
        }
        for what in self.hidden {
            match what {
                Hidden::Entry(id) => drop(listing.entries.remove(&id)),
                Hidden::Card(_) => {}
            }
        }
        listing
    }
}

/// A card as it is kept: what a search needs of it is read from what was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCard {
    /// The card's own number.
    pub version: u64,
    /// Its last day.
    pub until: Day,
    /// The card.
    pub signed: Signed,
}

impl KeptCard {
    /// What its key has signed; `None` where it has signed something else.
    pub fn open(&self, key: CardKey) -> Option<card::Card> {
        let card = card::open(&self.signed).ok()?;
        let is_it = card.key.0 == key.0 && card.version == self.version && card.until == self.until;
        is_it.then_some(card)
    }
}

/// What came of publishing a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardPutting {
    /// It is stored.
    Stored,
    /// It was there.
    Same,
    /// There is another one that is as new.
    Conflict,
    /// It was taken back.
    Gone,
}

/// What replacing a source's part did to its entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// New ones.
    pub added: usize,
    /// With another content.
    pub changed: usize,
    /// No longer there.
    pub removed: usize,
    /// As they were.
    pub same: usize,
}

/// What an operator can hide, by its name: an entry's number, or a card's key in hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hidden {
    /// A meeting.
    Entry(EntryId),
    /// A circle's card.
    Card(CardKey),
}

impl Hidden {
    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        let key = || HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?.try_into().ok();
        if text.len() == 64 { key().map(|key| Self::Card(CardKey(key))) } else { EntryId::parse(text).map(Self::Entry) }
    }
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(id) => id.fmt(f),
            Self::Card(key) => f.write_str(&HEXLOWER_PERMISSIVE.encode(&key.0)),
        }
    }
}

/// A method's answer; boxed, so that a server holds any store behind one pointer.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, DirectoryStoreError>>;

/// Everything that a server lists. What one method writes is stored together or not at all.
pub trait DirectoryStore: OwnStore {
    /// Everything.
    fn load(&self) -> Answer<'_, Stored>;
    /// The present revision, so that a server notices what an operator's command has changed.
    fn revision(&self) -> Answer<'_, u64>;
    /// Makes what `part` has of a source all that is stored of it: the source itself, entries, bodies, formats. What
    /// belongs to other sources, in `part` or in the store, is left alone, and so is what is the same already. That a
    /// source was fetched again and said the same makes no new revision. What the public sees change of a source that was
    /// there before is noted as of `now`.
    fn put_source(&self, id: SourceId, part: Listing, now: Millis) -> Answer<'_, Changes>;
    /// The sources alone.
    fn sources(&self) -> Answer<'_, BTreeMap<SourceId, Source>>;
    /// Notes that a source said at that time that nothing has changed; whether there is one. No new revision.
    fn touch(&self, id: SourceId, at: Millis) -> Answer<'_, bool>;
    /// Forgets a source with all that came from it, what changed in it and what was to come into it too; whether there was one.
    fn remove_source(&self, id: SourceId) -> Answer<'_, bool>;
    /// Stores a circle's card in place of an older version of the same key. The signature is for the caller to judge.
    fn put_card(&self, key: CardKey, card: KeptCard) -> Answer<'_, CardPutting>;
    /// A card, and whether the operator hides it.
    fn card(&self, key: CardKey) -> Answer<'_, (Option<KeptCard>, bool)>;
    /// How many cards there are.
    fn card_count(&self) -> Answer<'_, u64>;
    /// Takes a card back for good, so that none of this key comes again, also where there is none; whether there was one.
    fn remove_card(&self, key: CardKey) -> Answer<'_, bool>;
    /// Lets those go whose last day is over.
    fn expire_cards(&self, today: Day) -> Answer<'_, ()>;
    /// Hides something, or shows it again; whether there is such a thing, or was lately. Neither changes it. That a meeting
    /// comes or goes by it is noted as of `now`.
    fn hide(&self, what: Hidden, hidden: bool, now: Millis) -> Answer<'_, bool>;
    /// How asking each source went.
    fn asking(&self) -> Answer<'_, BTreeMap<SourceId, Asking>>;
    /// Notes how asking a source went; no new revision.
    fn put_asking(&self, id: SourceId, asking: Asking) -> Answer<'_, ()>;
}

/// What belongs to one source.
pub(crate) fn part_of(listing: &Listing, id: &SourceId) -> Listing {
    let of = |source: &SourceId| source == id;
    let mut part = Listing::default();
    part.sources.extend(listing.sources.get(id).map(|source| (id.clone(), source.clone())));
    let entries = listing.entries.iter().filter(|(_, entry)| of(&entry.origin.source));
    part.entries.extend(entries.map(|(id, entry)| (*id, entry.clone())));
    let bodies = listing.bodies.iter().filter(|(_, body)| of(&body.source));
    part.bodies.extend(bodies.map(|(id, body)| (*id, body.clone())));
    let formats = listing.formats.iter().filter(|(_, format)| of(&format.source));
    part.formats.extend(formats.map(|(id, format)| (*id, format.clone())));
    part
}

/// Whether there is more between two states of a source than that it was fetched.
pub(crate) fn is_new(old: Option<&Source>, new: Option<&Source>) -> bool {
    old.map(Source::timeless) != new.map(Source::timeless)
}

/// What changed from the one to the other, each by number.
pub(crate) fn changes<V: PartialEq>(old: &BTreeMap<EntryId, V>, new: &BTreeMap<EntryId, V>) -> Changes {
    let mut changes = Changes { removed: old.keys().filter(|id| !new.contains_key(id)).count(), ..Changes::default() };
    for (id, value) in new {
        match old.get(id) {
            None => changes.added += 1,
            Some(known) if known == value => changes.same += 1,
            Some(_) => changes.changed += 1,
        }
    }
    changes
}
