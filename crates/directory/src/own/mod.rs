//! Meetings that a server's own trusted servants enter, each of which somebody else looks at before it is listed
//! (directory.md 5.8; domain R33).
//!
//! A [`Form`] is fields and values, as a browser sends them without any script. [`Form::read`] makes an entry of it, or says
//! of each field what is wrong; [`Form::of`] puts an entry back. What the form has no field for, an entry keeps.

mod form;
mod proposal;
mod reading;
mod times;

pub use form::Form;
pub use proposal::{Proposal, Wish, fresh, reason, servant_name, settled, source};
pub use reading::{Amiss, Wrong};
pub use times::Rhythm;
