//! What search engines, browsers and calendars read.

use directory::{
    Entry, icalendar,
    model::{Attendance, Status},
    web::{OpenSearch, json_ld, open_search, sitemap, sitemap_index},
};
use serde_json::Value;

use crate::world::{GUIDES, NEW_YORK, NOW, guide, listing, new_york};

const PAGE: &str = "https://stay.example/m/x";

#[test]
fn an_entry_as_linked_data() {
    let listing = listing("mg-orange-county-1967", guide("mg-orange-county-1967", "America/Los_Angeles"));
    let mut shown = Vec::new();
    for attendance in [Attendance::InPerson, Attendance::Online, Attendance::Hybrid] {
        let fits = |entry: &&Entry| entry.attendance == attendance && entry.status == Status::Runs;
        let entry = listing.entries.values().find(fits).unwrap();
        shown.push(serde_json::from_str::<Value>(&json_ld(&listing, entry, PAGE, NOW)).unwrap());
    }
    insta::assert_json_snapshot!(shown);
}

#[test]
fn linked_data_stay_in_their_element() {
    let (source, mut fetched) = guide("mg-alpena-46", "America/Detroit");
    let mut entry = fetched.entries.remove(0);
    entry.notes = "</script><script>alert(1)</script><!--".to_owned();
    let listing = listing("mg-alpena-46", (source, fetched));
    let text = json_ld(&listing, &entry, PAGE, NOW);
    assert!(!text.contains("</") && !text.contains("<!"), "{text}");
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["description"], entry.notes.as_str());
}

#[test]
fn every_entry_can_be_written_in_every_way() {
    let mut feeds: Vec<_> = GUIDES.iter().map(|(name, zone, _)| listing(name, guide(name, zone))).collect();
    feeds.push(listing(NEW_YORK, new_york()));
    for listing in feeds {
        for entry in listing.entries.values() {
            let value: Value = serde_json::from_str(&json_ld(&listing, entry, PAGE, NOW)).unwrap();
            assert_eq!(value["@type"], "Event");
            assert!(entry.schedule.is_empty() || value["startDate"].is_string(), "{}", entry.name);
        }
    }
}

#[test]
fn maps_and_descriptions_are_xml() {
    let pages =
        [("https://stay.example/?a=1&b='2'".to_owned(), Some(NOW)), ("https://stay.example/m/b".to_owned(), None)];
    let search = OpenSearch {
        name: "Stayhere & friends <all>",
        description: "Meetings",
        page: "https://stay.example/find?lang=en",
        feed: "https://stay.example/find.json?q={searchTerms}",
        language: "en",
    };
    let maps = sitemap(pages.clone().into_iter());
    insta::assert_snapshot!(format!("{maps}\n{}\n{}", sitemap_index(pages.into_iter()), open_search(&search)));
    let many = (0..60_000).map(|n| (format!("https://stay.example/{n}"), None));
    assert_eq!(sitemap(many).matches("<loc>").count(), directory::limits::SITEMAP);
}

#[test]
fn a_calendar_shows_what_is_paused_as_cancelled() {
    let (_, mut fetched) = guide("mg-alpena-46", "America/Detroit");
    let host = icalendar::Host { name: "stay.example", pages: "https://stay.example/m/" };
    fetched.entries[0].status = Status::Paused;
    fetched.entries[1].status = Status::Ended;
    fetched.entries[2].published = false;
    let text = icalendar::write(fetched.entries[..4].iter(), &host, NOW);
    assert_eq!((text.matches("BEGIN:VEVENT").count(), text.matches("STATUS:CANCELLED").count()), (2, 1));
}
