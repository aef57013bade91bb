//! A fetched feed against what stands of that source.

use std::collections::BTreeSet;

use wire::Millis;

use crate::{
    feed::Fetched,
    model::{Entry, EntryId, Listing, Slug, SourceId},
};

/// That an entry came, changed or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Before; none: it is new.
    pub before: Option<Entry>,
    /// After; none: it is gone.
    pub after: Option<Entry>,
}

/// What a feed changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// The changes, by the id of the entry.
    pub changes: Vec<Change>,
    /// Entries that stand as before.
    pub same: usize,
}

/// Lets a source's entries be what its feed said at `now`. `None`, and nothing changes, if the feed had no good entry
/// although some stand: a broken page must not empty a directory; its silence counts as such.
///
/// An entry whose source does not say when it was changed gets the time at which that was seen.
pub fn apply(listing: &mut Listing, source: &SourceId, fetched: Fetched, now: Millis) -> Option<Applied> {
    let standing: BTreeSet<EntryId> =
        listing.entries.values().filter(|entry| entry.origin.source == *source).map(|entry| entry.id).collect();
    if fetched.entries.is_empty() && !standing.is_empty() {
        return None;
    }
    let mut applied = Applied::default();
    let mut seen = BTreeSet::new();
    let others = listing.entries.values().filter(|entry| entry.origin.source != *source);
    let taken: BTreeSet<Slug> = others.map(|entry| entry.slug.clone()).collect();
    for mut entry in fetched.entries {
        entry.id = own_id(listing, &entry, &seen);
        seen.insert(entry.id);
        entry.slug = own_slug(listing, &entry, &taken);
        let before = listing.entries.get(&entry.id);
        if entry.updated.is_none() {
            entry.updated = before.and_then(|before| before.updated);
            let is_same = before == Some(&entry);
            entry.updated = if is_same { entry.updated } else { Some(now) };
        }
        if before == Some(&entry) {
            applied.same += 1;
            continue;
        }
        let before = listing.entries.insert(entry.id, entry.clone());
        applied.changes.push(Change { before, after: Some(entry) });
    }
    for gone in standing.difference(&seen) {
        let before = listing.entries.remove(gone);
        applied.changes.push(Change { before, after: None });
    }
    listing.bodies.retain(|_, body| body.source != *source);
    listing.bodies.extend(fetched.bodies);
    listing.formats.retain(|_, format| format.source != *source);
    listing.formats.extend(fetched.formats);
    if let Some(source) = listing.sources.get_mut(source) {
        source.fetched = Some(fetched.vouched.unwrap_or(now));
    }
    applied.changes.sort_by_key(|change| change.after.as_ref().or(change.before.as_ref()).map(|entry| entry.id));
    Some(applied)
}

/// The entry's slug; a longer one if an entry of another source has it. Which of the two it had before, it keeps: people
/// have written it down.
fn own_slug(listing: &Listing, entry: &Entry, taken: &BTreeSet<Slug>) -> Slug {
    let longer = entry.slug.with(&EntryId::of(&entry.origin.source, &entry.origin.key, false).to_string());
    let had = listing.entries.get(&entry.id).map(|before| &before.slug);
    let is_longer = had == Some(&longer) || (had != Some(&entry.slug) && taken.contains(&entry.slug));
    if is_longer { longer } else { entry.slug.clone() }
}

/// The entry's number, or the next free one if another source's entry has it.
fn own_id(listing: &Listing, entry: &Entry, seen: &BTreeSet<EntryId>) -> EntryId {
    let is_free =
        |id: EntryId| !seen.contains(&id) && listing.entries.get(&id).is_none_or(|other| other.origin == entry.origin);
    let mut id = entry.id;
    let mut attempt = 0_u32;
    while !is_free(id) {
        attempt += 1;
        id = EntryId::of(&entry.origin.source, &format!("{}\u{0}again{attempt}", entry.origin.key), false);
    }
    id
}
