//! Signing in from any browser: the passphrase opens the vault, the vault names the boxes.

use std::rc::Rc;

use seal::{
    account::{SigningIn, VaultKey, login_hash},
    words::Passphrase,
};
use wire::{
    Code, LoginHash,
    account::{SignInFinish, SignInStart},
};

use super::Account;
use crate::{
    api::CallError,
    app::App,
    command::{Failure, Value},
    member::{bytes, internal},
    suite::Suite,
};

impl<S: Suite> App<S> {
    pub(crate) async fn sign_in(
        self: &Rc<Self>,
        name: &str,
        passphrase: &str,
        shared_device: bool,
    ) -> Result<Value, Failure> {
        // Whatever is wrong about the name is told in the same words as a wrong passphrase.
        let login = login_hash(name).map_err(|_| wrong())?;
        let _turn = self.turn.lock().await;
        if self.account.borrow().is_some() {
            return Err(Failure::new("busy"));
        }
        let (key, answer) = self.authenticate(login, Passphrase::typed(passphrase)).await?;
        let account = open(login, shared_device, key, &answer)?;
        self.go_on_erasing(&account).await?;
        self.remember(&account);
        self.open_account(account);
        Ok(Value::Nothing)
    }

    /// OPAQUE sign-in; the vault key and what the server keeps for the account.
    pub(crate) async fn authenticate(
        &self,
        login: LoginHash,
        passphrase: Passphrase,
    ) -> Result<(VaultKey, wire::account::Account), Failure> {
        let (state, request) = self.io.random(|rng| SigningIn::<S::Ksf>::start(passphrase, rng)).map_err(internal)?;
        let credential = self.io.call(&SignInStart { login, request: bytes(request) }, None).await?;
        let signed_in = self.io.random(|rng| state.finish(&credential.response, rng)).map_err(|_| wrong())?;
        let finish = SignInFinish { attempt: credential.attempt, finalization: bytes(signed_in.finalization) };
        let answer = self.io.call(&finish, None).await.map_err(|error| match error {
            CallError::Problem(problem) if problem.code == Code::NotAuthorised => wrong(),
            error => error.into(),
        })?;
        let key = signed_in.kek.unwrap(login, &answer.wrapped_vault_key).map_err(|_| wrong())?;
        Ok((key, answer))
    }
}

/// Opens what the server keeps for an account.
pub(super) fn open(
    login: LoginHash,
    shared_device: bool,
    key: VaultKey,
    answer: &wire::account::Account,
) -> Result<Account, Failure> {
    let account = Account::unread(login, shared_device, key);
    account.etag.set(answer.etag);
    let vault = account.open(&answer.vault)?;
    *account.vault.borrow_mut() = vault;
    Ok(account)
}

fn wrong() -> Failure {
    Failure::new("wrong_name_or_passphrase")
}
