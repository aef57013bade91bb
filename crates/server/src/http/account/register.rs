//! `POST /v1/account/register`: the first step of a sign-up, of a new passphrase, of a recovery.

use server_store::Store;
use wire::{
    Problem,
    account::{RegisterStart, Registration},
};

use super::login_problem;
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for RegisterStart {
    async fn handle(self, call: &Call<'_, S>) -> Result<Registration, Problem> {
        let secrets = &call.service.secrets;
        call.service.limiter.name(secrets.account(self.login), call.peer)?;
        let id = secrets.pepper.login_id(self.login);
        let response = login::server::register(&secrets.setup, id, &self.request).map_err(login_problem)?;
        Ok(Registration { response: response.into() })
    }
}
