//! Both message catalogues say everything.

use std::collections::BTreeSet;

use super::Problem;

/// Not a message: the address of the catalogue's format.
const SCHEMA: &str = "$schema";

/// Compares the keys of the English and the Arabic catalogue. Both may be absent (empty), not one.
pub(super) fn check(english: &str, arabic: &str) -> Vec<Problem> {
    if english.is_empty() && arabic.is_empty() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let english = keys("web/messages/en.json", english, &mut problems);
    let arabic = keys("web/messages/ar.json", arabic, &mut problems);
    let missing = |place: &str, key: &String| Problem { place: place.to_owned(), what: format!("no message `{key}`") };
    problems.extend(english.difference(&arabic).map(|key| missing("web/messages/ar.json", key)));
    problems.extend(arabic.difference(&english).map(|key| missing("web/messages/en.json", key)));
    problems
}

fn keys(place: &str, text: &str, problems: &mut Vec<Problem>) -> BTreeSet<String> {
    let mut problem = |what: String| problems.push(Problem { place: place.to_owned(), what });
    let messages = match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text) {
        Ok(messages) => messages,
        Err(error) => {
            problem(format!("cannot be read: {error}"));
            return BTreeSet::new();
        }
    };
    let messages = messages.into_iter().filter(|(key, _)| key != SCHEMA);
    let mut keys = BTreeSet::new();
    for (key, value) in messages {
        if value.as_str().is_some_and(|text| text.trim().is_empty()) {
            problem(format!("message `{key}` is empty"));
        }
        keys.insert(key);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_everything() {
        let cases = [
            ("", "", 0),
            (r#"{"a": "x"}"#, r#"{"$schema": "s", "a": "y"}"#, 0),
            (r#"{"a": "x", "b": "x"}"#, r#"{"a": "y"}"#, 1),
            (r#"{"a": "x"}"#, r#"{"a": "y", "c": [{"match": {}}]}"#, 1),
            (r#"{"a": " "}"#, r#"{"a": "y"}"#, 1),
            (r#"{"a": "x"}"#, "", 2),
        ];
        for (english, arabic, expected) in cases {
            assert_eq!(check(english, arabic).len(), expected, "{english} and {arabic}");
        }
    }
}
