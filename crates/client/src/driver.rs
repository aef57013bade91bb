//! The loop round the engine: hand in what happened, carry out what it asks for.

use std::{collections::BTreeMap, future::pending, sync::Arc, time::Duration};

use engine::{Answer, Command, CommandId, Engine, MlsSuite, Outcome, Output, RequestId, StreamId, view::View};
use rand_chacha::ChaCha20Rng;
use rand_core::{OsRng, SeedableRng};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::{sleep, timeout},
};
use wire::Millis;

use crate::{device::DeviceStore, net::Net, now, wipe};

/// How long requests under way may take when the client ends.
const GRACE: Duration = Duration::from_secs(3);

/// What [`crate::Client`] asks for.
pub(crate) enum Order {
    Command(Box<Command>, oneshot::Sender<Outcome>),
    Close(oneshot::Sender<()>),
}

/// What comes from the network.
pub(crate) enum Event {
    Answer(RequestId, Answer),
    Message(StreamId, Vec<u8>),
    Closed(StreamId),
}

pub(crate) struct Driver {
    engine: Engine<MlsSuite>,
    net: Net,
    store: Option<DeviceStore>,
    view: watch::Sender<Arc<View>>,
    commands: BTreeMap<CommandId, oneshot::Sender<Outcome>>,
    next: u32,
    /// Requests that have not been answered.
    under_way: usize,
}

impl Driver {
    pub(crate) fn new(net: Net, store: Option<DeviceStore>, view: watch::Sender<Arc<View>>) -> Self {
        let engine =
            Engine::new(Box::new(ChaCha20Rng::from_rng(OsRng).unwrap_or_else(|_| ChaCha20Rng::from_entropy())));
        Self { engine, net, store, view, commands: BTreeMap::new(), next: 0, under_way: 0 }
    }

    /// Runs until it is told to close, or until nobody can tell it any more.
    pub(crate) async fn run(
        mut self,
        mut orders: mpsc::UnboundedReceiver<Order>,
        mut events: mpsc::UnboundedReceiver<Event>,
    ) {
        let slots = self.store.as_ref().map(DeviceStore::read).unwrap_or_default();
        self.engine.start(slots, now());
        let closed = loop {
            self.carry_out();
            wipe::stack();
            tokio::select! {
                order = orders.recv() => match order {
                    Some(Order::Command(command, done)) => self.command(*command, done),
                    Some(Order::Close(done)) => break Some(done),
                    None => break None,
                },
                Some(event) = events.recv() => self.take(event),
                () = until(self.engine.timeout()) => self.engine.tick(now()),
            }
        };
        // What is not answered in time is found out at the next start: every request may be repeated.
        let _ = timeout(GRACE, self.finish(&mut events)).await;
        self.net.close_streams();
        if let Some(closed) = closed {
            let _ = closed.send(());
        }
    }

    async fn finish(&mut self, events: &mut mpsc::UnboundedReceiver<Event>) {
        while self.under_way > 0 {
            let Some(event) = events.recv().await else { return };
            self.take(event);
            self.carry_out();
        }
    }

    fn command(&mut self, command: Command, done: oneshot::Sender<Outcome>) {
        let id = CommandId(self.next);
        self.next = self.next.wrapping_add(1);
        self.commands.insert(id, done);
        self.engine.handle_command(id, command, now());
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Answer(id, answer) => {
                self.under_way -= 1;
                self.engine.handle_response(id, answer, now());
            }
            Event::Message(id, message) => self.engine.handle_message(id, message, now()),
            Event::Closed(id) => self.engine.handle_closed(id, now()),
        }
    }

    /// Outcomes are told last, so that whoever waits for one finds its effects in the view.
    fn carry_out(&mut self) {
        let mut outcomes = Vec::new();
        while let Some(output) = self.engine.poll() {
            match output {
                Output::Request { id, path, auth, body } => {
                    self.under_way += 1;
                    self.net.request(id, path, auth, body);
                }
                Output::StreamOpen(id) => self.net.open(id),
                Output::StreamSend(id, message) => self.net.send(id, message),
                Output::StreamClose(id) => self.net.close(id),
                Output::Store { slot, bytes } => self.remember(|store| store.write(&slot, &bytes)),
                Output::Forget => self.remember(DeviceStore::forget),
                Output::Outcome(id, outcome) => outcomes.push((id, outcome)),
                Output::View(view) => {
                    self.view.send_replace(Arc::from(view));
                }
            }
        }
        for (id, outcome) in outcomes {
            if let Some(done) = self.commands.remove(&id) {
                // Whoever asked may have stopped waiting.
                let _ = done.send(outcome);
            }
        }
    }

    fn remember(&self, write: impl FnOnce(&DeviceStore) -> std::io::Result<()>) {
        if let Some(store) = &self.store
            && let Err(error) = write(store)
        {
            tracing::warn!(%error, "this device cannot write down what it should remember");
        }
    }
}

async fn until(due: Option<Millis>) {
    match due {
        Some(due) => sleep(Duration::from_millis(due.since(now()))).await,
        None => pending().await,
    }
}
