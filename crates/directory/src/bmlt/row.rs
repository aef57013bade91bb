//! A meeting as this interface knows it: one weekday, one time.

use calendar::{Rule, Weekday};
use serde_json::{Map, Value, json};

use super::{formats, key, read::DAYS};
use crate::{
    model::{Attendance, BodyId, CodeList, Entry, EntryId, Format, FormatId, Listing, Slot, SourceKind, Status},
    words,
};

/// A meeting of one weekday.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    pub(super) id: EntryId,
    pub(super) entry: &'a Entry,
    pub(super) slot: &'a Slot,
    pub(super) day: Weekday,
    pub(super) body: BodyId,
    pub(super) formats: Vec<FormatId>,
}

/// Every row of the listing. What has no weekday, because it meets by appointment, on a date of the month or once, cannot
/// be said here.
pub(super) fn rows(listing: &Listing) -> Vec<Row<'_>> {
    listing.entries.values().filter(|entry| entry.status != Status::Ended).flat_map(of_entry).collect()
}

pub(super) fn of_entry(entry: &Entry) -> impl Iterator<Item = Row<'_>> {
    let body = entry.body.unwrap_or_else(|| source_body(entry));
    let times = entry.schedule.iter().flat_map(|slot| days(slot).map(move |day| (slot, day)));
    times.enumerate().map(move |(number, (slot, day))| Row {
        // The first keeps the entry's number; each further one always has the same number too.
        id: if number == 0 { entry.id } else { nth_id(entry, number) },
        entry,
        slot,
        day,
        body,
        formats: formats::of_entry(entry),
    })
}

fn nth_id(entry: &Entry, number: usize) -> EntryId {
    EntryId::of(&entry.origin.source, &format!("{}\u{0}{number}", entry.origin.key), false)
}

/// The body that stands for a whole source, where entries name none: clients need one.
pub(super) fn source_body(entry: &Entry) -> BodyId {
    BodyId::of(&entry.origin.source, "", false)
}

fn days(slot: &Slot) -> impl Iterator<Item = Weekday> {
    let days: Vec<Weekday> = match slot.series.pattern.rule {
        Rule::Weekly { days, .. } => days.iter().collect(),
        Rule::MonthlyWeekday { day, .. } => vec![day],
        Rule::Once | Rule::MonthlyDate { .. } | Rule::Yearly { .. } => Vec::new(),
    };
    days.into_iter()
}

