//! Never one model alone.

use calendar::Weekday;
use directory::{
    Entry,
    model::{Crosstalk, Faith, Philosophy, Problem, Set, Status, Tags, Word},
    search::{Index, Query, Unfit},
};
use proptest::prelude::*;

use super::world::{NOW, entry, listing, weekly};

fn tagged(number: u64, problem: Problem, philosophy: &[Philosophy]) -> Entry {
    let tags = Tags { problems: Set::of(&[problem]), philosophies: Set::of(philosophy), ..Tags::default() };
    Entry { tags, ..entry(number, "m") }
}

fn beside(index: &Index, address: &str) -> Vec<u64> {
    let query = Query::parse(address).unwrap();
    let page = index.search(&query, NOW);
    index.another_way(&query, &page, NOW).iter().map(|hit| hit.id.0).collect()
}

#[test]
fn another_philosophy_stands_beside_and_as_near_as_can_be() {
    use Philosophy::{Mindful, Secular, SelfManagement, Steps};
    let spoken = |entry, tag: &str| Entry { languages: vec![tag.to_owned()], ..entry };
    let entries = vec![
        spoken(weekly(tagged(1, Problem::Alcohol, &[Steps]), "UTC", Weekday::Wednesday, "13:00"), "ar"),
        spoken(tagged(2, Problem::Alcohol, &[SelfManagement]), "en"),
        spoken(tagged(3, Problem::Alcohol, &[Secular]), "ar"),
        tagged(4, Problem::Drugs, &[Mindful]),
        Entry { status: Status::Ended, ..tagged(5, Problem::Alcohol, &[Mindful]) },
        tagged(6, Problem::Alcohol, &[]),
    ];
    let index = Index::build(listing(entries), NOW);
    for (address, expected) in [
        ("problem=alcohol&philosophy=steps", &[2, 3][..]),
        ("problem=alcohol&philosophy=steps&language=ar", &[3]),
        ("problem=alcohol&philosophy=steps&language=en", &[2]),
        ("problem=alcohol&philosophy=steps&language=fr", &[2, 3]),
        ("problem=alcohol&philosophy=steps&within=120", &[2, 3]),
        ("problem=alcohol&philosophy=steps&near=1,1", &[2, 3]),
        ("problem=drugs", &[]),
        ("problem=grief", &[]),
    ] {
        let mut found = beside(&index, address);
        found.sort_unstable();
        assert_eq!(found, expected, "{address}");
    }
}

#[test]
fn as_many_philosophies_as_there_are() {
    use Philosophy::{Mindful, Secular, SelfManagement, Steps};
    let soon =
        |number, philosophy| weekly(tagged(number, Problem::Alcohol, &[philosophy]), "UTC", Weekday::Thursday, "10:00");
    let mut entries: Vec<Entry> = (1..9).map(|number| soon(number, Secular)).collect();
    entries.push(tagged(20, Problem::Alcohol, &[SelfManagement]));
    entries.push(tagged(21, Problem::Alcohol, &[Mindful]));
    entries.push(tagged(22, Problem::Alcohol, &[Steps]));
    let index = Index::build(listing(entries), NOW);
    let mut found = beside(&index, "problem=alcohol&philosophy=steps");
    found.sort_unstable();
    assert_eq!(found, [1, 20, 21]);
}

#[test]
fn not_for_me_leads_on() {
    use Philosophy::{Mindful, Secular, Steps};
    let mut here = tagged(1, Problem::Alcohol, &[Steps]);
    here.tags.faith = Some(Faith::On);
    here.tags.crosstalk = Some(Crosstalk::Off);
    let mut faithless = tagged(2, Problem::Alcohol, &[Secular]);
    faithless.tags.faith = Some(Faith::Off);
    let mut talking = tagged(3, Problem::Alcohol, &[Steps]);
    talking.tags.crosstalk = Some(Crosstalk::Open);
    let like_it = tagged(4, Problem::Alcohol, &[Steps]);
    let elsewhere = tagged(5, Problem::Grief, &[Mindful]);
    let index = Index::build(listing(vec![here, faithless, talking, like_it, elsewhere]), NOW);
    let on = |unfit: &[Unfit]| -> Vec<u64> {
        let hits = index.not_for_me(directory::EntryId(1), Set::of(unfit), NOW);
        hits.iter().map(|hit| hit.id.0).collect()
    };
    assert_eq!(on(&[]), [2, 3, 4], "another philosophy first, and always something");
    assert_eq!(on(&[Unfit::Crosstalk]), [3, 2, 4]);
    assert_eq!(on(&[Unfit::Faith]), [2, 3, 4]);
    assert_eq!(on(&[Unfit::Faith, Unfit::Crosstalk]), [2, 3, 4]);
    assert!(index.not_for_me(directory::EntryId(77), Set::EMPTY, NOW).is_empty());
}

proptest! {
    /// Domain I116: whenever the directory has another approach to the problem that runs, it stands on the page.
    #[test]
    fn there_is_always_another_way_if_there_is_one(
        all in proptest::collection::vec((0_usize..3, 0_usize..4, any::<bool>()), 1..20),
        problem in 0_usize..3,
        asked in proptest::option::of(0_usize..4),
    ) {
        let entries = all.iter().zip(1..).map(|((problem, philosophy, runs), number)| Entry {
            status: if *runs { Status::Runs } else { Status::Ended },
            ..tagged(number, Problem::ALL[*problem], &[Philosophy::ALL[*philosophy]])
        });
        let index = Index::build(listing(entries.collect()), NOW);
        let query = Query {
            problems: Set::of(&[Problem::ALL[problem]]),
            philosophies: asked.map(|asked| Philosophy::ALL[asked]).into_iter().collect(),
            size: 200,
            ..Query::default()
        };
        let page = index.search(&query, NOW);
        let shown: Vec<usize> = page.hits.iter().map(|hit| all[hit.id.0 as usize - 1].1).chain(asked).collect();
        let there_is = all.iter().any(|(at, philosophy, runs)| *at == problem && *runs && !shown.contains(philosophy));
        let beside = index.another_way(&query, &page, NOW);
        prop_assert_eq!(!beside.is_empty(), there_is);
        for hit in &beside {
            let (at, philosophy, runs) = all[hit.id.0 as usize - 1];
            prop_assert!(at == problem && runs && !shown.contains(&philosophy));
        }
    }
}
