//! The proofs. One binary, because each links the whole of both sides.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

/// As in the program: what the memory test finds must be what its memory holds.
#[global_allocator]
static ALLOCATOR: client::WipingAllocator = client::WIPING;

mod bad_input;
mod canary;
mod database;
mod detector;
mod erasure;
mod export;
mod frames;
mod logs;
mod memory;
mod permutation;
mod picture;
mod races;
mod rewritten;
mod thief;
mod two_worlds;
mod unlinkability;
mod vanish;
