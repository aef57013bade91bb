//! `GET /feeds/meetings.ics?SEARCH` and `/meeting/SLUG/calendar.ics`: calendars that programs subscribe to.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use directory::{
    icalendar::{self, Host},
    search::Query,
};

use super::{
    Here,
    feed::{self, CALENDAR, Feed, Source},
    guide::{entries, is_paged, wrong},
};

pub(super) async fn all(State(here): State<Here>, uri: Uri, headers: HeaderMap) -> Response {
    let asked = uri.query().unwrap_or_default();
    let query = match Query::parse(asked) {
        Ok(query) => query,
        Err(fault) => return wrong(&fault),
    };
    let paged = is_paged(asked);
    let make = move |source: &Source| calendar(source, |source| entries(source, &query, paged));
    feed::answer(&here, &uri, &headers, make).await
}

pub(super) async fn one(State(here): State<Here>, Path(slug): Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    if here.shown().is_none_or(|shown| shown.index.meeting(&slug).is_none()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let name = format!("attachment; filename=\"{slug}.ics\"");
    let make = move |source: &Source| calendar(source, |source| source.shown.index.meeting(&slug).into_iter());
    let mut response = feed::answer(&here, &uri, &headers, make).await;
    if let Ok(name) = HeaderValue::try_from(name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

fn calendar<'a, E: Iterator<Item = &'a directory::Entry>>(
    source: &'a Source,
    entries: impl FnOnce(&'a Source) -> E,
) -> Feed {
    let base = &source.base;
    let name = base.split_once("://").map_or(base.as_str(), |(_, host)| host);
    let host = Host { name, pages: &format!("{base}/meeting/") };
    Feed::new(CALENDAR, icalendar::write(entries(source), &host, source.shown.day))
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};

    use crate::testing::World;

    #[tokio::test]
    async fn a_meeting_and_a_search_can_be_subscribed_to() {
        let world = World::listing().await;
        let get = async |path: &str| {
            world.raw(Request::get(path).header("host", "here.example").body(Body::empty()).unwrap()).await
        };
        let (status, headers, body) = get("/meeting/one/calendar.ics").await;
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert_eq!((status.as_u16(), headers["content-type"].to_str().unwrap()), (200, "text/calendar; charset=utf-8"));
        assert_eq!(headers["content-disposition"], "attachment; filename=\"one.ics\"");
        for line in ["SUMMARY:Hope", "-0@here.example", "RRULE:FREQ=WEEKLY", "URL:https://here.example/meeting/one"] {
            assert!(text.contains(line), "{line} in {text}");
        }
        let count = async |path: &str| String::from_utf8_lossy(&get(path).await.2).matches("BEGIN:VEVENT").count();
        assert_eq!(count("/feeds/meetings.ics").await, 2);
        assert_eq!(count("/feeds/meetings.ics?philosophy=steps").await, 1);
        assert_eq!(get("/meeting/hidden/calendar.ics").await.0, 404);
        assert_eq!(get("/feeds/meetings.ics?colour=red").await.0, 400);
    }
}
