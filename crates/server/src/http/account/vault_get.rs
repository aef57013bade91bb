//! `POST /v1/account/vault-get`: the vault again.

use server_store::Store;
use wire::{
    Problem,
    account::{Account, VaultGet},
};

use super::{signed_account, whole};
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for VaultGet {
    async fn handle(self, call: &Call<'_, S>) -> Result<Account, Problem> {
        signed_account(call, self.login).await.map(whole)
    }
}
