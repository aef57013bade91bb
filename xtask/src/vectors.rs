//! The known answers of `docs/protocol/vectors`, checked by a second implementation: Python, from the documents alone.

use anyhow::{Context, Result};

use crate::{debian, process, stamp::Stamp};

const FOLDER: &str = "docs/protocol/vectors";
const HOME: &str = "target/vectors-python";

/// Installs what the checker needs, once, and runs it.
pub(crate) fn check() -> Result<()> {
    let root = process::root();
    let python = root.join(HOME).join("bin/python");
    let wanted = format!("{FOLDER}/requirements.txt");
    let stamp = Stamp::of(&root, &format!("{HOME}/.stayhere-stamp"), &[&wanted], &[])?;
    if !stamp.is_current(&[&python]) {
        make_home().context("Python 3.11 or newer with its module venv is needed to check the vectors")?;
        process::run(process::program(&python, ".").args(["-m", "pip", "install", "--quiet", "--no-deps"]).args([
            "--only-binary=:all:",
            "--disable-pip-version-check",
            "-r",
            &wanted,
        ]))?;
        stamp.set()?;
    }
    process::run(process::program(&python, FOLDER).arg("check.py"))
}

/// Some systems have Python without venv, in which case a package is missing.
fn make_home() -> Result<()> {
    let venv = || process::run(process::program("python3", ".").args(["-m", "venv", "--clear", HOME]));
    venv().or_else(|_| {
        debian::ensure(&["python3-venv"], "check the vectors of the protocol in Python")?;
        venv()
    })
}
