//! `cargo xtask run`: from a fresh clone to a page that answers.

use std::path::PathBuf;

use anyhow::Result;

use crate::{process, web};

const ADDRESS: &str = "127.0.0.1:8080";

/// What is served.
#[derive(Clone, Copy)]
pub(crate) enum What {
    /// The server alone, with its data in `./data`.
    Server,
    /// The server with a circle of simulated members who hold meetings.
    Demo,
}

/// Builds all there is and serves it until it is stopped.
pub(crate) fn run(what: What) -> Result<()> {
    web::build()?;
    let binary = release()?;
    let mut serve = process::program(binary, ".");
    match what {
        What::Server => serve.args(["serve", "--listen", ADDRESS, "--data", "data"]),
        What::Demo => serve.args(["demo", "--listen", ADDRESS]),
    };
    process::run(&mut serve)
}

/// The release binary, with the web app inside.
fn release() -> Result<PathBuf> {
    process::say("stayhere: the server");
    build(&["--package", "stayhere", "--release"], "release")
}

/// The development binary, with the web app inside: minutes sooner than a release, and it asserts more. Selected from the
/// workspace, as the tests are: one package alone has its dependencies with other features, and all would be built again.
pub(crate) fn development() -> Result<PathBuf> {
    build(&["--workspace", "--exclude", "xtask-bindgen", "--bin", "stayhere"], "debug")
}

fn build(what: &[&str], folder: &str) -> Result<PathBuf> {
    process::run(process::cargo().args(["build", "--quiet"]).args(what))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| process::root().join("target"), PathBuf::from);
    Ok(target.join(folder).join("stayhere"))
}
