//! Feeds that mean harm, or are only broken: contained, with a clear report.

use directory::{
    bmlt, check,
    feed::{At, Unreadable, What},
    icalendar, limits, meeting_guide,
    model::{SourceKind, Status},
};

use crate::world::{id, source};

fn guide(text: impl AsRef<[u8]>) -> directory::feed::Fetched {
    let source = source(SourceKind::MeetingGuide, "Europe/London");
    meeting_guide::read(&id("x"), &source, text.as_ref()).unwrap_or_else(|why| panic!("{why}"))
}

#[test]
fn good_entries_are_taken_and_bad_ones_named() {
    let check = |entry: &str, field: &str, what: What, refused: bool| {
        let good = r#"{"slug":"good","name":"Good","day":1,"time":"10:00"}"#;
        let fetched = guide(format!("[{entry},{good}]"));
        let fault = fetched.report.faults.first().unwrap_or_else(|| panic!("{entry}: no fault"));
        assert_eq!((fault.at, fault.field.as_str(), fault.what), (At::Entry(1), field, what), "{entry}");
        assert_eq!((fault.refused, fetched.report.refused), (refused, usize::from(refused)), "{entry}");
        assert_eq!(fetched.entries.len(), 2 - usize::from(refused), "{entry}");
        assert_eq!(fetched.entries.last().unwrap().name, "Good");
        assert!(!what.hint().is_empty());
    };
    check(r#"{"name":"A","day":1,"time":"10:00"}"#, "slug", What::Missing, true);
    check(r#"{"slug":"a","day":1,"time":"10:00"}"#, "name", What::Missing, true);
    check(r#"{"slug":"a","name":"A","day":7,"time":"10:00"}"#, "day", What::Day, true);
    check(r#"{"slug":"a","name":"A","day":1,"time":"25:00"}"#, "time", What::Time, true);
    check(r#"{"slug":"a","name":"A","day":1,"time":"10:00","timezone":"Mars/Olympus"}"#, "timezone", What::Zone, false);
    check(
        r#"{"slug":"a","name":"A","day":1,"time":"10:00","conference_url":"javascript:alert(1)"}"#,
        "conference_url",
        What::Url,
        false,
    );
    check(r#"{"slug":"a","name":"A","conference_phone":"call me"}"#, "conference_phone", What::Phone, false);
    check(r#"{"slug":"a","name":"A","latitude":91,"longitude":0}"#, "latitude", What::Point, false);
    check(r#"{"slug":"a","name":"A","updated":"yesterday"}"#, "updated", What::Date, false);
    check(r#"{"slug":"a","name":"A","notes":"<script>x</script>"}"#, "notes", What::Html, false);
    check(r#"{"slug":"a","name":"A\u202Etxt.exe"}"#, "name", What::Hidden, false);
    check(r#"{"slug":"a","name":"A","notes":["A"]}"#, "notes", What::WrongType, false);
    check(r#"{"slug":"a","name":"A","attendance_option":"sometimes"}"#, "attendance_option", What::Choice, false);
    check(r#"{"slug":"a","name":oops}"#, "", What::Broken, true);
}

#[test]
fn the_second_of_one_name_is_refused() {
    let fetched = guide(r#"[{"slug":"a","name":"A"},{"slug":"a","name":"B"}]"#);
    assert_eq!((fetched.entries.len(), fetched.report.faults[0].what), (1, What::Duplicate));
}

#[test]
fn what_turns_or_hides_text_never_comes_through() {
    let text = "[{\"slug\":\"a\",\"name\":\"Free \u{202E}gnp.exe\u{2066}\",\"notes\":\"<a href='x' onclick='y'>here</a>\u{200B}\",\
                 \"location\":\"&lt;img src=x onerror=alert(1)&gt;\",\"odd\":\"\u{202E}\"}]";
    let fetched = guide(text);
    let entry = &fetched.entries[0];
    assert_eq!((entry.name.as_str(), entry.notes.as_str(), entry.place.name.as_str()), ("Free gnp.exe", "here", ""));
    assert!(entry.kept.is_empty(), "{:?}", entry.kept);
    let shown = format!("{:?}", fetched.report.faults);
    assert!(!shown.contains('\u{202E}') && !shown.contains("onerror"), "{shown}");
}

#[test]
fn large_and_deep_feeds_are_contained() {
    let entry = |notes: &str| format!("{{\"slug\":\"a\",\"name\":\"A\",\"notes\":\"{notes}\"}}");
    let good = r#"{"slug":"good","name":"Good"}"#;
    let cases: [(&str, String, What); 5] = [
        ("one entry of megabytes", format!("[{},{good}]", entry(&"x".repeat(8_000_000))), What::TooLarge),
        ("deep", format!("[{}1{},{good}]", "[".repeat(500_000), "]".repeat(500_000)), What::TooLarge),
        ("deeper than needed", format!("[{{\"a\":{}1{}}},{good}]", "[".repeat(50), "]".repeat(50)), What::TooDeep),
        ("nothing but commas and numbers", format!("[{}{good}]", "7,".repeat(500)), What::WrongType),
        ("an open quote", format!("[{good},{{\"slug\":\"{}", "x".repeat(1_000_000)), What::TooLarge),
    ];
    for (name, text, what) in cases {
        let fetched = guide(&text);
        assert_eq!(fetched.entries.len(), 1, "{name}");
        assert_eq!(fetched.report.faults[0].what, what, "{name}");
        assert!(fetched.report.faults[0].found.chars().count() <= limits::FOUND, "{name}");
    }
}

#[test]
fn a_hundred_megabytes_are_refused_and_just_below_are_read() {
    let source = source(SourceKind::MeetingGuide, "Europe/London");
    let too_large = vec![b' '; limits::FEED + 1];
    assert_eq!(meeting_guide::read(&id("x"), &source, &too_large).err(), Some(Unreadable::TooLarge));
    drop(too_large);
    // As many tiny bad entries as fit: the report stays small.
    let mut many = b"[".to_vec();
    many.resize(limits::FEED / 8, b' ');
    many[1..].chunks_exact_mut(2).for_each(|two| two.copy_from_slice(b"1,"));
    let fetched = meeting_guide::read(&id("x"), &source, &many).unwrap();
    assert_eq!((fetched.entries.len(), fetched.report.faults.len()), (0, limits::FAULTS));
    assert_eq!(fetched.report.refused, limits::ENTRIES + 1);
    assert_eq!(fetched.report.more, limits::ENTRIES + 1 - limits::FAULTS);
}

#[test]
fn other_things_than_feeds_are_told_apart() {
    let source = source(SourceKind::MeetingGuide, "Europe/London");
    for (bytes, why) in [
        (&b"<!DOCTYPE html><p>Maintenance"[..], Unreadable::Other),
        (b"", Unreadable::Other),
        (b"\xFF\xFE[\0{\0", Unreadable::Encoding),
        (b"\"[]\"", Unreadable::Other),
    ] {
        assert_eq!(meeting_guide::read(&id("x"), &source, bytes).err(), Some(why), "{bytes:?}");
        assert!(icalendar::read(&id("x"), &source, bytes).is_err());
        let documents = bmlt::Documents { meetings: bytes, formats: &[], bodies: b"" };
        assert_eq!(bmlt::read(&id("x"), &source, &documents).err(), Some(why));
    }
    for (bytes, kind) in [
        (&b" [{\"slug\":1}]"[..], Some(SourceKind::MeetingGuide)),
        (b"\xEF\xBB\xBF{\"meetings\":[{\"id_bigint\":\"1\"}]}", Some(SourceKind::Bmlt)),
        (b"BEGIN:VCALENDAR\r\n", Some(SourceKind::Icalendar)),
        (b"ID,Name,Day\n1,A,Monday\n", Some(SourceKind::Sheet)),
        (b"<html>", None),
        (b"hello", None),
        (b"", None),
    ] {
        assert_eq!(check::kind_of(bytes), kind, "{bytes:?}");
    }
}

#[test]
fn a_sheet_comes_in_line_by_line() {
    let source = source(SourceKind::Sheet, "America/Detroit");
    let text = "Time,Day,Name,ID,Postal Code,Region,Types,Conference URL,Street\r\n\
                10:30,Monday,Over The Bridge,1,49707,Alpena > North,\"C, W\",,3100 Piper Rd\r\n\
                ,,,,,,,,\r\n\
                6:30 pm,2,\"Tea, with\nfriends\",2,,,O,zoom.us/j/1,\r\n\
                noon,Friday,Broken,3,,,,,\r\n\
                10:00,Friday,No id,,,,,,\r\n";
    let fetched = meeting_guide::read_sheet(&id("x"), &source, text.as_bytes()).unwrap();
    let names: Vec<&str> = fetched.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["Over The Bridge", "Tea, with friends"]);
    assert_eq!(fetched.entries[0].place.regions, ["Alpena", "North"]);
    assert_eq!(fetched.entries[0].codes.codes, ["C", "W"]);
    assert_eq!(fetched.entries[0].place.postal_code, "49707");
    assert_eq!(fetched.entries[1].online.url, "https://zoom.us/j/1");
    assert_eq!(fetched.entries[1].schedule[0].series.pattern.time.to_string(), "18:30");
    let refused: Vec<(At, &str)> = fetched
        .report
        .faults
        .iter()
        .filter(|fault| fault.refused)
        .map(|fault| (fault.at, fault.field.as_str()))
        .collect();
    assert_eq!(refused, [(At::Line(6), "time"), (At::Line(7), "slug")]);
    let latin = b"ID,Name\n1,caf\xE9\n2,tea\n";
    let fetched = meeting_guide::read_sheet(&id("x"), &source, latin).unwrap();
    assert_eq!((fetched.entries.len(), fetched.report.faults[0].what), (1, What::Encoding));
    assert_eq!(meeting_guide::read_sheet(&id("x"), &source, b"a,b\n1,2\n").err(), Some(Unreadable::Other));
}

#[test]
fn private_events_stay_private_and_odd_rules_are_named() {
    let source = source(SourceKind::Icalendar, "Europe/London");
    let event = |uid: &str, lines: &str| {
        format!("BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:Tea\r\nDTSTART:20260301T180000\r\n{lines}END:VEVENT\r\n")
    };
    let text = format!(
        "BEGIN:VCALENDAR\r\n{}{}{}{}{}BEGIN:VEVENT\r\nUID:cut",
        event("secret", "CLASS:PRIVATE\r\n"),
        event("fifth", "RRULE:FREQ=MONTHLY;BYDAY=5MO\r\n"),
        event("hourly", "RRULE:FREQ=HOURLY\r\n"),
        event("good", "RRULE:FREQ=WEEKLY\r\nSTATUS:CANCELLED\r\nBEGIN:VALARM\r\nUID:no\r\nEND:VALARM\r\n"),
        event("good", ""),
    );
    let fetched = icalendar::read(&id("x"), &source, text.as_bytes()).unwrap();
    assert_eq!(fetched.entries.len(), 1);
    assert_eq!((fetched.entries[0].origin.key.as_str(), fetched.entries[0].status), ("good", Status::Paused));
    let faults: Vec<(What, &str)> =
        fetched.report.faults.iter().map(|fault| (fault.what, fault.field.as_str())).collect();
    let expected = [
        (What::Broken, ""),
        (What::Choice, "CLASS"),
        (What::Recurrence, "RRULE"),
        (What::Recurrence, "RRULE"),
        (What::Duplicate, "UID"),
    ];
    assert_eq!(faults, expected);
}

#[test]
fn series_that_count_are_no_work_without_end() {
    let source = source(SourceKind::Icalendar, "Europe/London");
    let calendar = |count: usize, rule: &str| {
        let event = |n: usize| {
            format!("BEGIN:VEVENT\nUID:{n}\nSUMMARY:Tea\nDTSTART:20260301T180000\nRRULE:{rule}\nEND:VEVENT\n")
        };
        let events: String = (0..count).map(event).collect();
        let fetched = icalendar::read(&id("x"), &source, format!("BEGIN:VCALENDAR\n{events}").as_bytes());
        fetched.unwrap_or_else(|why| panic!("{why}"))
    };
    // Weekly ones are reckoned, however far they count.
    let weekly = calendar(20_000, "FREQ=WEEKLY;BYDAY=SU;COUNT=99999");
    assert_eq!((weekly.entries.len(), weekly.report.refused), (20_000, 0));
    let daily = calendar(1, "FREQ=DAILY;COUNT=1000");
    assert_eq!(
        daily.entries[0].schedule[0].series.pattern.end.map(|end| end.to_string()).as_deref(),
        Some("2028-11-24")
    );
    // The others are walked, and not for ever.
    let walks = usize::try_from(limits::COUNTED_DAYS / calendar::limits::SEARCH_DAYS).unwrap_or_default();
    let monthly = calendar(walks + 50, "FREQ=MONTHLY;BYDAY=1SU;COUNT=99999");
    assert_eq!((monthly.entries.len(), monthly.report.refused), (walks + 1, 49));
    let refused = monthly.report.faults.iter().find(|fault| fault.refused);
    assert_eq!(refused.map(|fault| (fault.field.as_str(), fault.what)), Some(("RRULE", What::TooMany)));
    let year = calendar(1_000, "FREQ=MONTHLY;BYDAY=1SU;COUNT=12");
    assert_eq!((year.entries.len(), year.report.refused), (1_000, 0), "what calendars really have");
}
