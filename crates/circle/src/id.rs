//! Identifiers inside a circle. All are random; none means anything outside its circle.

use minicbor::{Decode, Decoder, Encode, Encoder, bytes::ByteArray};
use wire::Hash;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;
            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $len] { &self.0 }
            /// Reads the id from a slice of exactly [`Self::LEN`] bytes.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> { bytes.try_into().ok().map(Self) }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, "{}({:02x}{:02x}..)", stringify!($name), self.0[0], self.0[1])
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?;
                Ok(())
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, c: &mut C) -> Result<Self, minicbor::decode::Error> {
                Ok(Self(ByteArray::<$len>::decode(d, c)?.into()))
            }
        }
    };
}

id!(
    /// A person in this circle; the same person is somebody else in every other circle (domain R3).
    MemberId, 16
);
id!(
    /// One device (or browser tab) of a member.
    DeviceId, 8
);
id!(
    /// One meeting.
    MeetingId, 16
);
id!(
    /// One invite.
    InviteId, 16
);
id!(
    /// One series of the schedule.
    SeriesId, 16
);
id!(
    /// One asking for the hours that suit people.
    HoursId, 16
);
id!(
    /// One asynchronous round.
    RoundId, 16
);

/// A position in the circle's log: how many entries have been folded, the same number on every device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Seq(#[n(0)] pub u64);

/// How an entry is named by other entries: SHA-256 of its stored blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct EntryRef(#[n(0)] pub Hash);

/// One device of one member in a meeting. Several arrivals of a member share one seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Arrival {
    /// Who.
    #[n(0)]
    pub member: MemberId,
    /// With which device.
    #[n(1)]
    pub device: DeviceId,
}
