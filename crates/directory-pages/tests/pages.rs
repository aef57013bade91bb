//! The pages as they are sent.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use calendar::{Break, Change, Date, Months, Nth, Nths, Pattern, Rule, Series, Time, Weekday, Weekdays};
use directory::{
    Entry, EntryId, Listing, Source, SourceId,
    model::{
        Attendance, Coordinates, Lister, Online, Openness, Origin, Philosophy, Place, Problem, Set, Slot, Slug,
        SourceKind, Tags, unknown_start,
    },
    search::{Index, Query, Unfit},
};
use directory_pages::{
    Asked, Copy, Frame, Lang, Tried, Why, check_feed, copied, copy, copy_policy, find, meeting, missing, not_for_me,
};
use wire::Millis;

/// Wednesday, 4 March 2026, 12:00 UTC.
const NOW: Millis = Millis(1_772_625_600_000);

fn entry(number: u64, name: &str, philosophy: Philosophy) -> Entry {
    let pattern = Pattern {
        zone: "Africa/Cairo".to_owned(),
        start: unknown_start(),
        time: Time::parse("19:30").unwrap(),
        minutes: 90,
        rule: Rule::Weekly { days: Weekdays::of(&[Weekday::Thursday]), every: 1 },
        months: Months::ALL,
        end: None,
    };
    let origin = Origin { source: SourceId("own".to_owned()), key: number.to_string() };
    let slug = Slug::from_text(&format!("m {number}"));
    Entry {
        attendance: Attendance::Hybrid,
        schedule: vec![Slot { series: Series::of(pattern), end_is_told: true }],
        place: Place { name: "Library".to_owned(), street: "3 Nile Street".to_owned(), ..Place::default() },
        online: Online { url: "https://example.org/room".to_owned(), ..Online::default() },
        languages: vec!["ar".to_owned()],
        tags: Tags {
            problems: Set::of(&[Problem::Alcohol]),
            philosophies: Set::of(&[philosophy]),
            openness: Some(Openness::Open),
            ..Tags::default()
        },
        ..Entry::named(EntryId(number), slug, name.to_owned(), origin)
    }
}

fn index(entries: Vec<Entry>) -> Index {
    let entries = entries.into_iter().map(|entry| (entry.id, entry)).collect();
    Index::build(Listing { entries, ..Listing::default() }, NOW)
}

const fn frame(lang: Lang) -> Frame<'static> {
    Frame { lang, base: "https://here.example", other: "/find?lang=x", keep: "?lang=y" }
}

fn ask(index: &Index, lang: Lang, address: &str) -> String {
    let asked = Query::parse(address).map_or_else(Asked::Wrong, |query| Asked::Search(Box::new(query)));
    plain(&find(frame(lang), index, &asked, NOW))
}

/// Without the marks that keep each value in its own direction.
fn plain(page: &str) -> String {
    page.replace(['\u{2068}', '\u{2069}'], "")
}

/// Without what stands on a page for programs: data, in which no browser sees anything to run.
fn for_people(page: &str) -> String {
    let Some((before, rest)) = page.split_once("<script type=\"application/ld+json\">") else { return page.to_owned() };
    let (data, after) = rest.split_once("</script>").unwrap();
    assert!(data.starts_with("{\"@context\":\"https://schema.org\"") && !data.contains('<'), "{data}");
    format!("{before}{after}")
}

/// Nothing that a strict policy would refuse, no key for a text, and the way to help.
fn assert_sound(page: &str, lang: Lang) {
    let page = &for_people(page);
    for inline in ["<script", "style=", "<style", " on", "javascript:"] {
        for found in page.match_indices(inline) {
            let tail = &page[found.0..];
            assert!(inline == " on" && !tail[1..].split(['>', ' ']).next().unwrap().contains('='), "{tail:.60}");
        }
    }
    assert!(page.contains("href=\"/crisis\""));
    let head = format!("<html lang=\"{}\" dir=\"{}\">", lang.tag(), lang.direction());
    assert!(page.contains(&head));
    for key in [
        "circle-", "find-", "field-", "problem-", "meeting-", "unfit-", "card-", "when-", "day-", "month-", "check-",
        "feed-",
    ] {
        assert!(!page.contains(&format!(">{key}")), "a key {key} instead of a text");
    }
}

