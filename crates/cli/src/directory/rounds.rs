//! Asking the sources again and again, beside a running server.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use client::Validators;
use directory::{
    Source, SourceId, limits,
    merge::{Asking, due, sweep},
    model::{Freshness, SourceKind},
};
use directory_store::{DirectoryStore, DirectoryStoreError, take};
use tokio::{
    task::{Id, JoinSet, spawn_blocking},
    time::{interval, timeout},
};
use wire::Millis;

use super::{
    fetch,
    peer::{self, Own},
};
use crate::host;

/// How often it is looked whether a source is to be asked.
const LOOK: Duration = Duration::from_mins(1);
/// Sources that are asked at the same time.
const AT_ONCE: usize = 4;
/// How long a source may take for its answer.
const ANSWER: Duration = Duration::from_mins(limits::ANSWER_MINUTES);

/// Asks each source whose time has come, and lets go what has been silent for too long; until the program ends.
pub(crate) async fn rounds(store: Arc<dyn DirectoryStore>, own: Own) {
    let mut rounds = Rounds { store, own: Arc::new(own), answer: ANSWER, busy: BTreeMap::new(), asked: JoinSet::new() };
    let mut pause = interval(LOOK);
    loop {
        pause.tick().await;
        if let Err(error) = rounds.round(host::now()).await {
            tracing::error!(%error, "the directory's sources could not be asked; it is tried again in a minute");
        }
    }
}

pub(super) struct Rounds {
    store: Arc<dyn DirectoryStore>,
    own: Arc<Own>,
    answer: Duration,
    /// Sources that have not answered yet, by the task that asks them.
    busy: BTreeMap<Id, SourceId>,
    asked: JoinSet<()>,
}

impl Rounds {
    /// Begins to ask those whose time has come. Each is asked by itself: none waits for another.
    async fn round(&mut self, now: Millis) -> Result<(), DirectoryStoreError> {
        while let Some(done) = self.asked.try_join_next_with_id() {
            let task = done.map_or_else(|error| error.id(), |(task, ())| task);
            self.busy.remove(&task);
        }
        let sources = self.store.sources().await?;
        let known = self.store.asking().await?;
        let asking: BTreeMap<SourceId, Asking> = sources
            .iter()
            .filter(|(_, source)| !source.url.is_empty())
            .map(|(id, _)| (id.clone(), known.get(id).cloned().unwrap_or_default()))
            .collect();
        let busy = self.busy.values().cloned().collect();
        for id in due(&asking, &busy, now, AT_ONCE) {
            let Some((source, mut asking)) = sources.get(&id).cloned().zip(asking.get(&id).cloned()) else { continue };
            asking.ask(now);
            self.store.put_asking(id.clone(), asking.clone()).await?;
            let (store, own, answer, its) = (Arc::clone(&self.store), Arc::clone(&self.own), self.answer, id.clone());
            let task = self.asked.spawn(async move {
                if let Err(why) = ask(&*store, &own, &its, source, asking, answer).await {
                    tracing::warn!(source = %its, why, "a source of meetings gave nothing good");
                }
            });
            self.busy.insert(task.id(), id);
        }
        if sources.values().any(|source| source.freshness(now) == Freshness::Gone && source.fetched.is_some()) {
            self.let_go(now).await?;
        }
        Ok(())
    }

    /// Removes what came from sources that have been silent for too long.
    async fn let_go(&self, now: Millis) -> Result<(), DirectoryStoreError> {
        let mut listing = self.store.load().await?.listing;
        let gone = sweep(&mut listing, now);
        let gone: BTreeSet<SourceId> =
            gone.into_iter().filter_map(|change| Some(change.before?.origin.source)).collect();
        for id in gone {
            tracing::warn!(source = %id, "a source has been silent for too long; its meetings are no longer listed");
            self.store.put_source(id, listing.clone(), now).await?;
        }
        Ok(())
    }
}

async fn ask(
    store: &dyn DirectoryStore,
    own: &Own,
    id: &SourceId,
    source: Source,
    mut asking: Asking,
    answer: Duration,
) -> Result<(), String> {
    let told = |error: DirectoryStoreError| error.to_string();
    let known = Validators { etag: asking.etag.clone(), modified: asking.modified.clone() };
    if source.kind == SourceKind::Stayhere {
        let now = host::now();
        let asked = timeout(answer, peer::ask(store, id, &source, &known, own, now)).await;
        let taken = asked.map_err(|_| "no answer in time".to_owned())?.map_err(|why| why.to_string())?;
        if let Some(taken) = taken {
            (asking.etag, asking.modified) = (taken.validators.etag, taken.validators.modified);
        }
        asking.answered();
        return store.put_asking(id.clone(), asking).await.map_err(told);
    }
    let asked = timeout(answer, fetch::ask(&source.url, Some(source.kind), &known)).await;
    let now = host::now();
    match asked.map_err(|_| "no answer in time".to_owned())?? {
        None => {
            store.touch(id.clone(), now).await.map_err(told)?;
        }
        Some(sent) => {
            let validators = sent.validators.clone();
            let (its, described) = (id.clone(), source.clone());
            let read = spawn_blocking(move || sent.read(&its, &described)).await.map_err(|error| error.to_string())?;
            let fetched = read.map_err(|why| why.to_string())?;
            take(store, id, source, fetched, now).await.map_err(told)?.ok_or("no good entry")?;
            (asking.etag, asking.modified) = (validators.etag, validators.modified);
        }
    }
    asking.answered();
    store.put_asking(id.clone(), asking).await.map_err(told)
}

