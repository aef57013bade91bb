//! Who answers for entries: a service body, an intergroup, an entity.

use minicbor::{Decode, Encode};

use super::{BodyId, SourceId};

/// A body. Every text may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Body {
    /// Which source names it.
    #[n(0)]
    pub source: SourceId,
    /// The source's own name for it.
    #[n(1)]
    pub key: String,
    /// The body above.
    #[n(2)]
    pub parent: Option<BodyId>,
    /// Its name.
    #[n(3)]
    pub name: String,
    /// About it.
    #[n(4)]
    pub description: String,
    /// The source's code for its kind.
    #[n(5)]
    pub kind: String,
    /// Its site.
    #[n(6)]
    pub url: String,
    /// The number to call.
    #[n(7)]
    pub phone: String,
    /// Its mail address.
    #[n(8)]
    pub email: String,
    /// The area that it serves.
    #[n(9)]
    pub location: String,
    /// A square picture.
    #[n(10)]
    pub logo: String,
    /// The fellowship's code.
    #[n(11)]
    pub world_id: String,
}
