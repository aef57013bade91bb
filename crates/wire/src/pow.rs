//! Proof of work: what makes accounts, boxes, circles and knocks cost a moment (protocol.md section 5.4).
//!
//! A stamp is a number `n` such that SHA-256("stayhere/v1/pow", day, hash of the subject, n) begins with
//! [`limits::POW_BITS`] zero bits. The subject is the new thing's id, so a stamp is good for that thing alone.

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use crate::{Day, limits};

/// A found number and the day it was found on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Stamp {
    /// The day; a server accepts its own day and the ones beside it.
    #[n(0)]
    pub day: Day,
    /// The number.
    #[n(1)]
    pub number: u64,
}

impl Stamp {
    /// Searches for a stamp; about 2^[`limits::POW_BITS`] hashes.
    pub fn find(day: Day, subject: &[u8; 32]) -> Self {
        let mut number = 0;
        while !fits(day, subject, number) {
            number += 1;
        }
        Self { day, number }
    }

    /// Whether the stamp was found for `subject` on `today` or a day beside it.
    pub fn holds(&self, today: Day, subject: &[u8; 32]) -> bool {
        self.day.0.abs_diff(today.0) <= 1 && fits(self.day, subject, self.number)
    }
}

fn fits(day: Day, subject: &[u8; 32], number: u64) -> bool {
    let digest = Sha256::new()
        .chain_update(b"stayhere/v1/pow\0")
        .chain_update(day.0.to_be_bytes())
        .chain_update(subject)
        .chain_update(number.to_be_bytes())
        .finalize();
    let head = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    head.leading_zeros() >= limits::POW_BITS
}
