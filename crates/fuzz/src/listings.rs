//! The public directory: feeds from anywhere, and what anybody asks of the interfaces that answer with them.

use std::sync::LazyLock;

use directory::{
    Entry, Listing, Source, SourceId,
    api::{self, Host},
    bmlt::{self, Changed, Server},
    check::check,
    feed, icalendar,
    meeting_guide::{self, Publisher},
    model::SourceKind,
    own::{Form, fresh},
    search::{Index, Query},
    stayhere::{self, About, Bundle, Offer, Opened, Signer},
};
use minicbor::bytes::ByteVec;
use wire::{Day, Hash, Millis};

use crate::bounds;

const NOW: Millis = Millis(1_795_608_000_000);
const KINDS: [SourceKind; 4] = [SourceKind::MeetingGuide, SourceKind::Sheet, SourceKind::Bmlt, SourceKind::Icalendar];
const FORMATS: [&str; 5] = ["json", "jsonp", "csv", "tsml", "serverInfo.xml"];
const GUIDE: &str = r#"[{"slug":"tea","name":"Tea & <b>bread</b>","day":1,"time":"10:00","end_time":"11:30","types":["O","D"],
"formatted_address":"1 Nile Street, Cairo, Egypt","latitude":30.04,"longitude":31.23,"notes":"=1+1","group":"Lamp"},
{"slug":"lamp","name":"Lamp","day":[2,4],"time":"19:30","conference_url":"https://zoom.us/j/1","conference_phone":"+201234567890"}]"#;
const SHEET: &str = "ID,Name,Day,Time,Address,City,Types\ntea,Tea,Monday,10:00,1 Nile Street,Cairo,\"O,D\"\n";
const BMLT: &str = r#"{"meetings":[{"id_bigint":"2","service_body_bigint":"5","weekday_tinyint":"2","start_time":"19:30:00",
"duration_time":"01:00:00","meeting_name":"Lamp","formats":"O,VM","format_shared_id_list":"17,54","venue_type":"2",
"published":"1","latitude":"40.7","longitude":"-73.9","virtual_meeting_link":"https://zoom.us/j/2"}],"formats":[]}"#;
const CALENDAR: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Tea\r\nDTSTART;TZID=Africa/Cairo:20260105T100000\r\n\
RRULE:FREQ=MONTHLY;BYDAY=1MO,-1MO;UNTIL=20271231T000000Z\r\nEXDATE;TZID=Africa/Cairo:20260202T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// The first byte says in which convention the rest is read.
pub(crate) fn feeds(bytes: &[u8]) {
    let _turn = bounds::turn();
    let Some((which, rest)) = bytes.split_first() else { return };
    let source = source(KINDS[usize::from(*which) % KINDS.len()]);
    // Tables and zones are read at their first use in a process, and are no work on a feed.
    let _ = directory::read(&id(), &source, rest);
    let read = bounds::within((1 << 21) + 2_048 * rest.len(), "a feed", || directory::read(&id(), &source, rest));
    let checked = check(&source, rest);
    assert_eq!(read.is_ok(), checked.is_ok(), "the validator reads what is read");
    let (Ok(fetched), Ok(checked)) = (read, checked) else { return };
    assert_eq!((fetched.entries.len(), &fetched.report), (checked.entries, &checked.report));
    let listing = directory::Listing {
        sources: [(id(), source.clone())].into(),
        entries: fetched.entries.iter().map(|entry| (entry.id, entry.clone())).collect(),
        bodies: fetched.bodies,
        formats: fetched.formats,
        ..directory::Listing::default()
    };
    let publisher = Publisher { pages: "https://here.example/meeting/" };
    let text = meeting_guide::write(&listing, listing.published(), &publisher, NOW);
    let again = directory::read(&id(), &self::source(SourceKind::MeetingGuide), text.as_bytes());
    assert!(again.is_ok_and(|again| again.report.refused == 0), "what goes out comes in: {text}");
    let host = icalendar::Host { name: "here.example", pages: "https://here.example/meeting/" };
    let text = icalendar::write(listing.published(), &host, NOW);
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "lines are folded");
    let calendar = self::source(SourceKind::Icalendar);
    assert!(directory::read(&id(), &calendar, text.as_bytes()).is_ok_and(|again| again.report.refused == 0), "{text}");
}

/// The first byte says what is read: a head, a copy within a page, an entry that a server with a program of its own signed, or
/// a whole part of such ones.
pub(crate) fn peers(bytes: &[u8]) {
    let _turn = bounds::turn();
    let Some((which, rest)) = bytes.split_first() else { return };
    let most = (1 << 20) + 2_048 * rest.len();
    match which % 4 {
        0 => drop(bounds::within(most, "a head", || Opened::read(rest))),
        1 => drop(bounds::within(most, "a copy", || Bundle::find(rest))),
        kind => {
            // A snapshot's part, with what is to be read in it.
            let part = if kind == 2 {
                let none = Vec::<ByteVec>::new();
                wire::encode(&(&none, &none, vec![ByteVec::from(rest.to_vec())]))
            } else {
                rest.to_vec()
            };
            offered(part, most);
        }
    }
}

