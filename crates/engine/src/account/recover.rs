//! Recovery with the printed code: it opens the vault key, then everything is set anew.

use std::rc::Rc;

use seal::code::RecoveryCode;
use wire::{
    Code,
    account::{RecoveryGet, VaultGet},
};

use super::sign_in::open;
use crate::{
    api::CallError,
    app::App,
    command::{Failure, Value},
    judge::strong,
    suite::Suite,
};

impl<S: Suite> App<S> {
    pub(crate) async fn recover(
        self: &Rc<Self>,
        code: &str,
        passphrase: &str,
        shared_device: bool,
    ) -> Result<Value, Failure> {
        let passphrase = strong(&self.io.judge.borrow(), passphrase, "")?;
        let code = RecoveryCode::parse(code).map_err(|_| wrong())?;
        let _turn = self.turn.lock().await;
        if self.account.borrow().is_some() {
            return Err(Failure::new("busy"));
        }
        let record = self.io.call(&RecoveryGet { code: code.id() }, Some(&code.auth())).await.map_err(unknown)?;
        let (key, login) = code.open_record(&record.sealed).map_err(|_| wrong())?;
        let answer = self.io.call(&VaultGet { login }, Some(&key.capability())).await.map_err(unknown)?;
        let account = open(login, shared_device, key, &answer)?;
        self.go_on_erasing(&account).await?;
        let code = self.rekey(&account, passphrase).await?;
        let name = account.vault.borrow().name.clone();
        self.remember(&account);
        self.open_account(account);
        Ok(Value::Recovery { recovery_code: code.to_printed().to_string(), name })
    }
}

fn wrong() -> Failure {
    Failure::new("wrong_code")
}

fn unknown(error: CallError) -> Failure {
    match error {
        CallError::Problem(problem) if matches!(problem.code, Code::NotFound | Code::NotAuthorised) => wrong(),
        error => error.into(),
    }
}
