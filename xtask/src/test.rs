//! `cargo xtask test`: sets up what the tests need and runs every suite, cheap ones first.

use std::{thread, time::Instant};

use anyhow::{Result, bail};

use crate::{debian, node, process, run, tidy, vectors, wasm, web};

/// What the browser journeys need: a browser, a font with Arabic, and a terminal that can be driven.
const JOURNEYS: [&str; 3] = ["chromium", "fonts-noto-core", "tmux"];
/// Embedding the web app would make every Rust test wait for it; the development binary says that it has none.
const SKIP_WEB: (&str, &str) = ("STAYHERE_SKIP_WEB", "1");

type Suite = (&'static str, fn() -> Result<()>);

/// These take seconds and are all run, so that one run tells everything that is cheap to know.
const CHEAP: [Suite; 2] = [("format", format), ("tidy", tidy::run)];
const RUST: [Suite; 4] =
    [("vectors in Python", vectors::check), ("clippy", clippy), ("rust tests", rust_tests), ("doc tests", doc_tests)];
const WEB: [Suite; 3] = [("wasm", wasm::build), ("web check and unit tests", web::check), ("web build", web::build)];
const E2E: [Suite; 2] = [("binary with the web app", binary), ("journeys in Chromium", journeys)];

/// Every suite.
pub(crate) fn all() -> Result<()> {
    node::check()?;
    debian::ensure(&JOURNEYS, "test in a real browser and a real terminal")?;
    cheap()?;
    let start = Instant::now();
    // The engine for browsers ends with long work on one core, and so do the last crates of the workspace.
    let [wasm, then @ ..] = &WEB;
    thread::scope(|scope| {
        let beside = scope.spawn(|| timed(*wasm));
        let rust = in_order(&RUST);
        let wasm = beside.join().unwrap_or_else(|_| bail!("the engine for browsers was not built"));
        rust.and(wasm)
    })?;
    in_order(&[then, &E2E[..]].concat())?;
    passed(start);
    Ok(())
}

/// The cheap checks and everything in Rust.
pub(crate) fn rust() -> Result<()> {
    cheap()?;
    all_of(&RUST)
}

/// The engine for browsers and the web app.
pub(crate) fn web() -> Result<()> {
    node::check()?;
    all_of(&WEB)
}

/// The journeys against the real binary.
pub(crate) fn e2e() -> Result<()> {
    node::check()?;
    debian::ensure(&JOURNEYS, "test in a real browser and a real terminal")?;
    all_of(&[&WEB[..1], &WEB[2..], &E2E].concat())
}

fn cheap() -> Result<()> {
    let failed: Vec<&str> = CHEAP.into_iter().filter(|suite| timed(*suite).is_err()).map(|(name, _)| name).collect();
    if failed.is_empty() { Ok(()) } else { bail!("failed: {}", failed.join(", ")) }
}

fn all_of(suites: &[Suite]) -> Result<()> {
    let start = Instant::now();
    in_order(suites)?;
    passed(start);
    Ok(())
}

fn in_order(suites: &[Suite]) -> Result<()> {
    suites.iter().try_for_each(|suite| timed(*suite))
}

fn passed(start: Instant) {
    process::say(&format!("\nall suites passed in {} s", start.elapsed().as_secs()));
}

fn timed((name, work): Suite) -> Result<()> {
    process::say(&format!("\n=== {name}"));
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs_f32();
    match &result {
        Ok(()) => process::say(&format!("--- {name}: passed in {seconds:.1} s")),
        Err(error) => process::say(&format!("--- {name}: FAILED in {seconds:.1} s: {error:#}")),
    }
    result
}

fn format() -> Result<()> {
    process::run(process::cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    let mut clippy = process::cargo();
    clippy
        .args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])
        .env(SKIP_WEB.0, SKIP_WEB.1);
    process::run(&mut clippy)
}

fn rust_tests() -> Result<()> {
    let mut cargo = process::cargo();
    if process::output(process::cargo().args(["nextest", "--version"]).stderr(std::process::Stdio::null())).is_ok() {
        cargo.args(["nextest", "run"]);
    } else {
        cargo.args(["test", "--lib", "--bins", "--tests"]);
    }
    // xtask-bindgen has no tests and a heavy library; the wasm suite builds it.
    cargo.args(["--workspace", "--exclude", "xtask-bindgen"]).env(SKIP_WEB.0, SKIP_WEB.1);
    process::run(&mut cargo)
}

fn doc_tests() -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args(["test", "--doc", "--workspace", "--exclude", "xtask-bindgen", "--quiet"]).env(SKIP_WEB.0, SKIP_WEB.1);
    process::run(&mut cargo)
}

fn binary() -> Result<()> {
    run::development().map(|_| ())
}

fn journeys() -> Result<()> {
    let binary = run::development()?;
    node::install("e2e")?;
    process::run(node::npm("e2e").args(["run", "--silent", "test"]).env("STAYHERE_BINARY", binary))
}
