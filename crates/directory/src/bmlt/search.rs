//! `GetSearchResults`: which rows, in which order.

use core::cmp::Ordering;
use std::collections::BTreeSet;

use super::{
    geo, key,
    params::{Numbers, Params},
    row::Row,
};
use crate::{
    limits,
    model::{BodyId, Coordinates, Listing},
};

/// A row, and how far away it is if that was asked.
pub(super) struct Found<'a, 'r> {
    pub(super) row: &'r Row<'a>,
    pub(super) distance_km: Option<f64>,
}

/// Why a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unanswerable {
    /// Finding addresses needs a foreign service, which would learn who searches for what.
    Address,
}

/// What a question asks for, read once.
struct Question<'p> {
    ids: Numbers,
    weekdays: Numbers,
    venues: Numbers,
    bodies: Numbers,
    formats: Numbers,
    any_format: bool,
    starts_after: Option<u32>,
    starts_before: Option<u32>,
    ends_before: Option<u32>,
    shortest: Option<u32>,
    longest: Option<u32>,
    key: Option<&'p str>,
    key_values: Vec<String>,
    numbers: BTreeSet<u64>,
    words: Vec<String>,
    published: Option<bool>,
}

/// The rows that a question asks for, sorted and cut to its page.
pub(super) fn search<'a, 'r>(
    listing: &Listing,
    rows: &'r [Row<'a>],
    root: &str,
    params: &Params,
) -> Result<Vec<Found<'a, 'r>>, Unanswerable> {
    if params.is_one("StringSearchIsAnAddress") && params.get("SearchString").is_some_and(|text| !text.is_empty()) {
        return Err(Unanswerable::Address);
    }
    let question = Question::read(listing, params);
    if params.has("meeting_key") && question.key_values.is_empty() {
        return Ok(Vec::new());
    }
    let fits = |row: &&Row<'_>| row.is_public(listing) && question.fits(listing, root, row);
    let fitting = rows.iter().filter(fits).map(|row| Found { row, distance_km: None });
    let Some(mut found) = near(fitting.collect(), params) else { return Ok(Vec::new()) };
    sort(listing, root, &mut found, params);
    Ok(page(found, params))
}

impl<'p> Question<'p> {
    fn read(listing: &Listing, params: &'p Params) -> Self {
        let key = params.get("meeting_key");
        let text = params.get("SearchString").unwrap_or_default();
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        let numbers: Option<BTreeSet<u64>> = parts.iter().map(|part| part.parse().ok()).collect();
        // Shorter ones find everything.
        let is_text = numbers.is_none() && text.chars().count() > 2;
        let words = text.split_whitespace().map(str::to_lowercase).take(limits::SEARCH_WORDS).collect();
        Self {
            ids: params.numbers("meeting_ids"),
            weekdays: params.numbers("weekdays"),
            venues: params.numbers("venue_types"),
            bodies: bodies(listing, params),
            formats: params.numbers("formats"),
            any_format: params.get("formats_comparison_operator").is_some_and(|word| !word.eq_ignore_ascii_case("AND")),
            starts_after: params.minutes("StartsAfterH", "StartsAfterM"),
            starts_before: params.minutes("StartsBeforeH", "StartsBeforeM"),
            ends_before: params.minutes("EndsBeforeH", "EndsBeforeM"),
            shortest: params.minutes("MinDurationH", "MinDurationM"),
            longest: params.minutes("MaxDurationH", "MaxDurationM"),
            key,
            key_values: params.values("meeting_key_value").iter().map(|value| key_value(key, value)).collect(),
            numbers: numbers.unwrap_or_default(),
            words: if is_text { words } else { Vec::new() },
            published: match params.get("advanced_published") {
                None | Some("1" | "") => Some(true),
                Some("0") => None,
                Some(_) => Some(false),
            },
        }
    }

    fn fits(&self, listing: &Listing, root: &str, row: &Row<'_>) -> bool {
        self.published.is_none_or(|published| row.is_published() == published)
            && self.ids.fits(row.id.0)
            && self.weekdays.fits(row.weekday_number() as u64)
            && self.venues.fits(u64::from(row.venue_type()))
            && self.bodies.fits(row.body.0)
            && self.formats_fit(row)
            && self.times_fit(row)
            && (self.numbers.is_empty() || self.numbers.contains(&row.id.0))
            && self.key.is_none_or(|key| self.key_fits(listing, root, row, key))
            && (self.words.is_empty() || self.words_fit(row))
    }

