//! `POST /servants/enter`, `/servants/leave`: in with a key, and out.

#![expect(clippy::needless_pass_by_value, reason = "axum hands everything over by value")]

use core::future::{Ready, ready};

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use directory::own::Form;
use directory_pages::{AtDoor, servants_door};
use directory_store::KeyHash;

use super::{CAME_IN, COOKIE, HOME, Here, Speech, broken, own_list, page, to_desk};

/// Letters of a key that are looked at; real ones have 32.
const KEY: usize = 64;
/// How long a browser keeps it: phones end browsers whenever they like, and a form is long.
const HOURS: u32 = 12;

/// Who changes the language on the page after a wrong key comes here.
pub(super) fn back(uri: Uri, headers: HeaderMap) -> Ready<Response> {
    ready(to_desk(&Speech::of(&uri, &headers), ""))
}

pub(super) async fn enter(State(here): State<Here>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let Some((directory, ..)) = own_list(&here) else { return StatusCode::NOT_FOUND.into_response() };
    let (speech, base) = (Speech::of(&uri, &headers).with_home(HOME), here.base(&headers));
    let typed = Form::parse(&body);
    let key: String = typed.first("key").chars().filter(char::is_ascii_alphanumeric).take(KEY).collect();
    let servants = match directory.store().servants().await {
        Ok(servants) => servants,
        Err(error) => return broken(&error),
    };
    let hash = KeyHash::of(&key);
    if !servants.values().any(|servant| servant.key == hash) {
        return page(StatusCode::FORBIDDEN, servants_door(speech.frame(&base), AtDoor::WrongKey));
    }
    with_cookie(to_desk(&speech, CAME_IN), &key, HOURS * 3_600, &base)
}

pub(super) fn leave(State(here): State<Here>, uri: Uri, headers: HeaderMap) -> Ready<Response> {
    let base = here.base(&headers);
    ready(with_cookie(to_desk(&Speech::of(&uri, &headers), ""), "", 0, &base))
}

/// Without `Secure` only where the server speaks to its own machine: there is no TLS there.
fn with_cookie(mut response: Response, key: &str, seconds: u32, base: &str) -> Response {
    let secure = if base.starts_with("http://") { "" } else { "; Secure" };
    let cookie = format!("{COOKIE}={key}; Path={HOME}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    match HeaderValue::try_from(cookie) {
        Ok(cookie) => drop(response.headers_mut().insert(header::SET_COOKIE, cookie)),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
    response
}
