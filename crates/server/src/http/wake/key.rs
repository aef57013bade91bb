//! `POST /v1/wake/key`: the key under which this server pushes. Anybody may ask.

use server_store::Store;
use wire::{
    Code, Problem,
    wake::{WakeKey, WakeKeyGet},
};

use super::{Call, Handle};
use crate::wake::vapid;

impl<S: Store> Handle<S> for WakeKeyGet {
    async fn handle(self, call: &Call<'_, S>) -> Result<WakeKey, Problem> {
        call.service.waker().ok_or(Problem::new(Code::NotFound))?;
        Ok(WakeKey { key: vapid::public(&call.service.secrets.vapid).into() })
    }
}
