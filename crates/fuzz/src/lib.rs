//! Bytes that nobody meant, for every decoder that sees foreign bytes and for the whole server interface.
//!
//! A [`Target`] is a plain function of bytes that panics when a promise is broken. `cargo xtask fuzz` drives the
//! targets by coverage; `tests/replay.rs` runs each over its corpus and over a short walk of mutations, in CI.
//! docs/fuzzing.md says how to use it and what each target promises.

mod answers;
mod bounds;
mod circles;
pub mod corpus;
mod device;
mod disk;
mod engine_formats;
mod input;
mod listings;
mod mls;
pub mod mutate;
mod sealed;
mod seeds;
mod server;
mod sign_in;
mod texts;
mod wire_messages;

/// Something that takes any bytes.
pub struct Target {
    /// Its name on the command line, and its corpus's.
    pub name: &'static str,
    /// Panics when a promise is broken.
    pub run: fn(&[u8]),
    /// What to begin with: real values, made anew from the present formats.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// The longest input that is tried.
    pub longest: usize,
    /// How many mutations a replay in CI tries: about two seconds of them.
    pub walk: u32,
}

/// Every target, the fast ones first.
pub static TARGETS: [Target; 18] = [
    Target { name: "wire", run: wire_messages::run, seeds: seeds::wire, longest: 4096, walk: 200_000 },
    Target { name: "texts", run: texts::run, seeds: texts::seeds, longest: 2048, walk: 2500 },
    Target { name: "sealed", run: sealed::outside, seeds: sealed::outside_seeds, longest: 4096, walk: 6000 },
    Target { name: "opened", run: sealed::inside, seeds: sealed::inside_seeds, longest: 2048, walk: 2500 },
    Target { name: "entries", run: circles::entries, seeds: circles::entry_seeds, longest: 4096, walk: 600 },
    Target { name: "states", run: circles::states, seeds: circles::state_seeds, longest: 16_384, walk: 6000 },
    Target { name: "engine", run: engine_formats::run, seeds: seeds::engine, longest: 16_384, walk: 100_000 },
    Target { name: "device", run: device::run, seeds: seeds::device, longest: 32_768, walk: 500 },
    Target { name: "signin", run: sign_in::run, seeds: sign_in::seeds, longest: 1024, walk: 3000 },
    Target { name: "mls", run: mls::messages, seeds: mls::message_seeds, longest: 16_384, walk: 400 },
    Target { name: "group", run: mls::states, seeds: mls::state_seeds, longest: 32_768, walk: 400 },
    Target { name: "server", run: server::in_memory, seeds: server::seeds, longest: 2048, walk: 500 },
    Target { name: "sqlite", run: server::on_disk, seeds: server::seeds, longest: 2048, walk: 25 },
    Target { name: "disk", run: disk::run, seeds: disk::seeds, longest: 1024, walk: 20 },
    Target { name: "feeds", run: listings::feeds, seeds: listings::feed_seeds, longest: 4096, walk: 3000 },
    Target { name: "questions", run: listings::questions, seeds: listings::question_seeds, longest: 1024, walk: 3000 },
    Target { name: "peers", run: listings::peers, seeds: listings::peer_seeds, longest: 16_384, walk: 1500 },
    Target { name: "answers", run: answers::run, seeds: answers::seeds, longest: 1024, walk: 6 },
];

/// The target of this name.
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
