//! The web app's files, and the answer to everything that is not there.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use wire::Code;

use super::refuse;
use crate::{Asset, Assets};

const INDEX: &str = "index.html";

/// A file of the app; its first page where the path is one of the app's own routes.
pub(crate) fn handler(assets: &dyn Assets, request: &Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    match version(path) {
        Some(wire::VERSION) => return refuse(&Code::NotFound.into()),
        Some(_) => return refuse(&Code::WrongVersion.into()),
        None => {}
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let accepted = text(request.headers(), header::ACCEPT_ENCODING.as_str());
    let wanted = if is_route(path) { INDEX } else { path };
    match assets.get(wanted, accepted) {
        Some(asset) => file(asset, text(request.headers(), header::IF_NONE_MATCH.as_str())),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn file(asset: Asset, known: &str) -> Response {
    let unchanged = asset.etag.as_deref().is_some_and(|etag| known.split(',').any(|one| one.trim() == etag));
    let mut response =
        if unchanged { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(asset.body).into_response() };
    let headers = response.headers_mut();
    let cache = if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(value) = HeaderValue::from_str(&asset.content_type) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    if let Some(encoding) = asset.encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if let Some(value) = asset.etag.and_then(|etag| HeaderValue::try_from(etag).ok()) {
        headers.insert(header::ETAG, value);
    }
    response
}

/// The version of the interface that a path names: `v1/..` is 1.
fn version(path: &str) -> Option<u8> {
    let first = path.split('/').next()?;
    first.strip_prefix('v')?.parse().ok()
}

/// Files have a dot in their last part; the app's own routes do not.
fn is_route(path: &str) -> bool {
    !path.rsplit('/').next().unwrap_or_default().contains('.')
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::*;

    struct One;

    impl Assets for One {
        fn get(&self, path: &str, accept_encoding: &str) -> Option<Asset> {
            let immutable = path.starts_with("assets/");
            let known = immutable || path == INDEX;
            known.then(|| Asset {
                body: Bytes::from(path.to_owned()),
                content_type: "text/html; charset=utf-8".into(),
                encoding: accept_encoding.contains("br").then_some("br"),
                etag: Some("\"x\"".to_owned()),
                immutable,
            })
        }
    }

    fn get(path: &str, header: Option<(&str, &str)>) -> Response {
        let mut request = Request::get(path);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        handler(&One, &request.body(Body::empty()).unwrap())
    }

    #[test]
    fn routes_of_the_app_give_its_first_page_and_missing_files_do_not() {
        for (path, status, cache) in [
            ("/", 200, "no-cache"),
            ("/circles/here", 200, "no-cache"),
            ("/assets/a.js", 200, "public, max-age=31536000, immutable"),
            ("/missing.js", 404, ""),
        ] {
            let response = get(path, None);
            let kept = response.headers().get(header::CACHE_CONTROL).map_or("", |value| value.to_str().unwrap());
            assert_eq!((response.status().as_u16(), kept), (status, cache), "{path}");
        }
    }

    #[test]
    fn encodings_and_validators() {
        assert_eq!(get("/", Some(("accept-encoding", "gzip, br"))).headers()[header::CONTENT_ENCODING], "br");
        assert!(get("/", None).headers().get(header::CONTENT_ENCODING).is_none());
        assert_eq!(get("/", Some(("if-none-match", "\"y\", \"x\""))).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(get("/", Some(("if-none-match", "\"y\""))).status(), StatusCode::OK);
    }
}
