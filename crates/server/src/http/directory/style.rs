//! `GET /directory.css`: the pages' style.

use core::future::{Ready, ready};

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use directory_pages::STYLE;

/// A day, in seconds: a new program may bring another.
const KEPT: &str = "public, max-age=86400";

pub(super) fn get() -> Ready<Response> {
    let answer = ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, KEPT)], STYLE);
    ready(answer.into_response())
}
