//! The directory's pages (domain I2, I3, I22, I116, I117): HTML that works without a script, on an old phone, read aloud,
//! printed, from right to left.
//!
//! Pure: an index, a query and a moment go in, a page comes out. Everything that a feed said is escaped, and stands apart
//! in its own direction. A search is sent in the body of a request, so that it stands in no log and no history.

mod card;
mod check;
mod copy;
mod find;
mod frame;
mod inputs;
mod lines;
mod meeting;
mod open_search;
mod options;
mod qr;
pub mod report;
mod servants;
mod servants_form;
mod servants_review;
mod times;
mod words;

pub use card::card;
pub use check::{Tried, Why, check_feed};
pub use copy::{Copy, copied, copy, copy_policy};
pub use find::{Asked, find};
pub use frame::{Frame, missing};
pub use meeting::{meeting, not_for_me};
pub use open_search::open_search;
pub use servants::{AtDoor, Hitch, Me, servants_desk, servants_door, servants_note};
pub use servants_form::{Draft, Stage, servants_form};
pub use servants_review::{Difference, differences, servants_review};
pub use words::Lang;

/// The pages' style, as a file of its own: nothing stands inline.
pub const STYLE: &str = include_str!("../assets/directory.css");
/// Where the style is served.
pub const STYLE_PATH: &str = "/directory.css";
/// Where browsers learn how to search here.
pub const SEARCH_PATH: &str = "/opensearch.xml";
