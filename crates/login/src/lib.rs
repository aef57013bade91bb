//! Both halves of the passphrase sign-in: OPAQUE (RFC 9807) with Ristretto255, TripleDh and SHA-512.
//!
//! Sans-IO: messages are bytes that the caller carries, randomness is a parameter. The server never sees the
//! passphrase, and an unknown name is answered by a fake record of the same shape, so only the client learns that
//! a sign-in failed, and not why (protocol.md sections 1.9 and 2).

pub mod client;
pub mod server;
pub mod suite;

#[cfg(feature = "test-ksf")]
pub use suite::TestKsf;
pub use suite::{Ksf, Stretch, Suite, stretch};

/// Why a step failed, by what the caller must do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The other side's message is not one of this protocol. Do not retry.
    #[error("malformed message")]
    Malformed,
    /// Name and passphrase do not belong together, or the name does not exist: nobody can tell which. Ask again.
    #[error("name or passphrase not accepted")]
    NotAccepted,
    /// The cryptography could not run, for example because there is no memory for the key stretching. Try again.
    #[error("internal failure of the sign-in")]
    Internal,
}

impl<T> From<opaque_ke::errors::ProtocolError<T>> for Error {
    fn from(error: opaque_ke::errors::ProtocolError<T>) -> Self {
        use opaque_ke::errors::ProtocolError as E;
        match error {
            E::InvalidLoginError => Self::NotAccepted,
            E::SerializationError | E::SizeError { .. } | E::ReflectedValueError => Self::Malformed,
            E::LibraryError(_) | E::Custom(_) => Self::Internal,
        }
    }
}

/// Reads a message that is exactly as it is written: the library passes over what follows one.
fn whole<T, E, W: AsRef<[u8]>>(
    bytes: &[u8],
    read: impl FnOnce(&[u8]) -> Result<T, E>,
    write: impl FnOnce(&T) -> W,
) -> Result<T, Error> {
    let message = read(bytes).map_err(|_| Error::Malformed)?;
    if write(&message).as_ref() == bytes { Ok(message) } else { Err(Error::Malformed) }
}
