//! `GET /api/v1/directory` and `/api/v1/directory/HASH`: what other Stayhere servers take.

use axum::{
    extract::{FromRef, Path, State},
    http::{HeaderMap, Uri},
    response::Response,
};
use directory::{
    api::{self, Cbor, Refusal},
    stayhere::Signer,
};
use server_store::Store;

use super::{
    Here,
    feed::{self, Body, Feed, JSON, Source, pack},
};
use crate::{directory::Published, http::adapter::Shared};

const CBOR: &str = "application/cbor";

/// The directory, and the key that signs it.
#[derive(Clone)]
pub(super) struct Signing {
    pub(super) here: Here,
    pub(super) signer: Signer,
}

impl<S: Store> FromRef<Shared<S>> for Signing {
    fn from_ref(shared: &Shared<S>) -> Self {
        Self { here: Here::from_ref(shared), signer: shared.service.secrets.directory.clone() }
    }
}

pub(super) async fn head(State(signing): State<Signing>, uri: Uri, headers: HeaderMap) -> Response {
    let Signing { here, signer } = signing;
    let make = move |source: &Source| {
        let Cbor(signed) = api::head(&published(source, &signer).signed);
        Feed { status: 200, content_type: CBOR, body: Body::Plain(signed) }
    };
    feed::answer(&here, &uri, &headers, make).await
}

pub(super) async fn part(
    State(signing): State<Signing>,
    Path(hash): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Signing { here, signer } = signing;
    let make = move |source: &Source| {
        if let Some(packed) = api::part(&published(source, &signer).parts, &hash) {
            return Feed { status: 200, content_type: CBOR, body: Body::Packed(packed.clone()) };
        }
        let refusal = Refusal { message: "there is no such part now: ask for the head again".to_owned() };
        Feed { status: 404, ..Feed::new(JSON, api::json(&refusal)) }
    };
    feed::answer(&here, &uri, &headers, make).await
}

fn published<'a>(source: &'a Source, signer: &Signer) -> &'a Published {
    source.shown.published(source.own_base(), signer, pack)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use axum::{body::Body, http::Request};
    use directory::{
        Listing, SourceId,
        stayhere::{Offer, Opened, read},
    };
    use wire::Hash;

    use crate::testing::World;

    async fn get(world: &World, path: &str, etag: &str) -> (u16, String, Vec<u8>) {
        let request = Request::get(path).header("host", "evil.example").header("if-none-match", etag);
        let (status, headers, body) = world.raw(request.body(Body::empty()).unwrap()).await;
        let etag = headers.get("etag").map(|etag| etag.to_str().unwrap().to_owned());
        (status.as_u16(), etag.unwrap_or_default(), body.to_vec())
    }

    async fn taken(world: &World) -> (Opened, Vec<String>) {
        let opened = Opened::read(&get(world, "/api/v1/directory", "").await.2).unwrap();
        let mut fetched = BTreeMap::new();
        for hash in &opened.head.parts {
            let (status, _, part) = get(world, &format!("/api/v1/directory/{}", hash.to_hex()), "").await;
            assert_eq!(status, 200);
            fetched.insert(*hash, part);
        }
        let offer = Offer { head: &opened.head, known: &[], fetched: &fetched };
        let read = read(&SourceId("here".to_owned()), &offer, &Listing::default(), "").unwrap();
        let mut names: Vec<String> = read.fetched.entries.into_iter().map(|entry| entry.name).collect();
        names.sort_unstable();
        (opened, names)
    }

    #[tokio::test]
    async fn other_servers_take_what_is_shown_and_nothing_that_a_request_says_is_signed() {
        let world = World::listing().await;
        let (opened, names) = taken(&world).await;
        assert_eq!(names, ["Compass", "Hope"], "what is hidden is not in it");
        assert_eq!((opened.head.key, opened.head.base.as_str()), (world.service.directory_key(), ""));
        let part = format!("/api/v1/directory/{}", opened.head.parts[0].to_hex());
        for path in ["/api/v1/directory", &part] {
            let (_, etag, _) = get(&world, path, "").await;
            assert_eq!(get(&world, path, &etag).await.0, 304, "{path}");
        }
        for hash in [Hash([7; 32]).to_hex(), "7".to_owned(), "..%2F".to_owned(), "F".repeat(64)] {
            assert_eq!(get(&world, &format!("/api/v1/directory/{hash}"), "").await.0, 404, "{hash}");
        }
        world.hide("one").await;
        let (later, names) = taken(&world).await;
        assert_eq!(names, ["Compass"]);
        assert!(later.head.number > opened.head.number && get(&world, &part, "").await.0 == 404);
    }

    #[tokio::test]
    async fn a_server_without_a_directory_publishes_none() {
        assert_eq!(get(&World::new(), "/api/v1/directory", "").await.0, 404);
    }
}
