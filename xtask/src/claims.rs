//! What is promised and what is not, from one source: `docs/protocol/claims.toml` becomes two lists of SECURITY.md and the app's page
//! about security (R36).

use std::{fmt::Write, fs};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::process;

pub(crate) const SOURCE: &str = "docs/protocol/claims.toml";
pub(crate) const SECURITY: &str = "SECURITY.md";
pub(crate) const PAGE: &str = "web/src/lib/claims.json";
/// Longest line of SECURITY.md, in characters.
const WIDTH: usize = 124;

/// Everything that is claimed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claims {
    pub(crate) promise: Vec<Claim>,
    pub(crate) limit: Vec<Claim>,
}

/// A promise, or a limit of one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claim {
    /// Names it in the app.
    pub(crate) id: String,
    pub(crate) en: String,
    pub(crate) ar: String,
    /// For readers of SECURITY.md.
    more: Option<String>,
    #[serde(default)]
    pub(crate) tests: Vec<Tests>,
}

/// Tests of one file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tests {
    pub(crate) file: String,
    /// Functions, or titles of journeys.
    pub(crate) names: Vec<String>,
}

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    en: &'a str,
    ar: &'a str,
    tests: Vec<&'a str>,
}

#[derive(Serialize)]
struct Page<'a> {
    promises: Vec<Shown<'a>>,
    limits: Vec<Shown<'a>>,
}

/// Writes what is made from the source.
pub(crate) fn write() -> Result<()> {
    let root = process::root();
    let claims = read(&fs::read_to_string(root.join(SOURCE))?)?;
    let security = root.join(SECURITY);
    let written = in_security(&fs::read_to_string(&security)?, &claims)?;
    fs::write(security, written)?;
    Ok(fs::write(root.join(PAGE), page(&claims)?)?)
}

pub(crate) fn read(source: &str) -> Result<Claims> {
    toml::from_str(source).with_context(|| format!("{SOURCE} cannot be read"))
}

/// SECURITY.md with its two lists as the source has them.
pub(crate) fn in_security(text: &str, claims: &Claims) -> Result<String> {
    let text = between(text, "promises", &list(&claims.promise)?)?;
    between(&text, "limits", &list(&claims.limit)?)
}

/// What the app shows.
pub(crate) fn page(claims: &Claims) -> Result<String> {
    let page = Page { promises: shown(&claims.promise), limits: shown(&claims.limit) };
    Ok(serde_json::to_string_pretty(&page)? + "\n")
}

fn shown(claims: &[Claim]) -> Vec<Shown<'_>> {
    let names = |claim| Claim::tests(claim).map(|(_, name)| name).collect();
    claims.iter().map(|claim| Shown { id: &claim.id, en: &claim.en, ar: &claim.ar, tests: names(claim) }).collect()
}

impl Claim {
    /// File and name of each test.
    pub(crate) fn tests(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tests.iter().flat_map(|tests| tests.names.iter().map(|name| (tests.file.as_str(), name.as_str())))
    }
}

fn list(claims: &[Claim]) -> Result<String> {
    let mut list = String::new();
    for (number, claim) in claims.iter().enumerate() {
        let mut text = claim.en.clone();
        if let Some(more) = &claim.more {
            write!(text, " {more}")?;
        }
        for tests in &claim.tests {
            let names = tests.names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
            write!(text, " [`{}`: {names}]", tests.file)?;
        }
        wrap(&mut list, &format!("{}. ", number + 1), &text);
    }
    Ok(list)
}

/// Adds a paragraph whose later lines are set in below the first.
fn wrap(list: &mut String, mark: &str, text: &str) {
    let mut line = mark.to_owned();
    let indent = " ".repeat(mark.len());
    for word in text.split(' ') {
        let is_first = line.trim_start().is_empty() || line == mark;
        if !is_first && line.chars().count() + 1 + word.chars().count() > WIDTH {
            list.push_str(&line);
            list.push('\n');
            line.clone_from(&indent);
        } else if !is_first {
            line.push(' ');
        }
        line.push_str(word);
    }
    list.push_str(&line);
    list.push('\n');
}

/// Puts `list` between the two marks of that name.
fn between(text: &str, name: &str, list: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- {name}: cargo xtask claims -->\n"), format!("<!-- end of {name} -->"));
    let Some((before, rest)) = text.split_once(&begin) else { bail!("{SECURITY} has no line {begin}") };
    let Some((_, after)) = rest.split_once(&end) else { bail!("{SECURITY} has no line {end}") };
    Ok(format!("{before}{begin}{list}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIMS: &str = r#"
        [[promise]]
        id = "read"
        en = "It cannot read."
        ar = "لا يقرأ."
        tests = [{ file = "a/b.rs", names = ["one_two_three", "four_five_six"] }]
        [[limit]]
        id = "tell"
        en = "People can tell."
        more = "Always."
        ar = "يستطيع الناس أن يحكوا."
    "#;

    #[test]
    fn one_source_gives_both() {
        let claims = read(CLAIMS).unwrap();
        let text = "# S\n<!-- promises: cargo xtask claims -->\nold\n<!-- end of promises -->\nbetween\n\
                    <!-- limits: cargo xtask claims -->\n<!-- end of limits -->\nend\n";
        let expected = "# S\n<!-- promises: cargo xtask claims -->\n1. It cannot read. [`a/b.rs`: \"one_two_three\", \
                        \"four_five_six\"]\n<!-- end of promises -->\nbetween\n<!-- limits: cargo xtask claims -->\n\
                        1. People can tell. Always.\n<!-- end of limits -->\nend\n";
        let written = in_security(text, &claims).unwrap();
        assert_eq!(written, expected);
        assert_eq!(in_security(&written, &claims).unwrap(), expected, "a second time");
        assert!(in_security("without marks", &claims).is_err());
        let page: serde_json::Value = serde_json::from_str(&page(&claims).unwrap()).unwrap();
        assert_eq!(page["promises"][0]["tests"][1], "four_five_six");
        assert_eq!(page["limits"][0]["ar"], "يستطيع الناس أن يحكوا.");
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        let mut list = String::new();
        wrap(&mut list, "10. ", &["word"; 60].join(" "));
        assert!(list.lines().all(|line| line.len() <= WIDTH));
        assert!(list.lines().skip(1).all(|line| line.starts_with("    word")));
    }
}
