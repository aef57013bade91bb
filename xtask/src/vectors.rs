//! Known answers, checked by implementations that are not ours, in Python and in JavaScript.

use anyhow::{Context, Result};

use crate::{debian, node, process, stamp::Stamp};

/// Where the answers lie with `check.py`, where its `requirements.txt` is, and where its Python is kept: the protocol's, from
/// the documents alone, the calendar's, and the directory's, which needs the same as the calendar's.
const CHECKERS: [(&str, &str, &str); 3] = [
    ("docs/protocol/vectors", "docs/protocol/vectors", "target/vectors-python"),
    ("crates/calendar/vectors", "crates/calendar/vectors", "target/calendar-python"),
    ("crates/directory/vectors", "crates/calendar/vectors", "target/calendar-python"),
];

/// Installs what each checker needs, once, and runs it.
pub(crate) fn check() -> Result<()> {
    CHECKERS.into_iter().try_for_each(|(folder, wanted, home)| check_one(folder, wanted, home))?;
    node::check()?;
    node::install("e2e")?;
    process::run(process::program("node", "crates/directory/vectors").arg("check.mjs"))
}

fn check_one(folder: &str, wanted: &str, home: &str) -> Result<()> {
    let root = process::root();
    let python = root.join(home).join("bin/python");
    let wanted = format!("{wanted}/requirements.txt");
    let stamp = Stamp::of(&root, &format!("{home}/.stayhere-stamp"), &[&wanted], &[])?;
    if !stamp.is_current(&[&python]) {
        make_home(home).context("Python 3.11 or newer with its module venv is needed to check the vectors")?;
        process::run(process::program(&python, ".").args(["-m", "pip", "install", "--quiet", "--no-deps"]).args([
            "--only-binary=:all:",
            "--disable-pip-version-check",
            "-r",
            &wanted,
        ]))?;
        stamp.set()?;
    }
    process::run(process::program(&python, folder).args(["-B", "check.py"]))
}

/// Some systems have Python without venv, in which case a package is missing.
fn make_home(home: &str) -> Result<()> {
    let venv = || process::run(process::program("python3", ".").args(["-m", "venv", "--clear", home]));
    venv().or_else(|_| {
        debian::ensure(&["python3-venv"], "check the known answers in Python")?;
        venv()
    })
}
