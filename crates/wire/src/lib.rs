//! What Stayhere clients and servers say to each other: requests, responses, stream frames, limits.
//!
//! Pure: no clock, no randomness, no I/O. Bodies are CBOR (RFC 8949) by `minicbor` with indexed fields, so that
//! a later version may add a field without breaking an older reader. Every request is a `POST` to its
//! [`Request::PATH`] with content type [`CONTENT_TYPE`]; every refusal is an [`error::Problem`].

pub mod account;
pub mod auth;
pub mod card;
pub mod circle;
pub mod error;
pub mod id;
pub mod limits;
pub mod mailbox;
pub mod pow;
pub mod sealed_box;
pub mod stream;
pub mod template;
pub mod text;
pub mod wake;

pub use error::{Code, Problem, Reason};
pub use id::*;

/// Content type of every request and response body.
pub const CONTENT_TYPE: &str = "application/cbor";
/// Version of the interface; it is the first path segment, and a server answers others with [`Code::WrongVersion`].
pub const VERSION: u8 = 1;

/// A request type knows its path and the type of its answer.
pub trait Request: for<'b> minicbor::Decode<'b, ()> + minicbor::Encode<()> {
    /// Path below the origin, with the version in front, for example `/v1/box/put`.
    const PATH: &'static str;
    /// The body of a successful answer.
    type Response: for<'b> minicbor::Decode<'b, ()> + minicbor::Encode<()>;
}

/// Bytes that are not a well-formed value of the expected type (or that are followed by more bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("malformed bytes")]
pub struct Malformed;

/// Encodes `value` as CBOR.
pub fn encode<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    // Writing to a Vec cannot fail, and no derived encoder of ours raises an error of its own.
    let _ = minicbor::encode(value, &mut out);
    out
}

/// Decodes the whole of `bytes`.
///
/// # Errors
/// [`Malformed`] when the bytes are not a `T` or something follows it.
pub fn decode<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> Result<T, Malformed> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode().map_err(|_| Malformed)?;
    if decoder.position() == bytes.len() { Ok(value) } else { Err(Malformed) }
}
