//! `POST /v1/card/get`: what the server has under a key.

use directory::CardKey;
use server_store::Store;
use wire::{
    Problem,
    card::{CardGet, CardState},
};

use super::{directory, read, store};
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for CardGet {
    async fn handle(self, call: &Call<'_, S>) -> Result<CardState, Problem> {
        let directory = directory(call)?;
        let (kept, hidden) = read(store(&directory).card(CardKey(self.key.0))).await?;
        let kept = kept.filter(|kept| kept.until >= call.service.today());
        Ok(CardState { signed: kept.map(|kept| kept.signed), hidden })
    }
}
