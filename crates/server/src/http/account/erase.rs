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
        call.service.store.erase(call.service.secrets.account(self.login), self.code.id()).await?;
        Ok(Done {})
    }
}

#[cfg(test)]
mod tests {
    use wire::{
        Code, CodeSecret, LoginHash,
        account::{AccountErase, RecoveryGet, SignUp, VaultGet},
    };

    use crate::testing::{CODE, World, public, refused};

    #[tokio::test]
    async fn only_the_vault_capability_erases_and_then_nothing_is_left() {
        let world = World::new();
        let account = world.sign_up(7, b"right").await.unwrap();
        let erase = AccountErase { login: account.login, code: CODE };
        assert_eq!(refused(world.signed(31, &erase).await), Code::NotAuthorised);
        assert!(world.sign_in(7, b"right").await.unwrap().is_ok(), "a refused request erases nothing");
        world.signed(30, &erase).await.unwrap();
        assert!(world.sign_in(7, b"right").await.unwrap().is_err());
        let get = VaultGet { login: account.login };
        assert_eq!(refused(world.signed(30, &get).await), Code::NotAuthorised);
        assert_eq!(refused(world.signed(31, &RecoveryGet { code: CODE.id() }).await), Code::NotFound);
        assert_eq!(refused(world.signed(30, &erase).await), Code::NotAuthorised, "like a name that never was");
    }

    #[tokio::test]
    async fn nobody_erases_the_recovery_record_of_somebody_else() {
        let world = World::new();
        let mine = world.sign_up(7, b"right").await.unwrap();
        let (login, theirs) = (LoginHash([8; 32]), CodeSecret([32; 32]));
        let recovery = wire::account::Recovery { code: theirs.id(), auth: public(32), ..mine.recovery.clone() };
        let stamp = world.stamp(login.0);
        world.ask(&SignUp { login, recovery, stamp, ..mine.clone() }).await.unwrap();

        // What a copy of the database tells, or a request for a record that was overheard.
        let known = CodeSecret(theirs.id().0);
        world.signed(30, &AccountErase { login: mine.login, code: known }).await.unwrap();
        let get = RecoveryGet { code: theirs.id() };
        assert!(world.signed(32, &get).await.is_ok(), "the id alone deletes nothing");
        world.signed(30, &AccountErase { login, code: theirs }).await.unwrap();
        assert_eq!(refused(world.signed(32, &get).await), Code::NotFound, "what the id is the hash of does");
        let own = RecoveryGet { code: mine.recovery.code };
        assert!(world.signed(31, &own).await.is_ok(), "whoever does not show the secret leaves the record");
    }
}
