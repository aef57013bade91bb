//! The cipher suite, and what stretches a passphrase.

use core::marker::PhantomData;

use argon2::{Algorithm, Argon2, Params, Version};
use opaque_ke::{
    CipherSuite,
    errors::InternalError,
    generic_array::{ArrayLength, GenericArray},
    key_exchange::tripledh::TripleDh,
};

pub use opaque_ke::ksf::Ksf;

use crate::Error;

/// Memory of the stretching in KiB: a floor that no server can lower, because nothing about it is sent.
pub const MEMORY_KIB: u32 = 64 * 1024;
/// Passes of the stretching.
pub const PASSES: u32 = 3;
/// Lanes of the stretching: one, because a browser has one thread for it.
pub const LANES: u32 = 1;
/// Binds a sign-in to this protocol (RFC 9807 section 6.4, `context`).
pub const CONTEXT: &[u8] = b"stayhere/v1/login";

/// Ristretto255, TripleDh, SHA-512, and `K` to stretch.
#[derive(Debug, Clone, Copy)]
pub struct Suite<K>(PhantomData<K>);

impl<K: Ksf> CipherSuite for Suite<K> {
    type OprfCs = opaque_ke::Ristretto255;
    type KeyExchange = TripleDh<opaque_ke::Ristretto255, sha2::Sha512>;
    type Ksf = K;
}

/// Argon2id (RFC 9106) with 64 MiB, three passes, one lane: 0.2 s here, about a second on a phone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stretch;

impl Ksf for Stretch {
    fn hash<L: ArrayLength<u8>>(&self, input: GenericArray<u8, L>) -> Result<GenericArray<u8, L>, InternalError> {
        let mut out = GenericArray::<u8, L>::default();
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| InternalError::KsfError)?;
        // The salt is zero as RFC 9807 section 7 says: the input is the output of a keyed function per account.
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(&input, &[0; argon2::RECOMMENDED_SALT_LEN], &mut out)
            .map_err(|_| InternalError::KsfError)?;
        Ok(out)
    }
}

/// Stretches what is not a passphrase: 32 bytes, to make trying many of them dear.
///
/// # Errors
/// [`Error::Internal`] where there is no memory for it.
pub fn stretch<K: Ksf>(input: [u8; 32]) -> Result<[u8; 32], Error> {
    let out = K::default().hash(GenericArray::from(input)).map_err(|_| Error::Internal)?;
    Ok(out.into())
}

/// No stretching at all, for simulations.
#[cfg(feature = "test-ksf")]
pub use opaque_ke::ksf::Identity as TestKsf;
