//! `cargo xtask reproduce FOLDER`: does the app come out the same, byte for byte, when it is built somewhere else?

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::{app, process, tree, web};

/// Builds the app here, and once more from a copy of the sources in `folder`, which must not exist. Compares the two lists.
pub(crate) fn run(folder: &str) -> Result<()> {
    web::build()?;
    let (here, there) = (process::root(), Path::new(folder));
    let list = |root: &Path| fs::read_to_string(root.join("web/dist").join(app::LIST));
    let first = list(&here)?;
    if there.exists() {
        bail!("{folder} is there already; name a folder to make");
    }
    for path in tree::files(&here, ".")? {
        let copy = there.join(&path);
        fs::create_dir_all(copy.parent().unwrap_or(there))?;
        fs::copy(here.join(&path), copy).with_context(|| format!("copying {}", path.display()))?;
    }
    let mut second = process::cargo();
    second.current_dir(there).env_remove("CARGO_TARGET_DIR");
    process::run(second.args(["run", "--quiet", "--package", "xtask", "--", "web"]))?;
    let second = list(there)?;
    if first == second {
        process::say("the same app came out, byte for byte");
        return Ok(());
    }
    for line in first.lines().filter(|line| !second.lines().any(|other| other == *line)) {
        process::say(&format!("  another one there: {line}"));
    }
    bail!("the app is not the same when it is built in {folder}");
}
