//! The client of Stayhere without any I/O: accounts, boxes, sync, outbox, key upkeep, meetings, views.
//!
//! Outside it is a state machine: `handle_*(.., now)` takes what happened, [`Engine::poll`] gives what to do next,
//! [`Engine::timeout`] says when to call [`Engine::tick`]. Inside, each flow of `protocol.md` (signing in, joining,
//! SYNC, COMMIT) is an `async fn` that awaits answers, so that it reads like the protocol; a single-threaded pool
//! polls them whenever something is handed in, and never by itself. Nothing here reads a clock, draws randomness of
//! its own or does I/O: the time comes with each call, the randomness with [`Engine::new`].

mod account;
mod api;
mod app;
#[expect(missing_docs, reason = "fields say what they are; the catalogue of screens explains them")]
mod card;
mod circles;
#[expect(missing_docs, reason = "fields say what they are; the catalogue of screens explains them")]
pub mod command;
#[expect(missing_docs, reason = "fields say what they are; the catalogue of screens explains them")]
pub mod deed;
mod device;
#[expect(missing_docs, reason = "fields say what they are; docs/export.md explains the format")]
mod export;
#[cfg(feature = "test-suite")]
pub mod formats;
#[expect(missing_docs, reason = "fields say what they are; the catalogue of screens explains them")]
mod guest;
#[cfg(feature = "test-suite")]
pub mod hostile;
mod io;
mod join;
mod judge;
mod lock;
mod meeting;
mod member;
mod notes;
#[expect(missing_docs, reason = "fields say what they are; the catalogue of screens explains them")]
mod removal;
mod reply;
#[expect(missing_docs, reason = "fields say what they are; the catalogue of screens explains them")]
mod round;
#[expect(missing_docs, reason = "fields say what they are; the catalogue of screens explains them")]
mod schedule;
mod sheets;
mod suite;
mod templates;
#[expect(missing_docs, reason = "fields say what they are; the catalogue of screens explains them")]
pub mod view;
mod wake;
mod watch;

use std::{collections::BTreeMap, rc::Rc};

use futures::{executor::LocalPool, task::LocalSpawnExt};
use rand_core::CryptoRngCore;
use wire::Millis;

pub use command::{Command, Outcome};
pub use io::{Answer, CommandId, Output, RequestId, StreamId};
pub use judge::Judge;
#[cfg(feature = "test-suite")]
pub use member::hostile::{Flaw, Turncoat};
#[cfg(feature = "test-suite")]
pub use suite::PlainSuite;
pub use suite::{MlsSuite, Suite};

use app::App;
use io::{Io, StreamEvent};

/// Where a device stands in a circle's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The commit that it stands at.
    pub tip: wire::CommitId,
    /// Entries folded since the circle began.
    pub seq: circle::Seq,
    /// Hash of the durable state.
    pub root: wire::Hash,
}

/// The client of one person on one device. `S` is the cryptography: [`MlsSuite`], or the simulator's.
pub struct Engine<S: Suite> {
    io: Rc<Io>,
    app: Rc<App<S>>,
    pool: LocalPool,
    shown: Option<view::View>,
}

impl<S: Suite> Engine<S> {
    /// An engine that has not been started. `rng` must be cryptographically secure outside of simulations.
    pub fn new(rng: Box<dyn CryptoRngCore>) -> Self {
        let io = Io::new(rng);
        let pool = LocalPool::new();
        let app = App::new(Rc::clone(&io), pool.spawner());
        Self { io, app, pool, shown: None }
    }

    /// Has own passphrases judged by somebody else than what is built in.
    pub fn set_judge(&mut self, judge: Judge) {
        *self.io.judge.borrow_mut() = judge;
    }

    /// Starts with what the device's store holds; an empty map for a device that remembers nobody.
    pub fn start(&mut self, slots: BTreeMap<String, Vec<u8>>, now: Millis) {
        self.io.set_now(now);
        let app = Rc::clone(&self.app);
        self.spawn(async move { app.start(slots).await });
        self.settle();
    }

    /// A person's act. Its outcome comes as [`Output::Outcome`].
    pub fn handle_command(&mut self, id: CommandId, command: Command, now: Millis) {
        self.io.set_now(now);
        let app = Rc::clone(&self.app);
        self.spawn(async move {
            let outcome = app.run(command).await;
            app.io.push(Output::Outcome(id, outcome));
        });
        self.settle();
    }

    /// The answer of a request; status 0 says that the network failed.
    pub fn handle_response(&mut self, id: RequestId, answer: Answer, now: Millis) {
        self.io.set_now(now);
        self.io.answer(id, answer);
        self.settle();
    }

    /// A message of a stream.
    pub fn handle_message(&mut self, stream: StreamId, message: Vec<u8>, now: Millis) {
        self.io.set_now(now);
        self.io.stream_event(stream, StreamEvent::Message(message));
        self.settle();
    }

    /// A stream has closed, or could not be opened.
    pub fn handle_closed(&mut self, stream: StreamId, now: Millis) {
        self.io.set_now(now);
        self.io.stream_event(stream, StreamEvent::Closed);
        self.settle();
    }

    /// Time has passed. Call it when [`Self::timeout`] is due.
    pub fn tick(&mut self, now: Millis) {
        self.io.set_now(now);
        self.settle();
    }

    /// When to call [`Self::tick`] next.
    pub fn timeout(&self) -> Option<Millis> {
        self.io.next_due()
    }

    /// The next thing to do. Poll after every call until there is none.
    pub fn poll(&mut self) -> Option<Output> {
        if let Some(output) = self.io.take_output() {
            return Some(output);
        }
        if !self.io.take_dirty() {
            return None;
        }
        let view = view::view(&self.app);
        if self.shown.as_ref() == Some(&view) {
            return None;
        }
        self.shown = Some(view.clone());
        Some(Output::View(Box::new(view)))
    }

    /// Where this device stands in each circle that it follows: tip, log position, root of the durable state. Two devices that have
    /// folded the same log agree in all three.
    pub fn heads(&self) -> BTreeMap<wire::CircleId, Head> {
        let circles = self.app.circles.borrow();
        let heads = circles.values().filter(|member| !member.is_over()).filter_map(|member| {
            member.with(|core| (core.id, Head { tip: core.tip, seq: core.circle.seq(), root: core.circle.root() }))
        });
        heads.collect()
    }

    /// What this device's member knows of the circle with this local number, for other use.
    #[cfg(feature = "test-suite")]
    pub fn turn(&self, circle: u32, rng: Box<dyn CryptoRngCore>) -> Option<Turncoat<S>> {
        self.app.circles.borrow().get(&circle)?.turn(rng)
    }

    /// Why a circle is stuck on this device: one of [`command::CODES`].
    pub fn trouble(&self, circle: u32) -> Option<String> {
        self.app.circles.borrow().get(&circle).and_then(|member| member.trouble.borrow().clone())
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        // The pool lives as long as the engine, so that spawning cannot fail.
        let _ = self.pool.spawner().spawn_local(task);
    }

    fn settle(&mut self) {
        self.io.fire_due();
        self.pool.run_until_stalled();
        if self.io.take_reset() {
            self.pool = LocalPool::new();
            self.io.drop_all();
            let lock = self.app.lock.take().filter(lock::Lock::is_shut);
            self.app = App::new(Rc::clone(&self.io), self.pool.spawner());
            *self.app.lock.borrow_mut() = lock;
            self.app.rest();
            self.io.changed();
        }
    }
}
