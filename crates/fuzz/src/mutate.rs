//! Mutations from a seed: a walk that is the same on every machine.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};

/// Numbers that lie at an edge of some length or limit.
const EDGES: [&[u8]; 8] =
    [&[0], &[0xff], &[0x7f, 0xff], &[0xff; 4], &[0xff; 8], &[0x9b, 0xff, 0xff, 0xff], &[0x5b, 0, 0, 0, 1], &[0x9f]];

/// A source of mutated inputs.
pub struct Mutator(ChaCha8Rng);

impl Mutator {
    /// The walk of this seed.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// One of the inputs, changed at one to eight places.
    pub fn next(&mut self, inputs: &[Vec<u8>], longest: usize) -> Vec<u8> {
        let mut input = if inputs.is_empty() { Vec::new() } else { inputs[self.below(inputs.len())].clone() };
        for _ in 0..=self.below(8) {
            self.change(&mut input, inputs);
        }
        input.truncate(longest);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>, inputs: &[Vec<u8>]) {
        let at = self.below(input.len() + 1);
        match self.below(7) {
            0 if at < input.len() => input[at] ^= 1 << self.below(8),
            1 if at < input.len() => input[at] = self.0.next_u32() as u8,
            2 => input.truncate(at),
            3 => {
                let end = (at + self.below(16)).min(input.len());
                input.drain(at..end);
            }
            4 => {
                let edge = EDGES[self.below(EDGES.len())];
                let end = (at + edge.len()).min(input.len());
                input.splice(at..end, edge.iter().copied());
            }
            5 => {
                let mut more = vec![0; 1 + self.below(24)];
                self.0.fill_bytes(&mut more);
                input.splice(at..at, more);
            }
            _ if !inputs.is_empty() => {
                let other = &inputs[self.below(inputs.len())];
                let from = self.below(other.len() + 1);
                let to = (from + self.below(64)).min(other.len());
                input.splice(at..at, other[from..to].iter().copied());
            }
            _ => {}
        }
    }

    fn below(&mut self, end: usize) -> usize {
        (self.0.next_u64() % (end.max(1) as u64)) as usize
    }
}
