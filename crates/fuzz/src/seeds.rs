//! Seeds that come from a season of a small world: what devices asked, what the server said, what a device kept.

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use engine::{MlsSuite, PlainSuite, Suite};
use sim::{DeviceId, Liar, World, season::Plan};
use wire::stream::ToClient;

use crate::{device as devices, engine_formats, wire_messages};

/// Of each message so many are kept: the shortest, which say as much as the others.
const EACH: usize = 3;
/// A season that joins, shares, meets, leaves and loses devices.
const PLAN: Plan = Plan { people: 4, circles: 2, acts: 90 };

pub(crate) fn wire() -> Vec<Vec<u8>> {
    season::<PlainSuite>(1).0
}

pub(crate) fn engine() -> Vec<Vec<u8>> {
    let mut found = BTreeSet::new();
    for (_, plain) in [season::<PlainSuite>(1).1, season::<MlsSuite>(2).1].concat().concat() {
        found.extend(engine_formats::seeds_of(&plain));
    }
    shortest(found)
}

pub(crate) fn device() -> Vec<Vec<u8>> {
    season::<PlainSuite>(1).2
}

type Kept = Vec<(String, Vec<u8>)>;

/// Inputs for the messages, what devices kept, and inputs for devices.
fn season<S: Suite>(seed: u64) -> (Vec<Vec<u8>>, Vec<Kept>, Vec<Vec<u8>>) {
    let mut world = World::<S>::new(seed);
    let heard = Rc::new(RefCell::new(BTreeSet::new()));
    world.set_liar(Some(Box::new(Recorder(Rc::clone(&heard)))));
    world.season(PLAN);
    let stores: Vec<_> = world.living().into_iter().map(|device| world.kept(device).clone()).collect();
    let kept = stores.iter().map(devices::open).collect();
    let mut starts: Vec<Vec<u8>> = stores.iter().map(devices::seed).collect();
    starts.sort_by_key(Vec::len);
    starts.truncate(4);
    (shortest(heard.take()), kept, starts)
}

/// The shortest inputs of each kind, which is their first byte.
fn shortest(inputs: BTreeSet<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut inputs: Vec<Vec<u8>> = inputs.into_iter().collect();
    inputs.sort_by_key(|input| (input.first().copied(), input.len()));
    let mut kept: Vec<Vec<u8>> = Vec::new();
    for input in inputs {
        let alike = kept.iter().rev().take(EACH).filter(|earlier| earlier.first() == input.first()).count();
        if alike < EACH {
            kept.push(input);
        }
    }
    kept
}

/// Tells the truth and writes everything down.
struct Recorder(Rc<RefCell<BTreeSet<Vec<u8>>>>);

impl Liar for Recorder {
    fn answer(&mut self, _: DeviceId, path: &str, body: Vec<u8>) -> Vec<u8> {
        self.0.borrow_mut().extend(wire_messages::answer_seed(path, &body));
        body
    }

    fn asked(&mut self, _: DeviceId, path: &str, body: &[u8]) {
        self.0.borrow_mut().extend(wire_messages::request_seed(path, body));
    }

    fn message(&mut self, _: DeviceId, message: ToClient) -> Option<ToClient> {
        self.0.borrow_mut().extend(wire_messages::other_seed(&message));
        Some(message)
    }
}
