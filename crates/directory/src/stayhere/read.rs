//! A snapshot's parts become entries here.

use std::collections::BTreeMap;

use minicbor::bytes::ByteVec;
use wire::Hash;

use super::{
    Part,
    head::{Head, Refused},
    part_of,
    sound::Sieve,
};
use crate::{
    Entry, Listing,
    feed::{At, Fetched, Names, Report, What},
    limits,
    model::{Body, BodyId, EntryId, Format, FormatId, Origin, SourceId},
};

/// What another server offers, as far as it was fetched.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// The signed head.
    pub head: &'a Head,
    /// The parts of the snapshot that was taken last; of those that are the same, what stands is kept.
    pub known: &'a [Hash],
    /// Those that were fetched.
    pub fetched: &'a BTreeMap<Hash, Vec<u8>>,
}

impl Offer<'_> {
    /// Whether the part of this place has to be fetched.
    pub fn is_new(&self, place: usize) -> bool {
        self.head.parts.len() != self.known.len() || self.head.parts.get(place) != self.known.get(place)
    }

    /// The parts that have to be fetched.
    pub fn missing(&self) -> impl Iterator<Item = Hash> {
        let new = self.head.parts.iter().enumerate().filter(|(place, _)| self.is_new(*place));
        new.map(|(_, hash)| *hash)
    }
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// Entries under names of this server.
    pub fetched: Fetched,
    /// Entries that were this server's own, and were not taken.
    pub own: usize,
}

/// Reads what is offered as source `id`. `listing` is what stands; `base` this server's own address, or empty: an entry that
/// has its page there is this server's own.
///
/// # Errors
/// [`Refused::Part`] when a part is missing, too large, or not what its hash says.
pub fn read(id: &SourceId, offer: &Offer<'_>, listing: &Listing, base: &str) -> Result<Read, Refused> {
    let mut reader = Reader { id, base, names: Names::new(), number: 0, read: Read::default() };
    reader.read.fetched.vouched = Some(offer.head.at);
    let parts = &offer.head.parts;
    let place = |number: u64| part_of(number, parts.len());
    reader.keep(listing, |number| !offer.is_new(place(number)));
    for (at, hash) in parts.iter().enumerate().filter(|(at, _)| offer.is_new(*at)) {
        let bytes = offer.fetched.get(hash).ok_or(Refused::Part)?;
        if bytes.len() > limits::PART || Hash::of(bytes) != *hash {
            return Err(Refused::Part);
        }
        let part: Part = wire::decode(bytes).map_err(|_| Refused::Part)?;
        reader.take(&part, |number| place(number) == at);
    }
    Ok(reader.read)
}

struct Reader<'a> {
    id: &'a SourceId,
    base: &'a str,
    names: Names,
    number: usize,
    read: Read,
}

impl Reader<'_> {
    /// What stands of the parts that are as they were.
    fn keep(&mut self, listing: &Listing, is_there: impl Fn(u64) -> bool) {
        let is_kept = |source: &SourceId, key: &str| source == self.id && key.parse().is_ok_and(&is_there);
        let fetched = &mut self.read.fetched;
        for entry in listing.entries.values().filter(|entry| is_kept(&entry.origin.source, &entry.origin.key)) {
            self.names.is_new(&entry.origin.key);
            self.names.keep(&entry.slug);
            fetched.entries.push(entry.clone());
        }
        let bodies = listing.bodies.iter().filter(|(_, body)| is_kept(&body.source, &body.key));
        fetched.bodies.extend(bodies.map(|(id, body)| (*id, body.clone())));
        let formats = listing.formats.iter().filter(|(_, format)| is_kept(&format.source, &format.key));
        fetched.formats.extend(formats.map(|(id, format)| (*id, format.clone())));
    }

    fn take(&mut self, part: &Part, is_there: impl Fn(u64) -> bool) {
        let mut report = core::mem::take(&mut self.read.fetched.report);
        for bytes in &part.bodies {
            let Some((id, body)) = decoded::<(BodyId, Body)>(bytes).filter(|(id, _)| is_there(id.0)) else { continue };
            let body = Sieve::new(At::Entry(self.number), &mut report).body(body, self.id, id);
            self.read.fetched.bodies.insert(BodyId::of(self.id, &id.to_string(), false), body);
        }
        for bytes in &part.formats {
            let Some((id, format)) = decoded::<(FormatId, Format)>(bytes).filter(|(id, _)| is_there(id.0)) else {
                continue;
            };
            let format = Sieve::new(At::Entry(self.number), &mut report).format(format, self.id, id);
            self.read.fetched.formats.insert(FormatId::of(self.id, &id.to_string(), false), format);
        }
        for bytes in &part.entries {
            self.number += 1;
            let entry = self.entry(bytes, &is_there, &mut report);
            self.read.fetched.entries.extend(entry);
        }
        self.read.fetched.report = report;
    }

    fn entry(&mut self, bytes: &[u8], is_there: impl Fn(u64) -> bool, report: &mut Report) -> Option<Entry> {
        let at = At::Entry(self.number);
        let too_many = self.number > limits::ENTRIES;
        if too_many || bytes.len() > limits::ENTRY {
            report.refuse(at, "", if too_many { What::TooMany } else { What::TooLarge }, "");
            return None;
        }
        let Ok(entry) = wire::decode::<Entry>(bytes) else {
            report.refuse(at, "", What::Broken, "");
            return None;
        };
        if !self.base.is_empty() && entry.url.starts_with(&format!("{}/meeting/", self.base)) {
            self.read.own += 1;
            return None;
        }
        // Its number says in which part it stands; one that stands elsewhere would be lost when that part stays the same.
        if !is_there(entry.id.0) || EntryId::parse(&entry.id.to_string()).is_none() {
            report.refuse(at, "id", What::Choice, &entry.id.to_string());
            return None;
        }
        let key = entry.id.to_string();
        let mut entry = Sieve::new(at, report).entry(entry, self.id)?;
        if !self.names.is_new(&key) {
            report.refuse(at, "id", What::Duplicate, &key);
            return None;
        }
        entry.id = EntryId::of(self.id, &key, false);
        entry.slug = self.names.slug(entry.slug.as_str(), self.id, &key);
        entry.origin = Origin { source: self.id.clone(), key };
        Some(entry)
    }
}

fn decoded<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &ByteVec) -> Option<T> {
    (bytes.len() <= limits::ENTRY).then(|| wire::decode(bytes).ok()).flatten()
}
