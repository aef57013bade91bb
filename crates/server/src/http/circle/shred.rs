//! `POST /v1/circle/shred`: removes the content of an entry.

use server_store::{Shredding, Store};
use wire::{Code, Problem, account::Done, circle::Shred};

use super::signed_at;
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for Shred {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        signed_at(call, self.circle, self.at).await?;
        let secret = self.secret.hash();
        match call.service.store.shred(self.circle, self.at, self.commit, self.n, secret).await? {
            Shredding::Done => {
                call.service.relay().shredded(self.circle, self.commit, self.n);
                Ok(Done {})
            }
            Shredding::Missing => Err(Code::NotFound.into()),
            Shredding::WrongSecret => Err(Code::NotAuthorised.into()),
        }
    }
}
