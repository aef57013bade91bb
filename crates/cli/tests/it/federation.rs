//! Two operators and what they type: keys, subscriptions, copies.

use std::{fs, path::Path};

use crate::process::{command, run, serve};

const FEED: &str = r#"[
    {"slug":"tea","name":"Tea at ten","day":1,"time":"10:00","city":"Cairo","country":"Egypt","approximate":"no"},
    {"slug":"lamp","name":"Evening lamp","day":2,"time":"19:30","conference_url":"https://zoom.us/j/123456789"}]"#;

fn directory(home: &Path, data: &str, args: &[&str]) -> (bool, String) {
    let (status, out, err) = run(home, &[&["directory", "--data", data], args].concat());
    (status.success(), out + &err)
}

fn fingerprint(home: &Path, data: &str) -> String {
    let (good, said) = directory(home, data, &["key"]);
    assert!(good, "{said}");
    said.trim().rsplit(' ').next().unwrap().to_owned()
}

#[test]
fn an_operator_takes_from_another_one_whose_key_they_know() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name).display().to_string();
    let (there, here, feed) = (at("data"), at("here"), at("feed.json"));
    fs::write(&feed, FEED).unwrap();
    assert!(directory(home.path(), &there, &["import", "bridge", &feed, "--zone", "Africa/Cairo"]).0);
    let (_server, url) = serve(home.path());
    let (theirs, ours) = (fingerprint(home.path(), &there), fingerprint(home.path(), &here));
    assert_ne!(theirs, ours);
    assert_eq!(theirs, fingerprint(home.path(), &there), "drawn once");
    let task = |args: &[&str]| directory(home.path(), &here, args);

    for (args, expected) in [
        (&["subscribe", "sister", "sister.example"][..], "no address of a server"),
        (&["subscribe", "sister", &format!("{url}?key=secret")], "no address of a server"),
        (&["subscribe", "sister", &url, "--fingerprint", &ours], &theirs),
        (&["subscribe", "sister", &url], "Is it the same?"),
    ] {
        let (good, said) = task(args);
        assert!(!good && said.contains(expected), "{args:?}: {said}");
    }
    let own = directory(home.path(), &there, &["subscribe", "me", &url, "--fingerprint", &theirs]);
    assert!(!own.0 && own.1.contains("this server itself"), "{}", own.1);
    assert!(task(&["sources"]).1.contains("No source yet"), "nothing of that was taken");

    let (good, said) = task(&["subscribe", "sister", &url, "--fingerprint", &theirs, "--name", "Sister city"]);
    assert!(good && said.contains("sister: 2 new, 0 changed, 0 gone, 0 as before"), "{said}");
    let (good, said) = task(&["subscribe", "sister", &url]);
    assert!(good && said.contains("0 new, 0 changed, 0 gone, 2 as before"), "the key is known: {said}");
    let (good, said) = task(&["import", "sister", &feed, "--zone", "UTC"]);
    assert!(!good && said.contains("whose key is pinned"), "a feed does not take its place: {said}");
    let (_, said) = task(&["sources"]);
    assert!(said.contains("stayhere") && said.contains("Sister city"), "{said}");
    let other = at("other.json");
    fs::write(&other, FEED).unwrap();
    assert!(task(&["import", "bridge", &other, "--zone", "UTC"]).0);
    assert!(task(&["subscribe", "bridge", &url]).1.contains("a source of another kind"));
}

#[test]
fn a_list_goes_from_hand_to_hand_as_one_file() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name).display().to_string();
    let (there, here, feed, file) = (at("data"), at("here"), at("feed.json"), at("meetings.html"));
    fs::write(&feed, FEED).unwrap();
    assert!(directory(home.path(), &there, &["import", "bridge", &feed, "--zone", "Africa/Cairo"]).0);
    let (good, said) = directory(home.path(), &there, &["copy", &file, "--search", "colour=red"]);
    assert!(!good && said.contains("colour"), "{said}");
    let (good, said) = directory(home.path(), &there, &["copy", &file, "--search", "attendance=online"]);
    assert!(good && said.contains("1 of 1"), "{said}");
    let page = fs::read_to_string(&file).unwrap().replace(['\u{2068}', '\u{2069}'], "");
    assert!(page.contains("Evening lamp") && !page.contains("Tea at ten") && page.contains("Every week on Tuesday"));
    let arabic =
        command(home.path(), &["--lang", "ar", "directory", "--data", &there, "copy", &file]).output().unwrap();
    assert!(arabic.status.success() && fs::read_to_string(&file).unwrap().contains("dir=\"rtl\""));

    let (good, said) = directory(home.path(), &here, &["import", "paper", &file]);
    assert!(good && said.contains("paper: 2 new") && said.contains(&fingerprint(home.path(), &there)), "{said}");
    let (_server, url) = serve(home.path());
    let (good, said) = directory(home.path(), &here, &["import", "web", &format!("{url}/find/copy")]);
    assert!(good && said.contains("web: 2 new"), "from an address too: {said}");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("</script>", "A</script>")).unwrap();
    let (good, said) = directory(home.path(), &here, &["import", "paper", &file]);
    assert!(!good, "{said}");
}
