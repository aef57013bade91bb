//! `POST /v1/account/signin-start`: the first step of a sign-in, the same for names that exist and names that do not.

use server_store::Store;
use wire::{
    Problem,
    account::{Credential, SignInStart},
};

use super::login_problem;
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for SignInStart {
    async fn handle(self, call: &Call<'_, S>) -> Result<Credential, Problem> {
        let service = call.service;
        let key = service.secrets.account(self.login);
        service.limiter.name(key, call.peer)?;
        let account = service.store.account(key).await?;
        let record = account.as_ref().map(|account| &account.record[..]);
        let id = service.secrets.pepper.login_id(self.login);
        let started =
            login::server::sign_in_start(&service.secrets.setup, &mut *service.rng(), id, record, &self.request);
        let (attempt, response) = started.map_err(login_problem)?;
        let name = service.random();
        service.sign_ins().keep(name, attempt, key, service.now());
        Ok(Credential { attempt: name.to_vec().into(), response: response.into() })
    }
}
