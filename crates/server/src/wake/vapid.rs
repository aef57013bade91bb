//! Who pushes, as a push service wants to know it: RFC 8292.

use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::json;
use wire::Millis;

/// How long a token lasts, in seconds; at most a day (section 2).
const LIFE: u64 = 3600;

/// The public half, as an uncompressed point (section 3.2).
pub(crate) fn public(key: &SigningKey) -> [u8; 65] {
    let mut point = [0; 65];
    // Of an uncompressed point there are always 65 bytes.
    for (to, from) in point.iter_mut().zip(key.verifying_key().to_encoded_point(false).as_bytes()) {
        *to = *from;
    }
    point
}

/// The value of the header `Authorization` of a push to `origin`. `contact`: an address by which the operator can be reached.
pub(crate) fn authorization(key: &SigningKey, origin: &str, contact: Option<&str>, now: Millis) -> String {
    let mut claims = json!({ "aud": origin, "exp": now.0 / 1000 + LIFE });
    if let Some(contact) = contact {
        claims["sub"] = contact.into();
    }
    let head = BASE64URL_NOPAD.encode(br#"{"typ":"JWT","alg":"ES256"}"#);
    let signed = format!("{head}.{}", BASE64URL_NOPAD.encode(claims.to_string().as_bytes()));
    let signature: Signature = key.sign(signed.as_bytes());
    let signature = BASE64URL_NOPAD.encode(&signature.to_bytes());
    format!("vapid t={signed}.{signature}, k={}", BASE64URL_NOPAD.encode(&public(key)))
}
