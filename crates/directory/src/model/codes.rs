//! A source's own codes: kept beside the tags that are read from them.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::{FormatId, SourceId, word::vocabulary};

vocabulary! {
    /// Whose codes they are.
    CodeList {
        /// Types of the Meeting Guide convention, or of a fellowship's list in its manner.
        MeetingGuide = 0, "meeting-guide";
        /// Keys of formats that the source itself defines, as BMLT servers do.
        Formats = 1, "formats";
    }
}

/// An entry's codes, in the source's order, unknown ones included.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Codes {
    /// Whose they are.
    #[n(0)]
    pub list: CodeList,
    /// The codes.
    #[n(1)]
    pub codes: Vec<String>,
    /// With [`CodeList::Formats`]: the formats in [`super::Listing::formats`], in the source's order.
    #[n(2)]
    pub formats: Vec<FormatId>,
}

impl Codes {
    /// No codes of this list.
    pub const fn none(list: CodeList) -> Self {
        Self { list, codes: Vec::new(), formats: Vec::new() }
    }
}

vocabulary! {
    /// What a format speaks of.
    FormatKind {
        /// How the meeting goes (FC1).
        Meeting = 0, "FC1";
        /// The place (FC2).
        Place = 1, "FC2";
        /// Needs and restrictions (FC3).
        Needs = 2, "FC3";
        /// Open or closed (O).
        Openness = 3, "O";
        /// The language (LANG).
        Language = 4, "LANG";
    }
}

/// A format that a source defines.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Format {
    /// Who defines it.
    #[n(0)]
    pub source: SourceId,
    /// The source's own number.
    #[n(1)]
    pub key: String,
    /// What it speaks of, if that is told.
    #[n(2)]
    pub kind: Option<FormatKind>,
    /// The fellowship's code, or empty.
    #[n(3)]
    pub world_id: String,
    /// By language tag: code, name and description.
    #[n(4)]
    pub words: BTreeMap<String, FormatWords>,
}

/// A format in one language.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct FormatWords {
    /// The short code that entries show.
    #[n(0)]
    pub code: String,
    /// The name.
    #[n(1)]
    pub name: String,
    /// A sentence about it.
    #[n(2)]
    pub description: String,
}
