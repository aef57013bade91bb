//! `POST /v1/circle/found`: a circle with one member.

use server_store::{Founding, Store};
use wire::{Code, Problem, account::Done, circle::Found, limits};

use crate::http::adapter::{Call, Handle, at_most};

impl<S: Store> Handle<S> for Found {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        at_most(&self.snapshot, limits::SNAPSHOT)?;
        call.signed_by(&self.access)?;
        call.worked(self.stamp, &self.circle.0)?;
        match call.service.store.found(self, call.service.today()).await? {
            Founding::Stored => Ok(Done {}),
            Founding::Taken => Err(Code::Conflict.into()),
        }
    }
}
