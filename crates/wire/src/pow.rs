//! Proof of work: what makes accounts, boxes, circles and knocks cost a moment (protocol.md section 5.4), and floods of
//! worthless commits dear.
//!
//! A stamp is a number `n` such that SHA-256("stayhere/v1/pow", day, hash of the subject, n) begins with
//! [`limits::POW_BITS`] zero bits, or as many as the server asks for. The subject is the new thing's id, so a stamp is
//! good for that thing alone.

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use crate::{CircleId, CommitId, Day, limits};

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
        while zeros(day, subject, number) < limits::POW_BITS {
            number += 1;
        }
        Self { day, number }
    }

    /// Searches among `tries` numbers from `from` on: a slice of a search that takes 2^`bits` hashes on average.
    pub fn search(day: Day, subject: &[u8; 32], bits: u32, from: u64, tries: u64) -> Option<Self> {
        (from..from.saturating_add(tries))
            .find(|number| zeros(day, subject, *number) >= bits)
            .map(|n| Self::new(day, n))
    }

    /// Whether the stamp was found for `subject` on `today` or a day beside it.
    pub fn holds(&self, today: Day, subject: &[u8; 32]) -> bool {
        self.shows(today, subject) >= limits::POW_BITS
    }

    /// The zero bits that it shows for `subject`; none when it was found on another day than `today` or one beside it.
    pub fn shows(&self, today: Day, subject: &[u8; 32]) -> u32 {
        if self.day.0.abs_diff(today.0) <= 1 { zeros(self.day, subject, self.number) } else { 0 }
    }

    const fn new(day: Day, number: u64) -> Self {
        Self { day, number }
    }
}

/// The subject of the work for a place among the children of a commit. Not the child's id: who rebuilds a commit because
/// an entry came in between needs no new stamp, and who wins the place has worked for it anew.
pub fn child_subject(circle: CircleId, parent: CommitId, child_no: u32) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"stayhere/v1/child\0")
        .chain_update(circle.0)
        .chain_update(parent.0)
        .chain_update(child_no.to_be_bytes())
        .finalize()
        .into()
}

/// What so many children weigh whose envelopes and snapshots are so many bytes.
pub const fn child_weight(children: u32, bytes: u64) -> u32 {
    let steps = bytes / limits::CHILD_BYTES;
    if steps > limits::CHILDREN_WEIGHT as u64 { limits::CHILDREN_WEIGHT } else { children.saturating_add(steps as u32) }
}

/// The bits that the next child must show where the present ones weigh `weight`: none for a few, then from
/// [`limits::POW_BITS`] up to [`limits::WORK_BITS`], one more for each [`limits::CHILDREN_STEP`].
///
/// None where no further child is taken.
pub const fn child_bits(weight: u32) -> Option<u32> {
    if weight >= limits::CHILDREN_WEIGHT {
        return None;
    }
    if weight < limits::CHILDREN_FREE {
        return Some(0);
    }
    let bits = limits::POW_BITS + (weight - limits::CHILDREN_FREE) / limits::CHILDREN_STEP;
    Some(if bits > limits::WORK_BITS { limits::WORK_BITS } else { bits })
}

fn zeros(day: Day, subject: &[u8; 32], number: u64) -> u32 {
    let digest = Sha256::new()
        .chain_update(b"stayhere/v1/pow\0")
        .chain_update(day.0.to_be_bytes())
        .chain_update(subject)
        .chain_update(number.to_be_bytes())
        .finalize();
    let head = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    head.leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::{child_bits, child_weight};
    use crate::limits::{CHILD_BYTES, CHILDREN_WEIGHT, ENVELOPE, SNAPSHOT};

    #[test]
    fn what_the_next_child_costs() {
        for (children, bytes, bits) in [
            (0, 0, Some(0)),
            (1, CHILD_BYTES - 1, Some(0)),
            (15, 0, Some(0)),
            (1, 15 * CHILD_BYTES, Some(14)),
            (16, 0, Some(14)),
            (31, CHILD_BYTES - 1, Some(14)),
            (31, CHILD_BYTES, Some(15)),
            (143, 0, Some(21)),
            (144, 0, Some(22)),
            (2000, 2000 * CHILD_BYTES, Some(22)),
            (CHILDREN_WEIGHT - 1, 0, Some(22)),
            (CHILDREN_WEIGHT, 0, None),
            (1, u64::MAX, None),
            (u32::MAX, u64::MAX, None),
        ] {
            assert_eq!(child_bits(child_weight(children, bytes)), bits, "{children} children of {bytes} bytes");
        }
    }

    /// The limit: what it costs to fill a commit's list of children for good, in hashes on average.
    #[test]
    fn what_a_flood_to_the_end_costs() {
        for (bytes, expected) in [(0, (4096, 16_642_736_128)), ((ENVELOPE + SNAPSHOT) as u64, (64, 258_080_768))] {
            let (mut children, mut hashes) = (0, 0_u64);
            while let Some(bits) = child_bits(child_weight(children, u64::from(children) * bytes)) {
                hashes += if bits == 0 { 0 } else { 1 << bits };
                children += 1;
            }
            assert_eq!((children, hashes), expected, "children of {bytes} bytes");
        }
    }
}
