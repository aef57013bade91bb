//! `stayhere directory`: what an operator does about the public directory, while the server runs or not.

mod copy;
mod fetch;
mod import;
mod own;
mod peer;
#[cfg(test)]
mod peer_tests;
mod rounds;
mod subscribe;

use std::{path::Path, process::ExitCode};

use directory::{
    CardKey, Listing, Source, SourceId, circles,
    merge::Asking,
    model::{SourceKind, Word},
};
use directory_store::{DirectoryStore, DirectoryStoreError, Hidden, KeptCard, Sqlite};
use wire::Day;

use crate::{
    Trouble,
    args::{self, DirectoryTask},
    home, host, say,
    words::Words,
};

pub(crate) use peer::Own;
pub(crate) use rounds::rounds;

const DAY_MS: u64 = 86_400_000;

pub(crate) async fn run(args: args::Directory, words: &Words) -> Result<ExitCode, Trouble> {
    let folder = args.data.map_or_else(|| home::server_data(words), Ok)?;
    let store = open(&folder, words).await?;
    let told = |error: DirectoryStoreError| trouble(&error, words);
    match args.task {
        DirectoryTask::Import(args) => import::run(&store, args, words).await,
        DirectoryTask::Copy(args) => copy::run(&store, args, &host::secrets(&folder, words)?, words).await,
        DirectoryTask::Key => {
            let key = host::secrets(&folder, words)?.directory_key();
            say::line(&words.name("directory-key", &key.fingerprint()));
            Ok(ExitCode::SUCCESS)
        }
        DirectoryTask::Subscribe(args) => {
            let key = host::secrets(&folder, words)?.directory_key();
            let base = args.own.clone().unwrap_or_default();
            subscribe::run(&store, args, Own { key, base }, words).await
        }
        DirectoryTask::Sources => {
            let listing = store.load().await.map_err(told)?.listing;
            let asking = store.asking().await.map_err(told)?;
            if listing.sources.is_empty() {
                say::line(&words.get("directory-none"));
            }
            for (id, source) in &listing.sources {
                say::line(&row(id, source, asking.get(id), &listing, words));
            }
            Ok(ExitCode::SUCCESS)
        }
        DirectoryTask::Circles => {
            let stored = store.load().await.map_err(told)?;
            if stored.cards.is_empty() {
                say::line(&words.get("directory-no-circles"));
            }
            for (key, card) in &stored.cards {
                say::line(&circle(*key, card, stored.hidden.contains(&Hidden::Card(*key)), words));
            }
            Ok(ExitCode::SUCCESS)
        }
        DirectoryTask::Forget { source } => {
            let there = store.remove_source(SourceId(source.clone())).await.map_err(told)?;
            one(there, "directory-forgotten", &source, words)
        }
        DirectoryTask::Own(args) => own::list(&store, args, words).await,
        DirectoryTask::Servants { task } => own::servants(&store, task, words).await,
        DirectoryTask::Review { task } => own::review(&store, task, words).await,
        DirectoryTask::Hide { id } => hide(&store, id, true, words).await,
        DirectoryTask::Show { id } => hide(&store, id, false, words).await,
    }
}

/// Opens the directory of a data folder; a running server has it open too.
pub(crate) async fn open(folder: &Path, words: &Words) -> Result<Sqlite, Trouble> {
    home::make_private(folder)?;
    Sqlite::open(folder).await.map_err(|error| trouble(&error, words))
}

pub(crate) fn trouble(error: &DirectoryStoreError, words: &Words) -> Trouble {
    Trouble(words.name("directory-trouble", &error.to_string()))
}

async fn hide(store: &Sqlite, id: Hidden, hidden: bool, words: &Words) -> Result<ExitCode, Trouble> {
    let told = |error: DirectoryStoreError| trouble(&error, words);
    // A circle is listed under a number too, and known to the store by its card's key.
    let cards = store.load().await.map_err(told)?.cards;
    let by_number = cards.keys().copied().find(|key| Hidden::Entry(circles::id(*key)) == id);
    let what = by_number.map_or(id, Hidden::Card);
    let there = store.hide(what, hidden, host::now()).await.map_err(told)?;
    one(there, if hidden { "directory-hidden" } else { "directory-shown" }, &id.to_string(), words)
}

fn circle(key: CardKey, card: &KeptCard, hidden: bool, words: &Words) -> String {
    let open = card.open(key);
    let state = if open.is_none() {
        "directory-circle-false"
    } else if hidden {
        "directory-circle-hidden"
    } else {
        "directory-circle"
    };
    let name = open.map(|card| card.words.name).unwrap_or_default();
    let days = card.until.0.saturating_sub(Day::of(host::now()).0);
    words.with(state, &[("key", Hidden::Card(key).to_string().into()), ("name", name.into()), ("days", days.into())])
}

fn row(id: &SourceId, source: &Source, asking: Option<&Asking>, listing: &Listing, words: &Words) -> String {
    let entries = listing.entries.values().filter(|entry| entry.origin.source == *id).count();
    let days = source.fetched.map(|fetched| host::now().since(fetched) / DAY_MS);
    let values = [
        ("id", id.0.clone().into()),
        ("name", source.name.clone().into()),
        ("kind", source.kind.word().into()),
        ("entries", entries.into()),
        ("days", days.unwrap_or_default().into()),
        ("failures", asking.map_or(0, |asking| asking.failures).into()),
    ];
    let line = match (source.kind, days) {
        (SourceKind::Own, _) => "directory-row-own",
        (_, Some(_)) => "directory-row",
        (_, None) => "directory-row-new",
    };
    words.with(line, &values)
}

fn one(there: bool, done: &str, id: &str, words: &Words) -> Result<ExitCode, Trouble> {
    if there {
        say::line(&words.name(done, id));
        Ok(ExitCode::SUCCESS)
    } else {
        Err(Trouble(words.name("directory-no-such", id)))
    }
}
