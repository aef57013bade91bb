//! Known answers in `docs/protocol/vectors`, for implementations that are not this one: every file there must be what
//! the code gives. `UPDATE=1 cargo test -p seal --test vectors` writes them; `docs/protocol/vectors/check.py` reads them
//! with nothing but `docs/protocol` to go by.

#[path = "vectors/account.rs"]
mod account;
#[path = "vectors/basics.rs"]
mod basics;
#[path = "vectors/circle.rs"]
mod circle;
#[path = "vectors/mail.rs"]
mod mail;
#[path = "vectors/requests.rs"]
mod requests;

use std::path::PathBuf;

use data_encoding::HEXLOWER;
use rand_core::{CryptoRng, RngCore};
use seal::{Key, SigningKey};
use serde_json::Value;
use wire::{CircleId, CommitId};

const CIRCLE: CircleId = CircleId([1; 32]);
const COMMIT: CommitId = CommitId([2; 32]);
const CHILD: CommitId = CommitId([26; 32]);

/// Counts up, so that a format can be seen. Not random at all.
struct Counting(u8);

impl RngCore for Counting {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }
    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }
    fn fill_bytes(&mut self, out: &mut [u8]) {
        for byte in out {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(out);
        Ok(())
    }
}
impl CryptoRng for Counting {}

#[test]
fn the_files_are_what_the_code_gives() {
    for (name, value) in [
        ("aead", basics::aead()),
        ("derive", basics::derive()),
        ("pad", basics::pad()),
        ("sign", basics::sign()),
        ("account", account::account()),
        ("recovery", account::recovery()),
        ("box", account::boxes()),
        ("commit", circle::commit()),
        ("entry", circle::entry()),
        ("live", circle::live()),
        ("invite", mail::invite()),
        ("way_back", mail::way_back()),
        ("hpke", mail::hpke(&stored("hpke"))),
        ("request", requests::requests()),
        ("safety", circle::safety()),
        ("work", requests::work()),
    ] {
        check(name, &value);
    }
}

#[expect(clippy::disallowed_methods, reason = "a test that writes its files when asked to")]
fn check(name: &str, value: &Value) {
    if std::env::var_os("UPDATE").is_some() {
        let text = serde_json::to_string_pretty(value).expect("JSON has no values that cannot be written");
        std::fs::write(path(name), text + "\n").expect("the folder is there");
    }
    assert_eq!(&stored(name), value, "{name}.json; UPDATE=1 writes it");
}

fn stored(name: &str) -> Value {
    let text = std::fs::read_to_string(path(name)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn path(name: &str) -> PathBuf {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol/vectors");
    PathBuf::from(root).join(format!("{name}.json"))
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

fn unhex(value: &Value) -> Vec<u8> {
    value.as_str().and_then(|text| HEXLOWER.decode(text.as_bytes()).ok()).unwrap_or_default()
}

fn key() -> Key {
    Key::from_stored([3; 32])
}

fn signer() -> SigningKey {
    SigningKey::from_stored([4; 32])
}
