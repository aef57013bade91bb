//! The house's own commands. `cargo xtask help` lists them.

mod app;
mod bench;
mod claims;
mod debian;
mod fuzz;
mod node;
mod process;
mod reproduce;
mod rooms;
mod run;
mod stamp;
mod test;
mod tidy;
mod tree;
mod vectors;
mod wasm;
mod web;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask run [--demo]          build everything and serve on http://127.0.0.1:8080 (data in ./data)
cargo xtask test [rust|web|e2e]   set up what the tests need and run them
cargo xtask wasm                  build the browser's engine into web/src/lib/wasm
cargo xtask web                   build the web app into web/dist
cargo xtask reproduce FOLDER      build the app again from a copy in FOLDER, and compare
cargo xtask claims                write SECURITY.md's lists and the app's page from docs/protocol/claims.toml
cargo xtask bench [NAME]          print the figures of docs/performance.md
cargo xtask fuzz [TARGET] [SECONDS] search for bytes that break a promise (fuzz seed, fuzz replay)
cargo xtask vectors               check the known answers of protocol, calendar and directory in Python
cargo xtask tidy                  check the rules of the house";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            process::say(&format!("\nxtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["run"] => run::run(run::What::Server),
        ["run", "--demo"] => run::run(run::What::Demo),
        ["test"] => test::all(),
        ["test", "rust"] => test::rust(),
        ["test", "web"] => test::web(),
        ["test", "e2e"] => test::e2e(),
        ["wasm"] => wasm::build(),
        ["web"] => web::build(),
        ["reproduce", folder] => reproduce::run(folder),
        ["claims"] => claims::write(),
        ["bench", names @ ..] => bench::run(names),
        ["fuzz", arguments @ ..] => fuzz::run(arguments),
        ["vectors"] => vectors::check(),
        ["tidy"] => tidy::run(),
        ["help" | "--help" | "-h"] | [] => {
            process::say(HELP);
            Ok(())
        }
        other => bail!("there is no `cargo xtask {}`\n{HELP}", other.join(" ")),
    }
}
