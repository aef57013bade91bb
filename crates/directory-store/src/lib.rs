//! Where a server keeps its public directory (domain R33, I109).
//!
//! Public data, and what waits to become public: it shares no file, no table and no trait with what is sealed
//! (`server-store`). A listing fits into memory and is searched there; so a store has few methods: load everything, replace
//! what a source has, hide; and those of [`OwnStore`], with which trusted servants fill a list of the server's own.
//! [`Memory`] serves tests; [`Sqlite`] is the file `directory.db`; `suite` holds both to the same.

mod cards;
mod check;
mod history;
mod memory;
mod news;
mod own;
mod servants;
mod sqlite;
mod store;
#[cfg(feature = "suite")]
pub mod suite;
mod take;

pub use check::check;
pub use memory::Memory;
pub use news::Noted;
pub use own::{Granting, KeyHash, OwnStore, Proposing, Servant, grant};
pub use sqlite::{NAME, Sqlite};
pub use store::{Answer, CardPutting, Changes, DirectoryStore, DirectoryStoreError, Hidden, KeptCard, Stored};
pub use take::take;
