//! `POST /v1/account/rekey`: a new passphrase, and with it everything that hangs on the old one.

use server_store::Store;
use wire::{
    Problem,
    account::{Rekey, VaultStored},
};

use super::{check_vault, check_wrapped, login_problem, signed_account, swapped};
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for Rekey {
    async fn handle(self, call: &Call<'_, S>) -> Result<VaultStored, Problem> {
        check_vault(&self.vault)?;
        check_wrapped(&self.wrapped_vault_key, &self.recovery)?;
        signed_account(call, self.login).await?;
        let record = login::server::record(&self.upload).map_err(login_problem)?;
        let key = call.service.secrets.account(self.login);
        let vault = self.vault.clone();
        swapped(call.service.store.rekey(key, record, self).await?, &vault)
    }
}
