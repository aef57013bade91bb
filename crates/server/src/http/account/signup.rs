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

#[cfg(test)]
mod tests {
    use wire::{
        Code, CodeId, LoginHash,
        account::{Recovery, SignUp},
        limits,
    };

    use crate::testing::{World, refused};

    #[tokio::test]
    async fn a_name_is_taken_once_and_the_same_request_may_come_again() {
        let world = World::new();
        let first = world.sign_up(7, b"right").await.unwrap();
        assert!(world.ask(&first).await.is_ok());
        assert_eq!(refused(world.sign_up(7, b"other").await), Code::NameTaken);
        assert_eq!(refused(world.sign_up(8, b"other").await), Code::Conflict, "the recovery code is another's");
        assert!(world.sign_in(7, b"right").await.unwrap().is_ok());
    }

    #[tokio::test]
    async fn malformed_uploads_lazy_ones_and_wrong_sizes_are_refused() {
        let world = World::new();
        let good = world.sign_up(7, b"right").await.unwrap();
        let login = LoginHash([8; 32]);
        let good = SignUp { login, stamp: world.stamp(login.0), ..good };
        let recovery = Recovery { code: CodeId([9; 32]), ..good.recovery.clone() };
        let mut lazy = good.clone();
        lazy.stamp.number += 1;
        for (request, expected) in [
            (SignUp { upload: vec![1; 191].into(), ..good.clone() }, Code::Malformed),
            (lazy, Code::ProofOfWork),
            (SignUp { vault: vec![0; limits::VAULT - 1].into(), ..good.clone() }, Code::TooLarge),
            (SignUp { vault: vec![0; limits::VAULT + 1].into(), ..good.clone() }, Code::TooLarge),
            (SignUp { wrapped_vault_key: vec![0; 4097].into(), ..good.clone() }, Code::TooLarge),
            (SignUp { recovery: Recovery { sealed: vec![0; 4097].into(), ..recovery }, ..good }, Code::TooLarge),
        ] {
            assert_eq!(refused(world.ask(&request).await), expected);
        }
    }
}
