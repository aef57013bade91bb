//! A meeting in a few lines: what stands in a list.

use calendar::Zone;
use directory::{
    Entry, Listing,
    model::{Attendance, DAYS, Freshness, Slot, Status, Tags},
    search::{Hit, Index, Next},
};
use wire::Millis;

use crate::{Frame, Lang, options::labels};

const KM: f64 = 1_000.0;

/// A meeting in a few lines. Texts that are missing are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lines {
    pub(crate) name: String,
    pub(crate) link: String,
    pub(crate) when: String,
    pub(crate) place: String,
    pub(crate) distance: String,
    pub(crate) attendance: String,
    /// Paused, ended or unsure: said before anything else.
    pub(crate) caution: String,
    pub(crate) tags: Vec<String>,
    pub(crate) source: String,
}

/// What is shown of a hit; times are told in `zone`, or where it takes place.
pub(crate) fn lines(frame: Frame<'_>, index: &Index, hit: &Hit, zone: Option<&Zone>, now: Millis) -> Option<Lines> {
    let lang = frame.lang;
    let listing = index.listing();
    let distance = hit.metres.map(|metres| lang.with("distance", &[("km", format!("{:.1}", metres / KM).into())]));
    let distance = distance.unwrap_or_default();
    let entry = listing.entries.get(&hit.id)?;
    let there = zone_there(&entry.schedule);
    let is_circle = listing.circles.contains_key(&hit.id);
    Some(Lines {
        name: entry.name.clone(),
        link: format!("/meeting/{}{}", entry.slug, frame.keep),
        when: when(lang, hit.next, zone.or(there.as_ref()), now),
        place: place(entry),
        distance,
        attendance: lang.word("attendance", word(entry.attendance)),
        caution: caution(lang, listing, entry, now),
        tags: tags(lang, &entry.tags),
        source: if is_circle { lang.get("circle-source") } else { sources(index, entry) },
    })
}

/// The zone of the place where it is, as its first time says.
pub(crate) fn zone_there(schedule: &[Slot]) -> Option<Zone> {
    schedule.first().and_then(|slot| Zone::find(&slot.series.pattern.zone))
}

/// A time in words, with the zone in which it is told.
pub(crate) fn when(lang: Lang, next: Option<Next>, zone: Option<&Zone>, now: Millis) -> String {
    let Some((next, zone)) = next.zip(zone) else { return lang.get("when-unknown") };
    let (date, time) = zone.local(next.at);
    let values = [
        ("day", lang.get(&format!("day-{}", DAYS[date.weekday() as usize])).into()),
        ("date", date.day().into()),
        ("month", lang.get(&format!("month-{}", date.month())).into()),
        ("from", time.to_string().into()),
        ("until", zone.local(next.ends).1.to_string().into()),
        ("zone", zone.name().replace('_', " ").into()),
    ];
    if next.at <= now { lang.with("when-now", &values) } else { lang.with("when", &values) }
}

/// What may be wrong with it.
pub(crate) fn caution(lang: Lang, listing: &Listing, entry: &Entry, now: Millis) -> String {
    let stale = listing.source_of(entry).is_some_and(|source| source.freshness(now) != Freshness::Fresh);
    match status(lang, entry.status) {
        told if told.is_empty() && stale => lang.get("caution-stale"),
        told => told,
    }
}

fn status(lang: Lang, status: Status) -> String {
    match status {
        Status::Runs => String::new(),
        Status::Paused => lang.get("caution-paused"),
        Status::Ended => lang.get("caution-ended"),
    }
}

/// Who lists it; of what another server lists first from whom that one has it.
pub(crate) fn sources(index: &Index, entry: &Entry) -> String {
    let lister = entry.lister.iter().map(|lister| lister.name.as_str()).filter(|name| !name.is_empty());
    lister.chain(index.sources_of(entry).map(|source| source.name.as_str())).collect::<Vec<_>>().join(" · ")
}

fn place(entry: &Entry) -> String {
    let place = &entry.place;
    if entry.attendance == Attendance::Online {
        return String::new();
    }
    let street = if place.formatted.is_empty() { &place.street } else { &place.formatted };
    let town = if place.formatted.is_empty() { place.city.as_str() } else { "" };
    [place.name.as_str(), street, town].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

pub(crate) fn tags(lang: Lang, tags: &Tags) -> Vec<String> {
    let mut all = labels(lang, "problem", tags.problems.iter());
    all.extend(labels(lang, "philosophy", tags.philosophies.iter()));
    all.extend(labels(lang, "openness", tags.openness));
    all.extend(labels(lang, "audience", tags.audience.iter()));
    all
}

fn word<W: directory::model::Word>(word: W) -> &'static str {
    word.word()
}
