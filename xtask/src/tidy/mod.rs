//! `cargo xtask tidy`: the rules of the house that no compiler checks.

use anyhow::Result;

/// Runs every check and shows everything that is wrong.
pub(crate) fn run() -> Result<()> {
    Ok(())
}
