//! Node.js and npm: the web app and two build tools need them.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{process, stamp::Stamp};

/// The oldest major version of Node.js that Vite 8 runs on.
const OLDEST: u32 = 20;

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

/// `npm ci` in `folder`, unless what is installed is what its lock file asks for.
pub(crate) fn install(folder: &str) -> Result<()> {
    let root = process::root();
    let lock = format!("{folder}/package-lock.json");
    let modules = format!("{folder}/node_modules");
    let stamp = Stamp::of(&root, &format!("{modules}/.stayhere-stamp"), &[&lock], &[])?;
    if stamp.is_current(&[&root.join(&modules)]) {
        return Ok(());
    }
    process::say(&format!("  npm packages of {folder}/"));
    process::run(npm(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
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
