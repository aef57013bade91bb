//! `POST /v1/circle/read`: entries of a commit, and its children where it is the reader's own.

use server_store::Store;
use wire::{
    Code, Problem,
    circle::{Page, Read},
    limits,
};

use super::signed_at;
use crate::http::adapter::{Call, Handle};

/// Bytes of entries in one answer.
const ROOM: usize = limits::BODY;

impl<S: Store> Handle<S> for Read {
    async fn handle(self, call: &Call<'_, S>) -> Result<Page, Problem> {
        signed_at(call, self.circle, self.at).await?;
        let store = &call.service.store;
        let page = store.read(self.circle, self.at, self.commit, self.from, ROOM, call.service.today()).await?;
        let page = page.ok_or(Problem::new(Code::NotFound))?;
        let children = if self.commit == self.at {
            store.children(self.circle, self.at, 0, limits::CHILDREN).await?
        } else {
            Vec::new()
        };
        Ok(Page { entries: page.entries, total: page.total, children })
    }
}
