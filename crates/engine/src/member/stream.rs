//! The circle's stream: open, re-authorise at each new tip, take what comes, come back after a disconnection.

use std::{cell::Cell, collections::BTreeSet};

use futures::{StreamExt, channel::mpsc};
use seal::SigningKey;
use wire::{
    CommitId, MailboxId, Millis, Problem, Reason,
    stream::{ToClient, ToServer},
};

use super::{Followed, Member};
use crate::{
    command::Failure,
    io::{StreamEvent, StreamId},
    meeting,
    suite::Suite,
};

/// First pause before a closed stream is opened again; doubles up to [`LONGEST_PAUSE_MS`].
const FIRST_PAUSE_MS: u64 = 400;
const LONGEST_PAUSE_MS: u64 = 20_000;
/// How often a quiet stream is asked whether it lives, and after which silence it is given up.
pub(crate) const PING_MS: u64 = 20_000;
const SILENCE_MS: u64 = 45_000;

/// What a device knows of its open stream.
#[derive(Default)]
pub(crate) struct Connection {
    id: Cell<Option<StreamId>>,
    challenge: Cell<Option<[u8; 32]>>,
    /// Where it has asked to be.
    asked: Cell<Option<CommitId>>,
    /// Said before it confirmed: the circle is suspended.
    suspended: Cell<Option<Reason>>,
    /// The server has confirmed it.
    opened: Cell<bool>,
    heard: Cell<Millis>,
    pinged: Cell<Millis>,
    watched: std::cell::RefCell<BTreeSet<MailboxId>>,
}

impl Connection {
    pub(crate) fn is_open(&self) -> bool {
        self.opened.get()
    }

    pub(crate) fn id(&self) -> Option<StreamId> {
        self.id.get().filter(|_| self.opened.get())
    }

    fn reset(&self, id: Option<StreamId>) {
        self.id.set(id);
        self.challenge.set(None);
        self.asked.set(None);
        self.suspended.set(None);
        self.opened.set(false);
        self.watched.borrow_mut().clear();
    }
}

