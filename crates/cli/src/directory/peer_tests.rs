//! Whole servers that take from each other: data folders, sockets, signatures.

use std::{net::SocketAddr, sync::Arc};

use directory::{
    Entry, Listing, Source, SourceId,
    feed::Fetched,
    limits,
    model::{DirectoryKey, Freshness, Pinned, SourceKind},
    stayhere::{About, Refused, Signer, publish},
};
use directory_store::{DirectoryStore, Sqlite, take};
use server::{Config, Directory, NoAssets, Rules};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::oneshot,
    task::JoinHandle,
};
use wire::Millis;

use super::peer::{self, Own, PeerError, Taken};
use crate::{
    host,
    words::{Lang, Words},
};
use client::Validators;

const DAY: u64 = 86_400_000;
const GUIDE: &str = r#"[{"slug":"tea","name":"Tea at ten","day":1,"time":"10:00","city":"Cairo","country":"Egypt","approximate":"no"},
    {"slug":"lamp","name":"Evening lamp","day":2,"time":"19:30","conference_url":"https://zoom.us/j/123456789"}]"#;

/// A server with its folder.
struct Server {
    folder: TempDir,
    store: Arc<Sqlite>,
    directory: Directory,
    key: DirectoryKey,
    address: SocketAddr,
    url: String,
    end: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

impl Server {
    async fn start() -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap()).await
    }

    async fn start_at(address: SocketAddr) -> Self {
        let words = Words::of(Lang::En);
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let url = format!("http://{address}");
        let service = host::open(folder.path(), Rules::default(), &words).await.unwrap();
        let store = Arc::new(super::open(folder.path(), &words).await.unwrap());
        let shared: Arc<dyn DirectoryStore> = Arc::<Sqlite>::clone(&store);
        let directory = Directory::open(shared, Some(url.clone()), host::now()).await.unwrap();
        service.list(directory.clone());
        let key = service.directory_key();
        let (end, ended) = oneshot::channel::<()>();
        let shutdown = async move { drop(ended.await) };
        let serving = tokio::spawn(async move {
            server::serve(Config::default(), service, Arc::new(NoAssets), listener, shutdown).await.unwrap();
        });
        Self { folder, store, directory, key, address, url, end: Some(end), serving }
    }

    /// Ends it; its address is free again.
    async fn end(mut self) -> (SocketAddr, TempDir) {
        drop(self.end.take());
        self.serving.await.unwrap();
        (self.address, self.folder)
    }

    /// Takes a feed as a source of its own.
    async fn lists(&self, source: &str, text: &str) {
        let id = id(source);
        let described =
            Source { name: "Bridge".to_owned(), ..Source::unnamed(SourceKind::MeetingGuide, "Africa/Cairo") };
        let fetched = directory::read(&id, &described, text.as_bytes()).unwrap();
        take(&*self.store, &id, described, fetched, host::now()).await.unwrap().unwrap();
        self.directory.look(host::now()).await.unwrap();
    }

    fn own(&self) -> Own {
        Own { key: self.key, base: self.url.clone() }
    }

    /// Pins the other server's key.
    async fn subscribes(&self, source: &str, other: &Self) {
        let described = Source {
            name: format!("Server {source}"),
            url: other.url.clone(),
            pinned: Some(Pinned::new(other.key)),
            ..Source::unnamed(SourceKind::Stayhere, "UTC")
        };
        let listing = Listing { sources: [(id(source), described)].into(), ..Listing::default() };
        self.store.put_source(id(source), listing, host::now()).await.unwrap();
        self.asks(source).await.unwrap();
    }

    async fn asks(&self, source: &str) -> Result<Option<Taken>, PeerError> {
        let described = self.store.sources().await.unwrap().remove(&id(source)).unwrap();
        let asked =
            peer::ask(&*self.store, &id(source), &described, &Validators::default(), &self.own(), host::now()).await;
        self.directory.look(host::now()).await.unwrap();
        asked
    }

    async fn of(&self, source: &str) -> Vec<Entry> {
        let listing = self.store.load().await.unwrap().listing;
        let mut all: Vec<Entry> =
            listing.entries.into_values().filter(|entry| entry.origin.source == id(source)).collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all
    }

    /// What anybody finds.
    async fn found(&self, words: &str) -> String {
        let mut stream = tokio::net::TcpStream::connect(self.address).await.unwrap();
        let request = format!("GET /api/v1/meetings?q={words} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }
}

fn id(name: &str) -> SourceId {
    SourceId(name.to_owned())
}

fn refused(asked: Result<Option<Taken>, PeerError>) -> Refused {
    match asked {
        Err(PeerError::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_one_server_lists_is_found_on_another_and_stays_when_the_first_one_dies() {
    let (a, b) = (Server::start().await, Server::start().await);
    a.lists("bridge", GUIDE).await;
    b.subscribes("a", &a).await;
    let answer = b.found("tea").await;
    assert!(answer.contains("Tea at ten") && answer.contains(&format!("{}/meeting/tea", a.url)), "{answer}");
    let [lamp, tea] = &b.of("a").await[..] else { panic!("two") };
    let lister = tea.lister.clone().unwrap();
    assert_eq!((lister.source, lister.name.as_str(), lamp.name.as_str()), (id("bridge"), "Bridge", "Evening lamp"));
    let before = b.of("a").await;
    assert!(b.asks("a").await.unwrap().is_some_and(|taken| taken.changes.same == 2));

    let (address, _folder) = a.end().await;
    assert!(matches!(b.asks("a").await, Err(PeerError::Fetch(_))));
    assert!(b.found("tea").await.contains("Tea at ten"), "it answers alone");

    let other = Server::start_at(address).await;
    other.lists("bridge", &GUIDE.replace("Tea at ten", "Give me money")).await;
    assert_eq!(refused(b.asks("a").await), Refused::OtherKey { found: other.key });
    assert_eq!(b.of("a").await, before, "what was there stays");
    assert!(!b.found("money").await.contains("Give me money"));
    let source = b.store.sources().await.unwrap().remove(&id("a")).unwrap();
    let later = |days: u64| source.freshness(host::now().plus(days * DAY));
    assert_eq!((later(12), later(15), later(29)), (Freshness::Fresh, Freshness::Stale, Freshness::Gone));
}

#[tokio::test]
async fn three_servers_go_round_in_no_circle() {
    let (a, b, c) = (Server::start().await, Server::start().await, Server::start().await);
    a.lists("bridge", GUIDE).await;
    b.lists("hope", r#"[{"slug":"hope","name":"Hope","day":3,"time":"18:00","city":"Giza","approximate":"no"}]"#).await;
    b.subscribes("a", &a).await;
    a.subscribes("b", &b).await;
    c.subscribes("b", &b).await;
    b.asks("a").await.unwrap();
    let names = |all: Vec<Entry>| all.into_iter().map(|entry| entry.name).collect::<Vec<_>>();
    assert_eq!(names(a.of("b").await), ["Hope"], "what B has from A does not come back");
    assert_eq!(names(b.of("a").await), ["Evening lamp", "Tea at ten"]);
    assert_eq!(names(c.of("b").await), ["Hope"], "B answers for its own alone");
    let peers = c.asks("b").await.unwrap().unwrap().opened.head.peers;
    assert!(peers.iter().any(|peer| peer.url == a.url && peer.key == a.key), "and says where the rest is: {peers:?}");
    c.subscribes("a", &a).await;
    assert_eq!(names(c.of("a").await), ["Evening lamp", "Tea at ten"]);

    // Another way round: B took A's meetings from its feed, and lists them as its own.
    let feed = a.store.load().await.unwrap().listing;
    let own = feed.entries.values().filter(|entry| entry.origin.source == id("bridge"));
    let publisher = directory::meeting_guide::Publisher { pages: &format!("{}/meeting/", a.url) };
    let text = directory::meeting_guide::write(&feed, own, &publisher, host::now());
    b.lists("feed of a", &text).await;
    let taken = a.asks("b").await.unwrap().unwrap();
    assert_eq!((taken.own, names(a.of("b").await)), (2, vec!["Hope".to_owned()]));
    assert!(a.asks("b").await.unwrap().unwrap().changes.added == 0);
}

#[tokio::test]
async fn what_is_withdrawn_goes_and_one_change_fetches_one_part() {
    let (a, b) = (Server::start().await, Server::start().await);
    let many: Vec<String> = (0..2_000)
        .map(|n| {
            format!(r#"{{"slug":"m{n}","name":"Meeting {n}","day":1,"time":"10:00","notes":"{}"}}"#, "x".repeat(300))
        })
        .collect();
    a.lists("bridge", &format!("[{}]", many.join(","))).await;
    b.subscribes("a", &a).await;
    let first = b.store.sources().await.unwrap()[&id("a")].pinned.clone().unwrap();
    assert!(first.parts.len() > 4);
    a.lists("bridge", &format!("[{}]", many[1..].join(","))).await;
    let taken = b.asks("a").await.unwrap().unwrap();
    assert_eq!((taken.changes.removed, taken.changes.same), (1, 1_999));
    let differ = taken.opened.head.parts.iter().zip(&first.parts).filter(|(one, other)| one != other).count();
    assert_eq!(differ, 1);
}

/// A web server that answers with what it is given, whatever is asked.
async fn answering(body: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut vec![0; 4_096]).await;
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(&body).await;
        }
    });
    url
}

#[tokio::test]
async fn old_foreign_and_endless_answers_are_refused_and_what_stands_stays() {
    let b = Server::start().await;
    let theirs = Signer::new(&[5; 32]);
    let feed = directory::read(&id("x"), &Source::unnamed(SourceKind::MeetingGuide, "UTC"), GUIDE.as_bytes()).unwrap();
    let Fetched { entries, .. } = feed;
    let listing = Listing {
        sources: [(id("x"), Source::unnamed(SourceKind::MeetingGuide, "UTC"))].into(),
        entries: entries.into_iter().map(|entry| (entry.id, entry)).collect(),
        ..Listing::default()
    };
    let signed = |number: u64, at: Millis| publish(&listing, &About { base: "", number, at }, &theirs).signed;
    let now = host::now();
    let mut changed = signed(9, now);
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let stands = Pinned { number: 8, ..Pinned::new(theirs.key()) };
    for (answer, expected) in [
        (signed(7, now), Refused::Older { known: 8, found: 7 }),
        (signed(9, now.plus(5 * DAY)), Refused::Ahead),
        (changed, Refused::Signature),
        (b"<html>".to_vec(), Refused::Unreadable),
        // Whatever is asked for as a part, the head comes.
        (signed(9, now), Refused::Part),
    ] {
        let source = Source {
            url: answering(answer).await,
            pinned: Some(stands.clone()),
            ..Source::unnamed(SourceKind::Stayhere, "UTC")
        };
        let asked = peer::ask(&*b.store, &id("a"), &source, &Validators::default(), &b.own(), now).await;
        assert_eq!(refused(asked), expected);
    }
    let endless = Source {
        url: answering(vec![0x9f; limits::HEAD + 4_096]).await,
        pinned: Some(stands),
        ..Source::unnamed(SourceKind::Stayhere, "UTC")
    };
    let asked = peer::ask(&*b.store, &id("a"), &endless, &Validators::default(), &b.own(), now).await;
    assert!(matches!(asked, Err(PeerError::Fetch(client::FetchError::TooLong))), "{asked:?}");
    assert_eq!(b.store.load().await.unwrap().listing, Listing::default(), "nothing was written");
}
