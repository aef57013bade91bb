//! `POST /v1/box/put`: makes or replaces a box.

use server_store::{Store, Swapping};
use wire::{
    Code, Etag, Problem, limits,
    sealed_box::{BoxPut, BoxStored},
};

use crate::http::adapter::{Call, Handle, at_most};

impl<S: Store> Handle<S> for BoxPut {
    async fn handle(self, call: &Call<'_, S>) -> Result<BoxStored, Problem> {
        at_most(&self.blob, limits::BOX)?;
        let today = call.service.today();
        match (call.service.store.box_get(self.id, today).await?, &self.new) {
            (Some(stored), _) => call.signed_by(&stored.cap)?,
            (None, Some(new)) => {
                call.signed_by(&new.cap)?;
                call.worked(new.stamp, &self.id.0)?;
            }
            (None, None) => return Err(Code::NotFound.into()),
        }
        let stored = BoxStored { etag: Etag::of(&self.blob) };
        match call.service.store.box_put(self, today).await? {
            Swapping::Stored => Ok(stored),
            Swapping::Conflict(etag) => Err(Problem { etag: Some(etag), ..Problem::new(Code::Conflict) }),
            Swapping::Missing => Err(Code::NotFound.into()),
        }
    }
}
