//! What the engine's tasks ask of the outside world, as values: requests, streams, timers, the device's store.
//!
//! A task awaits an answer; the shell delivers it through `Engine::handle_*`. Nothing here does I/O: an asked-for
//! request is a value in [`Io::outputs`] until somebody polls it.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use futures::channel::{mpsc, oneshot};
use rand_core::CryptoRngCore;
use wire::{Day, Millis};

use crate::{
    command::Outcome,
    judge::{self, Judge},
    view::{Network, View},
};

/// Names a request until it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestId(pub u32);

/// Names a stream until it is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamId(pub u32);

/// Names a command until its outcome is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommandId(pub u32);

/// What the shell must do next.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// POST `body` to `path`, with the header `stayhere-auth` if there is one, and answer with
    /// `handle_response`.
    Request {
        /// To name in the answer.
        id: RequestId,
        /// Path below the origin.
        path: &'static str,
        /// Value of [`wire::auth::HEADER`].
        auth: Option<String>,
        /// CBOR.
        body: Vec<u8>,
    },
    /// Open a WebSocket at [`wire::stream::PATH`].
    StreamOpen(StreamId),
    /// Send one binary message.
    StreamSend(StreamId, Vec<u8>),
    /// Close it.
    StreamClose(StreamId),
    /// Put a value in the device's store; an empty one means that the slot goes.
    Store {
        /// Under which name.
        slot: String,
        /// Sealed, but for the device key.
        bytes: Vec<u8>,
    },
    /// Wipe the device's store.
    Forget,
    /// A command has been carried out or refused.
    Outcome(CommandId, Outcome),
    /// The view has changed.
    View(Box<View>),
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status, 0 when the network failed.
    pub status: u16,
    /// CBOR.
    pub body: Vec<u8>,
}

/// What a stream tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StreamEvent {
    /// One binary message.
    Message(Vec<u8>),
    /// It is closed, for whatever reason.
    Closed,
}

/// The tasks' side.
pub(crate) struct Io {
    now: Cell<Millis>,
    rng: RefCell<Box<dyn CryptoRngCore>>,
    outputs: RefCell<VecDeque<Output>>,
    requests: RefCell<BTreeMap<RequestId, oneshot::Sender<Answer>>>,
    streams: RefCell<BTreeMap<StreamId, mpsc::UnboundedSender<StreamEvent>>>,
    timers: RefCell<BTreeMap<(Millis, u32), oneshot::Sender<()>>>,
    next: Cell<u32>,
    dirty: Cell<bool>,
    network: Cell<Network>,
    pub(crate) judge: RefCell<Judge>,
    reset: Cell<bool>,
}

impl Io {
    pub(crate) fn new(rng: Box<dyn CryptoRngCore>) -> Rc<Self> {
        Rc::new(Self {
            now: Cell::new(Millis(0)),
            rng: RefCell::new(rng),
            outputs: RefCell::default(),
            requests: RefCell::default(),
            streams: RefCell::default(),
            timers: RefCell::default(),
            next: Cell::new(1),
            dirty: Cell::new(true),
            network: Cell::new(Network::Online),
            judge: RefCell::new(judge::built_in()),
            reset: Cell::new(false),
        })
    }

    /// The time that the shell told last.
    pub(crate) fn now(&self) -> Millis {
        self.now.get()
    }

    pub(crate) fn today(&self) -> Day {
        Day::of(self.now())
    }

