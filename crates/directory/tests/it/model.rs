//! The model: names, vocabularies, freshness, the stored form.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Months, Pattern, Rule, Series, Time, Weekday, Weekdays};
use directory::{
    Entry, EntryId, Source, SourceId,
    model::{
        Access, Attendance, Audience, BodyId, CodeList, Codes, Contact, Coordinates, Crosstalk, Faith, Feedback, Form,
        FormatId, FormatKind, Freshness, Giving, Goal, Group, Online, Openness, Origin, Philosophy, Place, Problem,
        Relation, Set, Slot, Slug, SourceKind, Stale, Status, Tags, Word, unknown_start,
    },
};
use wire::Millis;

fn words<W: Word>() -> BTreeSet<String> {
    let words: BTreeSet<String> = W::ALL.iter().map(|case| case.word().to_owned()).collect();
    assert_eq!(words.len(), W::ALL.len(), "two cases share a word");
    assert!(W::ALL.len() <= 32, "a set has 32 bits");
    for (place, case) in W::ALL.iter().enumerate() {
        assert_eq!(usize::from(case.index()), place, "{case:?}");
        assert_eq!(W::parse(case.word()), Some(*case));
        assert_eq!(Set::of(&[*case]).iter().collect::<Vec<_>>(), [*case]);
    }
    words
}

#[test]
fn every_word_is_one_of_a_kind() {
    let counted = [
        words::<Problem>().len(),
        words::<Philosophy>().len(),
        words::<Relation>().len(),
        words::<Openness>().len(),
        words::<Faith>().len(),
        words::<Goal>().len(),
        words::<Crosstalk>().len(),
        words::<Access>().len(),
        words::<Audience>().len(),
        words::<Form>().len(),
        words::<Attendance>().len(),
        words::<Status>().len(),
        words::<CodeList>().len(),
        words::<FormatKind>().len(),
        words::<SourceKind>().len(),
    ];
    assert!(counted.iter().all(|count| *count > 0));
    assert_eq!(Problem::parse("Alcohol"), None);
}

/// A circle's charter has facets; its card must be able to say each of them.
#[test]
fn the_directory_has_every_word_of_a_charter() {
    let files = [
        include_str!("../../../../templates/steps-fellowship/template.toml"),
        include_str!("../../../../templates/week-circle/template.toml"),
        include_str!("../../../../templates/grief-circle/template.toml"),
        include_str!("../../../../templates/carers-circle/template.toml"),
        include_str!("../../../../templates/voices-circle/template.toml"),
        include_str!("../../../../templates/listeners-circle/template.toml"),
        include_str!("../../../../templates/mood-circle/template.toml"),
    ];
    let mut seen = 0;
    for file in files {
        let file: toml::Table = file.parse().unwrap();
        let facets = file["facets"].as_table().unwrap();
        let has = |name: &str, words: BTreeSet<String>| {
            let word = facets[name].as_str().unwrap();
            assert!(words.contains(word), "{name} = {word}");
        };
        has("problem", words::<Problem>());
        has("philosophy", words::<Philosophy>());
        has("faith", words::<Faith>());
        has("goal", words::<Goal>());
        for relation in facets["relations"].as_array().unwrap() {
            assert!(words::<Relation>().contains(relation.as_str().unwrap()), "{relation}");
            seen += 1;
        }
    }
    assert!(seen >= files.len());
}

#[test]
fn a_set_forgets_bits_without_a_case() {
    let read: Set<Openness> = wire::decode(&wire::encode(&u32::MAX)).unwrap();
    assert_eq!(read.iter().collect::<Vec<_>>(), [Openness::Open, Openness::Closed]);
    assert_eq!(read.bits(), 0b11);
}

#[test]
fn numbers_stay_and_are_exact_everywhere() {
    let (here, there) = (SourceId("ny".to_owned()), SourceId("nj".to_owned()));
    assert_eq!(EntryId::of(&here, "1555", true), EntryId(1555));
    for key in ["0", "4294967296", "1555x", "a-slug", ""] {
        let id = EntryId::of(&here, key, true);
        assert!((1 << 32..1 << 53).contains(&id.0), "{key}: {id}");
        assert_eq!(EntryId::parse(&id.to_string()), Some(id));
    }
    let made = EntryId::of(&here, "1555", false);
    assert_ne!(made, EntryId::of(&there, "1555", false));
    assert_ne!(made.0, BodyId::of(&here, "1555", false).0);
    assert_ne!(made.0, FormatId::of(&here, "1555", false).0);
    // Addresses of entries hang on it: another number would break every link.
    assert_eq!(made, EntryId(7_881_600_704_750_179));
    assert_eq!(EntryId::parse("0"), None);
    assert_eq!(EntryId::parse("9007199254740992"), None);
}

#[test]
fn slugs_fit_into_addresses() {
    let check = |text: &str, expected: &str| {
        let slug = Slug::from_text(text);
        assert_eq!(slug.as_str(), expected, "{text}");
        assert_eq!(Slug::parse(slug.as_str()), Some(slug));
    };
    check("Over The Bridge", "over-the-bridge");
    check("  --Women' & men_2--", "women-men_2");
    check(&"a".repeat(64), &"a".repeat(64));
    check(&"a".repeat(65), &format!("{}-635361c4", "a".repeat(55)));
    check("لقاء", "d471acf5");
    assert_ne!(Slug::from_text("لقاء"), Slug::from_text("جلسة"));
    for text in ["", "A", "a b", "ä", &"a".repeat(65)] {
        assert_eq!(Slug::parse(text), None, "{text}");
    }
}

