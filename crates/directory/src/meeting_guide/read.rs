//! Meeting Guide JSON in (directory.md, section 1).

use calendar::{Months, Pattern, Rule, Series, Time, Weekday, Weekdays};
use serde_json::{Map, Value};

use super::types;
use crate::{
    feed::{
        At, Fetched, Names, Unreadable, What,
        fields::{Fields, scalar, time as clock},
        split,
    },
    limits,
    model::{
        Attendance, Body, BodyId, CodeList, Codes, Contact, Entry, EntryId, Feedback, Giving, Group, Online, Origin,
        Place, Slot, Source, SourceId, Status, unknown_start,
    },
};

/// Reads a feed of that source.
///
/// # Errors
/// [`Unreadable`] when it is too large, not UTF-8, or neither an array nor an object with `meetings`.
pub fn read(id: &SourceId, source: &Source, bytes: &[u8]) -> Result<Fetched, Unreadable> {
    let mut entries = split::entries(bytes, &["meetings", "data"])?;
    let mut reader = Reader::new(id, source);
    while let Some((at, map)) = entries.next(&mut reader.fetched.report) {
        reader.take(at, map);
    }
    Ok(reader.fetched)
}

/// Takes entries of this convention one by one.
pub(super) struct Reader<'a> {
    id: &'a SourceId,
    source: &'a Source,
    names: Names,
    pub(super) fetched: Fetched,
}

impl<'a> Reader<'a> {
    pub(super) fn new(id: &'a SourceId, source: &'a Source) -> Self {
        Self { id, source, names: Names::new(), fetched: Fetched::default() }
    }

    pub(super) fn take(&mut self, at: At, map: Map<String, Value>) {
        let mut report = core::mem::take(&mut self.fetched.report);
        let entry = self.entry(&mut Fields::new(map, at, &mut report));
        self.fetched.entries.extend(entry);
        self.fetched.report = report;
    }

    fn entry(&mut self, fields: &mut Fields<'_>) -> Option<Entry> {
        let key = fields.line("slug", limits::KEY);
        if key.is_empty() {
            fields.refuse("slug", What::Missing, "");
            return None;
        }
        let name = fields.line("name", limits::NAME);
        if name.is_empty() {
            fields.refuse("name", What::Missing, &key);
            return None;
        }
        let schedule = schedule(fields, self.source)?;
        if !self.names.is_new(&key) {
            fields.refuse("slug", What::Duplicate, &key);
            return None;
        }
        let codes = fields.list("types", ',', limits::CODES, limits::CODE);
        let (tags, languages) = types::read(&codes, self.source.tags);
        let place = place(fields);
        let online = Online {
            url: fields.url("conference_url"),
            url_notes: fields.notes("conference_url_notes"),
            phone: fields.phone("conference_phone"),
            phone_notes: fields.notes("conference_phone_notes"),
        };
        let (attendance, status) = attendance(fields, &codes, &place, &online);
        let body = self.body(fields);
        let origin = Origin { source: self.id.clone(), key };
        Some(Entry {
            id: EntryId::of(self.id, &origin.key, self.source.keeps_numbers),
            slug: self.names.slug(&origin.key, self.id, &origin.key),
            name,
            origin,
            programme: self.source.programme.clone(),
            body,
            group: group(fields),
            contacts: contacts(fields),
            attendance,
            status,
            published: true,
            schedule,
            place,
            online,
            languages,
            tags,
            codes: Codes { list: CodeList::MeetingGuide, codes, formats: Vec::new() },
            notes: fields.notes("notes"),
            url: fields.url("url"),
            feedback: feedback(fields),
            giving: giving(fields),
            updated: fields.instant("updated"),
            kept: fields.take_rest(),
            lister: None,
        })
    }

