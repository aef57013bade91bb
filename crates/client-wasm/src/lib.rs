//! The browser shell of Stayhere.

use openmls::prelude::Ciphersuite;
use openmls_rust_crypto::OpenMlsRustCrypto;
use openmls_traits::{OpenMlsProvider, random::OpenMlsRand};
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws 32 random bytes through the whole chain of libraries.
#[wasm_bindgen]
pub fn hello() -> Vec<u8> {
    let provider = OpenMlsRustCrypto::default();
    let _suite = Ciphersuite::MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519;
    provider.rand().random_vec(32).unwrap_or_default()
}
