//! A new passphrase: new record, new vault key, new recovery code, in one request. The new vault says which keys of
//! circles and sheets are to be replaced.

use seal::{account::VaultKey, code::RecoveryCode, words::Passphrase};
use wire::{Etag, account::Rekey};

use super::Account;
use crate::{
    app::App,
    command::{Failure, Value},
    judge::strong,
    member::bytes,
    suite::Suite,
};

impl<S: Suite> App<S> {
    pub(crate) async fn change_passphrase(&self, old: &str, new: &str) -> Result<Value, Failure> {
        let account = self.account()?;
        let new = strong(&self.io.judge.borrow(), new, &account.vault.borrow().name)?;
        let _turn = self.turn.lock().await;
        self.authenticate(account.login, Passphrase::typed(old)).await?;
        self.refresh_vault(&account).await?;
        let code = self.rekey(&account, new.clone()).await?;
        self.remember(&account);
        // Where there is no memory for it, the old words go on opening this device.
        let _ = self.lock_again(&new);
        self.go_on_renewing();
        let name = account.vault.borrow().name.clone();
        Ok(Value::Recovery { recovery_code: code.to_printed().to_string(), name })
    }

    /// Has circles and sheets look at what the vault says of them now.
    fn go_on_renewing(&self) {
        for member in self.circles.borrow().values() {
            member.poke();
        }
        self.sheets.poke();
    }

    /// Sets everything that opens the account anew; the new recovery code.
    pub(super) async fn rekey(&self, account: &Account, passphrase: Passphrase) -> Result<RecoveryCode, Failure> {
        let login = account.login;
        let key = self.io.random(VaultKey::make);
        let registered = self.register(passphrase, &key, login).await?;
        let code = self.io.random(RecoveryCode::make);
        let recovery = self.io.random(|rng| code.seal_record(&key, login, rng));
        let mut vault = account.vault.borrow().clone();
        vault.version += 1;
        vault.renew_all(&self.io);
        let old_code = std::mem::replace(&mut vault.code, code.id());
        let old_capability = account.capability();
        let plain = wire::encode(&vault);
        let blob = self
            .io
            .random(|rng| seal::account::seal_vault(&key, login, account.etag.get(), &plain, rng))
            .map_err(|_| Failure::new("vault_full"))?;
        let etag = Etag::of(&blob);
        let request = Rekey {
            login,
            if_match: account.etag.get(),
            upload: bytes(registered.upload),
            wrapped_vault_key: bytes(registered.wrapped_vault_key),
            vault_cap: key.capability().public(),
            vault: bytes(blob),
            recovery,
            old_code,
        };
        self.io.call(&request, Some(&old_capability)).await?;
        account.etag.set(etag);
        *account.key.borrow_mut() = key;
        *account.vault.borrow_mut() = vault;
        Ok(code)
    }
}
