//! `POST /v1/circle/blob`: a snapshot of a commit on the reader's path.

use server_store::Store;
use wire::{
    Code, Problem,
    circle::{BlobContent, BlobGet},
};

use super::signed_at;
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for BlobGet {
    async fn handle(self, call: &Call<'_, S>) -> Result<BlobContent, Problem> {
        signed_at(call, self.circle, self.at).await?;
        let blob = call.service.store.blob(self.circle, self.at, self.blob).await?;
        Ok(BlobContent { blob: blob.ok_or(Problem::new(Code::NotFound))?.into() })
    }
}