fn offered(part: Vec<u8>, most: usize) {
    let signer = Signer::new(&[1; 32]);
    let about = About { base: "", number: 1, at: NOW };
    let Ok(mut opened) = Opened::read(&stayhere::publish(&Listing::default(), &about, &signer).signed) else { return };
    let hash = Hash::of(&part);
    opened.head.parts = vec![hash];
    let fetched = [(hash, part)].into();
    let offer = Offer { head: &opened.head, known: &[], fetched: &fetched };
    // Zones are read at their first use in a process.
    let _ = stayhere::read(&id(), &offer, &Listing::default(), "https://here.example");
    let read =
        bounds::within(most, "a part", || stayhere::read(&id(), &offer, &Listing::default(), "https://here.example"));
    let Ok(read) = read else { return };
    let listing = Listing {
        sources: [(id(), Source { pinned: None, ..source(SourceKind::Own) })].into(),
        entries: read.fetched.entries.into_iter().map(|entry| (entry.id, entry)).collect(),
        bodies: read.fetched.bodies,
        formats: read.fetched.formats,
        ..Listing::default()
    };
    for entry in listing.entries.values() {
        assert!(!entry.name.chars().any(directory::feed::is_hidden) && entry.origin.source == id(), "{entry:?}");
        assert!(entry.schedule.iter().all(|slot| slot.series.check().is_ok()), "{entry:?}");
    }
    let again = stayhere::publish(&listing, &about, &signer);
    let Ok(opened) = Opened::read(&again.signed) else { panic!("what is signed can be opened") };
    let offer = Offer { head: &opened.head, known: &[], fetched: &again.parts };
    let passed = stayhere::read(&id(), &offer, &Listing::default(), "");
    assert!(passed.is_ok_and(|read| read.fetched.report.faults.is_empty()), "what was taken is sound");
}

/// The first byte says what is asked: a format of the BMLT interface, our own, or that a meeting be listed.
pub(crate) fn questions(bytes: &[u8]) {
    static WORLD: LazyLock<(Index, Vec<Entry>)> = LazyLock::new(world);
    let _turn = bounds::turn();
    let Some((which, rest)) = bytes.split_first() else { return };
    let (index, gone) = &*WORLD;
    let text = String::from_utf8_lossy(rest);
    let kind = usize::from(*which) % (FORMATS.len() + 2);
    let Some(format) = FORMATS.get(kind) else {
        return if kind == FORMATS.len() { search(index, &text) } else { form(rest) };
    };
    let server =
        Server { root: "https://here.example", version: "4.2.7", language: "en", pages: "https://here.example/m/" };
    let went = |(number, entry): (usize, &'static Entry)| Changed {
        number: number as u64 + 1,
        at: NOW,
        before: Some(entry),
        after: None,
    };
    let changes: Vec<Changed<'_>> = gone.iter().enumerate().map(went).collect();
    let most = (1 << 22) + 4_096 * rest.len();
    let answer =
        bounds::within(most, "an answer", || bmlt::answer(index.listing(), &changes, &server, format, &text, NOW));
    assert!([200, 400, 422].contains(&answer.status), "{}", answer.status);
    match (*format, answer.status) {
        ("jsonp", 200) => {
            let call = answer.body.strip_prefix("/**/").and_then(|rest| rest.split_once('('));
            let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || "_.$[]".contains(c));
            assert!(call.is_some_and(|(name, _)| is_name(name)), "nothing but a name is called: {}", answer.body);
        }
        ("csv", 200) => {
            assert!(!answer.body.lines().any(|line| line.starts_with(['=', '+', '@'])), "no cell is reckoned");
        }
        ("serverInfo.xml", status) => assert_eq!(status, 200),
        _ => {}
    }
}

/// What somebody fills in becomes an entry that the form shows again as it is, or is refused field by field.
fn form(bytes: &[u8]) {
    let read = |form: &Form| form.read(fresh("1"), Day::of(NOW));
    let most = (1 << 21) + 4_096 * bytes.len();
    let Ok(entry) = bounds::within(most, "a form", || read(&Form::parse(bytes))) else { return };
    let texts = [&entry.name, &entry.notes, &entry.place.notes, &entry.place.street, &entry.online.url_notes];
    assert!(!entry.name.is_empty() && !texts.iter().any(|text| text.contains(feed::is_hidden)), "{entry:?}");
    assert_eq!(read(&Form::of(&entry, "UTC")), Ok(entry));
}

