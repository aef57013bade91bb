//! The way to a circle that shows itself here.

use minicbor::{Decode, Encode};

use super::CardKey;

/// What is told of a circle of this server beside its entry.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Door {
    /// Signs the circle's card and names it.
    #[n(0)]
    pub key: CardKey,
    /// Where one knocks: a path of this server, with what only a browser reads behind `#`. None: it takes nobody now.
    #[n(1)]
    pub knock: Option<String>,
}
