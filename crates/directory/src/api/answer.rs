//! The answers.

use serde::Serialize;
use utoipa::ToSchema;
use wire::Millis;

use super::{Meeting, Sources};
use crate::{
    EntryId,
    search::{Index, Query, QueryFault},
};

/// Under which path of a server a search of this interface stands.
pub const PATH: &str = "/api/v1/meetings";

/// Whose answers these are.
#[derive(Debug, Clone, Copy)]
pub struct Host<'a> {
    /// The server's own address, without a slash at its end.
    pub base: &'a str,
}

/// A page of what a search finds.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Meetings {
    /// Results on all pages.
    pub total: u32,
    /// This page, from 1.
    pub page: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
    /// Results on a full page.
    pub size: u16,
    /// Those of this page, in order.
    pub meetings: Vec<Meeting>,
    /// The address of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub next: Option<String>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Refusal {
    /// A sentence for whoever writes the program.
    pub message: String,
}

/// What a search finds.
///
/// It takes every parameter of a search; several words of one parameter are said by repeating it. Of each facet one of
/// its words is enough; of `access` every word is needed.
///
/// # Errors
/// Which parameter is wrong, and how.
#[utoipa::path(
    get,
    path = PATH,
    operation_id = "searchMeetings",
    tag = "meetings",
    params(
        ("q" = Option<String>, Query, description = "Words, with the field's synonyms", example = "step study"),
        ("problem" = Option<Vec<crate::model::Problem>>, Query, description = "What it is about"),
        ("philosophy" = Option<Vec<crate::model::Philosophy>>, Query, description = "How it works"),
        ("relation" = Option<Vec<crate::model::Relation>>, Query, description = "For whom"),
        ("openness" = Option<Vec<crate::model::Openness>>, Query, description = "Who may come"),
        ("faith" = Option<Vec<crate::model::Faith>>, Query, description = "Words of faith"),
        ("goal" = Option<Vec<crate::model::Goal>>, Query, description = "Abstinence, harm reduction"),
        ("crosstalk" = Option<Vec<crate::model::Crosstalk>>, Query, description = "Whether one answers"),
        ("access" = Option<Vec<crate::model::Access>>, Query, description = "All that is needed"),
        ("audience" = Option<Vec<crate::model::Audience>>, Query, description = "For whom first of all"),
        ("form" = Option<Vec<crate::model::Form>>, Query, description = "What happens there"),
        ("attendance" = Option<Vec<crate::model::Attendance>>, Query, description = "Hybrid counts as both"),
        ("status" = Option<Vec<crate::model::Status>>, Query, description = "Otherwise what runs and what is paused"),
        ("language" = Option<Vec<String>>, Query, description = "RFC 5646; `pt` finds `pt-BR` too"),
        ("zone" = Option<String>, Query, description = "The zone of `day`, `from`, `until` (IANA); otherwise each meeting's"),
        ("within" = Option<u16>, Query, minimum = 1, maximum = 1440, description = "Runs now or begins within so many minutes"),
        ("day" = Option<Vec<super::schedule::Day>>, Query, description = "Begins on such a day of the coming week"),
        ("from" = Option<String>, Query, description = "At this time or later, HH:MM"),
        ("until" = Option<String>, Query, description = "Before this time, HH:MM; it may lie after midnight"),
        ("near" = Option<String>, Query, description = "Latitude and longitude with a comma between", example = "30.0444,31.2357"),
        ("km" = Option<u16>, Query, minimum = 1, maximum = 500, description = "Around `near`; otherwise 25"),
        ("cell" = Option<String>, Query, description = "In place of `near`: a geohash of 3 or 4 letters and its neighbours, so that nobody says where they are"),
        ("sort" = Option<crate::search::Order>, Query, description = "What comes first"),
        ("page" = Option<u32>, Query, minimum = 1, maximum = 100_000, description = "From 1"),
        ("size" = Option<u16>, Query, minimum = 1, maximum = 200, description = "Results on a page; otherwise 20"),
    ),
    responses(
        (status = 200, description = "A page", body = Meetings),
        (status = 304, description = "What the `If-None-Match` of the request names is still so"),
        (status = 400, description = "A parameter is not known, or has no such value", body = Refusal),
    ),
)]
pub fn meetings(index: &Index, asked: &str, host: &Host<'_>, now: Millis) -> Result<Meetings, Refusal> {
    let query = Query::parse(asked).map_err(|fault: QueryFault| Refusal { message: fault.to_string() })?;
    let found = index.search(&query, now);
    let next = (query.page < found.pages).then(|| Query { page: query.page + 1, ..query.clone() });
    Ok(Meetings {
        total: found.total,
        page: query.page,
        pages: found.pages,
        size: query.size,
        meetings: found.hits.iter().filter_map(|hit| Meeting::of_hit(index, hit, host, now)).collect(),
        next: next.map(|next| format!("{}{PATH}?{}", host.base, next.print())),
    })
}

/// A meeting, by its number or its slug; a number first.
///
/// # Errors
/// That there is none.
#[utoipa::path(
    get,
    path = "/api/v1/meetings/{id}",
    operation_id = "getMeeting",
    tag = "meetings",
    params(("id" = String, Path, description = "Its number or its slug", example = "7881600704750179")),
    responses(
        (status = 200, description = "The meeting", body = Meeting),
        (status = 304, description = "What the `If-None-Match` of the request names is still so"),
        (status = 404, description = "There is none", body = Refusal),
    ),
)]
pub fn meeting(index: &Index, id: &str, host: &Host<'_>, now: Millis) -> Result<Meeting, Refusal> {
    let numbered = EntryId::parse(id).and_then(|id| index.listing().entries.get(&id)).filter(|entry| entry.published);
    let entry = numbered.or_else(|| index.meeting(id));
    entry
        .map(|entry| Meeting::of_entry(index, entry, host, now))
        .ok_or_else(|| Refusal { message: "there is no such meeting".to_owned() })
}

/// Where the meetings come from.
#[utoipa::path(
    get,
    path = "/api/v1/sources",
    operation_id = "listSources",
    tag = "sources",
    responses(
        (status = 200, description = "Every source", body = Sources),
        (status = 304, description = "What the `If-None-Match` of the request names is still so"),
    ),
)]
pub fn sources(index: &Index, now: Millis) -> Sources {
    Sources::of(index, now)
}
