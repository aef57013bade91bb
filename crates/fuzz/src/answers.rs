//! A server that answers a whole device with anything. Nothing panics, nobody else is disturbed, and once the server is
//! honest again the device finds its place.

use engine::PlainSuite;
use sim::{DeviceId, Liar, World, ops::MINUTE};
use wire::stream::ToClient;

use crate::{bounds, input::Input};

/// The input decides what becomes of each thing that the server says to one of two members.
pub(crate) fn run(bytes: &[u8]) {
    let _turn = bounds::turn();
    let mut world = World::<PlainSuite>::new(1);
    let [ana, bo] = world.circle_of(["ana", "bo"]);
    let lies = Lies { bytes: bytes.to_vec(), at: 0, to: bo };
    world.set_liar(Some(Box::new(lies)));
    for round in 0..3 {
        world.say(ana, &format!("said {round}"));
        if !world.ready(bo).is_empty() {
            world.say(bo, &format!("answered {round}"));
        }
        world.pass(MINUTE);
        if round % 2 == 0 {
            world.restart_device(bo);
        }
    }
    assert_eq!(world.ready(ana).len(), 1, "who was told the truth goes on");
    world.set_liar(None);
    world.restart_device(bo);
    world.clear_up();
    assert_eq!(world.disagreements(), Vec::<String>::new());
    assert_eq!(world.head(bo), world.head(ana));
}

/// One program that believes everything, and some that change much.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let other = wire::encode(&wire::Problem::new(wire::Code::NotFound));
    let told = wire::encode(&ToClient::Pong { number: 7 });
    let replace = [&[4, 0, other.len() as u8], other.as_slice()].concat();
    let message = [&[12, 0, told.len() as u8], told.as_slice()].concat();
    vec![vec![0; 4], [1, 0, 9].repeat(12), [2, 0, 3, 0x81].repeat(12), replace.repeat(8), message.repeat(8)]
}

struct Lies {
    bytes: Vec<u8>,
    at: usize,
    to: DeviceId,
}

impl Lies {
    /// Takes the next decision; what was read of the input is gone.
    fn next<T>(&mut self, decide: impl FnOnce(&mut Input<'_>) -> T) -> T {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let mut input = Input::new(rest);
        let decided = decide(&mut input);
        self.at += rest.len() - input.rest().len();
        decided
    }
}

impl Liar for Lies {
    fn answer(&mut self, to: DeviceId, _: &str, body: Vec<u8>) -> Vec<u8> {
        if to != self.to {
            return body;
        }
        self.next(|input| change(input, body))
    }

    fn message(&mut self, to: DeviceId, message: ToClient) -> Option<ToClient> {
        if to != self.to {
            return Some(message);
        }
        self.next(|input| match input.below(16) {
            8..=10 => None,
            11 => wire::decode(&change(input, wire::encode(&message))).ok(),
            12 => wire::decode(input.string()).ok(),
            _ => Some(message),
        })
    }
}

fn change(input: &mut Input<'_>, mut body: Vec<u8>) -> Vec<u8> {
    let kind = input.below(8);
    if kind == 0 || kind > 5 || body.is_empty() {
        return body;
    }
    let at = usize::from(u16::from_be_bytes(input.array())) % body.len();
    match kind {
        1 => body.truncate(at),
        2 => body[at] = input.byte(),
        3 => body[at] ^= 1 << input.below(8),
        4 => {
            let with = input.string();
            let end = (at + with.len()).min(body.len());
            body.splice(at..end, with.iter().copied());
        }
        _ => body = input.string().to_vec(),
    }
    body
}
