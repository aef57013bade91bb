//! `stayhere directory own|servants|review`: a list of the server's own, who fills it, and what of it waits.

use std::process::ExitCode;

use data_encoding::BASE32_NOPAD;
use directory::{
    EntryId, Source, limits,
    model::SourceKind,
    own::{Proposal, Wish, reason, servant_name, source},
};
use directory_pages::{Difference, differences};
use directory_store::{DirectoryStore, DirectoryStoreError, KeyHash, OwnStore, Servant, Sqlite, grant};
use rand_core::{OsRng, RngCore};
use wire::{Day, Millis};

use super::trouble;
use crate::{
    Trouble,
    args::{OwnList, ReviewTask, ServantsTask},
    host, say,
    words::Words,
};

/// Random bytes of a servant's key: 160 bits, 32 letters and digits.
const KEY: usize = 20;
const GROUP: usize = 4;

/// Sets up the list, or changes what it is called.
pub(super) async fn list(store: &Sqlite, args: OwnList, words: &Words) -> Result<ExitCode, Trouble> {
    let told = |error: DirectoryStoreError| trouble(&error, words);
    let sources = store.sources().await.map_err(told)?;
    let known = sources.get(&source()).cloned();
    if known.as_ref().is_some_and(|known| known.kind != SourceKind::Own) {
        return Err(Trouble(words.name("own-other-source", &source().0)));
    }
    if known.is_none() && sources.len() >= limits::SOURCES {
        return Err(Trouble(words.name("directory-too-many", &limits::SOURCES.to_string())));
    }
    let zone = args.zone.or_else(|| known.as_ref().map(|known| known.zone.clone()));
    let zone = zone.ok_or_else(|| Trouble(words.name("directory-zone-needed", &source().0)))?;
    if !directory::is_zone(&zone) {
        return Err(Trouble(words.name("feed-zone", &zone)));
    }
    let list = Source { name: args.name, ..known.unwrap_or_else(|| Source::unnamed(SourceKind::Own, &zone)) };
    let line = words.with("own-list", &[("name", list.name.clone().into()), ("zone", zone.clone().into())]);
    store.put_list(Source { zone, ..list }).await.map_err(told)?;
    say::line(&line);
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn servants(store: &Sqlite, task: ServantsTask, words: &Words) -> Result<ExitCode, Trouble> {
    let told = |error: DirectoryStoreError| trouble(&error, words);
    let all = store.servants().await.map_err(told)?;
    match task {
        ServantsTask::Add { name, reviews } => {
            if !store.sources().await.map_err(told)?.contains_key(&source()) {
                return Err(Trouble(words.get("own-none")));
            }
            if all.len() >= limits::SERVANTS {
                return Err(Trouble(words.name("servants-too-many", &limits::SERVANTS.to_string())));
            }
            let name = servant_name(&name)
                .ok_or_else(|| Trouble(words.name("servants-name", &limits::SERVANT.to_string())))?;
            let key = new_key();
            let servant = Servant { key: KeyHash::of(&key), reviews, since: Day::of(host::now()) };
            if !store.add_servant(name.clone(), servant).await.map_err(told)? {
                return Err(Trouble(words.name("servants-there", &name)));
            }
            say::line(&key);
            say::line(&words.name(if reviews { "servants-added-review" } else { "servants-added" }, &name));
            Ok(ExitCode::SUCCESS)
        }
        ServantsTask::List => {
            if all.is_empty() {
                say::line(&words.get("servants-none"));
            }
            for (name, servant) in all {
                let days = Day::of(host::now()).0.saturating_sub(servant.since.0);
                let line = if servant.reviews { "servants-row-review" } else { "servants-row" };
                say::line(&words.with(line, &[("name", name.into()), ("days", days.into())]));
            }
            Ok(ExitCode::SUCCESS)
        }
        ServantsTask::Remove { name } => {
            if !store.remove_servant(name.clone()).await.map_err(told)? {
                return Err(Trouble(words.name("servants-no-such", &name)));
            }
            say::line(&words.name("servants-removed", &name));
            Ok(ExitCode::SUCCESS)
        }
    }
}

pub(super) async fn review(store: &Sqlite, task: Option<ReviewTask>, words: &Words) -> Result<ExitCode, Trouble> {
    let told = |error: DirectoryStoreError| trouble(&error, words);
    let proposals = store.proposals().await.map_err(told)?;
    let Some(task) = task else {
        let listing = store.load().await.map_err(told)?.listing;
        if proposals.is_empty() {
            say::line(&words.get("review-none"));
        }
        for (id, proposal) in proposals {
            let listed = listing.entries.get(&id).map(|entry| entry.name.as_str());
            say::line(&row(id, &proposal, listed, words));
        }
        return Ok(ExitCode::SUCCESS);
    };
    let id = match &task {
        ReviewTask::Show { id }
        | ReviewTask::List { id, .. }
        | ReviewTask::Return { id, .. }
        | ReviewTask::Drop { id } => *id,
    };
    let none = || Trouble(words.name("review-no-such", &id.to_string()));
    let proposal = proposals.get(&id).ok_or_else(none)?;
    let (done, line) = match task {
        ReviewTask::Show { .. } => return show(store, id, proposal, words).await,
        ReviewTask::List { seen, .. } => (grant(store, id, Millis(seen), host::now()).await, "review-granted"),
        ReviewTask::Return { why, .. } => {
            let why = reason(&why).ok_or_else(|| Trouble(words.get("review-why")))?;
            (store.give_back(id, proposal.at, why).await, "review-returned")
        }
        ReviewTask::Drop { .. } => (store.withdraw(id, None).await, "review-dropped"),
    };
    if !done.map_err(told)? {
        return Err(none());
    }
    say::line(&words.name(line, &id.to_string()));
    Ok(ExitCode::SUCCESS)
}

/// What changes, and the number that stands for having seen exactly this.
async fn show(store: &Sqlite, id: EntryId, proposal: &Proposal, words: &Words) -> Result<ExitCode, Trouble> {
    let listing = store.load().await.map_err(|error| trouble(&error, words))?.listing;
    let before = listing.entries.get(&id);
    say::line(&row(id, proposal, before.map(|entry| entry.name.as_str()), words));
    let after = match &proposal.wish {
        Wish::List(entry) => Some(&**entry),
        Wish::Remove => None,
    };
    for Difference { label, before, after } in differences(words.pages(), before, after) {
        say::line(&format!("{label}:"));
        let marked = [("-", before), ("+", after)].into_iter().filter(|(_, text)| !text.is_empty());
        for (mark, text) in marked {
            for line in text.lines() {
                say::line(&format!("  {mark} {line}"));
            }
        }
    }
    let values = [("id", id.to_string().into()), ("seen", proposal.at.0.to_string().into())];
    say::line(&words.with("review-seen", &values));
    Ok(ExitCode::SUCCESS)
}

/// Eight groups of four letters and digits.
fn new_key() -> String {
    let mut random = [0; KEY];
    OsRng.fill_bytes(&mut random);
    let text = BASE32_NOPAD.encode(&random).to_ascii_lowercase();
    let groups: Vec<&str> = (0..text.len() / GROUP).filter_map(|n| text.get(n * GROUP..(n + 1) * GROUP)).collect();
    groups.join("-")
}

fn row(id: EntryId, proposal: &Proposal, listed: Option<&str>, words: &Words) -> String {
    let came_back = proposal.returned.is_some();
    let (line, name) = match (&proposal.wish, listed) {
        (Wish::List(entry), None) => ("review-new", entry.name.as_str()),
        (Wish::List(entry), Some(_)) => ("review-change", entry.name.as_str()),
        (Wish::Remove, name) => ("review-remove", name.unwrap_or_default()),
    };
    let values = [("id", id.to_string().into()), ("name", name.to_owned().into()), ("by", proposal.by.clone().into())];
    let line = words.with(line, &values);
    if came_back { words.name("review-came-back", &line) } else { line }
}
