//! A whole scenario in recognisable words; afterwards none of them stands on the server's disk, in any log at TRACE, or
//! on the wire.

use std::{
    collections::BTreeSet,
    io::Write,
    path::Path,
    sync::{Arc, Mutex},
};

use engine::{
    Command,
    command::{Act, Tap, Value, Welcome, Wish},
    view::View,
};
use futures::{SinkExt, StreamExt};
use proofs::{Detector, Finding, House, Person, Recorder, Recording, circle, has_floor, meeting, nobody_takes_it};
use seal::{code::RecoveryCode, invite::InviteSecret};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tracing_subscriber::{
    filter::{LevelFilter, filter_fn},
    fmt::MakeWriter,
    layer::SubscriberExt,
    util::SubscriberInitExt,
};
use wire::stream::{ToClient, ToServer};

const SAMA: &str = "zorblattica";
const OMAR: &str = "quindelirov";
const LINA: &str = "vexomartine";
const PHRASE_OF_SAMA: &str = "glimmerox tundraviol quagmirep hesperolin";
const PHRASE_OF_OMAR: &str = "obsidrake marzipolt yarrowquist kelpathorn";
const PHRASE_OF_LINA: &str = "wisterbolt ferngravel jasperloom pinquillow";
const LATER_PHRASE_OF_OMAR: &str = "cobaltivy dunesparrow thistlemaw orrisgate";
const LATER_PHRASE_OF_LINA: &str = "mirthoxide bramblefjord sorrelknack upasdrift";
const CIRCLE: &str = "lanternmoor";
const BOND: &str = "We all carry a plumbagowick.";
const PLEDGE: &str = "What is said at the heronglass stays there.";
const AT_THE_DOOR: &str = "Follow the saffronpath to us.";
const KNOCK: &str = "I come from قنطرةالضوء tonight.";
const SHARE: &str = "My brambleheart is heavy.";
const NOTE: &str = "about velvetstorms";
const TAKEN_BACK: &str = "I should not have said cinderquill.";
const NEW_NAME: &str = "Omar of Umbrawillow";
const LINES: [&str; 3] = ["Welcome to the amberthicket.", "I feel like a gossamerquay today.", "وداعا أيهاالرفاق"];

/// What is looked for: of sentences the word that nobody else would write.
const WORDS: [&str; 38] = [
    SAMA,
    OMAR,
    LINA,
    CIRCLE,
    "glimmerox",
    "tundraviol",
    "quagmirep",
    "hesperolin",
    "obsidrake",
    "marzipolt",
    "yarrowquist",
    "kelpathorn",
    "wisterbolt",
    "ferngravel",
    "jasperloom",
    "pinquillow",
    "cobaltivy",
    "dunesparrow",
    "thistlemaw",
    "orrisgate",
    "mirthoxide",
    "bramblefjord",
    "sorrelknack",
    "upasdrift",
    "plumbagowick",
    "heronglass",
    "saffronpath",
    "قنطرةالضوء",
    "brambleheart",
    "velvetstorms",
    "cinderquill",
    "umbrawillow",
    "amberthicket",
    "gossamerquay",
    "أيهاالرفاق",
    "sama-of-the-mill",
    "omar-of-the-mill",
    "lina-of-the-mill",
];

pub(crate) const ALONE: &str = "STAYHERE_TEST_ALONE";

#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    /// Everything of this process, of libraries too.
    pub(crate) fn start() -> Self {
        let log = Self::default();
        tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_ansi(false).with_writer(log.clone()).init();
        log
    }

    /// What the program lets through at TRACE.
    pub(crate) fn start_as_the_program() -> Self {
        let log = Self::default();
        let all = tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_ansi(false);
        all.with_writer(log.clone()).finish().with(filter_fn(server::may_be_logged)).init();
        log
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

/// Secrets that the scenario made, beside the words that it used.
#[derive(Default)]
struct Secrets(Vec<(String, Vec<u8>)>);

impl Secrets {
    fn code(&mut self, printed: &str) {
        let code = RecoveryCode::parse(printed).unwrap();
        let letters: String = printed.chars().filter(char::is_ascii_alphanumeric).collect();
        self.add("recovery code as printed", printed.as_bytes());
        self.add("recovery code", letters.as_bytes());
        self.add("bytes of a recovery code", &*code.to_stored());
    }

    fn link(&mut self, fragment: &str) {
        let secret = InviteSecret::from_fragment(fragment).unwrap();
        self.add("fragment", fragment.as_bytes());
        self.add("bytes of a fragment", &*secret.to_stored());
    }

    fn add(&mut self, name: &str, bytes: &[u8]) {
        self.0.push((name.to_owned(), bytes.to_vec()));
    }

    fn detector(&self) -> Detector {
        let words = WORDS.iter().map(|word| (*word, word.as_bytes()));
        Detector::new(words.chain(self.0.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))))
    }
}

