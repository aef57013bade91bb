//! What a device's memory holds, read from outside as whoever seizes it would: each secret while it is needed, and none
//! of them when it is not.
//!
//! The device is a process of its own with a real client, on the allocator of the program. Its secrets are not told to
//! this test: it takes them from where an owner of the passphrase finds them (the device's slots, the boxes on the
//! wire), and the meeting key, which is stored nowhere, by trying every place in the device's memory on a live frame.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Stdio},
    time::Duration,
};

use aho_corasick::AhoCorasick;
use client::Client;
use engine::{
    Command, Outcome,
    command::{Act, Value, Welcome},
    view::{CircleState, Session, View},
};
use minicbor::Decode;
use proofs::{House, Recorder, has_floor, heard, meeting};
use seal::{
    Key, Kind, aead,
    box_::{BoxKey, open_box},
};
use wire::{BoxId, Request, sealed_box::BoxPut, stream::ToServer};
use zeroize::Zeroizing;

use crate::frames::{PIECE, is_random, key_in};

const SERVER: &str = "STAYHERE_TEST_SERVER";
const STORE: &str = "STAYHERE_TEST_STORE";
const CIRCLE: &str = "lanternmoor";
/// Hidden in the program, or they would be found in its own constants.
const MASK: u8 = 0x55;
const PHRASE: &[u8] = &hidden(b"glimmerox tundraviol quagmirep hesperolin");
const LINE: &[u8] = &hidden(b"I feel like a gossamerquay today, and amberthicket.");
const PATIENCE: Duration = Duration::from_mins(1);

const fn hidden<const N: usize>(plain: &[u8; N]) -> [u8; N] {
    let mut out = *plain;
    let mut place = 0;
    while place < N {
        out[place] ^= MASK;
        place += 1;
    }
    out
}

fn shown(hidden: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(hidden.iter().map(|byte| char::from(byte ^ MASK)).collect())
}

/// Not a test of its own: the device of `secrets_leave_memory_when_they_are_not_needed_any_more`.
#[tokio::test]
async fn device_in_a_process_of_its_own() {
    let (Ok(server), Ok(store)) = (std::env::var(SERVER), std::env::var(STORE)) else { return };
    let device = || Client::connect(&server, Some(store.clone().into())).unwrap();
    let client = device();
    sees(&client, |view| view.session == Session::SignedOut).await;
    stage("nobody");
    let phrase = shown(PHRASE);
    stage("typed");
    let (name, passphrase) = ("zorblattica".to_owned(), phrase.to_string());
    drop(phrase);
    let sign_up = Command::SignUp { name, passphrase, shared_device: false, adult: true, code: None };
    done(&client, sign_up).await;
    let found = Command::CreateCircle {
        template: "steps-fellowship".to_owned(),
        name: CIRCLE.to_owned(),
        my_name: "sama".to_owned(),
        bond: None,
        pledge: None,
        lang: "en".to_owned(),
        welcome: Welcome::Open,
        retention_days: 30,
        calendar: None,
    };
    done(&client, found).await;
    is_ready(&client).await;
    stage("signed up");
    meet(&client).await;
    stage("after the meeting");
    done(&client, Command::SignOut).await;
    stage("signed out");

    let sign_in = || {
        let (name, passphrase) = ("zorblattica".to_owned(), shown(PHRASE).to_string());
        Command::SignIn { name, passphrase, shared_device: false }
    };
    done(&client, sign_in()).await;
    is_ready(&client).await;
    stage("signed in again");
    client.close().await;
    stage("closed");
    let client = device();
    is_ready(&client).await;
    stage("back");
    drop(client);
    stage("dropped");
}

async fn meet(client: &Client) {
    done(client, Command::OpenMeeting { circle: 0 }).await;
    sees(client, |view| has_floor(view, CIRCLE)).await;
    done(client, Command::Say { circle: 0, text: shown(LINE).to_string() }).await;
    sees(client, |view| heard(view, CIRCLE, &shown(LINE))).await;
    stage("in the meeting");
    done(client, Command::Meeting { circle: 0, act: Act::Close }).await;
    sees(client, |view| meeting(view, CIRCLE).is_none()).await;
}

async fn is_ready(client: &Client) {
    sees(client, |view| view.circles.iter().any(|circle| circle.state == CircleState::Ready && circle.outbox == 0))
        .await;
}

