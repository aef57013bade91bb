//! Our index, asked in memory and over HTTP.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use directory::{
    Source, SourceId,
    model::SourceKind,
    search::{Index, Query},
};
use directory_store::{DirectoryStore, Sqlite, take};
use server::Directory;
use wire::Millis;

use super::{
    Answered, Way, held,
    questions::{Kind, Question},
};
use crate::{figures::rate, house::House};

type Asked = [(Kind, Vec<Question>)];

/// The index in memory, and the same behind the interface for programs.
pub(crate) async fn measure(feed: &[u8], asked: &Asked) -> Result<(Way, Way)> {
    let folder = tempfile::Builder::new().prefix("bench-").tempdir_in("target")?;
    let now = proofs::now();
    let before = held()?;
    let began = Instant::now();
    let store = Arc::new(Sqlite::open(folder.path()).await?);
    import(&store, feed, now).await?;
    let index = Index::build(store.load().await?.shown(None, now), now);
    let import = began.elapsed();
    let holds = held()?.saturating_sub(before);
    let answers = asked.iter().map(|(kind, questions)| (*kind, search(&index, *kind, questions, now))).collect();
    drop(index);
    let directory = Directory::open(store, None, now).await?;
    let house = House::with_directory(directory).await?;
    let mut served = Vec::new();
    for (kind, questions) in asked {
        served.push((*kind, ask(&house.url, *kind, questions).await?));
    }
    let index = Way { name: "index", import, held: holds, answers };
    Ok((index, Way { name: "index over HTTP", import, held: holds, answers: served }))
}

async fn import(store: &Arc<Sqlite>, feed: &[u8], now: Millis) -> Result<()> {
    let id = SourceId("made".to_owned());
    let source = Source { fetched: Some(now), ..Source::unnamed(SourceKind::MeetingGuide, "America/New_York") };
    let fetched = directory::read(&id, &source, feed).map_err(|why| anyhow::anyhow!("{why:?}"))?;
    take(&**store, &id, source, fetched, now).await?.context("the feed was empty")?;
    Ok(())
}

fn search(index: &Index, kind: Kind, questions: &[Question], now: Millis) -> Answered {
    let mut answered = Answered::default();
    for question in questions {
        let query = question.query(kind);
        let began = Instant::now();
        let page = std::hint::black_box(index.search(&query, now));
        answered.times.add_time(began.elapsed());
        answered.found.push(u64::from(page.total));
    }
    let began = Instant::now();
    thread::scope(|scope| {
        for half in questions.chunks(questions.len().div_ceil(2)) {
            scope.spawn(move || {
                for question in half {
                    std::hint::black_box(index.search(&question.query(kind), now));
                }
            });
        }
    });
    answered.rate = rate(questions.len(), began.elapsed());
    answered
}

/// Each asker has one connection, as a program has.
async fn ask(url: &str, kind: Kind, questions: &[Question]) -> Result<Answered> {
    let addresses: Vec<String> = questions.iter().map(|one| address(url, &one.query(kind))).collect();
    let mut answered = Answered::default();
    // Nothing is encrypted on loopback, but the client wants to know how it would be.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = asker()?;
    for address in &addresses {
        answered.times.add_time(get(&client, address).await?);
    }
    let began = Instant::now();
    let askers = addresses.chunks(addresses.len().div_ceil(2)).map(|half| {
        let half = half.to_vec();
        tokio::spawn(async move {
            let client = asker()?;
            for address in &half {
                get(&client, address).await?;
            }
            anyhow::Ok(())
        })
    });
    for asker in askers.collect::<Vec<_>>() {
        asker.await??;
    }
    answered.rate = rate(addresses.len(), began.elapsed());
    Ok(answered)
}

fn address(url: &str, query: &Query) -> String {
    format!("{url}/api/v1/meetings?{}", query.print())
}

fn asker() -> Result<reqwest::Client> {
    Ok(reqwest::Client::builder().no_proxy().build()?)
}

async fn get(client: &reqwest::Client, address: &str) -> Result<Duration> {
    let began = Instant::now();
    let answer = client.get(address).send().await?;
    ensure!(answer.status().is_success(), "{address}: {}", answer.status());
    answer.bytes().await?;
    Ok(began.elapsed())
}
