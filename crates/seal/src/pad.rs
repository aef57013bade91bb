//! Size classes: a sealed value tells its class and nothing finer (protocol.md section 2).
//!
//! Padding is one byte 0x80 and then zeros (ISO/IEC 7816-4), inside the seal.

use crate::aead::{CannotOpen, OVERHEAD};

/// Up to this many bytes the classes are steps; above it Padmé (Nikitin et al., "Reducing Metadata Leakage from
/// Encrypted Files and Communication with PURBs", 2019) adds at most 12 %.
const PADME_FROM: usize = 4096;

/// A private note once it is padded.
pub const NOTE: usize = 1920;

/// Which sizes a value is padded to, before it is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Sealed, with an etag in front, exactly [`wire::limits::VAULT`] bytes.
    Vault,
    /// Boxes, snapshots, mails, envelopes: powers of two from 256 bytes to 4 KiB, then Padmé.
    Box,
    /// Entries and live frames: steps of 256 bytes to 4 KiB, then Padmé.
    Entry,
    /// Ring records: steps of 4 KiB.
    Ring,
    /// Private notes: all are [`NOTE`] bytes, for the whole room sees them go by.
    Note,
    /// Notes behind a second PIN: before they are sealed exactly [`wire::limits::NOTES`] bytes.
    PinNotes,
}

/// A value is larger than its class allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too large")]
pub struct TooLarge;

/// Pads `plain` to the next size of its class.
///
/// # Errors
/// [`TooLarge`], and only for [`Class::Vault`], [`Class::Note`] and [`Class::PinNotes`].
pub fn pad(plain: &[u8], class: Class) -> Result<zeroize::Zeroizing<Vec<u8>>, TooLarge> {
    let size = class.fit(plain.len() + 1)?;
    let mut out = zeroize::Zeroizing::new(Vec::with_capacity(size));
    out.extend_from_slice(plain);
    out.push(0x80);
    out.resize(size, 0);
    Ok(out)
}

/// Removes the padding.
///
/// # Errors
/// [`CannotOpen`] when there is none.
pub fn unpad(padded: &[u8]) -> Result<&[u8], CannotOpen> {
    let end = padded.iter().rposition(|byte| *byte != 0).ok_or(CannotOpen)?;
    if padded[end] == 0x80 { Ok(&padded[..end]) } else { Err(CannotOpen) }
}

impl Class {
    fn fit(self, len: usize) -> Result<usize, TooLarge> {
        match self {
            Self::Vault => {
                let size = wire::limits::VAULT - OVERHEAD - wire::Etag::LEN;
                if len <= size { Ok(size) } else { Err(TooLarge) }
            }
            Self::Box if len <= PADME_FROM => Ok(len.next_power_of_two().max(256)),
            Self::Entry if len <= PADME_FROM => Ok(len.next_multiple_of(256)),
            Self::Box | Self::Entry => Ok(padme(len)),
            Self::Ring => Ok(len.next_multiple_of(4096)),
            Self::Note if len <= NOTE => Ok(NOTE),
            Self::PinNotes if len <= wire::limits::NOTES => Ok(wire::limits::NOTES),
            Self::Note | Self::PinNotes => Err(TooLarge),
        }
    }
}

fn padme(len: usize) -> usize {
    let exponent = len.ilog2();
    let mantissa = exponent.ilog2() + 1;
    let mask = (1_usize << (exponent - mantissa)) - 1;
    (len + mask) & !mask
}
