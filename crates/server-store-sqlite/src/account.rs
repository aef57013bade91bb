//! Accounts and recovery records.

use server_store::{Account, AccountKey, Admission, RecoveryRow, SigningUp, Swapping};
use sqlx::{SqliteConnection, query};
use wire::{
    CodeId, Etag, PublicKey,
    account::{Recovery, Rekey, SignUp, VaultPut},
};

use crate::{
    column::{RECORD, RECOVERY, VAULT, WRAPPED_VAULT_KEY},
    keys::Keys,
    row::{array, bytes},
};

pub(crate) async fn sign_up(
    db: &mut SqliteConnection,
    keys: &Keys,
    key: AccountKey,
    record: Vec<u8>,
    request: SignUp,
    admission: Admission,
) -> sqlx::Result<SigningUp> {
    let account = Account {
        record,
        wrapped_vault_key: request.wrapped_vault_key.into(),
        vault_cap: request.vault_cap,
        vault: request.vault.into(),
    };
    match get(db, keys, key).await? {
        Some(present) if present != account => return Ok(SigningUp::NameTaken),
        Some(_) => return Ok(SigningUp::Stored),
        None => {}
    }
    if recovery(db, keys, request.recovery.code).await?.is_some() {
        return Ok(SigningUp::CodeTaken);
    }
    if let Admission::Code { code, today } = admission {
        let used = query("UPDATE sign_up_code SET uses = uses - 1 WHERE id = ? AND uses > 0 AND expires >= ?")
            .bind(&code.0[..])
            .bind(today.0)
            .execute(&mut *db)
            .await?;
        if used.rows_affected() == 0 {
            return Ok(SigningUp::NotAdmitted);
        }
    }
    insert(db, keys, key, &account).await?;
    insert_recovery(db, keys, &request.recovery).await?;
    Ok(SigningUp::Stored)
}

pub(crate) async fn get(db: &mut SqliteConnection, keys: &Keys, key: AccountKey) -> sqlx::Result<Option<Account>> {
    let row_key: &[&[u8]] = &[&key.0];
    let row = query("SELECT record, wrapped_vault_key, vault_cap, vault FROM account WHERE id = ?")
        .bind(&key.0[..])
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        Ok(Account {
            record: keys.lasting_value(&RECORD, row_key, bytes(&row, 0)?)?,
            wrapped_vault_key: keys.lasting_value(&WRAPPED_VAULT_KEY, row_key, bytes(&row, 1)?)?,
            vault_cap: PublicKey(array(&row, 2)?),
            vault: keys.lasting_value(&VAULT, row_key, bytes(&row, 3)?)?,
        })
    })
    .transpose()
}

pub(crate) async fn vault_put(
    db: &mut SqliteConnection,
    keys: &Keys,
    key: AccountKey,
    request: VaultPut,
) -> sqlx::Result<Swapping> {
    let Some(account) = get(db, keys, key).await? else { return Ok(Swapping::Missing) };
    let present = Etag::of(&account.vault);
    if present == Etag::of(&request.vault) {
        return Ok(Swapping::Stored);
    }
    if present != request.if_match {
        return Ok(Swapping::Conflict(present));
    }
    let vault = keys.wrap(&VAULT, &[&key.0], None, &request.vault);
    query("UPDATE account SET vault = ? WHERE id = ?").bind(vault).bind(&key.0[..]).execute(db).await?;
    Ok(Swapping::Stored)
}

pub(crate) async fn rekey(
    db: &mut SqliteConnection,
    keys: &Keys,
    key: AccountKey,
    record: Vec<u8>,
    request: Rekey,
) -> sqlx::Result<Swapping> {
    let Some(account) = get(db, keys, key).await? else { return Ok(Swapping::Missing) };
    let present = Etag::of(&account.vault);
    let code = request.recovery.code;
    let taken = code != request.old_code.id() && recovery(db, keys, code).await?.is_some();
    if present != request.if_match || taken {
        return Ok(Swapping::Conflict(present));
    }
    let account = Account {
        record,
        wrapped_vault_key: request.wrapped_vault_key.into(),
        vault_cap: request.vault_cap,
        vault: request.vault.into(),
    };
    erase(db, key, request.old_code.id()).await?;
    insert(db, keys, key, &account).await?;
    insert_recovery(db, keys, &request.recovery).await?;
    Ok(Swapping::Stored)
}

pub(crate) async fn erase(db: &mut SqliteConnection, key: AccountKey, code: CodeId) -> sqlx::Result<()> {
    query("DELETE FROM account WHERE id = ?").bind(&key.0[..]).execute(&mut *db).await?;
    query("DELETE FROM recovery WHERE code = ?").bind(&code.0[..]).execute(db).await?;
    Ok(())
}

pub(crate) async fn recovery(
    db: &mut SqliteConnection,
    keys: &Keys,
    code: CodeId,
) -> sqlx::Result<Option<RecoveryRow>> {
    let row = query("SELECT auth, sealed FROM recovery WHERE code = ?").bind(&code.0[..]).fetch_optional(db).await?;
    row.map(|row| {
        let sealed = keys.lasting_value(&RECOVERY, &[&code.0], bytes(&row, 1)?)?;
        Ok(RecoveryRow { auth: PublicKey(array(&row, 0)?), sealed })
    })
    .transpose()
}

async fn insert(db: &mut SqliteConnection, keys: &Keys, key: AccountKey, account: &Account) -> sqlx::Result<()> {
    let row_key: &[&[u8]] = &[&key.0];
    query("INSERT INTO account (id, record, wrapped_vault_key, vault_cap, vault) VALUES (?, ?, ?, ?, ?)")
        .bind(&key.0[..])
        .bind(keys.wrap(&RECORD, row_key, None, &account.record))
        .bind(keys.wrap(&WRAPPED_VAULT_KEY, row_key, None, &account.wrapped_vault_key))
        .bind(&account.vault_cap.0[..])
        .bind(keys.wrap(&VAULT, row_key, None, &account.vault))
        .execute(db)
        .await?;
    Ok(())
}

async fn insert_recovery(db: &mut SqliteConnection, keys: &Keys, recovery: &Recovery) -> sqlx::Result<()> {
    query("INSERT INTO recovery (code, auth, sealed) VALUES (?, ?, ?)")
        .bind(&recovery.code.0[..])
        .bind(&recovery.auth.0[..])
        .bind(keys.wrap(&RECOVERY, &[&recovery.code.0], None, &recovery.sealed))
        .execute(db)
        .await?;
    Ok(())
}
