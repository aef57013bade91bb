//! Where entries come from, as the interface says it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;
use wire::Millis;

use super::{instant, told};
use crate::{
    Source, SourceId,
    model::{Freshness, SourceKind},
    search::Index,
};

/// Every source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sources {
    /// By id.
    pub sources: Vec<Listed>,
}

/// A source. Where its feed is, is not told: the address of a restricted feed has its key in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Listed {
    /// Its name in `Meeting.sources`.
    #[schema(example = "bridge")]
    pub id: String,
    /// Who it is.
    pub name: String,
    /// In which convention it speaks.
    pub kind: SourceKind,
    /// The zone of entries that name none (IANA).
    pub zone: String,
    /// The fellowship or programme of entries that name none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// Meetings that it lists here, those included that another source lists too.
    pub meetings: u32,
    /// The last good fetch (RFC 3339, UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    pub fetched: Option<String>,
    /// It has been silent for long.
    pub stale: bool,
}

impl Sources {
    pub(super) fn of(index: &Index, now: Millis) -> Self {
        let listing = index.listing();
        let mut counts: BTreeMap<&SourceId, u32> = BTreeMap::new();
        for id in listing.published().flat_map(|entry| index.source_ids_of(entry).collect::<BTreeSet<_>>()) {
            *counts.entry(id).or_default() += 1;
        }
        let one = |(id, source): (&SourceId, &Source)| Listed {
            id: id.to_string(),
            name: source.name.clone(),
            kind: source.kind,
            zone: source.zone.clone(),
            programme: told(&source.programme),
            meetings: counts.get(id).copied().unwrap_or_default(),
            fetched: source.fetched.map(instant),
            stale: source.freshness(now) != Freshness::Fresh,
        };
        Self { sources: listing.sources.iter().map(one).collect() }
    }
}
