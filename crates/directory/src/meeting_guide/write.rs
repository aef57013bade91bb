//! Meeting Guide JSON out, as the apps that read it need it.
//!
//! - One entry for each weekday, each with a slug of its own: arrays of days break tsml-ui.
//! - `approximate` always, as the text `yes` or `no`; otherwise addresses with few commas count as no place.
//! - Always a time zone; a page without one drops the entry.
//! - `entity_url` and `entity_website_url` both: the text of the convention and its readers differ.
//! - Only what happens every week has a day: an app would send people to a locked door on the other weeks. What recurs
//!   otherwise stands there by appointment, with its rule in the notes; what rests in the week to come is left out.

use calendar::{Rule, Weekday, Zone};
use serde_json::{Map, Value, json};
use wire::Millis;

use super::{read::day_number, types};
use crate::{
    feed::fields::instant_text,
    model::{Attendance, Entry, Listing, Place, Slot, Slug, Status},
    words,
};

const WEEK_MS: u64 = 7 * 86_400_000;

/// Who publishes the feed.
#[derive(Debug, Clone, Copy)]
pub struct Publisher<'a> {
    /// The address under which an entry's page stands, its slug following; ends with `/`.
    pub pages: &'a str,
}

/// The feed of these entries, as JSON.
pub fn write<'a>(
    listing: &Listing,
    entries: impl Iterator<Item = &'a Entry>,
    publisher: &Publisher<'_>,
    now: Millis,
) -> String {
    let mut used = std::collections::BTreeSet::new();
    let mut all = Vec::new();
    for entry in entries.filter(|entry| entry.published && entry.status != Status::Ended) {
        for meeting in meetings(listing, entry, publisher, now) {
            let slug = meeting.get("slug").and_then(Value::as_str).unwrap_or_default().to_owned();
            // Of two sources' equal slugs the first stays: readers drop the second entry.
            let own = if used.contains(&slug) { with_id(&slug, entry) } else { slug };
            let mut meeting = meeting;
            meeting.insert("slug".to_owned(), json!(own));
            used.insert(own);
            all.push(Value::Object(meeting));
        }
    }
    Value::Array(all).to_string()
}

fn with_id(slug: &str, entry: &Entry) -> String {
    Slug::from_text(slug).with(&entry.id.to_string()).as_str().to_owned()
}

/// What the convention makes of one entry.
fn meetings(listing: &Listing, entry: &Entry, publisher: &Publisher<'_>, now: Millis) -> Vec<Map<String, Value>> {
    if entry.schedule.is_empty() {
        return vec![meeting(listing, entry, publisher, &entry.slug, None)];
    }
    let mut times: Vec<(&Slot, Weekday)> = Vec::new();
    let mut other: Vec<&Slot> = Vec::new();
    for slot in &entry.schedule {
        match slot.series.pattern.rule {
            Rule::Weekly { days, every: 1 } => times.extend(days.iter().map(|day| (slot, day))),
            Rule::Weekly { .. }
            | Rule::Once
            | Rule::MonthlyWeekday { .. }
            | Rule::MonthlyDate { .. }
            | Rule::Yearly { .. } => other.push(slot),
        }
    }
    let alone = times.len() + usize::from(!other.is_empty()) == 1;
    let happens: Vec<_> = times.into_iter().filter(|(slot, day)| is_coming(slot, *day, now)).collect();
    let mut all = Vec::new();
    for (slot, day) in happens {
        let slug = if alone { entry.slug.clone() } else { entry.slug.with(&behind(slot, day)) };
        all.push(meeting(listing, entry, publisher, &slug, Some((slot, day))));
    }
    if !other.is_empty() {
        let slug = if alone { entry.slug.clone() } else { entry.slug.with("also") };
        let mut fields = meeting(listing, entry, publisher, &slug, None);
        let rules: Vec<String> = other.iter().map(|slot| words::rule(&slot.series)).collect();
        put(&mut fields, "notes", [rules.join("\n"), entry.notes.clone()].join("\n").trim());
        all.push(fields);
    }
    all
}

