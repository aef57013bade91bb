//! The proofs. One binary, because each links the whole of both sides.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod bad_input;
mod canary;
mod database;
mod detector;
mod erasure;
mod export;
mod races;
mod unlinkability;
