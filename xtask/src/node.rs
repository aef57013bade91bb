//! Node.js and npm: the web app and two build tools need them.

use std::{process::Command, time::Duration};

use anyhow::{Context, Result, bail};

use crate::{process, stamp::Stamp};

/// The oldest major version of Node.js that Vite 8 runs on.
const OLDEST: u32 = 20;
/// After this long the registry does not answer, and the next try will say so.
const LIMIT: Duration = Duration::from_mins(10);

/// Says clearly what is missing before anything else is built.
pub(crate) fn check() -> Result<()> {
    let version = process::output(process::program("node", ".").arg("--version")).with_context(|| {
        format!("Node.js {OLDEST} or newer is needed (https://nodejs.org, or your system's package nodejs)")
    })?;
    match major(&version) {
        Some(major) if major >= OLDEST => Ok(()),
        _ => bail!("Node.js {OLDEST} or newer is needed, but this is {version}"),
    }
}

/// Installs what the lock file of `folder` asks for, unless it is installed.
///
/// `npm ci` refuses a lock file when the registry has no copy of some optional package for another system; `npm install
/// --no-save` then installs the same locked versions and leaves the lock file alone.
pub(crate) fn install(folder: &str) -> Result<()> {
    let root = process::root();
    let lock = format!("{folder}/package-lock.json");
    let modules = format!("{folder}/node_modules");
    let stamp = Stamp::of(&root, &format!("{modules}/.stayhere-stamp"), &[&lock], &[])?;
    if stamp.is_current(&[&root.join(&modules)]) {
        return Ok(());
    }
    process::say(&format!("  npm packages of {folder}/"));
    if !process::succeeds_within(npm(folder).args(["ci", "--no-audit", "--no-fund"]), LIMIT) {
        process::run(npm(folder).args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    }
    stamp.set()
}

/// npm in `folder`, with nothing of ours in its environment.
pub(crate) fn npm(folder: &str) -> Command {
    process::program("npm", folder)
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node() {
        for (text, expected) in [("v20.20.2", Some(20)), ("v9.1.0\n", Some(9)), ("20.1", None), ("", None)] {
            assert_eq!(major(text), expected, "{text}");
        }
    }
}
