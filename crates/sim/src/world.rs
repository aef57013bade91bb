//! The world: hands messages on, lets time pass, breaks things.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use engine::{Answer, Command, CommandId, Outcome, Output, StreamId, Suite, view::View};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use server::Secrets;
use server_store::{Memory, Store};
use tokio::runtime::Runtime;
use wire::Millis;

use crate::{
    device::{Device, DeviceId},
    network::{Network, Parcel, Weather},
    random::Random,
    server::{Liar, Server, ServerId},
};

/// 2026-01-01 00:00 UTC.
const START: Millis = Millis(1_767_225_600_000);

/// People's devices, a server, and the way between them. `D` is the server's store: in memory, unless what it leaves on
/// a disk is looked at.
pub struct World<S: Suite, D: Store + Clone = Memory> {
    /// The dice of the world and of whoever plays in it.
    pub random: Random,
    /// The present weather.
    pub weather: Weather,
    pub(crate) devices: Vec<Device<S, D>>,
    pub(crate) network: Network,
    pub(crate) clock: Arc<AtomicU64>,
    pub(crate) runtime: Runtime,
    pub(crate) secrets: Vec<u8>,
    pub(crate) servers: Vec<Server<D>>,
    liar: Option<Box<dyn Liar>>,
}

impl<S: Suite> World<S> {
    /// An empty world.
    ///
    /// # Panics
    /// When the runtime cannot be made.
    pub fn new(seed: u64) -> Self {
        Self::on(seed, START, None, async { Memory::new() })
    }
}

impl<S: Suite, D: Store + Clone> World<S, D> {
    /// A world in which it is `now` and whose server keeps everything in a store, with the secrets that were made with
    /// it, or with new ones.
    ///
    /// # Panics
    /// When the runtime cannot be made.
    pub fn on(seed: u64, now: Millis, secrets: Option<Vec<u8>>, store: impl Future<Output = D>) -> Self {
        let mut random = Random::new(seed);
        let clock = Arc::new(AtomicU64::new(now.0));
        let made = Secrets::generate(&mut ChaCha20Rng::from_seed(random.seed())).to_bytes();
        let secrets = secrets.unwrap_or(made);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let store = runtime.block_on(store);
        let server = Server::start(store, &secrets, &clock, random.seed());
        Self {
            random,
            weather: Weather::FAIR,
            devices: Vec::new(),
            network: Network::default(),
            clock,
            runtime,
            secrets,
            servers: vec![server],
            liar: None,
        }
    }

    /// The time in the world.
    pub fn now(&self) -> Millis {
        Millis(self.clock.load(Ordering::Relaxed))
    }

    /// A new device of a person; nobody is signed in on it.
    pub fn device(&mut self, name: &str, passphrase: &str) -> DeviceId {
        let seed = self.random.seed();
        let mut device = Device::new((name.to_owned(), passphrase.to_owned()), seed);
        device.engine.start(std::collections::BTreeMap::new(), self.now());
        self.devices.push(device);
        let id = DeviceId(self.devices.len() - 1);
        self.carry(id);
        id
    }

    /// The same person on another device.
    pub fn another_device(&mut self, of: DeviceId) -> DeviceId {
        let (name, passphrase) = self.devices[of.0].person.clone();
        self.device(&name, &passphrase)
    }

    /// Has a person do something.
    pub fn command(&mut self, device: DeviceId, command: Command) -> CommandId {
        let now = self.now();
        let held = &mut self.devices[device.0];
        held.commands += 1;
        let id = CommandId(held.commands);
        held.engine.handle_command(id, command, now);
        self.carry(device);
        id
    }

    /// Has a person do something and waits until it is done or refused, at most `millis`.
    pub fn run(&mut self, device: DeviceId, command: Command, millis: u64) -> Option<Outcome> {
        let id = self.command(device, command);
        self.until(millis, |world| world.devices[device.0].outcomes.contains_key(&id));
        self.devices[device.0].outcomes.get(&id).cloned()
    }

