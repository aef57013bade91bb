//! `POST /v1/mailbox/delete`: deletes a mail, or closes the mailbox.

use server_store::Store;
use wire::{Problem, account::Done, mailbox::MailDelete};

use super::mailbox;
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for MailDelete {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        call.signed_by(&mailbox(call, self.mailbox).await?.read)?;
        call.service.store.mail_delete(self.mailbox, self.mail).await?;
        Ok(Done {})
    }
}
