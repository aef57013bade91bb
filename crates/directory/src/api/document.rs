//! The description of the interface (OpenAPI 3.1).

use utoipa::OpenApi;

/// Every path, as the description writes it.
pub const PATHS: [&str; 5] =
    ["/api/v1/meetings", "/api/v1/meetings/{id}", "/api/v1/sources", "/api/v1/directory", "/api/v1/directory/{hash}"];

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Stayhere directory",
        version = "1",
        description = "Public meetings for mutual support: what a server lists, for programs. Anybody may ask, from any page; \
                       nobody who asks is noted. Every answer has an ETag and holds for five minutes.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later"),
    ),
    paths(
        super::answer::meetings,
        super::answer::meeting,
        super::answer::sources,
        super::snapshot::head,
        super::snapshot::part,
    ),
    tags(
        (name = "meetings", description = "What can be found"),
        (name = "sources", description = "Where it comes from"),
        (name = "federation", description = "What other Stayhere servers take"),
    ),
)]
struct Document;

/// The description as JSON; the same in every server of this version.
pub fn document() -> String {
    // Of its own types nothing fails to be written.
    Document::openapi().to_pretty_json().unwrap_or_default()
}
