//! What may be logged at all.

use tracing::{Level, Metadata};

/// The crates whose messages are written with care for whom they are about.
const OURS: [&str; 6] = ["stayhere", "server", "server_store_sqlite", "client", "engine", "sim"];

/// Whether something may be logged. Libraries tell at DEBUG and TRACE what they carry: frames of streams, and with them
/// the ids of circles. So below INFO only our own crates speak, whatever somebody asks for.
pub fn may_be_logged(metadata: &Metadata<'_>) -> bool {
    let room = metadata.target().split("::").next().unwrap_or_default();
    *metadata.level() <= Level::INFO || OURS.contains(&room)
}
