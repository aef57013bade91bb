//! Texts in several languages, and names that people chose.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
pub(crate) use wire::text::{is_name, is_tag};

use crate::limits;

/// One text in one or more languages, by language tag (RFC 5646).
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Text(#[n(0)] pub BTreeMap<String, String>);

impl Text {
    /// A text in one language.
    pub fn new(tag: &str, text: &str) -> Self {
        Self(BTreeMap::from([(tag.to_owned(), text.to_owned())]))
    }

    /// The text in language `tag`, else in English, else in the first language there is, else empty.
    pub fn in_language(&self, tag: &str) -> &str {
        let found = self.0.get(tag).or_else(|| self.0.get("en")).or_else(|| self.0.values().next());
        found.map_or("", String::as_str)
    }

    /// Whether there is at least one language, and in each a text of 1 to `max` characters.
    pub(crate) fn fits(&self, max: usize) -> bool {
        (1..=limits::LANGUAGES).contains(&self.0.len())
            && self.0.keys().all(|tag| is_tag(&tag.to_ascii_lowercase()))
            && self.0.values().all(|text| !text.trim().is_empty() && text.chars().count() <= max)
    }
}

/// Whether somebody can be called this in a circle: 1 to [`limits::NAME`] visible characters without tricks.
pub fn is_member_name(name: &str) -> bool {
    is_name(name, limits::NAME)
}

/// What two names that people would take for the same have in common.
pub(crate) fn name_key(name: &str) -> String {
    let visible = |c: &char| !matches!(c, '\u{200C}'..='\u{200F}' | '\u{061C}' | '\u{00AD}');
    let lower = name.to_lowercase();
    lower.split_whitespace().map(|word| word.chars().filter(visible).collect::<String>()).collect::<Vec<_>>().join(" ")
}
