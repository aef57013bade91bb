//! `POST /find/copy`: what a search finds, as one file to keep; `GET`: everything.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
};
use directory::{
    limits,
    search::{Query, QueryFault},
    stayhere,
};
use directory_pages::{Asked, Copy, copied, copy, copy_policy};
use wire::Millis;

use super::{Speech, find, signed::Signing};
use crate::http::headers::OwnPolicy;

pub(super) async fn all(signing: State<Signing>, uri: Uri, headers: HeaderMap) -> Response {
    answer(signing.0, &uri, &headers, Ok(Query::default())).await
}

pub(super) async fn found(signing: State<Signing>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    answer(signing.0, &uri, &headers, Query::parse(&String::from_utf8_lossy(&body))).await
}

async fn answer(signing: Signing, uri: &Uri, headers: &HeaderMap, asked: Result<Query, QueryFault>) -> Response {
    let Signing { here, signer } = signing;
    let query = match asked {
        Ok(query) => query,
        Err(fault) => return find::answer(&here, uri, headers, &Asked::Wrong(fault)),
    };
    let Some(directory) = here.directory.clone() else { return StatusCode::NOT_FOUND.into_response() };
    let (lang, now) = (Speech::of(uri, headers).lang, here.now);
    let (shown, base) = (directory.shown(), directory.base().unwrap_or_default().to_owned());
    let day = shown.day;
    let make = move || {
        let index = &shown.index;
        let mut meetings = copied(index, &index.all(&query, now));
        let total = meetings.len();
        meetings.truncate(limits::COPY);
        let data = stayhere::copy(index.listing(), meetings.iter().copied(), &shown.about(&base), &signer);
        copy(&Copy { lang, base: &base, total, data: &data }, index, meetings.into_iter(), now)
    };
    match directory.make(make).await {
        Some(file) => sent(file, day),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// As a file that is saved; whoever opens it at once sees it under the same policy that stands in it.
fn sent(file: String, day: Millis) -> Response {
    let mut response = Html(file).into_response();
    response.extensions_mut().insert(OwnPolicy(copy_policy()));
    let name = format!("attachment; filename=\"meetings-{}.html\"", stayhere::date(day));
    if let Ok(name) = HeaderValue::try_from(name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use directory::{SourceId, stayhere::Bundle};

    use crate::testing::World;

    #[tokio::test]
    async fn a_list_is_taken_along_and_another_server_reads_it() {
        let world = World::listing().await;
        let form = Request::post("/find").body("q=hope".into()).unwrap();
        let page = String::from_utf8(world.raw(form).await.2.to_vec()).unwrap();
        assert!(page.contains("action=\"/find/copy\"") && page.contains("name=\"q\" value=\"hope\""), "{page}");
        let asked = Request::post("/find/copy?lang=ar").body("q=hope".into()).unwrap();
        let (status, headers, body) = world.raw(asked).await;
        let file = String::from_utf8(body.to_vec()).unwrap();
        assert_eq!(status, 200);
        assert_eq!(headers["content-disposition"], "attachment; filename=\"meetings-2024-10-04.html\"");
        assert_eq!(headers["cache-control"], "no-store");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("script"), "{policy}");
        assert!(file.contains(&policy.replace('\'', "&#39;")), "the same stands in the file");
        assert!(file.contains("dir=\"rtl\"") && file.contains("Hope") && !file.contains("Compass"));
        assert!(!file.to_lowercase().contains("q=hope") && !file.contains("src=") && !file.contains("<link"));
        let bundle = Bundle::find(file.as_bytes()).unwrap();
        assert_eq!(bundle.opened.head.key, world.service.directory_key());
        assert_eq!(bundle.read(&SourceId("x".to_owned()), "").unwrap().fetched.entries.len(), 1);
        let (status, _, body) = world.raw(Request::get("/find/copy").body(Body::empty()).unwrap()).await;
        let all = Bundle::find(&body).unwrap().read(&SourceId("x".to_owned()), "").unwrap();
        assert!(status == 200 && all.fetched.entries.len() == 2, "what is hidden is in no copy");
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_told_on_the_page() {
        let world = World::listing().await;
        let asked = Request::post("/find/copy").body("colour=red".into()).unwrap();
        let (status, _, body) = world.raw(asked).await;
        assert!(status == 400 && String::from_utf8_lossy(&body).contains("colour"));
        let nowhere = World::new();
        assert_eq!(nowhere.raw(Request::get("/find/copy").body(Body::empty()).unwrap()).await.0, 404);
    }
}