    /// What the device shows.
    pub fn view(&self, device: DeviceId) -> Option<&View> {
        self.devices[device.0].view.as_ref()
    }

    /// Devices that are not lost.
    pub fn living(&self) -> Vec<DeviceId> {
        (0..self.devices.len()).map(DeviceId).filter(|id| !self.devices[id.0].lost).collect()
    }

    /// Where a device stands in its circles.
    pub fn heads(&self, device: DeviceId) -> std::collections::BTreeMap<wire::CircleId, engine::Head> {
        self.devices[device.0].engine.heads()
    }

    /// Sends a request with this header, from nowhere.
    ///
    /// # Errors
    /// The server's refusal.
    pub fn send<R: wire::Request>(&mut self, request: &R, auth: String) -> Result<R::Response, wire::Problem> {
        let (status, answer) = self.runtime.block_on(self.first().ask(R::PATH, Some(auth), wire::encode(request)));
        let unreadable = |_| wire::Problem::new(wire::Code::Internal);
        if status == 200 {
            return wire::decode(&answer).map_err(unreadable);
        }
        Err(wire::decode(&answer).unwrap_or_else(unreadable))
    }

    /// A device's engine, to look into it.
    pub fn engine(&self, device: DeviceId) -> &engine::Engine<S> {
        &self.devices[device.0].engine
    }

    /// Cuts a device off, or connects it again.
    pub fn set_online(&mut self, device: DeviceId, online: bool) {
        self.devices[device.0].online = online;
        if !online {
            self.break_streams(device);
        }
    }

    /// The server's daily sweep.
    ///
    /// # Panics
    /// When the store fails, which one in memory does not.
    pub fn sweep(&self) {
        for server in &self.servers {
            self.runtime.block_on(server.service.tidy()).expect("swept");
        }
    }

    /// Names of what a device has written down.
    pub fn slots(&self, device: DeviceId) -> Vec<String> {
        self.devices[device.0].store.keys().cloned().collect()
    }

    /// The first server has a directory from now on; what it keeps there.
    ///
    /// # Panics
    /// When the store fails, which one in memory does not.
    pub fn list_circles(&self) -> directory_store::Memory {
        let (store, now) = (directory_store::Memory::default(), self.now());
        let kept: Arc<dyn directory_store::DirectoryStore> = Arc::new(store.clone());
        let directory = self.runtime.block_on(server::Directory::open(kept, None, now)).expect("a directory");
        self.first().service.list(directory);
        store
    }

    /// Waits for something that a store does.
    pub fn wait<T>(&self, what: impl Future<Output = T>) -> T {
        self.runtime.block_on(what)
    }

    /// What a device has written down.
    pub fn kept(&self, device: DeviceId) -> &std::collections::BTreeMap<String, Vec<u8>> {
        &self.devices[device.0].store
    }

    /// From now on the device reaches this server and takes it for the one it knew.
    pub fn serve_from(&mut self, device: DeviceId, server: ServerId) {
        self.devices[device.0].server = server;
        self.break_streams(device);
    }

    /// Has everything that servers say go through a liar, or through none.
    pub fn set_liar(&mut self, liar: Option<Box<dyn Liar>>) {
        self.liar = liar;
    }

    /// A device is gone for ever, with all it held in memory.
    pub fn lose(&mut self, device: DeviceId) {
        self.devices[device.0].lost = true;
        self.devices[device.0].streams.clear();
    }

    /// The server is killed and started again: what it held in memory is gone.
    pub fn restart_server(&mut self) {
        let seed = self.random.seed();
        for server in &mut self.servers {
            *server = Server::start(server.store.clone(), &self.secrets, &self.clock, seed);
        }
        for device in self.living() {
            self.break_streams(device);
        }
    }

    /// Lets `millis` pass.
    pub fn pass(&mut self, millis: u64) {
        self.until(millis, |_| false);
    }

    /// All devices sleep for `millis`: nothing happens until they wake.
    pub fn sleep(&mut self, millis: u64) {
        self.clock.fetch_add(millis, Ordering::Relaxed);
    }

