//! `cargo xtask tidy`: the rules of the house that no compiler checks.
//!
//! Each check is a pure function of file contents, so that its test is a table.

mod catalogue;
mod claims;
mod edges;
mod map;
mod purity;
mod size;
mod style;
mod threats;
mod words;

use std::{
    fmt, fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::{process, rooms, tree};

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    place: String,
    what: String,
}

impl Problem {
    fn in_file(path: &Path, what: impl Into<String>) -> Self {
        Self { place: path.display().to_string(), what: what.into() }
    }

    /// `index` counts lines from 0, as iterators do.
    fn in_line(path: &Path, index: usize, what: impl Into<String>) -> Self {
        Self { place: format!("{}:{}", path.display(), index + 1), what: what.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.what)
    }
}

/// A text file of the repository.
struct Source {
    path: PathBuf,
    text: String,
}

/// Runs every check and shows everything that is wrong.
pub(crate) fn run() -> Result<()> {
    let problems = check(&process::root())?;
    for problem in &problems {
        process::say(&problem.to_string());
    }
    match problems.len() {
        0 => Ok(()),
        1 => bail!("tidy found 1 problem"),
        several => bail!("tidy found {several} problems"),
    }
}

fn check(root: &Path) -> Result<Vec<Problem>> {
    let sources = read(root)?;
    let rooms = rooms::read(root)?;
    let mut problems = Vec::new();
    for Source { path, text } in &sources {
        problems.extend(size::check(path, text));
        problems.extend(words::check(path, text));
        problems.extend(purity::check_source(path, text));
        problems.extend(style::check(path, text));
    }
    for room in rooms.values() {
        problems.extend(edges::check(room, &rooms));
        problems.extend(purity::check_dependencies(room, &rooms));
    }
    problems.extend(map::check(&text_of(&sources, "ARCHITECTURE.md"), rooms.keys()));
    problems.extend(threats::check(&text_of(&sources, threats::PLACE), &sources));
    problems.extend(claims::check(&sources));
    let catalogue = |language: &str| text_of(&sources, &format!("web/messages/{language}.json"));
    problems.extend(catalogue::check(&catalogue("en"), &catalogue("ar")));
    Ok(problems)
}

/// Every file that is text; pictures and fonts are not ours to judge.
fn read(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in tree::files(root, ".")? {
        if let Ok(text) = String::from_utf8(fs::read(root.join(&path))?) {
            sources.push(Source { path, text });
        }
    }
    Ok(sources)
}

fn text_of(sources: &[Source], path: &str) -> String {
    let source = sources.iter().find(|source| source.path == Path::new(path));
    source.map(|source| source.text.clone()).unwrap_or_default()
}

/// The file's extension, or nothing.
fn extension(path: &Path) -> &str {
    path.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_asked() {
        let root = tempfile::tempdir().unwrap();
        let files = [
            ("ARCHITECTURE.md", "`crates/attic`".to_owned()),
            ("crates/wire/Cargo.toml", "[dependencies]\nreqwest = \"1\"\ncellar = \"1\"".to_owned()),
            ("crates/wire/src/lib.rs", "use std::fs;\n".repeat(601)),
            ("crates/cellar/Cargo.toml", String::new()),
            ("web/messages/en.json", "{}".to_owned()),
            ("web/src/a.css", "left: 0".to_owned()),
            ("notes.md", ["TO", "DO"].concat()),
        ];
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let problems: Vec<String> = check(root.path()).unwrap().iter().map(ToString::to_string).collect();
        let all = problems.join("\n");
        for expected in [
            "crates/wire/src/lib.rs: 601 lines",
            "docs/protocol/claims.toml: ",
            "crates/wire/src/lib.rs:1: `std::fs`",
            "crates/wire/Cargo.toml: reqwest is not on the list",
            "crates/wire/Cargo.toml: wire may not use cellar",
            "crates/cellar/Cargo.toml: a new crate",
            "crates/wire is not in the code map",
            "crates/attic is named",
            "web/messages/ar.json: cannot be read",
            "web/src/a.css:1: `left: 0` has a side",
            "notes.md:1: ",
        ] {
            assert!(all.contains(expected), "{expected} is not in\n{all}");
        }
    }
}
