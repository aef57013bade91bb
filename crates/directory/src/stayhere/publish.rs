//! A listing becomes a snapshot.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::bytes::ByteVec;
use wire::{Hash, Millis};

use super::{
    Part, Signer,
    head::{Head, Peer, Purpose, sign},
    part_of,
};
use crate::{
    Entry, Listing, Source, limits,
    model::{Freshness, Lister, SourceKind},
};

/// Whose snapshot it is, and which.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The server's own address without a slash at its end, as its operator says it; or empty.
    pub base: &'a str,
    /// [`super::number`].
    pub number: u64,
    /// The beginning of the day (UTC).
    pub at: Millis,
}

/// What a server publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The head and its signature.
    pub signed: Vec<u8>,
    /// The parts by their hashes.
    pub parts: BTreeMap<Hash, Vec<u8>>,
}

/// Signs all that is this server's own: what is published, not taken from another Stayhere server, and of a source that is not
/// stale. An entry that is larger than [`limits::ENTRY`], or finds no room in its part, is left out.
pub fn publish(listing: &Listing, about: &About<'_>, signer: &Signer) -> Snapshot {
    let own = listing.published().filter(|entry| {
        let source = listing.source_of(entry);
        source
            .is_some_and(|source| source.kind != SourceKind::Stayhere && source.freshness(about.at) == Freshness::Fresh)
    });
    snapshot(listing, own, about, Purpose::Whole, signer)
}

pub(super) fn snapshot<'a>(
    listing: &'a Listing,
    entries: impl Iterator<Item = &'a Entry>,
    about: &About<'_>,
    purpose: Purpose,
    signer: &Signer,
) -> Snapshot {
    let (mut bodies, mut formats) = (BTreeSet::new(), BTreeSet::new());
    let mut encoded: Vec<(u64, Vec<u8>)> = Vec::new();
    for entry in entries.take(limits::ENTRIES) {
        let bytes = wire::encode(&as_published(listing, entry, about.base));
        if bytes.len() <= limits::ENTRY {
            bodies.extend(entry.body);
            formats.extend(entry.codes.formats.iter().copied());
            encoded.push((entry.id.0, bytes));
        }
    }
    let size: usize = encoded.iter().map(|(_, bytes)| bytes.len()).sum();
    let count = size.div_ceil(limits::PART_MEAN).max(1).next_power_of_two().min(limits::PARTS);
    let mut parts = vec![(Part::default(), 0_usize); count];
    let mut put = |number: u64, bytes: Vec<u8>, into: fn(&mut Part) -> &mut Vec<ByteVec>| {
        let Some((part, size)) = parts.get_mut(part_of(number, count)) else { return false };
        // Room for what CBOR writes before each.
        let fits = *size + bytes.len() + 16 <= limits::PART;
        if fits {
            *size += bytes.len() + 16;
            into(part).push(bytes.into());
        }
        fits
    };
    for id in bodies {
        let Some(body) = listing.bodies.get(&id) else { continue };
        put(id.0, wire::encode(&(id, body)), |part| &mut part.bodies);
    }
    for id in formats {
        let Some(format) = listing.formats.get(&id) else { continue };
        put(id.0, wire::encode(&(id, format)), |part| &mut part.formats);
    }
    let mut entries = 0;
    for (number, bytes) in encoded {
        entries += u32::from(put(number, bytes, |part| &mut part.entries));
    }
    let parts: Vec<(Hash, Vec<u8>)> = parts.iter().map(|(part, _)| hashed(part)).collect();
    let head = Head {
        key: signer.key(),
        number: about.number,
        at: about.at,
        base: about.base.to_owned(),
        entries,
        parts: parts.iter().map(|(hash, _)| *hash).collect(),
        peers: peers(listing),
    };
    Snapshot { signed: sign(&head, purpose, signer), parts: parts.into_iter().collect() }
}

fn hashed(part: &Part) -> (Hash, Vec<u8>) {
    let bytes = wire::encode(part);
    (Hash::of(&bytes), bytes)
}

/// With the name of whom it is from, and its page here where it has none of its own.
fn as_published(listing: &Listing, entry: &Entry, base: &str) -> Entry {
    let source = listing.source_of(entry);
    let lister = source.map(|source| Lister { source: entry.origin.source.clone(), name: source.name.clone() });
    let mut entry = Entry { lister: entry.lister.clone().or(lister), ..entry.clone() };
    if entry.url.is_empty() && !base.is_empty() {
        entry.url = format!("{base}/meeting/{}", entry.slug);
    }
    entry
}

fn peers(listing: &Listing) -> Vec<Peer> {
    let peer = |source: &Source| {
        let key = source.pinned.as_ref()?.key;
        Some(Peer { name: source.name.clone(), url: source.url.clone(), key })
    };
    let others =
        listing.sources.values().filter(|source| source.kind == SourceKind::Stayhere && !source.url.is_empty());
    others.filter_map(peer).take(limits::PEERS).collect()
}
