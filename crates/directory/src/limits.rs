//! Every limit of the directory. Texts are counted in characters unless it says bytes.

/// A meeting's, place's, group's or body's name (Meeting Guide: 255).
pub const NAME: usize = 255;
/// Notes of any kind.
pub const NOTES: usize = 8_000;
/// One line of an address, a region, a short text.
pub const LINE: usize = 500;
/// A web address, in bytes.
pub const URL: usize = 2_000;
/// A telephone number with pauses and codes, in bytes.
pub const PHONE: usize = 255;
/// A slug, in bytes (Meeting Guide: 64).
pub const SLUG: usize = 64;
/// A source's own name for an entry, a body or a format, in bytes.
pub const KEY: usize = 255;
/// A code of a type or format, in bytes.
pub const CODE: usize = 40;
/// Codes of one entry.
pub const CODES: usize = 64;
/// Regions of one entry, from general to specific.
pub const REGIONS: usize = 8;
/// Languages of one entry.
pub const LANGUAGES: usize = 16;
/// A language tag (RFC 5646), in bytes.
pub const LANGUAGE: usize = 35;
/// Public ways to reach somebody, of one entry.
pub const CONTACTS: usize = 3;
/// Addresses for feedback, of one entry.
pub const FEEDBACK: usize = 8;
/// Times at which one entry meets: a series each.
pub const SLOTS: usize = 16;
/// Fields of a source's entry that the model has no place for.
pub const KEPT: usize = 64;
/// The value of one such field, as JSON, in bytes.
pub const KEPT_VALUE: usize = 4_000;
/// Sources of one server.
pub const SOURCES: usize = 1_000;
/// A circle card's text, in one language.
pub const CARD_TEXT: usize = 2_000;
/// Days without a good fetch after which a source's entries are marked as stale (Meeting Guide drops them then).
pub const STALE_DAYS: u32 = 14;
/// Days without a good fetch after which they are removed.
pub const REMOVE_DAYS: u32 = 28;
/// Length of a meeting whose feed tells no end, in minutes (Meeting Guide: start and an hour).
pub const DEFAULT_MINUTES: u32 = 60;
