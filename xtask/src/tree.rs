//! Walking the repository's own files: never what was built or fetched.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// Folders by name, wherever they stand.
const SKIPPED_NAMES: [&str; 6] = [".git", "node_modules", "target", "target-wasm", ".svelte-kit", ".vite"];
/// Folders and files by their place under the root.
const SKIPPED_PLACES: [&str; 5] = ["web/dist", "web/src/lib/wasm", "web/src/lib/paraglide", "e2e/results", "data"];

/// All files under `start` (a file or folder inside `root`), sorted, as paths relative to `root`.
/// A `start` that does not exist has no files.
pub(crate) fn files(root: &Path, start: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let first = root.join(start);
    if first.is_file() {
        found.push(PathBuf::from(start));
    } else if first.is_dir() {
        walk(root, &first, &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for item in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let item = item?;
        let path = item.path();
        let place = path.strip_prefix(root)?.to_path_buf();
        let name = item.file_name();
        if SKIPPED_NAMES.iter().any(|skipped| name == *skipped)
            || SKIPPED_PLACES.iter().any(|skipped| place == Path::new(skipped))
        {
            continue;
        }
        let kind = item.file_type()?;
        if kind.is_dir() {
            walk(root, &path, found)?;
        } else if kind.is_file() {
            found.push(place);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_things_are_left_out() {
        let root = tempfile::tempdir().unwrap();
        for path in ["a.rs", "b/c.rs", "b/target/x", "web/dist/index.html", "web/src/dist/y", "node_modules/z"] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let found = files(root.path(), ".").unwrap();
        let found: Vec<_> = found.iter().map(|path| path.to_str().unwrap()).collect();
        assert_eq!(found, ["a.rs", "b/c.rs", "web/src/dist/y"]);
        assert_eq!(files(root.path(), "b/c.rs").unwrap(), [PathBuf::from("b/c.rs")]);
        assert!(files(root.path(), "nowhere").unwrap().is_empty());
    }
}
