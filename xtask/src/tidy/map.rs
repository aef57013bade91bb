//! ARCHITECTURE.md names every crate, and only crates that exist.

use std::collections::BTreeSet;

use super::Problem;

const PLACE: &str = "ARCHITECTURE.md";

pub(super) fn check<'a>(document: &str, crates: impl Iterator<Item = &'a String>) -> Vec<Problem> {
    let named = named(document);
    let real: BTreeSet<&str> = crates.map(String::as_str).collect();
    let problem = |what| Problem { place: PLACE.to_owned(), what };
    let missing = real.difference(&named).map(|name| problem(format!("crates/{name} is not in the code map")));
    let gone = named.difference(&real).map(|name| problem(format!("crates/{name} is named, but does not exist")));
    missing.chain(gone).collect()
}

/// Every NAME that stands as `crates/NAME` in the document.
fn named(document: &str) -> BTreeSet<&str> {
    let in_name = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    let names = document
        .split("crates/")
        .skip(1)
        .map(|rest| &rest[..rest.find(|letter| !in_name(letter)).unwrap_or(rest.len())]);
    names.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_and_the_house_agree() {
        let crates = ["circle", "server-store"].map(str::to_owned);
        let cases = [
            ("`crates/circle` and crates/server-store/src", 0),
            ("`crates/circle`", 1),
            ("`crates/circle`, `crates/server-store` and `crates/attic`", 1),
            ("all `crates/*`: crates/circle, crates/server-store.", 0),
            ("", 2),
        ];
        for (document, expected) in cases {
            assert_eq!(check(document, crates.iter()).len(), expected, "{document}");
        }
    }
}
