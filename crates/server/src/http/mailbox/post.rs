//! `POST /v1/mailbox/post`: posts a mail.

use server_store::{Posting, Store};
use wire::{
    Code, MailId, Problem,
    account::Done,
    limits,
    mailbox::{MailPost, WaitingMail},
};

use crate::http::adapter::{Call, Handle, at_most};

impl<S: Store> Handle<S> for MailPost {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        let (mailbox, blob) = (self.mail.mailbox, self.mail.blob);
        at_most(&blob, limits::MAIL)?;
        let mail = MailId::of(&blob);
        call.worked(self.stamp, &mail.0)?;
        call.service.limiter.mail(mailbox)?;
        match call.service.store.mail_post(mailbox, blob.to_vec(), call.service.today()).await? {
            Posting::Stored => {
                call.service.relay().mailed(mailbox, WaitingMail { mail, blob });
                Ok(Done {})
            }
            Posting::Same => Ok(Done {}),
            Posting::Missing => Err(Code::NotFound.into()),
            Posting::Gone => Err(Code::Gone.into()),
            Posting::Full => Err(Code::Quota.into()),
        }
    }
}
