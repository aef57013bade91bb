//! Everything that a running server holds.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use rand_core::RngCore;
use server_store::{Store, StoreError};
use tokio::sync::Notify;
use wire::{Day, Millis, template::Templates};

use crate::{
    Directory, Rules, limiter::Limiter, nonces::Nonces, relay::Relay, secrets::Secrets, signins::SignIns, sizes::Sizes,
    suspensions::Suspensions, wake::Waker,
};

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> Millis + Send + Sync>;

/// A server without its sockets. Clones share everything.
pub struct Service<S>(Arc<Inner<S>>);

/// What the clones share.
pub struct Inner<S> {
    pub(crate) store: S,
    pub(crate) secrets: Secrets,
    pub(crate) limiter: Limiter,
    pub(crate) rules: Rules,
    clock: Clock,
    rng: Mutex<ChaCha20Rng>,
    nonces: Mutex<Nonces>,
    sign_ins: Mutex<SignIns>,
    relay: Mutex<Relay>,
    sizes: Mutex<Sizes>,
    suspensions: Mutex<Suspensions>,
    directory: OnceLock<Directory>,
    templates: OnceLock<Templates>,
    waker: OnceLock<Waker>,
    /// Told when every stream is to be closed.
    pub(crate) closing: Notify,
}

impl<S> Clone for Service<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> std::ops::Deref for Service<S> {
    type Target = Inner<S>;
    fn deref(&self) -> &Inner<S> {
        &self.0
    }
}

impl<S: Store> Service<S> {
    /// A server. `seed` feeds all its randomness: give it 32 bytes of the operating system's, or a test's.
    pub fn new(store: S, secrets: Secrets, clock: Clock, seed: [u8; 32]) -> Self {
        Self::with_rules(store, secrets, Rules::default(), clock, seed)
    }

    /// A server whose operator has set switches.
    pub fn with_rules(store: S, secrets: Secrets, rules: Rules, clock: Clock, seed: [u8; 32]) -> Self {
        Self(Arc::new(Inner {
            store,
            secrets,
            rules,
            limiter: Limiter::new(&clock),
            clock,
            rng: Mutex::new(ChaCha20Rng::from_seed(seed)),
            nonces: Mutex::default(),
            sign_ins: Mutex::default(),
            relay: Mutex::default(),
            sizes: Mutex::default(),
            suspensions: Mutex::default(),
            directory: OnceLock::new(),
            templates: OnceLock::new(),
            waker: OnceLock::new(),
            closing: Notify::new(),
        }))
    }

    /// The daily sweep, and what is done about memory: call it at the start and each day.
    ///
    /// # Errors
    /// The store's.
    pub async fn tidy(&self) -> Result<(), StoreError> {
        self.tidy_memory();
        let swept = self.store.tidy(self.today()).await;
        self.sizes().forget();
        swept
    }

    /// Forgets what nobody can ask for any more; call it each minute.
    pub fn tidy_memory(&self) {
        self.limiter.tidy();
        let now = self.now();
        self.relay().tick(now);
    }

    /// Shows a directory from now on; the first one stays.
    pub fn list(&self, directory: Directory) {
        let _ = self.directory.set(directory);
    }

    /// Offers templates from now on; the first ones stay.
    pub fn offer(&self, templates: Templates) {
        let _ = self.templates.set(templates);
    }

    /// Wakes browsers from now on; the first one stays. Without one it keeps nothing for them.
    pub fn wake_by(&self, waker: Waker) {
        let _ = self.waker.set(waker);
    }

    /// By which other servers know this one's directory.
    pub fn directory_key(&self) -> directory::model::DirectoryKey {
        self.secrets.directory_key()
    }

    /// Its store.
    pub fn store(&self) -> &S {
        &self.store
    }
}

impl<S> Inner<S> {
    pub(crate) fn directory(&self) -> Option<Directory> {
        self.directory.get().cloned()
    }

    pub(crate) fn templates(&self) -> Templates {
        self.templates.get().cloned().unwrap_or_default()
    }

    pub(crate) fn waker(&self) -> Option<&Waker> {
        self.waker.get()
    }

    pub(crate) fn now(&self) -> Millis {
        (self.clock)()
    }

    pub(crate) fn today(&self) -> Day {
        Day::of(self.now())
    }

    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rng().fill_bytes(&mut bytes);
        bytes
    }

    pub(crate) fn rng(&self) -> MutexGuard<'_, ChaCha20Rng> {
        lock(&self.rng)
    }
    pub(crate) fn nonces(&self) -> MutexGuard<'_, Nonces> {
        lock(&self.nonces)
    }
    pub(crate) fn sign_ins(&self) -> MutexGuard<'_, SignIns> {
        lock(&self.sign_ins)
    }
    pub(crate) fn sizes(&self) -> MutexGuard<'_, Sizes> {
        lock(&self.sizes)
    }
    pub(crate) fn suspensions(&self) -> MutexGuard<'_, Suspensions> {
        lock(&self.suspensions)
    }
    pub(crate) fn relay(&self) -> MutexGuard<'_, Relay> {
        lock(&self.relay)
    }
}

/// A panic elsewhere must not take the server down: each of these is whole between any two statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
