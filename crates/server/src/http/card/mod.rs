//! Cards by which circles show themselves in the directory. Public: they lie with the directory, and their keys are all
//! that is known of who sends them.

mod delete;
mod get;
mod put;

use axum::Router;
use directory_store::{DirectoryStore, DirectoryStoreError};
use server_store::Store;
use wire::{
    Code, Problem,
    card::{CardDelete, CardGet, CardPut},
};

use super::adapter::{Call, Shared, add};
use crate::Directory;

pub(crate) fn routes<S: Store>(router: Router<Shared<S>>) -> Router<Shared<S>> {
    let router = add::<S, CardPut>(router);
    let router = add::<S, CardGet>(router);
    add::<S, CardDelete>(router)
}

/// The directory, where there is one.
fn directory<S: Store>(call: &Call<'_, S>) -> Result<Directory, Problem> {
    call.service.directory().ok_or(Problem::new(Code::NotFound))
}

async fn read<T>(answer: impl Future<Output = Result<T, DirectoryStoreError>>) -> Result<T, Problem> {
    answer.await.map_err(|error| {
        tracing::error!(%error, "the directory's store");
        Problem::new(match error {
            DirectoryStoreError::Unavailable(_) => Code::Unavailable,
            DirectoryStoreError::Damaged(_) | DirectoryStoreError::Newer { .. } => Code::Internal,
        })
    })
}

fn store(directory: &Directory) -> &dyn DirectoryStore {
    directory.store()
}
