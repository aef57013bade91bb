//! `GET /check-feed`: a form. `POST /check-feed`: what is wrong with the feed that was pasted or sent as a file.
//!
//! It takes no address: a server that fetches what strangers name can be sent to where only it can reach. What was sent is
//! read in memory, one at a time, and nothing of it is kept or noted.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, State, multipart::MultipartError},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::get,
};
use directory::{
    Source,
    check::{check, kind_of},
    feed::Unreadable,
    is_zone,
};
use directory_pages::{Tried, Why, check_feed};
use server_store::Store;

use super::{Here, Speech, page};
use crate::http::adapter::Shared;

/// Bytes that are taken: twice the largest feed that is known. Such a feed is read in a second or two, and one that is made to
/// be slow holds the one place not much longer (`directory::limits::COUNTED_DAYS`).
const MOST: usize = 4 * 1024 * 1024;
const ZONE: &str = "UTC";

pub(super) fn routes<S: Store>() -> Router<Shared<S>> {
    Router::new().route("/check-feed", get(form).post(tried)).layer(DefaultBodyLimit::max(MOST))
}

async fn form(State(here): State<Here>, uri: Uri, headers: HeaderMap) -> Response {
    answer(&here, &uri, &headers, ZONE, &Tried::Nothing)
}

async fn tried(State(here): State<Here>, uri: Uri, headers: HeaderMap, parts: Multipart) -> Response {
    let Some(directory) = here.directory.clone() else { return StatusCode::NOT_FOUND.into_response() };
    let (zone, feed) = match read(parts).await {
        Ok(sent) => sent,
        Err(why) => return answer(&here, &uri, &headers, ZONE, &Tried::Not(why)),
    };
    let asked = zone.clone();
    let tried = directory.try_check(move || look(&asked, &feed)).await.unwrap_or(Tried::Not(Why::Busy));
    answer(&here, &uri, &headers, &zone, &tried)
}

/// The zone and the feed: a file, if one came, otherwise the text.
async fn read(mut parts: Multipart) -> Result<(String, Vec<u8>), Why> {
    let told = |error: MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Why::TooLarge } else { Why::Nothing }
    };
    let (mut zone, mut text, mut file) = (ZONE.to_owned(), Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(told)? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(told)?;
        match name.as_str() {
            "zone" => String::from_utf8_lossy(&bytes).trim().clone_into(&mut zone),
            "text" => text = bytes.to_vec(),
            "file" => file = bytes.to_vec(),
            _ => {}
        }
    }
    let feed = if file.is_empty() { text } else { file };
    if feed.trim_ascii().is_empty() { Err(Why::Nothing) } else { Ok((zone, feed)) }
}

fn look(zone: &str, feed: &[u8]) -> Tried {
    if !is_zone(zone) {
        return Tried::Not(Why::Zone);
    }
    let Some(kind) = kind_of(feed) else { return Tried::Not(Why::Unknown) };
    match check(&Source::unnamed(kind, zone), feed) {
        Ok(checked) => Tried::Checked(kind, Box::new(checked)),
        Err(Unreadable::TooLarge) => Tried::Not(Why::TooLarge),
        Err(Unreadable::Encoding) => Tried::Not(Why::Encoding),
        Err(Unreadable::Other) => Tried::Not(Why::Unknown),
    }
}

