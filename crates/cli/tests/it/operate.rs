//! What an operator decides, at a running server.

use std::path::Path;

use engine::{
    Command, Outcome,
    command::{SignUpRule, Value, Welcome, Wish},
    view::{Suspension, View},
};
use proofs::{Person, circle};

use crate::process::{run, serve, serve_with};

const CIRCLE: &str = "Evening lamp";

fn operate(home: &Path, args: &[&str]) -> String {
    let data = home.join("data").display().to_string();
    let (status, out, err) = run(home, &[args, &["--data", &data]].concat());
    assert!(status.success(), "{args:?}: {err}");
    out
}

async fn sign_up(nobody: &Person, name: &str, code: Option<&str>) -> Outcome {
    let Value::Words { words } = nobody.done(Command::MakePassphrase).await else { panic!("no words") };
    let (name, code) = (name.to_owned(), code.map(str::to_owned));
    nobody.tries(Command::SignUp { name, passphrase: words, shared_device: true, adult: true, code }).await
}

fn refused(outcome: &Outcome) -> &str {
    let Outcome::Refused { error, .. } = outcome else { panic!("{outcome:?}") };
    &error.0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_lets_as_many_people_sign_up_as_it_was_made_for() {
    let home = tempfile::tempdir().unwrap();
    let (_server, url) = serve_with(home.path(), &["--sign-up", "invite", "--founding", "closed"]);
    let nobody = Person::nobody(&url, None).await;
    let server = nobody.done(Command::AskServer).await;
    assert_eq!(server, Value::Server { sign_up: SignUpRule::Code, founding: false });
    let made = operate(home.path(), &["invites", "make", "--uses", "1"]);
    let code = made.lines().next().unwrap();
    let idle = operate(home.path(), &["invites", "make"]);
    let idle = idle.lines().next().unwrap();
    let listed = operate(home.path(), &["invites", "list"]);
    assert_eq!(listed.lines().count(), 2, "{listed}");
    assert!(!listed.contains(code), "a code is shown once");

    for typed in [None, Some("too short"), Some("AAAA-BBBB-CCCC-DDDD")] {
        assert_eq!(refused(&sign_up(&nobody, "omar", typed).await), "code_needed", "{typed:?}");
    }
    let sloppy = code.replace('-', " ").to_lowercase();
    assert!(matches!(sign_up(&nobody, "omar", Some(&sloppy)).await, Outcome::Done(_)));
    let wishes = Command::CreateCircle {
        template: "steps-fellowship".to_owned(),
        name: CIRCLE.to_owned(),
        my_name: "Omar".to_owned(),
        bond: None,
        pledge: None,
        lang: "en".to_owned(),
        welcome: Welcome::Open,
        retention_days: 30,
        calendar: None,
    };
    assert_eq!(refused(&nobody.tries(wishes).await), "founding_closed");
    nobody.goes().await;

    let another = Person::nobody(&url, None).await;
    assert_eq!(refused(&sign_up(&another, "sama", Some(code)).await), "code_needed", "it was for one");
    let listed = operate(home.path(), &["invites", "list"]);
    let id = listed.split_whitespace().next().unwrap();
    operate(home.path(), &["invites", "revoke", id]);
    assert_eq!(refused(&sign_up(&another, "sama", Some(idle)).await), "code_needed", "it was revoked");
    another.goes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_takes_no_more_people_and_circles_than_its_operator_wants() {
    let home = tempfile::tempdir().unwrap();
    let (_server, url) = serve_with(home.path(), &["--most-accounts", "1", "--most-circles", "1"]);
    let sama = Person::new(&url, "sama").await;
    sama.founds("steps-fellowship", CIRCLE, Welcome::Open).await;
    let second = Command::CreateCircle {
        template: "steps-fellowship".to_owned(),
        name: "Morning lamp".to_owned(),
        my_name: "Sama".to_owned(),
        bond: None,
        pledge: None,
        lang: "en".to_owned(),
        welcome: Welcome::Open,
        retention_days: 30,
        calendar: None,
    };
    assert_eq!(refused(&sama.tries(second).await), "founding_closed");
    let nobody = Person::nobody(&url, None).await;
    assert_eq!(refused(&sign_up(&nobody, "omar", None).await), "sign_up_closed");
    nobody.goes().await;
    sama.goes().await;
}

fn suspension(view: &View) -> Option<Suspension> {
    circle(view, CIRCLE).and_then(|circle| circle.suspended)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_circle_is_told_why_keeps_what_it_has_and_goes_on_later() {
    let home = tempfile::tempdir().unwrap();
    let (_server, url) = serve(home.path());
    let (sama, omar) = (Person::new(&url, "sama").await, Person::new(&url, "omar").await);
    sama.founds("steps-fellowship", CIRCLE, Welcome::Open).await;
    let fragment = sama.invites(CIRCLE, "").await;
    omar.knocks(&fragment, "Omar", "").await;
    omar.is_in(CIRCLE).await;
    sama.counts(CIRCLE, 2).await;
    share(&sama, "before").await;
    omar.sees("the share", |view| shares(view) == ["before"]).await;

    let listed = operate(home.path(), &["circles"]);
    assert_eq!(listed.lines().count(), 1, "{listed}");
    assert!(!listed.contains(CIRCLE));
    let id = listed.split_whitespace().next().unwrap();
    operate(home.path(), &["circles", "suspend", id, "--reason", "law"]);
    for person in [&sama, &omar] {
        person.sees("why", |view| suspension(view) == Some(Suspension::Law)).await;
        assert_eq!(shares(&person.view()), ["before"], "what was said can be read");
    }
    share(&sama, "waits").await;
    let fresh = Person::sign_in(&url, &omar.name, &omar.passphrase).await;
    fresh.sees("the circle, and why", |view| suspension(view).is_some() && shares(view) == ["before"]).await;
    assert!(operate(home.path(), &["circles"]).contains("suspended: law"));

    operate(home.path(), &["circles", "resume", id]);
    omar.sees("what waited", |view| suspension(view).is_none() && shares(view) == ["before", "waits"]).await;
    operate(home.path(), &["circles", "suspend", id, "--reason", "flood"]);
    omar.sees("why", |view| suspension(view) == Some(Suspension::Flood)).await;
    omar.done(Command::Leave { circle: omar.index(CIRCLE) }).await;
    omar.sees("no circle", |view| view.circles.is_empty()).await;
    for person in [sama, omar, fresh] {
        person.goes().await;
    }
}

async fn share(person: &Person, text: &str) {
    let (circle, text) = (person.index(CIRCLE), text.to_owned());
    person.done(Command::Share { circle, text, wish: Wish::JustListen, note: None }).await;
}

/// The texts that a device has from the log.
fn shares(view: &View) -> Vec<String> {
    let shares = circle(view, CIRCLE).into_iter().flat_map(|circle| &circle.shares).filter(|share| !share.sending);
    shares.filter_map(|share| share.text.clone()).collect()
}

#[test]
fn what_an_operator_mistypes_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data").display().to_string();
    let (status, _, err) = run(home.path(), &["circles", "--data", &data]);
    assert_eq!(status.code(), Some(1));
    assert!(err.contains("stayhere serve") && err.contains(&data), "{err}");
    let (_server, _) = serve(home.path());
    let (status, _, err) = run(home.path(), &["circles", "suspend", "abcd", "--reason", "law", "--data", &data]);
    assert_eq!(status.code(), Some(1));
    assert!(err.contains("abcd"), "{err}");
    let (status, ..) = run(home.path(), &["circles", "suspend", "not-an-id", "--reason", "law", "--data", &data]);
    assert_eq!(status.code(), Some(2));
}
