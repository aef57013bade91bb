//! What a trusted servant wishes to have listed, until somebody else has looked at it.

use wire::Millis;

use crate::{
    feed::clean,
    limits,
    model::{Entry, EntryId, Listing, Origin, Slug, SourceId},
};

/// A wish that waits for somebody who reviews, or came back from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Whose it is, by the name that the operator gave them.
    pub by: String,
    /// When it was made or last changed; who decides names it, and so decides on what they saw.
    pub at: Millis,
    /// What is wished.
    pub wish: Wish,
    /// Why it came back; `None` while it waits.
    pub returned: Option<String>,
}

/// What is to become of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// It is listed like this.
    List(Box<Entry>),
    /// It goes.
    Remove,
}

/// The source of what is entered here; no feed has its name.
pub fn source() -> SourceId {
    SourceId("own".to_owned())
}

/// An entry of which nothing is said yet. `key` is its own for good and tells nothing.
pub fn fresh(key: &str) -> Entry {
    let origin = Origin { source: source(), key: key.to_owned() };
    let id = EntryId::of(&origin.source, key, false);
    Entry::named(id, Slug::from_text(&id.to_string()), String::new(), origin)
}

/// The entry as it is listed at `now`: under the address that it had, for people have written that down; a new one under
/// that of its name, or a longer one where another entry has that.
#[must_use]
pub fn settled(entry: Entry, listing: &Listing, now: Millis) -> Entry {
    let had = listing.entries.get(&entry.id).map(|before| before.slug.clone());
    let slug = had.unwrap_or_else(|| {
        let plain = Slug::from_text(&entry.name);
        let is_taken = listing.entries.values().any(|other| other.slug == plain);
        if is_taken { plain.with(&entry.id.to_string()) } else { plain }
    });
    Entry { slug, updated: Some(now), published: true, ..entry }
}

/// Why something comes back, as it may be shown; `None` if nothing is said.
pub fn reason(typed: &str) -> Option<String> {
    let text = clean::paragraph(typed, limits::RETURNED).text;
    (!text.is_empty()).then_some(text)
}

/// The name of a trusted servant, as it may be shown; `None` if there is none, or a longer one than [`limits::SERVANT`].
pub fn servant_name(typed: &str) -> Option<String> {
    let name = clean::line(typed, limits::SERVANT);
    (!name.text.is_empty() && !name.cut).then_some(name.text)
}
