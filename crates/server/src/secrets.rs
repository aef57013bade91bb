//! What a server knows beside its database.

use directory::{model::DirectoryKey, stayhere::Signer};
use login::server::{Pepper, Setup};
use minicbor::{Decode, Encode, bytes::ByteArray, bytes::ByteVec};
use p256::ecdsa::SigningKey;
use rand_core::CryptoRngCore;
use server_store::AccountKey;
use wire::{LoginHash, Malformed};

/// OPAQUE setup, pepper, the key under which browsers are woken, and the one that signs the directory: kept in a file of its own, outside the database and its backups (protocol.md S7).
pub struct Secrets {
    pub(crate) setup: Setup,
    pub(crate) pepper: Pepper,
    pub(crate) vapid: SigningKey,
    pub(crate) directory: Signer,
}

#[derive(Encode, Decode)]
struct Stored {
    #[n(0)]
    setup: ByteVec,
    #[n(1)]
    pepper: ByteArray<32>,
    #[n(2)]
    vapid: ByteArray<32>,
    #[n(3)]
    directory: ByteArray<32>,
}

impl Secrets {
    /// Fresh ones, for the first start.
    pub fn generate(rng: &mut impl CryptoRngCore) -> Self {
        let (setup, pepper, vapid) = (Setup::generate(rng), Pepper::generate(rng), SigningKey::random(rng));
        let mut secret = [0; 32];
        rng.fill_bytes(&mut secret);
        Self { setup, pepper, vapid, directory: Signer::new(&secret) }
    }

    /// To store them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (pepper, vapid): ([u8; 32], [u8; 32]) = (*self.pepper.as_bytes(), self.vapid.to_bytes().into());
        let directory = self.directory.secret().into();
        let setup = self.setup.to_bytes().into();
        wire::encode(&Stored { setup, pepper: pepper.into(), vapid: vapid.into(), directory })
    }

    /// Stored ones.
    ///
    /// # Errors
    /// [`Malformed`] when the file is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let stored: Stored = wire::decode(bytes)?;
        let setup = Setup::from_bytes(&stored.setup).map_err(|_| Malformed)?;
        let vapid = SigningKey::from_slice(&*stored.vapid).map_err(|_| Malformed)?;
        let (pepper, directory) = (Pepper::from_bytes(stored.pepper.into()), Signer::new(&stored.directory));
        Ok(Self { setup, pepper, vapid, directory })
    }

    /// By which other servers know this one's directory.
    pub fn directory_key(&self) -> DirectoryKey {
        self.directory.key()
    }

    /// Signs this server's directory.
    pub const fn directory_signer(&self) -> &Signer {
        &self.directory
    }

    pub(crate) fn account(&self, login: LoginHash) -> AccountKey {
        AccountKey(self.pepper.login_id(login).0)
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;

    #[test]
    fn secrets_survive_storing() {
        let secrets = Secrets::generate(&mut ChaCha20Rng::seed_from_u64(1));
        let again = Secrets::from_bytes(&secrets.to_bytes()).unwrap();
        assert_eq!(again.setup.to_bytes(), secrets.setup.to_bytes());
        assert_eq!(again.account(LoginHash([1; 32])), secrets.account(LoginHash([1; 32])));
        assert_eq!((again.vapid, again.directory.key()), (secrets.vapid, secrets.directory.key()));
        assert!(Secrets::from_bytes(b"damaged").is_err());
    }
}
