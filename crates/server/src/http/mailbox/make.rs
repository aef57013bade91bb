//! `POST /v1/mailbox/make`: makes a mailbox.

use server_store::{MailboxMaking, Store};
use wire::{Code, Problem, account::Done, limits, mailbox::MailboxMake};

use crate::http::{
    adapter::{Call, Handle, at_most},
    circle::check_expiry,
};

impl<S: Store> Handle<S> for MailboxMake {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        at_most(&self.preview, limits::PREVIEW)?;
        call.signed_by(&self.read)?;
        call.worked(self.stamp, &self.mailbox.0)?;
        let today = call.service.today();
        check_expiry(self.expires, today, today)?;
        if call.service.store.mailbox(self.mailbox, today).await?.is_none() {
            call.service.limiter.new_mailbox(call.peer)?;
        }
        match call.service.store.mailbox_make(self, today).await? {
            MailboxMaking::Made => Ok(Done {}),
            MailboxMaking::Taken => Err(Code::Conflict.into()),
        }
    }
}