async fn sees(client: &Client, is_so: impl Fn(&View) -> bool) {
    let mut view = client.view();
    tokio::time::timeout(PATIENCE, view.wait_for(|view| is_so(view))).await.expect("seen in time").unwrap();
}

async fn done(client: &Client, command: Command) -> Value {
    let Outcome::Done(value) = client.command(command).await else { panic!("refused") };
    value
}

/// Tells that a stage is reached, and waits until it was looked at.
fn stage(name: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "\nstage {name}").unwrap();
    out.flush().unwrap();
    let mut go = [0];
    std::io::stdin().read_exact(&mut go).unwrap();
}

/// The device, seen from outside.
struct Device {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Device {
    fn start(server: &str, store: &Path) -> Self {
        let mut process = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["memory::device_in_a_process_of_its_own", "--exact", "--nocapture"])
            .env(SERVER, server)
            .env(STORE, store)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let mut device = Self { process, to, from };
        device.reaches("nobody");
        device
    }

    fn goes_on_to(&mut self, stage: &str) {
        self.to.write_all(b"g").unwrap();
        self.reaches(stage);
    }

    fn reaches(&mut self, stage: &str) {
        let mut line = String::new();
        while line.trim() != format!("stage {stage}") {
            line.clear();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "the device ended before {stage}");
        }
    }

    fn ends(mut self) {
        self.to.write_all(b"g").unwrap();
        let mut rest = String::new();
        self.from.read_to_string(&mut rest).unwrap();
        assert!(self.process.wait().unwrap().success(), "{rest}");
    }

    /// All memory that it may write to: heap, stacks, statics.
    fn memory(&self) -> Vec<Vec<u8>> {
        let process = format!("/proc/{}", self.process.id());
        let mut memory = File::open(format!("{process}/mem")).unwrap();
        let maps = fs::read_to_string(format!("{process}/maps")).unwrap();
        let mut all = Vec::new();
        for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|rights| rights.starts_with("rw"))) {
            let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
            let [from, to] = [from, to].map(|end| u64::from_str_radix(end, 16).unwrap());
            let mut bytes = vec![0; (to - from) as usize];
            memory.seek(SeekFrom::Start(from)).unwrap();
            // Some mappings of the kernel's own cannot be read.
            if memory.read_exact(&mut bytes).is_ok() {
                all.push(bytes);
            }
        }
        all
    }

    /// Waits until none of these stands in it: what a person sees comes a moment before the device has
    /// tidied up, and a client that is dropped ends by itself.
    async fn lets_go(&self, secrets: &[Secret], when: &str) {
        let end = tokio::time::Instant::now() + LETTING_GO;
        let mut looks = tokio::time::interval(Duration::from_millis(200));
        while !self.holds(secrets).is_empty() && tokio::time::Instant::now() < end {
            looks.tick().await;
        }
        assert_eq!(self.holds(secrets), BTreeSet::new(), "{when}");
    }

    /// Which of these stand in it.
    fn holds<'a>(&self, secrets: &'a [Secret]) -> BTreeSet<&'a str> {
        let pieces = AhoCorasick::new(secrets.iter().map(|secret| &secret.bytes)).unwrap();
        let memory = self.memory();
        let found = memory.iter().flat_map(|bytes| pieces.find_overlapping_iter(bytes));
        found.map(|found| secrets[found.pattern().as_usize()].name.as_str()).collect()
    }
}

/// How long a device may need to let go of what it does not need any more.
const LETTING_GO: Duration = Duration::from_secs(20);

struct Secret {
    name: String,
    bytes: Vec<u8>,
}

fn secret(name: &str, bytes: &[u8]) -> Secret {
    Secret { name: name.to_owned(), bytes: bytes.to_vec() }
}

/// Of a slot: login, vault key.
#[derive(Decode)]
struct Remembered {
    #[cbor(n(1), with = "minicbor::bytes")]
    vault_key: [u8; 32],
}

/// Of a slot: the vault.
#[derive(Decode)]
struct KeptVault {
    #[n(0)]
    vault: Vault,
}

#[derive(Decode)]
struct Vault {
    #[n(2)]
    memberships: Vec<Membership>,
}

#[derive(Decode)]
struct Membership {
    #[n(0)]
    box_id: BoxId,
    #[cbor(n(1), with = "minicbor::bytes")]
    box_key: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    signer: [u8; 32],
}

