//! Layout that works in both writing directions, and colours from one place.

use std::path::Path;

use super::{Problem, extension};

/// The one file that may name colours.
const TOKENS: &str = "tokens.css";
/// Properties with a left and a right; `inset-inline-*`, `margin-inline-*` and so on have neither.
const PHYSICAL: [&str; 14] = [
    "border-bottom-left-radius",
    "border-bottom-right-radius",
    "border-left",
    "border-right",
    "border-top-left-radius",
    "border-top-right-radius",
    "left",
    "margin-left",
    "margin-right",
    "padding-left",
    "padding-right",
    "right",
    "scroll-margin-left",
    "scroll-margin-right",
];
/// Properties whose values can be a side.
const SIDED: [&str; 3] = ["clear", "float", "text-align"];
const COLOUR_FUNCTIONS: [&str; 6] = ["hsl(", "hsla(", "lab(", "oklch(", "rgb(", "rgba("];

pub(super) fn check(path: &Path, text: &str) -> Vec<Problem> {
    if !path.starts_with("web/src") {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for (index, line) in styles(path, text) {
        for (property, value) in declarations(line) {
            if is_physical(property, value) {
                let what =
                    format!("`{property}: {value}` has a side; use the logical property (inline-start, inline-end)");
                problems.push(Problem::in_line(path, index, what));
            }
            if names_colour(value) && !path.ends_with(TOKENS) {
                problems.push(Problem::in_line(path, index, format!("a colour outside {TOKENS}: {value}")));
            }
        }
    }
    problems
}

/// The lines that are CSS, with their index in the file.
fn styles<'a>(path: &Path, text: &'a str) -> Vec<(usize, &'a str)> {
    let lines = text.lines().enumerate();
    match extension(path) {
        "css" => lines.collect(),
        "svelte" => {
            let mut inside = false;
            lines
                .filter(|(_, line)| {
                    let trimmed = line.trim_start();
                    let was_inside = inside;
                    inside = (inside || trimmed.starts_with("<style")) && !trimmed.starts_with("</style");
                    was_inside && inside
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// `property: value` pairs of one line of CSS; selectors such as `a:hover {` are not among them.
fn declarations(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let line = line.split("/*").next().unwrap_or_default();
    let parts = line.split(['{', ';', '}']).filter_map(|part| part.split_once(':'));
    parts.map(|(property, value)| (property.trim(), value.trim()))
}

fn is_physical(property: &str, value: &str) -> bool {
    let is_side = |word: &str| word == "left" || word == "right";
    let in_family = |side: &str| {
        property == side
            || side.starts_with("border-") && property.strip_prefix(side).is_some_and(|rest| rest.starts_with('-'))
    };
    PHYSICAL.iter().any(|side| in_family(side)) || SIDED.contains(&property) && value.split_whitespace().any(is_side)
}

fn names_colour(value: &str) -> bool {
    let is_hex = |word: &str| {
        word.strip_prefix('#').is_some_and(|digits| {
            matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    };
    value.split(|letter: char| letter.is_whitespace() || letter == ',' || letter == ')').any(is_hex)
        || COLOUR_FUNCTIONS.iter().any(|function| value.contains(function))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_and_colours() {
        let cases = [
            ("web/src/a.css", "p { margin-left: 1rem; }", 1),
            ("web/src/a.css", "p { margin-inline-start: 1rem; inset-inline-end: 0; }", 0),
            ("web/src/a.css", "  left: 0;", 1),
            ("web/src/a.css", "  border-left-color: var(--line);", 1),
            ("web/src/a.css", "  text-align: right;", 1),
            ("web/src/a.css", "  text-align: start;", 0),
            ("web/src/a.css", ".left:hover { color: var(--ink); }", 0),
            ("web/src/a.css", "  color: #fff;", 1),
            ("web/src/a.css", "  color: rgb(0 0 0 / 50%);", 1),
            ("web/src/lib/tokens.css", "  --ink: #1d2b2a;", 0),
            ("web/src/a.svelte", "<a href=\"#add\">left: 0</a>\n<style>\n  a { color: #add; }\n</style>", 1),
            ("web/src/a.ts", "const place = { left: 0 };", 0),
            ("docs/a.css", "  left: 0;", 0),
        ];
        for (path, text, expected) in cases {
            assert_eq!(check(Path::new(path), text).len(), expected, "{path}: {text}");
        }
    }
}
