//! No file grows beyond what one can keep in mind.

use std::path::Path;

use super::{Problem, extension};

/// Lines; the aim is half of it.
const LIMIT: usize = 600;
const KINDS: [&str; 7] = ["css", "js", "mjs", "rs", "sql", "svelte", "ts"];
/// Made by a test out of files that have the limit themselves; nobody writes in it.
const MADE: &str = "web/src/lib/engine/generated.ts";

pub(super) fn check(path: &Path, text: &str) -> Option<Problem> {
    let lines = text.lines().count();
    let too_long = KINDS.contains(&extension(path)) && lines > LIMIT && !path.ends_with(MADE);
    too_long.then(|| Problem::in_file(path, format!("{lines} lines; the limit is {LIMIT}: split it by use case")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files() {
        for (path, lines, refused) in [
            ("a.rs", 600, false),
            ("a.rs", 601, true),
            ("b.svelte", 601, true),
            ("generated.ts", 601, true),
            ("web/src/lib/engine/generated.ts", 601, false),
            ("notes.md", 9000, false),
        ] {
            let found = check(Path::new(path), &"x\n".repeat(lines));
            assert_eq!(found.is_some(), refused, "{path} with {lines} lines");
        }
    }
}
