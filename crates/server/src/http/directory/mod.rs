//! The directory's pages: what anybody may read, with no account, no script and no trace.

mod api;
mod bmlt;
mod calendar;
mod check;
mod copy;
mod feed;
mod find;
mod guide;
mod maps;
mod meeting;
mod servants;
mod signed;
mod style;

use std::sync::Arc;

use axum::{
    Router,
    extract::FromRef,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use directory_pages::{Frame, Lang, SEARCH_PATH, STYLE_PATH};
use server_store::Store;
use wire::Millis;

use super::{adapter::Shared, headers::Policy};
use crate::{Directory, Service, directory::Shown};

/// What comes from this server and runs nothing; a form leads back here alone.
const POLICY: Policy = Policy(
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// What the directory's handlers share.
#[derive(Clone)]
struct Here {
    directory: Option<Directory>,
    now: Millis,
}

impl<S: Store> FromRef<Shared<S>> for Here {
    fn from_ref(shared: &Shared<S>) -> Self {
        let service: &Service<S> = &shared.service;
        Self { directory: service.directory(), now: service.now() }
    }
}

pub(crate) fn routes<S: Store>(router: Router<Shared<S>>) -> Router<Shared<S>> {
    router
        .route("/find", get(find::form).post(find::search))
        .route("/find/copy", get(copy::all).post(copy::found))
        .merge(check::routes())
        .merge(servants::routes())
        .route("/meeting/{slug}", get(meeting::page))
        .route("/meeting/{slug}/card", get(meeting::card))
        .route("/meeting/{slug}/other", get(meeting::page).post(meeting::other))
        .route(STYLE_PATH, get(style::get))
        .merge(feeds())
}

/// What programs read.
fn feeds<S: Store>() -> Router<Shared<S>> {
    let mut router = Router::new()
        .route("/api/v1/meetings", get(api::meetings))
        .route("/api/v1/meetings/{id}", get(api::meeting))
        .route("/api/v1/sources", get(api::sources))
        .route("/api/v1/directory", get(signed::head))
        .route("/api/v1/directory/{hash}", get(signed::part))
        .route("/api/v1/openapi.json", get(api::document))
        .route("/feeds/meetings.ics", get(calendar::all))
        .route("/meeting/{slug}/calendar.ics", get(calendar::one))
        .route(SEARCH_PATH, get(maps::search))
        .route("/sitemap.xml", get(maps::whole))
        .route("/sitemap/{part}", get(maps::part))
        .route("/wp-admin/admin-ajax.php", get(guide::plug_in));
    // Beside our own path that of the field's plug-in: whoever moves here from it breaks no reader of its feed.
    for path in ["/feeds/meetings.json", "/wp-json/tsml/meetings"] {
        router = router.route(path, get(guide::get));
    }
    // Clients join a server's address and this path in every way that the field's server takes.
    for root in ["", "/", "/main_server", "/main_server/"] {
        for end in ["", "/"] {
            router = router.route(&format!("{root}/client_interface/{{format}}{end}"), get(bmlt::get));
        }
    }
    router
}

impl Here {
    fn shown(&self) -> Option<Arc<Shown>> {
        self.directory.as_ref().map(Directory::shown)
    }

    /// The server's own address.
    fn base(&self, headers: &HeaderMap) -> String {
        let named = self.directory.as_ref().and_then(Directory::base).map(str::to_owned);
        named.unwrap_or_else(|| {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            let is_local = host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
            format!("{}://{host}", if is_local { "http" } else { "https" })
        })
    }
}

/// Whose language counts: the address's, else the browser's.
struct Speech {
    lang: Lang,
    other: String,
    keep: &'static str,
}

impl Speech {
    fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let first = uri.query().and_then(|query| query.split('&').next());
        let chosen = first.and_then(|part| part.strip_prefix("lang=")).and_then(Lang::parse);
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let lang = chosen.unwrap_or_else(|| Lang::accepted(accepted));
        let keep = match chosen {
            None => "",
            Some(Lang::En) => "?lang=en",
            Some(Lang::Ar) => "?lang=ar",
        };
        Self { lang, other: format!("{}?lang={}", uri.path(), lang.other().tag()), keep }
    }

    /// For pages that answer to a form: their own address cannot be opened in another language.
    fn with_home(self, home: &str) -> Self {
        Self { other: format!("{home}?lang={}", self.lang.other().tag()), ..self }
    }

    fn frame<'a>(&'a self, base: &'a str) -> Frame<'a> {
        Frame { lang: self.lang, base, other: &self.other, keep: self.keep }
    }
}

/// A page. It is not kept where others look; going back to it asks for nothing again, as nothing forbids that.
fn page(status: StatusCode, html: String) -> Response {
    let mut response = (status, Html(html)).into_response();
    response.extensions_mut().insert(POLICY);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    response
}
