//! When.

use calendar::{Date, Series};
use minicbor::{Decode, Encode};

/// One series of times at which an entry meets.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Slot {
    /// In which zone, from when, how long, by which rule, with which exceptions and season.
    #[n(0)]
    pub series: Series,
    /// The source told when it ends; otherwise [`crate::limits::DEFAULT_MINUTES`] are assumed.
    #[n(1)]
    pub end_is_told: bool,
}

/// The days of the week, from Monday, as addresses, forms and catalogues call them.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The start of series in feeds that tell none: Monday, 1 January 2024. Always the same, so that fetching a feed again
/// changes nothing.
pub fn unknown_start() -> Date {
    const DAYS: u32 = 19_723;
    Date::from_days(DAYS).unwrap_or_else(|| unreachable!("the day is within the calendar"))
}
