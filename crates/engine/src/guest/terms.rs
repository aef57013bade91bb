//! What a guest is told before they knock.

use circle::{GuestPart, Visit};
use minicbor::{Decode, Encode};
use wire::Day;

/// As what somebody is invited who shares no bond: in the preview of the link.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct GuestTerms {
    #[n(0)]
    pub(crate) part: GuestPart,
    #[n(1)]
    pub(crate) label: String,
    #[n(2)]
    pub(crate) until: Day,
    #[n(3)]
    pub(crate) reports: bool,
}

impl GuestTerms {
    pub(crate) fn of(visit: &Visit) -> Self {
        let Visit { part, label, until, reports, .. } = visit;
        Self { part: *part, label: label.clone(), until: *until, reports: *reports }
    }
}
