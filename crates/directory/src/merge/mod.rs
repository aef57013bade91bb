//! Several sources become one listing: what changed, what is the same meeting twice, what has grown stale, whom to ask next.

mod apply;
mod due;
mod duplicates;
mod stale;

pub use apply::{Applied, Change, apply};
pub use due::{Asking, due};
pub use duplicates::{Duplicates, duplicates};
pub use stale::sweep;