impl Row<'_> {
    /// Shown to whoever does not ask for drafts.
    pub(super) const fn is_published(&self) -> bool {
        self.entry.published
    }

    /// Whether it may be shown at all: other servers' unpublished meetings are public there, our own people's are not.
    pub(super) fn is_public(&self, listing: &Listing) -> bool {
        self.entry.published || listing.source_of(self.entry).is_some_and(|source| source.kind == SourceKind::Bmlt)
    }

    pub(super) fn weekday_number(&self) -> usize {
        DAYS.iter().position(|day| *day == self.day).unwrap_or_default() + 1
    }

    pub(super) const fn venue_type(&self) -> u8 {
        match self.entry.attendance {
            Attendance::InPerson => 1,
            Attendance::Online | Attendance::Text => 2,
            Attendance::Hybrid => 3,
        }
    }

    pub(super) fn start_minutes(&self) -> u32 {
        u32::from(self.slot.series.pattern.time.minutes())
    }

    pub(super) const fn minutes(&self) -> u32 {
        self.slot.series.pattern.minutes
    }

    /// The value of a field, without distances and formats, which depend on the question.
    pub(super) fn field(&self, listing: &Listing, root: &str, name: &str) -> String {
        let (entry, place) = (self.entry, &self.entry.place);
        let text = match name {
            "id_bigint" => return self.id.to_string(),
            "service_body_bigint" => return self.body.to_string(),
            "service_body_name" => return body_name(listing, self.entry, self.body),
            "weekday_tinyint" => return self.weekday_number().to_string(),
            "venue_type" => return self.venue_type().to_string(),
            "start_time" => return format!("{}:00", self.slot.series.pattern.time),
            "duration_time" => return hms(self.minutes()),
            "longitude" => return degrees(place.coordinates.map(crate::model::Coordinates::longitude)),
            "latitude" => return degrees(place.coordinates.map(crate::model::Coordinates::latitude)),
            "published" => return u8::from(entry.published).to_string(),
            "format_shared_id_list" => return join(self.formats.iter().map(ToString::to_string)),
            "location_street" => return street(entry),
            "comments" => return self.comments(),
            "time_zone" => &self.slot.series.pattern.zone,
            "lang_enum" => entry.languages.first().map_or("en", String::as_str),
            "root_server_uri" => root,
            "meeting_name" => &entry.name,
            "location_text" => &place.name,
            "location_info" => &place.notes,
            "location_city_subsection" => &place.subsection,
            "location_neighborhood" => &place.neighborhood,
            "location_municipality" => &place.city,
            "location_sub_province" => &place.county,
            "location_province" => &place.province,
            "location_postal_code_1" => &place.postal_code,
            "location_nation" => &place.country,
            "train_lines" => &place.trains,
            "bus_lines" => &place.buses,
            "phone_meeting_number" => &entry.online.phone,
            "virtual_meeting_link" => &entry.online.url,
            "virtual_meeting_additional_info" => &entry.online.url_notes,
            // Contacts and mail are for signed-in servants there: to the public they are empty.
            _ => return self.kept(name),
        };
        text.to_owned()
    }

    /// Fields of the same convention that the model has no place for.
    fn kept(&self, name: &str) -> String {
        if self.entry.codes.list != CodeList::Formats {
            return String::new();
        }
        let value = self.entry.kept.get(name).and_then(|json| serde_json::from_str::<Value>(json).ok());
        value.as_ref().and_then(crate::feed::fields::scalar).unwrap_or_default()
    }

    /// What the weekday alone does not say comes first.
    fn comments(&self) -> String {
        match self.slot.series.pattern.rule {
            Rule::Weekly { every: 1, .. } => self.entry.notes.clone(),
            Rule::Weekly { .. }
            | Rule::MonthlyWeekday { .. }
            | Rule::Once
            | Rule::MonthlyDate { .. }
            | Rule::Yearly { .. } => {
                [words::rule(&self.slot.series), self.entry.notes.clone()].join("\n").trim().to_owned()
            }
        }
    }

    /// The row as clients get it.
    pub(super) fn to_json(&self, listing: &Listing, root: &str, asked: &Asked<'_>) -> Map<String, Value> {
        let mut fields = Map::new();
        let wanted = |name: &str| asked.keys.is_empty() || asked.keys.iter().any(|key| key == name);
        for (name, _) in key::ALL.iter().filter(|(name, _)| wanted(name)) {
            let text = match *name {
                "formats" => join(self.formats.iter().filter_map(|id| asked.code(*id))),
                "distance_in_km" => asked.distance_km.map(|km| km.to_string()).unwrap_or_default(),
                "distance_in_miles" => {
                    asked.distance_km.map(|km| (km / super::geo::MILE).to_string()).unwrap_or_default()
                }
                name => self.field(listing, root, name),
            };
            fields.insert((*name).to_owned(), json!(text));
        }
        if self.entry.codes.list == CodeList::Formats {
            let custom = self.entry.kept.keys().filter(|name| !key::is_key(name) && wanted(name));
            custom.for_each(|name| drop(fields.insert(name.clone(), json!(self.kept(name)))));
        }
        fields
    }
}

/// What the answer depends on beside the meeting.
pub(super) struct Asked<'a> {
    /// Only these fields; empty: all.
    pub(super) keys: &'a [String],
    pub(super) language: &'a str,
    pub(super) formats: &'a std::collections::BTreeMap<FormatId, Format>,
    pub(super) distance_km: Option<f64>,
}

impl Asked<'_> {
    fn code(&self, id: FormatId) -> Option<String> {
        self.formats.get(&id).and_then(|format| words_in(format, self.language)).map(|(_, words)| words.code.clone())
    }
}

/// A format in a language, else in English, else in the first there is: a code that is missing would look like a meeting
/// without formats.
pub(super) fn words_in<'a>(format: &'a Format, language: &str) -> Option<(&'a String, &'a crate::model::FormatWords)> {
    let by = |language: &str| format.words.get_key_value(language);
    by(language).or_else(|| by("en")).or_else(|| format.words.iter().next())
}

fn body_name(listing: &Listing, entry: &Entry, body: BodyId) -> String {
    let name = listing.bodies.get(&body).map(|body| body.name.clone());
    name.or_else(|| listing.source_of(entry).map(|source| source.name.clone())).unwrap_or_default()
}

/// An address in one line where that is all there is.
fn street(entry: &Entry) -> String {
    let place = &entry.place;
    if place.street.is_empty() && place.city.is_empty() && !place.approximate {
        place.formatted.clone()
    } else {
        place.street.clone()
    }
}

fn hms(minutes: u32) -> String {
    format!("{:02}:{:02}:00", minutes / 60, minutes % 60)
}

fn degrees(degrees: Option<f64>) -> String {
    degrees.map(|degrees| degrees.to_string()).unwrap_or_default()
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}
