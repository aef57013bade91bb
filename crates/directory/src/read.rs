//! A feed in one document, in any of the conventions.

use crate::{
    bmlt,
    feed::{Fetched, Unreadable},
    icalendar, meeting_guide,
    model::{Source, SourceId, SourceKind},
    stayhere::Bundle,
};

/// Reads what a source sent, in the convention that [`Source::kind`] names. Of a BMLT server it is the answer to
/// `GetSearchResults`, alone or with `formats` and `service_bodies` beside its `meetings`; for several answers there is
/// [`bmlt::read`]. Of another Stayhere server it is a copy that people pass on; its directory has [`crate::stayhere::read`].
///
/// # Errors
/// [`Unreadable`] when it cannot be read at all.
pub fn read(id: &SourceId, source: &Source, bytes: &[u8]) -> Result<Fetched, Unreadable> {
    match source.kind {
        SourceKind::MeetingGuide | SourceKind::Own => meeting_guide::read(id, source, bytes),
        SourceKind::Stayhere => copy(id, bytes),
        SourceKind::Sheet => meeting_guide::read_sheet(id, source, bytes),
        SourceKind::Icalendar => icalendar::read(id, source, bytes),
        SourceKind::Bmlt => bmlt::read(id, source, &bmlt::Documents { meetings: bytes, formats: &[], bodies: bytes }),
    }
}

fn copy(id: &SourceId, bytes: &[u8]) -> Result<Fetched, Unreadable> {
    let bundle = Bundle::find(bytes).map_err(|_| Unreadable::Other)?;
    bundle.read(id, "").map(|read| read.fetched).map_err(|_| Unreadable::Other)
}
