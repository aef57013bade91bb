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
/// Days without a good fetch after which a source's entries are marked as stale (Meeting Guide drops them then).
pub const STALE_DAYS: u32 = 14;
/// Days without a good fetch after which they are removed.
pub const REMOVE_DAYS: u32 = 28;
/// Length of a meeting whose feed tells no end, in minutes (Meeting Guide: start and an hour).
pub const DEFAULT_MINUTES: u32 = 60;
/// A feed, in bytes: 100,000 meetings with long notes.
pub const FEED: usize = 96 * 1024 * 1024;
/// One entry of a feed, in bytes.
pub const ENTRY: usize = 64 * 1024;
/// Brackets within brackets, in one entry.
pub const DEPTH: usize = 8;
/// Entries of a feed.
pub const ENTRIES: usize = 200_000;
/// Faults that a report names; the others are counted.
pub const FAULTS: usize = 1_000;
/// The name of a field in a report.
pub const FIELD: usize = 60;
/// What a report shows of what it found.
pub const FOUND: usize = 80;
/// Parameters of a query.
pub const PARAMS: usize = 1_000;
/// Words of a text search through the BMLT interface.
pub const SEARCH_WORDS: usize = 12;
/// The name of a function that a JSONP answer calls, in bytes.
pub const CALLBACK: usize = 128;
/// Days for which it is kept what came, changed and went.
pub const CHANGE_DAYS: u64 = 90;
/// Changes that are kept, the newest.
pub const CHANGES: usize = 5_000;
/// Hours between two questions to a source that answers.
pub const ASK_HOURS: u64 = 1;
/// Hours between two questions to a source that does not answer: doubled from [`ASK_HOURS`] up to this.
pub const ASK_HOURS_MOST: u64 = 24;
/// Minutes after which a source that was asked counts as silent.
pub const ANSWER_MINUTES: u64 = 10;
/// Addresses in one site map (sitemaps.org).
pub const SITEMAP: usize = 50_000;
/// The signed head of a Stayhere server's snapshot, in bytes.
pub const HEAD: usize = 96 * 1024;
/// Parts of a snapshot.
pub const PARTS: usize = 1_024;
/// One part of a snapshot, in bytes.
pub const PART: usize = 1024 * 1024;
/// How large the parts of a snapshot are to be on average at most, in bytes.
pub const PART_MEAN: usize = 128 * 1024;
/// Other servers that a snapshot names.
pub const PEERS: usize = 100;
/// Days by which another server's clock may be ahead.
pub const AHEAD_DAYS: u64 = 2;
/// Meetings of a copy to keep: a file of some megabytes.
pub const COPY: usize = 2_000;
/// Days of the calendar that are gone through in one feed to find the ends of monthly, yearly and seasonal series that count
/// their dates (RRULE with COUNT): some thousands of such series. Weekly ones are reckoned and cost none.
pub const COUNTED_DAYS: u32 = 2_000_000;
/// Values of the form in which a trusted servant enters a meeting; what comes after them is not read.
pub const FORM_VALUES: usize = 2_000;
/// The form as it is sent, in bytes.
pub const FORM: usize = 256 * 1024;
/// Trusted servants of one server.
pub const SERVANTS: usize = 1_000;
/// A trusted servant's name.
pub const SERVANT: usize = 40;
/// Meetings that wait to be reviewed, or came back from there.
pub const PROPOSALS: usize = 5_000;
/// Of one trusted servant.
pub const PROPOSALS_EACH: usize = 500;
/// Days for which it is kept what came back to somebody.
pub const RETURNED_DAYS: u64 = 90;
/// What somebody who reviews says when a meeting goes back.
pub const RETURNED: usize = 1_000;