    fn body(&mut self, fields: &mut Fields<'_>) -> Option<BodyId> {
        let name = fields.line("entity", limits::NAME);
        let urls = [fields.url("entity_url"), fields.url("entity_website_url")];
        let url = urls.into_iter().find(|url| !url.is_empty()).unwrap_or_default();
        let mut body = Body {
            source: self.id.clone(),
            key: String::new(),
            parent: None,
            name,
            description: String::new(),
            kind: String::new(),
            url,
            phone: fields.phone("entity_phone"),
            email: fields.line("entity_email", limits::LINE),
            location: fields.line("entity_location", limits::LINE),
            logo: fields.url("entity_logo"),
            world_id: String::new(),
        };
        let others = [&body.url, &body.phone, &body.email, &body.location, &body.logo];
        if body.name.is_empty() {
            if others.iter().any(|text| !text.is_empty()) {
                fields.note("entity", What::Missing, "");
            }
            return None;
        }
        // The convention has no name for a body but all that it says of it.
        body.key = format!("{}|{}", body.name, others.map(String::as_str).join("|"));
        let id = BodyId::of(self.id, &body.key, false);
        self.fetched.bodies.entry(id).or_insert(body);
        Some(id)
    }
}

/// When; none without a day. A day without a time, or the other way round, is an entry nobody can go to.
fn schedule(fields: &mut Fields<'_>, source: &Source) -> Option<Vec<Slot>> {
    let Some(days) = days(fields) else {
        fields.refuse("day", What::Day, "");
        return None;
    };
    let told = fields.line("time", limits::LINE);
    let end = fields.time("end_time");
    let zone = fields.zone("timezone").unwrap_or_else(|| source.zone.clone());
    if days.is_empty() {
        return Some(Vec::new());
    }
    let Some(time) = clock(&told) else {
        fields.refuse("time", What::Time, &told);
        return None;
    };
    if calendar::Zone::find(&zone).is_none() {
        fields.refuse("timezone", What::Zone, &zone);
        return None;
    }
    let minutes = end.filter(|end| *end != time).map(|end| minutes_between(time, end));
    let pattern = Pattern {
        zone,
        start: unknown_start(),
        time,
        minutes: minutes.unwrap_or(limits::DEFAULT_MINUTES),
        rule: Rule::Weekly { days: Weekdays::of(&days), every: 1 },
        months: Months::ALL,
        end: None,
    };
    Some(vec![Slot { series: Series::of(pattern), end_is_told: minutes.is_some() }])
}

/// Over midnight if the end comes first.
fn minutes_between(start: Time, end: Time) -> u32 {
    const DAY: u32 = 24 * 60;
    (u32::from(end.minutes()) + DAY - u32::from(start.minutes())) % DAY
}

/// The days, or none if what stands there is no day.
fn days(fields: &mut Fields<'_>) -> Option<Vec<Weekday>> {
    let raw = match fields.peek("day") {
        Some(Value::String(text)) if text.trim().is_empty() => None,
        other => other.cloned(),
    };
    fields.take("day");
    match raw {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Array(values)) if values.len() <= 7 => values.iter().map(day).collect(),
        Some(value) => day(&value).map(|day| vec![day]),
    }
}

const DAYS: [(&str, Weekday); 7] = [
    ("sunday", Weekday::Sunday),
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
];

fn day(value: &Value) -> Option<Weekday> {
    let text = scalar(value)?.trim().to_lowercase();
    let by_name = DAYS.iter().position(|(name, _)| *name == text);
    let number = by_name.or_else(|| text.parse().ok());
    number.and_then(|number| DAYS.get(number)).map(|(_, day)| *day)
}

/// The convention's number of a day: 0 is Sunday.
pub(super) fn day_number(day: Weekday) -> usize {
    DAYS.iter().position(|(_, other)| *other == day).unwrap_or_default()
}

fn place(fields: &mut Fields<'_>) -> Place {
    let told = fields.line("approximate", limits::LINE).to_lowercase();
    let mut place = Place {
        name: fields.line("location", limits::NAME),
        formatted: fields.line("formatted_address", limits::LINE),
        street: fields.line("address", limits::LINE),
        city: fields.line("city", limits::LINE),
        county: fields.line("county", limits::LINE),
        province: fields.line("state", limits::LINE),
        postal_code: fields.line("postal_code", limits::LINE),
        country: fields.line("country", limits::LINE),
        notes: fields.notes("location_notes"),
        coordinates: fields.point("latitude", "longitude"),
        regions: regions(fields),
        ..Place::default()
    };
    place.approximate = match told.as_str() {
        "yes" | "1" | "true" => true,
        "no" | "0" | "false" => false,
        // As the field's software concludes: a whole address has four parts.
        _ => place.street.is_empty() && place.formatted.split(',').count() < 4,
    };
    place
}

