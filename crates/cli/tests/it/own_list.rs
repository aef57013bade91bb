//! A list of the server's own, from the operator's side.

use std::{fs, path::Path};

use directory::{
    Entry,
    model::Attendance,
    own::{Proposal, Wish, fresh},
};
use directory_store::{DirectoryStore, OwnStore, Proposing, Sqlite};
use wire::Millis;

use crate::process::run;

fn directory(home: &Path, data: &str, args: &[&str]) -> (bool, String) {
    let (status, out, err) = run(home, &[&["directory", "--data", data], args].concat());
    (status.success(), out + &err)
}

fn wish(name: &str, wish: Option<Attendance>) -> (directory::EntryId, Proposal) {
    let entry = Entry { name: name.to_owned(), ..fresh("1") };
    let wished = |attendance| Wish::List(Box::new(Entry { attendance, ..entry.clone() }));
    let wish = wish.map_or(Wish::Remove, wished);
    (entry.id, Proposal { by: "Amal".to_owned(), at: Millis(1), wish, returned: None })
}

#[test]
fn an_operator_names_the_list_and_who_fills_it() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    fs::create_dir(&folder).unwrap();
    let data = folder.display().to_string();
    let task = |args: &[&str]| directory(home.path(), &data, args);
    let feed = home.path().join("feed.json");
    fs::write(&feed, r#"[{"slug":"a","name":"A"}]"#).unwrap();
    for (args, expected) in [
        (&["servants", "add", "Amal"][..], "no list of its own yet"),
        (&["own", "--name", "Bridge"], "--zone"),
        (&["own", "--name", "Bridge", "--zone", "Cairo"], "Cairo"),
        (&["import", "own", &feed.display().to_string(), "--zone", "UTC"], "choose another"),
    ] {
        let (good, said) = task(args);
        assert!(!good && said.contains(expected), "{args:?}: {said}");
    }
    let (good, said) = task(&["own", "--name", "Bridge", "--zone", "Africa/Cairo"]);
    assert!(good && said.contains("Bridge (Africa/Cairo)"), "{said}");
    assert!(task(&["own", "--name", "Bridge intergroup"]).1.contains("Bridge intergroup (Africa/Cairo)"));
    assert!(task(&["sources"]).1.contains("own  own  0 meetings, entered here  Bridge intergroup"));

    assert!(task(&["servants", "list"]).1.contains("Nobody enters meetings here yet"));
    let (good, said) = task(&["servants", "add", "Amal"]);
    let key = said.lines().next().unwrap().to_owned();
    assert!(good && key.len() == 39 && key.matches('-').count() == 7, "{said}");
    assert!(task(&["servants", "add", "Badr", "--reviews"]).1.contains("also looks at what others enter"));
    assert!(!task(&["servants", "add", "Amal"]).0, "there is one of this name");
    assert!(!task(&["servants", "add", &"a".repeat(41)]).0);
    let (_, said) = task(&["servants", "list"]);
    assert!(said.contains("Amal  enters meetings") && said.contains("Badr  enters and reviews"), "{said}");
    let kept = fs::read(folder.join("directory.db")).unwrap();
    let plain = key.replace('-', "");
    let is_there = |needle: &str| kept.windows(needle.len()).any(|window| window == needle.as_bytes());
    assert!(!is_there(&key) && !is_there(&plain), "of a key only its hash is kept");
    assert!(task(&["servants", "remove", "Amal"]).0 && !task(&["servants", "remove", "Amal"]).0);
}

#[test]
fn an_operator_decides_where_nobody_else_can() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    fs::create_dir(&folder).unwrap();
    let data = folder.display().to_string();
    let task = |args: &[&str]| directory(home.path(), &data, args);
    assert!(task(&["own", "--name", "Bridge", "--zone", "UTC"]).0);
    assert!(task(&["review"]).1.contains("Nothing waits"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let propose = |(id, proposal): (directory::EntryId, Proposal)| {
        runtime.block_on(async {
            let store = Sqlite::open(&folder).await.unwrap();
            assert_eq!(store.propose(id, proposal).await.unwrap(), Proposing::Stored);
        });
        id.to_string()
    };
    let names = || {
        runtime.block_on(async {
            let entries = Sqlite::open(&folder).await.unwrap().load().await.unwrap().listing.entries;
            entries.into_values().map(|entry| entry.name).collect::<Vec<_>>()
        })
    };
    let id = propose(wish("Tea", Some(Attendance::Online)));
    assert!(task(&["review"]).1.contains(&format!("{id}  new: Tea  from Amal")));
    assert!(!task(&["review", "return", &id, " "]).0, "a reason is needed");
    assert!(task(&["review", "return", &id, "Which door?"]).0);
    assert!(task(&["review"]).1.contains("came back") && !task(&["review", "list", &id, "1"]).0);
    propose(wish("Tea and talk", Some(Attendance::Online)));
    let (_, said) = task(&["review", "show", &id]);
    assert!(said.contains("Name:\n  + Tea and talk") && said.contains(&format!("review list {id} 1")), "{said}");
    assert!(!task(&["review", "list", &id, "2"]).0, "it is not what was seen");
    assert!(task(&["review", "list", &id, "1"]).0);
    assert_eq!(names(), ["Tea and talk"]);
    propose(wish("", None));
    assert!(task(&["review"]).1.contains(&format!("{id}  off the list: Tea and talk  from Amal")));
    assert!(task(&["review", "show", &id]).1.contains("  - Tea and talk"));
    assert!(task(&["review", "list", &id, "1"]).0 && names().is_empty());
    propose(wish("Bread", Some(Attendance::Online)));
    assert!(task(&["review", "drop", &id]).0 && task(&["review"]).1.contains("Nothing waits"));
}
