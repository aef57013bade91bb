//! The printed recovery code: 128 bits that open an account without the passphrase (protocol.md section 2).

use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};
use minicbor::bytes::ByteVec;
use rand_core::CryptoRngCore;
use wire::{CodeId, CodeSecret, Hash, LoginHash, account::Recovery};
use zeroize::Zeroizing;

use crate::{
    account::VaultKey,
    aead::{self, CannotOpen, Key, Kind, derive},
    secret::secret,
    sign::SigningKey,
};

const CHECKSUM: usize = 4;
const GROUP: usize = 4;

/// Crockford's base 32 (no I, L, O, U), read whatever the case and with the letters that look like digits.
static CROCKFORD: LazyLock<Option<Encoding>> = LazyLock::new(|| {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    spec.translate.from.push_str("abcdefghjkmnpqrstvwxyzoOiIlL");
    spec.translate.to.push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
    spec.encoding().ok()
});

/// The secret on the paper.
pub struct RecoveryCode([u8; 16]);
secret!(RecoveryCode, 16);

/// The text is not a recovery code: a character is wrong or missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a recovery code")]
pub struct NotACode;

impl RecoveryCode {
    /// A fresh random one.
    pub fn make(rng: &mut dyn CryptoRngCore) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// For the paper: eight groups of four, of which the last characters are a checksum.
    pub fn to_printed(&self) -> Zeroizing<String> {
        let bytes = Zeroizing::new([self.0.as_slice(), &self.checksum()].concat());
        let text = Zeroizing::new(CROCKFORD.as_ref().map(|code| code.encode(&bytes)).unwrap_or_default());
        let mut out = Zeroizing::new(String::with_capacity(text.len() + text.len() / GROUP));
        for (n, symbol) in text.chars().enumerate() {
            if n > 0 && n % GROUP == 0 {
                out.push('-');
            }
            out.push(symbol);
        }
        out
    }

    /// From what somebody typed: case, spaces and dashes do not matter, O is 0, I and L are 1.
    ///
    /// # Errors
    /// [`NotACode`].
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let symbols: Zeroizing<String> = Zeroizing::new(
            text.chars().filter(|c| !c.is_whitespace() && !"-\u{2010}\u{2013}\u{2014}".contains(*c)).collect(),
        );
        let decoded = CROCKFORD.as_ref().and_then(|code| code.decode(symbols.as_bytes()).ok()).ok_or(NotACode)?;
        let bytes = Zeroizing::new(decoded);
        let (secret, checksum) = bytes.split_first_chunk::<16>().ok_or(NotACode)?;
        let code = Self(*secret);
        if checksum == code.checksum() { Ok(code) } else { Err(NotACode) }
    }

    /// Under which the server keeps the record.
    pub fn id(&self) -> CodeId {
        self.secret().id()
    }

    /// Whoever shows it has the record deleted. The vault keeps it, the paper gives it.
    pub fn secret(&self) -> CodeSecret {
        CodeSecret(derive(&self.0, "recovery delete", &[]))
    }

    /// Signs the request for the record.
    pub fn auth(&self) -> SigningKey {
        SigningKey(derive(&self.0, "recovery auth", &[]))
    }

    /// The record: vault key and login hash, sealed under the code.
    pub fn seal_record(&self, vault_key: &VaultKey, login: LoginHash, rng: &mut dyn CryptoRngCore) -> Recovery {
        let plain = Zeroizing::new([vault_key.to_stored().as_slice(), login.as_bytes()].concat());
        let sealed = aead::seal(&self.kek(), Kind::Recovery, self.id().as_bytes(), &plain, rng);
        Recovery { code: self.id(), auth: self.auth().public(), sealed: ByteVec::from(sealed) }
    }

    /// Opens the record.
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn open_record(&self, sealed: &[u8]) -> Result<(VaultKey, LoginHash), CannotOpen> {
        let plain = aead::open(&self.kek(), Kind::Recovery, self.id().as_bytes(), sealed)?;
        let (vault_key, login) = plain.split_first_chunk::<32>().ok_or(CannotOpen)?;
        Ok((VaultKey::from_stored(*vault_key), LoginHash::from_slice(login).ok_or(CannotOpen)?))
    }

    fn kek(&self) -> Key {
        Key(derive(&self.0, "recovery kek", &[]))
    }

    fn checksum(&self) -> [u8; CHECKSUM] {
        let [a, b, c, d, ..] = Hash::of(&[b"stayhere/v1/code\0".as_slice(), &self.0].concat()).0;
        [a, b, c, d]
    }
}