#[test]
fn a_circle_can_be_knocked_at_without_a_script() {
    for (lang, knock, shut) in [
        (Lang::En, "href=\"/join#AQIDBAUGBwgJCgsMDQ4PEA\"", "takes nobody in"),
        (Lang::Ar, "اطرقوا الباب", "لا تستقبل الحلقة أحدًا"),
    ] {
        for open in [true, false] {
            let mut shown = directory_store::suite::card(7, 1, "Harbour <b>");
            if !open {
                shown.knock = None;
            }
            let mut listing = Listing::default();
            directory::circles::list(&mut listing, &shown, None);
            let index = Index::build(listing, NOW);
            let entry = index.meeting(&card::Card::slug(shown.key)).unwrap();
            let page = plain(&meeting(frame(lang), &index, entry, NOW));
            assert_sound(&page, lang);
            assert!(page.contains("Harbour &#60;b&#62;") && page.contains("We remember together."), "{page}");
            assert_eq!((page.contains(knock), page.contains(shut)), (open, !open), "{lang:?}: {page}");
            let printed = plain(&directory_pages::card(frame(lang), &index, entry, NOW));
            assert!(!printed.contains("AQIDBAUGBwgJCgsMDQ4PEA"), "the printed code leads to the page");
        }
    }
}

#[test]
fn results_stand_with_another_way_beside_them() {
    let index = index(vec![entry(1, "Hope", Philosophy::Steps), entry(2, "Compass", Philosophy::SelfManagement)]);
    for lang in [Lang::En, Lang::Ar] {
        let page = ask(&index, lang, "problem=alcohol&philosophy=steps");
        assert_sound(&page, lang);
        let (found, beside) = page.split_once("<aside").unwrap();
        assert!(found.contains("/meeting/m-1?lang=y") && !found.contains("/meeting/m-2"));
        assert!(beside.contains("/meeting/m-2"));
        assert!(found.contains("value=\"alcohol\" checked"));
        assert!(!found.contains("value=\"drugs\" checked"));
    }
    assert!(ask(&index, Lang::En, "problem=alcohol").contains("2 meetings"));
    assert!(ask(&index, Lang::Ar, "problem=alcohol").contains("لقاءان"));
    assert!(ask(&index, Lang::En, "problem=drugs").contains("No meeting"));
}

#[test]
fn times_are_told_in_the_visitors_zone_or_the_meetings() {
    let index = index(vec![entry(1, "Hope", Philosophy::Steps)]);
    assert!(ask(&index, Lang::En, "").contains("Thursday, 5 March, 19:30 to 21:00 (Africa/Cairo)"));
    assert!(ask(&index, Lang::En, "zone=Asia/Tokyo").contains("Friday, 6 March, 02:30 to 04:00 (Asia/Tokyo)"));
    assert!(ask(&index, Lang::Ar, "").contains("الخميس 5 مارس، من 19:30 إلى 21:00"));
}

#[test]
fn pages_are_turned_without_an_address() {
    let index = index((1..=25).map(|number| entry(number, "Hope", Philosophy::Steps)).collect());
    let page = ask(&index, Lang::En, "problem=alcohol&page=2&size=10");
    assert!(page.contains("Page 2 of 3"));
    assert!(page.contains("name=\"page\" value=\"1\"") && page.contains("name=\"page\" value=\"3\""));
    assert!(page.contains("<input type=\"hidden\" name=\"problem\" value=\"alcohol\">"));
    assert!(!page.contains("type=\"hidden\" name=\"page\""));
    assert!(!page.contains("href=\"/find?problem"), "what is looked for stands in no address");
}

#[test]
fn what_is_wrong_is_told_by_name_and_what_a_feed_says_is_escaped() {
    let mut bad = entry(1, "<script>alert(1)</script>", Philosophy::Steps);
    bad.notes = "\"><img src=x onerror=alert(1)>".to_owned();
    bad.url = "javascript:alert(1)".to_owned();
    bad.online.url = "javascript:alert(2)".to_owned();
    let index = index(vec![bad]);
    let wrong = ask(&index, Lang::En, "colour=%3Cb%3E");
    assert!(wrong.contains("colour") && wrong.contains("role=\"alert\""));
    let listed = index.meeting("m-1").unwrap();
    for page in [
        ask(&index, Lang::En, "q=%22%3E%3Cscript%3E"),
        ask(&index, Lang::En, ""),
        meeting(frame(Lang::En), &index, listed, NOW),
        directory_pages::card(frame(Lang::En), &index, listed, NOW),
        not_for_me(frame(Lang::En), &index, listed, Set::EMPTY, NOW),
    ] {
        let page = for_people(&page);
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(!page.contains("href=\"javascript"), "{page}");
    }
}