fn answer(here: &Here, uri: &Uri, headers: &HeaderMap, zone: &str, tried: &Tried) -> Response {
    if here.directory.is_none() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let (speech, base) = (Speech::of(uri, headers), here.base(headers));
    let status = match tried {
        Tried::Nothing | Tried::Checked(..) => StatusCode::OK,
        Tried::Not(Why::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Tried::Not(Why::Busy) => StatusCode::SERVICE_UNAVAILABLE,
        Tried::Not(Why::Nothing | Why::Encoding | Why::Unknown | Why::Zone) => StatusCode::BAD_REQUEST,
    };
    page(status, check_feed(speech.frame(&base), zone, tried, MOST))
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};

    use super::MOST;
    use crate::testing::World;

    const FEED: &str = r#"[{"slug":"a","name":"Tea","day":1,"time":"25:00"}]"#;

    /// As a browser sends the form.
    async fn send(world: &World, zone: &str, text: &str, file: &str) -> (u16, String) {
        let part = |name: &str, body: &str| format!("--x\r\ncontent-disposition: form-data; {name}\r\n\r\n{body}\r\n");
        let body = [
            part("name=\"zone\"", zone),
            part("name=\"text\"", text),
            part("name=\"file\"; filename=\"feed.json\"", file),
            "--x--\r\n".to_owned(),
        ];
        let request = Request::post("/check-feed").header("content-type", "multipart/form-data; boundary=x");
        let (status, _, body) = world.raw(request.body(Body::from(body.concat())).unwrap()).await;
        (status.as_u16(), String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_feed_is_pasted_or_sent_as_a_file() {
        let world = World::listing().await;
        let (status, _, body) = world.raw(Request::get("/check-feed?lang=ar").body(Body::empty()).unwrap()).await;
        assert!(status == 200 && String::from_utf8_lossy(&body).contains("dir=\"rtl\""));
        for (text, file) in [(FEED, ""), ("", FEED), ("ignored", FEED)] {
            let (status, page) = send(&world, "Africa/Cairo", text, file).await;
            assert!(status == 200 && page.contains("[25:00]") && page.contains("value=\"Africa/Cairo\""), "{page}");
        }
        let listed = world.raw(Request::get("/feeds/meetings.json").body(Body::empty()).unwrap()).await.2;
        assert!(!String::from_utf8_lossy(&listed).contains("Tea"), "it is looked at, not listed");
    }

    #[tokio::test]
    async fn what_cannot_be_checked_is_told() {
        let world = World::listing().await;
        let large = format!("[{}]", " ".repeat(MOST));
        for (zone, text, status, told) in [
            ("UTC", "", 400, "paste a text"),
            ("UTC", "<html>", 400, "none of the conventions"),
            ("Nowhere", FEED, 400, "no such time zone"),
            ("UTC", large.as_str(), 413, "larger than"),
        ] {
            let (answered, page) = send(&world, zone, text, "").await;
            assert_eq!(answered, status, "{told}");
            assert!(page.contains(told), "{told}");
        }
        let directory = world.service.directory().unwrap();
        let (ending, ended) = std::sync::mpsc::channel::<()>();
        let (working, busy) = std::sync::mpsc::channel();
        let first = tokio::spawn(async move {
            let work = move || {
                working.send(()).unwrap();
                ended.recv().unwrap_or(());
            };
            directory.try_check(work).await
        });
        while busy.try_recv().is_err() {
            tokio::task::yield_now().await;
        }
        assert_eq!(send(&world, "UTC", FEED, "").await.0, 503, "one at a time");
        drop(ending);
        assert!(first.await.unwrap().is_some());
        assert_eq!(send(&world, "UTC", FEED, "").await.0, 200);
    }

    /// Whatever stands where a feed is expected, nothing is asked for it: the one who listens hears nobody.
    #[tokio::test]
    async fn what_is_sent_for_a_feed_is_never_an_address_that_is_asked() {
        let world = World::listing().await;
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("http://{}/feed.json", listener.local_addr().unwrap());
        let in_feed = format!(
            r#"[{{"slug":"a","name":"A","url":"{url}","conference_url":"{url}","entity":"B","entity_logo":"{url}"}}]"#
        );
        let calendar = format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:A\nDTSTART:20260301T100000\nATTACH:{url}\nURL:{url}\n\
             END:VEVENT\nEND:VCALENDAR"
        );
        for text in [url.as_str(), &in_feed, &calendar, &format!("ID,Name,Conference URL\na,A,{url}\n")] {
            send(&world, "UTC", text, "").await;
            send(&world, "UTC", "", text).await;
        }
        let address = Request::get(format!("/check-feed?url={url}&feed={url}")).body(Body::empty()).unwrap();
        world.raw(address).await;
        assert_eq!(listener.accept().map_err(|none| none.kind()).err(), Some(std::io::ErrorKind::WouldBlock));
    }

    #[tokio::test]
    async fn a_server_without_a_directory_checks_nothing() {
        assert_eq!(send(&World::new(), "UTC", FEED, "").await.0, 404);
    }
}
