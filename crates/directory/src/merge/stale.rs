//! What nobody has confirmed for long goes.

use wire::Millis;

use super::Change;
use crate::model::{EntryId, Freshness, Listing, SourceId};

/// Removes the entries of sources that have been silent for too long; those of other sources stay as they are. Whether a
/// source is stale but not yet gone, [`crate::Source::freshness`] tells.
pub fn sweep(listing: &mut Listing, now: Millis) -> Vec<Change> {
    let is_gone =
        |source: &SourceId| listing.sources.get(source).is_none_or(|source| source.freshness(now) == Freshness::Gone);
    let gone: Vec<EntryId> =
        listing.entries.values().filter(|entry| is_gone(&entry.origin.source)).map(|entry| entry.id).collect();
    let removed = gone.iter().filter_map(|id| listing.entries.remove(id));
    removed.map(|before| Change { before: Some(before), after: None }).collect()
}
