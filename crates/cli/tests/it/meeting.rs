use std::{path::Path, sync::Arc, time::Duration};

use client::Client;
use engine::{
    Command, Outcome,
    command::{Act, Value, Welcome},
    view::{TurnView, View},
};
use tokio::time::timeout;

use crate::process::{PATIENCE, Stayhere, serve};

/// The answers of a newcomer without an account: new, adult, name, words and code written, bond, pledge.
pub(crate) fn newcomer(sign_in: &str) -> [&str; 7] {
    ["new", "yes", sign_in, "yes", "yes", "yes", "yes"]
}

async fn done(client: &Client, command: Command) -> Value {
    let told = format!("{command:?}");
    match client.command(command).await {
        Outcome::Done(value) => value,
        refused @ Outcome::Refused { .. } => panic!("{told}: {refused:?}"),
    }
}

async fn seen(client: &Client, what: &str, is_so: impl Fn(&Arc<View>) -> bool) {
    let mut view = client.view();
    let found = timeout(PATIENCE, view.wait_for(is_so)).await;
    assert!(found.is_ok(), "never seen: {what}");
}

/// Somebody with a browser, say: founds a circle and makes a link.
async fn keeper(url: &str) -> (Client, String) {
    let client = Client::connect(url, None).unwrap();
    let Value::Words { words } = done(&client, Command::MakePassphrase).await else { panic!("no words") };
    let name = "the keeper".to_owned();
    done(&client, Command::SignUp { name, passphrase: words, shared_device: true, adult: true, code: None }).await;
    let command = Command::CreateCircle {
        template: "steps-fellowship".to_owned(),
        name: "Evening lamp".to_owned(),
        my_name: "Sama".to_owned(),
        bond: None,
        pledge: None,
        lang: "en".to_owned(),
        welcome: Welcome::Open,
        retention_days: 30,
        calendar: None,
    };
    let Value::NewCircle { circle } = done(&client, command).await else { panic!("no circle") };
    let command = Command::MakeInvite { circle, uses: 5, days: 7, words: "Come in".to_owned() };
    let Value::Link { fragment } = done(&client, command).await else { panic!("no link") };
    (client, format!("{url}/join#{fragment}"))
}

fn join(name: &str, home: &Path, link: &str) -> Stayhere {
    let store = home.join(name).display().to_string();
    let mut person =
        Stayhere::start(name, home, &["join", link, "--name", name, "--script", "--patience", "80", "--store", &store]);
    person.tell(&newcomer(&format!("{name} by night")));
    person
}

fn turn(view: &View) -> Option<&TurnView> {
    view.circles[0].meeting.as_ref()?.turn.as_ref()
}

async fn act(client: &Client, act: Act) {
    let circle = client.view().borrow().circles[0].index;
    done(client, Command::Meeting { circle, act }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_terminals_and_a_keeper_hold_a_meeting() {
    let home = tempfile::tempdir().unwrap();
    let (server, url) = serve(home.path());
    let (sama, link) = keeper(&url).await;
    let (mut omar, mut layla) = (join("Omar", home.path(), &link), join("Layla", home.path(), &link));
    for person in [&mut omar, &mut layla] {
        person.wait_line("circle: Evening lamp");
    }
    seen(&sama, "three members", |view| view.circles[0].members.len() == 3).await;
    let circle = sama.view().borrow().circles[0].index;
    done(&sama, Command::OpenMeeting { circle }).await;
    for person in [&mut omar, &mut layla] {
        person.tell(&["arrive", "wait inside", "wait present Omar", "wait present Layla"]);
        person.wait_line("place: inside");
    }
    let all = |view: &Arc<View>| view.circles[0].meeting.as_ref().is_some_and(|meeting| meeting.present.len() == 3);
    seen(&sama, "three people in the room", all).await;
    done(&sama, Command::Say { circle, text: "Welcome".to_owned() }).await;
    for person in [&mut omar, &mut layla] {
        person.wait_line("Sama: Welcome");
    }
    act(&sama, Act::Done).await;
    let free = |view: &Arc<View>| view.circles[0].meeting.is_some() && turn(view).is_none();
    for phase in 1..3 {
        seen(&sama, "a free floor", free).await;
        act(&sama, Act::NextPhase).await;
        seen(&sama, "the phase", |view| view.circles[0].meeting.as_ref().is_some_and(|m| m.phase == phase)).await;
    }

    // Readings are offered from one to the next, beginning with whoever came first.
    seen(&sama, "the own turn", |view| turn(view).is_some_and(|turn| turn.is_me)).await;
    act(&sama, Act::Pass).await;
    omar.tell(&["wait phase readings", "wait turn"]);
    layla.tell(&["wait floor Omar", "say not my turn"]);
    layla.wait_line("floor: Omar");
    layla.wait_line("refused: refused_not_your_turn");
    omar.tell(&["say I read a line for you", "wait sent", "done"]);
    layla.tell(&["wait line I read a line for you", "thanks", "wait turn", "pass"]);
    layla.wait_line("Omar: I read a line for you");
    layla.wait_line("floor: Layla");
    omar.wait_line("floor: Layla");
    act(&sama, Act::Close).await;
    for mut person in [omar, layla] {
        person.tell(&["wait closed", "quit"]);
        person.wait_line("closed");
        assert!(person.end().success());
    }
    sama.close().await;
    server.terminate();
    assert!(server.end().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_remembers_and_a_wait_that_is_too_long_is_told() {
    let home = tempfile::tempdir().unwrap();
    let (_server, url) = serve(home.path());
    let (sama, link) = keeper(&url).await;
    let mut omar = join("Omar", home.path(), &link);
    omar.wait_line("circle: Evening lamp");
    omar.tell(&["quit"]);
    assert!(omar.end().success());
    let store = home.path().join("Omar").display().to_string();
    let mut again = Stayhere::start("again", home.path(), &["meet", "--script", "--patience", "1", "--store", &store]);
    again.wait_line("circle: Evening lamp");
    again.tell(&["wait meeting"]);
    again.wait_line("late: wait meeting");
    assert_eq!(again.end().code(), Some(1));
    timeout(Duration::from_secs(10), sama.close()).await.unwrap();
}
