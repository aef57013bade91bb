//! Wakes.

mod key;
mod set;

use axum::Router;
use server_store::Store;
use wire::wake::{WakeKeyGet, WakesSet};

use super::adapter::{Call, Handle, Shared, add};

pub(crate) fn routes<S: Store>(router: Router<Shared<S>>) -> Router<Shared<S>> {
    let router = add::<S, WakeKeyGet>(router);
    add::<S, WakesSet>(router)
}
