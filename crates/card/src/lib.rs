//! A circle's card: what it says of itself in public (domain I3, R33), in the form that its own key signs.
//!
//! Whoever shows it can hide it and cannot change it. The key is made for the card alone, and nothing here leads to a
//! circle id, an account or a member. The circle decides about [`Words`], devices sign a [`Card`], servers list it.

mod card;
mod words;

pub use card::{Card, open, signed_bytes};
pub use words::{Attendance, Fault, Status, Words};