/// Whether it happens on that day within a week.
fn is_coming(slot: &Slot, day: Weekday, now: Millis) -> bool {
    let Some(zone) = Zone::find(&slot.series.pattern.zone) else { return false };
    let coming = slot.series.occurrences(&zone, now, now.plus(WEEK_MS), usize::MAX);
    coming.iter().any(|one| one.date.weekday() == day && !one.moved)
}

fn behind(slot: &Slot, day: Weekday) -> String {
    const SHORT: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    format!("{}-{}", SHORT[day_number(day) % 7], slot.series.pattern.time.to_string().replace(':', ""))
}

fn meeting(
    listing: &Listing,
    entry: &Entry,
    publisher: &Publisher<'_>,
    slug: &Slug,
    when: Option<(&Slot, Weekday)>,
) -> Map<String, Value> {
    let mut fields = Map::new();
    put(&mut fields, "slug", slug.as_str());
    put(&mut fields, "name", &entry.name);
    put_time(&mut fields, entry, when);
    put_place(&mut fields, &entry.place);
    put_online(&mut fields, entry);
    let types = types(entry);
    if !types.is_empty() {
        fields.insert("types".to_owned(), json!(types));
    }
    put(&mut fields, "attendance_option", attendance(entry));
    put(&mut fields, "notes", &entry.notes);
    if let Some(group) = &entry.group {
        put(&mut fields, "group", &group.name);
        put(&mut fields, "group_notes", &group.notes);
    }
    let page = format!("{}{}", publisher.pages, entry.slug);
    put(&mut fields, "url", if entry.url.is_empty() { &page } else { &entry.url });
    put(&mut fields, "edit_url", &entry.feedback.edit_url);
    put(&mut fields, "feedback_url", &entry.feedback.url);
    if !entry.feedback.emails.is_empty() {
        fields.insert("feedback_emails".to_owned(), json!(entry.feedback.emails));
    }
    put(&mut fields, "venmo", &entry.giving.venmo);
    put(&mut fields, "square", &entry.giving.square);
    put(&mut fields, "paypal", &entry.giving.paypal);
    put(&mut fields, "homegroup_online", &entry.giving.homegroup_online);
    for (number, contact) in entry.contacts.iter().enumerate() {
        put(&mut fields, &format!("contact_{}_name", number + 1), &contact.name);
        put(&mut fields, &format!("contact_{}_email", number + 1), &contact.email);
        put(&mut fields, &format!("contact_{}_phone", number + 1), &contact.phone);
    }
    put_entity(&mut fields, listing, entry);
    if let Some(updated) = entry.updated {
        put(&mut fields, "updated", &instant_text(updated));
    }
    put_kept(&mut fields, entry);
    fields
}

fn put(fields: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        fields.insert(name.to_owned(), json!(text));
    }
}

fn put_time(fields: &mut Map<String, Value>, entry: &Entry, when: Option<(&Slot, Weekday)>) {
    let first = entry.schedule.first();
    put(fields, "timezone", first.map_or("", |slot| &slot.series.pattern.zone));
    let Some((slot, day)) = when else { return };
    let pattern = &slot.series.pattern;
    put(fields, "timezone", &pattern.zone);
    fields.insert("day".to_owned(), json!(day_number(day)));
    put(fields, "time", &pattern.time.to_string());
    let end = (u32::from(pattern.time.minutes()) + pattern.minutes) % (24 * 60);
    // A meeting of a whole day or more has no end that the convention could say.
    if slot.end_is_told && pattern.minutes < 24 * 60 {
        put(fields, "end_time", &format!("{:02}:{:02}", end / 60, end % 60));
    }
}

