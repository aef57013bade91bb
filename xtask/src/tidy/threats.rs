//! docs/protocol/threats.md says which test shows what: each file and each test that it names is there.

use std::path::Path;

use super::{Problem, Source, extension};

pub(super) const PLACE: &str = "docs/protocol/threats.md";

pub(super) fn check(document: &str, sources: &[Source]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, line) in document.lines().enumerate().filter(|(_, line)| line.starts_with('|')) {
        let mut parts = line.split('`').skip(1);
        while let Some(file) = parts.next() {
            let after = parts.next().unwrap_or_default();
            if !file.contains('/') || !matches!(extension(Path::new(file)), "rs" | "ts") {
                continue;
            }
            let problem = |what| Problem::in_line(Path::new(PLACE), index, what);
            match sources.iter().find(|source| source.path == Path::new(file)) {
                None => problems.push(problem(format!("{file} does not exist"))),
                Some(source) => {
                    let gone = named(after).filter(|name| !source.text.contains(name.as_str()));
                    problems.extend(gone.map(|name| problem(format!("{file} has no `{name}`"))));
                }
            }
        }
    }
    problems
}

/// What stands behind a file: names of functions, which have two underscores at least, and titles in quotes.
fn named(text: &str) -> impl Iterator<Item = String> {
    let in_name = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let functions = text.split(move |letter| !in_name(letter)).filter(|word| word.matches('_').count() >= 2);
    let titles = text.split('"').skip(1).step_by(2);
    functions.map(|name| format!("fn {name}")).chain(titles.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_what_is_there() {
        let source = |path: &str, text: &str| Source { path: path.into(), text: text.to_owned() };
        let sources =
            [source("a/b.rs", "fn it_is_so() {} fn a_b_c<G>()"), source("e/f.ts", "test('words of one\\'s own')")];
        let cases = [
            ("| x | `a/b.rs` it_is_so, a_b_c (what it shows) |", 0),
            ("| x | `a/b.rs` it_was_so |", 1),
            ("| x | `a/c.rs` it_is_so; `a/b.rs` |", 1),
            ("| x | `e/f.ts` \"words of one\" |", 0),
            ("| x | `e/f.ts` \"words of two\" |", 1),
            ("| `secure_delete`, `b.rs` it_was_so | **no test yet** |", 0),
            ("outside the table: `a/c.rs`", 0),
        ];
        for (line, expected) in cases {
            assert_eq!(check(line, &sources).len(), expected, "{line}");
        }
    }
}
