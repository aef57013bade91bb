//! The public directory from a feed on the disk to another server, through the commands and the pages alone.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use crate::process::{PATIENCE, Stayhere, run, serve};

const FEED: &str = r#"[
    {"slug":"tea","name":"Tea at ten","day":1,"time":"10:00","city":"Cairo","country":"Egypt","approximate":"no"},
    {"slug":"lamp","name":"Evening lamp","day":[2,4],"time":"19:30","conference_url":"https://zoom.us/j/123456789"},
    {"slug":"noon","name":"Noon","day":9,"time":"12:00"},
    {"name":"No slug","day":1,"time":"10:00"}]"#;
/// Tea has another time, the lamp is out, and there is a new one.
const LATER: &str = r#"[
    {"slug":"tea","name":"Tea at ten","day":1,"time":"10:15","city":"Cairo","country":"Egypt","approximate":"no"},
    {"slug":"dawn","name":"Dawn","day":5,"time":"06:00","city":"Cairo","country":"Egypt","approximate":"no"}]"#;

fn get(url: &str, path: &str) -> String {
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

/// A running server looks every few seconds at what a command has changed.
fn get_until(url: &str, path: &str, is_it: impl Fn(&str) -> bool) -> String {
    let end = Instant::now() + PATIENCE;
    loop {
        let answer = get(url, path);
        if is_it(&answer) {
            return answer;
        }
        assert!(Instant::now() < end, "{path} never became so: {answer}");
        thread::park_timeout(Duration::from_millis(200));
    }
}

fn directory(home: &Path, data: &str, args: &[&str]) -> (bool, String) {
    let (status, out, err) = run(home, &[&["directory", "--data", data], args].concat());
    (status.success(), out + &err)
}

fn restart(home: &Path, data: &str) -> (Stayhere, String) {
    let mut server = Stayhere::start("serve", home, &["serve", "--listen", "127.0.0.1:0", "--data", data]);
    let url = server.wait("its address", |line| line.strip_prefix("listening on ").map(str::to_owned));
    (server, url)
}

#[test]
fn a_feed_comes_in_line_by_line_while_the_server_runs() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data").display().to_string();
    let feed = home.path().join("feed.json").display().to_string();
    let (_server, url) = serve(home.path());
    let task = |args: &[&str]| directory(home.path(), &data, args);
    assert!(task(&["sources"]).1.contains("No source yet"));

    fs::write(&feed, FEED).unwrap();
    for (args, expected) in [
        (&["import", "bridge", &feed][..], "--zone"),
        (&["import", "bridge", &feed, "--zone", "Cairo"], "Cairo"),
        (&["import", "bridge", "/nowhere.json", "--zone", "Africa/Cairo"], "/nowhere.json"),
        (&["import", "Bridge!", &feed, "--zone", "Africa/Cairo"], "a-z"),
    ] {
        let (good, said) = task(args);
        assert!(!good && said.contains(expected), "{args:?}: {said}");
    }
    assert!(task(&["sources"]).1.contains("No source yet"), "nothing of that was taken");

    let (good, said) =
        task(&["import", "bridge", &feed, "--zone", "Africa/Cairo", "--name", "Bridge", "--problem", "alcohol"]);
    assert!(good && said.contains("bridge: 2 new, 0 changed, 0 gone, 0 as before"), "{said}");
    assert!(said.contains("entry 4") && said.contains("slug"), "what could not be used is told: {said}");
    let listed = get_until(&url, "/feeds/meetings.json?problem=alcohol", |answer| answer.contains("Evening lamp"));
    assert!(listed.contains("Tea at ten") && listed.contains("Africa/Cairo") && !listed.contains("No slug"));
    assert!(task(&["sources"]).1.contains("bridge"));

    let (good, said) = task(&["import", "bridge", &feed]);
    assert!(good && said.contains("0 new, 0 changed, 0 gone, 2 as before"), "{said}");
    fs::write(&feed, LATER).unwrap();
    let (good, said) = task(&["import", "bridge", &feed]);
    assert!(good && said.contains("1 new, 1 changed, 1 gone, 0 as before"), "{said}");
    fs::write(&feed, "[]").unwrap();
    let (good, said) = task(&["import", "bridge", &feed]);
    assert!(!good && said.contains("what stood of it stays"), "{said}");
    let listed = get_until(&url, "/feeds/meetings.json?problem=alcohol", |answer| answer.contains("Dawn"));
    assert!(listed.contains("10:15") && !listed.contains("Evening lamp"));
}

