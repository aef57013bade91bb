//! A BMLT server's answers in: meetings, formats and service bodies.

use calendar::{Months, Pattern, Rule, Series, Weekday, Weekdays, Zone};
use serde_json::{Map, Value};

use super::formats;
use crate::{
    feed::{
        At, Fetched, Names, Report, Unreadable, What,
        fields::{Fields, time as clock},
        split,
    },
    limits,
    model::{
        Attendance, Body, BodyId, CodeList, Codes, Contact, Entry, EntryId, Feedback, Format, FormatId, FormatKind,
        FormatWords, Giving, Online, Origin, Place, Slot, Source, SourceId, Status, Word, unknown_start,
    },
};

/// What a server answered. Formats and bodies may be empty: then the meetings' own words have to do.
#[derive(Debug, Clone, Copy)]
pub struct Documents<'a> {
    /// `GetSearchResults`, as an array or as `{meetings, formats}`.
    pub meetings: &'a [u8],
    /// `GetFormats`, one answer for each language that was asked for.
    pub formats: &'a [&'a [u8]],
    /// `GetServiceBodies`.
    pub bodies: &'a [u8],
}

/// Reads the answers of that source.
///
/// # Errors
/// [`Unreadable`] when the meetings are too large, not UTF-8, or no list.
pub fn read(id: &SourceId, source: &Source, documents: &Documents<'_>) -> Result<Fetched, Unreadable> {
    let mut meetings = split::entries(documents.meetings, &["meetings"])?;
    let mut reader = Reader { id, source, names: Names::new(), fetched: Fetched::default() };
    for bytes in documents.formats.iter().copied().chain([documents.meetings]) {
        reader.read_formats(bytes);
    }
    reader.read_bodies(documents.bodies);
    let mut report = core::mem::take(&mut reader.fetched.report);
    while let Some((at, map)) = meetings.next(&mut report) {
        let entry = reader.entry(&mut Fields::new(map, at, &mut report));
        reader.fetched.entries.extend(entry);
    }
    reader.fetched.report = report;
    Ok(reader.fetched)
}

/// The languages in which a server has its formats, as its answer to `GetServerInfo` says; none if it says nothing.
pub fn format_languages(about: &[u8]) -> Vec<String> {
    let about: Value = serde_json::from_slice(about).unwrap_or_default();
    let tags = about[0]["langs"].as_str().unwrap_or_default().split(',').map(str::trim);
    let fits = |tag: &&str| {
        !tag.is_empty() && tag.len() <= limits::LANGUAGE && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    tags.filter(fits).map(str::to_owned).collect()
}

struct Reader<'a> {
    id: &'a SourceId,
    source: &'a Source,
    names: Names,
    fetched: Fetched,
}