impl<S: Suite> Member<S> {
    /// Follows the stream until the membership ends.
    pub(crate) async fn follow_stream(&self) {
        let mut pause = FIRST_PAUSE_MS;
        while !self.is_over() {
            let (id, events) = self.io.stream();
            self.connection.reset(Some(id));
            self.connection.heard.set(self.now());
            self.take_events(events).await;
            if self.connection.is_open() {
                pause = FIRST_PAUSE_MS;
            }
            self.close_stream();
            if self.is_over() {
                return;
            }
            self.io.sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE_MS);
        }
    }

    pub(crate) fn close_stream(&self) {
        if let Some(id) = self.connection.id.get() {
            self.io.close(id);
        }
        self.connection.reset(None);
        self.change(meeting::disconnected);
    }

    /// Asks for a mailbox anew: it may not have been there yet.
    pub(crate) fn watch_again(&self, mailbox: MailboxId) {
        self.connection.watched.borrow_mut().remove(&mailbox);
    }

    /// Asks to be where the fold is, and for the mailboxes that this member answers.
    pub(crate) fn reopen_if_moved(&self) {
        let connection = &self.connection;
        let (Some(id), Some(challenge)) = (connection.id.get(), connection.challenge.get()) else { return };
        let asked = connection.asked.get();
        let Some((tip, have, live, key, circle)) = self.with(|core| {
            let live = core.room.as_ref().map_or(u64::MAX, meeting::Room::last_live);
            (core.tip, core.have, live, core.secrets.access.clone(), core.id)
        }) else {
            return;
        };
        if asked != Some(tip) {
            connection.asked.set(Some(tip));
            let signature = key.answer(&challenge, tip.as_bytes());
            self.io.send(id, &ToServer::Open { circle, at: tip, signature, have, live });
        }
        for (mailbox, key) in self.mailboxes() {
            if connection.watched.borrow_mut().insert(mailbox) {
                let signature = SigningKey::answer(&key, &challenge, mailbox.as_bytes());
                self.io.send(id, &ToServer::Watch { mailbox, signature });
            }
        }
    }

    /// Keeps a quiet stream alive, and gives up one that has fallen silent.
    pub(crate) fn mind_stream(&self) {
        let connection = &self.connection;
        let Some(id) = connection.id.get() else { return };
        if self.now().since(connection.heard.get()) > SILENCE_MS {
            self.io.close(id);
            return;
        }
        let quiet = self.now().since(connection.heard.get().max(connection.pinged.get()));
        if connection.opened.get() && quiet >= PING_MS {
            connection.pinged.set(self.now());
            self.io.send(id, &ToServer::Ping { number: 0 });
        }
    }

    async fn take_events(&self, mut events: mpsc::UnboundedReceiver<StreamEvent>) {
        while let Some(StreamEvent::Message(bytes)) = events.next().await {
            self.connection.heard.set(self.now());
            // What cannot be read is of a newer server; what it means will come by SYNC.
            let Ok(message) = wire::decode::<ToClient>(&bytes) else { continue };
            let _turn = self.turn.lock().await;
            self.take(message).await;
            if self.is_over() {
                return;
            }
            self.reopen_if_moved();
            self.poke();
        }
    }

    async fn take(&self, message: ToClient) {
        match message {
            ToClient::Challenge { challenge } => self.connection.challenge.set(Some(challenge.into())),
            ToClient::Opened { live, live_from, .. } => {
                self.connection.opened.set(true);
                self.note_suspension(self.connection.suspended.get());
                self.change(|core| meeting::connected(core, live, live_from));
            }
            ToClient::Entry { commit, entry } => {
                if !self.take_entry(commit, &entry) {
                    self.catch_up().await;
                }
            }
            ToClient::Commit { parent, child } => match self.take_child(parent, child) {
                Followed::UpToDate | Followed::Over => {
                    if self.with(|core| !core.waiting.is_empty()) == Some(true) {
                        self.catch_up().await;
                    }
                }
                Followed::BoxKnowsMore | Followed::Rewound | Followed::Untold => self.catch_up().await,
            },
            ToClient::Live { number, frame } => {
                let now = self.now();
                self.change(|core| meeting::hear(core, number, &frame, now));
            }
            ToClient::LiveTaken { number } => {
                self.change(|core| meeting::taken(core, number));
            }
            ToClient::Mail { mailbox, mail } => self.take_mail(mailbox, &mail),
            ToClient::Refused { problem } => self.refused(&problem).await,
            ToClient::Shredded { .. } | ToClient::Pong { .. } => {}
        }
    }

    /// By requests, where the stream left a gap or the box knows more. Failures are tried again by the duties.
    pub(crate) async fn catch_up(&self) {
        self.behind.set(true);
        // Hold-ups of the network pass, and everything else has been dealt with where it was found.
        let _ = self.catch_up_if_behind().await;
    }

    /// Tries again what [`Self::catch_up`] could not do. Hold [`Self::turn`].
    pub(crate) async fn catch_up_if_behind(&self) -> Result<(), Failure> {
        if self.behind.get() {
            self.sync_all().await?;
            self.behind.set(false);
        }
        Ok(())
    }

    async fn refused(&self, problem: &Problem) {
        match problem.code {
            // The stream's commit is not known: the fold is behind or the server was set back.
            wire::Code::NotAuthorised | wire::Code::NotFound => {
                self.catch_up().await;
                if !self.connection.is_open() {
                    self.close_stream();
                }
            }
            wire::Code::Suspended => {
                self.connection.suspended.set(problem.reason);
                self.note_suspension(problem.reason);
                self.change(meeting::disconnected);
            }
            _ => {
                self.change(meeting::disconnected);
            }
        }
    }
}
