//! Wakes: moments for which a device asks to be woken by a push without content. No account, no circle, no capability:
//! whoever knows the address at the push service may set its list. The address is itself such a secret; the browser's push service
//! makes it long and random (RFC 8030, section 8.3), and it stands nowhere but on the device and here.

use minicbor::{Decode, Encode, bytes::ByteArray};

use crate::{Hash, Millis, Request, account::Done, limits, pow::Stamp};

/// A moment in steps of [`limits::WAKE_STEP_MINUTES`] since 1970-01-01 UTC: no finer time of anybody is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct WakeTime(#[n(0)] pub u32);

impl WakeTime {
    /// Milliseconds of a step.
    pub const STEP_MS: u64 = limits::WAKE_STEP_MINUTES as u64 * 60_000;
    /// Steps of a day.
    pub const PER_DAY: u32 = 24 * 60 / limits::WAKE_STEP_MINUTES;

    /// The step in which an instant lies.
    pub const fn of(now: Millis) -> Self {
        let step = now.0 / Self::STEP_MS;
        Self(if step > u32::MAX as u64 { u32::MAX } else { step as u32 })
    }

    /// When it begins.
    pub const fn begins(self) -> Millis {
        Millis(self.0 as u64 * Self::STEP_MS)
    }

    /// So many steps later.
    #[must_use]
    pub const fn plus(self, steps: u32) -> Self {
        Self(self.0.saturating_add(steps))
    }

    /// So many steps before.
    #[must_use]
    pub const fn minus(self, steps: u32) -> Self {
        Self(self.0.saturating_sub(steps))
    }
}

/// Replaces the moments of an address. Not signed: whoever knows the address may. Stamp subject: SHA-256 of the address.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct WakesSet {
    /// Where the push service takes what is for this browser: an `https` address of at most [`limits::WAKE_ADDRESS`] bytes.
    #[n(0)]
    pub address: String,
    /// When: rising, none twice, all ahead, at most [`limits::WAKE_DAYS`]; exactly [`limits::WAKES`] of them, so that the number
    /// tells nothing, or none, which removes the address.
    #[n(1)]
    pub times: Vec<WakeTime>,
    /// Proof of work.
    #[n(2)]
    pub stamp: Stamp,
}

impl WakesSet {
    /// What the stamp is for.
    pub fn subject(address: &str) -> [u8; 32] {
        Hash::of(address.as_bytes()).0
    }
}

/// Asks for the key under which this server pushes. Refused with [`crate::Code::NotFound`] where it does not.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct WakeKeyGet {}

/// Answer of [`WakeKeyGet`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct WakeKey {
    /// An uncompressed point of P-256 (RFC 8292, section 3.2), to give to the browser's push service.
    #[n(0)]
    pub key: ByteArray<65>,
}

impl Request for WakesSet {
    const PATH: &'static str = "/v1/wake/set";
    type Response = Done;
}
impl Request for WakeKeyGet {
    const PATH: &'static str = "/v1/wake/key";
    type Response = WakeKey;
}
