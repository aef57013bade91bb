//! `GET /meeting/SLUG`, `/meeting/SLUG/card`, and `POST /meeting/SLUG/other`: a meeting, to print, and on from it.

#![expect(clippy::needless_pass_by_value, reason = "axum hands everything over by value")]

use core::future::{Ready, ready};

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use directory::{
    Entry,
    model::{Set, Word},
    search::{Index, Unfit},
};
use directory_pages::Frame;

use super::{Here, Speech, page as answer};

/// Bytes of a form that says what does not fit; of a longer one the rest is not read.
const WHY: usize = 1_000;

pub(super) fn page(State(here): State<Here>, slug: Path<String>, uri: Uri, headers: HeaderMap) -> Ready<Response> {
    let print =
        |frame: Frame<'_>, index: &Index, entry: &Entry| directory_pages::meeting(frame, index, entry, here.now);
    ready(show(&here, &slug, &uri, &headers, print))
}

pub(super) fn card(State(here): State<Here>, slug: Path<String>, uri: Uri, headers: HeaderMap) -> Ready<Response> {
    let print = |frame: Frame<'_>, index: &Index, entry: &Entry| directory_pages::card(frame, index, entry, here.now);
    ready(show(&here, &slug, &uri, &headers, print))
}

pub(super) fn other(
    State(here): State<Here>,
    slug: Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Ready<Response> {
    let body = String::from_utf8_lossy(body.get(..WHY).unwrap_or(&body)).into_owned();
    let words = body.split('&').filter_map(|pair| pair.strip_prefix("why="));
    let why: Set<Unfit> = words.filter_map(Unfit::parse).collect();
    let print = |frame: Frame<'_>, index: &Index, entry: &Entry| {
        directory_pages::not_for_me(frame, index, entry, why, here.now)
    };
    ready(show(&here, &slug, &uri, &headers, print))
}

fn show(
    here: &Here,
    slug: &str,
    uri: &Uri,
    headers: &HeaderMap,
    print: impl Fn(Frame<'_>, &Index, &Entry) -> String,
) -> Response {
    let Some(shown) = here.shown() else { return StatusCode::NOT_FOUND.into_response() };
    let (speech, base) = (Speech::of(uri, headers), here.base(headers));
    let frame = speech.frame(&base);
    match shown.index.meeting(slug) {
        Some(entry) => answer(StatusCode::OK, print(frame, &shown.index, entry)),
        None => answer(StatusCode::NOT_FOUND, directory_pages::missing(frame)),
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};

    use crate::testing::World;

    async fn get(world: &World, path: &str) -> (u16, String) {
        let request = Request::get(path).header("host", "here.example").body(Body::empty()).unwrap();
        let (status, _, body) = world.raw(request).await;
        (status.as_u16(), String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_meeting_its_card_and_the_way_on() {
        let world = World::listing().await;
        let (status, page) = get(&world, "/meeting/one").await;
        assert!(status == 200 && page.contains("Hope") && page.contains("/meeting/two"), "another way stands beside");
        let (status, page) = get(&world, "/meeting/one/card").await;
        assert!(status == 200 && page.contains("https://here.example/meeting/one"));
        let other = Request::post("/meeting/one/other").body("why=philosophy&why=nonsense".into()).unwrap();
        let (status, _, body) = world.raw(other).await;
        let page = String::from_utf8_lossy(&body);
        assert!(status == 200 && page.contains("/meeting/two") && page.contains("value=\"philosophy\" checked"));
        assert_eq!(get(&world, "/meeting/hidden").await.0, 404);
        assert_eq!(get(&world, "/meeting/..%2F").await.0, 404);
        assert_eq!(get(&world, "/meeting/nobody").await.0, 404);
    }
}
