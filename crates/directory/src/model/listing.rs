//! All that a server lists.

use std::collections::BTreeMap;

use super::{Body, BodyId, Card, CardKey, Entry, EntryId, Format, FormatId, Source, SourceId};

/// All that a server lists, each by its name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// Where entries come from.
    pub sources: BTreeMap<SourceId, Source>,
    /// Meetings.
    pub entries: BTreeMap<EntryId, Entry>,
    /// Who answers for them.
    pub bodies: BTreeMap<BodyId, Body>,
    /// What their codes mean, where the sources define them.
    pub formats: BTreeMap<FormatId, Format>,
    /// Circles that show themselves.
    pub cards: BTreeMap<CardKey, Card>,
}

impl Listing {
    /// What the public may see, by id.
    pub fn published(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().filter(|entry| entry.published)
    }

    /// The source of an entry, for attribution.
    pub fn source_of(&self, entry: &Entry) -> Option<&Source> {
        self.sources.get(&entry.origin.source)
    }
}
