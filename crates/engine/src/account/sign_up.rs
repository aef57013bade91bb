//! Signing up: one request makes record, vault and recovery record together.

use std::{cell::Cell, cell::RefCell, rc::Rc};

use seal::{
    account::{Registered, Registering, VaultKey, login_hash},
    code::RecoveryCode,
    words::Passphrase,
};
use wire::{
    Etag, LoginHash,
    account::{RegisterStart, SignUp},
    pow::Stamp,
};

use super::{Account, Vault};
use crate::{
    app::App,
    command::{Failure, Value},
    judge::strong,
    member::{bytes, internal},
    suite::Suite,
};

impl<S: Suite> App<S> {
    pub(crate) async fn sign_up(
        self: &Rc<Self>,
        name: &str,
        passphrase: &str,
        shared_device: bool,
        adult: bool,
    ) -> Result<Value, Failure> {
        if !adult {
            return Err(Failure::new("not_adult"));
        }
        let login = login_hash(name).map_err(|_| Failure::new("name_unusable"))?;
        let passphrase = strong(&self.io.judge.borrow(), passphrase, name)?;
        let _turn = self.turn.lock().await;
        let key = self.io.random(VaultKey::make);
        let registered = self.register(passphrase, &key, login).await?;
        let code = self.io.random(RecoveryCode::make);
        let recovery = self.io.random(|rng| code.seal_record(&key, login, rng));
        let vault = Vault { name: name.trim().to_owned(), code: code.id(), memberships: Vec::new() };
        let account = Account {
            login,
            shared_device,
            key: RefCell::new(key),
            vault: RefCell::new(vault),
            etag: Cell::new(Etag::NONE),
        };
        let blob = account.seal(&self.io, &account.vault.borrow())?;
        let request = SignUp {
            login,
            upload: bytes(registered.upload),
            wrapped_vault_key: bytes(registered.wrapped_vault_key),
            vault_cap: account.capability().public(),
            vault: bytes(blob),
            recovery,
            stamp: Stamp::find(self.io.today(), login.as_bytes()),
        };
        let stored = self.io.call(&request, None).await?;
        account.etag.set(stored.etag);
        self.remember(&account);
        self.open_account(account);
        Ok(Value::Recovery { recovery_code: code.to_printed().to_string(), name: name.trim().to_owned() })
    }

    /// OPAQUE registration of a passphrase for this login.
    pub(super) async fn register(
        &self,
        passphrase: Passphrase,
        key: &VaultKey,
        login: LoginHash,
    ) -> Result<Registered, Failure> {
        let (state, request) = self.io.random(|rng| Registering::<S::Ksf>::start(passphrase, rng)).map_err(internal)?;
        let answer = self.io.call(&RegisterStart { login, request: bytes(request) }, None).await?;
        self.io.random(|rng| state.finish(&answer.response, key, login, rng)).map_err(internal)
    }
}
