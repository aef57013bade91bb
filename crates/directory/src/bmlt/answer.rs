//! The answers, one function for each name of the interface.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use wire::Millis;

use super::{
    Server, formats, key, naws,
    params::Params,
    render::{self, Shape},
    row::{self, Asked, Row},
    search::{self, Found, Unanswerable},
    server,
};
use crate::{
    meeting_guide::{self, Publisher},
    model::{BodyId, Entry, EntryId, Format, FormatId, Listing, Word},
};

/// What goes back over HTTP; everybody may read it (CORS `*`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The content type.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
}

/// That an entry came, changed or went.
#[derive(Debug, Clone, Copy)]
pub struct Changed<'a> {
    /// Its number, ascending.
    pub number: u64,
    /// When.
    pub at: Millis,
    /// The entry before; none: it is new.
    pub before: Option<&'a Entry>,
    /// The entry after; none: it is gone.
    pub after: Option<&'a Entry>,
}

/// What the answers are made from.
struct Question<'a> {
    listing: &'a Listing,
    changes: &'a [Changed<'a>],
    server: &'a Server<'a>,
    params: Params,
    rows: Vec<Row<'a>>,
    /// The sources' formats and our own.
    formats: BTreeMap<FormatId, Format>,
}

/// Answers `client_interface/{format}/?{query}`.
///
/// As the field's server does, an unknown name or format is refused with 422, and many odd values find nothing.
pub fn answer(
    listing: &Listing,
    changes: &[Changed<'_>],
    server: &Server<'_>,
    format: &str,
    query: &str,
    now: Millis,
) -> Answer {
    if format == server::ABOUT {
        return server::about(server);
    }
    let params = Params::parse(query);
    let Some(shape) = Shape::parse(format, &params) else { return render::refusal(422, NAMES) };
    let rows = row::rows(listing);
    let mut all = formats::own();
    all.extend(listing.formats.iter().map(|(id, format)| (*id, format.clone())));
    let question = Question { listing, changes, server, params, rows, formats: all };
    let answered = match (question.params.get("switcher").unwrap_or_default(), &shape) {
        ("GetSearchResults", Shape::MeetingGuide) => return question.meeting_guide(now),
        ("GetNAWSDump", Shape::Table) => return question.naws_dump(),
        (_, Shape::MeetingGuide) => Err((422, NAMES)),
        ("GetSearchResults", _) => question.search_results(),
        ("GetFormats", _) => Ok(question.formats()),
        ("GetServiceBodies", _) => Ok(question.service_bodies()),
        ("GetFieldKeys", _) => Ok(field_keys()),
        ("GetFieldValues", _) => question.field_values(),
        ("GetChanges", _) => Ok(question.changes()),
        ("GetServerInfo", _) => Ok(server::info(server, listing, &question.rows)),
        ("GetCoverageArea", _) => Ok(server::coverage(&question.rows)),
        _ => Err((422, NAMES)),
    };
    match answered {
        Ok(value) => render::render(&value, &shape),
        Err((status, what)) => render::refusal(status, what),
    }
}

const NAMES: &str = "The formats are json, jsonp and csv; the names are GetSearchResults, GetFormats, GetServiceBodies, \
                     GetFieldKeys, GetFieldValues, GetChanges, GetServerInfo and GetCoverageArea. The format tsml knows \
                     GetSearchResults, and csv also GetNAWSDump with sb_id, the number of a service body.";
const NO_ADDRESS: &str = "This server does not look up addresses: a foreign service would learn who searches. Use lat_val and \
                          long_val.";
const NO_BODY: &str = "sb_id is missing, or no service body has this number. GetServiceBodies names them.";
const NO_KEY: &str = "The field is not known. GetFieldKeys names them.";

type Answered = Result<Value, (u16, &'static str)>;

impl Question<'_> {
    fn search_results(&self) -> Answered {
        let found = self.found()?;
        let used: BTreeSet<FormatId> = found.iter().flat_map(|one| one.row.formats.iter().copied()).collect();
        let formats = || Value::Array(used.iter().filter_map(|id| self.format(*id, self.language())).collect());
        if self.params.has("get_formats_only") {
            return Ok(json!({ "formats": formats() }));
        }
        let meetings = self.meetings(&found);
        if self.params.has("get_used_formats") {
            return Ok(json!({ "meetings": meetings, "formats": formats() }));
        }
        Ok(meetings)
    }

    fn found(&self) -> Result<Vec<Found<'_, '_>>, (u16, &'static str)> {
        let found = search::search(self.listing, &self.rows, self.server.root, &self.params);
        found.map_err(|Unanswerable::Address| (400, NO_ADDRESS))
    }

    fn meetings(&self, found: &[Found<'_, '_>]) -> Value {
        let keys = self.params.list("data_field_key");
        let known: Vec<String> = keys.into_iter().filter(|key| key::is_key(key)).collect();
        let meeting = |one: &Found<'_, '_>| {
            let asked =
                Asked { keys: &known, language: self.language(), formats: &self.formats, distance_km: one.distance_km };
            Value::Object(one.row.to_json(self.listing, self.server.root, &asked))
        };
        Value::Array(found.iter().map(meeting).collect())
    }

    fn meeting_guide(&self, now: Millis) -> Answer {
        let found = match self.found() {
            Ok(found) => found,
            Err((status, what)) => return render::refusal(status, what),
        };
        let mut seen = BTreeSet::new();
        let entries = found.iter().map(|one| one.row.entry).filter(|entry| seen.insert(entry.id));
        let publisher = Publisher { pages: self.server.pages };
        let body = meeting_guide::write(self.listing, entries, &publisher, now);
        Answer { status: 200, content_type: render::JSON, body }
    }

    fn naws_dump(&self) -> Answer {
        let body = self.params.get("sb_id").and_then(|text| text.parse().ok()).map(BodyId);
        let Some(body) = body.filter(|id| self.listing.bodies.contains_key(id)) else {
            return render::refusal(422, NO_BODY);
        };
        let below = search::below(self.listing, &BTreeSet::from([body.0]));
        let (listing, formats) = (self.listing, &self.formats);
        let sheet = naws::Sheet { listing, formats, language: self.language(), root: self.server.root };
        let body = sheet.write(&self.rows, self.changes, &below);
        Answer { status: 200, content_type: render::CSV, body }
    }

    fn language(&self) -> &str {
        self.params.get("lang_enum").filter(|language| !language.is_empty()).unwrap_or(self.server.language)
    }

    fn format(&self, id: FormatId, language: &str) -> Option<Value> {
        let format = self.formats.get(&id)?;
        let (lang, words) = row::words_in(format, language)?;
        Some(json!({
            "key_string": words.code,
            "name_string": words.name,
            "description_string": words.description,
            "lang": lang,
            "id": id.to_string(),
            "world_id": format.world_id,
            "format_type_enum": format.kind.map_or("", Word::word),
            "root_server_uri": self.server.root,
        }))
    }

    /// Those in use and the reserved ones, or all.
    fn formats(&self) -> Value {
        let used: BTreeSet<FormatId> = self.rows.iter().flat_map(|row| row.formats.iter().copied()).collect();
        let all = self.params.is_one("show_all");
        let ids = self.params.numbers("format_ids");
        let codes = self.params.list("key_strings");
        let languages = self.params.list("lang_enum");
        let languages = if languages.is_empty() { vec![self.server.language.to_owned()] } else { languages };
        let mut answer = Vec::new();
        for (id, format) in &self.formats {
            if !(all || used.contains(id) || formats::is_reserved(format)) || !ids.fits(id.0) {
                continue;
            }
            let in_languages: BTreeMap<String, Value> = languages
                .iter()
                .filter_map(|language| self.format(*id, language))
                .map(|value| (value["lang"].as_str().unwrap_or_default().to_owned(), value))
                .collect();
            let is_wanted = |value: &Value| codes.is_empty() || codes.iter().any(|code| value["key_string"] == **code);
            answer.extend(in_languages.into_values().filter(is_wanted));
        }
        Value::Array(answer)
    }

    fn service_bodies(&self) -> Value {
        let mut asked = self.params.numbers("services");
        if self.params.is_one("recursive") {
            asked.only = search::below(self.listing, &asked.only);
            asked.not = search::below(self.listing, &asked.not);
        }
        if self.params.is_one("parents") && !asked.only.is_empty() {
            asked.only = self.above(&asked.only);
        }
        let all = self.bodies();
        Value::Array(all.into_iter().filter(|(id, _)| asked.fits(id.0)).map(|(_, body)| body).collect())
    }

    /// Every body, and one for each source whose entries name none.
    fn bodies(&self) -> BTreeMap<BodyId, Value> {
        let body = |id: &BodyId, parent: &str, texts: [&str; 6]| {
            let [name, description, kind, url, helpline, world_id] = texts;
            json!({
                "id": id.to_string(), "parent_id": parent, "name": name, "description": description, "type": kind,
                "url": url, "helpline": helpline, "world_id": world_id, "root_server_uri": self.server.root,
            })
        };
        let mut bodies = BTreeMap::new();
        for (id, one) in &self.listing.bodies {
            let parent = one.parent.map_or_else(|| "0".to_owned(), |parent| parent.to_string());
            let texts = [&one.name, &one.description, &one.kind, &one.url, &one.phone, &one.world_id];
            bodies.insert(*id, body(id, &parent, texts.map(String::as_str)));
        }
        for entry in self.rows.iter().map(|row| row.entry).filter(|entry| entry.body.is_none()) {
            let name = self.listing.source_of(entry).map_or("", |source| &source.name);
            let id = row::source_body(entry);
            bodies.entry(id).or_insert_with(|| body(&id, "0", [name, "", "AS", "", "", ""]));
        }
        bodies
    }

    fn above(&self, bodies: &BTreeSet<u64>) -> BTreeSet<u64> {
        let mut all = BTreeSet::new();
        let mut next: Vec<u64> = bodies.iter().copied().collect();
        while let Some(id) = next.pop() {
            if all.insert(id) {
                next.extend(self.listing.bodies.get(&BodyId(id)).and_then(|body| body.parent).map(|parent| parent.0));
            }
        }
        all
    }

    fn field_values(&self) -> Answered {
        let key = self.params.get("meeting_key").filter(|key| key::is_key(key)).ok_or((400, NO_KEY))?;
        let formats = self.params.numbers("specific_formats").only;
        let keeps_all = self.params.has("all_formats");
        let mut values: BTreeMap<String, Vec<EntryId>> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.is_published()) {
            let value = if key == "formats" {
                let ids = row.formats.iter().filter(|id| formats.is_empty() || keeps_all || formats.contains(&id.0));
                ids.map(ToString::to_string).collect::<Vec<_>>().join(",")
            } else {
                row.field(self.listing, self.server.root, key)
            };
            values.entry(value).or_default().push(row.id);
        }
        let one = |(value, ids): (String, Vec<EntryId>)| {
            let value = if value.is_empty() { "NULL".to_owned() } else { value };
            let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            Value::Object(Map::from_iter([(key.to_owned(), json!(value)), ("ids".to_owned(), json!(ids))]))
        };
        Ok(Value::Array(values.into_iter().map(one).collect()))
    }

    /// From the newest; who made a change is nobody's business.
    fn changes(&self) -> Value {
        let day = |name: &str| self.params.get(name).and_then(calendar::Date::parse).map(calendar::Date::days);
        let (from, to) = (day("start_date"), day("end_date"));
        let meeting = self.params.numbers("meeting_id");
        let bodies = self.params.numbers("service_body_id");
        let days = |at: Millis| (at.0 / 86_400_000) as u32;
        let fits = |change: &&Changed<'_>| {
            let Some(entry) = change.after.or(change.before) else { return false };
            let at = days(change.at);
            from.is_none_or(|from| at >= from)
                && to.is_none_or(|to| at <= to)
                && meeting.fits(entry.id.0)
                && bodies.fits(entry.body.unwrap_or_else(|| row::source_body(entry)).0)
                && [change.before, change.after].into_iter().flatten().all(|entry| entry.published)
        };
        Value::Array(self.changes.iter().rev().filter(fits).filter_map(|change| self.change(change)).collect())
    }

    fn change(&self, change: &Changed<'_>) -> Option<Value> {
        let entry = change.after.or(change.before)?;
        let kind = match (change.before, change.after) {
            (None, _) => "comdef_change_type_new",
            (Some(_), None) => "comdef_change_type_delete",
            (Some(_), Some(_)) => "comdef_change_type_change",
        };
        let body = entry.body.unwrap_or_else(|| row::source_body(entry));
        let name = self.listing.bodies.get(&body).map_or("", |body| &body.name);
        let rows = |entry: Option<&Entry>| entry.map(|entry| self.first_row(entry));
        let mut data = Map::new();
        for (side, row) in [("before", rows(change.before)), ("after", rows(change.after))] {
            data.extend(row.map(|row| (side.to_owned(), row)));
        }
        Some(json!({
            "date_int": (change.at.0 / 1_000).to_string(),
            "date_string": date_text(change.at),
            "change_type": kind,
            "change_id": change.number.to_string(),
            "meeting_id": entry.id.to_string(),
            "meeting_name": entry.name,
            "user_id": "0",
            "user_name": "",
            "service_body_id": body.to_string(),
            "service_body_name": name,
            "meeting_exists": u8::from(change.after.is_some()).to_string(),
            "details": details(&data),
            "json_data": data,
        }))
    }

    fn first_row(&self, entry: &Entry) -> Value {
        let asked = Asked { keys: &[], language: self.language(), formats: &self.formats, distance_km: None };
        let first = row::of_entry(entry).next();
        first.map_or(json!({}), |row| Value::Object(row.to_json(self.listing, self.server.root, &asked)))
    }
}

fn field_keys() -> Value {
    Value::Array(key::ALL.iter().map(|(key, what)| json!({ "key": key, "description": what })).collect())
}

/// As the field's server writes an instant here: `7:05 PM, 3/9/2026`; in UTC.
fn date_text(at: Millis) -> String {
    let minutes = at.0 / 60_000 % 1_440;
    let (hour, half) = (minutes / 60, if minutes < 720 { "AM" } else { "PM" });
    let date = calendar::Date::from_days((at.0 / 86_400_000) as u32);
    let date = date.map_or_else(String::new, |date| format!("{}/{}/{}", date.month(), date.day(), date.year()));
    format!("{}:{:02} {half}, {date}", (hour + 11) % 12 + 1, minutes % 60)
}

/// One line for each field that differs.
fn details(data: &Map<String, Value>) -> String {
    let (Some(before), Some(after)) = (data.get("before"), data.get("after")) else { return String::new() };
    let changed = key::ALL.iter().map(|(key, _)| *key).filter(|key| before[*key] != after[*key]);
    let lines = changed.map(|key| format!("{key} was changed from {} to {}", before[key], after[key]));
    lines.collect::<Vec<_>>().join("\n")
}
