//! What a world can do whose server keeps everything in memory: copy it, and put back other than it was given.

use engine::Suite;
use server_store::{Boxes, Count, Vaults};

use crate::{DeviceId, ServerId, World, server::Server};

impl<S: Suite> World<S> {
    /// Three people in one circle of steps, in a world of their own.
    ///
    /// # Panics
    /// When one of them does not get in.
    pub fn three() -> (Self, [DeviceId; 3]) {
        let mut world = Self::new(1);
        let people = world.circle_of(["ana", "bo", "cy"]);
        (world, people)
    }

    /// The same people, servers and time once more, with other dice: `seed` is none that a world was made from whose devices
    /// live on in it. Every device was switched off and on, and the servers were started again; what was on its way is lost.
    ///
    /// # Panics
    /// When the runtime cannot be made.
    #[must_use]
    pub fn copy(&self, seed: u64) -> Self {
        let store = self.first().store.copy();
        let mut copy = Self::on(seed, self.now(), Some(self.secrets.clone()), async { store });
        for server in &self.servers[1..] {
            let (store, seed) = (server.store.copy(), copy.random.seed());
            copy.servers.push(Server::start(store, &copy.secrets, &copy.clock, seed));
        }
        copy.weather = self.weather;
        for device in &self.devices {
            let fresh = device.switched_on(copy.random.seed(), copy.now());
            copy.devices.push(fresh);
            copy.carry(DeviceId(copy.devices.len() - 1));
        }
        copy
    }

    /// The server's boxes as they are now.
    pub fn copy_boxes(&self) -> Boxes {
        self.first().store.copy_boxes()
    }

    /// How much the server holds.
    pub fn count(&self) -> Count {
        self.first().store.count()
    }

    /// The server's disk gives other boxes than it was given.
    pub fn replace_boxes(&self, boxes: &Boxes) {
        self.first().store.replace_boxes(boxes);
    }

    /// A second server with all that the first one has now; from here each goes its own way.
    pub fn copy_server(&mut self) -> ServerId {
        let (store, seed) = (self.first().store.copy(), self.random.seed());
        self.servers.push(Server::start(store, &self.secrets, &self.clock, seed));
        ServerId(self.servers.len() - 1)
    }

    /// The server's vaults as they are now.
    pub fn copy_vaults(&self) -> Vaults {
        self.first().store.copy_vaults()
    }

    /// The server's disk gives older vaults than it was given.
    pub fn replace_vaults(&self, vaults: &Vaults) {
        self.first().store.replace_vaults(vaults);
    }

    /// Has the server give something else for every snapshot that it has by now.
    pub fn spoil_snapshots(&self) {
        self.first().store.spoil_snapshots();
    }
}
