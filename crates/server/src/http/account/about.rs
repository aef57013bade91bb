//! `POST /v1/about`: how this server takes people in. Anybody may ask.

use server_store::Store;
use wire::{
    Problem,
    account::{About, AboutGet},
};

use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for AboutGet {
    async fn handle(self, call: &Call<'_, S>) -> Result<About, Problem> {
        let rules = &call.service.rules;
        Ok(About { sign_up: rules.sign_up, founding: rules.founding })
    }
}
