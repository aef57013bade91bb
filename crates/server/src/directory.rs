//! The public directory as the server holds it: an index in memory over what the store has.
//!
//! It shares nothing with the sealed plane: no table, no file, no key. Who searches is not asked for, not noted and not
//! counted.

use std::sync::{Arc, PoisonError, RwLock};

use directory::search::Index;
use directory_store::{DirectoryStore, DirectoryStoreError};
use tokio::task;
use wire::Millis;

/// The directory of a server. Clones share it.
#[derive(Clone)]
pub struct Directory(Arc<Inner>);

struct Inner {
    store: Arc<dyn DirectoryStore>,
    /// The server's own address, as the operator names it.
    base: Option<String>,
    shown: RwLock<Shown>,
}

/// What is searched at present.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) index: Arc<Index>,
    pub(crate) revision: u64,
}

impl Directory {
    /// Loads everything and builds the index. `base` is the server's own address (`https://example.org`), for what is
    /// printed and for feeds; without it, the name counts by which a browser asks.
    ///
    /// # Errors
    /// The store's.
    pub async fn open(
        store: Arc<dyn DirectoryStore>,
        base: Option<String>,
        now: Millis,
    ) -> Result<Self, DirectoryStoreError> {
        let shown = build(&*store, now).await?;
        let base = base.map(|base| base.trim_end_matches('/').to_owned());
        Ok(Self(Arc::new(Inner { store, base, shown: RwLock::new(shown) })))
    }

    /// Builds the index again where the store has changed (an operator's command may have written to it) or the old
    /// index no longer knows the coming week; searches go on meanwhile. Call it every few seconds.
    ///
    /// # Errors
    /// The store's; what was shown stays.
    pub async fn look(&self, now: Millis) -> Result<(), DirectoryStoreError> {
        let known = self.shown();
        if self.0.store.revision().await? == known.revision && !known.index.is_due(now) {
            return Ok(());
        }
        let shown = build(&*self.0.store, now).await?;
        *self.0.shown.write().unwrap_or_else(PoisonError::into_inner) = shown;
        Ok(())
    }

    pub(crate) fn shown(&self) -> Shown {
        self.0.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn base(&self) -> Option<&str> {
        self.0.base.as_deref()
    }
}

async fn build(store: &dyn DirectoryStore, now: Millis) -> Result<Shown, DirectoryStoreError> {
    let stored = store.load().await?;
    // A big listing takes its time, and streams must not wait for it.
    let building = task::spawn_blocking(move || Index::build(stored.listing, now));
    let index = building.await.map_err(|error| DirectoryStoreError::Unavailable(error.to_string()))?;
    Ok(Shown { index: Arc::new(index), revision: stored.revision })
}
