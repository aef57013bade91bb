//! `POST /v1/circle/path`: the commits from genesis to the reader's own.

use server_store::Store;
use wire::{
    Code, Problem,
    circle::{Path, Steps},
};

use super::signed_at;
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for Path {
    async fn handle(self, call: &Call<'_, S>) -> Result<Steps, Problem> {
        signed_at(call, self.circle, self.at).await?;
        let steps = call.service.store.path(self.circle, self.at).await?;
        Ok(Steps { steps: steps.ok_or(Problem::new(Code::NotFound))? })
    }
}
