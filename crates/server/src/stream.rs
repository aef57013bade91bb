//! One stream: what a socket, or a simulator without one, does with it.

use std::sync::Arc;

use bytes::Bytes;
use ed25519_dalek::{Signature, VerifyingKey};
use server_store::Store;
use tokio::sync::Notify;
use wire::{
    CircleId, Code, CommitId, MailboxId, Problem, PublicKey, auth,
    stream::{ToClient, ToServer},
};

use crate::{
    relay::{StreamId, Want},
    service::Service,
};

/// Bytes of entries that are read for a stream at a time.
const PAGE: usize = 512 * 1024;
/// Children that are read for a stream at a time: an envelope may be a megabyte.
const CHILDREN: u32 = 4;

/// An open stream; dropping it closes it.
///
/// Whoever holds it gives it what the client says ([`Self::receive`]), carries away what it says
/// ([`Self::outbox`]), and waits with [`Self::woken`] in between. None of these needs a runtime.
pub struct StreamHandle<S: Store> {
    service: Service<S>,
    id: StreamId,
    challenge: [u8; 32],
    wake: Arc<Notify>,
}

impl<S: Store> Service<S> {
    /// Opens a stream; its challenge waits in the outbox.
    ///
    /// # Errors
    /// [`Code::Unavailable`] when there are [`limits::STREAMS`] already.
    pub fn stream_connect(&self) -> Result<StreamHandle<S>, Problem> {
        let challenge: [u8; 32] = self.random();
        let mut relay = self.relay();
        let (id, wake) = relay.connect().ok_or(Problem::new(Code::Unavailable))?;
        relay.say(id, &ToClient::Challenge { challenge: challenge.into() });
        drop(relay);
        Ok(StreamHandle { service: self.clone(), id, challenge, wake })
    }
}

impl<S: Store> StreamHandle<S> {
    /// Takes one message of the client. A refusal goes to the outbox; the stream stays open.
    pub async fn receive(&self, message: &[u8]) {
        let outcome = match wire::decode(message) {
            Ok(ToServer::Open { circle, at, signature, have, live }) => {
                self.open(circle, at, signature, have, live).await
            }
            Ok(ToServer::Watch { mailbox, signature }) => self.watch(mailbox, signature).await,
            Ok(ToServer::Live { frame }) => {
                let (now, circle) = (self.service.now(), self.service.relay().circle_of(self.id));
                match circle.map_or(Ok(()), |circle| self.service.may_write(circle)) {
                    Ok(()) => self.service.relay().live(self.id, frame.into(), now),
                    refused => refused,
                }
            }
            Ok(ToServer::Ping { number }) => {
                self.say(&ToClient::Pong { number });
                Ok(())
            }
            Err(wire::Malformed) => Err(Code::Malformed.into()),
        };
        if let Err(problem) = outcome {
            self.say(&ToClient::Refused { problem });
        }
    }

    /// What is to be sent now, in order, read from the store where needed; call it again until it is empty.
    /// None when the stream is over: the client was too slow and shall come back.
    pub async fn outbox(&self) -> Option<Vec<Bytes>> {
        loop {
            let want = self.service.relay().wants(self.id);
            let Some(want) = want else { break };
            if let Err(problem) = self.fetch(want).await {
                self.say(&ToClient::Refused { problem });
                return None;
            }
        }
        self.service.relay().take(self.id)
    }

    /// Waits until there may be something in the outbox.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    async fn open(
        &self,
        circle: CircleId,
        at: CommitId,
        signature: wire::Signature,
        have: u32,
        live: u64,
    ) -> Result<(), Problem> {
        let store = &self.service.store;
        let access = store.access(circle, at).await?.ok_or(Problem::new(Code::NotFound))?;
        self.verify(&access, &at.0, signature)?;
        let now = self.service.now();
        self.service.relay().open(self.id, circle, at, have, live, now);
        let tree = store.tree(circle).await?;
        let page = store.read(circle, at, at, have, 0, self.service.today()).await?;
        let suspended = self.service.may_write(circle);
        let mut relay = self.service.relay();
        let Some(page) = page else {
            relay.not_opened(self.id, now);
            return Err(Code::NotFound.into());
        };
        if let Err(problem) = suspended {
            // It may be read; but the device is to know, before it shows that it is connected.
            relay.say(self.id, &ToClient::Refused { problem });
        }
        relay.opened(self.id, &tree, page.total, now);
        Ok(())
    }

    async fn watch(&self, mailbox: MailboxId, signature: wire::Signature) -> Result<(), Problem> {
        let store = &self.service.store;
        let present = store.mailbox(mailbox, self.service.today()).await?;
        let read = present.ok_or(Problem::new(Code::NotFound))?.read;
        self.verify(&read, &mailbox.0, signature)?;
        self.service.relay().watch(self.id, mailbox)?;
        let mails = store.mail_ids(mailbox).await?;
        self.service.relay().watched(self.id, mailbox, mails);
        Ok(())
    }

    fn verify(&self, key: &PublicKey, what: &[u8; 32], signature: wire::Signature) -> Result<(), Problem> {
        let signed = auth::stream_bytes(&self.challenge, what);
        verify(key, &signed, signature)
    }

    async fn fetch(&self, want: Want) -> Result<(), Problem> {
        let store = &self.service.store;
        match want {
            Want::Entries { circle, at, from, .. } => {
                let page = store.read(circle, at, at, from, PAGE, self.service.today()).await?;
                let page = page.map(|page| (page.entries, page.total));
                self.service.relay().give_entries(self.id, want, page);
            }
            Want::Children { circle, at, from, .. } => {
                let children = store.children(circle, at, from, CHILDREN).await?;
                let more = children.len() as u32 == CHILDREN;
                self.service.relay().give_children(self.id, want, children, more);
            }
            Want::Mail { mailbox, mail } => {
                let mail = store.mail(mailbox, mail).await?;
                self.service.relay().give_mail(self.id, mailbox, mail);
            }
        }
        Ok(())
    }

    fn say(&self, what: &ToClient) {
        self.service.relay().say(self.id, what);
    }
}

impl<S: Store> Drop for StreamHandle<S> {
    fn drop(&mut self) {
        let now = self.service.now();
        self.service.relay().close(self.id, now);
    }
}

/// Strict verification (no small-order keys), so that nobody makes a signature that holds under every key.
pub(crate) fn verify(key: &PublicKey, signed: &[u8], signature: wire::Signature) -> Result<(), Problem> {
    let refused = Problem::new(Code::NotAuthorised);
    let key = VerifyingKey::from_bytes(&key.0).map_err(|_| refused.clone())?;
    key.verify_strict(signed, &Signature::from_bytes(&signature.0)).map_err(|_| refused)
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
