//! `cargo xtask fuzz`: searches for bytes that break a promise, guided by coverage (docs/fuzzing.md).
//!
//! libFuzzer comes with the crate `libfuzzer-sys` and works with the stable compiler: LLVM's own flags ask for the
//! counters that it reads.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::process;

/// Counters for edges, a table of places and traces of comparisons, as `cargo fuzz` asks for them. Assertions and overflow
/// checks are those of the development profile, which spares the one library that asserts what malformed bytes break.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";
/// With a target named, what builds on the way (macros, build scripts) is left without counters.
const MACHINE: &str = "x86_64-unknown-linux-gnu";
const HOME: &str = "target/fuzz";
/// Seconds for one input, and megabytes for all: more is a finding.
const LIMITS: [&str; 2] = ["-timeout=20", "-rss_limit_mb=2048"];
/// Seconds for each target where nothing is said.
const SECONDS: &str = "60";

/// Searches in one target or in all, so many seconds in each; what is found goes into the corpus of the tree.
pub(crate) fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["seed"] => process::run(&mut corpus(&["seed"])),
        ["replay"] => process::run(process::cargo().args(["nextest", "run", "--package", "fuzz"])),
        [] => all(SECONDS),
        [seconds] if seconds.parse::<u32>().is_ok() => all(seconds),
        [target] => search(&build()?, target, SECONDS),
        [target, seconds] => search(&build()?, target, seconds),
        other => bail!("cargo xtask fuzz [seed | replay | TARGET] [SECONDS], not {}", other.join(" ")),
    }
}

fn all(seconds: &str) -> Result<()> {
    let driver = build()?;
    let mut broken = Vec::new();
    for target in targets()? {
        if let Err(error) = search(&driver, &target, seconds) {
            process::say(&format!("{target}: {error:#}"));
            broken.push(target);
        }
    }
    if broken.is_empty() { Ok(()) } else { bail!("broken: {}", broken.join(", ")) }
}

fn search(driver: &Path, target: &str, seconds: &str) -> Result<()> {
    let longest = longest(target)?;
    let home = process::root().join(HOME).join(target);
    let (known, kept) = (home.join("known"), home.join("kept"));
    for folder in [&known, &kept] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
    }
    process::run(&mut corpus(&["unpack", target, &known.display().to_string()]))?;
    let broke = home.join("broke-");
    let mut search = drive(driver, target);
    search.arg(&known).args(LIMITS).arg(format!("-max_len={longest}")).arg(format!("-max_total_time={seconds}"));
    search.args(["-print_final_stats=1", "-use_value_profile=1"]).arg(format!("-artifact_prefix={}", broke.display()));
    let outcome = process::run(&mut search);
    process::run(drive(driver, target).args(["-merge=1", &format!("-max_len={longest}")]).arg(&kept).arg(&known))?;
    process::run(&mut corpus(&["pack", target, &kept.display().to_string()]))?;
    outcome.with_context(|| {
        format!("`cargo run -p fuzz --bin fuzz-corpus broke {target} FILE` keeps {}..", broke.display())
    })
}

/// One thread at the lowest priority; its output says how far it has come.
fn drive(driver: &Path, target: &str) -> Command {
    let mut command = process::program("nice", ".");
    command.arg(driver).env("STAYHERE_FUZZ", target);
    command
}

fn build() -> Result<PathBuf> {
    let home = process::root().join(HOME);
    let mut cargo = process::cargo();
    cargo.args(["build", "--quiet", "--package", "fuzz", "--features", "driver", "--bin", "fuzz-drive"]);
    cargo.args(["--target", MACHINE, "--target-dir"]).arg(&home).env("RUSTFLAGS", FLAGS);
    process::run(&mut cargo)?;
    Ok(home.join(MACHINE).join("debug/fuzz-drive"))
}

fn corpus(arguments: &[&str]) -> Command {
    let mut cargo = process::cargo();
    cargo.args(["run", "--quiet", "--package", "fuzz", "--bin", "fuzz-corpus", "--"]).args(arguments);
    cargo
}

/// Names of the targets, and the longest input of each.
fn list() -> Result<Vec<(String, String)>> {
    let list = process::output(corpus(&["list"]).stdin(Stdio::null()))?;
    let pair = |line: &str| line.split_once(' ').map(|(name, longest)| (name.to_owned(), longest.to_owned()));
    Ok(list.lines().filter_map(pair).collect())
}

fn targets() -> Result<Vec<String>> {
    Ok(list()?.into_iter().map(|(name, _)| name).collect())
}

fn longest(target: &str) -> Result<String> {
    let found = list()?.into_iter().find(|(name, _)| name == target);
    found.map(|(_, longest)| longest).with_context(|| format!("there is no target {target}"))
}
