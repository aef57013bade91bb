//! Meeting Guide entries as tsml-ui and the app read them.

use serde_json::{Map, Value};

use super::{Effect, Verdict, providers};
use crate::{
    feed::{Report, Unreadable, clean, fields::scalar, split},
    limits,
    meeting_guide::types,
};

/// Digits that a telephone number needs to count as a way in.
const DIGITS: usize = 10;
/// Characters of a name that small screens show.
const SHOWN_NAME: usize = 64;

/// What becomes of each entry; of those that cannot be read the report tells.
pub(super) fn verdicts(bytes: &[u8]) -> Result<Vec<Verdict>, Unreadable> {
    let mut entries = split::entries(bytes, &["meetings", "data"])?;
    let mut unheard = Report::default();
    let mut all = Vec::new();
    let mut lists = Vec::new();
    while let Some((at, map)) = entries.next(&mut unheard) {
        let name = clean::line(&text(&map, "name"), limits::FOUND).text;
        let verdict = |effect| Verdict { at, name: name.clone(), effect };
        if map.get("day").is_some_and(Value::is_array) {
            lists.push(verdict(Effect::DayLists));
        }
        all.extend(effects(&map).into_iter().map(verdict));
    }
    // One alone is read well.
    if lists.len() > 1 {
        all.extend(lists);
    }
    all.sort();
    Ok(all)
}

fn effects(map: &Map<String, Value>) -> Vec<Effect> {
    let types = types_of(map);
    let has = |name: &str| !text(map, name).is_empty();
    let has_day = map.get("day").is_some_and(|day| !day.is_null()) && has("time");
    let digits = text(map, "conference_phone").chars().filter(char::is_ascii_digit).count();
    let (link, phone) = (providers::is_known(&text(map, "conference_url")), digits >= DIGITS);
    let address = Address::of(map);
    let closed = types.iter().any(|code| code == types::PLACE_CLOSED);
    let (in_person, online) = (address == Address::Place && !closed, link || phone);
    let entity_parts =
        ["entity_email", "entity_location", "entity_logo", "entity_phone", "entity_website_url", "entity_url"];
    let checks = [
        (address == Address::Nowhere, Effect::NoAddress),
        (has_day && !has("timezone"), Effect::NoZone),
        (!in_person && !online && address == Address::FewCommas && !closed, Effect::FewCommas),
        (
            !in_person && !online && address != Address::Nowhere && (address != Address::FewCommas || closed),
            Effect::Inactive,
        ),
        (has("conference_url") && !link, Effect::Provider),
        (phone && !has("conference_url") && !in_person, Effect::PhoneOnly),
        (has("conference_phone") && !phone, Effect::ShortPhone),
        (
            online && !in_person && types.iter().any(|code| types::IN_PERSON_ONLY.contains(&code.as_str())),
            Effect::TypesRemoved,
        ),
        (text(map, "slug").len() > limits::SLUG, Effect::LongSlug),
        (text(map, "name").chars().count() > SHOWN_NAME, Effect::LongName),
        (!has_day, Effect::ByAppointment),
        (entity_parts.iter().any(|part| has(part)) && !has("entity"), Effect::NoEntity),
        (has("entity_url") != has("entity_website_url"), Effect::OneEntityUrl),
    ];
    checks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, effect)| effect).collect()
}

/// What tsml-ui takes an address for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Address {
    /// One can go there.
    Place,
    /// An area, said so.
    Region,
    /// An area, because the address has few commas.
    FewCommas,
    /// Nothing at all.
    Nowhere,
}

impl Address {
    fn of(map: &Map<String, Value>) -> Self {
        let parts = ["address", "city", "state", "postal_code", "country"].map(|name| text(map, name));
        let told: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let formatted = text(map, "formatted_address");
        let whole = if formatted.is_empty() { told.join(", ") } else { formatted };
        match text(map, "approximate").to_lowercase().as_str() {
            _ if whole.is_empty() && text(map, "coordinates").is_empty() => Self::Nowhere,
            "yes" | "1" | "true" => Self::Region,
            "no" | "0" | "false" => Self::Place,
            _ if whole.split(',').count() >= 4 => Self::Place,
            _ => Self::FewCommas,
        }
    }
}

fn types_of(map: &Map<String, Value>) -> Vec<String> {
    match map.get("types") {
        Some(Value::Array(types)) => types.iter().filter_map(scalar).collect(),
        Some(other) => scalar(other).unwrap_or_default().split(',').map(|code| code.trim().to_owned()).collect(),
        None => Vec::new(),
    }
}

fn text(map: &Map<String, Value>, name: &str) -> String {
    map.get(name).and_then(scalar).unwrap_or_default().trim().to_owned()
}