    /// Draws from the given randomness. The closure must not draw again.
    pub(crate) fn random<T>(&self, draw: impl FnOnce(&mut dyn CryptoRngCore) -> T) -> T {
        draw(&mut **self.rng.borrow_mut())
    }

    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        self.random(|rng| {
            let mut bytes = [0; N];
            rng.fill_bytes(&mut bytes);
            bytes
        })
    }

    /// Asks for a request and waits for its answer.
    pub(crate) async fn request(&self, path: &'static str, auth: Option<String>, body: Vec<u8>) -> Answer {
        let id = RequestId(self.number());
        let (sender, receiver) = oneshot::channel();
        self.requests.borrow_mut().insert(id, sender);
        self.push(Output::Request { id, path, auth, body });
        let answer = receiver.await.unwrap_or(Answer { status: 0, body: Vec::new() });
        let network = match answer.status {
            0 => Network::Offline,
            507 => Network::Full,
            _ => Network::Online,
        };
        if self.network.replace(network) != network {
            self.changed();
        }
        answer
    }

    /// Opens a stream; its events come through the receiver.
    pub(crate) fn stream(&self) -> (StreamId, mpsc::UnboundedReceiver<StreamEvent>) {
        let id = StreamId(self.number());
        let (sender, receiver) = mpsc::unbounded();
        self.streams.borrow_mut().insert(id, sender);
        self.push(Output::StreamOpen(id));
        (id, receiver)
    }

    pub(crate) fn send(&self, stream: StreamId, message: &wire::stream::ToServer) {
        if self.streams.borrow().contains_key(&stream) {
            self.push(Output::StreamSend(stream, wire::encode(message)));
        }
    }

    pub(crate) fn close(&self, stream: StreamId) {
        if self.streams.borrow_mut().remove(&stream).is_some() {
            self.push(Output::StreamClose(stream));
        }
    }

    /// Waits for `millis`.
    pub(crate) async fn sleep(&self, millis: u64) {
        let (sender, receiver) = oneshot::channel();
        self.timers.borrow_mut().insert((self.now().plus(millis), self.number()), sender);
        let _ = receiver.await;
    }

    pub(crate) fn store(&self, slot: &str, bytes: Vec<u8>) {
        self.push(Output::Store { slot: slot.to_owned(), bytes });
    }

    pub(crate) fn push(&self, output: Output) {
        self.outputs.borrow_mut().push_back(output);
    }

    /// Says that the view may be another one now.
    pub(crate) fn changed(&self) {
        self.dirty.set(true);
    }

    pub(crate) fn network(&self) -> Network {
        self.network.get()
    }

    /// Asks for every task to be dropped once the running ones rest: the end of a session.
    pub(crate) fn reset(&self) {
        self.reset.set(true);
    }

    fn number(&self) -> u32 {
        self.next.replace(self.next.get().wrapping_add(1))
    }
}

/// The shell's side.
impl Io {
    pub(crate) fn set_now(&self, now: Millis) {
        self.now.set(self.now.get().max(now));
    }

    pub(crate) fn answer(&self, id: RequestId, answer: Answer) {
        if let Some(waiting) = self.requests.borrow_mut().remove(&id) {
            let _ = waiting.send(answer);
        }
    }

    pub(crate) fn stream_event(&self, id: StreamId, event: StreamEvent) {
        let mut streams = self.streams.borrow_mut();
        let ended = event == StreamEvent::Closed;
        if let Some(waiting) = streams.get(&id) {
            let _ = waiting.unbounded_send(event);
        }
        if ended {
            streams.remove(&id);
        }
    }

    pub(crate) fn fire_due(&self) {
        let mut timers = self.timers.borrow_mut();
        while let Some(entry) = timers.first_entry() {
            if entry.key().0 > self.now.get() {
                break;
            }
            let _ = entry.remove().send(());
        }
    }

    pub(crate) fn next_due(&self) -> Option<Millis> {
        self.timers.borrow().first_key_value().map(|((due, _), _)| *due)
    }

    pub(crate) fn take_output(&self) -> Option<Output> {
        self.outputs.borrow_mut().pop_front()
    }

    pub(crate) fn take_dirty(&self) -> bool {
        self.dirty.replace(false)
    }

    pub(crate) fn take_reset(&self) -> bool {
        self.reset.replace(false)
    }

    /// Closes what the dropped tasks had open.
    pub(crate) fn drop_all(&self) {
        self.requests.borrow_mut().clear();
        self.timers.borrow_mut().clear();
        let open: Vec<_> = std::mem::take(&mut *self.streams.borrow_mut()).into_keys().collect();
        for stream in open {
            self.push(Output::StreamClose(stream));
        }
    }
}
