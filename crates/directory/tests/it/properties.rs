//! Round trips of whatever there may be.

use std::collections::BTreeMap;

use directory::{
    Entry, Listing, Source, bmlt,
    feed::Fetched,
    icalendar,
    meeting_guide::{self, Publisher},
    model::SourceKind,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::world::{NOW, id, source};

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z]{1,12}( [a-z&'<>]{1,8}){0,3}",
        "[\\PC]{1,30}",
        Just("لقاء الأمل".to_owned()),
        Just("5 < 6 &amp; <b>bold</b>".to_owned()),
    ]
}

fn codes() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(prop_oneof!["O|C|W|X|EN|S|D|ONL|TC", "[A-Z0-9-]{1,6}"], 0..6)
}

prop_compose! {
    fn meeting()(
        name in words(),
        notes in words(),
        place in words(),
        day in proptest::option::of(0_u8..7),
        start in 0_u16..1_440,
        minutes in proptest::option::of(1_u16..1_440),
        point in proptest::option::of((-90.0_f64..90.0, -180.0_f64..180.0)),
        approximate in proptest::option::of(any::<bool>()),
        types in codes(),
        online in any::<bool>(),
        zone in prop_oneof![Just("Europe/London"), Just("Asia/Kathmandu"), Just("America/St_Johns")],
        published in any::<bool>(),
        custom in proptest::option::of(words()),
    ) -> Made {
        Made { name, notes, place, day, start, minutes, point, approximate, types, online, zone, published, custom }
    }
}

#[derive(Debug, Clone)]
struct Made {
    name: String,
    notes: String,
    place: String,
    day: Option<u8>,
    start: u16,
    minutes: Option<u16>,
    point: Option<(f64, f64)>,
    approximate: Option<bool>,
    types: Vec<String>,
    online: bool,
    zone: &'static str,
    published: bool,
    custom: Option<String>,
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

impl Made {
    fn as_guide(&self, number: usize) -> Value {
        let mut map = Map::from_iter([
            ("slug".to_owned(), json!(format!("slug-{number}"))),
            ("name".to_owned(), json!(self.name)),
            ("notes".to_owned(), json!(self.notes)),
            ("location".to_owned(), json!(self.place)),
            ("city".to_owned(), json!("Bath")),
            ("types".to_owned(), json!(self.types)),
            ("timezone".to_owned(), json!(self.zone)),
        ]);
        let mut put = |name: &str, value: Value| drop(map.insert(name.to_owned(), value));
        if let Some(day) = self.day {
            put("day", json!(day));
            put("time", json!(clock(self.start)));
            if let Some(minutes) = self.minutes {
                put("end_time", json!(clock(self.start + minutes)));
            }
        }
        if let Some((north, east)) = self.point {
            put("latitude", json!(north));
            put("longitude", json!(east));
        }
        if let Some(approximate) = self.approximate {
            put("approximate", json!(if approximate { "yes" } else { "no" }));
        }
        if self.online {
            put("conference_url", json!("https://zoom.us/j/1"));
        }
        if let Some(custom) = &self.custom {
            put("custom", json!({ "said": custom }));
        }
        Value::Object(map)
    }

