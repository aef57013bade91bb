//! `GET /find`: the form. `POST /find`: the form and what was found.
//!
//! What is looked for stands in the body, so that it stands in no address: not in a proxy's log, not in a history.

#![expect(clippy::needless_pass_by_value, reason = "axum hands everything over by value")]

use core::future::{Ready, ready};

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use directory::search::Query;
use directory_pages::Asked;

use super::{Here, Speech, page};

pub(super) fn form(State(here): State<Here>, uri: Uri, headers: HeaderMap) -> Ready<Response> {
    ready(answer(&here, &uri, &headers, &Asked::Nothing))
}

pub(super) fn search(State(here): State<Here>, uri: Uri, headers: HeaderMap, body: Bytes) -> Ready<Response> {
    // What is not text in a form's encoding has no parameter that is known.
    let asked = Query::parse(&String::from_utf8_lossy(&body));
    let asked = asked.map_or_else(Asked::Wrong, |query| Asked::Search(Box::new(query)));
    ready(answer(&here, &uri, &headers, &asked))
}

pub(super) fn answer(here: &Here, uri: &Uri, headers: &HeaderMap, asked: &Asked) -> Response {
    let Some(shown) = here.shown() else { return StatusCode::NOT_FOUND.into_response() };
    let (speech, base) = (Speech::of(uri, headers), here.base(headers));
    let status = match asked {
        Asked::Nothing | Asked::Search(_) => StatusCode::OK,
        Asked::Wrong(_) => StatusCode::BAD_REQUEST,
    };
    page(status, directory_pages::find(speech.frame(&base), &shown.index, asked, here.now))
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};

    use crate::testing::World;

    #[tokio::test]
    async fn a_search_is_answered_from_its_body_under_a_strict_policy() {
        let world = World::listing().await;
        let form = world.raw(Request::get("/find").body(Body::empty()).unwrap()).await;
        assert_eq!(form.0, 200);
        let found = Request::post("/find").body("q=hope&problem=alcohol".into()).unwrap();
        let (status, headers, body) = world.raw(found).await;
        let page = String::from_utf8(body.to_vec()).unwrap();
        assert_eq!(status, 200);
        assert!(page.contains("One meeting") && page.contains("/meeting/one"), "{page}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'self'") && policy.contains("form-action 'self'"));
        assert!(!policy.contains("script-src"), "no script at all");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert_eq!(headers["cache-control"], "private, no-cache");
        assert!(headers.get("set-cookie").is_none());
    }

    #[tokio::test]
    async fn languages_and_faults() {
        let world = World::listing().await;
        let arabic = Request::get("/find").header("accept-language", "ar-EG").body(Body::empty()).unwrap();
        assert!(String::from_utf8_lossy(&world.raw(arabic).await.2).contains("dir=\"rtl\""));
        let chosen = Request::get("/find?lang=en").header("accept-language", "ar").body(Body::empty()).unwrap();
        let page = String::from_utf8(world.raw(chosen).await.2.to_vec()).unwrap();
        assert!(page.contains("dir=\"ltr\"") && page.contains("action=\"/find?lang=en#found\""));
        let wrong = Request::post("/find").body("colour=red".into()).unwrap();
        let (status, _, body) = world.raw(wrong).await;
        assert_eq!(status, 400);
        assert!(String::from_utf8_lossy(&body).contains("colour"));
        let noise = Request::post("/find").body(vec![0xff; 50].into()).unwrap();
        assert_eq!(world.raw(noise).await.0, 200, "a form without a value asks for nothing");
    }

    #[tokio::test]
    async fn a_server_without_a_directory_has_no_such_page() {
        let world = World::new();
        assert_eq!(world.raw(Request::get("/find").body(Body::empty()).unwrap()).await.0, 404);
    }
}
