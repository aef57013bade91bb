//! The whole way for the first time: two people on a real server found a circle, meet in it, and hear each other.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use client::Client;
use engine::{
    Command, Outcome,
    command::{Act, Value, Welcome},
    view::{CircleState, CircleView, JoinStage, MeetingView, Network, Place, Session, View},
};
use rand_core::OsRng;
use server::{Config, NoAssets, Secrets, Service};
use server_store::Memory;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle, time::timeout};
use wire::Millis;

const PATIENCE: Duration = Duration::from_secs(90);

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<std::io::Result<()>>,
}

impl Server {
    fn service() -> Service<Memory> {
        let clock =
            Arc::new(|| Millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis().try_into().unwrap()));
        Service::new(Memory::default(), Secrets::generate(&mut OsRng), clock, [7; 32])
    }

    async fn start(service: Service<Memory>, port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async move {
            let _ = stopped.await;
        };
        let running = tokio::spawn(server::serve(Config::default(), service, Arc::new(NoAssets), listener, shutdown));
        Self { address, stop, running }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        timeout(PATIENCE, self.running).await.expect("the server ends in time").unwrap().unwrap();
    }
}

async fn seen(client: &Client, what: &str, is_so: impl Fn(&View) -> bool) -> Arc<View> {
    let mut view = client.view();
    let found = timeout(PATIENCE, view.wait_for(|view| is_so(view))).await;
    let last = || panic!("never seen: {what}; the last view was {:#?}", client.view().borrow());
    Arc::clone(&found.unwrap_or_else(|_| last()).unwrap())
}

async fn done(client: &Client, command: Command) -> Value {
    let told = format!("{command:?}");
    match timeout(PATIENCE, client.command(command)).await.unwrap_or_else(|_| panic!("no outcome of {told}")) {
        Outcome::Done(value) => value,
        refused @ Outcome::Refused { .. } => panic!("{told}: {refused:?}"),
    }
}

async fn person(server: &Server, name: &str, store: Option<PathBuf>) -> Client {
    let client = Client::connect(&server.url(), store).unwrap();
    seen(&client, "nobody is signed in", |view| view.session == Session::SignedOut).await;
    let Value::Words { words } = done(&client, Command::MakePassphrase).await else { panic!("no words") };
    let command =
        Command::SignUp { name: name.to_owned(), passphrase: words, shared_device: false, adult: true, code: None };
    assert!(matches!(done(&client, command).await, Value::Recovery { .. }));
    client
}

async fn found_circle(client: &Client) -> String {
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
    let Value::NewCircle { circle } = done(client, command).await else { panic!("no circle") };
    assert_eq!(circle, client.view().borrow().circles[0].index);
    let command = Command::MakeInvite { circle, uses: 3, days: 7, words: "Come in".to_owned() };
    let Value::Link { fragment } = done(client, command).await else { panic!("no link") };
    fragment
}

async fn join(client: &Client, fragment: String, name: &str) {
    done(client, Command::ReadInvite { fragment }).await;
    let asking = |view: &View| view.joining.as_ref().is_some_and(|joining| joining.stage == JoinStage::Asking);
    let view = seen(client, "the preview", asking).await;
    let preview = view.joining.as_ref().and_then(|joining| joining.preview.as_ref()).unwrap();
    assert_eq!((preview.circle_name.as_str(), preview.words.as_str()), ("Evening lamp", "Come in"));
    let (name, words) = (name.to_owned(), String::new());
    done(client, Command::Knock { name, words, shares_bond: true, accepts_pledge: true }).await;
    let inside = |view: &View| view.joining.is_none() && circle(view).is_some_and(|c| c.state == CircleState::Ready);
    seen(client, "the circle", inside).await;
}

fn circle(view: &View) -> Option<&CircleView> {
    view.circles.first()
}

fn meeting(view: &View) -> Option<&MeetingView> {
    circle(view)?.meeting.as_ref()
}

fn heard(view: &View, text: &str) -> bool {
    let lines = meeting(view).into_iter().flat_map(|meeting| &meeting.words).flat_map(|turn| &turn.lines);
    lines.into_iter().any(|line| line.text == text && !line.sending)
}

fn has_floor(view: &View) -> bool {
    meeting(view).and_then(|meeting| meeting.turn.as_ref()).is_some_and(|turn| turn.is_me)
}

async fn act(client: &Client, act: Act) {
    let circle = client.view().borrow().circles[0].index;
    done(client, Command::Meeting { circle, act }).await;
}

async fn say(client: &Client, text: &str) {
    let circle = client.view().borrow().circles[0].index;
    done(client, Command::Say { circle, text: text.to_owned() }).await;
}

