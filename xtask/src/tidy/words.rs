//! Words that stand for unfinished work, and lints that are silenced without a reason.

use std::path::Path;

use super::{Problem, extension};

const KINDS: [&str; 14] =
    ["css", "html", "js", "json", "md", "mjs", "rs", "sh", "sql", "svelte", "toml", "ts", "yaml", "yml"];
/// Written in two parts, so that this file passes its own check.
const UNFINISHED: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];
const SILENCED: [&str; 2] = [concat!("#[al", "low("), concat!("#![al", "low(")];

pub(super) fn check(path: &Path, text: &str) -> Vec<Problem> {
    let kind = extension(path);
    if !KINDS.contains(&kind) {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for word in UNFINISHED.into_iter().filter(|word| has_word(line, word)) {
            problems.push(Problem::in_line(path, index, format!("{word}: finish it, or open an issue")));
        }
        if kind == "rs" && SILENCED.iter().any(|start| line.contains(start)) {
            problems.push(Problem::in_line(path, index, "silences a lint; use #[expect(.., reason = \"..\")]"));
        }
    }
    problems
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_and_silenced() {
        let unfinished = format!("// {}: more", UNFINISHED[0]);
        let silenced = format!("    {}dead_code)]", SILENCED[0]);
        let cases = [
            ("a.rs", unfinished.as_str(), 1),
            ("a.md", unfinished.as_str(), 1),
            ("a.png", unfinished.as_str(), 0),
            ("a.rs", "let mastodon = TODOS;", 0),
            ("a.rs", silenced.as_str(), 1),
            ("a.md", silenced.as_str(), 0),
            ("a.rs", "#[expect(dead_code, reason = \"the next file uses it\")]", 0),
        ];
        for (path, text, expected) in cases {
            assert_eq!(check(Path::new(path), text).len(), expected, "{path}: {text}");
        }
    }
}
