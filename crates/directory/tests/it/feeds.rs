//! The real feeds come in completely, and go out again without loss, field by field.

use std::collections::{BTreeMap, BTreeSet};

use directory::{
    bmlt,
    meeting_guide::{self, Publisher},
    model::Attendance,
};
use serde_json::{Map, Value};

use crate::world::{GUIDES, NEW_YORK, NOW, guide, id, json, listing, new_york, source, told};

const PAGES: Publisher<'static> = Publisher { pages: "https://stay.example/m/" };

#[test]
fn every_real_feed_comes_in() {
    let mut all = Vec::new();
    for (name, zone, meetings) in GUIDES {
        let (_, fetched) = guide(name, zone);
        assert_eq!(fetched.entries.len() + fetched.report.refused, meetings, "{name}");
        all.push(format!("{name}: {}\n", told(&fetched)));
    }
    let (_, fetched) = new_york();
    assert_eq!(fetched.entries.len() + fetched.report.refused, 1_555);
    assert_eq!((fetched.bodies.len(), fetched.entries.iter().filter(|entry| entry.published).count()), (44, 1_513));
    all.push(format!("{NEW_YORK}: {}", told(&fetched)));
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn attendance_is_what_the_feed_said() {
    let (_, fetched) = guide("mg-orange-county-1967", "America/Los_Angeles");
    let count = |attendance| {
        fetched
            .entries
            .iter()
            .filter(|entry| entry.attendance == attendance && entry.status == directory::model::Status::Runs)
            .count()
    };
    assert_eq!((count(Attendance::InPerson), count(Attendance::Online), count(Attendance::Hybrid)), (1_432, 385, 148));
}

/// Every field that came is there again, with the same value; the few that are not are written down.
#[test]
fn meeting_guide_feeds_go_out_as_they_came() {
    let mut all = Vec::new();
    for (name, zone, _) in GUIDES {
        let listing = listing(name, guide(name, zone));
        let text = meeting_guide::write(&listing, listing.entries.values(), &PAGES, NOW);
        let written: Vec<Map<String, Value>> = serde_json::from_str(&text).unwrap();
        let by_slug: BTreeMap<&str, &Map<String, Value>> = written.iter().map(|out| (slug(out), out)).collect();
        assert_eq!(by_slug.len(), written.len(), "{name}: slugs are unique");
        let mut lost: BTreeMap<String, (usize, String)> = BTreeMap::new();
        let before = json(name);
        for one in before.as_array().unwrap().iter().filter_map(Value::as_object) {
            let Some(after) = by_slug.get(slug(one)) else {
                lost.entry("(entry)".to_owned()).or_insert_with(|| (0, slug(one).to_owned())).0 += 1;
                continue;
            };
            for (field, value) in one.iter().filter(|(field, value)| !is_kept(field, value, after)) {
                let shown = || (0, format!("{value} is now {}", after.get(field).unwrap_or(&Value::Null)));
                lost.entry(field.clone()).or_insert_with(shown).0 += 1;
            }
        }
        all.push(format!("{name}: {} entries", written.len()));
        all.extend(lost.iter().map(|(field, (count, first))| format!("  {count} x {field}: {first}")));
    }
    insta::assert_snapshot!(all.join("\n"));
}

/// Reading what was written gives the same entries.
#[test]
fn what_was_written_reads_alike() {
    for (name, zone, _) in GUIDES {
        let first = listing(name, guide(name, zone));
        let text = meeting_guide::write(&first, first.entries.values(), &PAGES, NOW);
        let source = source(directory::model::SourceKind::MeetingGuide, zone);
        let again = meeting_guide::read(&id(name), &source, text.as_bytes()).unwrap();
        assert_eq!(again.report.refused, 0, "{name}");
        let second = listing(name, (source, again));
        let mut differing = BTreeSet::new();
        for (before, after) in first
            .entries
            .values()
            .filter_map(|one| second.entries.values().find(|other| other.slug == one.slug).map(|other| (one, other)))
        {
            let same = [
                ("name", before.name == after.name),
                ("schedule", before.schedule == after.schedule),
                ("place", before.place == after.place),
                ("attendance", before.attendance == after.attendance),
                ("status", before.status == after.status),
                ("tags", before.tags == after.tags),
                ("languages", before.languages == after.languages),
                ("notes", before.notes == after.notes),
                ("group", before.group == after.group),
                ("updated", before.updated == after.updated),
            ];
            differing.extend(same.iter().filter(|(_, same)| !same).map(|(field, _)| *field));
        }
        assert_eq!(differing, BTreeSet::new(), "{name}");
        assert_eq!(second.entries.len(), first.entries.len(), "{name}");
    }
}

#[test]
fn bmlt_meetings_go_out_as_they_came() {
    let listing = listing(NEW_YORK, new_york());
    let server = bmlt::Server {
        root: "https://stay.example/main_server",
        version: "4.2.7",
        language: "en",
        pages: "https://stay.example/m/",
    };
    let query = "switcher=GetSearchResults&advanced_published=0&lang_enum=en";
    let answer = bmlt::answer(&listing, &[], &server, "json", query, NOW);
    let written: Vec<Map<String, Value>> = serde_json::from_str(&answer.body).unwrap();
    let text = |one: &Map<String, Value>, field: &str| one.get(field).and_then(Value::as_str).map(str::to_owned);
    let by_id: BTreeMap<String, &Map<String, Value>> =
        written.iter().map(|out| (text(out, "id_bigint").unwrap(), out)).collect();
    let before = json(NEW_YORK);
    let mut lost: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for one in before["meetings"].as_array().unwrap().iter().filter_map(Value::as_object) {
        let after = by_id[&text(one, "id_bigint").unwrap()];
        for (field, value) in one {
            let (value, now) = (value.as_str().unwrap(), text(after, field).unwrap_or_default());
            let degrees = |text: &str| text.parse::<f64>().ok();
            let is_near = field.ends_with("itude")
                && degrees(value).zip(degrees(&now)).is_some_and(|(a, b)| (a - b).abs() < 1e-7);
            if value != now && squeezed(value) != now && !is_near {
                lost.entry(field.clone()).or_insert_with(|| (0, format!("{value:?} is now {now:?}"))).0 += 1;
            }
        }
    }
    let lines = lost.iter().map(|(field, (count, first))| format!("{count} x {field}: {first}"));
    insta::assert_snapshot!(format!("{} meetings\n{}", written.len(), lines.collect::<Vec<_>>().join("\n")));
}

fn slug(one: &Map<String, Value>) -> &str {
    one.get("source_slug").or_else(|| one.get("slug")).and_then(Value::as_str).unwrap_or_default()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same value, or the same in the convention's own form.
fn is_kept(field: &str, value: &Value, after: &Map<String, Value>) -> bool {
    let now = after.get(field).unwrap_or(&Value::Null);
    let text = |value: &Value| value.as_str().map(squeezed).unwrap_or_default();
    match (field, value) {
        ("slug", _) => true,
        (_, Value::String(before)) if before.trim().is_empty() => true,
        (_, Value::Array(before)) if before.is_empty() => true,
        ("types", Value::String(before)) => before.split(',').all(|code| has(now, code)),
        ("types", Value::Array(before)) => before.iter().all(|code| code.as_str().is_some_and(|code| has(now, code))),
        ("latitude" | "longitude", _) => {
            let before = value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
            before.zip(now.as_f64()).is_some_and(|(before, now)| (before - now).abs() < 1e-7)
        }
        (_, Value::String(_)) => text(value) == text(now),
        _ => value == now,
    }
}

fn has(types: &Value, code: &str) -> bool {
    types.as_array().is_some_and(|types| types.iter().any(|other| other == code))
}
