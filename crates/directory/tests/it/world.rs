//! The real feeds, and short ways to read them.

use std::{collections::BTreeMap, io::Read as _};

use directory::{
    Listing, Source, SourceId, bmlt,
    feed::{Fetched, Report, What},
    meeting_guide,
    model::{Problem, Set, SourceKind, Tags},
};
use serde_json::Value;
use wire::Millis;

/// Wednesday, 25 November 2026, 12:00 UTC.
pub(crate) const NOW: Millis = Millis(1_795_608_000_000);

/// The Meeting Guide feeds: name, zone, meetings.
pub(crate) const GUIDES: [(&str, &str, usize); 4] = [
    ("mg-orange-county-1967", "America/Los_Angeles", 1_967),
    ("mg-aasfmarin-658", "America/Los_Angeles", 658),
    ("mg-al-anon-360", "America/New_York", 360),
    ("mg-alpena-46", "America/Detroit", 46),
];

#[expect(clippy::disallowed_methods, reason = "the real feeds lie in files")]
pub(crate) fn bytes(name: &str) -> Vec<u8> {
    let packed = std::fs::read(format!("{}/testdata/{name}.json.gz", env!("CARGO_MANIFEST_DIR")));
    let packed = packed.unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice())
        .read_to_end(&mut bytes)
        .unwrap_or_else(|fault| panic!("{name}: {fault}"));
    bytes
}

pub(crate) fn json(name: &str) -> Value {
    serde_json::from_slice(&bytes(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

pub(crate) fn source(kind: SourceKind, zone: &str) -> Source {
    Source {
        name: "Bridge intergroup".to_owned(),
        url: "https://example.org/feed".to_owned(),
        tags: Tags { problems: Set::of(&[Problem::Addiction]), ..Tags::default() },
        keeps_numbers: kind == SourceKind::Bmlt,
        fetched: Some(NOW),
        ..Source::unnamed(kind, zone)
    }
}

pub(crate) fn id(name: &str) -> SourceId {
    SourceId(name.to_owned())
}

pub(crate) fn guide(name: &str, zone: &str) -> (Source, Fetched) {
    let source = source(SourceKind::MeetingGuide, zone);
    let fetched = meeting_guide::read(&id(name), &source, &bytes(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    (source, fetched)
}

pub(crate) const NEW_YORK: &str = "bmlt-sample-newyork-1555";

pub(crate) fn new_york() -> (Source, Fetched) {
    let all = json(NEW_YORK);
    let part = |name: &str| all[name].to_string().into_bytes();
    let (meetings, formats, bodies) = (part("meetings"), part("formats"), part("service_bodies"));
    let source = source(SourceKind::Bmlt, "America/New_York");
    let documents = bmlt::Documents { meetings: &meetings, formats: &[&formats], bodies: &bodies };
    let fetched = bmlt::read(&id(NEW_YORK), &source, &documents).unwrap_or_else(|why| panic!("{why}"));
    (source, fetched)
}

/// A listing of what one source said.
pub(crate) fn listing(name: &str, (source, fetched): (Source, Fetched)) -> Listing {
    Listing {
        sources: BTreeMap::from([(id(name), source)]),
        entries: fetched.entries.into_iter().map(|entry| (entry.id, entry)).collect(),
        bodies: fetched.bodies,
        formats: fetched.formats,
        circles: BTreeMap::new(),
    }
}

/// A report in short: each refused entry, and how often what else was found.
pub(crate) fn told(fetched: &Fetched) -> String {
    let Report { faults, more, refused } = &fetched.report;
    let mut lines = vec![format!("{} entries, {refused} refused, {more} more faults", fetched.entries.len())];
    let line = |fault: &directory::feed::Fault| {
        format!("refused {:?} {}: {} [{}]", fault.at, fault.field, fault.what.hint(), fault.found)
    };
    lines.extend(faults.iter().filter(|fault| fault.refused).map(line));
    let mut kinds: BTreeMap<(String, What), usize> = BTreeMap::new();
    for fault in faults.iter().filter(|fault| !fault.refused) {
        *kinds.entry((fault.field.clone(), fault.what)).or_default() += 1;
    }
    lines.extend(kinds.into_iter().map(|((field, what), count)| format!("{count} x {field}: {what:?}")));
    lines.join("\n")
}
