//! Another Stayhere server as a source: its signed directory is fetched, and only what it signed is taken.

use std::collections::BTreeMap;

use client::{FetchError, Files, News, Validators};
use directory::{
    Source, SourceId,
    feed::Report,
    limits,
    model::{DirectoryKey, Pinned},
    stayhere::{Offer, Opened, Read, Refused, read},
};
use directory_store::{Changes, DirectoryStore, DirectoryStoreError, take};
use tokio::task::spawn_blocking;
use wire::{Hash, Millis};

/// Where a server has its signed directory.
const PATH: &str = "/api/v1/directory";
/// How often a snapshot is begun anew because it changed while it was fetched.
const TRIES: usize = 3;

/// What a server knows of itself while it asks others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Own {
    /// Its key: what is signed by it is not taken.
    pub(crate) key: DirectoryKey,
    /// Its address as its operator says it, without a slash at its end, or empty: what has its page there is not taken.
    pub(crate) base: String,
}

/// Why nothing was taken. What stands stays.
#[derive(Debug, thiserror::Error)]
pub(super) enum PeerError {
    /// No whole answer came.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// What came is not to be relied on.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// All parts together are larger than any directory.
    #[error("it is larger than any directory")]
    TooLarge,
    /// It has no entry that could be taken, although some stand.
    #[error("it has no good entry")]
    Empty,
    /// Nobody has said whose signature counts.
    #[error("no key is pinned: subscribe to it")]
    NotPinned,
    /// The directory's store.
    #[error(transparent)]
    Store(#[from] DirectoryStoreError),
    /// Reading it ended early.
    #[error("it could not be read: {0}")]
    Lost(#[from] tokio::task::JoinError),
}

/// What was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) opened: Opened,
    pub(super) changes: Changes,
    pub(super) report: Report,
    /// How many entries were good.
    pub(super) count: usize,
    /// How many were this server's own, and were not taken.
    pub(super) own: usize,
    pub(super) validators: Validators,
}

/// The head that the server at this address signs; its signature is that of the key in it, and nothing more is known of it.
/// `None` if it is as it was when it came with these validators.
pub(super) async fn head(
    files: &Files,
    url: &str,
    known: &Validators,
) -> Result<Option<(Opened, Validators)>, PeerError> {
    match files.news(&format!("{}{PATH}", url.trim_end_matches('/')), known, limits::HEAD).await? {
        News::Same => Ok(None),
        News::File(bytes, validators) => Ok(Some((Opened::read(&bytes)?, validators))),
    }
}

/// Takes what the server of this source signed since it was asked last. `None` if that is nothing: then it grows old from the
/// day on which it was signed, whoever goes on answering with it.
pub(super) async fn ask(
    store: &dyn DirectoryStore,
    id: &SourceId,
    source: &Source,
    known: &Validators,
    own: &Own,
    now: Millis,
) -> Result<Option<Taken>, PeerError> {
    let pinned = source.pinned.clone().ok_or(PeerError::NotPinned)?;
    let files = Files::new()?;
    let mut tries = 0;
    let (opened, fetched, validators) = loop {
        tries += 1;
        let Some((opened, validators)) = head(&files, &source.url, known).await? else { return Ok(None) };
        opened.follows(&pinned, own.key, now)?;
        match parts(&files, &source.url, &opened, &pinned).await {
            Ok(fetched) => break (opened, fetched, validators),
            // It changed meanwhile.
            Err(PeerError::Fetch(FetchError::Status(404))) if tries < TRIES => {}
            Err(why) => return Err(why),
        }
    };
    let listing = store.load().await?.listing;
    let (its, base) = (id.clone(), own.base.clone());
    let (opened, read) = spawn_blocking(move || {
        let offer = Offer { head: &opened.head, known: &pinned.parts, fetched: &fetched };
        read(&its, &offer, &listing, &base).map(|read| (opened, read))
    })
    .await??;
    let source = Source { pinned: Some(opened.pinned()), ..source.clone() };
    let Read { fetched, own } = read;
    let (count, report) = (fetched.entries.len(), fetched.report.clone());
    let changes = take(store, id, source, fetched, now).await?.ok_or(PeerError::Empty)?;
    Ok(Some(Taken { opened, changes, report, count, own, validators }))
}

async fn parts(
    files: &Files,
    url: &str,
    opened: &Opened,
    pinned: &Pinned,
) -> Result<BTreeMap<Hash, Vec<u8>>, PeerError> {
    let mut fetched = BTreeMap::new();
    let offer = Offer { head: &opened.head, known: &pinned.parts, fetched: &BTreeMap::new() };
    let mut size = 0;
    for hash in offer.missing() {
        let address = format!("{}{PATH}/{}", url.trim_end_matches('/'), hash.to_hex());
        let News::File(bytes, _) = files.news(&address, &Validators::default(), limits::PART).await? else { continue };
        if Hash::of(&bytes) != hash {
            return Err(Refused::Part.into());
        }
        size += bytes.len();
        if size > limits::FEED {
            return Err(PeerError::TooLarge);
        }
        fetched.insert(hash, bytes);
    }
    Ok(fetched)
}
