//! `GET /client_interface/FORMAT/?switcher=..`: the semantic interface of BMLT servers, for their clients.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri},
    response::Response,
};
use directory::bmlt::{self, Server};

use super::{
    Here,
    feed::{self, Body, Feed, Source},
};

/// The version of the interface that is spoken: clients look at it before they ask for what is newer.
const VERSION: &str = "4.2.7";
const LANGUAGE: &str = "en";

/// What came, changed and went is not kept: `GetChanges` answers with nothing.
pub(super) async fn get(
    State(here): State<Here>,
    Path(format): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    // Meetings and formats name the root alike, whichever way it was asked for: clients join them by it.
    let under = if uri.path().contains("/main_server/") { "/main_server" } else { "" };
    let make = move |source: &Source| {
        let root = format!("{}{under}", source.base);
        let pages = format!("{}/meeting/", source.base);
        let server = Server { root: &root, version: VERSION, language: LANGUAGE, pages: &pages };
        let listing = source.shown.index.listing();
        let answer = bmlt::answer(listing, &[], &server, &format, &source.query, source.shown.day);
        let body = Body::Plain(answer.body.into_bytes());
        Feed { status: answer.status, content_type: answer.content_type, body }
    };
    feed::answer(&here, &uri, &headers, make).await
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};

    use crate::testing::World;

    #[tokio::test]
    async fn clients_find_the_interface_however_they_write_its_address() {
        let world = World::listing().await;
        let get = async |path: &str| {
            let request = Request::get(path).header("host", "here.example").body(Body::empty()).unwrap();
            let (status, headers, body) = world.raw(request).await;
            (status.as_u16(), headers, String::from_utf8(body.to_vec()).unwrap())
        };
        for root in ["", "/", "/main_server", "/main_server/"] {
            for end in ["", "/"] {
                let path = format!("{root}/client_interface/json{end}?switcher=GetSearchResults");
                let (status, headers, body) = get(&path).await;
                assert!(status == 200 && body.contains("\"meeting_name\":\"Hope\""), "{path}: {body}");
                assert_eq!(headers["access-control-allow-origin"], "*");
                assert!(!body.contains("hidden"));
            }
        }
        let (_, headers, body) =
            get("/client_interface/jsonp/?switcher=GetSearchResults&get_used_formats&callback=a1").await;
        assert!(body.starts_with("/**/a1({") && body.ends_with(");"), "{body}");
        assert_eq!(headers["content-type"], "text/javascript; charset=UTF-8");
        assert_eq!(headers["cross-origin-resource-policy"], "cross-origin", "a foreign page may load it as a script");
        assert_eq!(get("/client_interface/json/?switcher=Nothing").await.0, 422);
        assert_eq!(get("/client_interface/xml/?switcher=GetSearchResults").await.0, 422);
        let hidden = get("/client_interface/json/?switcher=GetSearchResults&advanced_published=0").await.2;
        assert!(!hidden.contains("hidden"), "what the operator hides is no draft that one can ask for");
    }
}
