//! A few real engines with real MLS on the server's own logic, in one thread and in a time of its own, so that a month
//! takes seconds and nothing but the work itself is counted: processor time of each device, and every byte of its
//! requests, answers and stream messages (without the headers of HTTP).

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result, bail};
use axum::{Router, body::Body};
use engine::{Answer, Command, CommandId, Engine, Outcome, Output, StreamId, Suite, command::Value, view::View};
use http::Request;
use http_body_util::BodyExt;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rustix::time::{ClockId, clock_gettime};
use server::{NoAssets, Secrets, Service, StreamHandle};
use server_store::Memory;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use wire::Millis;

/// 2026-01-01 00:00 UTC.
const START: u64 = 1_767_225_600_000;
pub(crate) const SECOND: u64 = 1_000;
const DAY: u64 = 86_400_000;
/// After this time a device is connected again.
const MORNING: u64 = 30 * SECOND;

/// The real cryptography of circles; passphrases are not stretched, which `bench sign-in` measures.
struct Real;

impl Suite for Real {
    type Group = seal::MlsGroup;
    type Ksf = login::TestKsf;
}

/// What something cost a device.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cost {
    /// Time of the processor.
    pub(crate) work: Duration,
    /// Bytes.
    pub(crate) sent: u64,
    /// Bytes.
    pub(crate) received: u64,
    pub(crate) requests: u64,
    /// Sizes of the requests by path, in order.
    pub(crate) bodies: BTreeMap<&'static str, Vec<u64>>,
}

/// Names a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DeviceId(u32);

struct Device {
    engine: Engine<Real>,
    streams: BTreeMap<StreamId, StreamHandle<Memory>>,
    view: Option<View>,
    outcomes: BTreeMap<CommandId, Outcome>,
    commands: u32,
    /// Switched off: nothing reaches it, and it does nothing.
    off: bool,
    cost: Cost,
}

pub(crate) struct World {
    devices: BTreeMap<DeviceId, Device>,
    made: u32,
    clock: Arc<AtomicU64>,
    service: Service<Memory>,
    router: Router,
    runtime: Runtime,
}

impl World {
    pub(crate) fn new() -> Result<Self> {
        let clock = Arc::new(AtomicU64::new(START));
        let hands = Arc::clone(&clock);
        let secrets = Secrets::generate(&mut ChaCha20Rng::seed_from_u64(0));
        let now = Arc::new(move || Millis(hands.load(Ordering::Relaxed)));
        let service = Service::new(Memory::new(), secrets, now, [1; 32]);
        let router = server::router(service.clone(), Arc::new(NoAssets));
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        Ok(Self { devices: BTreeMap::new(), made: 0, clock, service, router, runtime })
    }

    /// A device on which nobody is signed in.
    pub(crate) fn device(&mut self) -> DeviceId {
        self.made += 1;
        let id = DeviceId(self.made);
        let mut engine = Engine::new(Box::new(ChaCha20Rng::seed_from_u64(u64::from(self.made))));
        engine.set_judge(Box::new(|_, _| None));
        engine.start(BTreeMap::new(), self.now());
        let (streams, outcomes) = (BTreeMap::new(), BTreeMap::new());
        let device = Device { engine, streams, view: None, outcomes, commands: 0, off: false, cost: Cost::default() };
        self.devices.insert(id, device);
        id
    }

    /// Forgets a device.
    pub(crate) fn lose(&mut self, id: DeviceId) {
        self.devices.remove(&id);
    }

    /// Switches a device off. Its server side sees the streams end.
    pub(crate) fn switch_off(&mut self, id: DeviceId) {
        self.with(id, |device| device.off = true);
    }

    /// Switches it on again: it notices that its streams are gone.
    pub(crate) fn switch_on(&mut self, id: DeviceId) {
        let now = self.now();
        self.with(id, |device| {
            device.off = false;
            for stream in std::mem::take(&mut device.streams).into_keys() {
                device.works(|engine| engine.handle_closed(stream, now));
            }
        });
    }

    pub(crate) fn view(&self, id: DeviceId) -> Option<&View> {
        self.devices.get(&id)?.view.as_ref()
    }

    /// Where a device stands in its one circle.
    pub(crate) fn head(&self, id: DeviceId) -> Option<engine::Head> {
        self.devices.get(&id)?.engine.heads().into_values().next()
    }

    /// What a device has cost since this was last asked.
    pub(crate) fn take_cost(&mut self, id: DeviceId) -> Cost {
        self.devices.get_mut(&id).map(|device| std::mem::take(&mut device.cost)).unwrap_or_default()
    }

    /// Carries out a command that must succeed.
    pub(crate) fn done(&mut self, id: DeviceId, command: Command) -> Result<Value> {
        let (told, now) = (format!("{command:?}"), self.now());
        let number = self.with(id, |device| {
            device.commands += 1;
            let number = CommandId(device.commands);
            device.works(|engine| engine.handle_command(number, command, now));
            number
        });
        let number = number.context("no such device")?;
        self.until(60 * SECOND, &told, |world| {
            world.devices.get(&id).is_some_and(|device| device.outcomes.contains_key(&number))
        })?;
        match self.devices.get_mut(&id).and_then(|device| device.outcomes.remove(&number)) {
            Some(Outcome::Done(value)) => Ok(value),
            other => bail!("{told}: {other:?}"),
        }
    }

