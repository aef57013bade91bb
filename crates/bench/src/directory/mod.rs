//! `directory`: the same questions to our index, to a scan of everything as the field's servers do it, and to PostgreSQL with
//! PostGIS, over 2,000, 10,000 and 100,000 made-up meetings.
//!
//! Each size is measured in a process of its own, so that the memory of one is not that of another.

mod made;
mod ours;
mod postgis;
mod questions;
mod scan;

use std::{fs, process::Command, time::Duration};

use anyhow::{Context, Result, ensure};
use tokio::runtime::Runtime;

use crate::figures::{Samples, head, micros, number, row};
use questions::{Kind, Question};

const SIZES: [usize; 3] = [2_000, 10_000, 100_000];
/// Which size a process measures.
const SIZE: &str = "BENCH_MEETINGS";
/// Questions of each kind.
const QUESTIONS: usize = 2_000;
/// The same to a scan of 100,000, which takes long.
const SCANNED: usize = 200;

/// What one way of answering took.
struct Way {
    name: &'static str,
    /// From a feed to the first answer.
    import: Duration,
    /// Bytes that it holds.
    held: u64,
    /// By kind of question.
    answers: Vec<(Kind, Answered)>,
}

/// What the questions of one kind took.
#[derive(Default)]
struct Answered {
    times: Samples,
    /// Answers in a second with as many askers as there are cores.
    rate: f64,
    /// How many meetings each question finds, where that was counted.
    found: Vec<u64>,
}

/// Whether this process only adds its rows to the table of another.
pub(crate) fn is_one_size() -> bool {
    std::env::var_os(SIZE).is_some()
}

pub(crate) fn run() -> Result<()> {
    if let Some(size) = std::env::var(SIZE).ok().and_then(|size| size.parse().ok()) {
        return measure(size);
    }
    println!("`p50` and `p99` in microseconds with one asker, `a second` with two.\n");
    head(&["meetings", "question", "way", "p50", "p99", "a second", "import: s", "holds: MB"]);
    for size in SIZES {
        let program = std::env::current_exe()?;
        let status = Command::new(program).arg("directory").env(SIZE, size.to_string()).status()?;
        ensure!(status.success(), "{size} meetings could not be measured");
    }
    Ok(())
}

fn measure(size: usize) -> Result<()> {
    let meetings = made::meetings(size);
    let asked: Vec<(Kind, Vec<Question>)> =
        Kind::ALL.into_iter().map(|kind| (kind, questions::ask(kind, &meetings, QUESTIONS))).collect();
    let feed = made::feed(&meetings)?;
    let runtime = Runtime::new()?;
    let scan = scan::measure(&feed, &asked)?;
    let (index, served) = runtime.block_on(ours::measure(&feed, &asked))?;
    let postgis = postgis::measure(&meetings, &asked)?;
    compare(&index, &scan, "a scan")?;
    compare(&index, &postgis, "PostGIS")?;
    let ways = [&scan, &index, &postgis, &served];
    for (place, (kind, _)) in asked.iter().enumerate() {
        for way in ways {
            let (_, answered) = &way.answers[place];
            row(&[
                size.to_string(),
                kind.name().to_owned(),
                way.name.to_owned(),
                micros(answered.times.median()),
                micros(answered.times.p99()),
                format!("{:.0}", answered.rate),
                format!("{:.2}", way.import.as_secs_f64()),
                format!("{:.1}", number(way.held) / 1e6),
            ]);
        }
    }
    Ok(())
}

/// Figures of ways that answer differently say nothing. On the edge of a circle one ellipsoid is not the other: a thousandth
/// of the questions may differ.
fn compare(one: &Way, other: &Way, name: &str) -> Result<()> {
    for ((kind, ours), (_, theirs)) in one.answers.iter().zip(&other.answers) {
        let asked = ours.found.len().min(theirs.found.len());
        let differ = ours.found.iter().zip(&theirs.found).filter(|(ours, theirs)| ours != theirs).count();
        let example = ours.found.iter().zip(&theirs.found).position(|(ours, theirs)| ours != theirs);
        ensure!(
            differ * 100 <= asked,
            "{}: {differ} of {asked} answers differ from {name}; the first is {example:?}",
            kind.name()
        );
    }
    Ok(())
}

/// Bytes of memory that this process holds.
fn held() -> Result<u64> {
    let pages = fs::read_to_string("/proc/self/statm").context("memory is only measured on Linux")?;
    let resident: u64 = pages.split(' ').nth(1).context("an odd statm")?.parse()?;
    Ok(resident * rustix::param::page_size() as u64)
}
