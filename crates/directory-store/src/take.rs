//! What a source sent, into the store.

use directory::{Source, SourceId, feed::Fetched, merge};
use wire::Millis;

use crate::store::{Changes, DirectoryStore, DirectoryStoreError};

/// Makes what a feed said at `now` all that is stored of that source, with the source itself as it is given. `None`, and
/// nothing changes, if it had no good entry although some stand: a broken page must not empty a directory.
///
/// # Errors
/// The store's.
pub async fn take(
    store: &dyn DirectoryStore,
    id: &SourceId,
    source: Source,
    fetched: Fetched,
    now: Millis,
) -> Result<Option<Changes>, DirectoryStoreError> {
    let mut listing = store.load().await?.listing;
    listing.sources.insert(id.clone(), source);
    if merge::apply(&mut listing, id, fetched, now).is_none() {
        return Ok(None);
    }
    store.put_source(id.clone(), listing, now).await.map(Some)
}