impl Reader<'_> {
    /// Formats stand alone, or beside meetings.
    fn read_formats(&mut self, bytes: &[u8]) {
        let is_object = bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{');
        let Ok(mut entries) = split::entries(bytes, &["formats"]) else { return };
        // A format that is odd shows in no entry's report: the code alone is kept then.
        let mut unheard = Report::default();
        while let Some((at, map)) = entries.next(&mut unheard) {
            if !is_object && !map.contains_key("key_string") {
                return;
            }
            self.read_format(at, map);
        }
    }

    fn read_format(&mut self, at: At, map: Map<String, Value>) {
        let mut unheard = Report::default();
        let mut fields = Fields::new(map, at, &mut unheard);
        let key = fields.line("id", limits::KEY);
        if key.is_empty() {
            return;
        }
        let lang = fields.line("lang", limits::LANGUAGE);
        let words = FormatWords {
            code: fields.line("key_string", limits::CODE),
            name: fields.line("name_string", limits::NAME),
            description: fields.notes("description_string"),
        };
        let kind = FormatKind::parse(&fields.line("format_type_enum", limits::CODE));
        let world_id = fields.line("world_id", limits::KEY);
        let id = FormatId::of(self.id, &key, self.source.keeps_numbers);
        let format = self.fetched.formats.entry(id).or_insert_with(|| Format {
            source: self.id.clone(),
            key,
            kind,
            world_id: String::new(),
            words: std::collections::BTreeMap::new(),
        });
        if format.world_id.is_empty() {
            format.world_id = world_id;
        }
        format.kind = format.kind.or(kind);
        format.words.insert(if lang.is_empty() { "en".to_owned() } else { lang }, words);
    }

    fn read_bodies(&mut self, bytes: &[u8]) {
        let Ok(mut entries) = split::entries(bytes, &["service_bodies"]) else { return };
        let mut unheard = Report::default();
        while let Some((at, map)) = entries.next(&mut unheard) {
            let mut silent = Report::default();
            let mut fields = Fields::new(map, at, &mut silent);
            let key = fields.line("id", limits::KEY);
            if key.is_empty() {
                continue;
            }
            let parent = fields.line("parent_id", limits::KEY);
            let body = Body {
                source: self.id.clone(),
                parent: (!matches!(parent.as_str(), "" | "0")).then(|| self.body_id(&parent)),
                name: fields.line("name", limits::NAME),
                description: fields.notes("description"),
                kind: fields.line("type", limits::CODE),
                url: fields.url("url"),
                phone: fields.line("helpline", limits::PHONE),
                email: String::new(),
                location: String::new(),
                logo: String::new(),
                world_id: fields.line("world_id", limits::KEY),
                key,
            };
            self.fetched.bodies.insert(self.body_id(&body.key), body);
        }
    }

    fn body_id(&self, key: &str) -> BodyId {
        BodyId::of(self.id, key, self.source.keeps_numbers)
    }

    fn entry(&mut self, fields: &mut Fields<'_>) -> Option<Entry> {
        let key = fields.line("id_bigint", limits::KEY);
        if key.is_empty() {
            fields.refuse("id_bigint", What::Missing, "");
            return None;
        }
        let name = fields.line("meeting_name", limits::NAME);
        if name.is_empty() {
            fields.refuse("meeting_name", What::Missing, &key);
            return None;
        }
        let slot = slot(fields, self.source)?;
        if !self.names.is_new(&key) {
            fields.refuse("id_bigint", What::Duplicate, &key);
            return None;
        }
        let codes = self.codes(fields);
        let known = codes.formats.iter().filter_map(|id| self.fetched.formats.get(id));
        let (tags, spoken) = formats::read(known, self.source.tags);
        let online = Online {
            url: fields.url("virtual_meeting_link"),
            url_notes: fields.notes("virtual_meeting_additional_info"),
            phone: fields.phone("phone_meeting_number"),
            phone_notes: fields.notes("phone_meeting_additional_info"),
        };
        let mut place = place(fields);
        let (attendance, status) = attendance(fields, &codes.codes, &place, &online);
        place.approximate = place.street.is_empty();
        let languages = languages(&fields.line("lang_enum", limits::LANGUAGE), spoken);
        let origin = Origin { source: self.id.clone(), key };
        Some(Entry {
            id: EntryId::of(self.id, &origin.key, self.source.keeps_numbers),
            slug: self.names.slug(&format!("{name}-{}", origin.key), self.id, &origin.key),
            name,
            programme: self.source.programme.clone(),
            body: self.body(fields),
            group: None,
            contacts: contacts(fields),
            attendance,
            status,
            published: fields.line("published", limits::CODE) != "0",
            schedule: vec![slot],
            place,
            online,
            languages,
            tags,
            codes,
            notes: fields.notes("comments"),
            url: String::new(),
            feedback: Feedback::default(),
            giving: Giving::default(),
            updated: None,
            kept: kept(fields),
            lister: None,
            origin,
        })
    }

    fn codes(&self, fields: &mut Fields<'_>) -> Codes {
        let codes = fields.list("formats", ',', limits::CODES, limits::CODE);
        let ids = fields.list("format_shared_id_list", ',', limits::CODES, limits::CODE);
        let formats = ids.iter().map(|id| FormatId::of(self.id, id, self.source.keeps_numbers)).collect();
        Codes { list: CodeList::Formats, codes, formats }
    }

    /// The body; one that the list of bodies does not have is made from its name.
    fn body(&mut self, fields: &mut Fields<'_>) -> Option<BodyId> {
        let key = fields.line("service_body_bigint", limits::KEY);
        let name = fields.line("service_body_name", limits::NAME);
        if key.is_empty() {
            return None;
        }
        let id = self.body_id(&key);
        self.fetched.bodies.entry(id).or_insert_with(|| Body {
            source: self.id.clone(),
            key,
            parent: None,
            name,
            description: String::new(),
            kind: String::new(),
            url: String::new(),
            phone: String::new(),
            email: String::new(),
            location: String::new(),
            logo: String::new(),
            world_id: String::new(),
        });
        Some(id)
    }
}

/// From Sunday, which is 1.
pub(super) const DAYS: [Weekday; 7] = [
    Weekday::Sunday,
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
];

