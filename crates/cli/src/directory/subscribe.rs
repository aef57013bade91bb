//! `stayhere directory subscribe`: another Stayhere server becomes a source. Its key is pinned by the operator's word.

use std::process::ExitCode;

use client::{Files, Validators};
use directory::{
    Source, SourceId, limits,
    merge::Asking,
    model::{DirectoryKey, Pinned, SourceKind},
    stayhere::{Opened, Peer, Refused},
};
use directory_store::{DirectoryStore, Sqlite};

use super::{
    import::taken,
    peer::{self, Own, PeerError},
    trouble,
};
use crate::{Trouble, args, ask::Desk, feed, host, say, words::Words};

pub(super) async fn run(store: &Sqlite, args: args::Subscribe, own: Own, words: &Words) -> Result<ExitCode, Trouble> {
    let told = |why: PeerError| Trouble(refused(&why, &args.url, words));
    let url = plain(&args.url).ok_or_else(|| Trouble(words.name("peer-address", &args.url)))?;
    let sources = store.sources().await.map_err(|error| trouble(&error, words))?;
    let known = sources.get(&args.source);
    if known.is_none() && sources.len() >= limits::SOURCES {
        return Err(Trouble(words.name("directory-too-many", &limits::SOURCES.to_string())));
    }
    if known.is_some_and(|known| known.kind != SourceKind::Stayhere) {
        return Err(Trouble(words.name("peer-other-source", &args.source.0)));
    }
    let files = Files::new().map_err(|why| told(why.into()))?;
    let head = peer::head(&files, &url, &Validators::default()).await.map_err(told)?;
    let Some((opened, _)) = head else { return Err(Trouble(words.name("feed-no-answer", &url))) };
    if opened.head.key == own.key {
        return Err(told(Refused::Own.into()));
    }
    let pinned = pin(&args, known, &opened, words).await?;
    let source = Source {
        name: args.name.clone().or_else(|| known.map(|known| known.name.clone())).unwrap_or_else(|| host_of(&url)),
        url,
        fetched: known.and_then(|known| known.fetched),
        pinned: Some(pinned),
        ..Source::unnamed(SourceKind::Stayhere, "UTC")
    };
    let now = host::now();
    let took = peer::ask(store, &args.source, &source, &Validators::default(), &own, now).await.map_err(told)?;
    let Some(took) = took else { return Err(Trouble(words.name("feed-no-answer", &source.url))) };
    let Validators { etag, modified } = took.validators.clone();
    let asking = Asking { etag, modified, asked: Some(now), failures: 0 };
    store.put_asking(args.source.clone(), asking).await.map_err(|error| trouble(&error, words))?;
    tell(&args.source, &took, words);
    Ok(ExitCode::SUCCESS)
}

/// Whose signature counts from now on: the key that was pinned, or the one whose fingerprint the operator gives or confirms.
async fn pin(
    args: &args::Subscribe,
    known: Option<&Source>,
    opened: &Opened,
    words: &Words,
) -> Result<Pinned, Trouble> {
    let key = opened.head.key;
    let pinned = known.and_then(|known| known.pinned.clone()).filter(|pinned| pinned.key == key);
    if let Some(typed) = &args.fingerprint {
        return if key.is_named(typed) { Ok(pinned.unwrap_or(Pinned::new(key))) } else { Err(other(key, words)) };
    }
    if let Some(pinned) = pinned {
        return Ok(pinned);
    }
    if known.is_some() {
        return Err(other(key, words));
    }
    let mut desk = Desk::new(words);
    say::line(&words.with("peer-key", &[("url", args.url.clone().into()), ("fingerprint", key.fingerprint().into())]));
    if desk.yes(&words.get("peer-is-it")).await? { Ok(Pinned::new(key)) } else { Err(Trouble(words.get("peer-not"))) }
}

fn other(key: DirectoryKey, words: &Words) -> Trouble {
    Trouble(words.name("peer-other-key", &key.fingerprint()))
}

fn tell(id: &SourceId, took: &peer::Taken, words: &Words) {
    for line in feed::amiss(took.count, &took.report, false, words) {
        say::line(&line);
    }
    if took.own > 0 {
        say::line(&words.with("peer-own-entries", &[("count", took.own.into())]));
    }
    for Peer { name, url, key } in &took.opened.head.peers {
        let values =
            [("name", name.clone().into()), ("url", url.clone().into()), ("fingerprint", key.fingerprint().into())];
        say::line(&words.with("peer-peer", &values));
    }
    say::line(&taken(id, &took.changes, words));
}

/// The sentence for why nothing was taken.
fn refused(why: &PeerError, url: &str, words: &Words) -> String {
    let PeerError::Refused(refused) = why else { return words.name("feed-no-answer", &format!("{url}: {why}")) };
    match refused {
        Refused::Unreadable => words.name("peer-unreadable", url),
        Refused::Signature => words.name("peer-signature", url),
        Refused::OtherKey { found } => words.name("peer-other-key", &found.fingerprint()),
        Refused::Older { known, found } => {
            words.with("peer-older", &[("known", known.to_string().into()), ("found", found.to_string().into())])
        }
        Refused::Forked(_) => words.name("peer-forked", url),
        Refused::Ahead => words.name("peer-ahead", url),
        Refused::Part => words.name("peer-part", url),
        Refused::Own => words.name("peer-own", url),
    }
}

/// An address of a server and nothing more: it is told to others, so no key may stand in it.
fn plain(typed: &str) -> Option<String> {
    let fits = feed::is_address(typed) && !typed.contains(['?', '#', '@', ' ']) && typed.len() <= limits::URL;
    fits.then(|| typed.trim_end_matches('/').to_owned())
}

fn host_of(url: &str) -> String {
    url.split("://").nth(1).unwrap_or(url).to_owned()
}