#[test]
fn a_meeting_leads_on() {
    let index = index(vec![entry(1, "Hope", Philosophy::Steps), entry(2, "Compass", Philosophy::SelfManagement)]);
    let listed = index.meeting("m-1").unwrap();
    for lang in [Lang::En, Lang::Ar] {
        let page = meeting(frame(lang), &index, listed, NOW);
        assert_sound(&page, lang);
        assert!(page.contains("Hope") && page.contains("Library, 3 Nile Street"));
        assert!(page.contains("action=\"/meeting/m-1/other?lang=y\"") && page.contains("/meeting/m-2"));
        let on = not_for_me(frame(lang), &index, listed, Set::of(&[Unfit::Philosophy]), NOW);
        assert_sound(&on, lang);
        assert!(on.contains("/meeting/m-2") && on.contains("value=\"philosophy\" checked"));
        assert_sound(&missing(frame(lang)), lang);
    }
}

#[test]
fn a_card_can_be_printed_and_tracks_nobody() {
    let index = index(vec![entry(1, "Hope", Philosophy::Steps)]);
    let page = directory_pages::card(frame(Lang::Ar), &index, index.meeting("m-1").unwrap(), NOW);
    assert_sound(&page, Lang::Ar);
    assert!(page.contains("https://here.example/meeting/m-1<"), "no parameter in the printed address");
    assert!(page.contains("<path class=\"dark\" d=\"M4 4h1v1h-1z"));
}

#[test]
fn a_feed_is_checked_line_by_line() {
    const FEED: &[u8] =
        br#"[{"slug":"a","name":"<b>Tea</b>","day":1,"time":"25:00"},{"slug":"c","day":1,"time":"10:00"}]"#;
    let source = Source::unnamed(SourceKind::MeetingGuide, "UTC");
    let checked = directory::check::check(&source, FEED).unwrap();
    assert!(!checked.is_good());
    for lang in [Lang::En, Lang::Ar] {
        let page = check_feed(frame(lang), "UTC", &Tried::Nothing, 4 << 20);
        assert_sound(&page, lang);
        assert!(
            page.contains("enctype=\"multipart/form-data\"") && page.contains('4') && !page.contains("type=\"url\"")
        );
        let page = check_feed(frame(lang), "\"><b>", &Tried::Checked(source.kind, Box::new(checked.clone())), 4 << 20);
        assert_sound(&page, lang);
        let lines = page.matches("<li><bdi>").count();
        assert_eq!(lines, checked.report.faults.len() + checked.verdicts.len(), "every line: {page}");
        assert!(page.contains("[25:00]") && !page.contains("<script") && !page.contains("\"><b>"));
        for why in [Why::Nothing, Why::TooLarge, Why::Encoding, Why::Unknown, Why::Zone, Why::Busy] {
            let page = check_feed(frame(lang), "UTC", &Tried::Not(why), 4 << 20);
            assert_sound(&page, lang);
            assert!(page.contains("role=\"alert\""), "{why:?}");
        }
    }
}

fn kept(index: &Index, lang: Lang, data: &str) -> String {
    let docs: Vec<_> = index.docs().collect();
    let about = Copy { lang, base: "https://here.example", total: docs.len(), data };
    copy(&about, index, copied(index, &docs).into_iter(), NOW)
}

#[test]
fn a_copy_needs_nothing_but_itself() {
    let mut bad = entry(1, "<script>alert(1)</script>", Philosophy::Steps);
    bad.notes = "\"><img src=x onerror=alert(1)>".to_owned();
    bad.url = "javascript:alert(1)".to_owned();
    bad.online.url = "javascript:alert(2)".to_owned();
    bad.lister = Some(Lister { source: SourceId("b".to_owned()), name: "Bridge <b>".to_owned() });
    let index = index(vec![bad, entry(2, "Anchor", Philosophy::SelfManagement)]);
    for lang in [Lang::En, Lang::Ar] {
        let page = kept(&index, lang, "<script type=\"application/cbor;base64\" id=\"stayhere\">AA==</script>");
        let (people, _) = page.split_once("<script type=\"application/cbor").unwrap();
        for outside in
            ["<script", "<img", "<link", "src=\"", "url(", "@import", "href=\"/", "href=\"javascript", "<form"]
        {
            assert!(!people.contains(outside), "{outside}");
        }
        assert!(people.contains(&format!("<html lang=\"{}\" dir=\"{}\">", lang.tag(), lang.direction())));
        assert!(people.contains(&copy_policy().replace('\'', "&#39;")), "{people:.600}");
        assert!(people.find("Anchor").unwrap() < people.find("alert(1)").unwrap(), "by name");
        assert!(people.contains("Bridge &#60;b&#62;"), "from whom");
        let date = if lang == Lang::En { "\u{2068}4 March 2026\u{2069}" } else { "\u{2068}4 مارس 2026\u{2069}" };
        assert!(people.contains(date), "as of when, in one direction");
        for key in ["copy-", "times-", "nth-", "date-", "day-", "month-", "meeting-"] {
            assert!(!people.contains(&format!(">{key}")), "a key {key} instead of a text");
        }
    }
}

