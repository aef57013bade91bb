//! `GET /sitemap.xml`, `/sitemap/N` and `/opensearch.xml`: for search engines, and for browsers' own search.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use directory::{
    limits::SITEMAP,
    web::{sitemap, sitemap_index},
};
use wire::Millis;

use super::{
    Here, Speech,
    feed::{self, Feed, Source, XML},
};

/// Every meeting's page; where they are too many for one map, a map of maps.
pub(super) async fn whole(State(here): State<Here>, uri: Uri, headers: HeaderMap) -> Response {
    feed::answer(&here, &uri, &headers, |source: &Source| {
        let parts = pages(source).count().div_ceil(SITEMAP);
        let text = if parts <= 1 {
            sitemap(pages(source))
        } else {
            sitemap_index((1..=parts).map(|part| (format!("{}/sitemap/{part}", source.base), None)))
        };
        Feed::new(XML, text)
    })
    .await
}

/// The map of this number, from 1.
pub(super) async fn part(State(here): State<Here>, Path(part): Path<usize>, uri: Uri, headers: HeaderMap) -> Response {
    let make = move |source: &Source| {
        let skipped = part.saturating_sub(1).saturating_mul(SITEMAP);
        Feed::new(XML, sitemap(pages(source).skip(skipped)))
    };
    feed::answer(&here, &uri, &headers, make).await
}

fn pages(source: &Source) -> impl Iterator<Item = (String, Option<Millis>)> {
    let entries = source.shown.index.listing().published();
    entries.map(|entry| (format!("{}/meeting/{}", source.base, entry.slug), entry.updated))
}

pub(super) async fn search(State(here): State<Here>, uri: Uri, headers: HeaderMap) -> Response {
    if here.directory.is_none() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let (speech, base) = (Speech::of(&uri, &headers), here.base(&headers));
    let text = directory_pages::open_search(speech.frame(&base));
    let kind = "application/opensearchdescription+xml; charset=utf-8";
    ([(header::CONTENT_TYPE, kind), (header::VARY, "accept-language")], text).into_response()
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};

    use crate::testing::World;

    #[tokio::test]
    async fn search_engines_find_pages_and_browsers_the_search() {
        let world = World::listing().await;
        let get = async |path: &str| {
            let request = Request::get(path).header("host", "here.example").body(Body::empty()).unwrap();
            let (status, _, body) = world.raw(request).await;
            (status.as_u16(), String::from_utf8(body.to_vec()).unwrap())
        };
        let (status, map) = get("/sitemap.xml").await;
        assert!(
            status == 200 && map.contains("<loc>https://here.example/meeting/two</loc>") && !map.contains("hidden")
        );
        assert!(get("/sitemap/1").await.1.contains("/meeting/one") && !get("/sitemap/2").await.1.contains("/meeting/"));
        let (_, search) = get("/opensearch.xml?lang=ar").await;
        assert!(search.contains("template=\"https://here.example/find?lang=ar\"><Param name=\"q\""), "{search}");
        assert!(search.contains("<Language>ar</Language>"));
    }
}
