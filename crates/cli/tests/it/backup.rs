//! A copy of a running server, and a server on what was restored from it.

use std::fs;

use engine::{
    Command,
    command::{Welcome, Wish},
    view::View,
};
use proofs::{Person, circle};

use crate::process::{Stayhere, run, serve};

const CIRCLE: &str = "Evening lamp";
/// Shares that are on their way while the copy is made.
const STREAM: usize = 40;

async fn share(person: &Person, text: String) {
    let index = person.index(CIRCLE);
    person.done(Command::Share { circle: index, text, wish: Wish::JustListen, note: None }).await;
}

/// The texts of the shares that the server has acknowledged.
fn acknowledged(view: &View) -> Vec<String> {
    let shares = circle(view, CIRCLE).into_iter().flat_map(|circle| &circle.shares).filter(|share| !share.sending);
    shares.filter_map(|share| share.text.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_under_load_starts_with_all_that_was_acknowledged() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name).display().to_string();
    let (server, url) = serve(home.path());
    let sama = Person::new(&url, "sama").await;
    sama.founds("steps-fellowship", CIRCLE, Welcome::Open).await;
    let sending = async {
        for number in 0..STREAM {
            share(&sama, format!("share number {number}")).await;
        }
    };
    let copying = async {
        let view = sama.sees("some acknowledged", |view| acknowledged(view).len() >= STREAM / 4).await;
        let before = acknowledged(&view);
        let (home, args) = (home.path().to_owned(), [at("data"), at("copy"), at("keys")]);
        let copied =
            tokio::task::spawn_blocking(move || run(&home, &["backup", &args[0], &args[1], "--day-keys", &args[2]]));
        (before, copied.await.unwrap())
    };
    let ((), (before, (status, out, err))) = tokio::join!(sending, copying);
    assert!(status.success() && out.contains("sound"), "{out}{err}");
    let (name, passphrase) = (sama.name.clone(), sama.passphrase.clone());
    sama.goes().await;
    drop(server);

    let restored = at("restored");
    let (status, _, err) = run(home.path(), &["restore", &at("copy"), &restored, "--day-keys", &at("keys")]);
    assert!(status.success(), "{err}");
    let (status, out, _) = run(home.path(), &["doctor", "--data", &restored, "--listen", "127.0.0.1:0"]);
    assert!(status.success(), "{out}");
    let args = ["serve", "--listen", "127.0.0.1:0", "--data", &restored];
    let mut server = Stayhere::start("serve", home.path(), &args);
    let url = server.wait("its address", |line| line.strip_prefix("listening on ").map(str::to_owned));
    let fresh = Person::sign_in(&url, &name, &passphrase).await;
    let all = |view: &View| before.iter().all(|text| acknowledged(view).contains(text));
    fresh.sees("what was acknowledged before the copy", all).await;
    share(&fresh, "after the restore".to_owned()).await;
    fresh.sees("a new share", |view| acknowledged(view).iter().any(|text| text == "after the restore")).await;
    fresh.goes().await;
    drop(server);
}

#[test]
fn nothing_is_overwritten_and_people_are_told() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name).display().to_string();
    let (server, _) = serve(home.path());
    let (data, copy, keys) = (at("data"), at("copy"), at("keys"));
    let inside = at("copy/keys");
    let (status, _, err) = run(home.path(), &["backup", &data, &copy, "--day-keys", &keys]);
    assert!(status.success(), "{err}");
    for (args, expected) in [
        (["backup", &data, &copy, "--day-keys", &keys], "is not empty"),
        (["backup", &data, &at("other"), "--day-keys", &format!("{}/keys", at("other"))], "with the copy"),
        (["backup", &at("nowhere"), &at("other"), "--day-keys", &keys], "is not there"),
        (["restore", &copy, &data, "--day-keys", &keys], "is not empty"),
        (["restore", &copy, &at("new"), "--day-keys", &inside], "is not there"),
    ] {
        let (status, _, err) = run(home.path(), &args);
        assert_eq!(status.code(), Some(1), "{args:?}: {err}");
        assert!(err.contains(expected), "{args:?}: {err}");
    }
    let (status, _, err) = run(home.path(), &["backup", &data, &at("other")]);
    assert_eq!(status.code(), Some(2), "the path of the keys must be given: {err}");
    assert!(!fs::exists(at("other")).unwrap() && !fs::exists(at("new")).unwrap());
    let (_, out, _) = run(home.path(), &["backup", "--help"]);
    assert!(out.contains("history"), "{out}");
    server.terminate();
    assert!(server.end().success());
}
