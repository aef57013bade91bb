//! Every limit of the interface. Sizes are bytes unless the name says otherwise.

/// Members of one circle (protocol.md section 1: many small circles, not big rooms).
pub const MEMBERS: usize = 150;
/// One entry as stored: `blob` of an append.
pub const ENTRY: usize = 64 * 1024;
/// One live frame.
pub const LIVE_FRAME: usize = 16 * 1024;
/// One box.
pub const BOX: usize = 2 * 1024 * 1024;
/// A vault, always exactly this long.
pub const VAULT: usize = 16 * 1024;
/// The notes behind a device's second PIN, padded: always exactly this long. Kept on the device only.
pub const NOTES: usize = 8 * 1024;
/// The envelope of a commit.
pub const ENVELOPE: usize = 1024 * 1024;
/// A snapshot.
pub const SNAPSHOT: usize = 1024 * 1024;
/// One mail: a Welcome for 150 members is about 400 kB.
pub const MAIL: usize = 1024 * 1024;
/// Mails that one commit may carry.
pub const MAILS_PER_COMMIT: usize = 16;
/// Unread mails in one mailbox.
pub const MAILS_PER_BOX: usize = 64;
/// The sealed preview of an invite.
pub const PREVIEW: usize = 16 * 1024;
/// A request body as a whole.
pub const BODY: usize = 4 * 1024 * 1024;
/// Entries in one answer of a read.
pub const ENTRIES_PER_READ: u32 = 256;
/// Children in one answer of a read.
pub const CHILDREN_PER_READ: u32 = 32;
/// Weight of a commit's children ([`crate::pow::child_weight`]) below which the next one needs no work: the races of
/// honest devices.
pub const CHILDREN_FREE: u32 = 16;
/// Each step of so much weight more doubles the work for the next child.
pub const CHILDREN_STEP: u32 = 16;
/// So many bytes of envelopes and snapshots weigh as much as one child.
pub const CHILD_BYTES: u64 = 32 * 1024;
/// Most weight of a commit's children; then nobody can commit there any more. Whoever posts so many small ones has
/// searched about 1.7 * 10^10 hashes; of the largest, 64 are enough, and 2.6 * 10^8.
pub const CHILDREN_WEIGHT: u32 = 4096;
/// Entries of one commit.
pub const ENTRIES_PER_COMMIT: u32 = 20_000;
/// Live frames that the server keeps in memory per circle, so that a short disconnection catches up.
pub const LIVE_RING: usize = 512;
/// Bytes of live frames that the server keeps in memory per circle.
pub const LIVE_RING_BYTES: usize = 1024 * 1024;
/// Live frames per second and circle on average, over which a sender is told to slow down.
pub const LIVE_RATE: u32 = 100;
/// Days during which a commit that has been left can be read by those who come back.
pub const CATCH_UP_DAYS: u32 = 60;
/// Longest retention of a kept entry, in days (R7).
pub const RETENTION_DAYS: u32 = 30;
/// Longest life of an entry, mail or mailbox, in days.
pub const EXPIRY_DAYS: u32 = 90;
/// Leading zero bits that a proof of work must show.
pub const POW_BITS: u32 = 14;
/// The most bits that a server may ask for; a device that is asked for more does not search. About four million hashes:
/// seconds, also in a browser.
pub const WORK_BITS: u32 = 22;
/// Failed or started sign-ins per name and hour.
pub const SIGNINS_PER_HOUR: u32 = 20;
/// Sign-ups per address and hour.
pub const SIGNUPS_PER_HOUR: u32 = 60;
/// Circles that are founded from one address and hour.
pub const FOUNDINGS_PER_HOUR: u32 = 60;
/// Boxes that are made from one address and hour; a person needs one a day and circle.
pub const BOXES_PER_HOUR: u32 = 3000;
/// Mailboxes that are made from one address and hour.
pub const MAILBOXES_PER_HOUR: u32 = 600;
/// Bytes that a circle may have on a server whose operator says nothing else: entries, envelopes, snapshots. Entries
/// leave an eighth of them to commits.
pub const CIRCLE_BYTES: u64 = 256 * 1024 * 1024;
/// Open streams from one address; a device has one for each of its circles.
pub const STREAMS_PER_ADDRESS: u32 = 500;
/// Open streams per server process.
pub const STREAMS: usize = 50_000;
/// Milliseconds during which a stream of the parent commit still receives live frames of the child.
pub const REAUTH_GRACE_MS: u64 = 60_000;
/// Moments in the list of a device that wants to be woken: real ones and decoys together, always so many.
pub const WAKES: usize = 16;
/// How exact such a moment is, in minutes.
pub const WAKE_STEP_MINUTES: u32 = 5;
/// How far ahead it may lie, in days.
pub const WAKE_DAYS: u32 = 31;
/// A moment that the server could not keep for so many minutes is dropped.
pub const WAKE_LATE_MINUTES: u32 = 60;
/// The address of a browser at its push service.
pub const WAKE_ADDRESS: usize = 1024;
/// Addresses with moments ahead on one server.
pub const WAKE_ADDRESSES: u64 = 100_000;
/// Lists of moments that are set from one network address and hour.
pub const WAKES_PER_HOUR: u32 = 300;
/// Templates that an operator offers.
pub const TEMPLATES: usize = 32;
/// All files of one of them, in bytes.
pub const TEMPLATE_BYTES: usize = 96 * 1024;
/// A signed circle card.
pub const CARD: usize = 64 * 1024;
/// The name on a card, in characters, at least 1.
pub const CARD_NAME: usize = 80;
/// What a circle says of itself on it, in one language, in characters.
pub const CARD_TEXT: usize = 2_000;
/// Languages of a card's text, and languages spoken.
pub const CARD_LANGUAGES: usize = 16;
/// Facets of which a card says something.
pub const CARD_FACETS: usize = 16;
/// Words of one facet on it.
pub const CARD_TAGS: usize = 24;
/// Times of a circle on it, a series each.
pub const CARD_SERIES: usize = 16;
/// The way to the door on it: the fragment of an invite's link, in characters.
pub const CARD_KNOCK: usize = 22;
/// Days after which a card is shown no longer, unless a keeper's device has renewed it.
pub const CARD_DAYS: u32 = 60;
/// Days after which such a device renews it.
pub const CARD_FRESH_DAYS: u32 = 7;
/// Knocks that the mailbox of a card takes until a keeper's device has renewed it.
pub const CARD_KNOCKS: u32 = 200;
/// Cards that are published for the first time from one network address and hour.
pub const CARDS_PER_HOUR: u32 = 30;
/// Cards on one server.
pub const CARDS: u64 = 20_000;
