//! The Meeting Guide convention: a JSON array, one weekly meeting an entry (directory.md, section 1).

mod read;
mod sheet;
pub(crate) mod types;
mod write;

pub use read::read;
pub use sheet::read_sheet;
pub use write::{Publisher, write};