#[cfg(test)]
mod tests {
    use directory::model::DirectoryKey;
    use directory_store::Memory;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
        sync::mpsc,
    };

    use super::*;

    const FEED: &str = r#"[{"slug":"tea","name":"Tea","day":1,"time":"10:00"}]"#;
    const HOUR: u64 = 3_600_000;

    /// A web server that answers with a feed and an ETag, or never; each request is told.
    async fn server(answers: bool) -> (String, mpsc::UnboundedReceiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/feed.json", listener.local_addr().unwrap());
        let (told, heard) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut kept = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = vec![0; 4_096];
                let length = stream.read(&mut bytes).await.unwrap();
                let request = String::from_utf8_lossy(&bytes[..length]).to_lowercase();
                let answer = if request.contains("if-none-match: \"one\"") {
                    "HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n".to_owned()
                } else {
                    let length = FEED.len();
                    format!(
                        "HTTP/1.1 200 OK\r\netag: \"one\"\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{FEED}"
                    )
                };
                let _ = told.send(request);
                if answers {
                    stream.write_all(answer.as_bytes()).await.unwrap();
                } else {
                    kept.push(stream);
                }
            }
        });
        (address, heard)
    }

    fn source(url: &str) -> Source {
        Source { name: "A".to_owned(), url: url.to_owned(), ..Source::unnamed(SourceKind::MeetingGuide, "UTC") }
    }

    async fn store_of(sources: &[(&str, &str)]) -> Arc<Memory> {
        let store = Memory::default();
        for (id, url) in sources {
            let id = SourceId((*id).to_owned());
            let listing =
                directory::Listing { sources: [(id.clone(), source(url))].into(), ..directory::Listing::default() };
            store.put_source(id, listing, host::now()).await.unwrap();
        }
        Arc::new(store)
    }

    fn rounds(store: &Arc<Memory>, answer: Duration) -> Rounds {
        let store: Arc<dyn DirectoryStore> = Arc::<Memory>::clone(store);
        let own = Arc::new(Own { key: DirectoryKey([0; 32]), base: String::new() });
        Rounds { store, own, answer, busy: BTreeMap::new(), asked: JoinSet::new() }
    }

    #[tokio::test]
    async fn a_dead_source_starves_no_other() {
        let (dead, _dead) = server(false).await;
        let (well, mut asked) = server(true).await;
        let many: Vec<String> = (0..AT_ONCE - 1).map(|number| format!("dead{number}")).collect();
        let mut sources: Vec<(&str, &str)> = many.iter().map(|id| (id.as_str(), dead.as_str())).collect();
        sources.push(("well", well.as_str()));
        let store = store_of(&sources).await;
        let mut rounds = rounds(&store, ANSWER);
        rounds.round(host::now()).await.unwrap();
        rounds.asked.join_next().await.unwrap().unwrap();
        assert!(asked.recv().await.is_some());
        let stored = store.load().await.unwrap().listing;
        assert_eq!(stored.entries.len(), 1);
        let asking = store.asking().await.unwrap();
        assert_eq!(asking[&SourceId("well".to_owned())].failures, 0);
        assert_eq!(asking[&SourceId("dead0".to_owned())].failures, 1, "as long as it does not answer");
    }

    #[tokio::test]
    async fn a_silent_source_gives_its_place_free() {
        let (dead, _dead) = server(false).await;
        let store = store_of(&[("dead", dead.as_str())]).await;
        let mut rounds = rounds(&store, Duration::from_millis(50));
        let now = host::now();
        rounds.round(now).await.unwrap();
        assert_eq!(rounds.busy.len(), 1);
        while !rounds.busy.is_empty() {
            tokio::task::yield_now().await;
            rounds.round(now).await.unwrap();
        }
        assert!(rounds.asked.is_empty(), "it is not asked again before its time");
    }

    #[tokio::test]
    async fn a_source_that_says_the_same_is_fresh_and_changes_nothing() {
        let (well, mut asked) = server(true).await;
        let store = store_of(&[("well", well.as_str())]).await;
        let mut rounds = rounds(&store, ANSWER);
        let now = host::now();
        rounds.round(now).await.unwrap();
        rounds.asked.join_next().await.unwrap().unwrap();
        rounds.busy.clear();
        assert!(!asked.recv().await.unwrap().contains("if-none-match"));
        let (revision, before) = (store.revision().await.unwrap(), store.sources().await.unwrap());
        rounds.round(now).await.unwrap();
        assert!(rounds.asked.is_empty(), "not before its time");
        rounds.round(now.plus(HOUR)).await.unwrap();
        rounds.asked.join_next().await.unwrap().unwrap();
        assert!(asked.recv().await.unwrap().contains("if-none-match: \"one\""));
        assert_eq!(store.revision().await.unwrap(), revision);
        let after = store.sources().await.unwrap();
        assert!(after.values().next().unwrap().fetched >= before.values().next().unwrap().fetched);
    }

    #[tokio::test]
    async fn what_is_silent_for_too_long_goes() {
        let (dead, _dead) = server(false).await;
        let (well, _well) = server(true).await;
        let store = store_of(&[("a", well.as_str())]).await;
        let mut rounds = rounds(&store, ANSWER);
        rounds.round(host::now()).await.unwrap();
        rounds.asked.join_next().await.unwrap().unwrap();
        rounds.busy.clear();
        let mut listing = store.load().await.unwrap().listing;
        listing.sources.values_mut().for_each(|source| source.url.clone_from(&dead));
        store.put_source(SourceId("a".to_owned()), listing, host::now()).await.unwrap();
        let later = |days: u64| host::now().plus(days * 24 * HOUR);
        rounds.round(later(27)).await.unwrap();
        assert_eq!(store.load().await.unwrap().listing.entries.len(), 1);
        rounds.round(later(29)).await.unwrap();
        assert!(store.load().await.unwrap().listing.entries.is_empty());
    }
}
