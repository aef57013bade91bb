//! What is said in a meeting leaves no trace: while it is said no file of the server changes by a byte, logs and free pages
//! of the database included (to look for words would not do: what the server stores it wraps); nothing of it is in what
//! the devices write down, though that is opened; and its keys are gone.
//!
//! Every live frame is taken down on its way, so that its key can be looked for.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use engine::{
    Command, MlsSuite, Outcome,
    command::{Act, CornersCommand, SplitForm, Tap},
    formats,
    view::{Carrying, MeetingAct},
};
use proofs::Detector;
use seal::{Key, Kind, aead};
use server_store_sqlite::Sqlite;
use sim::{DeviceId, Liar, World, meetings::Seen, ops::MINUTE};
use wire::{Millis, stream::ToClient};

use crate::frames::key_in;

const START: Millis = Millis(1_767_225_600_000);
const SHARED: &str = "brambleheart between the meetings";
/// A line in a turn, a note to the keeper, a line in a corner.
const SAID: [&str; 3] = ["gossamerquay in my turn", "saffronpath for the keeper", "cinderquill in a corner"];

/// In milliseconds: longer than any device waits with what it has to write.
const SETTLES: u64 = 15_000;

type Sim = World<MlsSuite, Sqlite>;
type Taken = Rc<RefCell<BTreeSet<Vec<u8>>>>;

/// Changes nothing, and takes down every live frame.
#[derive(Clone, Default)]
struct Recorder {
    frames: Taken,
}

impl Liar for Recorder {
    fn answer(&mut self, _: DeviceId, _: &str, body: Vec<u8>) -> Vec<u8> {
        body
    }

    fn message(&mut self, _: DeviceId, message: ToClient) -> Option<ToClient> {
        if let ToClient::Live { frame, .. } = &message {
            self.frames.borrow_mut().insert(frame.to_vec());
        }
        Some(message)
    }
}

#[test]
fn a_meeting_leaves_no_trace_on_server_and_devices() {
    let folder = tempfile::tempdir().unwrap();
    let store = async { Sqlite::open(folder.path()).await.unwrap() };
    let mut world = Sim::on(9, START, None, store);
    let people = world.circle_under("grief-circle", ["ana", "bo", "cy"]);
    let recorder = Recorder::default();
    world.set_liar(Some(Box::new(recorder.clone())));
    world.say(people[0], SHARED);
    world.pass(MINUTE);

    world.gather(&people);
    speak(&mut world, &people, folder.path());
    speak_in_corners(&mut world, &people, folder.path());
    let frames = recorder.frames.borrow().clone();
    let corner = frames.iter().filter(|frame| frame[0] & 0x80 != 0).count();
    assert!(corner >= people.len() && frames.len() > corner + SAID.len(), "{corner} of {} frames", frames.len());
    let opens = |world: &Sim, frame: &Vec<u8>| people.iter().any(|device| world.engine(*device).opens_frame(frame));
    assert!(frames.iter().any(|frame| opens(&world, frame)), "in the meeting its keys are there");
    nothing_written_down(&world, &people, &frames);

    world.finish_politely(&people, &mut Seen::default());
    world.pass(MINUTE);
    let frames = recorder.frames.borrow().clone();
    assert!(!frames.iter().any(|frame| opens(&world, frame)), "its keys are gone");
    no_words(folder.path(), "after the meeting");
    nothing_written_down(&world, &people, &frames);
    world.sweep();
    no_words(folder.path(), "after the sweep");
    drop(world);
    no_words(folder.path(), "when the server has ended");
}

/// A line in a turn, a tap and a note.
fn speak(world: &mut Sim, people: &[DeviceId], data: &Path) {
    let circle = world.ready(people[0])[0].index;
    let before = settled(world, data);
    done(world, people[0], Command::Say { circle, text: SAID[0].to_owned() });
    done(world, people[1], Command::TapTurn { circle, turn: 1, tap: Tap::WithYou });
    done(world, people[1], Command::WriteNote { circle, to: None, text: SAID[1].to_owned() });
    world.pass(SETTLES);
    shows(world, people[2], SAID[0]);
    shows(world, people[0], SAID[1]);
    assert!(files(data) == before, "what is said is written to no file of the server");
    done(world, people[0], Command::Meeting { circle, act: Act::Done });
    world.pass(SETTLES);
    assert!(files(data) != before, "that the turn is over is written, or the test sees nothing");
}

