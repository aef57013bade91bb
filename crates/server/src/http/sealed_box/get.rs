//! `POST /v1/box/get`: reads a box.

use server_store::Store;
use wire::{
    Code, Problem,
    sealed_box::{BoxContent, BoxGet},
};

use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for BoxGet {
    async fn handle(self, call: &Call<'_, S>) -> Result<BoxContent, Problem> {
        let stored = call.service.store.box_get(self.id, call.service.today()).await?;
        let stored = stored.ok_or(Problem::new(Code::NotFound))?;
        call.signed_by(&stored.cap)?;
        Ok(BoxContent { blob: stored.blob.into() })
    }
}
