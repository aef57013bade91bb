use std::time::{Duration, Instant};

use crate::{meeting::newcomer, process::Stayhere};

/// Half a minute for the process and the account, and the minute that the demo promises, at four times its speed.
const LIMIT: Duration = Duration::from_secs(45);

#[test]
fn a_newcomer_gets_the_floor_soon() {
    let home = tempfile::tempdir().unwrap();
    let mut demo = Stayhere::start("demo", home.path(), &["demo", "--listen", "127.0.0.1:0", "--speed", "4"]);
    let link = demo.wait("a link", |line| line.contains("/join#").then(|| line.to_owned()));
    let begun = Instant::now();
    let mut guest = Stayhere::start("guest", home.path(), &["join", &link, "--name", "Guest", "--script"]);
    guest.tell(&newcomer("a guest"));
    guest.wait("the circle", |line| line.starts_with("circle: ").then_some(()));
    guest.tell(&["arrive", "wait inside", "wait phase shares", "hand", "wait turn"]);
    guest.wait_line("floor: Guest");
    assert!(begun.elapsed() < LIMIT, "{:?}", begun.elapsed());
    guest.tell(&["say I am only looking", "feedback", "wait feedback"]);
    guest.wait("an answer", |line| line.contains("(simulated): ").then_some(()));
    guest.tell(&["enough", "wait closed", "quit"]);
    guest.wait_line("closed");
    assert!(guest.end().success());
    demo.terminate();
    assert!(demo.end().success());
}
