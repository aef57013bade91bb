//! Words: nothing is lost, however it is typed.

use directory::{
    Entry,
    model::{Group, Place},
    search::{Index, Query, limits},
};
use proptest::prelude::*;

use super::world::{NOW, entry, listing, numbers};

fn find(entries: &[Entry], words: &str) -> Vec<u64> {
    let index = Index::build(listing(entries.to_vec()), NOW);
    let query = Query { words: words.to_owned(), size: limits::SIZE, ..Query::default() };
    let mut found = numbers(&index.search(&query, NOW));
    found.sort_unstable();
    found
}

#[test]
fn words_are_found_however_they_are_written() {
    let check = |text: &str, typed: &str, found: bool| {
        let entries = [entry(1, text)];
        assert_eq!(!find(&entries, typed).is_empty(), found, "{typed:?} in {text:?}");
    };
    for (text, typed) in [
        ("Überlebende im Café", "uberlebende CAFE"),
        ("Strasse", "straße"),
        ("Women’s Way", "womens"),
        ("Women's Way", "women"),
        ("Mountain View", "mount"),
        ("Mountain", "mountains"),
        ("Step 12", "١٢"),
        ("خطوة ۱۲", "12"),
        ("لقاء الأمل", "الامل"),
        ("لقاء الأمل", "أمل"),
        ("أمل", "الأمل"),
        ("والأمل", "امل"),
        ("مجموعة الإيمان", "مجموعه ايمان"),
        ("مُحَمَّد", "محمد"),
        ("رحـــمة", "رحمة"),
        ("مستشفى", "مستشفي"),
        ("شيء", "شي"),
        ("東京の会", "東京"),
        ("Families First", "family"),
        ("\u{202E}Hope\u{202C}", "hope"),
    ] {
        check(text, typed, true);
    }
    for (text, typed) in [("Nashville", "na"), ("Hope", "hopeless"), ("Hope", "hope tree"), ("Mount", "mountain")] {
        check(text, typed, false);
    }
}

#[test]
fn every_field_is_looked_through() {
    let whole = Entry {
        programme: "steps".to_owned(),
        notes: "ring twice".to_owned(),
        group: Some(Group { name: "Bridge".to_owned(), notes: "since forever".to_owned() }),
        place: Place {
            name: "Old Library".to_owned(),
            street: "3 Elm Street".to_owned(),
            city: "Springfield".to_owned(),
            postal_code: "90210".to_owned(),
            regions: vec!["Lakeside".to_owned()],
            ..Place::default()
        },
        ..entry(7, "Morning Hope")
    };
    for typed in
        ["morning", "steps", "twice", "bridge", "forever", "library", "elm 3", "springfield", "902", "lakeside"]
    {
        assert_eq!(find(std::slice::from_ref(&whole), typed), [7], "{typed}");
    }
    assert_eq!(find(&[Entry { published: false, ..whole }], "morning"), [] as [u64; 0]);
}

#[test]
fn words_that_say_nothing_hide_nothing() {
    let entries = [entry(1, "Hope")];
    for typed in ["the hope", "I am looking for hope", "hope near me", "الى hope"] {
        let expected: &[u64] = if typed.contains("looking") { &[] } else { &[1] };
        assert_eq!(find(&entries, typed), expected, "{typed}");
    }
    assert_eq!(find(&entries, "  ,.- "), [1], "no word at all asks for nothing");
    assert_eq!(find(&[entry(1, "The The")], "the"), [1], "unless nothing else was typed");
}

#[test]
fn what_has_the_words_in_its_name_comes_first() {
    let noted = Entry { notes: "near the bridge".to_owned(), ..entry(1, "Aaa") };
    let index = Index::build(listing(vec![noted, entry(2, "Bridge")]), NOW);
    let query = Query { words: "bridge".to_owned(), ..Query::default() };
    assert_eq!(numbers(&index.search(&query, NOW)), [2, 1]);
}

/// A small alphabet, so that words meet.
fn word() -> impl Strategy<Value = String> {
    "[abcéA]{1,5}|[ابةىأ]{2,4}|(ال)?[بتث]{3,4}"
}

proptest! {
    /// Whatever stands in a name is found by its words, by their beginnings, and by them in capitals.
    #[test]
    fn nothing_is_lost(
        names in proptest::collection::vec(proptest::collection::vec(word(), 1..4), 1..12),
        pick in any::<prop::sample::Index>(),
        cut in 0_usize..3,
    ) {
        let entries: Vec<Entry> = names.iter().zip(1..).map(|(words, number)| entry(number, &words.join(" "))).collect();
        let wanted = pick.index(names.len());
        let words = &names[wanted];
        let number = wanted as u64 + 1;
        let cut: Vec<String> = words.iter().map(|word| {
            let letters: Vec<char> = word.chars().collect();
            // Shorter than that, a word finds itself alone.
            let kept = if letters.len() > limits::PREFIX + cut { letters.len() - cut } else { letters.len() };
            letters[..kept].iter().collect()
        }).collect();
        for typed in [words.join(" "), cut.join("  "), words.join("-").to_uppercase()] {
            prop_assert!(find(&entries, &typed).contains(&number), "{:?} in {:?}", typed, names);
        }
    }

    /// The index finds what a plain scan over folded words finds, and nothing that has neither the word nor its meaning.
    #[test]
    fn the_index_agrees_with_a_scan(
        names in proptest::collection::vec(proptest::collection::vec("[xyz]{1,5}", 1..4), 1..12),
        typed in "[xyz]{1,4}",
    ) {
        let entries: Vec<Entry> = names.iter().zip(1..).map(|(words, number)| entry(number, &words.join(" "))).collect();
        let has = |word: &String| if typed.len() >= limits::PREFIX { word.starts_with(&typed) } else { *word == typed };
        let scanned: Vec<u64> = names.iter().zip(1..).filter(|(words, _)| words.iter().any(has)).map(|(_, number)| number).collect();
        prop_assert_eq!(find(&entries, &typed), scanned);
    }
}
