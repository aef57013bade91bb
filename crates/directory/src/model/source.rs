//! Where entries come from.

use minicbor::{Decode, Encode};
use wire::{Hash, Millis};

use super::{DirectoryKey, word::vocabulary};
use crate::limits;

const DAY_MS: u64 = 86_400_000;

vocabulary! {
    /// In which convention a source speaks.
    SourceKind {
        /// This server: entered by its own trusted servants.
        Own = 0, "own";
        /// Meeting Guide JSON.
        MeetingGuide = 1, "meeting-guide";
        /// A sheet as CSV with Meeting Guide's names on top.
        Sheet = 2, "sheet";
        /// A BMLT server.
        Bmlt = 3, "bmlt";
        /// iCalendar.
        Icalendar = 4, "icalendar";
        /// Another Stayhere server.
        Stayhere = 5, "stayhere";
    }
}

/// Where entries come from.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Source {
    /// Who it is, for attribution.
    #[n(0)]
    pub name: String,
    /// Where the feed is; empty for [`SourceKind::Own`], and for a file that was taken once.
    #[n(1)]
    pub url: String,
    /// In which convention.
    #[n(2)]
    pub kind: SourceKind,
    /// The zone of entries that name none (IANA).
    #[n(3)]
    pub zone: String,
    /// The fellowship or programme of entries that name none; or empty.
    #[n(4)]
    pub programme: String,
    /// What is true of all its entries where their own codes say nothing.
    #[n(5)]
    pub tags: super::Tags,
    /// Its numbers of entries, bodies and formats stay what they are; one source of a server at most.
    #[n(6)]
    pub keeps_numbers: bool,
    /// The last good fetch.
    #[n(7)]
    pub fetched: Option<Millis>,
    /// When its entries are no longer to be relied on.
    #[n(8)]
    pub stale: Stale,
    /// With [`SourceKind::Stayhere`]: whose signature counts, and what was taken last.
    #[n(9)]
    pub pinned: Option<Pinned>,
}

/// What is known of another Stayhere server.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Pinned {
    /// Whose signature counts. It changes by the operator's word alone.
    #[n(0)]
    pub key: DirectoryKey,
    /// The number of the snapshot that was taken last; an older one is refused.
    #[n(1)]
    pub number: u64,
    /// That snapshot's head: of one number there is one.
    #[n(2)]
    pub head: Option<Hash>,
    /// Its parts, in order: those that are the same in the next one need not be fetched again.
    #[n(3)]
    pub parts: Vec<Hash>,
}

impl Pinned {
    /// A server of which nothing has been taken yet.
    pub const fn new(key: DirectoryKey) -> Self {
        Self { key, number: 0, head: None, parts: Vec::new() }
    }
}

/// After how many days without a good fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Stale {
    /// Entries are marked.
    #[n(0)]
    pub mark_days: u32,
    /// Entries are removed.
    #[n(1)]
    pub remove_days: u32,
}

/// Whether a source's entries can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// They can.
    Fresh,
    /// The source has been silent for long: they are shown with that said.
    Stale,
    /// For too long: they go.
    Gone,
}

impl Default for Stale {
    fn default() -> Self {
        Self { mark_days: limits::STALE_DAYS, remove_days: limits::REMOVE_DAYS }
    }
}

impl Source {
    /// One of which nothing is said but its convention and its zone: no address, never fetched.
    pub fn unnamed(kind: SourceKind, zone: &str) -> Self {
        Self {
            name: String::new(),
            url: String::new(),
            kind,
            zone: zone.to_owned(),
            programme: String::new(),
            tags: super::Tags::default(),
            keeps_numbers: false,
            fetched: None,
            stale: Stale::default(),
            pinned: None,
        }
    }

    /// The same without what changes whenever it is asked: equal ones say the same.
    #[must_use]
    pub fn timeless(&self) -> Self {
        let pinned = self.pinned.as_ref().map(|pinned| Pinned::new(pinned.key));
        Self { fetched: None, pinned, ..self.clone() }
    }

    /// How fresh its entries are. What this server's own people entered, or took from a file, does not age.
    pub fn freshness(&self, now: Millis) -> Freshness {
        if self.url.is_empty() {
            return Freshness::Fresh;
        }
        let Some(fetched) = self.fetched else { return Freshness::Gone };
        let silent = now.since(fetched);
        if silent >= u64::from(self.stale.remove_days) * DAY_MS {
            Freshness::Gone
        } else if silent >= u64::from(self.stale.mark_days) * DAY_MS {
            Freshness::Stale
        } else {
            Freshness::Fresh
        }
    }
}