    fn formats_fit(&self, row: &Row<'_>) -> bool {
        let has = |id: &u64| row.formats.iter().any(|format| format.0 == *id);
        let wanted = if self.any_format {
            self.formats.only.is_empty() || self.formats.only.iter().any(has)
        } else {
            self.formats.only.iter().all(has)
        };
        wanted && !self.formats.not.iter().any(has)
    }

    fn times_fit(&self, row: &Row<'_>) -> bool {
        let (start, length) = (row.start_minutes(), row.minutes());
        self.starts_after.is_none_or(|after| start > after)
            && self.starts_before.is_none_or(|before| start < before)
            && self.ends_before.is_none_or(|before| start + length <= before)
            && self.shortest.is_none_or(|shortest| length >= shortest)
            && self.longest.is_none_or(|longest| length <= longest)
    }

    fn key_fits(&self, listing: &Listing, root: &str, row: &Row<'_>, key: &str) -> bool {
        let is_comparable = key::is_key(key) && !matches!(key, "formats" | "latitude" | "longitude");
        let value = row.field(listing, root, key);
        is_comparable && !value.is_empty() && self.key_values.iter().any(|wanted| wanted.eq_ignore_ascii_case(&value))
    }

    fn words_fit(&self, row: &Row<'_>) -> bool {
        let (entry, place) = (row.entry, &row.entry.place);
        let texts = [
            &entry.name,
            &entry.notes,
            &place.name,
            &place.notes,
            &place.street,
            &place.formatted,
            &place.subsection,
            &place.neighborhood,
            &place.city,
            &place.county,
            &place.province,
            &place.postal_code,
            &place.country,
            &entry.online.url_notes,
        ];
        let all = texts.map(|text| text.to_lowercase()).join("\n");
        self.words.iter().all(|word| all.contains(word.as_str()))
    }
}

/// `start_time` may be asked as `18:30`.
fn key_value(key: Option<&str>, value: &str) -> String {
    let is_time = matches!(key, Some("start_time" | "duration_time"));
    let parts: Vec<&str> = value.trim().split(':').collect();
    match parts.as_slice() {
        [hours, minutes, ..] if is_time => format!("{hours:0>2}:{minutes:0>2}:00"),
        _ => value.trim().to_owned(),
    }
}

/// The bodies, with those below them if that is asked.
fn bodies(listing: &Listing, params: &Params) -> Numbers {
    let mut bodies = params.numbers("services");
    if params.is_one("recursive") {
        bodies.only = below(listing, &bodies.only);
        bodies.not = below(listing, &bodies.not);
    }
    bodies
}

/// These bodies and all below them.
pub(super) fn below(listing: &Listing, bodies: &BTreeSet<u64>) -> BTreeSet<u64> {
    let mut all = bodies.clone();
    loop {
        let is_below = |parent: Option<BodyId>| parent.is_some_and(|parent| all.contains(&parent.0));
        let more: Vec<u64> = listing
            .bodies
            .iter()
            .filter(|(id, body)| is_below(body.parent) && !all.contains(&id.0))
            .map(|(id, _)| id.0)
            .collect();
        if more.is_empty() {
            return all;
        }
        all.extend(more);
    }
}

/// What lies near enough, with distances; `None` if only half a place or no distance is told.
fn near<'a, 'r>(found: Vec<Found<'a, 'r>>, params: &Params) -> Option<Vec<Found<'a, 'r>>> {
    if !params.has("lat_val") && !params.has("long_val") {
        return Some(found);
    }
    let here = Coordinates::new(params.float("lat_val")?, params.float("long_val")?)?;
    let asks_distance = params.list("data_field_key").iter().any(|key| key.starts_with("distance_in_"));
    let width = match (params.float("geo_width"), params.float("geo_width_km")) {
        (Some(miles), _) if miles >= 0.0 => Some(miles * geo::MILE),
        (Some(number), _) => Some(number),
        (None, Some(km)) => Some(km),
        (None, None) if asks_distance => None,
        (None, None) => return None,
    };
    let mut found: Vec<Found<'a, 'r>> = found
        .into_iter()
        .filter_map(|one| {
            let point = one.row.entry.place.coordinates?;
            Some(Found { distance_km: Some(geo::distance_km(here, point)), ..one })
        })
        .collect();
    let Some(width) = width else { return Some(found) };
    let reach = if width < 0.0 { reach_of(&found, -width) } else { width };
    found.retain(|one| one.distance_km.is_some_and(|km| km <= reach));
    Some(found)
}

