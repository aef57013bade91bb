//! What a server says of itself.

use serde_json::{Value, json};

use super::{Answer, key, row::Row};
use crate::model::Listing;

/// What a server says of itself to clients of this interface.
#[derive(Debug, Clone, Copy)]
pub struct Server<'a> {
    /// The address above `client_interface/`, without a slash at its end; meetings and formats name it alike, because
    /// clients join them by it.
    pub root: &'a str,
    /// The version of the interface that is spoken, as `major.minor.patch`.
    pub version: &'a str,
    /// The main language.
    pub language: &'a str,
    /// The address under which an entry's page stands, its slug following; ends with `/`.
    pub pages: &'a str,
}

/// The format under which the version stands by itself: what old clients ask for first.
pub(super) const ABOUT: &str = "serverInfo.xml";

pub(super) fn about(server: &Server<'_>) -> Answer {
    let version = server.version;
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<bmltInfo>\r\n<serverVersion>\r\n\
         <readableString>{version}</readableString>\r\n</serverVersion>\r\n</bmltInfo>"
    );
    Answer { status: 200, content_type: "application/xml", body }
}

/// The corners of what the rows cover: north, west, south, east.
fn corners(rows: &[Row<'_>]) -> Option<[f64; 4]> {
    let points = rows.iter().filter_map(|row| row.entry.place.coordinates);
    points.fold(None, |corners, point| {
        let (north, east) = (point.latitude(), point.longitude());
        let [top, left, bottom, right] = corners.unwrap_or([north, east, north, east]);
        Some([north.max(top), east.min(left), north.min(bottom), east.max(right)])
    })
}

pub(super) fn coverage(rows: &[Row<'_>]) -> Value {
    let [north, west, south, east] = corners(rows).unwrap_or_default();
    json!([{
        "nw_corner_longitude": west.to_string(),
        "nw_corner_latitude": north.to_string(),
        "se_corner_longitude": east.to_string(),
        "se_corner_latitude": south.to_string(),
    }])
}

pub(super) fn info(server: &Server<'_>, listing: &Listing, rows: &[Row<'_>]) -> Value {
    let [north, west, south, east] = corners(rows).unwrap_or_default();
    let distinct = |field: fn(&crate::model::Place) -> &str| {
        let places = rows.iter().map(|row| &row.entry.place);
        let all: std::collections::BTreeSet<&str> = places.map(field).filter(|text| !text.is_empty()).collect();
        all.into_iter().filter(|text| !text.contains(',')).collect::<Vec<_>>().join(",")
    };
    let mut languages: std::collections::BTreeSet<&str> =
        listing.formats.values().flat_map(|format| format.words.keys().map(String::as_str)).collect();
    languages.extend(["ar", "en", server.language]);
    json!([{
        "version": server.version,
        "versionInt": version_int(server.version).to_string(),
        "langs": languages.into_iter().collect::<Vec<_>>().join(","),
        "nativeLang": server.language,
        "centerLongitude": f64::midpoint(west, east).to_string(),
        "centerLatitude": f64::midpoint(north, south).to_string(),
        "centerZoom": "6",
        "defaultDuration": "01:00:00",
        "regionBias": "",
        "charSet": "UTF-8",
        "distanceUnits": "km",
        // Clients that sign in find nothing here: entries are edited in the app.
        "semanticAdmin": "0",
        "emailEnabled": "0",
        "emailIncludesServiceBodies": "0",
        "changesPerMeeting": "5",
        "meeting_states_and_provinces": distinct(|place| &place.province),
        "meeting_counties_and_sub_provinces": distinct(|place| &place.county),
        "available_keys": key::ALL.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(","),
        "google_api_key": "",
        "dbVersion": "",
        "dbPrefix": "",
        "meeting_time_zones_enabled": "1",
        "phpVersion": "",
        "auto_geocoding_enabled": false,
        "county_auto_geocoding_enabled": false,
        "zip_auto_geocoding_enabled": false,
        "commit": "",
        "default_closed_status": false,
        "aggregator_mode_enabled": false,
    }])
}

fn version_int(version: &str) -> u64 {
    version.split('.').take(3).fold(0, |int, part| int * 1_000 + part.parse::<u64>().unwrap_or(0))
}
