//! Every limit of a search.

/// Characters of the words that are looked for.
pub const WORDS: usize = 200;
/// Words of one search; more are passed over.
pub const TERMS: usize = 16;
/// Languages of one search.
pub const LANGUAGES: usize = 8;
/// Bytes of a search's address.
pub const ADDRESS: usize = 4_000;
/// How far ahead "soon" may reach, in minutes: a day.
pub const SOON_MINUTES: u16 = 24 * 60;
/// Radius around a point, in kilometres.
pub const KM: u16 = 500;
/// Radius where none is told, in kilometres.
pub const DEFAULT_KM: u16 = 25;
/// Letters of a coarse cell: a geohash of 3 is about 156 km wide, of 4 about 39 km by 20 km. A finer one is refused.
pub const CELL: core::ops::RangeInclusive<usize> = 3..=4;
/// Results on a page.
pub const SIZE: u16 = 200;
/// Results on a page where nothing is told.
pub const DEFAULT_SIZE: u16 = 20;
/// Number of a page.
pub const PAGE: u32 = 100_000;
/// Days in which "this week" looks for beginnings.
pub const WEEK_DAYS: u32 = 7;
/// Days after which an index no longer knows a whole week and is to be built again.
pub const DUE_DAYS: u32 = 1;
/// Beginnings of one meeting within an index's time.
pub const BEGINNINGS: usize = 64;
/// Other ways that are shown beside results.
pub const ANOTHER_WAY: usize = 3;
/// Suggestions for somebody for whom a meeting is not.
pub const NOT_FOR_ME: usize = 6;
/// From so many letters on, a word finds all words that begin with it; a shorter one finds itself.
pub const PREFIX: usize = 3;