fn slot(fields: &mut Fields<'_>, source: &Source) -> Option<Slot> {
    let day = fields.line("weekday_tinyint", limits::CODE);
    let number = day.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let Some(day) = number.and_then(|number| DAYS.get(number)) else {
        fields.refuse("weekday_tinyint", What::Day, &day);
        return None;
    };
    let told = fields.line("start_time", limits::CODE);
    let Some(time) = clock(&told) else {
        fields.refuse("start_time", What::Time, &told);
        return None;
    };
    let zone = fields.zone("time_zone").unwrap_or_else(|| source.zone.clone());
    if Zone::find(&zone).is_none() {
        fields.refuse("time_zone", What::Zone, &zone);
        return None;
    }
    let told = fields.line("duration_time", limits::CODE);
    let minutes = duration(&told);
    if minutes.is_none() && !told.is_empty() {
        fields.note("duration_time", What::Time, &told);
    }
    let pattern = Pattern {
        zone,
        start: unknown_start(),
        time,
        minutes: minutes.unwrap_or(limits::DEFAULT_MINUTES),
        rule: Rule::Weekly { days: Weekdays::of(&[*day]), every: 1 },
        months: Months::ALL,
        end: None,
    };
    Some(Slot { series: Series::of(pattern), end_is_told: minutes.is_some() })
}

/// `HH:MM:SS`, up to a whole day; zero is no length.
fn duration(text: &str) -> Option<u32> {
    let mut parts = text.split(':').map(|part| part.parse::<u32>().ok());
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let all = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && (1..=24 * 60).contains(&all)).then_some(all)
}

fn place(fields: &mut Fields<'_>) -> Place {
    Place {
        name: fields.line("location_text", limits::NAME),
        formatted: String::new(),
        street: fields.line("location_street", limits::LINE),
        subsection: fields.line("location_city_subsection", limits::LINE),
        neighborhood: fields.line("location_neighborhood", limits::LINE),
        city: fields.line("location_municipality", limits::LINE),
        county: fields.line("location_sub_province", limits::LINE),
        province: fields.line("location_province", limits::LINE),
        postal_code: fields.line("location_postal_code_1", limits::LINE),
        country: fields.line("location_nation", limits::LINE),
        notes: fields.notes("location_info"),
        trains: fields.line("train_lines", limits::LINE),
        buses: fields.line("bus_lines", limits::LINE),
        coordinates: fields.point("latitude", "longitude"),
        approximate: false,
        regions: Vec::new(),
    }
}

/// By the venue type, else by the three reserved formats, else by what there is.
fn attendance(fields: &mut Fields<'_>, codes: &[String], place: &Place, online: &Online) -> (Attendance, Status) {
    let has = |code: &str| codes.iter().any(|other| other == code);
    let told = fields.line("venue_type", limits::CODE);
    let by_formats = || {
        if has(formats::HYBRID) {
            Attendance::Hybrid
        } else if has(formats::VIRTUAL) || (online.is_usable() && place.street.is_empty()) {
            Attendance::Online
        } else if online.is_usable() {
            Attendance::Hybrid
        } else {
            Attendance::InPerson
        }
    };
    let attendance = match told.as_str() {
        "1" => Attendance::InPerson,
        "2" => Attendance::Online,
        "3" => Attendance::Hybrid,
        "" => by_formats(),
        other => {
            fields.note("venue_type", What::Choice, other);
            by_formats()
        }
    };
    let is_closed = has(formats::CLOSED) && attendance == Attendance::InPerson;
    (attendance, if is_closed { Status::Paused } else { Status::Runs })
}

/// The listing's own language is the main one unless a format says what is spoken.
fn languages(listed: &str, mut spoken: Vec<String>) -> Vec<String> {
    if !listed.is_empty() && !spoken.iter().any(|language| language == listed) {
        spoken.insert(0, listed.to_owned());
    }
    spoken
}

fn contacts(fields: &mut Fields<'_>) -> Vec<Contact> {
    let read = |n| Contact {
        name: fields.line(&format!("contact_name_{n}"), limits::NAME),
        email: fields.line(&format!("contact_email_{n}"), limits::LINE),
        phone: fields.phone(&format!("contact_phone_{n}")),
    };
    let contacts: Vec<Contact> = (1..=2).map(read).collect();
    contacts.into_iter().filter(|contact| *contact != Contact::default()).collect()
}

/// What depends on the question is no part of the meeting, and what only administrators see is not passed on.
fn kept(fields: &mut Fields<'_>) -> std::collections::BTreeMap<String, String> {
    for name in ["distance_in_km", "distance_in_miles", "admin_notes", "email_contact"] {
        fields.take(name);
    }
    fields.take_rest()
}
