//! Signing up: one request makes record, vault and recovery record together.

use std::rc::Rc;

use seal::{
    account::{Registered, Registering, VaultKey, login_hash},
    code::RecoveryCode,
    words::Passphrase,
};
use wire::{
    LoginHash,
    account::{AboutGet, RegisterStart, SignUp, SignUpCode},
    pow::Stamp,
};

use super::{Account, Vault};
use crate::{
    app::App,
    command::{Failure, SignUpRule, Value},
    judge::strong,
    member::{bytes, internal},
    suite::Suite,
};

/// Who wants an account.
pub(crate) struct Newcomer {
    pub(crate) name: String,
    pub(crate) passphrase: String,
    pub(crate) shared_device: bool,
    pub(crate) adult: bool,
    /// The operator's, as it was typed.
    pub(crate) code: Option<String>,
}

impl<S: Suite> App<S> {
    /// How the server takes people in.
    pub(crate) async fn ask_server(&self) -> Result<Value, Failure> {
        let about = self.io.call(&AboutGet {}, None).await?;
        let sign_up = match about.sign_up {
            wire::account::SignUpRule::Open => SignUpRule::Open,
            wire::account::SignUpRule::Invite => SignUpRule::Code,
            wire::account::SignUpRule::Closed => SignUpRule::Closed,
        };
        Ok(Value::Server { sign_up, founding: about.founding })
    }

    pub(crate) async fn sign_up(self: &Rc<Self>, newcomer: Newcomer) -> Result<Value, Failure> {
        let Newcomer { name, passphrase, shared_device, adult, code: typed } = newcomer;
        if !adult {
            return Err(Failure::new("not_adult"));
        }
        let name = name.trim();
        let login = login_hash(name).map_err(|_| Failure::new("name_unusable"))?;
        let passphrase = strong(&self.io.judge.borrow(), &passphrase, name)?;
        let admitted = typed.filter(|typed| !typed.trim().is_empty());
        let admitted = admitted.map(|typed| SignUpCode::read(&typed).ok_or_else(|| Failure::new("code_needed")));
        let admitted = admitted.transpose()?;
        let _turn = self.turn.lock().await;
        let key = self.io.random(VaultKey::make);
        let registered = self.register(passphrase, &key, login).await?;
        let code = self.io.random(RecoveryCode::make);
        let recovery = self.io.random(|rng| code.seal_record(&key, login, rng));
        let account = Account::unread(login, shared_device, key);
        *account.vault.borrow_mut() = Vault::new(name.to_owned(), code.secret());
        let blob = account.seal(&self.io, &account.vault.borrow())?;
        let request = SignUp {
            login,
            upload: bytes(registered.upload),
            wrapped_vault_key: bytes(registered.wrapped_vault_key),
            vault_cap: account.capability().public(),
            vault: bytes(blob),
            recovery,
            stamp: Stamp::find(self.io.today(), login.as_bytes()),
            code: admitted,
        };
        let stored = self.io.call(&request, None).await?;
        account.etag.set(stored.etag);
        self.remember(&account);
        self.open_account(account);
        Ok(Value::Recovery { recovery_code: code.to_printed().to_string(), name: name.to_owned() })
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
