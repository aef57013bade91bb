//! What OpenMLS stands on here: RustCrypto, randomness that the caller gives, and a map in memory.

use std::sync::{Mutex, PoisonError, RwLock};

use openmls_memory_storage::MemoryStorage;
use openmls_rust_crypto::RustCrypto;
use openmls_traits::{OpenMlsProvider, random::OpenMlsRand};
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRngCore, RngCore, SeedableRng};
use zeroize::Zeroize;

/// The provider of one group.
pub(super) struct Provider {
    crypto: RustCrypto,
    rand: Rand,
    storage: MemoryStorage,
}

/// Randomness for one act; without a seed there is none.
#[derive(Default)]
pub(super) struct Rand(Mutex<Option<ChaCha20Rng>>);

/// OpenMLS asked for randomness in an act that needs none.
#[derive(Debug, thiserror::Error)]
#[error("no randomness was given")]
pub(super) struct NoRandomness;

impl Provider {
    /// With nothing stored.
    pub(super) fn empty() -> Self {
        Self::new(MemoryStorage::default())
    }

    /// With these values stored.
    pub(super) fn new(storage: MemoryStorage) -> Self {
        Self { crypto: RustCrypto::default(), rand: Rand::default(), storage }
    }

    /// With the same values stored, for a change that may be thrown away.
    pub(super) fn copy(&self) -> Self {
        let values = self.storage.values.read().unwrap_or_else(PoisonError::into_inner).clone();
        Self::new(MemoryStorage { values: RwLock::new(values) })
    }

    /// Runs `act` with randomness from `rng`.
    pub(super) fn with_rng<T>(&self, rng: &mut dyn CryptoRngCore, act: impl FnOnce(&Self) -> T) -> T {
        let mut seed = [0; 32];
        rng.fill_bytes(&mut seed);
        self.rand.set(Some(ChaCha20Rng::from_seed(seed)));
        seed.zeroize();
        let result = act(self);
        self.rand.set(None);
        result
    }
}

impl OpenMlsProvider for Provider {
    type CryptoProvider = RustCrypto;
    type RandProvider = Rand;
    type StorageProvider = MemoryStorage;

    fn storage(&self) -> &MemoryStorage {
        &self.storage
    }
    fn crypto(&self) -> &RustCrypto {
        &self.crypto
    }
    fn rand(&self) -> &Rand {
        &self.rand
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let values = self.storage.values.get_mut().unwrap_or_else(PoisonError::into_inner);
        for value in values.values_mut() {
            value.zeroize();
        }
    }
}

impl Rand {
    fn set(&self, rng: Option<ChaCha20Rng>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = rng;
    }

    fn fill(&self, out: &mut [u8]) -> Result<(), NoRandomness> {
        let mut rng = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rng.as_mut().ok_or(NoRandomness)?.fill_bytes(out);
        Ok(())
    }
}

impl OpenMlsRand for Rand {
    type Error = NoRandomness;

    fn random_array<const N: usize>(&self) -> Result<[u8; N], NoRandomness> {
        let mut out = [0; N];
        self.fill(&mut out)?;
        Ok(out)
    }

    fn random_vec(&self, len: usize) -> Result<Vec<u8>, NoRandomness> {
        let mut out = vec![0; len];
        self.fill(&mut out)?;
        Ok(out)
    }
}