fn search(index: &Index, text: &str) {
    let Ok(query) = Query::parse(text) else {
        assert!(api::meetings(index, text, &Host { base: "" }, NOW).is_err());
        return;
    };
    assert_eq!(Query::parse(&query.print()).as_ref(), Ok(&query), "one form");
    let most = (1 << 22) + 4_096 * text.len();
    let found = bounds::within(most, "a search", || api::meetings(index, text, &Host { base: "" }, NOW));
    assert!(found.is_ok_and(|found| found.meetings.len() <= usize::from(found.size)));
}

fn world() -> (Index, Vec<Entry>) {
    let mut listing = directory::Listing::default();
    listing.sources.insert(id(), source(SourceKind::Bmlt));
    for (kind, text) in [(SourceKind::MeetingGuide, GUIDE), (SourceKind::Bmlt, BMLT)] {
        let Ok(fetched) = directory::read(&id(), &source(kind), text.as_bytes()) else { continue };
        listing.entries.extend(fetched.entries.into_iter().map(|entry| (entry.id, entry)));
        listing.bodies.extend(fetched.bodies);
        listing.formats.extend(fetched.formats);
    }
    let gone = listing.entries.values().cloned().collect();
    (Index::build(listing, NOW), gone)
}

fn id() -> SourceId {
    SourceId("fuzz".to_owned())
}

fn source(kind: SourceKind) -> Source {
    Source { name: "Fuzz".to_owned(), fetched: Some(NOW), ..Source::unnamed(kind, "Africa/Cairo") }
}

pub(crate) fn feed_seeds() -> Vec<Vec<u8>> {
    let texts = [(0, GUIDE), (1, SHEET), (2, BMLT), (3, CALENDAR)];
    texts.into_iter().map(|(which, text)| [&[which], text.as_bytes()].concat()).collect()
}

pub(crate) fn peer_seeds() -> Vec<Vec<u8>> {
    let (index, _) = world();
    let signer = Signer::new(&[1; 32]);
    let about = About { base: "https://there.example", number: 1, at: NOW };
    let listing = index.listing();
    let snapshot = stayhere::publish(listing, &about, &signer);
    let copy = stayhere::copy(listing, listing.published().take(1), &about, &signer);
    let seed = |which: u8, bytes: &[u8]| [&[which], bytes].concat();
    let mut seeds = vec![seed(0, &snapshot.signed), seed(1, copy.as_bytes())];
    seeds.extend(listing.published().map(|entry| seed(2, &wire::encode(entry))));
    seeds.extend(snapshot.parts.values().map(|part| seed(3, part)));
    seeds
}

pub(crate) fn question_seeds() -> Vec<Vec<u8>> {
    let asked = [
        (0, "switcher=GetSearchResults&get_used_formats&lang_enum=en&services[]=5&recursive=1&sort_keys=start_time"),
        (0, "switcher=GetSearchResults&lat_val=40.7&long_val=-73.9&geo_width_km=-2&sort_results_by_distance=1"),
        (0, "switcher=GetChanges&start_date=2026-11-01&end_date=2026-12-01&meeting_id=2"),
        (0, "switcher=GetFieldValues&meeting_key=formats&specific_formats=17,54"),
        (1, "switcher=GetServerInfo&callback=crouton_1"),
        (1, "switcher=GetFormats&lang_enum[]=en&key_strings[]=VM&show_all=1&callback=a.b"),
        (2, "switcher=GetNAWSDump&sb_id=5"),
        (2, "switcher=GetSearchResults&data_field_key=meeting_name,weekday_tinyint&page_size=1&page_num=2"),
        (3, "switcher=GetSearchResults&weekdays=2,-3&SearchString=lamp"),
        (4, ""),
        (
            6,
            "name=Tea&attendance=hybrid&zone=Africa/Cairo&town=Cairo&street=1&link=example.org&language=ar,en&point=30,31&problem=grief\
             &time0-rhythm=monthly&time0-day=mon&time0-nth=last&time0-from=19:00&time0-until=20:30&time0-month=1&time0-not=2027-01-25\
             &time0-rest=2027-02-01+2027-02-03&contact1-email=a@example.org",
        ),
        (
            6,
            "name=Tea&attendance=text&zone=UTC&phone=1&time3-rhythm=date&time3-month-day=31&time3-every=2&time3-first=2027-01-01&time3-from=6:30+pm",
        ),
        (5, "q=tea&problem=alcohol&day=mon&from=18:00&until=02:00&zone=Africa/Cairo&near=30.0,31.2&km=5&sort=nearest"),
        (5, "within=60&cell=stq4&language=ar&access=wheelchair&page=2&size=1"),
    ];
    asked.into_iter().map(|(which, text)| [&[which], text.as_bytes()].concat()).collect()
}
