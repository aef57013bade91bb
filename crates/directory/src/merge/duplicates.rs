//! The same meeting from several sources: the same time, the same place or way in, and nearly the same name.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Rule, Zone};
use wire::Millis;

use crate::model::{Coordinates, Entry, EntryId, Freshness, Listing, SourceKind};

/// Which entries say the same. None is thrown away: a page shows one, and names the sources of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Duplicates {
    /// Each entry for which another one stands, and that one.
    stands: BTreeMap<EntryId, EntryId>,
    /// The other way round.
    beside: BTreeMap<EntryId, Vec<EntryId>>,
}

impl Duplicates {
    /// The entry that stands for this one, if that is another.
    pub fn stands_for(&self, id: EntryId) -> Option<EntryId> {
        self.stands.get(&id).copied()
    }

    /// The entries for which this one stands, beside itself.
    pub fn beside(&self, id: EntryId) -> impl Iterator<Item = EntryId> {
        self.beside.get(&id).into_iter().flatten().copied()
    }

    /// How many entries another one stands for.
    pub fn len(&self) -> usize {
        self.stands.len()
    }

    /// Whether every entry stands for itself.
    pub fn is_empty(&self) -> bool {
        self.stands.is_empty()
    }
}

/// Degrees of a cell, about 500 metres: neighbours are looked at too.
const CELL: f64 = 0.005;
/// Metres between two points that can be one place.
const NEAR_METRES: f64 = 200.0;

/// A time of the week in UTC, and where.
type Spot = (u32, Where);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Where {
    Cell(i32, i32),
    Link(String),
}

/// Recognises what several sources list; clocks are compared as they stand at `now`.
pub fn duplicates(listing: &Listing, now: Millis) -> Duplicates {
    let mut ranked: Vec<&Entry> = listing.published().collect();
    ranked.sort_by_cached_key(|entry| rank(listing, entry, now));
    let mut spots: BTreeMap<Spot, Vec<&Entry>> = BTreeMap::new();
    let mut found = Duplicates::default();
    for entry in ranked {
        let times = times(entry, now);
        if let Some(stands) = twin(entry, &times, &spots) {
            found.stands.insert(entry.id, stands);
            found.beside.entry(stands).or_default().push(entry.id);
            continue;
        }
        for spot in times.iter().flat_map(|time| spots_of(entry).into_iter().map(move |place| (*time, place))) {
            spots.entry(spot).or_default().push(entry);
        }
    }
    found
}

/// What this server's own people entered comes first, then the source by whose numbers people know its meetings, then
/// what can be relied on and is not another server's, then what was changed last. Two servers that take from each other
/// go on publishing what both have: what comes from the other never stands in its place.
fn rank(listing: &Listing, entry: &Entry, now: Millis) -> (u8, core::cmp::Reverse<Option<Millis>>, EntryId) {
    let rank = match listing.source_of(entry) {
        Some(source) if source.kind == SourceKind::Own => 0,
        Some(source) if source.freshness(now) != Freshness::Fresh => 4,
        Some(source) if source.kind == SourceKind::Stayhere => 3,
        Some(source) if source.keeps_numbers => 1,
        Some(_) | None => 2,
    };
    (rank, core::cmp::Reverse(entry.updated), entry.id)
}

fn twin(entry: &Entry, times: &BTreeSet<u32>, spots: &BTreeMap<Spot, Vec<&Entry>>) -> Option<EntryId> {
    let places: Vec<Where> = spots_of(entry).into_iter().flat_map(around).collect();
    let looked = times.iter().flat_map(|time| places.iter().map(move |place| (*time, place.clone())));
    let others = looked.filter_map(|spot| spots.get(&spot)).flatten();
    let mut same = others.filter(|other| {
        other.origin.source != entry.origin.source && is_near(entry, other) && are_alike(&entry.name, &other.name)
    });
    same.next().map(|other| other.id)
}

