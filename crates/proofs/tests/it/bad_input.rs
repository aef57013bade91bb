//! What a stranger, or a broken disk, may hand over: each is refused by its code, and nothing is lost by it.

use std::path::Path;

use engine::{
    Command,
    command::{Welcome, Wish},
    view::{CircleState, View},
};
use futures::{SinkExt, StreamExt};
use proofs::{House, Person, Recorder, circle, requests};
use sqlx::{AssertSqlSafe, ConnectOptions, query, sqlite::SqliteConnectOptions};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_tungstenite::tungstenite::Message;
use wire::{Code, Problem, limits, stream::ToClient};

use crate::database::{Row, Value, rows};

const CIRCLE: &str = "Evening lamp";

/// A circle of two with a share that was taken back and one that stands.
async fn evening(url: &str) -> (Person, Person) {
    let (sama, omar) = (Person::new(url, "sama").await, Person::new(url, "omar").await);
    sama.founds("steps-fellowship", CIRCLE, Welcome::Open).await;
    let fragment = sama.invites(CIRCLE, "").await;
    omar.knocks(&fragment, "Omar", "").await;
    omar.is_in(CIRCLE).await;
    sama.counts(CIRCLE, 2).await;
    for text in ["stands", "goes"] {
        let (text, wish) = (text.to_owned(), Wish::JustListen);
        omar.done(Command::Share { circle: omar.index(CIRCLE), text, wish, note: None }).await;
        omar.has_sent(CIRCLE).await;
    }
    let two = |view: &View| circle(view, CIRCLE).is_some_and(|circle| circle.shares.len() == 2);
    let view = omar.sees("both shares", two).await;
    let share = circle(&view, CIRCLE).unwrap().shares[1].id.clone();
    omar.done(Command::TakeBack { circle: omar.index(CIRCLE), share }).await;
    omar.has_sent(CIRCLE).await;
    (sama, omar)
}

fn stands(view: &View) -> bool {
    let shares = circle(view, CIRCLE).map(|circle| &circle.shares);
    shares.is_some_and(|shares| shares.iter().any(|share| share.text.as_deref() == Some("stands") && !share.sending))
}

/// Everything that went over the wire comes again, to the same process and to one that remembers no nonce.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_again_changes_nothing() {
    let data = tempfile::tempdir().unwrap();
    let house = House::open(data.path()).await;
    let wire = Recorder::start(house.address).await;
    let (sama, omar) = evening(&format!("http://{}", wire.address)).await;
    for person in [sama, omar] {
        person.goes().await;
    }
    let requests: Vec<Vec<u8>> = wire.recordings().iter().flat_map(|recording| requests(&recording.up)).collect();
    assert!(requests.len() > 30, "or little was recorded");
    house.close().await;
    let before = but_for_mails(data.path()).await;

    let house = House::open(data.path()).await;
    let first = send_all(&house, &requests).await;
    let second = send_all(&house, &requests).await;
    house.close().await;
    let after = but_for_mails(data.path()).await;
    let gone: Vec<&Row> = before.iter().filter(|row| !after.contains(row)).collect();
    let new: Vec<&Row> = after.iter().filter(|row| !before.contains(row)).collect();
    assert!(gone.is_empty() && new.is_empty(), "a replay took {gone:#?} and gave {new:#?}; answered {first:#?}");
    assert_eq!(after.len(), before.len(), "a replay doubled a row");
    for (request, (_, status)) in requests.iter().zip(&second) {
        let head = String::from_utf8_lossy(request);
        let signed = head.to_lowercase().contains(&format!("\r\n{}:", wire::auth::HEADER));
        assert!(!signed || *status != 200, "a copied request was taken twice: {}", head.lines().next().unwrap());
    }
}

/// A knock that was read and removed may be posted again: it is unsigned, and changes no circle.
async fn but_for_mails(folder: &Path) -> Vec<Row> {
    let mut rows = rows(folder).await;
    rows.retain(|row| row.table != "mail" && row.table != "mailbox");
    // A sweep wraps anew what is sealed, which is longer than a hash. That it says the same is what the hash beside it shows.
    for value in rows.iter_mut().flat_map(|row| row.values.values_mut()) {
        if let Value::Bytes(bytes) = value
            && bytes.len() > 32
        {
            *value = Value::Number(bytes.len().try_into().unwrap());
        }
    }
    rows
}

/// Path and status of each.
async fn send_all(house: &House, requests: &[Vec<u8>]) -> Vec<(String, u16)> {
    let mut answers = Vec::new();
    for request in requests {
        let path = String::from_utf8_lossy(request).split(' ').nth(1).unwrap().to_owned();
        answers.push((path, send(house, request).await.0));
    }
    answers
}