/// Runs a test of this binary in a process of its own, because a process has one log, and other tests write to it too.
pub(crate) fn alone(name: &str) {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let output = child.args([name, "--exact", "--nocapture"]).env(ALONE, "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{told}");
}

#[test]
fn no_word_is_on_a_disk_in_a_log_or_on_the_wire() {
    alone("canary::in_a_process_of_its_own");
}

/// Not a test of its own: what `no_word_is_on_a_disk_in_a_log_or_on_the_wire` starts.
#[tokio::test(flavor = "multi_thread")]
async fn in_a_process_of_its_own() {
    if std::env::var(ALONE).is_err() {
        return;
    }
    let log = Log::start();
    let (data, device) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let house = House::open(&data.path().join("data")).await;
    let wire = Recorder::start(house.address).await;
    let secrets = Box::pin(scenario(&wire, &house.data, device.path())).await;

    let detector = secrets.detector();
    let recordings = wire.recordings();
    let mut found = detector.search_folder(data.path());
    found.extend(search_wire(&detector, &recordings));
    house.close().await;
    found.extend(detector.search_folder(data.path()));
    let log = log.bytes();
    found.extend(detector.search("the log", &log));
    assert!(found.is_empty(), "{found:#?}");

    looked_in_the_right_places(&recordings, &log);
    no_live_frame_is_in(data.path(), &recordings);
}

fn search_wire(detector: &Detector, recordings: &[Recording]) -> BTreeSet<Finding> {
    let mut found = BTreeSet::new();
    for recording in recordings {
        found.extend(detector.search("sent", &recording.up));
        found.extend(detector.search("received", &recording.down));
        let Some(stream) = recording.web_socket() else { continue };
        found.extend(detector.search("sent on a stream", &stream.up.concat()));
        found.extend(detector.search("received on a stream", &stream.down.concat()));
    }
    found
}

/// Silence proves nothing where nothing was said.
fn looked_in_the_right_places(recordings: &[Recording], log: &[u8]) {
    let text = String::from_utf8_lossy(log);
    for said in ["TRACE", "DEBUG", "refused", "tungstenite", "hyper"] {
        assert!(text.contains(said), "nothing of {said} in the log");
    }
    let requests: Vec<_> = recordings.iter().map(|recording| String::from_utf8_lossy(&recording.up)).collect();
    for path in ["/v1/account/signup", "/v1/account/rekey", "/v1/circle/append", "/v1/circle/shred", "/v1/mailbox/post"]
    {
        assert!(requests.iter().any(|request| request.contains(path)), "no {path} on the wire");
    }
    assert!(live_frames(recordings).len() >= LINES.len(), "the lines of the meeting on the wire");
}

/// What was sent as live frames.
fn live_frames(recordings: &[Recording]) -> Vec<Vec<u8>> {
    let streams = recordings.iter().filter_map(Recording::web_socket);
    let mut frames = Vec::new();
    for stream in streams {
        for message in &stream.up {
            if let Ok(ToServer::Live { frame }) = wire::decode(message) {
                frames.push(frame.to_vec());
            }
        }
    }
    frames
}

/// Not even as ciphertext.
fn no_live_frame_is_in(folder: &Path, recordings: &[Recording]) {
    let frames = live_frames(recordings);
    // The middle of a frame is ciphertext; its head may be shared with others.
    let middles = frames.iter().map(|frame| ("live frame", &frame[frame.len() / 2..][..24]));
    let found = Detector::new(middles).search_folder(folder);
    assert!(found.is_empty(), "{found:#?}");
}

