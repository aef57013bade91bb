//! `POST /v1/account/signup`: an account with its vault and its recovery record, at once.

use server_store::{SigningUp, Store};
use wire::{
    Code, Etag, Problem,
    account::{SignUp, VaultStored},
};

use super::{check_vault, check_wrapped, login_problem};
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for SignUp {
    async fn handle(self, call: &Call<'_, S>) -> Result<VaultStored, Problem> {
        check_vault(&self.vault)?;
        check_wrapped(&self.wrapped_vault_key, &self.recovery)?;
        call.worked(self.stamp, &self.login.0)?;
        call.service.limiter.sign_up(call.peer)?;
        let record = login::server::record(&self.upload).map_err(login_problem)?;
        let key = call.service.secrets.account(self.login);
        let etag = Etag::of(&self.vault);
        match call.service.store.sign_up(key, record, self).await? {
            SigningUp::Stored => Ok(VaultStored { etag }),
            SigningUp::NameTaken => Err(Code::NameTaken.into()),
            SigningUp::CodeTaken => Err(Code::Conflict.into()),
        }
    }
}
