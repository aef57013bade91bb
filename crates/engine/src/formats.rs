//! Every form that the engine keeps sealed, or gets sealed from other members, for whoever reads it with bytes that
//! nobody meant (`crates/fuzz`). What a server says in clear stands in [`wire`].

use minicbor::{Decode, Encode};

use crate::{
    account::Vault,
    device::{KeptVault, Outbox, Remembered},
    join::Seen,
    meeting::{Fit, Spoken},
    member::{BoxState, Held, KnockLetter, PreviewLetter, Record, Reply, ReturnLetter, authority::Authority},
    sheets,
};

/// The slot of the key under which a device seals all others.
pub const KEY: &str = crate::device::KEY;

/// A form: its name, and what is written again of what was read; none when it cannot be read.
pub type Format = (&'static str, fn(&[u8]) -> Option<Vec<u8>>);

/// All of them.
pub const FORMATS: [Format; 17] = [
    ("vault", again::<Vault>),
    ("box", again::<BoxState>),
    ("ring record", again::<Record>),
    ("preview", again::<PreviewLetter>),
    ("preview and secret", again::<Seen>),
    ("knock", again::<KnockLetter>),
    ("reply", again::<Reply>),
    ("return", again::<ReturnLetter>),
    ("authority", again::<Authority>),
    ("live frame", again::<Spoken>),
    ("kept session", again::<Remembered>),
    ("kept vault", again::<KeptVault>),
    ("kept outbox", again::<Outbox>),
    ("kept circle", again::<Held>),
    ("kept sheet", again::<sheets::Held>),
    ("lock", again::<crate::lock::Stored>),
    ("corner fit", again::<Fit>),
];

fn again<T: Encode<()> + for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Option<Vec<u8>> {
    wire::decode::<T>(bytes).ok().map(|value| wire::encode(&value))
}
