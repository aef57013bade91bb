//! Accounts.

mod about;
mod erase;
mod recovery_get;
mod register;
mod rekey;
mod signin_finish;
mod signin_start;
mod signup;
mod vault_get;
mod vault_put;

use axum::Router;
use server_store::{Account, Store, Swapping};
use wire::{
    Code, Etag, LoginHash, Problem,
    account::VaultStored,
    account::{
        AboutGet, AccountErase, Recovery, RecoveryGet, RegisterStart, Rekey, SignInFinish, SignInStart, SignUp,
        VaultGet, VaultPut,
    },
    limits,
};

use super::adapter::{Call, Shared, add, at_most};

/// Longest wrapped vault key and sealed recovery record.
const WRAPPED: usize = 4096;

pub(crate) fn routes<S: Store>(router: Router<Shared<S>>) -> Router<Shared<S>> {
    let router = add::<S, AboutGet>(router);
    let router = add::<S, RegisterStart>(router);
    let router = add::<S, SignUp>(router);
    let router = add::<S, SignInStart>(router);
    let router = add::<S, SignInFinish>(router);
    let router = add::<S, VaultGet>(router);
    let router = add::<S, VaultPut>(router);
    let router = add::<S, Rekey>(router);
    let router = add::<S, AccountErase>(router);
    add::<S, RecoveryGet>(router)
}

/// The account whose vault capability signs the request. A name that does not exist is refused like a wrong
/// signature, so that nobody learns which names there are.
async fn signed_account<S: Store>(call: &Call<'_, S>, login: LoginHash) -> Result<Account, Problem> {
    let key = call.service.secrets.account(login);
    let account = call.service.store.account(key).await?.ok_or(Problem::new(Code::NotAuthorised))?;
    call.signed_by(&account.vault_cap)?;
    Ok(account)
}

fn check_vault(vault: &[u8]) -> Result<(), Problem> {
    if vault.len() == limits::VAULT { Ok(()) } else { Err(Code::TooLarge.into()) }
}

fn check_wrapped(wrapped_vault_key: &[u8], recovery: &Recovery) -> Result<(), Problem> {
    at_most(wrapped_vault_key, WRAPPED)?;
    at_most(&recovery.sealed, WRAPPED)
}

fn swapped(outcome: Swapping, vault: &[u8]) -> Result<VaultStored, Problem> {
    match outcome {
        Swapping::Stored => Ok(VaultStored { etag: Etag::of(vault) }),
        Swapping::Conflict(etag) => Err(Problem { etag: Some(etag), ..Problem::new(Code::Conflict) }),
        Swapping::Missing => Err(Code::NotAuthorised.into()),
    }
}

fn whole(account: Account) -> wire::account::Account {
    let etag = Etag::of(&account.vault);
    wire::account::Account { wrapped_vault_key: account.wrapped_vault_key.into(), vault: account.vault.into(), etag }
}

/// What a failed step of OPAQUE is to the client.
fn login_problem(error: login::Error) -> Problem {
    match error {
        login::Error::Malformed => Code::Malformed.into(),
        login::Error::NotAccepted => Code::NotAuthorised.into(),
        login::Error::Internal => Code::Internal.into(),
    }
}
