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

#[cfg(test)]
mod tests {
    use login::{TestKsf, client};
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
    use wire::{
        Code, CodeId, Etag,
        account::{Recovery, RecoveryGet, RegisterStart, Rekey, VaultGet},
        limits,
    };

    use crate::testing::{CODE, World, public, refused};

    #[tokio::test]
    async fn a_new_passphrase_replaces_everything_that_hung_on_the_old_one() {
        let world = World::new();
        let old = world.sign_up(7, b"old").await.unwrap();
        let recovered = world.signed(31, &RecoveryGet { code: CODE.id() }).await.unwrap();
        assert_eq!(recovered.sealed.to_vec(), [6; 99]);
        assert_eq!(refused(world.signed(30, &RecoveryGet { code: CODE.id() }).await), Code::NotAuthorised);

        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (state, request) = client::register_start::<TestKsf>(&mut rng, b"new").unwrap();
        let start = RegisterStart { login: old.login, request: request.into() };
        let response = world.ask(&start).await.unwrap().response;
        let (_, upload) = client::register_finish(state, &mut rng, b"new", &response).unwrap();
        let rekey = Rekey {
            login: old.login,
            if_match: Etag::of(&old.vault),
            upload: upload.into(),
            wrapped_vault_key: vec![8; 72].into(),
            vault_cap: public(40),
            vault: vec![9; limits::VAULT].into(),
            recovery: Recovery { code: CodeId([41; 32]), auth: public(41), sealed: vec![3; 9].into() },
            old_code: CODE,
        };
        assert_eq!(refused(world.signed(40, &rekey).await), Code::NotAuthorised, "the present capability signs");
        world.signed(30, &rekey).await.unwrap();

        assert_eq!(world.sign_in(7, b"new").await.unwrap().unwrap().vault.to_vec(), vec![9; limits::VAULT]);
        assert!(world.sign_in(7, b"old").await.unwrap().is_err());
        assert_eq!(refused(world.signed(30, &VaultGet { login: old.login }).await), Code::NotAuthorised);
        assert_eq!(refused(world.signed(31, &RecoveryGet { code: CODE.id() }).await), Code::NotFound);
        assert!(world.signed(41, &RecoveryGet { code: CodeId([41; 32]) }).await.is_ok());
    }
}
