//! What the program logs of client and server at TRACE when things go wrong: nothing of whom it happened to.

use std::net::Ipv4Addr;

use engine::{
    Command, Outcome,
    command::{Value, Welcome, Wish},
    view::{Network, View},
};
use futures::{SinkExt, StreamExt};
use proofs::{Detector, House, Person, Recorder, circle};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    canary::{ALONE, Log, alone},
    database::{Row, Value as Stored, rows},
};

const NAME: &str = "zorblattica";
const PHRASE: &str = "glimmerox tundraviol quagmirep hesperolin";
const LATER_PHRASE: &str = "mirthoxide bramblefjord sorrelknack upasdrift";
const CIRCLE: &str = "lanternmoor";
const SHARE: &str = "My brambleheart is heavy.";
/// From where everybody comes, for the server.
const ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 77);
const WORDS: [&str; 12] = [
    NAME,
    "glimmerox",
    "tundraviol",
    "quagmirep",
    "hesperolin",
    "mirthoxide",
    "bramblefjord",
    "sorrelknack",
    "upasdrift",
    CIRCLE,
    "brambleheart",
    "127.0.0.77",
];

#[test]
fn nothing_of_anybody_is_logged_when_things_go_wrong() {
    alone("logs::in_a_process_of_its_own");
}

/// Not a test of its own: what `nothing_of_anybody_is_logged_when_things_go_wrong` starts.
#[tokio::test(flavor = "multi_thread")]
async fn in_a_process_of_its_own() {
    if std::env::var(ALONE).is_err() {
        return;
    }
    let log = Log::start_as_the_program();
    let data = tempfile::tempdir().unwrap();
    let mut secrets = Vec::new();
    Box::pin(misfortunes(data.path(), &mut secrets)).await;

    let words = WORDS.iter().map(|word| (*word, word.as_bytes()));
    let secrets = secrets.iter().map(|secret| ("a code or a link", secret.as_bytes()));
    let rows = rows(data.path()).await;
    let ids: Vec<(String, &[u8])> = rows.iter().flat_map(ids).collect();
    assert!(ids.len() > 30, "or the world was too small");
    let ids = ids.iter().map(|(place, id)| (place.as_str(), *id));
    let log = log.bytes();
    let found = Detector::new(words.chain(secrets).chain(ids)).search("the log", &log);
    assert!(found.is_empty(), "{found:#?}");
    let text = String::from_utf8_lossy(&log);
    for said in ["refused", "a request was not answered"] {
        assert!(text.contains(said), "nothing of {said} in the log, or the test saw nothing");
    }
}

/// Everything in a row that names something or is a key: ids, hashes, public keys.
fn ids(row: &Row) -> Vec<(String, &[u8])> {
    let values = row.values.iter().filter_map(|(column, value)| match value {
        Stored::Bytes(bytes) if (16..=64).contains(&bytes.len()) && bytes.iter().any(|byte| *byte != 0) => {
            Some((format!("{}.{column}", row.table), bytes.as_slice()))
        }
        _ => None,
    });
    values.collect()
}

async fn misfortunes(data: &std::path::Path, secrets: &mut Vec<String>) {
    let house = House::open(data).await;
    let wire = Recorder::start_from(house.address, ADDRESS).await;
    let url = format!("http://{}", wire.address);
    let sama = Person::sign_up(&url, NAME, PHRASE, None).await;
    sama.founds("steps-fellowship", CIRCLE, Welcome::Open).await;
    let fragment = sama.invites(CIRCLE, "").await;
    let omar = Person::new(&url, "quindelirov").await;
    omar.knocks(&fragment, "Omar", "").await;
    omar.is_in(CIRCLE).await;
    secrets.extend([fragment, sama.code.clone(), omar.passphrase.clone()]);

    // Refused by the server: a taken name, a wrong passphrase, a link and a code that nobody made.
    let nobody = Person::nobody(&url, None).await;
    let (name, words) = (NAME.to_owned(), LATER_PHRASE.to_owned());
    let taken = Command::SignUp { name, passphrase: words.clone(), shared_device: true, adult: true, code: None };
    refused(&nobody, taken).await;
    let (name, passphrase) = (NAME.to_owned(), words.clone());
    refused(&nobody, Command::SignIn { name, passphrase, shared_device: true }).await;
    let code = "00000-00000-00000-00000-00000-0".to_owned();
    refused(&nobody, Command::Recover { code, passphrase: words.clone(), shared_device: true }).await;
    let recover = Command::Recover { code: sama.code.clone(), passphrase: words, shared_device: true };
    let Value::Recovery { recovery_code, .. } = nobody.done(recover).await else { panic!("no code") };
    secrets.push(recovery_code);
    nonsense(&wire).await;

    // The server is killed under those who write, and comes back.
    let port = house.address.port();
    house.close().await;
    let share =
        Command::Share { circle: omar.index(CIRCLE), text: SHARE.to_owned(), wish: Wish::JustListen, note: None };
    omar.tries(share).await;
    omar.sees("that the server is away", |view| view.network != Network::Online).await;
    let house = House::open_at(data, port).await;
    omar.has_sent(CIRCLE).await;
    let shared = |view: &View| circle(view, CIRCLE).is_some_and(|circle| !circle.shares.is_empty());
    omar.sees("the share", shared).await;
    for person in [sama, omar, nobody] {
        person.goes().await;
    }
    house.close().await;
}

async fn refused(person: &Person, command: Command) {
    let outcome = person.tries(command).await;
    assert!(matches!(outcome, Outcome::Refused { .. }), "{outcome:?}");
}

/// Requests and messages that are none, with words in them.
async fn nonsense(wire: &Recorder) {
    for kind in ["application/cbor", "application/json"] {
        for path in ["/v1/circle/append", "/v1/account/signup", "/v1/box/put", "/lanternmoor?brambleheart"] {
            let head =
                format!("POST {path} HTTP/1.1\r\nHost: zorblattica\r\nX-Name: zorblattica\r\nContent-Type: {kind}");
            let request = format!("{head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{SHARE}", SHARE.len());
            let mut stream = TcpStream::connect(wire.address).await.unwrap();
            stream.write_all(request.as_bytes()).await.unwrap();
            stream.read_to_end(&mut Vec::new()).await.unwrap();
        }
    }
    let (mut stream, _) = tokio_tungstenite::connect_async(format!("ws://{}/v1/stream", wire.address)).await.unwrap();
    stream.send(SHARE.as_bytes().to_vec().into()).await.unwrap();
    let _ = stream.next().await;
}
