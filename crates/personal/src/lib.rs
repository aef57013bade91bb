//! What belongs to one person alone and is shown to nobody: sheets of own writing (domain I68).
//!
//! Pure: no clock, no randomness, no I/O. Where a sheet lies and how it is sealed is the engine's.

pub mod limits;
mod sheet;

pub use sheet::{Sheet, TooLong};
pub use wire::Malformed;
