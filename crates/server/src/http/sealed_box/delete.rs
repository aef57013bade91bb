//! `POST /v1/box/delete`: deletes a box for good.

use server_store::Store;
use wire::{Code, Problem, account::Done, sealed_box::BoxDelete};

use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for BoxDelete {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        let stored = call.service.store.box_get(self.id, call.service.today()).await?;
        call.signed_by(&stored.ok_or(Problem::new(Code::NotFound))?.cap)?;
        call.service.store.box_delete(self.id).await?;
        Ok(Done {})
    }
}
