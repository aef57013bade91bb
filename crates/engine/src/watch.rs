//! Waiting at a mailbox that only this person reads.

use futures::StreamExt;
use seal::SigningKey;
use wire::{
    MailboxId,
    mailbox::WaitingMail,
    stream::{ToClient, ToServer},
};

use crate::io::{Io, StreamEvent};

impl Io {
    /// Gives each mail to `take` until it decides; `None` when the stream is over or the mailbox cannot be watched.
    pub(crate) async fn watch_mailbox<T>(
        &self,
        mailbox: MailboxId,
        read: &SigningKey,
        mut take: impl AsyncFnMut(&WaitingMail) -> Option<T>,
    ) -> Option<T> {
        let (stream, mut events) = self.stream();
        let mut decided = None;
        while let Some(StreamEvent::Message(message)) = events.next().await {
            match wire::decode(&message) {
                Ok(ToClient::Challenge { challenge }) => {
                    let signature = read.answer(&challenge.into(), mailbox.as_bytes());
                    self.send(stream, &ToServer::Watch { mailbox, signature });
                }
                Ok(ToClient::Mail { mail, .. }) => {
                    decided = take(&mail).await;
                    if decided.is_some() {
                        break;
                    }
                }
                Ok(ToClient::Refused { .. }) => break,
                _ => {}
            }
        }
        self.close(stream);
        decided
    }
}
