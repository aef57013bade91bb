//! Facets, order, pages.

use calendar::Weekday;
use directory::{
    Entry, Listing, Source,
    model::{Access, Attendance, Crosstalk, Faith, Goal, Openness, Philosophy, Problem, Set, SourceKind, Status, Tags},
    search::{Index, Query},
};
use proptest::prelude::*;
use wire::Millis;

use super::world::{NOW, entry, listing, numbers, weekly};

fn ask(index: &Index, address: &str) -> Vec<u64> {
    let mut found = numbers(&index.search(&Query::parse(address).unwrap(), NOW));
    found.sort_unstable();
    found
}

#[test]
fn each_facet_asks_for_what_is_stated() {
    let tags = Tags {
        problems: Set::of(&[Problem::Alcohol, Problem::Addiction]),
        philosophies: Set::of(&[Philosophy::Secular]),
        openness: Some(Openness::Open),
        faith: Some(Faith::Off),
        goal: Some(Goal::Reduction),
        crosstalk: Some(Crosstalk::Ask),
        access: Set::of(&[Access::Wheelchair, Access::Captions]),
        ..Tags::default()
    };
    let stated = Entry { tags, languages: vec!["pt-BR".to_owned()], attendance: Attendance::Hybrid, ..entry(1, "a") };
    let ended = Entry { status: Status::Ended, ..entry(3, "c") };
    let paused = Entry { status: Status::Paused, ..entry(4, "d") };
    let index = Index::build(listing(vec![stated, entry(2, "b"), ended, paused]), NOW);
    for (address, expected) in [
        ("", &[1, 2, 4][..]),
        ("problem=alcohol", &[1]),
        ("problem=drugs,alcohol", &[1]),
        ("problem=drugs", &[]),
        ("problem=alcohol&philosophy=steps", &[]),
        ("problem=alcohol&philosophy=steps,secular", &[1]),
        ("openness=open", &[1]),
        ("faith=off", &[1]),
        ("faith=on", &[]),
        ("goal=reduction", &[1]),
        ("crosstalk=ask", &[1]),
        ("access=wheelchair,captions", &[1]),
        ("access=wheelchair,childcare", &[]),
        ("language=pt", &[1]),
        ("language=pt-br", &[1]),
        ("language=pt-pt", &[]),
        ("language=en,pt", &[1]),
        ("attendance=online", &[1]),
        ("attendance=in-person", &[1, 2, 4]),
        ("attendance=hybrid", &[1]),
        ("attendance=text", &[]),
        ("status=ended", &[3]),
        ("status=paused", &[4]),
    ] {
        assert_eq!(ask(&index, address), expected, "{address}");
    }
}

#[test]
fn what_is_hidden_or_gone_is_not_found() {
    let source = |fetched: Option<Millis>| Source {
        url: "https://example.org/feed".to_owned(),
        fetched,
        ..Source::unnamed(SourceKind::Bmlt, "")
    };
    let mut of = listing(vec![entry(1, "a")]);
    for (fetched, expected) in [(Some(NOW), &[1][..]), (Some(Millis(NOW.0 - 20 * 86_400_000)), &[1]), (None, &[])] {
        of.sources.insert(directory::SourceId("own".to_owned()), source(fetched));
        assert_eq!(ask(&Index::build(of.clone(), NOW), ""), expected, "{fetched:?}");
    }
}

#[test]
fn a_name_in_addresses_leads_to_one_meeting() {
    let same = Entry { slug: entry(1, "a").slug, ..entry(2, "b") };
    let index = Index::build(listing(vec![entry(1, "a"), same, Entry { published: false, ..entry(3, "c") }]), NOW);
    assert_eq!(index.meeting("a-1").map(|entry| entry.id.0), Some(1));
    assert_eq!(index.meeting("c-3"), None, "a draft");
    assert_eq!(index.meeting("A/../"), None);
    assert_eq!((index.len(), index.is_empty()), (2, false));
}

#[test]
fn what_begins_soonest_comes_first() {
    let soon = weekly(entry(3, "z"), "UTC", Weekday::Wednesday, "13:00");
    let running = weekly(entry(4, "y"), "UTC", Weekday::Wednesday, "11:30");
    let paused = Entry { status: Status::Paused, ..weekly(entry(5, "b"), "UTC", Weekday::Wednesday, "12:30") };
    let index = Index::build(listing(vec![entry(1, "c"), soon, running, paused, entry(2, "a")]), NOW);
    let order = |address: &str| numbers(&index.search(&Query::parse(address).unwrap(), NOW));
    assert_eq!(order(""), [4, 3, 2, 5, 1], "then what has no time, by name");
    assert_eq!(order("sort=name"), [2, 5, 1, 4, 3]);
}

proptest! {
    /// Pages together show everything once, in the order of one long page.
    #[test]
    fn pages_are_the_list_cut_in_pieces(
        hours in proptest::collection::vec(proptest::option::of(0_u8..24), 1..40),
        size in 1_u16..9,
        order in prop_oneof!["", "sort=name", "sort=soonest", "q=m"],
    ) {
        let entries = hours.iter().zip(1..).map(|(hour, number)| match hour {
            Some(hour) => weekly(entry(number, "m"), "UTC", Weekday::ALL[usize::from(*hour) % 7], &format!("{hour:02}:00")),
            None => entry(number, "m"),
        });
        let index = Index::build(listing(entries.collect()), NOW);
        let query = Query { size, ..Query::parse(&order).unwrap() };
        let whole = index.search(&Query { size: 200, ..query.clone() }, NOW);
        let first = index.search(&query, NOW);
        prop_assert_eq!(first.total as usize, hours.len());
        let mut all = Vec::new();
        for page in 1..=first.pages {
            all.extend(index.search(&Query { page, ..query.clone() }, NOW).hits);
        }
        prop_assert_eq!(&all, &whole.hits);
        let mut seen: Vec<u64> = all.iter().map(|hit| hit.id.0).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (1..=hours.len() as u64).collect::<Vec<_>>());
        let beyond = Query { page: first.pages + 1, ..query };
        prop_assert!(index.search(&beyond, NOW).hits.is_empty());
    }
}

#[test]
fn an_empty_listing_has_one_empty_page() {
    let page = Index::build(Listing::default(), NOW).search(&Query::default(), NOW);
    assert_eq!((page.total, page.pages, page.hits.len()), (0, 1, 0));
}
