//! `POST /v1/account/recovery-get`: what a printed code opens.

use server_store::Store;
use wire::{
    Code, Problem,
    account::{RecoveryGet, RecoveryRecord},
};

use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for RecoveryGet {
    async fn handle(self, call: &Call<'_, S>) -> Result<RecoveryRecord, Problem> {
        let row = call.service.store.recovery(self.code).await?.ok_or(Problem::new(Code::NotFound))?;
        call.signed_by(&row.auth)?;
        Ok(RecoveryRecord { sealed: row.sealed.into() })
    }
}
