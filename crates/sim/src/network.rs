//! What travels between devices and server, and what the weather does to it.

use std::collections::BTreeMap;

use engine::{RequestId, StreamId};
use wire::Millis;

use crate::{device::DeviceId, random::Random};

/// How bad the network is, in percent and milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Weather {
    /// Requests that never reach the server.
    pub lost_requests: u64,
    /// Answers that never come back, of requests that the server has carried out.
    pub lost_answers: u64,
    /// Requests that reach the server twice.
    pub doubled: u64,
    /// Stream messages after which the stream breaks.
    pub breaks: u64,
    /// The longest way of a message.
    pub delay_ms: u64,
}

impl Weather {
    /// A good network.
    pub const FAIR: Self = Self { lost_requests: 0, lost_answers: 0, doubled: 0, breaks: 0, delay_ms: 40 };
    /// A bad one.
    pub const STORM: Self = Self { lost_requests: 4, lost_answers: 4, doubled: 3, breaks: 2, delay_ms: 900 };
}

/// Something on its way.
#[derive(Debug)]
pub(crate) enum Parcel {
    /// A request to the server.
    Request { device: DeviceId, id: RequestId, path: &'static str, auth: Option<String>, body: Vec<u8>, answer: bool },
    /// An answer to a device; status 0 for a failure.
    Answer { device: DeviceId, id: RequestId, status: u16, body: Vec<u8> },
    /// A stream is being opened.
    Open { device: DeviceId, stream: StreamId },
    /// A message to the server.
    Up { device: DeviceId, stream: StreamId, message: Vec<u8> },
    /// A message to a device.
    Down { device: DeviceId, stream: StreamId, message: Vec<u8> },
    /// A stream has closed.
    Closed { device: DeviceId, stream: StreamId },
}

/// Everything on its way, by the time at which it arrives. Streams keep their order.
#[derive(Default)]
pub(crate) struct Network {
    parcels: BTreeMap<(Millis, u64), Parcel>,
    sent: u64,
    /// When the last message of each stream and direction arrives.
    streams: BTreeMap<(DeviceId, u32, bool), Millis>,
}

impl Network {
    /// Sends a parcel whose order does not matter.
    pub(crate) fn send(&mut self, now: Millis, weather: Weather, random: &mut Random, parcel: Parcel) {
        let at = now.plus(1 + random.below(weather.delay_ms));
        self.put(at, parcel);
    }

    /// Sends a parcel of a stream, behind all earlier ones of its direction.
    pub(crate) fn send_in_order(
        &mut self,
        now: Millis,
        weather: Weather,
        random: &mut Random,
        way: (DeviceId, u32, bool),
        parcel: Parcel,
    ) {
        let earliest = self.streams.get(&way).copied().unwrap_or(now);
        let at = now.plus(1 + random.below(weather.delay_ms)).max(earliest);
        self.streams.insert(way, at);
        self.put(at, parcel);
    }

    pub(crate) fn next_at(&self) -> Option<Millis> {
        self.parcels.first_key_value().map(|((at, _), _)| *at)
    }

    pub(crate) fn take_due(&mut self, now: Millis) -> Option<Parcel> {
        let first = self.parcels.first_entry().filter(|first| first.key().0 <= now)?;
        Some(first.remove())
    }

    /// A device has been switched off: what it asked for still reaches the server, and nothing reaches it any more.
    pub(crate) fn forget(&mut self, gone: DeviceId) {
        self.streams.retain(|(device, ..), _| *device != gone);
        self.parcels.retain(|_, parcel| match parcel {
            Parcel::Request { device, answer, .. } => {
                *answer &= *device != gone;
                true
            }
            Parcel::Answer { device, .. }
            | Parcel::Open { device, .. }
            | Parcel::Up { device, .. }
            | Parcel::Down { device, .. }
            | Parcel::Closed { device, .. } => *device != gone,
        });
    }

    fn put(&mut self, at: Millis, parcel: Parcel) {
        self.sent += 1;
        self.parcels.insert((at, self.sent), parcel);
    }
}