/// The chain of regions. One that says otherwise beside it is kept for whoever asks for it.
fn regions(fields: &mut Fields<'_>) -> Vec<String> {
    let chain = fields.list("regions", '>', limits::REGIONS, limits::LINE);
    let mut single = Vec::new();
    for name in ["region", "sub_region", "sub_sub_region"] {
        let known = chain.get(single.len());
        let value = fields.peek(name).and_then(scalar);
        // A chain that says the same already, or more, stands for it.
        if chain.is_empty() || value.is_none_or(|value| Some(&value) == known) {
            single.push(fields.line(name, limits::LINE));
        }
    }
    let mut regions = if chain.is_empty() { single } else { chain };
    // In one text, as in sheets.
    if let [one, rest @ ..] = regions.as_slice()
        && one.contains('>')
        && rest.iter().all(String::is_empty)
    {
        regions = one.split('>').map(|part| part.trim().to_owned()).take(limits::REGIONS).collect();
    }
    regions.retain(|region| !region.is_empty());
    regions
}

/// Said outright, or concluded as the field's software does.
fn attendance(fields: &mut Fields<'_>, codes: &[String], place: &Place, online: &Online) -> (Attendance, Status) {
    let has = |code: &str| codes.iter().any(|other| other == code);
    let is_online = has(types::ONLINE) || online.is_usable();
    let has_place = !place.approximate && !has(types::PLACE_CLOSED);
    let concluded = match (is_online, has_place) {
        (true, true) => (Attendance::Hybrid, Status::Runs),
        (true, false) => (Attendance::Online, Status::Runs),
        (false, true) => (Attendance::InPerson, Status::Runs),
        (false, false) => (Attendance::InPerson, Status::Paused),
    };
    let told = fields.line("attendance_option", limits::LINE);
    match told.as_str() {
        "in_person" => (Attendance::InPerson, Status::Runs),
        "online" => (Attendance::Online, Status::Runs),
        "hybrid" => (Attendance::Hybrid, Status::Runs),
        "inactive" => (concluded.0, Status::Paused),
        "" => concluded,
        other => {
            fields.note("attendance_option", What::Choice, other);
            concluded
        }
    }
}

fn group(fields: &mut Fields<'_>) -> Option<Group> {
    let group = Group { name: fields.line("group", limits::NAME), notes: fields.notes("group_notes") };
    (group != Group::default()).then_some(group)
}

fn contacts(fields: &mut Fields<'_>) -> Vec<Contact> {
    let read = |n| Contact {
        name: fields.line(&format!("contact_{n}_name"), limits::NAME),
        email: fields.line(&format!("contact_{n}_email"), limits::LINE),
        phone: fields.phone(&format!("contact_{n}_phone")),
    };
    let mut contacts: Vec<Contact> = (1..=limits::CONTACTS).map(read).collect();
    while contacts.last().is_some_and(|last| *last == Contact::default()) {
        contacts.pop();
    }
    contacts
}

fn feedback(fields: &mut Fields<'_>) -> Feedback {
    let emails = fields.list("feedback_emails", ',', limits::FEEDBACK, limits::LINE);
    let is_mail = fields.peek("feedback_url").and_then(Value::as_str).is_some_and(|url| url.starts_with("mailto:"));
    let url = if is_mail { fields.line("feedback_url", limits::URL) } else { fields.url("feedback_url") };
    Feedback { emails, url, edit_url: fields.url("edit_url") }
}

fn giving(fields: &mut Fields<'_>) -> Giving {
    Giving {
        venmo: fields.line("venmo", limits::LINE),
        square: fields.line("square", limits::LINE),
        paypal: fields.line("paypal", limits::LINE),
        homegroup_online: fields.line("homegroup_online", limits::LINE),
    }
}
