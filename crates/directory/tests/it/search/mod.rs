//! Search, against plain scans and against the calendar.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod address;
mod another;
mod facets;
mod places;
mod real;
mod synonyms;
mod texts;
mod times;
mod world;
