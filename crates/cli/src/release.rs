//! What a release of the web app consists of: a hash for each file, in the form that `sha256sum` reads and writes.
//!
//! `cargo xtask web` writes the list into the app as [`LIST`]; the SHA-256 of the list is the *app's digest*.

use std::{collections::BTreeMap, fmt::Write};

use wire::Hash;

use crate::assets;

/// The list, among the app's files.
pub(crate) const LIST: &str = "app.sha256";
/// The page that each of the app's own routes delivers.
pub(crate) const INDEX: &str = "index.html";
/// Digits in a group of a printed digest.
const GROUP: usize = 4;
/// Groups in a line.
const LINE: usize = 8;

/// A release of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Release {
    /// SHA-256 by path, without a slash at the beginning.
    pub(crate) files: BTreeMap<String, Hash>,
}

impl Release {
    /// The app inside this binary; none where it was built without.
    pub(crate) fn embedded() -> Option<Self> {
        let hashed = |path: String| Some((path.clone(), Hash::of(&assets::get(&path)?.bytes)));
        let files: BTreeMap<_, _> = assets::paths().filter(|path| path != LIST).filter_map(hashed).collect();
        files.contains_key(INDEX).then_some(Self { files })
    }

    /// Reads a list: lines of 64 hexadecimal digits, two spaces and a path. None when it is anything else.
    pub(crate) fn read(list: &str) -> Option<Self> {
        let mut files = BTreeMap::new();
        for line in list.lines() {
            let (hash, path) = line.split_once("  ")?;
            let hash = data_encoding::HEXLOWER.decode(hash.as_bytes()).ok()?;
            files.insert(path.to_owned(), Hash(hash.try_into().ok()?));
        }
        files.contains_key(INDEX).then_some(Self { files })
    }

    /// The list, as `sha256sum` would write it.
    pub(crate) fn list(&self) -> String {
        let mut list = String::new();
        for (path, hash) in &self.files {
            // Writing to a string does not fail.
            let _ = writeln!(list, "{}  {path}", hash.to_hex());
        }
        list
    }

    /// The app's digest, for people to compare: groups of four hexadecimal digits in two lines.
    pub(crate) fn digest(&self) -> [String; 2] {
        let hex = Hash::of(self.list().as_bytes()).to_hex();
        let groups: Vec<&str> = (0..hex.len()).step_by(GROUP).filter_map(|at| hex.get(at..at + GROUP)).collect();
        let (first, second) = groups.split_at(LINE);
        [first.join(" "), second.join(" ")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_is_written() {
        let list = format!("{}  assets/a b.js\n{}  index.html\n", "0a".repeat(32), "1b".repeat(32));
        let release = Release::read(&list).unwrap();
        assert_eq!(release.files.len(), 2);
        assert_eq!(release.list(), list);
    }

    #[test]
    fn what_is_no_list() {
        let line = |hash: &str, path: &str| format!("{hash}  {path}\n");
        let good = "1b".repeat(32);
        for (list, why) in [
            (String::new(), "empty"),
            (line(&good, "other.html"), "without the first page"),
            (line("1b", INDEX), "a short hash"),
            (line(&"1B".repeat(32), INDEX), "capital letters, which sha256sum does not write"),
            (format!("{good} {INDEX}\n"), "one space"),
            (format!("{}\n<html>", line(&good, INDEX)), "a page"),
        ] {
            assert_eq!(Release::read(&list), None, "{why}");
        }
    }

    #[test]
    fn a_digest_is_the_hash_of_the_list() {
        let release = Release { files: BTreeMap::from([(INDEX.to_owned(), Hash::of(b"page"))]) };
        let digest = release.digest();
        assert_eq!(digest.join(" ").replace(' ', ""), Hash::of(release.list().as_bytes()).to_hex());
        assert!(digest.iter().all(|line| line.split(' ').count() == LINE));
    }
}
