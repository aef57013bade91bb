//! What a server stores, as one coarse trait: a method per use case, never per table.
//!
//! Everything that one method writes is one transaction, durable before the method returns. No time is finer than a
//! day, and no row of an account, a box and a circle names another (protocol.md section 2, "Server tables").
//! [`Memory`] serves tests and the simulator; `server-store-sqlite` serves people; [`suite`] holds both to the same.

mod memory;
mod store;
#[cfg(feature = "suite")]
pub mod suite;

pub use memory::{Boxes, Count, Memory, Vaults};
pub use store::{
    Account, AccountKey, Admission, Appending, Committing, Counts, EntryPage, Founding, Mailbox, MailboxMaking,
    Posting, RecoveryRow, Shredding, SigningUp, Store, StoreError, StoredBox, Swapping, Wake, Waking, dies,
};
