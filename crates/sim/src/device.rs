//! A device of a person: an engine, its store, its open streams.

use std::collections::BTreeMap;

use engine::{CommandId, Engine, Outcome, StreamId, Suite, view::View};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use server::StreamHandle;
use server_store::Store;
use wire::Millis;

use crate::{crash::Crash, server::ServerId};

/// Names a device for as long as the world lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeviceId(pub usize);

pub(crate) struct Device<S: Suite, D: Store + Clone> {
    pub(crate) engine: Engine<S>,
    /// Sign-in name and passphrase of its person.
    pub(crate) person: (String, String),
    /// Lost: its engine is never called again.
    pub(crate) lost: bool,
    pub(crate) online: bool,
    pub(crate) store: BTreeMap<String, Vec<u8>>,
    pub(crate) streams: BTreeMap<StreamId, StreamHandle<D>>,
    pub(crate) view: Option<View>,
    pub(crate) outcomes: BTreeMap<CommandId, Outcome>,
    pub(crate) commands: u32,
    pub(crate) crash: Option<Crash>,
    pub(crate) server: ServerId,
}

impl<S: Suite, D: Store + Clone> Device<S, D> {
    pub(crate) fn new(person: (String, String), seed: [u8; 32]) -> Self {
        let mut engine = Engine::new(Box::new(ChaCha20Rng::from_seed(seed)));
        // How hard passphrases are to guess is tested elsewhere.
        engine.set_judge(Box::new(|_, _| None));
        Self {
            engine,
            person,
            lost: false,
            online: true,
            store: BTreeMap::new(),
            streams: BTreeMap::new(),
            view: None,
            outcomes: BTreeMap::new(),
            commands: 0,
            crash: None,
            server: ServerId::default(),
        }
    }

    /// The same device, switched off and on: what it held in memory is gone, its store is not.
    pub(crate) fn switched_on(&self, seed: [u8; 32], now: Millis) -> Self {
        let mut fresh = Self::new(self.person.clone(), seed);
        (fresh.lost, fresh.online, fresh.commands, fresh.server) = (self.lost, self.online, self.commands, self.server);
        fresh.store.clone_from(&self.store);
        fresh.outcomes.clone_from(&self.outcomes);
        fresh.engine.start(fresh.store.clone(), now);
        fresh
    }
}
