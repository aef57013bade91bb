//! The signed directory, for other Stayhere servers.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use utoipa::ToSchema;
use wire::Hash;

/// Bytes in CBOR.
#[derive(Debug, Clone, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Cbor(pub Vec<u8>);

/// The head of this server's signed directory.
///
/// What is the server's own, signed by its key: a number that grows, a date, and the SHA-256 of each part. In CBOR, as
/// `docs/directory/federation.md` has it.
#[utoipa::path(
    get,
    path = "/api/v1/directory",
    operation_id = "getDirectory",
    tag = "federation",
    responses(
        (status = 200, description = "The head and its signature", content_type = "application/cbor", body = inline(Cbor)),
        (status = 304, description = "What the `If-None-Match` of the request names is still so"),
    ),
)]
pub fn head(signed: &[u8]) -> Cbor {
    Cbor(signed.to_vec())
}

/// A part of it, by its hash.
///
/// Which parts there are, the head says. A part that has changed since has another hash, and is no longer here by the old
/// one: ask for the head again.
#[utoipa::path(
    get,
    path = "/api/v1/directory/{hash}",
    operation_id = "getDirectoryPart",
    tag = "federation",
    params(("hash" = String, Path, description = "The SHA-256 of the part, in 64 hexadecimal digits")),
    responses(
        (status = 200, description = "The part", content_type = "application/cbor", body = inline(Cbor)),
        (status = 304, description = "What the `If-None-Match` of the request names is still so"),
        (status = 404, description = "There is no such part now", body = super::Refusal),
    ),
)]
pub fn part<'a, T>(parts: &'a BTreeMap<Hash, T>, hash: &str) -> Option<&'a T> {
    let hash = HEXLOWER.decode(hash.as_bytes()).ok()?.try_into().ok()?;
    parts.get(&Hash(hash))
}
