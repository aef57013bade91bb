//! `POST /v1/account/signin-finish`: the vault, for whoever knew the passphrase.

use server_store::Store;
use wire::{
    Code, Problem,
    account::{Account, SignInFinish},
};

use super::{login_problem, whole};
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for SignInFinish {
    async fn handle(self, call: &Call<'_, S>) -> Result<Account, Problem> {
        let service = call.service;
        let refused = Problem::new(Code::NotAuthorised);
        let waiting = service.sign_ins().take(&self.attempt, service.now());
        let (attempt, key) = waiting.ok_or(refused.clone())?;
        login::server::sign_in_finish(attempt, &self.finalization).map_err(login_problem)?;
        service.store.account(key).await?.map(whole).ok_or(refused)
    }
}