    /// Lets time pass until `done`, at most `millis`; whether it was done.
    pub fn until(&mut self, millis: u64, done: impl Fn(&Self) -> bool) -> bool {
        let end = self.now().plus(millis);
        loop {
            if done(self) {
                return true;
            }
            let Some(next) = self.next_event().filter(|next| *next <= end) else {
                self.clock.store(end.0, Ordering::Relaxed);
                return done(self);
            };
            self.clock.fetch_max(next.0, Ordering::Relaxed);
            self.deliver_due();
            self.tick_due();
        }
    }

    fn next_event(&self) -> Option<Millis> {
        let timers = self.living().into_iter().filter_map(|id| self.devices[id.0].engine.timeout());
        timers.chain(self.network.next_at()).min()
    }

    fn tick_due(&mut self) {
        let now = self.now();
        for id in self.living() {
            let device = &self.devices[id.0];
            if device.engine.timeout().is_some_and(|due| due <= now) {
                if self.crashes_at_timer(id) {
                    self.restart_device(id);
                    continue;
                }
                self.devices[id.0].engine.tick(now);
                self.carry(id);
            }
        }
    }

    fn deliver_due(&mut self) {
        while let Some(parcel) = self.network.take_due(self.now()) {
            self.deliver(parcel);
        }
    }

    fn deliver(&mut self, parcel: Parcel) {
        let now = self.now();
        match parcel {
            Parcel::Request { device, id, path, auth, body, answer } => {
                if let Some(liar) = &mut self.liar {
                    liar.asked(device, path, &body);
                }
                let (status, mut body) = self.runtime.block_on(self.server_of(device).ask(path, auth, body));
                if let (200, Some(liar)) = (status, &mut self.liar) {
                    body = liar.answer(device, path, body);
                }
                self.drain_streams();
                let lost = self.random.chance(self.weather.lost_answers);
                if answer {
                    let (status, body) = if lost { (0, Vec::new()) } else { (status, body) };
                    let parcel = Parcel::Answer { device, id, status, body };
                    self.network.send(now, self.weather, &mut self.random, parcel);
                }
            }
            Parcel::Answer { device, id, status, body } => {
                if !self.devices[device.0].lost {
                    let (status, body) = if self.devices[device.0].online { (status, body) } else { (0, Vec::new()) };
                    self.devices[device.0].engine.handle_response(id, Answer { status, body }, now);
                    self.carry(device);
                }
            }
            Parcel::Open { device, stream } => self.open_stream(device, stream),
            Parcel::Up { device, stream, message } => {
                if let Some(handle) = self.devices[device.0].streams.get(&stream) {
                    self.runtime.block_on(handle.receive(&message));
                    self.drain_streams();
                }
            }
            Parcel::Down { device, stream, message } => {
                let held = &mut self.devices[device.0];
                if !held.lost && held.streams.contains_key(&stream) {
                    held.engine.handle_message(stream, message, now);
                    self.carry(device);
                }
            }
            Parcel::Closed { device, stream } => {
                if !self.devices[device.0].lost {
                    self.devices[device.0].engine.handle_closed(stream, now);
                    self.carry(device);
                }
            }
        }
    }

    fn open_stream(&mut self, device: DeviceId, stream: StreamId) {
        let opened =
            if self.devices[device.0].online { self.server_of(device).service.stream_connect().ok() } else { None };
        if let Some(handle) = opened {
            self.devices[device.0].streams.insert(stream, handle);
            self.drain_streams();
            return;
        }
        let parcel = Parcel::Closed { device, stream };
        self.network.send(self.now(), self.weather, &mut self.random, parcel);
    }

