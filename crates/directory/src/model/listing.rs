//! All that a server lists.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{Body, BodyId, Door, Entry, EntryId, Format, FormatId, Source, SourceId};

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
    /// The entries of circles of this server that show themselves.
    pub circles: BTreeMap<EntryId, Door>,
}

impl Listing {
    /// What the public may see, by id.
    pub fn published(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().filter(|entry| entry.published)
    }

    /// A digest of everything in it but when sources were fetched: equal listings have the same one in every process.
    pub fn digest(&self) -> [u8; 32] {
        let sources = self.sources.iter().map(|(id, source)| wire::encode(&(id, source.timeless())));
        let bodies = self.bodies.iter().map(|(id, body)| wire::encode(&(id, body)));
        let formats = self.formats.iter().map(|(id, format)| wire::encode(&(id, format)));
        let all = sources.chain(self.entries.values().map(wire::encode)).chain(bodies).chain(formats);
        let all = all.chain(self.circles.iter().map(|circle| wire::encode(&circle)));
        let hash = all
            .fold(Sha256::new(), |hash, part| hash.chain_update((part.len() as u64).to_be_bytes()).chain_update(part));
        hash.finalize().into()
    }

    /// The source of an entry, for attribution.
    pub fn source_of(&self, entry: &Entry) -> Option<&Source> {
        self.sources.get(&entry.origin.source)
    }
}