/// The smallest distance that holds so many meetings.
fn reach_of(found: &[Found<'_, '_>], number: f64) -> f64 {
    let mut all: Vec<f64> = found.iter().filter_map(|one| one.distance_km).collect();
    all.sort_by(f64::total_cmp);
    // A fraction counts as none, as the field's server cuts it off.
    let holds = all.iter().zip(1_u32..).find(|(_, count)| f64::from(*count) >= number.trunc());
    holds.map(|(km, _)| km).or(all.last()).copied().unwrap_or_default()
}

fn sort(listing: &Listing, root: &str, found: &mut [Found<'_, '_>], params: &Params) {
    if params.is_one("sort_results_by_distance") && found.iter().any(|one| one.distance_km.is_some()) {
        let distance = |one: &Found<'_, '_>| one.distance_km.unwrap_or(f64::MAX);
        found.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
        return;
    }
    let named = params.list("sort_keys");
    let keys: Vec<&str> = match (named.as_slice(), params.get("sort_key")) {
        ([], alias) => alias_keys(alias).to_vec(),
        (named, _) => named.iter().map(String::as_str).filter(|key| key::is_key(key)).collect(),
    };
    let values = |one: &Found<'_, '_>| -> Vec<Sortable> {
        keys.iter().map(|key| Sortable::of(&one.row.field(listing, root, key))).collect()
    };
    found.sort_by_cached_key(values);
}

const fn alias_keys(alias: Option<&str>) -> &'static [&'static str] {
    let Some(alias) = alias else { return &["weekday_tinyint", "start_time", "duration_time"] };
    match alias.as_bytes() {
        b"weekday" => &[
            "weekday_tinyint",
            "location_municipality",
            "location_city_subsection",
            "start_time",
            "location_neighborhood",
        ],
        b"time" => &[
            "weekday_tinyint",
            "start_time",
            "location_municipality",
            "location_city_subsection",
            "location_neighborhood",
        ],
        b"town" => &[
            "location_municipality",
            "location_city_subsection",
            "location_neighborhood",
            "weekday_tinyint",
            "start_time",
        ],
        b"state" => {
            &["location_province", "location_municipality", "location_city_subsection", "weekday_tinyint", "start_time"]
        }
        b"weekday_state" => {
            &["weekday_tinyint", "location_province", "location_municipality", "start_time", "location_city_subsection"]
        }
        _ => &["weekday_tinyint", "start_time", "duration_time"],
    }
}

/// A value as one sorts it: numbers by size, texts without regard to case, nothing first.
#[derive(PartialEq)]
enum Sortable {
    Number(f64),
    Text(String),
}

impl Sortable {
    fn of(text: &str) -> Self {
        text.parse().ok().filter(|n: &f64| n.is_finite()).map_or_else(|| Self::Text(text.to_lowercase()), Self::Number)
    }
}

impl Eq for Sortable {}

impl PartialOrd for Sortable {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Sortable {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Text(text), Self::Number(_)) if text.is_empty() => Ordering::Less,
            (Self::Number(_), Self::Text(text)) if text.is_empty() => Ordering::Greater,
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        }
    }
}

fn page<'a, 'r>(found: Vec<Found<'a, 'r>>, params: &Params) -> Vec<Found<'a, 'r>> {
    let number = |name: &str| params.get(name).and_then(|text| text.parse::<usize>().ok());
    let Some(size) = number("page_size").filter(|size| *size > 0) else { return found };
    let skipped = number("page_num").unwrap_or(1).max(1).saturating_sub(1).saturating_mul(size);
    found.into_iter().skip(skipped).take(size).collect()
}
