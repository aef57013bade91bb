//! `stayhere directory import`: a feed becomes a source, or a known source is taken anew.

use std::process::ExitCode;

use client::Validators;
use directory::{
    Listing, Source, SourceId,
    check::kind_of,
    limits,
    merge::Asking,
    model::{SourceKind, Stale, Tags},
    stayhere::Bundle,
};
use directory_store::{Changes, DirectoryStore, DirectoryStoreError, Sqlite, take};

use super::{fetch, trouble};
use crate::{Trouble, args, feed, host, say, words::Words};

pub(super) async fn run(store: &Sqlite, args: args::Import, words: &Words) -> Result<ExitCode, Trouble> {
    let told = |error: DirectoryStoreError| trouble(&error, words);
    let id = args.source.clone();
    let listing = store.load().await.map_err(told)?.listing;
    let no_answer = |why: String| Trouble(words.name("feed-no-answer", &why));
    let known = listing.sources.get(&id).map(|known| known.kind);
    let asked = fetch::ask(&args.feed, args.kind.or(known), &Validators::default()).await.map_err(no_answer)?;
    let Some(sent) = asked else { return Err(no_answer(args.feed)) };
    let unknown = || Trouble(words.name("feed-unknown", &args.feed));
    let kind = match args.kind {
        Some(kind) => kind,
        None => kind_of(&sent.bytes).ok_or_else(unknown)?,
    };
    let source = described(&args, kind, &listing, words)?;
    let fetched = sent.read(&id, &source).map_err(|why| Trouble(words.name(feed::unreadable(why), &args.feed)))?;
    say::line(&directory_pages::report::kind(source.kind, words.pages()));
    if let Ok(copy) = Bundle::find(&sent.bytes) {
        say::line(&signed(&copy, words));
    }
    for line in feed::amiss(fetched.entries.len(), &fetched.report, args.all, words) {
        say::line(&line);
    }
    let now = host::now();
    let is_asked_again = !source.url.is_empty();
    let Some(changes) = take(store, &id, source, fetched, now).await.map_err(told)? else {
        return Err(Trouble(words.name("directory-empty", &id.0)));
    };
    if is_asked_again {
        let Validators { etag, modified } = sent.validators;
        let asking = Asking { etag, modified, asked: Some(now), failures: 0 };
        store.put_asking(id.clone(), asking).await.map_err(told)?;
    }
    say::line(&taken(&id, &changes, words));
    Ok(ExitCode::SUCCESS)
}

/// The source as the options say it; what they do not say is as it was.
fn described(args: &args::Import, kind: SourceKind, listing: &Listing, words: &Words) -> Result<Source, Trouble> {
    let known = listing.sources.get(&args.source);
    if known.is_some_and(|known| known.pinned.is_some()) {
        return Err(Trouble(words.name("peer-subscribed", &args.source.0)));
    }
    let others = || listing.sources.iter().filter(|(id, _)| **id != args.source);
    if known.is_none() && others().count() >= limits::SOURCES {
        return Err(Trouble(words.name("directory-too-many", &limits::SOURCES.to_string())));
    }
    if args.keep_numbers
        && let Some((other, _)) = others().find(|(_, source)| source.keeps_numbers)
    {
        return Err(Trouble(words.name("directory-numbers", &other.0)));
    }
    let zone = args.zone.clone().or_else(|| known.map(|known| known.zone.clone()));
    // In a copy from another server every time names its zone.
    let zone = zone.or_else(|| (kind == SourceKind::Stayhere).then(|| "UTC".to_owned()));
    let zone = zone.ok_or_else(|| Trouble(words.name("directory-zone-needed", &args.source.0)))?;
    if !directory::is_zone(&zone) {
        return Err(Trouble(words.name("feed-zone", &zone)));
    }
    let mut tags = known.map_or_else(Tags::default, |known| known.tags);
    if !args.problem.is_empty() {
        tags.problems = args.problem.iter().copied().collect();
    }
    if !args.philosophy.is_empty() {
        tags.philosophies = args.philosophy.iter().copied().collect();
    }
    let name = args.name.clone().or_else(|| known.map(|known| known.name.clone()));
    let programme = args.programme.clone().or_else(|| known.map(|known| known.programme.clone()));
    // A copy is of its day: whoever wants the days after it subscribes.
    let is_asked_again = feed::is_address(&args.feed) && kind != SourceKind::Stayhere;
    let url = if is_asked_again { args.feed.clone() } else { String::new() };
    Ok(Source {
        name: name.unwrap_or_else(|| args.source.0.clone()),
        url,
        kind,
        zone,
        programme: programme.unwrap_or_default(),
        tags,
        keeps_numbers: args.keep_numbers || known.is_some_and(|known| known.keeps_numbers),
        fetched: known.and_then(|known| known.fetched),
        stale: known.map_or_else(Stale::default, |known| known.stale),
        pinned: None,
    })
}

/// Who signed a copy, and when.
fn signed(copy: &Bundle, words: &Words) -> String {
    let head = &copy.opened.head;
    words.with("directory-copy", &[("fingerprint", head.key.fingerprint().into()), ("date", head.date().into())])
}

pub(super) fn taken(id: &SourceId, changes: &Changes, words: &Words) -> String {
    let values = [
        ("id", id.0.clone().into()),
        ("added", changes.added.into()),
        ("changed", changes.changed.into()),
        ("removed", changes.removed.into()),
        ("same", changes.same.into()),
    ];
    words.with("directory-taken", &values)
}
