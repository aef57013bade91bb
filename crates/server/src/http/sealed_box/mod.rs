//! Boxes.

mod delete;
mod get;
mod put;

use axum::Router;
use server_store::Store;
use wire::sealed_box::{BoxDelete, BoxGet, BoxPut};

use super::adapter::{Shared, add};

pub(crate) fn routes<S: Store>(router: Router<Shared<S>>) -> Router<Shared<S>> {
    let router = add::<S, BoxPut>(router);
    let router = add::<S, BoxGet>(router);
    add::<S, BoxDelete>(router)
}
