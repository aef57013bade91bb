use wire::{
    CodeId, CodeSecret, Etag, LoginHash,
    account::{Recovery, Rekey, SignUp, VaultPut},
};

use super::{STAMP, key};
use crate::{AccountKey, Admission, SigningUp, Store, Swapping};

const ME: AccountKey = AccountKey([1; 32]);
const OTHER: AccountKey = AccountKey([2; 32]);
const OLD: CodeSecret = CodeSecret([77; 32]);

fn sign_up(code: u8, vault: u8) -> SignUp {
    SignUp {
        login: LoginHash([9; 32]),
        upload: vec![1].into(),
        wrapped_vault_key: vec![2; 72].into(),
        vault_cap: key(3),
        vault: vec![vault; 64].into(),
        recovery: recovery(code),
        stamp: STAMP,
        code: None,
    }
}

fn recovery(code: u8) -> Recovery {
    Recovery { code: CodeId([code; 32]), auth: key(code), sealed: vec![code; 40].into() }
}

fn vault_put(if_match: Etag, vault: u8) -> VaultPut {
    VaultPut { login: LoginHash([9; 32]), if_match, vault: vec![vault; 64].into() }
}

pub(super) async fn sign_up_is_idempotent_and_names_are_unique<S: Store>(store: &S) {
    assert!(store.account(ME).await.unwrap().is_none());
    for _ in 0..2 {
        assert_eq!(store.sign_up(ME, vec![7], sign_up(1, 1), Admission::Free).await.unwrap(), SigningUp::Stored);
    }
    assert_eq!(store.sign_up(ME, vec![8], sign_up(2, 2), Admission::Free).await.unwrap(), SigningUp::NameTaken);
    assert_eq!(store.sign_up(OTHER, vec![8], sign_up(1, 2), Admission::Free).await.unwrap(), SigningUp::CodeTaken);
    assert!(store.account(OTHER).await.unwrap().is_none(), "a refused sign-up leaves nothing");
    assert!(store.recovery(CodeId([2; 32])).await.unwrap().is_none(), "a refused sign-up leaves nothing");
    let account = store.account(ME).await.unwrap().unwrap();
    assert_eq!((account.record, account.vault_cap), (vec![7], key(3)));
    assert_eq!((account.wrapped_vault_key, account.vault), (vec![2; 72], vec![1; 64]));
    let row = store.recovery(CodeId([1; 32])).await.unwrap().unwrap();
    assert_eq!((row.auth, row.sealed), (key(1), vec![1; 40]));
}

pub(super) async fn a_vault_is_swapped_by_its_etag<S: Store>(store: &S) {
    assert_eq!(store.vault_put(ME, vault_put(Etag::NONE, 2)).await.unwrap(), Swapping::Missing);
    store.sign_up(ME, vec![7], sign_up(1, 1), Admission::Free).await.unwrap();
    let first = Etag::of(&[1; 64]);
    assert_eq!(store.vault_put(ME, vault_put(Etag::NONE, 2)).await.unwrap(), Swapping::Conflict(first));
    for _ in 0..2 {
        assert_eq!(store.vault_put(ME, vault_put(first, 2)).await.unwrap(), Swapping::Stored);
    }
    assert_eq!(store.vault_put(ME, vault_put(first, 3)).await.unwrap(), Swapping::Conflict(Etag::of(&[2; 64])));
    assert_eq!(store.account(ME).await.unwrap().unwrap().vault, vec![2; 64]);
}

pub(super) async fn rekey_replaces_all_or_nothing<S: Store>(store: &S) {
    let old = Recovery { code: OLD.id(), ..recovery(1) };
    store.sign_up(ME, vec![7], SignUp { recovery: old, ..sign_up(1, 1) }, Admission::Free).await.unwrap();
    let rekey = |if_match| Rekey {
        login: LoginHash([9; 32]),
        if_match,
        upload: vec![1].into(),
        wrapped_vault_key: vec![4; 72].into(),
        vault_cap: key(5),
        vault: vec![6; 64].into(),
        recovery: recovery(8),
        old_code: OLD,
    };
    let present = Etag::of(&[1; 64]);
    assert_eq!(store.rekey(OTHER, vec![9], rekey(present)).await.unwrap(), Swapping::Missing);
    assert_eq!(store.rekey(ME, vec![9], rekey(Etag::NONE)).await.unwrap(), Swapping::Conflict(present));
    assert!(store.recovery(OLD.id()).await.unwrap().is_some());
    assert_eq!(store.rekey(ME, vec![9], rekey(present)).await.unwrap(), Swapping::Stored);
    let account = store.account(ME).await.unwrap().unwrap();
    assert_eq!((account.record, account.vault_cap, account.vault), (vec![9], key(5), vec![6; 64]));
    assert_eq!(account.wrapped_vault_key, vec![4; 72]);
    assert!(store.recovery(OLD.id()).await.unwrap().is_none());
    assert_eq!(store.recovery(CodeId([8; 32])).await.unwrap().unwrap().auth, key(8));
}

pub(super) async fn erasing_leaves_nothing_and_nobody_else_is_touched<S: Store>(store: &S) {
    store.sign_up(ME, vec![7], sign_up(1, 1), Admission::Free).await.unwrap();
    store.sign_up(OTHER, vec![8], sign_up(2, 2), Admission::Free).await.unwrap();
    for _ in 0..2 {
        store.erase(ME, CodeId([1; 32])).await.unwrap();
    }
    assert!(store.account(ME).await.unwrap().is_none());
    assert!(store.recovery(CodeId([1; 32])).await.unwrap().is_none());
    assert!(store.account(OTHER).await.unwrap().is_some());
    assert!(store.recovery(CodeId([2; 32])).await.unwrap().is_some());
    assert_eq!(
        store.sign_up(ME, vec![7], sign_up(1, 1), Admission::Free).await.unwrap(),
        SigningUp::Stored,
        "the name is free again"
    );
}
