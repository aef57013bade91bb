//! `/servants`: the desk of those whom the operator trusts to enter meetings (directory.md 5.8). No script, one cookie.
//!
//! Who has a key sits at the desk. The cookie holds that key, goes to these pages alone, never with a form that another
//! page sends (`SameSite=Lax`), and ends after twelve hours. What one of them sends, another one looks at.

mod door;
mod review;
mod write;

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef, FromRequestParts, Path, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use directory::{
    EntryId, Listing, Source, limits,
    own::{Proposal, source},
};
use directory_pages::{AtDoor, Frame, Hitch, Me, servants_desk, servants_door, servants_note};
use directory_store::{DirectoryStoreError, KeyHash};
use server_store::Store;
use wire::Millis;

use super::{Here, Speech};
use crate::{Directory, directory::Shown, http::adapter::Shared};

const HOME: &str = "/servants";
const COOKIE: &str = "stayhere-servant";
/// Says that a key was right: who stands at the door all the same has a browser that did not keep it.
const CAME_IN: &str = "in=1";

pub(super) fn routes<S: Store>() -> Router<Shared<S>> {
    Router::new()
        .route(HOME, get(desk))
        .route("/servants/enter", get(door::back).post(door::enter))
        .route("/servants/leave", post(door::leave))
        .route("/servants/new", get(write::new).post(write::send_new))
        .route("/servants/meeting/{id}", get(write::open).post(write::send))
        .route("/servants/meeting/{id}/remove", post(write::remove))
        .route("/servants/meeting/{id}/withdraw", post(write::withdraw))
        .route("/servants/review/{id}", get(review::look))
        .route("/servants/review/{id}/grant", post(review::grant))
        .route("/servants/review/{id}/return", post(review::give_back))
        .layer(middleware::from_fn(only_ours))
        .layer(DefaultBodyLimit::max(limits::FORM))
}

/// Somebody at the desk, and what lies there.
struct Seat {
    directory: Directory,
    shown: Arc<Shown>,
    proposals: BTreeMap<EntryId, Proposal>,
    list: Source,
    name: String,
    reviews: bool,
    speech: Speech,
    base: String,
    now: Millis,
    /// Names a new meeting.
    random: [u8; 16],
}

/// Whoever has a key takes a seat; a stranger comes to the door, and where there is no own list there is nothing.
impl<S: Store> FromRequestParts<Shared<S>> for Seat {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared<S>) -> Result<Self, Response> {
        let (here, random) = (Here::from_ref(shared), shared.service.random());
        let (directory, shown, list) = own_list(&here).ok_or_else(|| StatusCode::NOT_FOUND.into_response())?;
        let (speech, base) = (Speech::of(&parts.uri, &parts.headers), here.base(&parts.headers));
        let is_sent = parts.method == Method::POST;
        let speech = if is_sent { speech.with_home(HOME) } else { speech };
        let Some(key) = cookie(&parts.headers) else {
            let came_in = parts.uri.query().is_some_and(|query| query.split('&').any(|part| part == CAME_IN));
            let why = match (is_sent, came_in) {
                (true, _) => AtDoor::Sent,
                (false, true) => AtDoor::NotKept,
                (false, false) => AtDoor::Came,
            };
            let status = if is_sent || came_in { StatusCode::FORBIDDEN } else { StatusCode::OK };
            return Err(page(status, servants_door(speech.frame(&base), why)));
        };
        let store = directory.store();
        let hash = KeyHash::of(key);
        let servants = store.servants().await.map_err(|error| broken(&error))?;
        let Some((name, servant)) = servants.into_iter().find(|(_, servant)| servant.key == hash) else {
            return Err(page(StatusCode::FORBIDDEN, servants_door(speech.frame(&base), AtDoor::WrongKey)));
        };
        let proposals = store.proposals().await.map_err(|error| broken(&error))?;
        let reviews = servant.reviews;
        Ok(Self { directory, shown, proposals, list, name, reviews, speech, base, now: here.now, random })
    }
}

async fn desk(seat: Seat) -> Response {
    let me = Me { name: &seat.name, reviews: seat.reviews };
    page(StatusCode::OK, servants_desk(seat.frame(), &seat.list.name, me, seat.listing(), &seat.proposals))
}

/// What a page of another server lets a browser send does nothing. The cookie would not come along; this says so outright.
async fn only_ours(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let is_foreign = site.is_some_and(|site| site != "same-origin" && site != "none");
    if request.method() == Method::POST && is_foreign {
        let speech = Speech::of(request.uri(), request.headers()).with_home(HOME);
        return page(StatusCode::FORBIDDEN, servants_note(speech.frame(""), Hitch::Elsewhere, ""));
    }
    next.run(request).await
}

impl Seat {
    fn frame(&self) -> Frame<'_> {
        self.speech.frame(&self.base)
    }

    fn listing(&self) -> &Listing {
        self.shown.index.listing()
    }

    fn hitch(&self, hitch: Hitch) -> Response {
        self.hitch_with(hitch, "")
    }

    /// The same, and what was typed is shown again.
    fn hitch_with(&self, hitch: Hitch, kept: &str) -> Response {
        page(status(hitch), servants_note(self.frame(), hitch, kept))
    }

    fn to_desk(&self) -> Response {
        to_desk(&self.speech, "")
    }
}

const fn status(hitch: Hitch) -> StatusCode {
    match hitch {
        Hitch::Waits | Hitch::Others | Hitch::Decided | Hitch::Changed => StatusCode::CONFLICT,
        Hitch::Full => StatusCode::INSUFFICIENT_STORAGE,
        Hitch::Gone => StatusCode::NOT_FOUND,
        Hitch::Elsewhere => StatusCode::FORBIDDEN,
    }
}

/// A page that is another one with another key.
fn page(status: StatusCode, html: String) -> Response {
    let mut response = super::page(status, html);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    response
}

/// The directory and its own list, where the operator keeps one.
fn own_list(here: &Here) -> Option<(Directory, Arc<Shown>, Source)> {
    let directory = here.directory.clone()?;
    let shown = directory.shown();
    let list = shown.index.listing().sources.get(&source())?.clone();
    Some((directory, shown, list))
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let pairs = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = pairs.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

fn entry_id(Path(id): &Path<String>) -> Option<EntryId> {
    EntryId::parse(id)
}

/// To the desk: going back from there sends nothing again. `word` is what else its address says.
fn to_desk(speech: &Speech, word: &str) -> Response {
    let between = match (speech.keep.is_empty(), word.is_empty()) {
        (_, true) => "",
        (true, false) => "?",
        (false, false) => "&",
    };
    let place = format!("{HOME}{}{between}{word}", speech.keep);
    let place = HeaderValue::try_from(place).unwrap_or(HeaderValue::from_static(HOME));
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}

fn broken(error: &DirectoryStoreError) -> Response {
    tracing::error!(%error, "the directory's store");
    match error {
        DirectoryStoreError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        DirectoryStoreError::Damaged(_) | DirectoryStoreError::Newer { .. } => {
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
