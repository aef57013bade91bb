//! Accounts: OPAQUE sign-up and sign-in (RFC 9807), the vault, the passphrase's change, the recovery code.
//!
//! OPAQUE messages are opaque bytes here; the crate `login` reads them. An unknown name gets a fake record, so a
//! sign-in tells nobody which names exist (protocol.md section 2).

use minicbor::{Decode, Encode, bytes::ByteVec};

use crate::{CodeId, CodeSecret, Etag, Hash, LoginHash, PublicKey, Request, pow::Stamp};

/// First step of a sign-up, of a new passphrase and of a recovery: an OPAQUE registration request. Not signed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RegisterStart {
    /// Whose record it will be.
    #[n(0)]
    pub login: LoginHash,
    /// OPAQUE `RegistrationRequest`.
    #[n(1)]
    pub request: ByteVec,
}

/// Answer of [`RegisterStart`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Registration {
    /// OPAQUE `RegistrationResponse`.
    #[n(0)]
    pub response: ByteVec,
}

/// What an account consists of, written as a whole at sign-up. Stamp subject: the login hash.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SignUp {
    /// The name's hash.
    #[n(0)]
    pub login: LoginHash,
    /// OPAQUE `RegistrationUpload`.
    #[n(1)]
    pub upload: ByteVec,
    /// The vault key sealed under KEK1 (from OPAQUE's export key).
    #[n(2)]
    pub wrapped_vault_key: ByteVec,
    /// Public half of the vault's write capability.
    #[n(3)]
    pub vault_cap: PublicKey,
    /// The sealed vault, exactly [`crate::limits::VAULT`] bytes.
    #[n(4)]
    pub vault: ByteVec,
    /// The recovery record, stored in a table that nothing links to the account.
    #[n(5)]
    pub recovery: Recovery,
    /// Proof of work.
    #[n(6)]
    pub stamp: Stamp,
    /// A code of the operator, where the server asks for one: 16 letters and digits ([`SignUpCode`]).
    #[n(7)]
    pub code: Option<SignUpCode>,
}

/// A code with which an operator lets somebody sign up: 80 random bits in base32 (RFC 4648, section 6), in capitals.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SignUpCode(#[n(0)] String);

impl SignUpCode {
    /// Random bytes in a code.
    pub const BYTES: usize = 10;
    const LETTERS: usize = 16;

    /// From 80 random bits.
    pub fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(data_encoding::BASE32.encode(&bytes))
    }

    /// As a person types it: spaces, hyphens and small letters do not matter. None when it cannot be a code.
    pub fn read(typed: &str) -> Option<Self> {
        let letters: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let code = letters.to_ascii_uppercase();
        (code.len() == Self::LETTERS && data_encoding::BASE32.decode(code.as_bytes()).is_ok()).then_some(Self(code))
    }

    /// In fours, as it is handed to people.
    pub fn to_printed(&self) -> String {
        let mut printed = String::new();
        for (place, letter) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                printed.push('-');
            }
            printed.push(letter);
        }
        printed
    }

    /// Under which a server keeps it: the code itself stands nowhere.
    pub fn hash(&self) -> Hash {
        Hash::of(&[b"stayhere/v1/sign-up-code\0", self.0.as_bytes()].concat())
    }
}

/// Asks how a server takes people in. Not signed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct AboutGet {}

/// Answer of [`AboutGet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct About {
    /// Who may make an account.
    #[n(0)]
    pub sign_up: SignUpRule,
    /// Whether circles may be founded.
    #[n(1)]
    pub founding: bool,
}

/// Who may make an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum SignUpRule {
    /// Everybody.
    #[n(0)]
    #[default]
    Open,
    /// Whoever has a code of the operator.
    #[n(1)]
    Invite,
    /// Nobody.
    #[n(2)]
    Closed,
}

/// The record that a printed code opens.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Recovery {
    /// Derived from the code.
    #[n(0)]
    pub code: CodeId,
    /// Public half of the key derived from the code.
    #[n(1)]
    pub auth: PublicKey,
    /// Vault key and account locator, sealed under KEK2 (from the code).
    #[n(2)]
    pub sealed: ByteVec,
}

/// Done, with nothing to tell.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Done {}

/// A vault was stored.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct VaultStored {
    /// Its etag.
    #[n(0)]
    pub etag: Etag,
}

/// First step of a sign-in. Not signed; limited per name and per address.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SignInStart {
    /// The name's hash.
    #[n(0)]
    pub login: LoginHash,
    /// OPAQUE `CredentialRequest`.
    #[n(1)]
    pub request: ByteVec,
}

