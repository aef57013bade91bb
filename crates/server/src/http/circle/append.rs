//! `POST /v1/circle/append`: an entry, durable before it is answered or heard by anybody.

use server_store::{Appending, Store};
use wire::{
    Code, Hash, Problem,
    circle::{Append, Appended, Entry},
    limits,
};

use super::{check_expiry, signed_at};
use crate::http::adapter::{Call, Handle, at_most};

impl<S: Store> Handle<S> for Append {
    async fn handle(self, call: &Call<'_, S>) -> Result<Appended, Problem> {
        at_most(&self.blob, limits::ENTRY)?;
        signed_at(call, self.circle, self.at).await?;
        let today = call.service.today();
        self.expires.map_or(Ok(()), |day| check_expiry(day, today.plus(1), today))?;
        call.service.limiter.entry(self.circle)?;
        let (circle, at, blob) = (self.circle, self.at, self.blob.clone());
        match call.service.store.append(self).await? {
            Appending::Stored { n, children, fresh } => {
                if fresh {
                    let entry = Entry { n, hash: Hash::of(&blob), blob: Some(blob) };
                    call.service.relay().appended(circle, at, entry);
                }
                Ok(Appended { n, children })
            }
            Appending::Missing => Err(Code::NotFound.into()),
            Appending::Quota => Err(Code::Quota.into()),
        }
    }
}
