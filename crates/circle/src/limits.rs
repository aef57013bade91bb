//! Limits of what an entry may say. Texts are counted in characters, keys and seals in bytes.

/// A member's name, at least 1.
pub const NAME: usize = 40;
/// A share.
pub const SHARE: usize = 8_000;
/// A content note on a share.
pub const NOTE: usize = 200;
/// One line of a turn.
pub const LINE: usize = 2_000;
/// A circle's name, at least 1.
pub const CIRCLE_NAME: usize = 80;
/// Bond, pledge and the other long texts of a charter, in one language.
pub const LONG_TEXT: usize = 4_000;
/// Names and words of the vocabulary, in one language.
pub const SHORT_TEXT: usize = 120;
/// Languages of one text.
pub const LANGUAGES: usize = 16;
/// Phases of a charter, at least 1.
pub const PHASES: usize = 32;
/// Roles of a charter, at least 1.
pub const ROLES: usize = 24;
/// Words of a charter's vocabulary.
pub const VOCABULARY: usize = 32;
/// An identifier in a charter: lower-case letters, digits, `-` and `_`.
pub const TAG: usize = wire::text::TAG;
/// A charter, in bytes: it is part of every snapshot.
pub const CHARTER: usize = 256 * 1024;
/// Ancestors of a template.
pub const LINEAGE: usize = 8;
/// Parts of a turn.
pub const PARTS: usize = 12;
/// Lines of a turn that a phase may ask for at most.
pub const LINES: u32 = 100;
/// Longest quiet after a turn, in seconds.
pub const QUIET_SECONDS: u32 = 600;
/// Readings of a charter.
pub const READINGS: usize = 16;
/// Modules of a programme.
pub const MODULES: usize = 32;
/// Marks of milestones.
pub const MARKS: usize = 32;
/// Steps of a round, at least 1.
pub const STEPS: usize = 16;
/// Contributions to one step of a round.
pub const EACH: u32 = 100;
/// Days of a year.
pub const YEAR_DAYS: u32 = 366;
/// Longest phase or turn, in seconds.
pub const PHASE_SECONDS: u32 = 4 * 3600;
/// Open invites of a circle.
pub const INVITES: usize = 64;
/// Arrivals of one meeting: a `Rekey` for all of them must fit into one entry of [`wire::limits::ENTRY`] bytes.
pub const ARRIVALS: usize = 48;
/// Arrivals of one member in one meeting: a further one takes the place of the oldest.
pub const ARRIVALS_PER_MEMBER: usize = 4;
/// A public key that a meeting key is sealed to (X-Wing: 1,216).
pub const ARRIVAL_KEY: usize = 1_280;
/// A meeting key sealed to an arrival (X-Wing and AES-256-GCM: 1,168).
pub const SEAL: usize = 1_280;
/// One half of the circle's knock key.
pub const KNOCK_KEY: usize = 4_096;
/// Replaced knock keys that are kept, so that links made before a removal go on leading in.
pub const OLD_KNOCKS: usize = 8;
/// Meeting states that are remembered for judging live frames.
pub const HISTORY: usize = 256;
/// Earlier signing keys of one member that are remembered while something that they signed may still be kept.
pub const EARLIER_KEYS: usize = 8;
/// Days of circle time without a commit after which a leaf is removed (protocol.md section 2, EVICT).
pub const SILENT_DAYS: u32 = 60;
/// Days after which an open device renews its leaf, by its own clock.
pub const FRESH_DAYS: u32 = 25;
/// Days of circle time during which the seat of somebody who is away waits for them.
pub const AWAY_DAYS: u32 = 365;
/// Devices of one member whose counters are remembered.
pub const DEVICES: usize = 16;
/// Least quiet after a held share, in seconds.
pub const HELD_QUIET_SECONDS: u32 = 10;
/// Who has come to fewer meetings than this is new.
pub const NEW_MEETINGS: u32 = 3;
/// Meetings that are counted for a member; more is not counted.
pub const COUNTED_MEETINGS: u32 = 24;
/// Members who do the same small service in one meeting.
pub const VOLUNTEERS: usize = 8;
/// Topics of one meeting.
pub const TOPICS: usize = 48;
/// Topics of one member that wait.
pub const TOPICS_EACH: usize = 3;
/// A topic's title, a question, a claim of a milestone.
pub const TITLE: usize = 200;
/// Shows of hands in one meeting.
pub const QUESTIONS: usize = 24;
/// Days during which an ejection stands in the state, so that there can be an appeal.
pub const APPEAL_DAYS: u32 = 30;
/// Ejections that are remembered.
pub const EJECTIONS: usize = 32;
/// Days of circle time after which it falls that somebody has to leave the circle, unless it is confirmed.
pub const REMOVAL_DAYS: u32 = 7;
/// Members about whom one member has moved that they leave, at one time.
pub const REMOVALS_EACH: usize = 3;
/// Words beside the reason why somebody has to leave, at least 1.
pub const REMOVAL_WORDS: usize = 300;
/// Days of circle time after which a member may say that somebody leaves who was here before them.
pub const STANDING_DAYS: u32 = 30;
/// Days of circle time for which it is remembered that somebody had to leave the circle.
pub const REMOVED_DAYS: u32 = 30;
/// So many of them at most.
pub const REMOVED: usize = 32;
/// Who a guest is to the circle, at least 1.
pub const GUEST_LABEL: usize = 100;
/// Days ahead for which a guest may be invited.
pub const GUEST_DAYS: u32 = 31;
/// Visits that are asked for or agreed.
pub const VISITS: usize = 4;
/// Days of circle time after which a proposed card falls, unless it is confirmed.
pub const CARD_PROPOSAL_DAYS: u32 = 14;
/// Days of circle time for which the keys of a card that was taken back are kept: longer than it lives by itself.
pub const CARD_BACK_DAYS: u32 = wire::limits::CARD_DAYS + 1;
/// So many of them at most.
pub const CARDS_BACK: usize = 8;
/// A private note, sealed to one device, in bytes: one for each device of a member must fit into a live frame.
pub const NOTE_SEALED: usize = 3_072;
/// Milliseconds without an act after which nothing that takes two keepers waits for one, and those who wait at the shut door
/// take it that nobody is left inside.
pub const ASLEEP_MS: u64 = 900_000;
/// Milliseconds of silence after which any present member may take over from a meeting's keeper.
pub const KEEPER_SILENCE_MS: u64 = 120_000;
/// Series of a circle's schedule.
pub const SERIES: usize = 24;
/// Days after its last date for which a series, and after its date for which a change or a seat, is remembered.
pub const PAST_DAYS: u32 = 7;
/// Taken, offered and asked-for seats of a circle's rota.
pub const SEATS: usize = 256;
/// Seats that one entry may ask people for.
pub const ASKS: usize = 64;
/// Days ahead for which seats may be taken.
pub const ROTA_DAYS: u32 = 190;
/// Minutes that a zone's clocks can be off UTC, either way.
pub const OFFSET_MINUTES: i16 = 15 * 60;
/// Hours of one member, sealed (X-Wing and AES-256-GCM).
pub const HOURS_SEAL: usize = 1_408;
/// A public key to which hours are sealed (X-Wing: 1,216).
pub const HOURS_KEY: usize = 1_280;
/// Days for which an asking for hours stays open.
pub const HOURS_DAYS: u32 = 21;
/// Turns of a round, passes included: the durable state holds a number and a hash of each.
pub const ROUND_TURNS: usize = 600;
/// Turns that one member may take in one step that sets no number.
pub const ROUND_EACH: u32 = 12;
/// Closed rounds whose structure is remembered until their words have expired.
pub const ROUNDS_PAST: usize = 3;
/// The least time to answer a turn in a round, in milliseconds (domain section 2.1).
pub const ROUND_ANSWER_MS: u64 = 86_400_000;
