//! `POST /v1/mailbox/preview`: what an invite shows before one knocks.

use server_store::Store;
use wire::{
    Problem,
    mailbox::{Preview, PreviewGet},
};

use super::mailbox;
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for PreviewGet {
    async fn handle(self, call: &Call<'_, S>) -> Result<Preview, Problem> {
        let mailbox = mailbox(call, self.mailbox).await?;
        Ok(Preview { preview: mailbox.preview.into(), uses: mailbox.uses })
    }
}