    fn as_bmlt(&self, number: usize) -> Value {
        let (north, east) = self.point.unwrap_or((1.0, 1.0));
        json!({
            "id_bigint": (number + 1).to_string(),
            "meeting_name": self.name,
            "comments": self.notes,
            "location_text": self.place,
            "location_street": "1 High Street",
            "weekday_tinyint": (self.day.unwrap_or(0) + 1).to_string(),
            "start_time": format!("{}:00", clock(self.start)),
            "duration_time": format!("{}:00", clock(self.minutes.unwrap_or(60))),
            "time_zone": self.zone,
            "latitude": north.to_string(),
            "longitude": east.to_string(),
            "published": u8::from(self.published).to_string(),
            "venue_type": if self.online { "3" } else { "1" },
            "virtual_meeting_link": if self.online { "https://zoom.us/j/1" } else { "" },
            "service_body_bigint": "7",
            "service_body_name": "Body",
            "lang_enum": "en",
            "custom_field": self.custom,
        })
    }
}

fn listed(source: Source, fetched: Fetched) -> Listing {
    Listing {
        sources: BTreeMap::from([(id("x"), source)]),
        entries: fetched.entries.into_iter().map(|entry| (entry.id, entry)).collect(),
        bodies: fetched.bodies,
        formats: fetched.formats,
        circles: BTreeMap::new(),
    }
}

/// What a feed may have become.
pub(crate) fn listings() -> impl Strategy<Value = Listing> {
    proptest::collection::vec(meeting(), 1..6).prop_map(|all| {
        let text = Value::Array(all.iter().enumerate().map(|(number, one)| one.as_guide(number)).collect()).to_string();
        let source = source(SourceKind::MeetingGuide, "Europe/London");
        let fetched = meeting_guide::read(&id("x"), &source, text.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
        listed(source, fetched)
    })
}

/// Without what the page that shows it adds.
fn plain(listing: &Listing) -> Vec<Entry> {
    let mut all: Vec<Entry> = listing.entries.values().cloned().collect();
    for entry in &mut all {
        entry.url = String::new();
        entry.body = None;
        entry.kept.retain(|name, _| !name.starts_with("root_server"));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Written and read again, and once more, everything is the same; codes may have grown by what was only implied.
    #[test]
    fn meeting_guide(all in proptest::collection::vec(meeting(), 1..6)) {
        let publisher = Publisher { pages: "https://stay.example/m/" };
        let source = source(SourceKind::MeetingGuide, "Europe/London");
        let read = |text: &str| {
            let fetched = meeting_guide::read(&id("x"), &source, text.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
            listed(source.clone(), fetched)
        };
        let text = Value::Array(all.iter().enumerate().map(|(number, one)| one.as_guide(number)).collect()).to_string();
        let write = |listing: &Listing| meeting_guide::write(listing, listing.entries.values(), &publisher, NOW);
        let first = read(&text);
        let second = read(&write(&first));
        let third = read(&write(&second));
        prop_assert_eq!(plain(&second), plain(&third));
        for (before, after) in plain(&first).into_iter().zip(plain(&second)) {
            prop_assert!(before.codes.codes.iter().all(|code| after.codes.codes.contains(code)));
            let online = if before.status == after.status && after.online == directory::model::Online::default() {
                directory::model::Online::default()
            } else {
                before.online.clone()
            };
            prop_assert_eq!(Entry { codes: after.codes.clone(), online, ..before }, after);
        }
    }

    #[test]
    fn bmlt(all in proptest::collection::vec(meeting(), 1..6)) {
        let source = source(SourceKind::Bmlt, "Europe/London");
        let server = bmlt::Server { root: "https://a.example", version: "4.2.7", language: "en", pages: "https://a.example/m/" };
        let read = |text: &str| {
            let documents = bmlt::Documents { meetings: text.as_bytes(), formats: &[], bodies: b"" };
            let fetched = bmlt::read(&id("x"), &source, &documents).unwrap_or_else(|why| panic!("{why}"));
            listed(source.clone(), fetched)
        };
        let text = Value::Array(all.iter().enumerate().map(|(number, one)| one.as_bmlt(number)).collect()).to_string();
        let first = read(&text);
        let query = "switcher=GetSearchResults&advanced_published=0&get_used_formats";
        let second = read(&bmlt::answer(&first, &[], &server, "json", query, NOW).body);
        prop_assert_eq!(plain(&first), plain(&second));
    }

    /// No bytes make a reader fail otherwise than by a report, or cleaning again change anything.
    #[test]
    fn any_text(text in "[\\[\\]{}\",:a-z0-9\\\\ \\n<>&;\u{202E}]{0,400}") {
        let source = source(SourceKind::MeetingGuide, "Europe/London");
        for whole in [text.clone(), format!("[{text}]"), format!("[{{\"slug\":\"a\",\"name\":\"A\",{text}}}]")] {
            let _ = meeting_guide::read(&id("x"), &source, whole.as_bytes());
            let _ = directory::check::check(&source, whole.as_bytes());
            let _ = bmlt::read(&id("x"), &source, &bmlt::Documents { meetings: whole.as_bytes(), formats: &[whole.as_bytes()], bodies: whole.as_bytes() });
        }
        let _ = meeting_guide::read_sheet(&id("x"), &source, format!("id,name,notes\n{text}").as_bytes());
        let _ = icalendar::read(&id("x"), &source, format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:{text}\nDTSTART:{text}\nEND:VEVENT").as_bytes());
    }

    #[test]
    fn any_rule(rule in "(FREQ|INTERVAL|BYDAY|BYMONTHDAY|BYMONTH|COUNT|UNTIL|BYSETPOS)=(WEEKLY|MONTHLY|YEARLY|DAILY|-?[0-9]{1,3}|MO,-1TU|1WE)(;(FREQ|INTERVAL|BYDAY|COUNT|UNTIL)=(WEEKLY|MONTHLY|[0-9]{1,8}|FR)){0,3}") {
        let source = source(SourceKind::Icalendar, "Europe/London");
        let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:A\nDTSTART:20260301T100000\nRRULE:{rule}\nEND:VEVENT\nEND:VCALENDAR");
        let fetched = icalendar::read(&id("x"), &source, text.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
        prop_assert_eq!(fetched.entries.len() + fetched.report.refused, 1);
        for entry in &fetched.entries {
            prop_assert!(entry.schedule[0].series.check().is_ok(), "{:?}", entry.schedule);
        }
    }
}