async fn scenario(wire: &Recorder, data: &Path, device: &Path) -> Secrets {
    let server = format!("http://{}", wire.address);
    let mut secrets = Secrets::default();
    let sama = Person::sign_up(&server, SAMA, PHRASE_OF_SAMA, Some(device.to_owned())).await;
    let omar = Person::sign_up(&server, OMAR, PHRASE_OF_OMAR, None).await;
    let lina = Person::sign_up(&server, LINA, PHRASE_OF_LINA, None).await;
    for person in [&sama, &omar, &lina] {
        secrets.code(&person.code);
    }
    wrong_passphrase(&server).await;
    let fragment = found(&sama).await;
    secrets.link(&fragment);
    join(&sama, &omar, &fragment, "omar-of-the-mill").await;
    join(&sama, &lina, &fragment, "lina-of-the-mill").await;
    for person in [&sama, &omar, &lina] {
        person.counts(CIRCLE, 3).await;
    }
    shares(&sama, &omar).await;
    meet(&sama, &omar, &lina, &secrets.detector(), data).await;

    let rename = Command::Rename { circle: omar.index(CIRCLE), name: NEW_NAME.to_owned() };
    omar.done(rename).await;
    let renamed = |view: &View| circle(view, CIRCLE).unwrap().members.iter().any(|member| member.name == NEW_NAME);
    sama.sees("the new name", renamed).await;
    let change = Command::ChangePassphrase { old: PHRASE_OF_OMAR.to_owned(), new: LATER_PHRASE_OF_OMAR.to_owned() };
    let Value::Recovery { recovery_code, .. } = omar.done(change).await else { panic!("no code") };
    secrets.code(&recovery_code);
    let again = Person::nobody(&server, None).await;
    let (code, passphrase) = (lina.code.clone(), LATER_PHRASE_OF_LINA.to_owned());
    let recover = Command::Recover { code, passphrase, shared_device: false };
    let Value::Recovery { recovery_code, .. } = again.done(recover).await else { panic!("no code") };
    secrets.code(&recovery_code);
    again.is_in(CIRCLE).await;

    // What this device wrote down is sealed, but for the key.
    let found = secrets.detector().search_folder(device);
    assert!(found.is_empty(), "{found:#?}");
    for person in [sama, omar, again] {
        person.done(Command::SignOut).await;
        person.goes().await;
    }
    assert_eq!(std::fs::read_dir(device).unwrap().count(), 0, "signing out wipes the device");
    let omar = Person::sign_in(&server, OMAR, LATER_PHRASE_OF_OMAR).await;
    omar.is_in(CIRCLE).await;
    omar.goes().await;
    lina.goes().await;
    secrets
}

async fn wrong_passphrase(server: &str) {
    let nobody = Person::nobody(server, None).await;
    let (name, passphrase) = (SAMA.to_owned(), LATER_PHRASE_OF_OMAR.to_owned());
    let outcome = nobody.tries(Command::SignIn { name, passphrase, shared_device: true }).await;
    assert!(format!("{outcome:?}").contains("wrong_name_or_passphrase"), "{outcome:?}");
    nobody.goes().await;
}

async fn found(sama: &Person) -> String {
    let command = Command::CreateCircle {
        template: "steps-fellowship".to_owned(),
        name: CIRCLE.to_owned(),
        my_name: "sama-of-the-mill".to_owned(),
        bond: Some(BOND.to_owned()),
        pledge: Some(PLEDGE.to_owned()),
        lang: "en".to_owned(),
        welcome: Welcome::Greeter,
        retention_days: 30,
        calendar: None,
    };
    sama.done(command).await;
    sama.is_in(CIRCLE).await;
    sama.invites(CIRCLE, AT_THE_DOOR).await
}

async fn join(sama: &Person, newcomer: &Person, fragment: &str, name: &str) {
    newcomer.knocks(fragment, name, KNOCK).await;
    let knocks = |view: &View| circle(view, CIRCLE).is_some_and(|circle| !circle.knocks.is_empty());
    let view = sama.sees("a knock", knocks).await;
    let knock = circle(&view, CIRCLE).unwrap().knocks[0].clone();
    assert_eq!((knock.name.as_str(), knock.words.as_str()), (name, KNOCK));
    sama.done(Command::AnswerKnock { circle: sama.index(CIRCLE), knock: knock.id, admit: true }).await;
    newcomer.is_in(CIRCLE).await;
}

async fn shares(sama: &Person, omar: &Person) {
    for text in [SHARE, TAKEN_BACK] {
        let (text, note) = (text.to_owned(), Some(NOTE.to_owned()));
        omar.done(Command::Share { circle: omar.index(CIRCLE), text, wish: Wish::JustListen, note }).await;
    }
    let both = |view: &View| circle(view, CIRCLE).is_some_and(|circle| circle.shares.len() == 2);
    let view = sama.sees("both shares", both).await;
    let shares = circle(&view, CIRCLE).unwrap().shares.clone();
    assert_eq!((shares[0].text.as_deref(), shares[1].text.as_deref()), (Some(SHARE), Some(TAKEN_BACK)));
    let share = shares[0].id.clone();
    sama.done(Command::TapShare { circle: sama.index(CIRCLE), share, tap: Tap::WithYou }).await;
    let tapped = |view: &View| circle(view, CIRCLE).unwrap().shares[0].taps.iter().any(|tap| tap.count == 1);
    omar.sees("the tap", tapped).await;
    omar.has_sent(CIRCLE).await;
    let share = shares[1].id.clone();
    omar.done(Command::TakeBack { circle: omar.index(CIRCLE), share }).await;
    let taken = |view: &View| circle(view, CIRCLE).unwrap().shares.get(1).is_none_or(|share| share.text.is_none());
    sama.sees("the share taken back", taken).await;
}

