//! `POST /v1/mailbox/read`: the waiting mails.

use server_store::Store;
use wire::{
    Problem, limits,
    mailbox::{MailRead, Mails},
};

use super::mailbox;
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for MailRead {
    async fn handle(self, call: &Call<'_, S>) -> Result<Mails, Problem> {
        call.signed_by(&mailbox(call, self.mailbox).await?.read)?;
        let store = &call.service.store;
        let mut mails = Vec::new();
        let mut used = 0;
        for id in store.mail_ids(self.mailbox).await? {
            let Some(mail) = store.mail(self.mailbox, id).await? else { continue };
            used += mail.blob.len();
            if used > limits::BODY && !mails.is_empty() {
                break;
            }
            mails.push(mail);
        }
        Ok(Mails { mails })
    }
}
