//! `cargo xtask bench [NAME]`: the figures of docs/performance.md, measured as they are shipped: optimised.

use anyhow::Result;

use crate::{debian, process, web};

/// What the directory is measured beside.
const BESIDE: [&str; 2] = ["postgresql-15", "postgresql-15-postgis-3"];

/// Measures what is named, or everything. The web app is built where its size is asked for.
pub(crate) fn run(names: &[&str]) -> Result<()> {
    if names.is_empty() || names.contains(&"size") {
        web::build()?;
    }
    if names.is_empty() || names.contains(&"directory") {
        debian::ensure(&BESIDE, "measure the directory beside PostGIS")?;
    }
    process::run(process::cargo().args(["run", "--quiet", "--release", "--package", "bench", "--"]).args(names))
}