#[test]
fn another_server_takes_it_over_the_fields_interfaces() {
    let home = tempfile::tempdir().unwrap();
    let feed = home.path().join("feed.json").display().to_string();
    fs::write(&feed, FEED).unwrap();
    let (there, here) = (home.path().join("data"), home.path().join("here").display().to_string());
    let there = there.display().to_string();
    assert!(directory(home.path(), &there, &["import", "bridge", &feed, "--zone", "Africa/Cairo"]).0);
    let (_server, url) = serve(home.path());
    for (source, address, kind) in [
        ("guide", format!("{url}/feeds/meetings.json"), "meeting-guide"),
        ("server", url.clone(), "bmlt"),
        ("calendar", format!("{url}/feeds/meetings.ics"), "icalendar"),
    ] {
        let args = ["import", source, &address, "--zone", "UTC", "--kind", kind];
        let (good, said) = directory(home.path(), &here, &args);
        assert!(good && said.contains("gone, 0 as before"), "{source}: {said}");
        let (_, sources) = directory(home.path(), &here, &["sources"]);
        assert!(sources.contains(source), "{sources}");
    }
    let (_other, url) = restart(home.path(), &here);
    let page = get(&url, "/feeds/meetings.json");
    assert!(page.contains("Tea at ten") && page.contains("Evening lamp"), "{page}");
}

#[test]
fn circles_are_listed_hidden_and_never_changed() {
    use directory_store::{DirectoryStore, KeptCard, Sqlite, suite};
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    fs::create_dir(&folder).unwrap();
    let data = folder.display().to_string();
    let (good, said) = directory(home.path(), &data, &["circles"]);
    assert!(good && said.contains("No circle shows itself"), "{said}");
    let days = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() / 86_400;
    let card = card::Card { until: wire::Day(days as u32 + 10), ..suite::card(7, 1, "Harbour") };
    let key = directory::CardKey(card.key.0);
    let kept = KeptCard { version: 1, until: card.until, signed: suite::signed(&card, 7) };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = runtime.block_on(Sqlite::open(&folder)).unwrap();
    runtime.block_on(store.put_card(key, kept)).unwrap();
    let (good, said) = directory(home.path(), &data, &["circles"]);
    assert!(good && said.contains(&card.key.to_hex()) && said.contains("Harbour"), "{said}");

    let (_server, url) = restart(home.path(), &data);
    let page = format!("/meeting/{}", card::Card::slug(card.key));
    assert!(get(&url, &page).contains("Harbour"));
    for id in [card.key.to_hex(), directory::circles::id(key).to_string()] {
        assert!(directory(home.path(), &data, &["hide", &id]).0, "{id}");
        get_until(&url, &page, |answer| answer.starts_with("HTTP/1.1 404"));
        assert!(directory(home.path(), &data, &["circles"]).1.contains("hidden"));
        assert!(directory(home.path(), &data, &["show", &id]).0, "{id}");
        get_until(&url, &page, |answer| answer.contains("Harbour"));
    }
    let (kept, hidden) = runtime.block_on(store.card(key)).unwrap();
    assert_eq!((kept.unwrap().signed, hidden), (suite::signed(&card, 7), false), "as it was");
}

#[test]
fn it_is_copied_and_restored_with_the_rest() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name).display().to_string();
    let (data, feed, keys) = (at("data"), at("feed.json"), at("keys"));
    let (server, _) = serve(home.path());
    fs::write(&feed, FEED).unwrap();
    assert!(directory(home.path(), &data, &["import", "bridge", &feed, "--zone", "Africa/Cairo"]).0);
    let doctor = |data: &str| {
        let (status, out, err) = run(home.path(), &["doctor", "--data", data, "--listen", "127.0.0.1:0"]);
        (status.success(), out + &err)
    };
    let (good, said) = doctor(&data);
    assert!(good && said.contains("the public directory is sound"), "{said}");
    let (status, out, err) = run(home.path(), &["backup", &data, &at("copy"), "--day-keys", &keys]);
    assert!(status.success() && !out.contains("directory.db"), "{out}{err}");
    server.terminate();
    assert!(server.end().success());

    let (status, out, err) = run(home.path(), &["restore", &at("copy"), &at("new"), "--day-keys", &keys]);
    assert!(status.success() && !out.contains("directory.db"), "{out}{err}");
    assert!(doctor(&at("new")).0);
    let (restored, url) = restart(home.path(), &at("new"));
    assert!(get(&url, "/feeds/meetings.json").contains("Evening lamp"));
    drop(restored);

    fs::remove_file(home.path().join("copy/directory.db")).unwrap();
    let (status, out, err) = run(home.path(), &["restore", &at("copy"), &at("bare"), "--day-keys", &keys]);
    assert!(status.success() && out.contains("no public directory"), "{out}{err}");
    let (good, said) = doctor(&at("bare"));
    assert!(good && said.contains("no public directory yet"), "{said}");
    let (_bare, url) = restart(home.path(), &at("bare"));
    assert!(get(&url, "/feeds/meetings.json").ends_with("[]"), "an empty one");

    // What is still in the log would stand in for what is overwritten.
    let _ = fs::remove_file(home.path().join("data/directory.db-wal"));
    fs::write(home.path().join("data/directory.db"), vec![0x5a; 50_000]).unwrap();
    let (good, said) = doctor(&data);
    assert!(!good && said.contains("the public directory is damaged"), "{said}");
    let (status, _, _) = run(home.path(), &["backup", &data, &at("second"), "--day-keys", &keys]);
    assert!(!status.success() && !Path::new(&at("second")).exists());
}
