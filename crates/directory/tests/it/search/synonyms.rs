//! What people type, and what is meant (domain I2).

use directory::{
    Entry,
    model::{Attendance, Audience, Philosophy, Problem, Relation, Set, Tags},
    search::{Index, Query},
};

use super::world::{NOW, entry, listing, numbers};

#[test]
fn meanings_are_found_in_both_languages() {
    let tagged = |number, name: &str, tags| Entry { tags, ..entry(number, name) };
    let entries = vec![
        tagged(1, "Hope", Tags { problems: Set::of(&[Problem::Alcohol]), ..Tags::default() }),
        tagged(2, "Serenity", Tags { problems: Set::of(&[Problem::Drugs]), ..Tags::default() }),
        tagged(3, "Lotus", Tags { philosophies: Set::of(&[Philosophy::Mindful]), ..Tags::default() }),
        tagged(4, "Home", Tags { relations: Set::of(&[Relation::Family]), ..Tags::default() }),
        tagged(5, "Dawn", Tags { audience: Set::of(&[Audience::Women]), ..Tags::default() }),
        Entry { languages: vec!["ar".to_owned()], ..entry(6, "Door") },
        Entry { attendance: Attendance::Hybrid, ..entry(7, "Wire") },
        entry(8, "Sober at sunrise"),
    ];
    let index = Index::build(listing(entries), NOW);
    let check = |typed: &str, expected: &[u64]| {
        let query = Query { words: typed.to_owned(), ..Query::default() };
        let mut found = numbers(&index.search(&query, NOW));
        found.sort_unstable();
        assert_eq!(found, expected, "{typed}");
    };
    for typed in ["alcohol", "Drinking", "alcoholics anonymous", "كحول", "الكحول", "AA meetings", "help with drinking"]
    {
        check(typed, &[1, 8]);
    }
    check("sober sunrise", &[8]);
    check("مخدرات", &[2]);
    check("mindfulness", &[3]);
    check("families", &[4]);
    check("لقاء نساء", &[5]);
    check("Arabic", &[6]);
    check("online", &[7]);
    for typed in ["self-help", "mutual support group", "peer support network", "مجموعة دعم", "اجتماعات"]
    {
        check(typed, &[1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
