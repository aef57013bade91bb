//! `cargo xtask bench [NAME]`: the figures of docs/performance.md, measured as they are shipped: optimised.

use anyhow::Result;

use crate::{process, web};

/// Measures what is named, or everything. The web app is built where its size is asked for.
pub(crate) fn run(names: &[&str]) -> Result<()> {
    if names.is_empty() || names.contains(&"size") {
        web::build()?;
    }
    process::run(process::cargo().args(["run", "--quiet", "--release", "--package", "bench", "--"]).args(names))
}
