//! When things happen: what recurs, in which zone, and the same as iCalendar (RFC 5545).
//!
//! Pure: no clock, no randomness, no I/O; the time zone database is compiled in. The structure ([`Series`]) and its dates
//! need no such database, so that what many devices must agree on never depends on whose copy is newer; only
//! [`Series::occurrences`], [`Series::next`] and the export do. The rules, where calendars leave a choice:
//!
//! - A local time that a clock change skips happens as much later as the clock jumps (RFC 5545, 3.3.5: the offset before
//!   the gap). One that comes twice happens the first time.
//! - A month without the day uses its last day: "the 31st" is 30 April, and 29 February is the 28th in most years.
//! - Every n weeks count from the Monday of the week of the start, every n months from the month of the start.
//! - An occurrence keeps its name, the date on which the rule puts it, wherever it is moved (RECURRENCE-ID).

mod date;
mod ics;
mod occur;
mod rule;
mod series;
mod zone;

pub use date::{Date, Months, Time, Weekday, Weekdays};
pub use ics::{Event, Public, calendar};
pub use occur::Occurrence;
pub use rule::{Nth, Nths, Rule};
pub use series::{Break, Change, Pattern, Series, SeriesFault, limits};
pub use zone::{Zone, is_zone_name};
