//! `POST /v1/account/erase`: the account and its recovery record are deleted for good.

use server_store::Store;
use wire::{
    Problem,
    account::{AccountErase, Done},
};

use super::signed_account;
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for AccountErase {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        signed_account(call, self.login).await?;
        call.service.store.erase(call.service.secrets.account(self.login), self.code).await?;
        Ok(Done {})
    }
}

#[cfg(test)]
mod tests {
    use wire::{
        Code, CodeId,
        account::{AccountErase, RecoveryGet, VaultGet},
    };

    use crate::testing::{World, refused};

    #[tokio::test]
    async fn only_the_vault_capability_erases_and_then_nothing_is_left() {
        let world = World::new();
        let account = world.sign_up(7, b"right").await.unwrap();
        let erase = AccountErase { login: account.login, code: CodeId([31; 32]) };
        assert_eq!(refused(world.signed(31, &erase).await), Code::NotAuthorised);
        assert!(world.sign_in(7, b"right").await.unwrap().is_ok(), "a refused request erases nothing");
        world.signed(30, &erase).await.unwrap();
        assert!(world.sign_in(7, b"right").await.unwrap().is_err());
        let get = VaultGet { login: account.login };
        assert_eq!(refused(world.signed(30, &get).await), Code::NotAuthorised);
        assert_eq!(refused(world.signed(31, &RecoveryGet { code: CodeId([31; 32]) }).await), Code::NotFound);
        assert_eq!(refused(world.signed(30, &erase).await), Code::NotAuthorised, "like a name that never was");
    }
}
