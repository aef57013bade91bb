//! The public directory as the server holds it: an index in memory over what the store has.
//!
//! It shares nothing with the sealed plane: no table, no file, no key. Who searches is not asked for, not noted and not
//! counted.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use directory::{
    limits,
    search::Index,
    stayhere::{self, About, Signer, Snapshot},
};
use directory_store::{DirectoryStore, DirectoryStoreError, Noted};
use tokio::{sync::Semaphore, task};
use wire::{Day, Hash, Millis};

/// The directory of a server. Clones share it.
#[derive(Clone)]
pub struct Directory(Arc<Inner>);

struct Inner {
    store: Arc<dyn DirectoryStore>,
    /// The server's own address, as the operator names it.
    base: Option<String>,
    shown: RwLock<Arc<Shown>>,
    /// Places for answers that go through the whole listing.
    places: Semaphore,
    /// The place for checking a stranger's feed.
    checking: Semaphore,
}

/// Answers that are made at the same time, each of which goes through the whole listing.
const PLACES: usize = 4;
const DAY_MS: u64 = 86_400_000;

/// What is searched at present.
pub(crate) struct Shown {
    pub(crate) index: Index,
    /// What came, changed and went, the oldest first.
    pub(crate) news: Vec<Noted>,
    revision: u64,
    /// The beginning of the day (UTC) for which feeds are written: on one day one listing has one feed.
    pub(crate) day: Millis,
    /// Says which listing it is, and what changed in it, in every process the same.
    pub(crate) digest: [u8; 32],
    /// The whole listing as Meeting Guide JSON, for the server's own address, packed (gzip): what is asked for most.
    pub(crate) whole: OnceLock<Vec<u8>>,
    published: OnceLock<Published>,
}

/// The snapshot that other servers take.
pub(crate) struct Published {
    /// The head and its signature.
    pub(crate) signed: Vec<u8>,
    /// The parts by their hashes, packed (gzip).
    pub(crate) parts: BTreeMap<Hash, Vec<u8>>,
}

impl Shown {
    /// The snapshot: made when somebody asks for it first. `base` is what the operator says; what a request says of the
    /// server's address is nothing to sign.
    pub(crate) fn published(&self, base: &str, signer: &Signer, pack: impl Fn(&[u8]) -> Vec<u8>) -> &Published {
        self.published.get_or_init(|| {
            let Snapshot { signed, parts } = stayhere::publish(self.index.listing(), &self.about(base), signer);
            Published { signed, parts: parts.into_iter().map(|(hash, part)| (hash, pack(&part))).collect() }
        })
    }

    /// What stands in the head of whatever is signed of it.
    pub(crate) fn about<'a>(&self, base: &'a str) -> About<'a> {
        About { base, number: stayhere::number(Day::of(self.day), self.revision), at: self.day }
    }
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
        let base = base.map(|base| base.trim_end_matches('/').to_owned());
        expire(&*store, now).await?;
        let shown = build(&*store, base.clone(), now).await?;
        let (shown, places) = (RwLock::new(Arc::new(shown)), Semaphore::new(PLACES));
        Ok(Self(Arc::new(Inner { store, base, shown, places, checking: Semaphore::new(1) })))
    }

    /// Builds the index again where the store has changed (an operator's command may have written to it) or the old
    /// index no longer knows the coming week; searches go on meanwhile. Call it every few seconds.
    ///
    /// # Errors
    /// The store's; what was shown stays.
    pub async fn look(&self, now: Millis) -> Result<(), DirectoryStoreError> {
        let known = self.shown();
        if known.day != day(now) {
            expire(&*self.0.store, now).await?;
        }
        if self.0.store.revision().await? == known.revision && !known.index.is_due(now) {
            return Ok(());
        }
        let shown = build(&*self.0.store, self.0.base.clone(), now).await?;
        *self.0.shown.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(shown);
        Ok(())
    }

    pub(crate) fn shown(&self) -> Arc<Shown> {
        self.0.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes an answer that goes through the whole listing: beside the streams, and a few at a time. `None` if it failed.
    pub(crate) async fn make<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let _place = self.0.places.acquire().await.ok()?;
        task::spawn_blocking(work).await.ok()
    }

    /// Works on what a stranger sent, beside the streams and one at a time; `None` at once while another one is worked on.
    pub(crate) async fn try_check<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let _place = self.0.checking.try_acquire().ok()?;
        task::spawn_blocking(work).await.ok()
    }

    /// Where cards of circles are kept.
    pub(crate) fn store(&self) -> &dyn DirectoryStore {
        &*self.0.store
    }

    pub(crate) fn base(&self) -> Option<&str> {
        self.0.base.as_deref()
    }
}

/// Lets go what has its end.
async fn expire(store: &dyn DirectoryStore, now: Millis) -> Result<(), DirectoryStoreError> {
    store.expire_cards(Day::of(now)).await?;
    store.expire_returned(Millis(now.0.saturating_sub(limits::RETURNED_DAYS * DAY_MS))).await
}

async fn build(store: &dyn DirectoryStore, base: Option<String>, now: Millis) -> Result<Shown, DirectoryStoreError> {
    let stored = store.load().await?;
    let revision = stored.revision;
    // A big listing takes its time, and streams must not wait for it.
    let building = task::spawn_blocking(move || {
        let news = stored.news(now);
        let index = Index::build(stored.shown(base.as_deref(), now), now);
        let digest = digest(&index, &news);
        Shown { index, news, revision, day: day(now), digest, whole: OnceLock::new(), published: OnceLock::new() }
    });
    building.await.map_err(|error| DirectoryStoreError::Unavailable(error.to_string()))
}

/// The beginning of the day (UTC).
const fn day(now: Millis) -> Millis {
    Millis(now.0 / DAY_MS * DAY_MS)
}

fn digest(index: &Index, news: &[Noted]) -> [u8; 32] {
    let mut said = index.listing().digest().to_vec();
    for Noted { number, at, change } in news {
        said.extend(wire::encode(&(*number, *at, &change.before, &change.after)));
    }
    Hash::of(&said).0
}