#[test]
fn a_silent_source_grows_stale_and_goes() {
    const DAY: u64 = 86_400_000;
    let check = |kind: SourceKind, fetched: Option<u64>, now: u64, expected: Freshness| {
        let url = if kind == SourceKind::Own { String::new() } else { source().url };
        let source = Source { kind, url, fetched: fetched.map(Millis), ..source() };
        assert_eq!(source.freshness(Millis(now)), expected, "{kind:?} {fetched:?} {now}");
    };
    check(SourceKind::Bmlt, Some(DAY), DAY, Freshness::Fresh);
    check(SourceKind::Bmlt, Some(DAY), 15 * DAY - 1, Freshness::Fresh);
    check(SourceKind::Bmlt, Some(DAY), 15 * DAY, Freshness::Stale);
    check(SourceKind::Bmlt, Some(DAY), 29 * DAY - 1, Freshness::Stale);
    check(SourceKind::Bmlt, Some(DAY), 29 * DAY, Freshness::Gone);
    check(SourceKind::Bmlt, Some(9 * DAY), 8 * DAY, Freshness::Fresh);
    check(SourceKind::Bmlt, None, DAY, Freshness::Gone);
    check(SourceKind::Own, None, 999 * DAY, Freshness::Fresh);
}

#[test]
fn coordinates_are_on_the_earth() {
    for (latitude, longitude) in [(90.1, 0.0), (0.0, -180.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
        assert_eq!(Coordinates::new(latitude, longitude), None, "{latitude} {longitude}");
    }
    let point = Coordinates::new(40.880_619_278_478_2, -180.0).unwrap();
    assert!((point.latitude() - 40.880_619_3).abs() < 1e-12 && (point.longitude() + 180.0).abs() < 1e-12);
}

#[test]
fn an_entry_and_a_source_are_stored_like_this() {
    let entry = entry();
    let bytes = wire::encode(&entry);
    assert_eq!(wire::decode::<Entry>(&bytes).as_ref(), Ok(&entry));
    let source = source();
    assert_eq!(wire::decode::<Source>(&wire::encode(&source)).as_ref(), Ok(&source));
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    insta::assert_snapshot!(format!("entry {}\nsource {}", hex(&bytes), hex(&wire::encode(&source))));
}

fn source() -> Source {
    Source {
        name: "Bridge intergroup".to_owned(),
        url: "https://example.org/feed".to_owned(),
        kind: SourceKind::MeetingGuide,
        zone: "America/Detroit".to_owned(),
        programme: String::new(),
        tags: Tags { problems: Set::of(&[Problem::Alcohol]), ..Tags::default() },
        keeps_numbers: false,
        fetched: Some(Millis(1_790_000_000_000)),
        stale: Stale::default(),
        pinned: None,
    }
}

fn entry() -> Entry {
    let pattern = Pattern {
        zone: "America/Detroit".to_owned(),
        start: unknown_start(),
        time: Time::parse("10:30").unwrap_or_else(|| panic!("a time")),
        minutes: 60,
        rule: Rule::Weekly { days: Weekdays::of(&[Weekday::Monday]), every: 1 },
        months: Months::ALL,
        end: None,
    };
    let origin = Origin { source: SourceId("bridge".to_owned()), key: "1".to_owned() };
    Entry {
        id: EntryId::of(&origin.source, &origin.key, false),
        slug: Slug::from_text("over the bridge"),
        name: "Over The Bridge".to_owned(),
        origin,
        programme: "steps".to_owned(),
        body: Some(BodyId(7)),
        group: Some(Group { name: "Bridge".to_owned(), notes: String::new() }),
        contacts: vec![Contact { name: "Kim".to_owned(), ..Contact::default() }],
        attendance: Attendance::Hybrid,
        status: Status::Runs,
        published: true,
        schedule: vec![Slot { series: Series::of(pattern), end_is_told: false }],
        place: Place {
            street: "3100 Piper Rd".to_owned(),
            coordinates: Coordinates::new(45.032_340_8, -83.478_609_7),
            regions: vec!["Alpena".to_owned()],
            ..Place::default()
        },
        online: Online { url: "https://example.org/room".to_owned(), ..Online::default() },
        languages: vec!["en".to_owned()],
        tags: Tags {
            problems: Set::of(&[Problem::Alcohol, Problem::Addiction]),
            philosophies: Set::of(&[Philosophy::Steps]),
            relations: Set::of(&[Relation::Own]),
            openness: Some(Openness::Closed),
            faith: Some(Faith::Own),
            goal: Some(Goal::Abstinence),
            crosstalk: Some(Crosstalk::Off),
            access: Set::of(&[Access::Wheelchair]),
            audience: Set::of(&[Audience::Newcomers]),
            forms: Set::of(&[Form::Speaker]),
        },
        codes: Codes { list: CodeList::MeetingGuide, codes: vec!["C".to_owned()], formats: Vec::new() },
        notes: "Side door".to_owned(),
        url: String::new(),
        feedback: Feedback::default(),
        giving: Giving::default(),
        updated: Some(Millis(1_790_000_000_000)),
        kept: BTreeMap::from([("county".to_owned(), "\"Alpena\"".to_owned())]),
        lister: None,
    }
}