async fn send(house: &House, request: &[u8]) -> (u16, Vec<u8>) {
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    // A server that refuses a body early may close before it has read all of it.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            if answer.len() >= end + 4 + length.parse::<usize>().unwrap() {
                let status = head.split(' ').nth(1).unwrap().parse().unwrap();
                return (status, answer[end + 4..].to_vec());
            }
        }
        let length = stream.read(&mut chunk).await.unwrap();
        assert!(length > 0, "the answer ends early: {}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&chunk[..length]);
    }
}

async fn code_of(house: &House, path: &str, kind: &str, body: &[u8]) -> Code {
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n");
    let (status, body) = send(house, &[head.as_bytes(), body].concat()).await;
    let problem: Problem = wire::decode(&body).unwrap();
    assert_eq!(problem.code.status(), status);
    problem.code
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_nonsense_has_its_code() {
    let data = tempfile::tempdir().unwrap();
    let house = House::open(data.path()).await;
    let large = vec![0; limits::BODY + 1];
    for (path, kind, body, expected) in [
        ("/v1/circle/append", wire::CONTENT_TYPE, &b"\xff\xff nonsense"[..], Code::Malformed),
        ("/v1/circle/append", wire::CONTENT_TYPE, b"", Code::Malformed),
        ("/v1/circle/append", "application/json", b"{}", Code::Malformed),
        ("/v1/circle/append", wire::CONTENT_TYPE, &large, Code::TooLarge),
        ("/v2/circle/append", wire::CONTENT_TYPE, b"", Code::WrongVersion),
        ("/v1/circle/nothing", wire::CONTENT_TYPE, b"", Code::NotFound),
    ] {
        assert_eq!(code_of(&house, path, kind, body).await, expected, "{path} {kind} with {} bytes", body.len());
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_on_a_stream_is_refused_and_the_stream_lives() {
    let data = tempfile::tempdir().unwrap();
    let house = House::open(data.path()).await;
    let (mut stream, _) = tokio_tungstenite::connect_async(format!("ws://{}/v1/stream", house.address)).await.unwrap();
    let mut said = Vec::new();
    for message in [&b"\xff\xff"[..], b"", &[0x82; 300]] {
        stream.send(Message::Binary(message.to_vec().into())).await.unwrap();
    }
    stream.send(Message::Binary(wire::encode(&wire::stream::ToServer::Ping { number: 7 }).into())).await.unwrap();
    while said.last() != Some(&ToClient::Pong { number: 7 }) {
        if let Message::Binary(bytes) = stream.next().await.unwrap().unwrap() {
            said.push(wire::decode(&bytes).unwrap());
        }
    }
    let malformed = ToClient::Refused { problem: Code::Malformed.into() };
    assert!(matches!(said[0], ToClient::Challenge { .. }));
    assert_eq!(said[1..4], [malformed.clone(), malformed.clone(), malformed]);
    drop(stream);
    house.close().await;
}

/// A disk gave back only half of every box: the person is told, and nothing is written over them.
#[tokio::test(flavor = "multi_thread")]
async fn a_box_cut_short_is_told_and_its_circle_comes_back_with_it() {
    let data = tempfile::tempdir().unwrap();
    let house = House::open(data.path()).await;
    let (sama, omar) = evening(&house.url()).await;
    let (name, passphrase) = (omar.name.clone(), omar.passphrase.clone());
    for person in [sama, omar] {
        person.goes().await;
    }
    house.close().await;
    let copy = tempfile::tempdir().unwrap();
    run(data.path(), &format!("VACUUM INTO '{}'", copy.path().join("stayhere.db").display())).await;
    for name in ["secrets", "day-keys"] {
        std::fs::copy(data.path().join(name), copy.path().join(name)).unwrap();
    }
    run(data.path(), "UPDATE sealed_box SET blob = substr(blob, 1, length(blob) / 2)").await;

    let house = House::open(data.path()).await;
    let omar = Person::sign_in(&house.url(), &name, &passphrase).await;
    omar.sees("that the way back in is looked for", |view| {
        view.circles.iter().any(|it| it.state == CircleState::Returning)
    })
    .await;
    omar.goes().await;
    house.close().await;

    let house = House::open(copy.path()).await;
    let omar = Person::sign_in(&house.url(), &name, &passphrase).await;
    omar.sees("what was shared", stands).await;
    omar.goes().await;
    house.close().await;
}

async fn run(folder: &Path, sql: &str) {
    let mut db = SqliteConnectOptions::new().filename(folder.join("stayhere.db")).connect().await.unwrap();
    query(AssertSqlSafe(sql.to_owned())).execute(&mut db).await.unwrap();
}
