//! What all conventions have in common on the way in: limits, cleaning, a report line by line.

pub(crate) mod clean;
mod fault;
pub(crate) mod fields;
pub(crate) mod split;

use crate::model::{Body, BodyId, Entry, Format, FormatId, SourceId};
use std::collections::BTreeMap;

pub use clean::is_hidden;
pub use fault::{At, Fault, Report, Unreadable, What};

/// What a feed said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fetched {
    /// The good entries, in the feed's order.
    pub entries: Vec<Entry>,
    /// Who answers for them.
    pub bodies: BTreeMap<BodyId, Body>,
    /// What their codes mean.
    pub formats: BTreeMap<FormatId, Format>,
    /// When its owner vouched for it, if that is told: then it ages from there, not from when it was fetched.
    pub vouched: Option<wire::Millis>,
    /// What is wrong with the others, or was odd about the good ones.
    pub report: Report,
}

/// Gives each entry a slug of its own, in the order of the feed.
pub(crate) struct Names {
    slugs: std::collections::BTreeSet<crate::model::Slug>,
    keys: std::collections::BTreeSet<String>,
}

impl Names {
    pub(crate) const fn new() -> Self {
        Self { slugs: std::collections::BTreeSet::new(), keys: std::collections::BTreeSet::new() }
    }

    /// Whether the source's own name is new.
    pub(crate) fn is_new(&mut self, key: &str) -> bool {
        self.keys.insert(key.to_owned())
    }

    /// Notes that an entry has this slug already.
    pub(crate) fn keep(&mut self, slug: &crate::model::Slug) {
        self.slugs.insert(slug.clone());
    }

    /// The slug nearest to `text`, made longer by the key if another entry has it.
    pub(crate) fn slug(&mut self, text: &str, source: &SourceId, key: &str) -> crate::model::Slug {
        let mut slug = crate::model::Slug::from_text(text);
        if !self.slugs.insert(slug.clone()) {
            slug = slug.with(&crate::model::EntryId::of(source, key, false).to_string());
            self.slugs.insert(slug.clone());
        }
        slug
    }
}
