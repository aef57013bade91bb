//! A device that starts with any store: what lies in its slots is sealed under a key that lies beside, so whoever has the
//! disk may write anything.

use std::collections::BTreeMap;

use engine::{Answer, Engine, Output, PlainSuite, formats::KEY};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use seal::{Key, Kind, aead};
use wire::Millis;

use crate::{
    bounds,
    input::{Input, write_string},
};

const NOW: Millis = Millis(1_767_225_600_000);
/// The key of every device here.
const DEVICE: [u8; 32] = [7; 32];
/// Most answers that it gets.
const ANSWERS: u32 = 40;

/// The input is a list of slots: name and plaintext. The device starts, cannot reach the server, and lives on.
pub(crate) fn run(bytes: &[u8]) {
    let _turn = bounds::turn();
    let mut input = Input::new(bytes);
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut slots = BTreeMap::from([(KEY.to_owned(), DEVICE.to_vec())]);
    while !input.is_empty() {
        let name = String::from_utf8_lossy(input.string()).into_owned();
        let plain = input.string();
        // A name with a zero in front leaves the value as it is: one that was never sealed.
        let value = match name.strip_prefix('\0') {
            Some(_) => plain.to_vec(),
            None => aead::seal(&Key::from_stored(DEVICE), Kind::Device, name.as_bytes(), plain, &mut rng),
        };
        slots.insert(name.trim_start_matches('\0').to_owned(), value);
    }
    bounds::within(8 * 1024 * 1024 + 1024 * bytes.len(), "a start", || start(slots));
}

/// An input from what a device has kept.
pub(crate) fn seed(kept: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    for (slot, plain) in open(kept) {
        write_string(&mut out, slot.as_bytes());
        write_string(&mut out, &plain);
    }
    out
}

/// What a device has kept, opened.
pub(crate) fn open(kept: &BTreeMap<String, Vec<u8>>) -> Vec<(String, Vec<u8>)> {
    let Some(key) = kept.get(KEY).and_then(|key| key.as_slice().try_into().ok()).map(Key::from_stored) else {
        return Vec::new();
    };
    let plain = |slot: &str, sealed: &[u8]| aead::open(&key, Kind::Device, slot.as_bytes(), sealed).ok();
    kept.iter().filter_map(|(slot, sealed)| Some((slot.clone(), plain(slot, sealed)?.to_vec()))).collect()
}

fn start(slots: BTreeMap<String, Vec<u8>>) {
    let mut engine = Engine::<PlainSuite>::new(Box::new(ChaCha20Rng::seed_from_u64(2)));
    engine.start(slots, NOW);
    let (mut now, mut answers) = (NOW, 0);
    while answers < ANSWERS {
        while let Some(output) = engine.poll() {
            match output {
                Output::Request { id, .. } => {
                    engine.handle_response(id, Answer { status: 0, body: Vec::new() }, now);
                    answers += 1;
                }
                Output::StreamOpen(stream) => {
                    engine.handle_closed(stream, now);
                    answers += 1;
                }
                Output::View(view) => drop(view),
                Output::StreamSend(..)
                | Output::StreamClose(_)
                | Output::Store { .. }
                | Output::Forget
                | Output::Outcome(..) => {}
            }
            if answers > ANSWERS {
                return;
            }
        }
        let Some(due) = engine.timeout() else { return };
        now = now.max(due);
        engine.tick(now);
        answers += 1;
    }
}
