//! The half of the server. It never stretches anything, so it is not generic.

use hmac::{Hmac, Mac};
use opaque_ke::{
    CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload, ServerLogin,
    ServerLoginParameters, ServerRegistration, ServerSetup,
};
use rand_core::CryptoRngCore;
use sha2::Sha256;
use wire::LoginHash;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    Error,
    suite::{CONTEXT, Stretch, Suite},
    whole,
};

type Opaque = Suite<Stretch>;

/// HMAC-SHA-256(pepper, login hash): under which an account is stored, and the identifier of its OPRF key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoginId(pub [u8; 32]);

/// Secret of a server beside the database: without it a stolen database does not even tell sign-in names.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Pepper([u8; 32]);

impl Pepper {
    /// A fresh one.
    pub fn generate(rng: &mut impl CryptoRngCore) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }
    /// One that was stored.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
    /// To store it.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
    /// The identifier of a login hash.
    pub fn login_id(&self, login: LoginHash) -> LoginId {
        // HMAC takes keys of every length, so there is no error to hand on.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return LoginId([0; 32]) };
        mac.update(&login.0);
        LoginId(mac.finalize().into_bytes().into())
    }
}

/// OPRF seed and key pair of a server. Whoever has it and the records can guess passphrases; it is kept outside the
/// database (protocol.md S7).
#[derive(Clone)]
pub struct Setup(ServerSetup<Opaque>);

impl Setup {
    /// A fresh one.
    pub fn generate(rng: &mut impl CryptoRngCore) -> Self {
        Self(ServerSetup::new(rng))
    }
    /// One that was stored.
    ///
    /// # Errors
    /// [`Error::Malformed`] when it is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        whole(bytes, ServerSetup::deserialize, ServerSetup::serialize).map(Self)
    }
    /// To store it.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.serialize().to_vec()
    }
}

/// A sign-in between its two steps: memory only, two minutes at most.
pub struct Attempt(ServerLogin<Opaque>);

/// Answers the first step of a registration, the same whether the name is taken or not.
///
/// # Errors
/// [`Error::Malformed`].
pub fn register(setup: &Setup, id: LoginId, request: &[u8]) -> Result<Vec<u8>, Error> {
    let request = whole(request, RegistrationRequest::<Opaque>::deserialize, RegistrationRequest::serialize)?;
    let start = ServerRegistration::<Opaque>::start(&setup.0, request, &id.0)?;
    Ok(start.message.serialize().to_vec())
}

/// The record to store for an upload: 192 bytes.
///
/// # Errors
/// [`Error::Malformed`].
pub fn record(upload: &[u8]) -> Result<Vec<u8>, Error> {
    let upload = whole(upload, RegistrationUpload::<Opaque>::deserialize, RegistrationUpload::serialize)?;
    Ok(ServerRegistration::<Opaque>::finish(upload).serialize().to_vec())
}

/// Answers the first step of a sign-in; without a record with a fake one, which fails in the client.
///
/// # Errors
/// [`Error::Malformed`] for the request; [`Error::Internal`] for a damaged record.
pub fn sign_in_start(
    setup: &Setup,
    rng: &mut impl CryptoRngCore,
    id: LoginId,
    record: Option<&[u8]>,
    request: &[u8],
) -> Result<(Attempt, Vec<u8>), Error> {
    let record = record.map(ServerRegistration::<Opaque>::deserialize).transpose().map_err(|_| Error::Internal)?;
    let request = whole(request, CredentialRequest::<Opaque>::deserialize, CredentialRequest::serialize)?;
    let start = ServerLogin::start(rng, &setup.0, record, request, &id.0, params())?;
    Ok((Attempt(start.state), start.message.serialize().to_vec()))
}

/// Whether the client knew the passphrase.
///
/// # Errors
/// [`Error::NotAccepted`] or [`Error::Malformed`].
pub fn sign_in_finish(attempt: Attempt, finalization: &[u8]) -> Result<(), Error> {
    let finalization =
        whole(finalization, CredentialFinalization::<Opaque>::deserialize, CredentialFinalization::serialize)?;
    attempt.0.finish(finalization, params())?;
    Ok(())
}

fn params() -> ServerLoginParameters<'static, 'static> {
    ServerLoginParameters { context: Some(CONTEXT), ..Default::default() }
}