fn put_place(fields: &mut Map<String, Value>, place: &Place) {
    put(fields, "location", &place.name);
    put(fields, "location_notes", &place.notes);
    put(fields, "formatted_address", &place.formatted);
    let city = [&place.city, &place.subsection, &place.neighborhood].into_iter().find(|text| !text.is_empty());
    put(fields, "address", &place.street);
    put(fields, "city", city.map_or("", String::as_str));
    put(fields, "county", &place.county);
    put(fields, "state", &place.province);
    put(fields, "postal_code", &place.postal_code);
    put(fields, "country", &place.country);
    if let Some(point) = place.coordinates {
        fields.insert("latitude".to_owned(), json!(point.latitude()));
        fields.insert("longitude".to_owned(), json!(point.longitude()));
    }
    put(fields, "approximate", if place.approximate { "yes" } else { "no" });
    for (name, region) in ["region", "sub_region", "sub_sub_region"].iter().zip(&place.regions) {
        put(fields, name, region);
    }
    if !place.regions.is_empty() {
        fields.insert("regions".to_owned(), json!(place.regions));
    }
}

/// What is paused must not look open: its ways in are not shown.
fn put_online(fields: &mut Map<String, Value>, entry: &Entry) {
    let ways_in = match (entry.status, entry.attendance) {
        (Status::Runs, Attendance::Online | Attendance::Hybrid | Attendance::Text | Attendance::InPerson) => true,
        (Status::Paused | Status::Ended, _) => false,
    };
    if ways_in {
        put(fields, "conference_url", &entry.online.url);
        put(fields, "conference_url_notes", &entry.online.url_notes);
        put(fields, "conference_phone", &entry.online.phone);
        put(fields, "conference_phone_notes", &entry.online.phone_notes);
    }
}

fn types(entry: &Entry) -> Vec<String> {
    let mut types = types::write(&entry.codes, &entry.tags, &entry.languages);
    let mut add = |code: &str| {
        if !types.iter().any(|other| other == code) {
            types.push(code.to_owned());
        }
    };
    match (entry.status, entry.attendance) {
        (Status::Paused | Status::Ended, _) if !entry.place.approximate => add(types::PLACE_CLOSED),
        (Status::Runs, Attendance::Online | Attendance::Text) => {
            add(types::ONLINE);
            if !entry.place.approximate {
                add(types::PLACE_CLOSED);
            }
        }
        (Status::Runs, Attendance::Hybrid) => add(types::ONLINE),
        (Status::Paused | Status::Ended, _) | (Status::Runs, Attendance::InPerson) => {}
    }
    types
}

const fn attendance(entry: &Entry) -> &'static str {
    match (entry.status, entry.attendance) {
        (Status::Paused | Status::Ended, _) => "inactive",
        (Status::Runs, Attendance::InPerson) => "in_person",
        (Status::Runs, Attendance::Hybrid) => "hybrid",
        (Status::Runs, Attendance::Online | Attendance::Text) => "online",
    }
}

/// The body that answers for it, else the source: whoever passes the feed on keeps the attribution.
fn put_entity(fields: &mut Map<String, Value>, listing: &Listing, entry: &Entry) {
    let body = entry.body.and_then(|id| listing.bodies.get(&id));
    let source = listing.source_of(entry);
    let Some(name) = body.map(|body| &body.name).or_else(|| source.map(|source| &source.name)) else { return };
    put(fields, "entity", name);
    if let Some(body) = body {
        put(fields, "entity_url", &body.url);
        put(fields, "entity_website_url", &body.url);
        put(fields, "entity_phone", &body.phone);
        put(fields, "entity_email", &body.email);
        put(fields, "entity_location", &body.location);
        put(fields, "entity_logo", &body.logo);
    }
}

/// Fields of the same convention for which the model has no place. What the model says comes first, except where the
/// field was kept because it differs.
fn put_kept(fields: &mut Map<String, Value>, entry: &Entry) {
    if entry.codes.list != crate::model::CodeList::MeetingGuide {
        return;
    }
    for (name, value) in &entry.kept {
        if let Ok(value) = serde_json::from_str(value) {
            fields.insert(name.clone(), value);
        }
    }
    if entry.origin.key != entry.slug.as_str() {
        put(fields, "source_slug", &entry.origin.key);
    }
}
