//! The half of the person's device.

use opaque_ke::{
    ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, RegistrationResponse,
};
use rand_core::CryptoRngCore;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    Error,
    suite::{CONTEXT, Ksf, Suite},
    whole,
};

/// What OPAQUE gives to a client that knows the passphrase, the same at every sign-in; KEK1 is derived from it.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ExportKey([u8; 64]);

impl ExportKey {
    /// The bytes, to derive a key from.
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl core::fmt::Debug for ExportKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ExportKey(..)")
    }
}

/// Between the two steps of a registration; wiped when dropped.
pub struct Registering<K: Ksf>(ClientRegistration<Suite<K>>);

/// Between the two steps of a sign-in; wiped when dropped.
pub struct SigningIn<K: Ksf>(ClientLogin<Suite<K>>);

/// First step of a registration: the message is `request` of [`wire::account::RegisterStart`].
///
/// # Errors
/// [`Error::Internal`].
pub fn register_start<K: Ksf>(
    rng: &mut impl CryptoRngCore,
    passphrase: &[u8],
) -> Result<(Registering<K>, Vec<u8>), Error> {
    let start = ClientRegistration::<Suite<K>>::start(rng, passphrase)?;
    Ok((Registering(start.state), start.message.serialize().to_vec()))
}

/// Second step: the message is `upload` of [`wire::account::SignUp`] and [`wire::account::Rekey`].
///
/// # Errors
/// [`Error::Malformed`] or [`Error::Internal`].
pub fn register_finish<K: Ksf>(
    state: Registering<K>,
    rng: &mut impl CryptoRngCore,
    passphrase: &[u8],
    response: &[u8],
) -> Result<(ExportKey, Vec<u8>), Error> {
    let response = whole(response, RegistrationResponse::<Suite<K>>::deserialize, RegistrationResponse::serialize)?;
    let finish = state.0.finish(rng, passphrase, response, ClientRegistrationFinishParameters::default())?;
    Ok((ExportKey(finish.export_key.into()), finish.message.serialize().to_vec()))
}

/// First step of a sign-in: the message is `request` of [`wire::account::SignInStart`].
///
/// # Errors
/// [`Error::Internal`].
pub fn sign_in_start<K: Ksf>(
    rng: &mut impl CryptoRngCore,
    passphrase: &[u8],
) -> Result<(SigningIn<K>, Vec<u8>), Error> {
    let start = ClientLogin::<Suite<K>>::start(rng, passphrase)?;
    Ok((SigningIn(start.state), start.message.serialize().to_vec()))
}

/// Second step: the message is `finalization` of [`wire::account::SignInFinish`].
///
/// # Errors
/// [`Error::NotAccepted`] for a wrong passphrase and for a name that does not exist; [`Error::Malformed`] or
/// [`Error::Internal`].
pub fn sign_in_finish<K: Ksf>(
    state: SigningIn<K>,
    rng: &mut impl CryptoRngCore,
    passphrase: &[u8],
    response: &[u8],
) -> Result<(ExportKey, Vec<u8>), Error> {
    let response = whole(response, CredentialResponse::<Suite<K>>::deserialize, CredentialResponse::serialize)?;
    let params = ClientLoginFinishParameters { context: Some(CONTEXT), ..Default::default() };
    let finish = state.0.finish(rng, passphrase, response, params)?;
    Ok((ExportKey(finish.export_key.into()), finish.message.serialize().to_vec()))
}