/// A meeting, in the middle of which the files are looked at too.
async fn meet(sama: &Person, omar: &Person, lina: &Person, detector: &Detector, data: &Path) {
    let clean = |when: &str| {
        let found = detector.search_folder(data);
        assert!(found.is_empty(), "{when}: {found:#?}");
    };
    sama.done(Command::OpenMeeting { circle: sama.index(CIRCLE) }).await;
    for person in [omar, lina] {
        person.arrives(CIRCLE).await;
    }
    let all = |view: &View| meeting(view, CIRCLE).is_some_and(|meeting| meeting.present.len() == 3);
    sama.sees("all in the room", all).await;
    sama.sees("the floor", |view| has_floor(view, CIRCLE)).await;
    speak(sama, &[omar, lina], LINES[0]).await;
    clean("while the keeper has the floor");
    sama.acts(CIRCLE, Act::Done).await;
    for (speaker, others, line) in [(omar, [sama, lina], LINES[1]), (lina, [sama, omar], LINES[2])] {
        sama.sees("a free floor", |view| meeting(view, CIRCLE).is_some_and(|meeting| meeting.turn.is_none())).await;
        reach(sama, &[omar, lina], 4).await;
        speaker.acts(CIRCLE, Act::HandUp).await;
        speaker.sees("the floor", |view| has_floor(view, CIRCLE)).await;
        speak(speaker, &others, line).await;
        clean("while somebody has the floor");
        speaker.acts(CIRCLE, Act::Done).await;
    }
    sama.acts(CIRCLE, Act::Close).await;
    for person in [sama, omar, lina] {
        let closed = |view: &View| circle(view, CIRCLE).is_some_and(|circle| circle.meetings_held == 1);
        person.sees("the end", closed).await;
    }
    clean("after the meeting");
}

/// Leads on to a phase.
async fn reach(keeper: &Person, others: &[&Person], number: u32) {
    let phase = |person: &Person| meeting(&person.view(), CIRCLE).unwrap().phase;
    while phase(keeper) < number {
        let next = phase(keeper) + 1;
        keeper.acts(CIRCLE, Act::NextPhase).await;
        for person in others.iter().chain([&keeper]) {
            let reached = |view: &View| meeting(view, CIRCLE).is_some_and(|meeting| meeting.phase == next);
            person.sees("the phase", reached).await;
        }
        nobody_takes_it(&[keeper, others[0], others[1]], CIRCLE).await;
    }
}

async fn speak(speaker: &Person, others: &[&Person], line: &str) {
    speaker.says(CIRCLE, line).await;
    for person in others.iter().chain([&speaker]) {
        person.hears(CIRCLE, line).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_planted_on_the_wire_is_found() {
    let data = tempfile::tempdir().unwrap();
    let house = House::open(data.path()).await;
    let wire = Recorder::start(house.address).await;
    let detector = Secrets::default().detector();
    assert!(search_wire(&detector, &wire.recordings()).is_empty());
    // A body that names a share, a header, and a masked message on a stream.
    let request = format!("POST /v1/box/get HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: {SAMA}\r\n");
    say_raw(&wire, format!("{request}Content-Length: {}\r\n\r\n{SHARE}", SHARE.len()).as_bytes()).await;
    let (mut stream, _) = tokio_tungstenite::connect_async(format!("ws://{}/v1/stream", wire.address)).await.unwrap();
    stream.send(LINES[0].as_bytes().to_vec().into()).await.unwrap();
    // What was said has been heard when it is refused; the challenge and a ping may come before.
    let refused = |message: &[u8]| matches!(wire::decode(message), Ok(ToClient::Refused { .. }));
    while !refused(&stream.next().await.unwrap().unwrap().into_data()) {}
    let found: Vec<_> = search_wire(&detector, &wire.recordings()).into_iter().map(|it| (it.word, it.place)).collect();
    let expected = [("amberthicket", "sent on a stream"), ("brambleheart", "sent"), (SAMA, "sent")];
    assert_eq!(found, expected.map(|(word, place)| (word.to_owned(), place.to_owned())));
    drop(stream);
    house.close().await;
}

async fn say_raw(wire: &Recorder, bytes: &[u8]) {
    let mut stream = TcpStream::connect(wire.address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 400"), "{}", String::from_utf8_lossy(&answer));
}
