//! The calendar against other implementations, its limits and its formats.

mod formats;
mod ics;
mod oracle;
mod properties;
mod rules;
mod world;
