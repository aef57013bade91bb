//! What all feeds have in common: a validator, packing, and that pages of other servers may read them.

use std::{io::Write, sync::Arc};

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use wire::{Hash, Millis};

use super::Here;
use crate::{
    directory::Shown,
    http::headers::{Open, Policy},
};

/// Nothing in a feed is to be run or framed.
const POLICY: Policy = Policy("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
/// Seconds for which a reader need not ask again.
const KEPT: &str = "public, max-age=300";
/// The same in milliseconds.
const KEPT_MS: u64 = 300_000;
/// Shorter ones are not packed.
const PACKED_FROM: usize = 1_024;
pub(super) const JSON: &str = "application/json";
pub(super) const CALENDAR: &str = "text/calendar; charset=utf-8";
pub(super) const XML: &str = "application/xml; charset=utf-8";

/// A feed as it goes out.
pub(super) struct Feed {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    pub(super) body: Body,
}

/// Its bytes.
pub(super) enum Body {
    Plain(Vec<u8>),
    /// As gzip, kept from one answer to the next.
    Packed(Vec<u8>),
}

impl Feed {
    pub(super) fn new(content_type: &'static str, body: String) -> Self {
        Self { status: 200, content_type, body: Body::Plain(body.into_bytes()) }
    }
}

/// What a feed is made from.
pub(super) struct Source {
    pub(super) shown: Arc<Shown>,
    /// The server's own address.
    pub(super) base: String,
    /// The query as it was sent.
    pub(super) query: String,
    /// The moment for which it is made.
    pub(super) now: Millis,
    /// Whether `base` is what the operator said, not what the request says.
    pub(super) is_own_base: bool,
}

impl Source {
    /// The server's own address as its operator says it, or empty.
    pub(super) fn own_base(&self) -> &str {
        if self.is_own_base { &self.base } else { "" }
    }
}

/// Answers with a feed of this day: nothing is made for whoever has it already, and all else is made beside the streams.
pub(super) async fn answer(
    here: &Here,
    uri: &Uri,
    headers: &HeaderMap,
    make: impl FnOnce(&Source) -> Feed + Send + 'static,
) -> Response {
    let day = here.shown().map_or(Millis(0), |shown| shown.day);
    answer_as_of(day, here, uri, headers, make).await
}

/// The same for what changes from hour to hour: what comes next, what begins soon. It is made for the last full
/// [`KEPT_MS`], so that it can be kept as long.
pub(super) async fn answer_now(
    here: &Here,
    uri: &Uri,
    headers: &HeaderMap,
    make: impl FnOnce(&Source) -> Feed + Send + 'static,
) -> Response {
    answer_as_of(Millis(here.now.0 / KEPT_MS * KEPT_MS), here, uri, headers, make).await
}

async fn answer_as_of(
    now: Millis,
    here: &Here,
    uri: &Uri,
    headers: &HeaderMap,
    make: impl FnOnce(&Source) -> Feed + Send + 'static,
) -> Response {
    let Some(directory) = here.directory.as_ref() else { return StatusCode::NOT_FOUND.into_response() };
    let (shown, base) = (directory.shown(), here.base(headers));
    let etag = validator(&shown, now, uri, &base);
    if has(headers, header::IF_NONE_MATCH.as_str(), |one| one.trim_start_matches("W/") == etag.trim_start_matches("W/"))
    {
        return open(StatusCode::NOT_MODIFIED.into_response(), &etag);
    }
    let takes_packed = has(headers, header::ACCEPT_ENCODING.as_str(), |one| one.split(';').next() == Some("gzip"));
    let query = uri.query().unwrap_or_default().to_owned();
    let source = Source { shown, base, query, now, is_own_base: directory.base().is_some() };
    match directory.make(move || sent(make(&source), takes_packed)).await {
        Some(response) => open(response, &etag),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The same for the same listing, moment, address and program. Weak, as it says nothing of how the bytes are packed.
fn validator(shown: &Shown, now: Millis, uri: &Uri, base: &str) -> String {
    let mut said = shown.digest.to_vec();
    said.extend(now.0.to_be_bytes());
    for part in [env!("CARGO_PKG_VERSION"), base, uri.path(), uri.query().unwrap_or_default()] {
        said.extend((part.len() as u64).to_be_bytes());
        said.extend(part.as_bytes());
    }
    format!("W/\"{}\"", &Hash::of(&said).to_hex()[..32])
}

fn has(headers: &HeaderMap, name: &str, fits: impl Fn(&str) -> bool) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|one| fits(one.trim()))
}

fn sent(feed: Feed, takes_packed: bool) -> Response {
    let status = StatusCode::from_u16(feed.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (bytes, packed) = match feed.body {
        Body::Packed(bytes) if takes_packed => (bytes, true),
        Body::Packed(bytes) => (unpacked(&bytes), false),
        Body::Plain(bytes) if takes_packed && bytes.len() >= PACKED_FROM => (pack(&bytes), true),
        Body::Plain(bytes) => (bytes, false),
    };
    let mut response = (status, [(header::CONTENT_TYPE, feed.content_type)], bytes).into_response();
    if packed {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// As gzip. Writing to memory cannot fail.
pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    let _ = packer.write_all(bytes);
    packer.finish().unwrap_or_default()
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut plain = flate2::write::GzDecoder::new(Vec::new());
    let _ = plain.write_all(bytes);
    plain.finish().unwrap_or_default()
}

fn open(mut response: Response, etag: &str) -> Response {
    response.extensions_mut().insert(POLICY);
    response.extensions_mut().insert(Open);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, link"));
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}