    /// Sends what the server has for its streams; some break on the way.
    pub(crate) fn drain_streams(&mut self) {
        let now = self.now();
        for id in self.living() {
            let streams: Vec<StreamId> = self.devices[id.0].streams.keys().copied().collect();
            for stream in streams {
                // An earlier one may have broken all of the device.
                let Some(handle) = self.devices[id.0].streams.get(&stream) else { continue };
                let messages = self.runtime.block_on(handle.outbox()).unwrap_or_default();
                for message in messages {
                    let Some(message) = self.tell(id, &message) else { continue };
                    let parcel = Parcel::Down { device: id, stream, message };
                    let way = (id, stream.0, false);
                    self.network.send_in_order(now, self.weather, &mut self.random, way, parcel);
                    if self.random.chance(self.weather.breaks) {
                        self.break_streams(id);
                        break;
                    }
                }
            }
        }
    }

    fn break_streams(&mut self, device: DeviceId) {
        let now = self.now();
        for stream in std::mem::take(&mut self.devices[device.0].streams).into_keys() {
            let parcel = Parcel::Closed { device, stream };
            self.network.send(now, self.weather, &mut self.random, parcel);
        }
    }

    /// Does what an engine asks for.
    pub(crate) fn carry(&mut self, id: DeviceId) {
        while let Some(output) = self.devices[id.0].engine.poll() {
            let Some(crash) = self.count_down(id, &output) else {
                self.carry_out(id, output);
                continue;
            };
            if crash.done {
                self.carry_out(id, output);
            }
            self.restart_device(id);
            return;
        }
    }

    fn carry_out(&mut self, id: DeviceId, output: Output) {
        let now = self.now();
        match output {
            Output::Request { id: request, path, auth, body } => self.send_request(id, request, path, auth, body),
            Output::StreamOpen(stream) => {
                let way = (id, stream.0, true);
                let parcel = Parcel::Open { device: id, stream };
                self.network.send_in_order(now, self.weather, &mut self.random, way, parcel);
            }
            Output::StreamSend(stream, message) => {
                let way = (id, stream.0, true);
                let parcel = Parcel::Up { device: id, stream, message };
                self.network.send_in_order(now, self.weather, &mut self.random, way, parcel);
            }
            Output::StreamClose(stream) => {
                self.devices[id.0].streams.remove(&stream);
            }
            Output::Store { slot, bytes } => {
                let store = &mut self.devices[id.0].store;
                drop(if bytes.is_empty() { store.remove(&slot) } else { store.insert(slot, bytes) });
            }
            Output::Forget => self.devices[id.0].store.clear(),
            Output::Outcome(command, outcome) => {
                self.devices[id.0].outcomes.insert(command, outcome);
            }
            Output::View(view) => self.devices[id.0].view = Some(*view),
        }
    }

    fn send_request(
        &mut self,
        device: DeviceId,
        id: engine::RequestId,
        path: &'static str,
        auth: Option<String>,
        body: Vec<u8>,
    ) {
        let (now, weather) = (self.now(), self.weather);
        if !self.devices[device.0].online || self.random.chance(weather.lost_requests) {
            let parcel = Parcel::Answer { device, id, status: 0, body: Vec::new() };
            self.network.send(now, weather, &mut self.random, parcel);
            return;
        }
        if self.random.chance(weather.doubled) {
            let (auth, body) = (auth.clone(), body.clone());
            let parcel = Parcel::Request { device, id, path, auth, body, answer: false };
            self.network.send(now, weather, &mut self.random, parcel);
        }
        let parcel = Parcel::Request { device, id, path, auth, body, answer: true };
        self.network.send(now, weather, &mut self.random, parcel);
    }

    /// A stream's message as the device gets it.
    fn tell(&mut self, to: DeviceId, message: &[u8]) -> Option<Vec<u8>> {
        match (&mut self.liar, wire::decode(message)) {
            (Some(liar), Ok(truth)) => liar.message(to, truth).map(|told| wire::encode(&told)),
            _ => Some(message.to_vec()),
        }
    }

    pub(crate) fn first(&self) -> &Server<D> {
        &self.servers[ServerId::default().0]
    }

    pub(crate) fn server_of(&self, device: DeviceId) -> &Server<D> {
        &self.servers[self.devices[device.0].server.0]
    }
}
