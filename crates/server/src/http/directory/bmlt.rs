//! `GET /client_interface/FORMAT/?switcher=..`: the semantic interface of BMLT servers, for their clients.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, Uri},
    response::Response,
};
use directory::bmlt::{self, Changed, Server};
use directory_store::Noted;

use super::{
    Here,
    feed::{self, Body, Feed, Source},
};

/// The version of the interface that is spoken: clients look at it before they ask for what is newer.
const VERSION: &str = "4.2.7";
const LANGUAGE: &str = "en";

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
        let changes: Vec<Changed<'_>> = source.shown.news.iter().map(changed).collect();
        let answer = bmlt::answer(listing, &changes, &server, &format, &source.query, source.shown.day);
        let body = Body::Plain(answer.body.into_bytes());
        Feed { status: answer.status, content_type: answer.content_type, body }
    };
    feed::answer(&here, &uri, &headers, make).await
}

fn changed(noted: &Noted) -> Changed<'_> {
    let (before, after) = (noted.change.before.as_ref(), noted.change.after.as_ref());
    Changed { number: noted.number, at: noted.at, before, after }
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

    #[tokio::test]
    async fn clients_are_told_what_went() {
        let world = World::listing().await;
        let changes = async || {
            let request = Request::get("/client_interface/json/?switcher=GetChanges").header("host", "here.example");
            let (_, headers, body) = world.raw(request.body(Body::empty()).unwrap()).await;
            let list: serde_json::Value = serde_json::from_slice(&body).unwrap();
            (headers["etag"].clone(), list)
        };
        let (etag, list) = changes().await;
        assert_eq!(list.as_array().unwrap().len(), 1, "the first import is no news, what the operator hides is");
        assert_eq!(
            (&list[0]["change_type"], &list[0]["meeting_exists"]),
            (&"comdef_change_type_delete".into(), &"0".into())
        );
        assert!(!list.to_string().contains("hidden") && list[0]["meeting_id"] != "0", "{list}");
        world.hide("one").await;
        let (other, list) = changes().await;
        assert!(list.as_array().unwrap().len() == 2 && other != etag && !list.to_string().contains("Hope"), "{list}");
    }
}
