//! `cargo xtask web`: the member app, built and compressed into `web/dist`.

use anyhow::Result;

use crate::{app, node, process, stamp::Stamp, wasm};

/// What goes into `web/dist` beside the modules for browsers.
const INPUTS: [&str; 5] = ["web", "templates", "xtask/node/compress.mjs", "xtask/src/app.rs", "xtask/src/web.rs"];

const DIST: &str = "web/dist";

/// Builds the engine and the app, unless both are there and unchanged.
pub(crate) fn build() -> Result<()> {
    node::check()?;
    wasm::build()?;
    let root = process::root();
    let stamp = Stamp::of(&root, "web/dist/.stamp", &[&INPUTS[..], &wasm::STAMPS].concat(), &[])?;
    if stamp.is_current(&[&root.join("web/dist/index.html")]) {
        return Ok(());
    }
    process::say("web: the member app");
    node::install("web")?;
    process::run(node::npm("web").args(["run", "--silent", "build"]))?;
    app::seal(DIST)?;
    process::run(process::program("node", ".").args(["xtask/node/compress.mjs", DIST]))?;
    stamp.set()
}

/// The app's own checks and tests (types, rules of style, unit tests).
pub(crate) fn check() -> Result<()> {
    node::install("web")?;
    process::run(node::npm("web").args(["run", "--silent", "check"]))?;
    process::run(node::npm("web").args(["run", "--silent", "test"]))
}
