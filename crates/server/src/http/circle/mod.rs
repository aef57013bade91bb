//! Circles. Every request but the founding is signed by the access key of the commit that it names.

mod append;
mod blob;
mod commit;
mod found;
mod path;
mod read;
mod shred;

use axum::Router;
use server_store::Store;
use wire::{
    CircleId, Code, CommitId, Day, Problem,
    circle::{Append, BlobGet, Commit, Found, Path, Read, Shred},
    limits,
};

use super::adapter::{Call, Shared, add};

pub(crate) fn routes<S: Store>(router: Router<Shared<S>>) -> Router<Shared<S>> {
    let router = add::<S, Found>(router);
    let router = add::<S, Commit>(router);
    let router = add::<S, Append>(router);
    let router = add::<S, Shred>(router);
    let router = add::<S, Read>(router);
    let router = add::<S, Path>(router);
    add::<S, BlobGet>(router)
}

/// Refuses what the access key of `at` has not signed. An unknown commit costs no signature check.
async fn signed_at<S: Store>(call: &Call<'_, S>, circle: CircleId, at: CommitId) -> Result<(), Problem> {
    let access = call.service.store.access(circle, at).await?.ok_or(Problem::new(Code::NotFound))?;
    call.signed_by(&access)
}

/// Refuses a day before `earliest`, and one that is too far away.
pub(super) fn check_expiry(expires: Day, earliest: Day, today: Day) -> Result<(), Problem> {
    if expires < earliest {
        return Err(Code::Malformed.into());
    }
    if expires > today.plus(limits::EXPIRY_DAYS) { Err(Code::TooLarge.into()) } else { Ok(()) }
}