/// What opens everything, from the slots of the device; and what its box holds, from the wire.
fn keys(store: &Path, wire: &Recorder) -> Vec<Secret> {
    let slot = |name: &str| fs::read(store.join(name).with_extension("slot")).unwrap();
    let device_key: [u8; 32] = slot("device-key").try_into().unwrap();
    let open =
        |name: &str| aead::open(&Key::from_stored(device_key), Kind::Device, name.as_bytes(), &slot(name)).unwrap();
    let session: Remembered = minicbor::decode(&open("session")).unwrap();
    let kept: KeptVault = minicbor::decode(&open("vault")).unwrap();
    let membership = &kept.vault.memberships[0];
    let mut all = vec![
        secret("device key", &device_key),
        secret("vault key", &session.vault_key),
        secret("box key", &membership.box_key),
        secret("leaf's signing key", &membership.signer),
    ];
    let box_key = BoxKey::from_stored(membership.box_key);
    let puts = wire.requests(BoxPut::PATH);
    let mut puts = puts.iter().map(|body| wire::decode::<BoxPut>(body).unwrap());
    let last = puts.rfind(|put| put.id == membership.box_id).unwrap();
    let opened = open_box(&box_key, membership.box_id, &last.blob).unwrap();
    let pieces = opened.plain.windows(PIECE).step_by(4).filter(|piece| is_random(piece));
    all.extend(pieces.map(|piece| secret("state of the leaf", piece)));
    all
}

/// The key that sealed a live frame. A place in memory is aligned.
fn meeting_key(memory: &[Vec<u8>], frame: &[u8]) -> Option<Vec<u8>> {
    memory.iter().find_map(|bytes| key_in(bytes, 4, frame))
}

fn live_frame(wire: &Recorder) -> Vec<u8> {
    let messages =
        wire.recordings().iter().filter_map(proofs::Recording::web_socket).flat_map(|it| it.up).collect::<Vec<_>>();
    let mut frames = messages.iter().filter_map(|message| match wire::decode(message) {
        Ok(ToServer::Live { frame }) => Some(frame.to_vec()),
        _ => None,
    });
    frames.next_back().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_leave_memory_when_they_are_not_needed_any_more() {
    let (data, store) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let house = House::open(data.path()).await;
    let wire = Recorder::start(house.address).await;
    let mut device = Device::start(&format!("http://{}", wire.address), store.path());
    let phrase = [secret("passphrase", shown(PHRASE).as_bytes())];
    let line = [secret("line of a meeting", shown(LINE).as_bytes())];
    assert_eq!(device.holds(&phrase), BTreeSet::new());
    device.goes_on_to("typed");
    assert_eq!(device.holds(&phrase), BTreeSet::from(["passphrase"]), "or the test sees nothing");
    device.goes_on_to("signed up");
    device.lets_go(&phrase, "once the account is made").await;
    let keys = keys(store.path(), &wire);
    let all = BTreeSet::from(["device key", "vault key", "box key", "leaf's signing key", "state of the leaf"]);
    assert_eq!(device.holds(&keys), all);

    device.goes_on_to("in the meeting");
    assert_eq!(device.holds(&line), BTreeSet::from(["line of a meeting"]));
    let meeting = meeting_key(&device.memory(), &live_frame(&wire)).expect("the key that sealed the frame");
    let meeting = [secret("meeting key", &meeting)];
    device.goes_on_to("after the meeting");
    device.lets_go(&line, "after the meeting").await;
    device.lets_go(&meeting, "after the meeting").await;

    let newer = self::keys(store.path(), &wire);
    let sealed: Vec<Secret> = keys.into_iter().chain(newer).chain(phrase).chain(line).chain(meeting).collect();
    device.goes_on_to("signed out");
    device.lets_go(&sealed, "signed out").await;
    device.goes_on_to("signed in again");
    let held = device.holds(&sealed);
    assert!(held.contains("vault key") && held.contains("box key") && !held.contains("passphrase"), "{held:?}");
    let newer = self::keys(store.path(), &wire);
    let sealed: Vec<Secret> = sealed.into_iter().chain(newer).collect();
    device.goes_on_to("closed");
    device.lets_go(&sealed, "closed").await;
    device.goes_on_to("back");
    assert!(device.holds(&sealed).contains("vault key"));
    device.goes_on_to("dropped");
    device.lets_go(&sealed, "dropped").await;
    device.ends();
    house.close().await;
}