#[test]
fn a_place_opens_the_visitors_own_map_and_an_area_does_not() {
    let there = Coordinates::new(30.044_4, -31.235_7);
    let placed = |number: u64, approximate: bool, attendance: Attendance| {
        let mut entry = entry(number, "Hope", Philosophy::Steps);
        entry.place.coordinates = there;
        entry.place.approximate = approximate;
        Entry { attendance, ..entry }
    };
    let index = index(vec![
        placed(1, false, Attendance::InPerson),
        placed(2, true, Attendance::InPerson),
        placed(3, false, Attendance::Online),
        entry(4, "Hope", Philosophy::Steps),
    ]);
    for (slug, expected) in [("m-1", true), ("m-2", false), ("m-3", false), ("m-4", false)] {
        let page = meeting(frame(Lang::En), &index, index.meeting(slug).unwrap(), NOW);
        assert_eq!(page.contains("href=\"geo:30.0444,-31.2357\""), expected, "{slug}");
        assert_eq!(page.contains("geo:"), expected, "{slug}");
    }
    assert_eq!(kept(&index, Lang::Ar, "").matches("geo:30.0444,-31.2357").count(), 1);
}

#[test]
fn times_hold_beyond_the_next_one() {
    let date = |text: &str| Date::parse(text).unwrap();
    let base = entry(1, "Hope", Philosophy::Steps).schedule.remove(0);
    let with = |rule: Rule, change: &dyn Fn(&mut Series)| {
        let mut slot = base.clone();
        slot.series.pattern.rule = rule;
        change(&mut slot.series);
        slot
    };
    let weekly = |days: &[Weekday], every: u8| Rule::Weekly { days: Weekdays::of(days), every };
    let monthly =
        |every: u8| Rule::MonthlyWeekday { nths: Nths::of(&[Nth::First, Nth::Last]), day: Weekday::Friday, every };
    let slots = vec![
        with(weekly(&[Weekday::Monday, Weekday::Thursday], 1), &|_| {}),
        with(weekly(&[Weekday::Monday], 2), &|series| series.pattern.months = Months::of(&[10, 11])),
        with(monthly(1), &|series| series.pattern.end = Some(date("2026-12-31"))),
        with(monthly(3), &|series| series.pattern.start = date("2026-06-01")),
        with(Rule::MonthlyDate { day: 31, every: 1 }, &|series| series.pattern.minutes = 300),
        with(Rule::Yearly { month: 6, day: 24 }, &|_| {}),
        with(Rule::Once, &|series| series.pattern.start = date("2026-05-01")),
        with(weekly(&[Weekday::Thursday], 1), &|series| {
            series.changes.insert(date("2026-01-01"), Change::Cancelled);
            series.changes.insert(date("2026-03-12"), Change::Cancelled);
            let time = Time::parse("20:00").unwrap();
            series.changes.insert(date("2026-03-19"), Change::Moved { date: date("2026-03-20"), time });
            series.extra.insert(date("2026-04-01"));
            series.breaks = vec![
                Break { from: date("2026-07-01"), to: Some(date("2026-08-31")) },
                Break { from: date("2027-01-01"), to: None },
            ];
        }),
    ];
    let index = index(vec![Entry { schedule: slots, ..entry(1, "Hope", Philosophy::Steps) }]);
    let told = [Lang::En, Lang::Ar].map(|lang| {
        let page = plain(&kept(&index, lang, ""));
        let lines = page.lines().filter(|line| line.contains("Africa/Cairo")).map(|line| {
            let text: String = line.replace("<p>", "").replace("</p>", "\n").replace("<bdi>", "").replace("</bdi>", "");
            text.trim().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    });
    insta::assert_snapshot!(told.join("\n\n"));
}
