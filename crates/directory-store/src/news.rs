//! What came, changed and went, as far as the public could see it.

use std::collections::{BTreeMap, BTreeSet};

use directory::{
    Entry, EntryId, Source, limits,
    merge::Change,
    model::{Place, Slug},
};
use wire::Millis;

use crate::store::Hidden;

const DAY_MS: u64 = 86_400_000;

/// A change that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Its number, ascending, never given twice.
    pub number: u64,
    /// When.
    pub at: Millis,
    /// What changed. An entry that is published, or no longer, comes or goes: drafts are not in it.
    pub change: Change,
}

impl Noted {
    /// The entry.
    pub fn entry(&self) -> Option<&Entry> {
        self.change.after.as_ref().or(self.change.before.as_ref())
    }

    /// Of a hidden entry it is told that it went, under its number, and nothing that stood in it.
    pub(crate) fn blanked(&self) -> Option<Self> {
        let entry = self.change.before.as_ref().filter(|_| self.change.after.is_none())?;
        let nothing = Entry {
            body: entry.body,
            ..Entry::named(entry.id, Slug::from_text(&entry.id.to_string()), String::new(), entry.origin.clone())
        };
        Some(Self { change: Change { before: Some(nothing), after: None }, ..self.clone() })
    }
}

/// The time before which changes are no longer kept.
pub(crate) fn horizon(now: Millis) -> Millis {
    Millis(now.0.saturating_sub(limits::CHANGE_DAYS * DAY_MS))
}

/// That a source is seen for the first time is no news: nothing of it was there before.
pub(crate) fn is_first(known: Option<&Source>) -> bool {
    known.is_none_or(|source| source.fetched.is_none())
}

/// What the public sees come, change and go when a source's entries are replaced; the newest that are kept.
pub(crate) fn between(
    old: &BTreeMap<EntryId, Entry>,
    new: &BTreeMap<EntryId, Entry>,
    hidden: &BTreeSet<Hidden>,
) -> Vec<Change> {
    let ids: BTreeSet<EntryId> = old.keys().chain(new.keys()).copied().collect();
    let shown = ids.into_iter().filter(|id| !hidden.contains(&Hidden::Entry(*id)));
    let changes = shown.filter_map(|id| {
        let public = |side: &BTreeMap<EntryId, Entry>| side.get(&id).filter(|entry| entry.published).cloned();
        let change = Change { before: public(old), after: public(new) };
        differs(&change).then_some(change)
    });
    let mut changes: Vec<Change> = changes.collect();
    let dropped = changes.len().saturating_sub(limits::CHANGES);
    changes.split_off(dropped)
}

/// What the public sees when an entry is hidden or shown again.
pub(crate) fn covered(entry: Entry, hidden: bool) -> Option<Change> {
    let (before, after) = if hidden { (Some(entry), None) } else { (None, Some(entry)) };
    let is_public = before.as_ref().or(after.as_ref()).is_some_and(|entry| entry.published);
    is_public.then_some(Change { before, after })
}

/// Whether the place of a meeting was told, and only its area is from now on. `before` goes on without it.
pub(crate) fn covers_place(before: &mut Option<Entry>, after: Option<&Entry>) -> bool {
    let is_covered = after.is_some_and(|after| after.place.approximate);
    let told = before.as_mut().filter(|before| is_covered && !before.place.approximate);
    told.map(|before| before.place = Place::default()).is_some()
}

/// More than the time at which its source says that it was changed.
fn differs(change: &Change) -> bool {
    match (&change.before, &change.after) {
        (None, None) => false,
        (Some(before), Some(after)) => *before != Entry { updated: before.updated, ..after.clone() },
        (Some(_), None) | (None, Some(_)) => true,
    }
}
