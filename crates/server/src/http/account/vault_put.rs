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

#[cfg(test)]
mod tests {
    use wire::{
        Code, Etag, LoginHash,
        account::{VaultGet, VaultPut},
        limits,
    };

    use crate::testing::{World, refused};

    #[tokio::test]
    async fn the_vault_is_swapped_by_its_capability() {
        let world = World::new();
        let account = world.sign_up(7, b"right").await.unwrap();
        let put =
            |if_match, content| VaultPut { login: account.login, if_match, vault: vec![content; limits::VAULT].into() };
        let first = Etag::of(&account.vault);
        let stale = world.signed(30, &put(Etag::NONE, 8)).await.unwrap_err();
        assert_eq!((stale.code, stale.etag), (Code::Conflict, Some(first)));
        assert_eq!(refused(world.signed(31, &put(first, 8)).await), Code::NotAuthorised);
        let stored = world.signed(30, &put(first, 8)).await.unwrap();
        let get = VaultGet { login: account.login };
        assert_eq!(world.signed(30, &get).await.unwrap().etag, stored.etag);
        assert_eq!(refused(world.signed(31, &get).await), Code::NotAuthorised);
        let unknown = VaultGet { login: LoginHash([77; 32]) };
        assert_eq!(refused(world.signed(30, &unknown).await), Code::NotAuthorised, "like a wrong signature");
        let short = VaultPut { vault: vec![0; 5].into(), ..put(first, 8) };
        assert_eq!(refused(world.signed(30, &short).await), Code::TooLarge);
    }
}
