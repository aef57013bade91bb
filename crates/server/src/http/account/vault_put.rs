//! `POST /v1/account/vault-put`: another vault.

use server_store::Store;
use wire::{
    Problem,
    account::{VaultPut, VaultStored},
};

use super::{check_vault, signed_account, swapped};
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for VaultPut {
    async fn handle(self, call: &Call<'_, S>) -> Result<VaultStored, Problem> {
        check_vault(&self.vault)?;
        signed_account(call, self.login).await?;
        let key = call.service.secrets.account(self.login);
        let vault = self.vault.clone();
        swapped(call.service.store.vault_put(key, self).await?, &vault)
    }
}
