//! Mailboxes.

mod delete;
mod make;
mod post;
mod preview;
mod read;

use axum::Router;
use server_store::{Mailbox, Store};
use wire::{
    Code, MailboxId, Problem,
    mailbox::{MailDelete, MailPost, MailRead, MailboxMake, PreviewGet},
};

use super::adapter::{Call, Shared, add};

pub(crate) fn routes<S: Store>(router: Router<Shared<S>>) -> Router<Shared<S>> {
    let router = add::<S, MailboxMake>(router);
    let router = add::<S, PreviewGet>(router);
    let router = add::<S, MailPost>(router);
    let router = add::<S, MailRead>(router);
    add::<S, MailDelete>(router)
}

async fn mailbox<S: Store>(call: &Call<'_, S>, id: MailboxId) -> Result<Mailbox, Problem> {
    call.service.store.mailbox(id, call.service.today()).await?.ok_or(Problem::new(Code::NotFound))
}