/// Answer of [`SignInStart`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Credential {
    /// Names this attempt for [`SignInFinish`]; lives two minutes in the server's memory.
    #[n(0)]
    pub attempt: ByteVec,
    /// OPAQUE `CredentialResponse`.
    #[n(1)]
    pub response: ByteVec,
}

/// Second step of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SignInFinish {
    /// From [`Credential`].
    #[n(0)]
    pub attempt: ByteVec,
    /// OPAQUE `CredentialFinalization`.
    #[n(1)]
    pub finalization: ByteVec,
}

/// Answer of [`SignInFinish`], [`VaultGet`]: what a person needs to find everything again.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Account {
    /// The vault key sealed under KEK1.
    #[n(0)]
    pub wrapped_vault_key: ByteVec,
    /// The sealed vault.
    #[n(1)]
    pub vault: ByteVec,
    /// Etag of the vault.
    #[n(2)]
    pub etag: Etag,
}

/// Reads the vault again. Signed by the vault capability.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct VaultGet {
    /// Whose.
    #[n(0)]
    pub login: LoginHash,
}

/// Replaces the vault. Signed by the vault capability. Refused with [`crate::Code::Conflict`] on another etag.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct VaultPut {
    /// Whose.
    #[n(0)]
    pub login: LoginHash,
    /// The etag that is replaced.
    #[n(1)]
    pub if_match: Etag,
    /// The sealed vault, exactly [`crate::limits::VAULT`] bytes.
    #[n(2)]
    pub vault: ByteVec,
}

/// Replaces OPAQUE record, vault key, capability, vault and recovery record together: a new passphrase, or the end
/// of a recovery. Signed by the present vault capability.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Rekey {
    /// Whose.
    #[n(0)]
    pub login: LoginHash,
    /// The etag of the vault that is replaced.
    #[n(1)]
    pub if_match: Etag,
    /// OPAQUE `RegistrationUpload` under the new passphrase.
    #[n(2)]
    pub upload: ByteVec,
    /// The new vault key, sealed under the new KEK1.
    #[n(3)]
    pub wrapped_vault_key: ByteVec,
    /// The new vault capability.
    #[n(4)]
    pub vault_cap: PublicKey,
    /// The vault sealed under the new key.
    #[n(5)]
    pub vault: ByteVec,
    /// The new recovery record.
    #[n(6)]
    pub recovery: Recovery,
    /// Of the recovery record that it replaces: who knows only the id of somebody else's deletes nothing.
    #[n(7)]
    pub old_code: CodeSecret,
}

/// Deletes the account and its recovery record for good. Signed by the vault capability. What else belongs to the
/// person (boxes, places in circles) nothing here ties to the account: the client deletes it before.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct AccountErase {
    /// Whose.
    #[n(0)]
    pub login: LoginHash,
    /// Of the recovery record that goes with it.
    #[n(1)]
    pub code: CodeSecret,
}

/// Asks for the record that a printed code opens. Signed by the key derived from the code.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RecoveryGet {
    /// Derived from the code.
    #[n(0)]
    pub code: CodeId,
}

/// Answer of [`RecoveryGet`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RecoveryRecord {
    /// Vault key and account locator, sealed under KEK2.
    #[n(0)]
    pub sealed: ByteVec,
}

impl Request for RegisterStart {
    const PATH: &'static str = "/v1/account/register";
    type Response = Registration;
}
impl Request for AboutGet {
    const PATH: &'static str = "/v1/about";
    type Response = About;
}
impl Request for SignUp {
    const PATH: &'static str = "/v1/account/signup";
    type Response = VaultStored;
}
impl Request for SignInStart {
    const PATH: &'static str = "/v1/account/signin-start";
    type Response = Credential;
}
impl Request for SignInFinish {
    const PATH: &'static str = "/v1/account/signin-finish";
    type Response = Account;
}
impl Request for VaultGet {
    const PATH: &'static str = "/v1/account/vault-get";
    type Response = Account;
}
impl Request for VaultPut {
    const PATH: &'static str = "/v1/account/vault-put";
    type Response = VaultStored;
}
impl Request for Rekey {
    const PATH: &'static str = "/v1/account/rekey";
    type Response = VaultStored;
}
impl Request for AccountErase {
    const PATH: &'static str = "/v1/account/erase";
    type Response = Done;
}
impl Request for RecoveryGet {
    const PATH: &'static str = "/v1/account/recovery-get";
    type Response = RecoveryRecord;
}
