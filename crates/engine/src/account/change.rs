//! A new passphrase: new record, new vault key, new recovery code, in one request. The new vault says which keys of
//! circles and sheets are to be replaced.

use seal::{
    account::{Registered, VaultKey},
    code::RecoveryCode,
    words::Passphrase,
};
use wire::{Code, Etag, Problem, account::Rekey};

use super::{Account, RACES, Vault};
use crate::{
    api::CallError,
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

    /// Sets everything that opens the account anew; the new recovery code. Another device may write the vault meanwhile.
    pub(super) async fn rekey(&self, account: &Account, passphrase: Passphrase) -> Result<RecoveryCode, Failure> {
        let key = self.io.random(VaultKey::make);
        let registered = self.register(passphrase, &key, account.login).await?;
        let code = self.io.random(RecoveryCode::make);
        for _ in 0..RACES {
            match self.send_rekey(account, &key, &registered, &code).await {
                Ok((vault, etag)) => {
                    account.etag.set(etag);
                    *account.key.borrow_mut() = key;
                    *account.vault.borrow_mut() = vault;
                    return Ok(code);
                }
                Err(error) if error.code() == Some(Code::Conflict) => drop(self.refresh_vault(account).await?),
                Err(error) if error.code() == Some(Code::TooLarge) => return Err(Failure::new("vault_full")),
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::new("busy"))
    }

    /// One attempt, over the vault that was read last: the new vault and its etag.
    async fn send_rekey(
        &self,
        account: &Account,
        key: &VaultKey,
        registered: &Registered,
        code: &RecoveryCode,
    ) -> Result<(Vault, Etag), CallError> {
        let login = account.login;
        let mut vault = account.vault.borrow().clone();
        vault.version += 1;
        vault.renew_all(&self.io);
        let old_code = std::mem::replace(&mut vault.code, code.secret());
        let plain = wire::encode(&vault);
        let if_match = account.etag.get();
        let blob = self.io.random(|rng| seal::account::seal_vault(key, login, if_match, &plain, rng));
        let blob = blob.map_err(|_| CallError::Problem(Problem::new(Code::TooLarge)))?;
        let etag = Etag::of(&blob);
        let request = Rekey {
            login,
            if_match,
            upload: bytes(registered.upload.clone()),
            wrapped_vault_key: bytes(registered.wrapped_vault_key.clone()),
            vault_cap: key.capability().public(),
            vault: bytes(blob),
            recovery: self.io.random(|rng| code.seal_record(key, login, rng)),
            old_code,
        };
        self.io.call(&request, Some(&account.capability())).await?;
        Ok((vault, etag))
    }
}
