//! How large and how fast: programs that print figures as Markdown tables, for `docs/performance.md`. No test waits on them.
//!
//! `cargo xtask bench [NAME]`. Machines are noisy, so every table of times shows what is compared side by side, from one
//! run, and [`figures::machine`] says what else the machine had to do.

#![expect(clippy::print_stdout, reason = "the figures are the program's answer")]

mod directory;
mod figures;
mod gather;
mod house;
mod protocol;
mod share;
mod sign_in;
mod size;
mod world;

use std::process::ExitCode;

use anyhow::{Result, bail};
use tokio::runtime::Runtime;

const NAMES: [&str; 5] = ["size", "sign-in", "share", "protocol", "directory"];

fn main() -> ExitCode {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let wanted: Vec<&str> = if named.is_empty() { NAMES.to_vec() } else { named.iter().map(String::as_str).collect() };
    for name in wanted {
        if let Err(error) = run(name) {
            eprint(&format!("bench {name}: {error:#}"));
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn run(name: &str) -> Result<()> {
    if !directory::is_one_size() {
        println!("\n## {name}\n\n{}\n", figures::machine());
    }
    match name {
        "size" => size::run(),
        "sign-in" => Runtime::new()?.block_on(sign_in::run()),
        "share" => Runtime::new()?.block_on(share::run()),
        "protocol" => protocol::run(),
        "directory" => directory::run(),
        other => bail!("there is no {other}; there are {}", NAMES.join(", ")),
    }
}

/// Tells whoever waits how far it is; the tables alone go to standard output.
#[expect(clippy::print_stderr, reason = "not part of the figures")]
fn eprint(text: &str) {
    eprintln!("{text}");
}
