//! `GET /api/v1/...`: the directory for programs, as `/api/v1/openapi.json` describes it.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri},
    response::Response,
};
use directory::api::{self, Host};

use super::{
    Here,
    feed::{self, Feed, JSON, Source},
};

pub(super) async fn meetings(State(here): State<Here>, uri: Uri, headers: HeaderMap) -> Response {
    let make = |source: &Source| match api::meetings(&source.shown.index, &source.query, &host(source), source.now) {
        Ok(found) => sent(200, api::json(&found)),
        Err(refusal) => sent(400, api::json(&refusal)),
    };
    feed::answer_now(&here, &uri, &headers, make).await
}

pub(super) async fn meeting(
    State(here): State<Here>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let make = move |source: &Source| match api::meeting(&source.shown.index, &id, &host(source), source.now) {
        Ok(meeting) => sent(200, api::json(&meeting)),
        Err(refusal) => sent(404, api::json(&refusal)),
    };
    feed::answer_now(&here, &uri, &headers, make).await
}

pub(super) async fn sources(State(here): State<Here>, uri: Uri, headers: HeaderMap) -> Response {
    let make = |source: &Source| sent(200, api::json(&api::sources(&source.shown.index, source.now)));
    feed::answer_now(&here, &uri, &headers, make).await
}

pub(super) async fn document(State(here): State<Here>, uri: Uri, headers: HeaderMap) -> Response {
    feed::answer(&here, &uri, &headers, |_: &Source| Feed::new(JSON, api::document())).await
}

fn host(source: &Source) -> Host<'_> {
    Host { base: &source.base }
}

fn sent(status: u16, body: String) -> Feed {
    Feed { status, ..Feed::new(JSON, body) }
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        http::{HeaderMap, Request},
    };
    use serde_json::Value;

    use crate::testing::World;

    async fn get(world: &World, path: &str, etag: &str) -> (u16, HeaderMap, Value) {
        let request = Request::get(path).header("host", "here.example").header("if-none-match", etag);
        let (status, headers, body) = world.raw(request.body(Body::empty()).unwrap()).await;
        (status.as_u16(), headers, serde_json::from_slice(&body).unwrap_or_default())
    }

    #[tokio::test]
    async fn programs_search_page_by_page() {
        let world = World::listing().await;
        let (status, headers, first) = get(&world, "/api/v1/meetings?size=1&sort=name&problem=alcohol", "").await;
        assert_eq!((status, &first["total"], &first["meetings"][0]["name"]), (200, &2.into(), &"Compass".into()));
        assert_eq!(first["meetings"][0]["page"], "https://here.example/meeting/two");
        assert_eq!(
            (&headers["content-type"], &headers["access-control-allow-origin"]),
            (&"application/json".parse().unwrap(), &"*".parse().unwrap())
        );
        let next = first["next"].as_str().unwrap().strip_prefix("https://here.example").unwrap();
        let (_, _, second) = get(&world, next, "").await;
        assert!(second["meetings"][0]["name"] == "Hope" && second["next"].is_null(), "{second}");
        let (status, _, refusal) = get(&world, "/api/v1/meetings?colour=red", "").await;
        assert!(status == 400 && refusal["message"].as_str().unwrap().contains("colour"));
    }

    #[tokio::test]
    async fn one_meeting_by_either_name_and_never_a_hidden_one() {
        let world = World::listing().await;
        let (_, _, one) = get(&world, "/api/v1/meetings/one", "").await;
        let number = one["id"].as_str().unwrap();
        assert_eq!(get(&world, &format!("/api/v1/meetings/{number}"), "").await.2, one);
        for id in ["hidden", "nobody", "0", "..%2F"] {
            let (status, _, refusal) = get(&world, &format!("/api/v1/meetings/{id}"), "").await;
            assert!(status == 404 && refusal["message"].is_string(), "{id}");
        }
        let (_, _, sources) = get(&world, "/api/v1/sources", "").await;
        assert_eq!((&sources["sources"][0]["id"], &sources["sources"][0]["meetings"]), (&"a".into(), &2.into()));
        assert!(!sources.to_string().contains("example.org"), "where a feed is, is nobody's business: {sources}");
    }

    #[tokio::test]
    async fn what_is_still_so_is_not_sent_again_and_what_comes_next_is_new_in_time() {
        const MINUTE: u64 = 60_000;
        let world = World::listing().await;
        for path in ["/api/v1/meetings", "/api/v1/meetings/one", "/api/v1/sources", "/api/v1/openapi.json"] {
            let (_, headers, _) = get(&world, path, "").await;
            let etag = headers["etag"].to_str().unwrap();
            assert_eq!(get(&world, path, etag).await.0, 304, "{path}");
        }
        let (_, headers, before) = get(&world, "/api/v1/meetings/one", "").await;
        world.pass(7 * 24 * 60 * MINUTE);
        let (status, _, after) = get(&world, "/api/v1/meetings/one", headers["etag"].to_str().unwrap()).await;
        assert!(status == 200 && before["next"]["starts"].as_str() < after["next"]["starts"].as_str(), "{after}");
    }

    #[tokio::test]
    async fn the_description_is_served() {
        let world = World::listing().await;
        let (status, _, document) = get(&world, "/api/v1/openapi.json", "").await;
        assert!(status == 200 && document["paths"]["/api/v1/meetings"]["get"].is_object());
    }
}
