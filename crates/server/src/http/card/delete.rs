//! `POST /v1/card/delete`: takes a card back for good.

use directory::CardKey;
use server_store::Store;
use wire::{Problem, account::Done, card::CardDelete};

use super::{directory, read, store};
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for CardDelete {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        call.signed_by(&self.key)?;
        let directory = directory(call)?;
        let (store, key) = (store(&directory), CardKey(self.key.0));
        // What is remembered of a card that is not there takes room too.
        if read(store.card(key)).await?.0.is_none() {
            call.service.limiter.new_card(call.peer)?;
        }
        read(store.remove_card(key)).await?;
        Ok(Done {})
    }
}
