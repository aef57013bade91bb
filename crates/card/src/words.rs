//! What two members agree on.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use wire::{
    limits::{CARD_FACETS, CARD_LANGUAGES, CARD_NAME, CARD_TAGS, CARD_TEXT},
    text::{is_name, is_prose, is_tag},
};

/// What a card says, but for when.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Words {
    /// The name that the circle shows in public; 1 to [`CARD_NAME`] characters.
    #[n(0)]
    pub name: String,
    /// What it says of itself, by language tag, 1 to [`CARD_TEXT`] characters each.
    #[n(1)]
    pub text: BTreeMap<String, String>,
    /// What a search asks for: words of the directory's facets, by facet (`problem`: `grief`). What a server does not
    /// know it passes over.
    #[n(2)]
    pub tags: BTreeMap<String, BTreeSet<String>>,
    /// Languages spoken (RFC 5646, in lower case), the main one first.
    #[n(3)]
    pub languages: Vec<String>,
    /// How one attends.
    #[n(4)]
    pub attendance: Attendance,
    /// Whether it meets.
    #[n(5)]
    pub status: Status,
}

/// How one attends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Attendance {
    /// At the same time, over the network.
    #[n(0)]
    Online,
    /// In writing, each at their own time.
    #[n(1)]
    Text,
}

/// Whether the circle meets. Stated, never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Status {
    /// It does.
    #[n(0)]
    Runs,
    /// Not now; it may again.
    #[n(1)]
    Paused,
    /// No more.
    #[n(2)]
    Ended,
}

/// What is wrong with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The name is empty, too long or holds characters that cannot be shown.
    #[error("the name is not usable")]
    Name,
    /// There is no text, an empty one, one that is too long or one with characters that cannot be shown.
    #[error("the text is not usable")]
    Text,
    /// Too many facets or words, or something that is none.
    #[error("the tags are not usable")]
    Tags,
    /// Too many languages, the same one twice, or something that is none.
    #[error("the languages are not usable")]
    Languages,
    /// Too many times, or one that is none.
    #[error("the times are not usable")]
    Schedule,
    /// What should lead to the door is no invite.
    #[error("the way to knock is not usable")]
    Knock,
}

impl Words {
    /// Whether all of it is within the limits and can be shown without tricks.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn check(&self) -> Result<(), Fault> {
        if !is_name(&self.name, CARD_NAME) {
            return Err(Fault::Name);
        }
        let is_text = |text: &String| !text.trim().is_empty() && is_prose(text, CARD_TEXT);
        let languages_fit = (1..=CARD_LANGUAGES).contains(&self.text.len()) && self.text.keys().all(|tag| is_tag(tag));
        if !languages_fit || !self.text.values().all(is_text) {
            return Err(Fault::Text);
        }
        let are_tags = |words: &BTreeSet<String>| words.len() <= CARD_TAGS && words.iter().all(|word| is_tag(word));
        if self.tags.len() > CARD_FACETS || !self.tags.iter().all(|(facet, words)| is_tag(facet) && are_tags(words)) {
            return Err(Fault::Tags);
        }
        let different: BTreeSet<&String> = self.languages.iter().collect();
        let fit = different.len() == self.languages.len() && different.len() <= CARD_LANGUAGES;
        if fit && self.languages.iter().all(|tag| is_tag(tag)) { Ok(()) } else { Err(Fault::Languages) }
    }
}