    /// Lets time pass until `done`, at most `millis`.
    pub(crate) fn until(&mut self, millis: u64, what: &str, done: impl Fn(&Self) -> bool) -> Result<()> {
        if self.runs(millis, &done)? { Ok(()) } else { bail!("waited {millis} ms in vain: {what}") }
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, millis: u64) -> Result<()> {
        self.runs(millis, &|_| false).map(drop)
    }

    /// Goes to the next day, and has the server do its daily work. Devices are off at night.
    pub(crate) fn next_day(&mut self) -> Result<()> {
        let on: Vec<DeviceId> = self.devices.iter().filter(|(_, device)| !device.off).map(|(id, _)| *id).collect();
        for id in &on {
            self.switch_off(*id);
        }
        self.clock.store((self.now().0 / DAY + 1) * DAY, Ordering::Relaxed);
        self.runtime.block_on(self.service.tidy())?;
        for id in &on {
            self.switch_on(*id);
        }
        self.pass(MORNING)
    }

    fn now(&self) -> Millis {
        Millis(self.clock.load(Ordering::Relaxed))
    }

    fn runs(&mut self, millis: u64, done: &dyn Fn(&Self) -> bool) -> Result<bool> {
        let end = self.now().plus(millis);
        loop {
            self.settle()?;
            if done(self) {
                return Ok(true);
            }
            let on = self.devices.values().filter(|device| !device.off);
            let Some(next) = on.filter_map(|device| device.engine.timeout()).min().filter(|next| *next <= end) else {
                self.clock.fetch_max(end.0, Ordering::Relaxed);
                return Ok(done(self));
            };
            self.clock.fetch_max(next.0, Ordering::Relaxed);
            let now = self.now();
            for device in self.devices.values_mut().filter(|device| !device.off) {
                if device.engine.timeout().is_some_and(|due| due <= now) {
                    device.works(|engine| engine.tick(now));
                }
            }
        }
    }

    /// Carries everything to and fro until nothing moves.
    fn settle(&mut self) -> Result<()> {
        let ids: Vec<DeviceId> = self.devices.keys().copied().collect();
        loop {
            let mut moved = false;
            for id in &ids {
                moved |= self.carry(*id)?;
            }
            if !moved {
                return Ok(());
            }
        }
    }

    fn carry(&mut self, id: DeviceId) -> Result<bool> {
        let Some(mut device) = self.devices.remove(&id) else { return Ok(false) };
        let mut moved = false;
        if !device.off {
            while let Some(output) = device.works(Engine::poll) {
                moved = true;
                self.carry_out(&mut device, output)?;
            }
            moved |= self.take_messages(&mut device);
        }
        self.devices.insert(id, device);
        Ok(moved)
    }

    fn carry_out(&self, device: &mut Device, output: Output) -> Result<()> {
        match output {
            Output::Request { id, path, auth, body } => {
                let length = body.len() as u64;
                device.cost.requests += 1;
                device.cost.sent += length + auth.as_ref().map_or(0, |auth| auth.len() as u64);
                device.cost.bodies.entry(path).or_default().push(length);
                let answer = self.ask(path, auth, body)?;
                device.cost.received += answer.body.len() as u64;
                let now = self.now();
                device.works(|engine| engine.handle_response(id, answer, now));
            }
            Output::StreamOpen(stream) => {
                let handle = self.service.stream_connect().ok().context("no stream")?;
                device.streams.insert(stream, handle);
            }
            Output::StreamSend(stream, message) => {
                device.cost.sent += message.len() as u64;
                if let Some(handle) = device.streams.get(&stream) {
                    self.runtime.block_on(handle.receive(&message));
                }
            }
            Output::StreamClose(stream) => drop(device.streams.remove(&stream)),
            Output::Outcome(command, outcome) => drop(device.outcomes.insert(command, outcome)),
            Output::View(view) => device.view = Some(*view),
            Output::Store { .. } | Output::Forget => {}
        }
        Ok(())
    }

    fn take_messages(&self, device: &mut Device) -> bool {
        let mut messages = Vec::new();
        for (stream, handle) in &device.streams {
            let outbox = self.runtime.block_on(handle.outbox()).unwrap_or_default();
            messages.extend(outbox.into_iter().map(|message| (*stream, message.to_vec())));
        }
        let moved = !messages.is_empty();
        let now = self.now();
        for (stream, message) in messages {
            device.cost.received += message.len() as u64;
            device.works(|engine| engine.handle_message(stream, message, now));
        }
        moved
    }

    fn ask(&self, path: &str, auth: Option<String>, body: Vec<u8>) -> Result<Answer> {
        let mut request = Request::post(path).header("content-type", wire::CONTENT_TYPE);
        if let Some(auth) = auth {
            request = request.header(wire::auth::HEADER, auth);
        }
        let request = request.body(Body::from(body))?;
        self.runtime.block_on(async {
            let Ok(response) = self.router.clone().oneshot(request).await;
            let status = response.status().as_u16();
            Ok(Answer { status, body: response.into_body().collect().await?.to_bytes().to_vec() })
        })
    }

    fn with<T>(&mut self, id: DeviceId, act: impl FnOnce(&mut Device) -> T) -> Option<T> {
        self.devices.get_mut(&id).map(act)
    }
}

impl Device {
    /// Has the engine do something, and counts the time.
    fn works<T>(&mut self, work: impl FnOnce(&mut Engine<Real>) -> T) -> T {
        let began = processor_time();
        let result = work(&mut self.engine);
        self.cost.work += processor_time().saturating_sub(began);
        result
    }
}

/// Of this thread alone: what else runs on the machine does not count.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.try_into().unwrap_or_default())
}
