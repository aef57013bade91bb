//! `GET /feeds/meetings.json?SEARCH`: what a search finds, or everything, as Meeting Guide JSON.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use directory::{
    Entry, EntryId,
    meeting_guide::{self, Publisher},
    search::{Query, QueryFault},
};

use super::{
    Here,
    feed::{self, Body, Feed, JSON, Source},
};

pub(super) async fn get(State(here): State<Here>, uri: Uri, headers: HeaderMap) -> Response {
    let asked = uri.query().unwrap_or_default();
    let query = match Query::parse(asked) {
        Ok(query) => query,
        Err(fault) => return wrong(&fault),
    };
    let paged = is_paged(asked);
    let is_whole = query == Query::default() && !paged;
    let next = here.shown().filter(|_| paged).and_then(|shown| {
        let last = shown.index.search(&query, shown.day).pages;
        (query.page < last).then(|| Query { page: query.page + 1, ..query.clone() })
    });
    let make = move |source: &Source| if is_whole { whole(source) } else { found(source, &query, paged) };
    let mut response = feed::answer(&here, &uri, &headers, make).await;
    let link = next.map(|next| format!("<{}?{}>; rel=\"next\"", uri.path(), next.print()));
    if let Some(link) = link.and_then(|link| HeaderValue::try_from(link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// `GET /wp-admin/admin-ajax.php?action=meetings`: where the field's plug-in has its feed.
pub(super) async fn plug_in(State(here): State<Here>, uri: Uri, headers: HeaderMap) -> Response {
    let is_asked = uri.query().unwrap_or_default().split('&').any(|pair| pair == "action=meetings");
    if !is_asked {
        return StatusCode::NOT_FOUND.into_response();
    }
    feed::answer(&here, &uri, &headers, whole).await
}

/// What is asked for is told by the name of the parameter alone.
pub(super) fn wrong(fault: &QueryFault) -> Response {
    (StatusCode::BAD_REQUEST, fault.to_string()).into_response()
}

/// Readers of the convention want everything; who wants pages says so.
pub(super) fn is_paged(query: &str) -> bool {
    query.split('&').any(|pair| pair.starts_with("page=") || pair.starts_with("size="))
}

/// The entries that a query finds.
pub(super) fn entries<'a>(source: &'a Source, query: &Query, paged: bool) -> impl Iterator<Item = &'a Entry> {
    let index = &source.shown.index;
    let docs: Vec<EntryId> = if paged {
        index.search(query, source.shown.day).hits.iter().map(|hit| hit.id).collect()
    } else {
        index.all(query, source.shown.day)
    };
    docs.into_iter().filter_map(|id| index.listing().entries.get(&id))
}

/// Everything: made once for a listing and a day.
fn whole(source: &Source) -> Feed {
    let write = || feed::pack(text(source, &Query::default(), false).as_bytes());
    let packed = if source.is_own_base { source.shown.whole.get_or_init(write).clone() } else { write() };
    Feed { status: 200, content_type: JSON, body: Body::Packed(packed) }
}

fn found(source: &Source, query: &Query, paged: bool) -> Feed {
    Feed::new(JSON, text(source, query, paged))
}

fn text(source: &Source, query: &Query, paged: bool) -> String {
    let publisher = Publisher { pages: &format!("{}/meeting/", source.base) };
    let entries = entries(source, query, paged);
    meeting_guide::write(source.shown.index.listing(), entries, &publisher, source.shown.day)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use axum::{
        body::{Body, Bytes},
        http::{HeaderMap, Request, StatusCode},
    };

    use crate::testing::World;

    async fn get(world: &World, path: &str, more: &[(&str, &str)]) -> (StatusCode, HeaderMap, Bytes) {
        let mut request = Request::get(path).header("host", "here.example");
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        world.raw(request.body(Body::empty()).unwrap()).await
    }

    fn slugs(body: &[u8]) -> Vec<String> {
        let text = core::str::from_utf8(body).unwrap();
        let parts = text.split("\"slug\":\"").skip(1);
        let mut slugs: Vec<_> = parts.map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
        slugs.sort_unstable();
        slugs
    }

    #[tokio::test]
    async fn everything_goes_out_for_everybody_packed_and_validated() {
        let world = World::listing().await;
        let (status, headers, body) = get(&world, "/feeds/meetings.json", &[]).await;
        assert_eq!((status.as_u16(), slugs(&body)), (200, vec!["one".to_owned(), "two".to_owned()]));
        assert!(String::from_utf8_lossy(&body).contains("https://here.example/meeting/one"));
        assert_eq!(headers["access-control-allow-origin"], "*");
        assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
        assert_eq!(headers["content-type"], "application/json");
        let (_, packed, bytes) = get(&world, "/feeds/meetings.json", &[("accept-encoding", "br, gzip;q=0.9")]).await;
        assert_eq!(packed["content-encoding"], "gzip");
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, body);
        let etag = headers["etag"].to_str().unwrap();
        let (status, _, body) = get(&world, "/feeds/meetings.json", &[("if-none-match", etag)]).await;
        assert_eq!((status.as_u16(), body.len()), (304, 0));
        let (status, other, _) = get(&world, "/feeds/meetings.json?q=hope", &[("if-none-match", etag)]).await;
        assert!(status == 200 && other["etag"] != headers["etag"]);
    }

    #[tokio::test]
    async fn a_feed_of_a_search_its_pages_and_its_faults() {
        let world = World::listing().await;
        assert_eq!(slugs(&get(&world, "/feeds/meetings.json?q=hope", &[]).await.2), ["one"]);
        let (_, headers, body) = get(&world, "/feeds/meetings.json?size=1&sort=name", &[]).await;
        assert_eq!(slugs(&body), ["two"]);
        assert_eq!(headers["link"], "</feeds/meetings.json?sort=name&page=2&size=1>; rel=\"next\"");
        let (_, headers, body) = get(&world, "/feeds/meetings.json?sort=name&page=2&size=1", &[]).await;
        assert!(slugs(&body) == ["one"] && headers.get("link").is_none());
        assert_eq!(get(&world, "/feeds/meetings.json?colour=red", &[]).await.0, 400);
    }

    #[tokio::test]
    async fn readers_of_the_plug_in_find_the_feed_where_it_was() {
        let world = World::listing().await;
        for path in ["/wp-json/tsml/meetings", "/wp-admin/admin-ajax.php?action=meetings"] {
            assert_eq!(slugs(&get(&world, path, &[]).await.2).len(), 2, "{path}");
        }
        assert_eq!(get(&world, "/wp-admin/admin-ajax.php?action=other", &[]).await.0, 404);
    }

    #[tokio::test]
    async fn what_the_operator_changes_changes_the_validator() {
        let world = World::listing().await;
        let etag = async || get(&world, "/feeds/meetings.json", &[]).await.1["etag"].clone();
        let before = etag().await;
        world.hide("one").await;
        let (_, headers, body) =
            get(&world, "/feeds/meetings.json", &[("if-none-match", before.to_str().unwrap())]).await;
        assert!(slugs(&body) == ["two"] && headers["etag"] != before);
    }
}
