use wire::{
    CodeId, Etag,
    account::{Recovery, Rekey, SignUp, VaultPut},
};

use super::Tables;
use crate::{Account, AccountKey, Admission, RecoveryRow, SigningUp, Swapping};

impl Tables {
    pub(super) fn sign_up(
        &mut self,
        key: AccountKey,
        record: Vec<u8>,
        request: SignUp,
        admission: Admission,
    ) -> SigningUp {
        let account = Account {
            record,
            wrapped_vault_key: request.wrapped_vault_key.into(),
            vault_cap: request.vault_cap,
            vault: request.vault.into(),
        };
        let (code, recovery) = split(request.recovery);
        match self.accounts.get(&key) {
            Some(present) if *present != account => return SigningUp::NameTaken,
            Some(_) => return SigningUp::Stored,
            None => {}
        }
        if self.recoveries.contains_key(&code) {
            return SigningUp::CodeTaken;
        }
        if let Admission::Code { code, today } = admission {
            match self.codes.get_mut(&code) {
                Some((uses, last)) if *uses > 0 && today <= *last => *uses -= 1,
                _ => return SigningUp::NotAdmitted,
            }
        }
        self.accounts.insert(key, account);
        self.recoveries.insert(code, recovery);
        SigningUp::Stored
    }

    pub(super) fn vault_put(&mut self, key: AccountKey, request: VaultPut) -> Swapping {
        let Some(account) = self.accounts.get_mut(&key) else { return Swapping::Missing };
        let present = Etag::of(&account.vault);
        if present == Etag::of(&request.vault) {
            return Swapping::Stored;
        }
        if present != request.if_match {
            return Swapping::Conflict(present);
        }
        account.vault = request.vault.into();
        Swapping::Stored
    }

    pub(super) fn rekey(&mut self, key: AccountKey, record: Vec<u8>, request: Rekey) -> Swapping {
        let Some(account) = self.accounts.get_mut(&key) else { return Swapping::Missing };
        let present = Etag::of(&account.vault);
        let (code, recovery) = split(request.recovery);
        let taken = code != request.old_code.id() && self.recoveries.contains_key(&code);
        if present != request.if_match || taken {
            return Swapping::Conflict(present);
        }
        *account = Account {
            record,
            wrapped_vault_key: request.wrapped_vault_key.into(),
            vault_cap: request.vault_cap,
            vault: request.vault.into(),
        };
        self.recoveries.remove(&request.old_code.id());
        self.recoveries.insert(code, recovery);
        Swapping::Stored
    }

    pub(super) fn erase(&mut self, key: AccountKey, code: CodeId) {
        self.accounts.remove(&key);
        self.recoveries.remove(&code);
    }
}

fn split(recovery: Recovery) -> (CodeId, RecoveryRow) {
    (recovery.code, RecoveryRow { auth: recovery.auth, sealed: recovery.sealed.into() })
}
