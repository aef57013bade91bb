//! Accounts and recovery records.

use server_store::{Account, AccountKey, RecoveryRow, SigningUp, Swapping};
use sqlx::{SqliteConnection, query};
use wire::{
    CodeId, Etag, PublicKey,
    account::{Recovery, Rekey, SignUp, VaultPut},
};

use crate::row::{array, bytes};

pub(crate) async fn sign_up(
    db: &mut SqliteConnection,
    key: AccountKey,
    record: Vec<u8>,
    request: SignUp,
) -> sqlx::Result<SigningUp> {
    let account = Account {
        record,
        wrapped_vault_key: request.wrapped_vault_key.into(),
        vault_cap: request.vault_cap,
        vault: request.vault.into(),
    };
    match get(db, key).await? {
        Some(present) if present != account => return Ok(SigningUp::NameTaken),
        Some(_) => return Ok(SigningUp::Stored),
        None => {}
    }
    if recovery(db, request.recovery.code).await?.is_some() {
        return Ok(SigningUp::CodeTaken);
    }
    insert(db, key, &account).await?;
    insert_recovery(db, &request.recovery).await?;
    Ok(SigningUp::Stored)
}

pub(crate) async fn get(db: &mut SqliteConnection, key: AccountKey) -> sqlx::Result<Option<Account>> {
    let row = query("SELECT record, wrapped_vault_key, vault_cap, vault FROM account WHERE id = ?")
        .bind(&key.0[..])
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        Ok(Account {
            record: bytes(&row, 0)?,
            wrapped_vault_key: bytes(&row, 1)?,
            vault_cap: PublicKey(array(&row, 2)?),
            vault: bytes(&row, 3)?,
        })
    })
    .transpose()
}

pub(crate) async fn vault_put(db: &mut SqliteConnection, key: AccountKey, request: VaultPut) -> sqlx::Result<Swapping> {
    let Some(account) = get(db, key).await? else { return Ok(Swapping::Missing) };
    let present = Etag::of(&account.vault);
    if present == Etag::of(&request.vault) {
        return Ok(Swapping::Stored);
    }
    if present != request.if_match {
        return Ok(Swapping::Conflict(present));
    }
    query("UPDATE account SET vault = ? WHERE id = ?").bind(&request.vault[..]).bind(&key.0[..]).execute(db).await?;
    Ok(Swapping::Stored)
}

pub(crate) async fn rekey(
    db: &mut SqliteConnection,
    key: AccountKey,
    record: Vec<u8>,
    request: Rekey,
) -> sqlx::Result<Swapping> {
    let Some(account) = get(db, key).await? else { return Ok(Swapping::Missing) };
    let present = Etag::of(&account.vault);
    let code = request.recovery.code;
    let taken = code != request.old_code && recovery(db, code).await?.is_some();
    if present != request.if_match || taken {
        return Ok(Swapping::Conflict(present));
    }
    let account = Account {
        record,
        wrapped_vault_key: request.wrapped_vault_key.into(),
        vault_cap: request.vault_cap,
        vault: request.vault.into(),
    };
    query("DELETE FROM account WHERE id = ?").bind(&key.0[..]).execute(&mut *db).await?;
    query("DELETE FROM recovery WHERE code = ?").bind(&request.old_code.0[..]).execute(&mut *db).await?;
    insert(db, key, &account).await?;
    insert_recovery(db, &request.recovery).await?;
    Ok(Swapping::Stored)
}

pub(crate) async fn recovery(db: &mut SqliteConnection, code: CodeId) -> sqlx::Result<Option<RecoveryRow>> {
    let row = query("SELECT auth, sealed FROM recovery WHERE code = ?").bind(&code.0[..]).fetch_optional(db).await?;
    row.map(|row| Ok(RecoveryRow { auth: PublicKey(array(&row, 0)?), sealed: bytes(&row, 1)? })).transpose()
}

async fn insert(db: &mut SqliteConnection, key: AccountKey, account: &Account) -> sqlx::Result<()> {
    query("INSERT INTO account (id, record, wrapped_vault_key, vault_cap, vault) VALUES (?, ?, ?, ?, ?)")
        .bind(&key.0[..])
        .bind(&account.record)
        .bind(&account.wrapped_vault_key)
        .bind(&account.vault_cap.0[..])
        .bind(&account.vault)
        .execute(db)
        .await?;
    Ok(())
}

async fn insert_recovery(db: &mut SqliteConnection, recovery: &Recovery) -> sqlx::Result<()> {
    query("INSERT INTO recovery (code, auth, sealed) VALUES (?, ?, ?)")
        .bind(&recovery.code.0[..])
        .bind(&recovery.auth.0[..])
        .bind(&recovery.sealed[..])
        .execute(db)
        .await?;
    Ok(())
}