async fn next_phase(keeper: &Client, others: &[&Client], number: u32) {
    act(keeper, Act::NextPhase).await;
    for client in others.iter().chain([&keeper]) {
        seen(client, "the phase", |view| meeting(view).is_some_and(|meeting| meeting.phase == number)).await;
    }
}

/// Whoever is offered the floor passes, until it is free.
async fn nobody_takes_it(people: &[&Client]) {
    let keeper = people[0];
    loop {
        let view = keeper.view().borrow().clone();
        let Some(turn) = meeting(&view).and_then(|meeting| meeting.turn.clone()) else { return };
        let own =
            |view: &View| meeting(view).and_then(|meeting| meeting.turn.as_ref()).map(|own| (own.number, own.is_me));
        for person in people {
            seen(person, "the turn", |view| own(view).is_none_or(|(number, _)| number >= turn.number)).await;
            if own(&person.view().borrow()) == Some((turn.number, true)) {
                act(person, Act::Pass).await;
            }
        }
        seen(keeper, "the next turn", |view| own(view).is_none_or(|(number, _)| number > turn.number)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_become_a_circle_and_meet() {
    let server = Server::start(Server::service(), 0).await;
    let sama = person(&server, "sama at home", None).await;
    let fragment = found_circle(&sama).await;
    let omar = person(&server, "omar by night", None).await;
    join(&omar, fragment, "Omar").await;
    seen(&sama, "two members", |view| circle(view).is_some_and(|circle| circle.members.len() == 2)).await;

    let circle_of_sama = sama.view().borrow().circles[0].index;
    done(&sama, Command::OpenMeeting { circle: circle_of_sama }).await;
    seen(&omar, "a meeting", |view| meeting(view).is_some()).await;
    act(&omar, Act::Arrive).await;
    let inside = |view: &View| meeting(view).is_some_and(|meeting| meeting.my_place == Place::Inside);
    seen(&omar, "the room from inside", inside).await;

    // What is said before the keeper's own device has opened the door is not for who comes in by it.
    let both = |view: &View| meeting(view).is_some_and(|meeting| meeting.present.len() == 2);
    seen(&sama, "both in the room", both).await;
    seen(&sama, "the floor", has_floor).await;
    say(&sama, "Welcome, everybody").await;
    seen(&omar, "the words of the keeper", |view| heard(view, "Welcome, everybody")).await;
    seen(&sama, "that they were sent", |view| heard(view, "Welcome, everybody")).await;
    act(&sama, Act::Done).await;

    // Silence, readings and a welcome that are offered round, then milestones, where whoever wants the floor raises a hand.
    seen(&sama, "a free floor", |view| meeting(view).is_some_and(|meeting| meeting.turn.is_none())).await;
    for phase in 1..=4 {
        next_phase(&sama, &[&omar], phase).await;
        nobody_takes_it(&[&sama, &omar]).await;
    }
    act(&omar, Act::HandUp).await;
    seen(&omar, "the floor", has_floor).await;
    say(&omar, "I am glad to be here").await;
    seen(&sama, "the words of the newcomer", |view| heard(view, "I am glad to be here")).await;
    act(&omar, Act::Done).await;

    act(&sama, Act::Close).await;
    for client in [&sama, &omar] {
        let closed =
            |view: &View| circle(view).is_some_and(|circle| circle.meeting.is_none() && circle.meetings_held == 1);
        seen(client, "the end", closed).await;
    }
    sama.close().await;
    omar.close().await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_remembers_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("device");
    let service = Server::service();
    let server = Server::start(service.clone(), 0).await;
    let sama = person(&server, "sama at home", Some(store.clone())).await;
    found_circle(&sama).await;
    sama.close().await;

    let port = server.address.port();
    server.stop().await;
    let address = format!("http://127.0.0.1:{port}");
    let again = Client::connect(&address, Some(store)).unwrap();
    let server = Server::start(service, port).await;
    let ready = |view: &View| circle(view).is_some_and(|circle| circle.state == CircleState::Ready);
    let view = seen(&again, "the circle again", ready).await;
    assert_eq!(circle(&view).unwrap().name, "Evening lamp");
    done(&again, Command::SignOut).await;
    seen(&again, "signed out", |view| view.session == Session::SignedOut).await;
    again.close().await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::connect(&address, None).unwrap();
    let command = Command::SignIn { name: "nobody".to_owned(), passphrase: "x".to_owned(), shared_device: true };
    let outcome = client.command(command).await;
    assert!(matches!(&outcome, Outcome::Refused { error, .. } if error.0 == "offline"), "{outcome:?}");
    seen(&client, "offline", |view| view.network == Network::Offline).await;
    client.close().await;
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    for address in ["", "here", "ftp://example.org", "127.0.0.1:8080", "http://"] {
        assert!(Client::connect(address, None).is_err(), "{address:?}");
    }
}
