//! docs/protocol/claims.toml: what is made from it is up to date, and each test that it names is there and is run.

use std::{collections::BTreeSet, path::Path};

use super::{Problem, Source, extension, text_of};
use crate::claims::{self, Claim};

pub(super) fn check(sources: &[Source]) -> Vec<Problem> {
    let source = text_of(sources, claims::SOURCE);
    let problem = |what: String| Problem::in_file(Path::new(claims::SOURCE), what);
    let claims = match claims::read(&source) {
        Ok(claims) => claims,
        Err(error) => return vec![problem(format!("{error:#}"))],
    };
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    for claim in claims.promise.iter().chain(&claims.limit) {
        if !ids.insert(&claim.id) {
            problems.push(problem(format!("`{}` stands there twice", claim.id)));
        }
        problems.extend(faults(claim, sources).into_iter().map(problem));
    }
    let unproved = claims.promise.iter().filter(|promise| promise.tests().next().is_none());
    problems.extend(unproved.map(|promise| problem(format!("no test shows `{}`", promise.id))));
    let security = text_of(sources, claims::SECURITY);
    let is_current = |written: anyhow::Result<String>, text: &str| written.is_ok_and(|written| written == text);
    if !is_current(claims::in_security(&security, &claims), &security)
        || !is_current(claims::page(&claims), &text_of(sources, claims::PAGE))
    {
        problems.push(problem("was changed: run `cargo xtask claims`".to_owned()));
    }
    problems
}

fn faults(claim: &Claim, sources: &[Source]) -> Vec<String> {
    let tests = claim.tests().filter_map(|(file, name)| {
        let Some(source) = sources.iter().find(|source| source.path == Path::new(file)) else {
            return Some(format!("{file} does not exist"));
        };
        let is_run = match extension(&source.path) {
            "rs" => is_test(&source.text, name),
            _ => is_journey(&source.text, name),
        };
        (!is_run).then(|| format!("{file} runs no test `{name}`"))
    });
    tests.collect()
}

/// A function that the test runner finds and does not leave out: among the attributes before it is a `test`, and no `ignore`.
fn is_test(text: &str, name: &str) -> bool {
    let Some((before, _)) = text.split_once(&format!("fn {name}(")) else { return false };
    let (above, _) = before.rsplit_once('\n').unwrap_or_default();
    let is_about_it = |line: &&str| line.trim_start().starts_with("#[") || line.trim_start().starts_with("//");
    let attributes: Vec<&str> =
        above.lines().rev().take_while(is_about_it).filter(|line| line.contains("#[")).collect();
    attributes.iter().any(|line| line.contains("test")) && !attributes.iter().any(|line| line.contains("ignore"))
}

/// A title that stands right behind `test(`.
fn is_journey(text: &str, title: &str) -> bool {
    ['\'', '"', '`'].iter().any(|quote| text.contains(&format!("test({quote}{title}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_as_a_test() {
        let text = "#[test]\nfn a_b_c() {}\n#[tokio::test(flavor = \"x\")]\n// why\n    async fn d_e_f() {}\n\
                    #[test]\n#[ignore = \"slow\"]\nfn g_h_i() {}\nfn j_k_l() {}\nlet x = 1;\n#[inline]\nfn m_n_o() {}\n";
        for (name, expected) in
            [("a_b_c", true), ("d_e_f", true), ("g_h_i", false), ("j_k_l", false), ("m_n_o", false), ("p", false)]
        {
            assert_eq!(is_test(text, name), expected, "{name}");
        }
        let text = "test('a shared device keeps', x); test.skip('later', x); test(`a ${what} is found`, x)";
        for (title, expected) in [("a shared device", true), ("later", false), ("a ${what} is found", true)] {
            assert_eq!(is_journey(text, title), expected, "{title}");
        }
    }
}
