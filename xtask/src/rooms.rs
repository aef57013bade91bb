//! Our own crates and the edges between them, read from their manifests.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result};

/// One crate under `crates/`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Room {
    /// The folder's name under `crates/`.
    pub(crate) folder: String,
    /// Dependencies for normal builds, build scripts and every target; not those for tests.
    pub(crate) dependencies: BTreeSet<String>,
}

/// All crates under `crates/`, by folder name.
pub(crate) fn read(root: &Path) -> Result<BTreeMap<String, Room>> {
    let mut rooms = BTreeMap::new();
    for item in fs::read_dir(root.join("crates"))? {
        let item = item?;
        let manifest = item.path().join("Cargo.toml");
        if !manifest.is_file() {
            continue;
        }
        let folder = item.file_name().to_string_lossy().into_owned();
        let text = fs::read_to_string(&manifest)?;
        let dependencies = dependencies(&text).with_context(|| format!("in {}", manifest.display()))?;
        rooms.insert(folder.clone(), Room { folder, dependencies });
    }
    Ok(rooms)
}

/// The folders of `start` and of everything of ours below it.
pub(crate) fn below(rooms: &BTreeMap<String, Room>, start: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![start.to_owned()];
    while let Some(name) = waiting.pop() {
        let Some(room) = rooms.get(&name) else { continue };
        if found.insert(name) {
            waiting.extend(room.dependencies.iter().cloned());
        }
    }
    found
}

/// The names in every `dependencies` and `build-dependencies` table of a manifest.
pub(crate) fn dependencies(manifest: &str) -> Result<BTreeSet<String>> {
    let manifest: toml::Table = manifest.parse()?;
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let places =
        std::iter::once(&manifest).chain(targets.into_iter().flatten().filter_map(|(_, target)| target.as_table()));
    let tables = places.flat_map(|place| [place.get("dependencies"), place.get("build-dependencies")]);
    Ok(tables.flatten().filter_map(toml::Value::as_table).flat_map(toml::Table::keys).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_of_every_target_but_not_of_tests() {
        let manifest = r#"
            [dependencies]
            a = "1"
            [build-dependencies]
            b = { workspace = true }
            [dev-dependencies]
            c = "1"
            [target.'cfg(unix)'.dependencies]
            d = "1"
        "#;
        assert_eq!(dependencies(manifest).unwrap(), BTreeSet::from(["a", "b", "d"].map(str::to_owned)));
    }

    #[test]
    fn below_follows_every_edge_once() {
        let room = |folder: &str, dependencies: &[&str]| {
            let dependencies = dependencies.iter().map(|name| (*name).to_owned()).collect();
            (folder.to_owned(), Room { folder: folder.to_owned(), dependencies })
        };
        let rooms =
            BTreeMap::from([room("a", &["b", "c", "serde"]), room("b", &["c"]), room("c", &[]), room("z", &[])]);
        assert_eq!(below(&rooms, "a"), BTreeSet::from(["a", "b", "c"].map(str::to_owned)));
    }
}
