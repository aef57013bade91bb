//! `stayhere directory copy`: what a search finds, as one file to keep or to pass on.

use std::{fs, process::ExitCode};

use directory::{
    limits,
    search::{Index, Query},
    stayhere::{self, About},
};
use directory_pages::{Copy, copied, copy};
use directory_store::{DirectoryStore, Sqlite};
use server::Secrets;
use wire::{Day, Millis};

use super::trouble;
use crate::{Trouble, args, host, say, words::Words};

const DAY_MS: u64 = 86_400_000;

pub(super) async fn run(
    store: &Sqlite,
    args: args::CopyList,
    secrets: &Secrets,
    words: &Words,
) -> Result<ExitCode, Trouble> {
    let query = Query::parse(&args.search).map_err(|fault| Trouble(words.name("copy-search", &fault.to_string())))?;
    let stored = store.load().await.map_err(|error| trouble(&error, words))?;
    let (now, revision) = (host::now(), stored.revision);
    let index = Index::build(stored.shown(args.url.as_deref(), now), now);
    let base = args.url.as_deref().unwrap_or_default();
    let mut meetings = copied(&index, &index.all(&query, now));
    let total = meetings.len();
    meetings.truncate(limits::COPY);
    let count = meetings.len();
    let day = Millis(now.0 / DAY_MS * DAY_MS);
    let about = About { base, number: stayhere::number(Day::of(day), revision), at: day };
    let signer = secrets.directory_signer();
    let data = stayhere::copy(index.listing(), meetings.iter().copied(), &about, signer);
    let page = copy(&Copy { lang: words.pages(), base, total, data: &data }, &index, meetings.into_iter(), now);
    fs::write(&args.file, page)?;
    let values = [("file", args.file.display().to_string().into()), ("count", count.into()), ("total", total.into())];
    say::line(&words.with("copy-written", &values));
    Ok(ExitCode::SUCCESS)
}