/// Minutes of the week in UTC at which it begins.
fn times(entry: &Entry, now: Millis) -> BTreeSet<u32> {
    const WEEK: i64 = 7 * 24 * 60;
    let mut times = BTreeSet::new();
    for slot in &entry.schedule {
        let pattern = &slot.series.pattern;
        let (Rule::Weekly { days, every: 1 }, Some(zone)) = (pattern.rule, Zone::find(&pattern.zone)) else { continue };
        let offset = i64::from(zone.offset_minutes(now));
        for day in days.iter() {
            let local = i64::from(day as u8) * 24 * 60 + i64::from(pattern.time.minutes());
            times.extend(u32::try_from((local - offset).rem_euclid(WEEK)).ok());
        }
    }
    times
}

fn spots_of(entry: &Entry) -> Vec<Where> {
    let point = entry.place.coordinates.filter(|_| !entry.place.approximate);
    let cell = point.map(|point| Where::Cell(cell(point.latitude()), cell(point.longitude())));
    let link = link(&entry.online.url).map(Where::Link);
    let phone = entry.online.url.is_empty().then(|| digits(&entry.online.phone)).flatten().map(Where::Link);
    cell.into_iter().chain(link).chain(phone).collect()
}

fn cell(degrees: f64) -> i32 {
    (degrees / CELL).floor() as i32
}

fn around(place: Where) -> Vec<Where> {
    match place {
        Where::Cell(north, east) => {
            let rows = (-1..=1).flat_map(move |n| (-1..=1).map(move |e| Where::Cell(north + n, east + e)));
            rows.collect()
        }
        link @ Where::Link(_) => vec![link],
    }
}

/// The address without what people write differently.
fn link(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let plain = rest.split(['?', '#']).next()?.trim_start_matches("www.").trim_end_matches('/').to_lowercase();
    // A provider's front door is nobody's meeting.
    plain.contains('/').then_some(plain)
}

fn digits(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 10).then_some(digits)
}

fn is_near(a: &Entry, b: &Entry) -> bool {
    let same_link = link(&a.online.url).is_some_and(|url| link(&b.online.url) == Some(url));
    let same_phone = digits(&a.online.phone).is_some_and(|phone| digits(&b.online.phone) == Some(phone));
    let points = a.place.coordinates.zip(b.place.coordinates);
    same_link || same_phone || points.is_some_and(|(a, b)| metres(a, b) <= NEAR_METRES)
}

/// Flat, which is exact enough for a few streets.
fn metres(a: Coordinates, b: Coordinates) -> f64 {
    const DEGREE: f64 = 111_195.0;
    let north = (a.latitude() - b.latitude()) * DEGREE;
    let east = (a.longitude() - b.longitude()) * DEGREE * a.latitude().to_radians().cos();
    north.hypot(east)
}

/// Whether two names can be one: equal but for case, marks and small words, one within the other, or most words shared.
fn are_alike(a: &str, b: &str) -> bool {
    let (a, b) = (name_words(a), name_words(b));
    let shared = a.intersection(&b).count();
    let all = a.union(&b).count();
    let fewer = a.len().min(b.len());
    fewer > 0 && (shared == fewer || shared * 2 >= all)
}

fn name_words(name: &str) -> BTreeSet<String> {
    const SMALL: [&str; 9] = ["the", "of", "a", "an", "and", "group", "meeting", "in", "at"];
    let lower = name.to_lowercase().replace(['\'', '’'], "");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !SMALL.contains(word)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike() {
        let check = |a: &str, b: &str, expected: bool| assert_eq!(are_alike(a, b), expected, "{a} / {b}");
        check("Over the Bridge", "OVER THE BRIDGE GROUP", true);
        check("Women's Step Study", "Womens Steps Study", true);
        check("Sunrise", "Sunrise Serenity", true);
        check("Sunrise", "Sunset", false);
        check("Happy Hour", "Nooners", false);
        check("The Group", "A Meeting", false);
        check("لقاء الأمل", "لقاء الامل", false);
    }

    #[test]
    fn links_are_alike() {
        assert_eq!(link("https://www.Zoom.us/j/12/?pwd=x"), link("http://zoom.us/j/12"));
        assert_eq!(link("https://zoom.us/"), None);
        assert_eq!(digits("+1 (555) 555-0100"), Some("15555550100".to_owned()));
        assert_eq!(digits("555"), None);
    }
}
