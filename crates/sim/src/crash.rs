//! Devices that are switched off in the middle of something.

use engine::{Output, Suite};
use server_store::Store;

use crate::{World, device::DeviceId};

/// What a device is about when it crashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// A request to the server.
    Request,
    /// A timer that has run out.
    Timer,
    /// A write to its own store.
    Write,
}

/// A device is switched off in the middle of something and on again; its store stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crash {
    /// In the middle of what.
    pub at: At,
    /// Which of those from now on, counted from 0.
    pub number: u32,
    /// Whether it is still carried out: the answer of a request finds nobody either way. Of no meaning for a timer, after
    /// which the next thing is one of the other two.
    pub done: bool,
}

impl<S: Suite, D: Store + Clone> World<S, D> {
    /// A device is switched off and on: what it held in memory is gone, its store is not.
    pub fn restart_device(&mut self, device: DeviceId) {
        let (seed, now) = (self.random.seed(), self.now());
        let fresh = self.devices[device.0].switched_on(seed, now);
        self.network.forget(device);
        self.devices[device.0] = fresh;
        self.carry(device);
    }

    /// Has a device crash at one of its next requests.
    pub fn crash_at(&mut self, device: DeviceId, crash: Crash) {
        self.devices[device.0].crash = Some(crash);
    }

    /// No crash is waiting any more; whether one was.
    pub fn call_off_crash(&mut self, device: DeviceId) -> bool {
        self.devices[device.0].crash.take().is_some()
    }

    /// The crash that is due with this output.
    pub(crate) fn count_down(&mut self, id: DeviceId, output: &Output) -> Option<Crash> {
        let at = match output {
            Output::Request { .. } => At::Request,
            Output::Store { .. } | Output::Forget => At::Write,
            _ => return None,
        };
        self.count_at(id, at)
    }

    /// Whether the device crashes instead of hearing its timer.
    pub(crate) fn crashes_at_timer(&mut self, id: DeviceId) -> bool {
        self.count_at(id, At::Timer).is_some()
    }

    fn count_at(&mut self, id: DeviceId, at: At) -> Option<Crash> {
        let waiting = &mut self.devices[id.0].crash;
        let crash = waiting.as_mut().filter(|crash| crash.at == at)?;
        if crash.number == 0 {
            return waiting.take();
        }
        crash.number -= 1;
        None
    }
}