fn speak_in_corners(world: &mut Sim, people: &[DeviceId], data: &Path) {
    let circle = world.ready(people[0])[0].index;
    to_a_phase_with_corners(world, people);
    let draw = CornersCommand::Draw { split: SplitForm::Triads, minutes: 5, with_me: true };
    done(world, people[0], Command::Corners { circle, act: draw });
    world.pass(MINUTE);
    done(world, people[0], Command::Corners { circle, act: CornersCommand::Start });
    let before = settled(world, data);
    for device in people {
        done(world, *device, Command::Corners { circle, act: CornersCommand::Say { text: SAID[2].to_owned() } });
    }
    world.pass(SETTLES);
    shows(world, people[1], SAID[2]);
    assert!(files(data) == before, "what is said in a corner neither");
}

/// The server's files, once all that was done is written.
fn settled(world: &mut Sim, data: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    world.pass(SETTLES);
    files(data)
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    paths.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

fn to_a_phase_with_corners(world: &mut Sim, people: &[DeviceId]) {
    let circle = world.ready(people[0])[0].index;
    let offered = |world: &Sim| {
        world
            .meeting(people[0])
            .is_some_and(|(_, meeting)| meeting.acts.contains(&MeetingAct::With(Carrying::BreakOut)))
    };
    for act in [Act::Pass, Act::NextPhase].into_iter().cycle().take(100) {
        if offered(world) {
            return;
        }
        for device in people {
            world.command(*device, Command::Meeting { circle, act });
        }
        world.pass(1_500);
    }
    panic!("no phase with corners");
}

#[track_caller]
fn done(world: &mut Sim, device: DeviceId, command: Command) {
    let outcome = world.run(device, command, MINUTE);
    assert!(matches!(outcome, Some(Outcome::Done(_))), "{outcome:?}");
}

#[track_caller]
fn shows(world: &Sim, device: DeviceId, words: &str) {
    assert!(format!("{:?}", world.view(device)).contains(words), "{words}");
}

#[track_caller]
fn no_words(data: &Path, when: &str) {
    let found = Detector::new(SAID.iter().map(|said| ("words", said.as_bytes()))).search_folder(data);
    assert!(found.is_empty(), "{when}: {found:#?}");
}

/// What a device has written down is opened with the key that lies beside it.
fn nothing_written_down(world: &Sim, people: &[DeviceId], frames: &BTreeSet<Vec<u8>>) {
    let of_each_key: BTreeMap<&[u8], &Vec<u8>> = frames.iter().map(|frame| (&frame[..4], frame)).collect();
    for device in people {
        let kept = world.kept(*device);
        let key = Key::from_stored(kept[formats::KEY].as_slice().try_into().unwrap());
        let sealed = kept.iter().filter(|(slot, _)| *slot != formats::KEY);
        let plain: Vec<_> =
            sealed.map(|(slot, bytes)| aead::open(&key, Kind::Device, slot.as_bytes(), bytes).unwrap()).collect();
        let holds = |words: &str| plain.iter().any(|plain| plain.windows(words.len()).any(|at| at == words.as_bytes()));
        assert!(holds(SHARED), "or the test sees nothing");
        for said in SAID {
            assert!(!holds(said), "{device:?} has written down {said}");
        }
        for frame in of_each_key.values() {
            assert!(!plain.iter().any(|plain| key_in(plain, 1, frame).is_some()), "{device:?} has written down a key");
        }
    }
}

#[test]
fn a_key_is_found_where_it_is() {
    let key: Vec<u8> = (0..32).map(|n| 7 * n + 1).collect();
    let salt = [9; 24];
    let mut keys = [0; 64];
    hkdf::Hkdf::<sha2::Sha256>::new(Some(&salt), &key).expand(b"stayhere/v1/aead\0live", &mut keys).unwrap();
    let frame = [&[0; 5][..], &salt, &keys[32..]].concat();
    let place = [&[1; 101][..], &key, &[2; 50]].concat();
    assert_eq!(key_in(&place, 1, &frame), Some(key));
    assert_eq!(key_in(&[3; 300], 1, &frame), None);
}
