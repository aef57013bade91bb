//! Search: in memory, without anybody being watched (domain I2, I73, I116, I117, R33).
//!
//! An [`Index`] is built from a listing and knows what meets in the days ahead. A [`Query`] is typed and has one form as an
//! address. What a search needs to know about the one who searches is in the query alone: a place may be a coarse
//! cell, and nothing is remembered.

mod address;
mod another;
mod doc;
mod facets;
mod fold;
mod index;
pub mod limits;
mod places;
mod query;
mod synonyms;
mod texts;
mod times;

pub use address::{QueryFault, Wrong};
pub use another::Unfit;
pub use index::{Hit, Index, Next, Page};
pub use places::{EARTH, metres};
pub use query::{Cell, Near, Order, Query, Week, When};
