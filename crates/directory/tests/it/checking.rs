//! What the validator tells.

use directory::{
    check,
    check::Effect,
    feed::At,
    meeting_guide::{self, Publisher},
    model::SourceKind,
};

use crate::world::{GUIDES, NOW, bytes, guide, listing, source};

#[test]
fn the_validator_says_what_apps_do() {
    let source = source(SourceKind::MeetingGuide, "Europe/London");
    let verdicts = |text: &str| -> Vec<(At, Effect)> {
        let checked = check::check(&source, text.as_bytes()).unwrap_or_else(|why| panic!("{text}: {why}"));
        checked.verdicts.iter().map(|verdict| (verdict.at, verdict.effect)).collect()
    };
    let check = |fields: &str, expected: &[Effect]| {
        let text = format!(r#"[{{"slug":"a","name":"A","day":1,"time":"10:00","timezone":"Europe/London",{fields}}}]"#);
        let found: Vec<Effect> = verdicts(&text).into_iter().map(|(_, effect)| effect).collect();
        assert_eq!(found, expected, "{fields}");
    };
    let bath = r#""formatted_address":"10 High Street, Bath, UK""#;
    check(&format!(r#"{bath},"approximate":"no""#), &[]);
    check(bath, &[Effect::FewCommas]);
    check(&format!(r#"{bath},"conference_url":"https://us02web.zoom.us/j/1""#), &[]);
    check(r#""city":"Bath","conference_url":"https://meet.example.org/room""#, &[Effect::FewCommas, Effect::Provider]);
    check(
        r#""city":"Bath","approximate":"yes","conference_url":"https://meet.example.org/room","conference_phone":"+442012345678""#,
        &[Effect::Provider],
    );
    check(r#""city":"Bath","approximate":"yes","conference_phone":"+442012345678""#, &[Effect::PhoneOnly]);
    check(r#""city":"Bath","approximate":"yes","conference_phone":"12345""#, &[Effect::Inactive, Effect::ShortPhone]);
    check(r#""conference_url":"https://zoom.us/j/1""#, &[Effect::NoAddress]);
    check(&format!(r#"{bath},"approximate":"no","types":["TC"]"#), &[Effect::Inactive]);
    check(
        r#""city":"Bath","approximate":"yes","conference_url":"https://zoom.us/j/1","types":["X","O"]"#,
        &[Effect::TypesRemoved],
    );
    check(&format!(r#"{bath},"approximate":"no","entity_phone":"+44 20 1234 5678""#), &[Effect::NoEntity]);
    check(
        &format!(r#"{bath},"approximate":"no","entity":"E","entity_url":"https://e.example""#),
        &[Effect::OneEntityUrl],
    );
    let no_zone = r#"[{"slug":"a","name":"A","day":1,"time":"10:00","city":"Bath","approximate":"no"}]"#;
    assert_eq!(verdicts(no_zone), [(At::Entry(1), Effect::NoZone)]);
    let days = |n: u32| {
        format!(
            r#"{{"slug":"{n}","name":"A","day":[1,2],"time":"10:00","timezone":"Europe/London","city":"Bath","approximate":"no"}}"#
        )
    };
    assert_eq!(verdicts(&format!("[{}]", days(1))), []);
    let failing = [(At::Entry(1), Effect::DayLists), (At::Entry(2), Effect::DayLists)];
    assert_eq!(verdicts(&format!("[{},{}]", days(1), days(2))), failing);
    assert_eq!(
        verdicts(r#"[{"slug":"a","name":"A","city":"Bath","approximate":"no"}]"#),
        [(At::Entry(1), Effect::ByAppointment)]
    );
}

#[test]
fn real_feeds_before_and_after_us() {
    let mut told = Vec::new();
    let publisher = Publisher { pages: "https://stay.example/m/" };
    for (name, zone, _) in GUIDES {
        let source = source(SourceKind::MeetingGuide, zone);
        let before = check::check(&source, &bytes(name)).unwrap();
        let listing = listing(name, guide(name, zone));
        let text = meeting_guide::write(&listing, listing.entries.values(), &publisher, NOW);
        let after = check::check(&source, text.as_bytes()).unwrap();
        assert_eq!(after.report.refused, 0, "{name}");
        let structural = [Effect::NoAddress, Effect::NoZone, Effect::DayLists, Effect::FewCommas, Effect::LongSlug];
        let ours = after.verdicts.iter().filter(|verdict| structural.contains(&verdict.effect));
        assert_eq!(ours.collect::<Vec<_>>(), Vec::<&check::Verdict>::new(), "{name}: what our own form brings about");
        told.push(format!("{name}\n  before: {:?}\n  after:  {:?}", before.counts(), after.counts()));
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn other_conventions_are_judged_by_their_venues() {
    let source = source(SourceKind::Bmlt, "America/New_York");
    let text = r#"[{"id_bigint":"1","meeting_name":"A","weekday_tinyint":"1","start_time":"10:00:00","venue_type":"2"},
                   {"id_bigint":"2","meeting_name":"B","weekday_tinyint":"1","start_time":"10:00:00","venue_type":"1"}]"#;
    let checked = check::check(&source, text.as_bytes()).unwrap();
    let found: Vec<(At, Effect)> = checked.verdicts.iter().map(|verdict| (verdict.at, verdict.effect)).collect();
    assert_eq!(found, [(At::Entry(1), Effect::NoWayIn), (At::Entry(2), Effect::NoStreet)]);
    assert!(!checked.is_good());
}
