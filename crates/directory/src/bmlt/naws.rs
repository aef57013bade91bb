//! `GetNAWSDump`: the meetings of a body and of all below it, as the sheet that the fellowship's world office reads.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Date;
use wire::Millis;

use super::{
    answer::Changed,
    render::unarmed,
    row::{self, Row},
};
use crate::model::{EntryId, Format, FormatId, Listing};

/// The columns, in the order that the office's program expects. Those that no server fills in stay empty.
const COLUMNS: &str = "Committee CommitteeName AddDate AreaRegion ParentName ComemID ContactID ContactName CompanyName \
    ContactAddrID ContactAddress1 ContactAddress2 ContactCity ContactState ContactZip ContactCountry ContactPhone MeetingID \
    Room Closed WheelChr Day Time Language1 Language2 Language3 LocationId \
    Place Address City LocBorough State Zip Country Directions Institutional \
    Format1 Format2 Format3 Format4 Format5 Delete LastChanged Longitude Latitude \
    ContactGP PhoneMeetingNumber VirtualMeetingLink VirtualMeetingInfo TimeZone bmlt_id unpublished";
/// Codes that have a column of their own.
const APART: [&str; 3] = ["OPEN", "CLOSED", "WCHR"];
/// Codes that must not be lost, as there is room for five.
const FIRST: [&str; 6] = ["VM", "TC", "HYBR", "W", "M", "GL"];
const LANGUAGE: &str = "LANG";
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/// By which the office says that it knows already that a meeting is gone.
const KNOWN_GONE: &str = "deleted";

/// What the sheet is made from.
pub(super) struct Sheet<'a> {
    pub(super) listing: &'a Listing,
    pub(super) formats: &'a BTreeMap<FormatId, Format>,
    pub(super) language: &'a str,
    pub(super) root: &'a str,
}

/// One line.
struct Line<'a, 'r> {
    row: &'r Row<'a>,
    changed: Option<Millis>,
    is_gone: bool,
}

impl Sheet<'_> {
    /// Meetings of bodies that the office knows, then those that went lately and that it knows.
    pub(super) fn write(&self, rows: &[Row<'_>], changes: &[Changed<'_>], bodies: &BTreeSet<u64>) -> String {
        let knows = |row: &Row<'_>| self.listing.bodies.get(&row.body).is_some_and(|body| !body.world_id.is_empty());
        let ours = rows.iter().filter(|row| bodies.contains(&row.body.0) && row.is_public(self.listing) && knows(row));
        let mut standing: Vec<&Row<'_>> = ours.collect();
        standing.sort_by_cached_key(|row| {
            (self.field(row, "lang_enum"), row.weekday_number(), row.start_minutes(), row.id)
        });
        let gone = self.gone(changes, bodies);
        let standing = standing.into_iter().map(|row| Line { row, changed: row.entry.updated, is_gone: false });
        let gone = gone.iter().map(|(row, at)| Line { row, changed: Some(*at), is_gone: true });
        let mut sheet = csv::Writer::from_writer(Vec::new());
        // Writing to a Vec cannot fail.
        let _ = sheet.write_record(COLUMNS.split(' '));
        for line in standing.chain(gone) {
            let codes = Codes::of(self, line.row);
            let _ = sheet.write_record(COLUMNS.split(' ').map(|column| unarmed(&self.cell(&line, &codes, column))));
        }
        sheet.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }

    fn gone<'c>(&self, changes: &[Changed<'c>], bodies: &BTreeSet<u64>) -> Vec<(Row<'c>, Millis)> {
        let mut newest: BTreeMap<EntryId, (Row<'c>, Millis)> = BTreeMap::new();
        for change in changes.iter().filter(|change| change.after.is_none()) {
            let row = change.before.and_then(|entry| row::of_entry(entry).next());
            newest.extend(row.map(|row| (row.entry.id, (row, change.at))));
        }
        let is_known = |row: &Row<'_>| {
            let world_id = self.field(row, "worldid_mixed");
            !world_id.is_empty() && !world_id.eq_ignore_ascii_case(KNOWN_GONE)
        };
        let is_gone = |row: &Row<'_>| !self.listing.entries.contains_key(&row.entry.id) && row.is_published();
        let ours = |row: &Row<'_>| bodies.contains(&row.body.0) && is_gone(row) && is_known(row);
        newest.into_values().filter(|(row, _)| ours(row)).collect()
    }

    fn field(&self, row: &Row<'_>, name: &str) -> String {
        row.field(self.listing, self.root, name).trim().to_owned()
    }

    fn cell(&self, line: &Line<'_, '_>, codes: &Codes, column: &str) -> String {
        let row = line.row;
        let field = |name: &str| self.field(row, name);
        let format = |number: usize| codes.listed.get(number).cloned().unwrap_or_default();
        let either = |yes: bool, this: &str, that: &str| if yes { this } else { that }.to_owned();
        match column {
            "Committee" => field("worldid_mixed"),
            "CommitteeName" => field("meeting_name"),
            "AreaRegion" => self.listing.bodies.get(&row.body).map_or_else(String::new, |body| body.world_id.clone()),
            "ParentName" => field("service_body_name"),
            "Room" => codes.others.join(", "),
            "Closed" => either(codes.all.contains("CLOSED"), "CLOSED", "OPEN"),
            "WheelChr" => either(codes.all.contains("WCHR"), "TRUE", "FALSE"),
            "Day" => DAYS.get(row.weekday_number() - 1).copied().unwrap_or_default().to_owned(),
            "Time" => field("start_time").replace(':', "").chars().take(4).collect(),
            "Language1" => codes.language.clone(),
            "Place" => field("location_text"),
            "Address" => field("location_street"),
            "City" => {
                let names = ["location_city_subsection", "location_municipality", "location_neighborhood"];
                names.map(field).into_iter().find(|text| !text.is_empty()).unwrap_or_default()
            }
            "LocBorough" => field("location_neighborhood"),
            "State" => field("location_province"),
            "Zip" => field("location_postal_code_1"),
            "Country" => field("location_nation"),
            "Directions" => {
                let parts = ["location_info", "comments"].map(field);
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
            }
            "Institutional" => "FALSE".to_owned(),
            "Format1" => format(0),
            "Format2" => format(1),
            "Format3" => format(2),
            "Format4" => format(3),
            "Format5" => format(4),
            "Delete" => either(line.is_gone, "D", ""),
            "LastChanged" => line.changed.map(short_date).unwrap_or_default(),
            "Longitude" => field("longitude"),
            "Latitude" => field("latitude"),
            "PhoneMeetingNumber" => field("phone_meeting_number"),
            "VirtualMeetingLink" => field("virtual_meeting_link"),
            "VirtualMeetingInfo" => field("virtual_meeting_additional_info"),
            "TimeZone" => field("time_zone"),
            "bmlt_id" => row.id.to_string(),
            "unpublished" => either(row.is_published(), "", "1"),
            _ => String::new(),
        }
    }
}

/// What a meeting's formats are to the office.
#[derive(Default)]
struct Codes {
    all: BTreeSet<String>,
    /// Those for the five columns, the most important first.
    listed: Vec<String>,
    /// Names of formats that the office has no code for.
    others: Vec<String>,
    language: String,
}

impl Codes {
    fn of(sheet: &Sheet<'_>, row: &Row<'_>) -> Self {
        let mut codes = Self::default();
        for format in row.formats.iter().filter_map(|id| sheet.formats.get(id)) {
            let words = row::words_in(format, sheet.language).map(|(_, words)| words);
            if format.world_id.is_empty() {
                codes.others.extend(words.map(|words| words.name.clone()));
                continue;
            }
            if format.world_id == LANGUAGE && codes.language.is_empty() {
                codes.language = words.map(|words| words.code.to_uppercase()).unwrap_or_default();
            }
            if codes.all.insert(format.world_id.clone()) && !APART.contains(&format.world_id.as_str()) {
                codes.listed.push(format.world_id.clone());
            }
        }
        codes.listed.sort_by_key(|code| FIRST.iter().position(|first| first == code).unwrap_or(FIRST.len()));
        codes
    }
}

/// Month, day and the last two digits of the year.
fn short_date(at: Millis) -> String {
    let date = Date::from_days((at.0 / 86_400_000) as u32);
    date.map(|date| format!("{}/{}/{:02}", date.month(), date.day(), date.year() % 100)).unwrap_or_default()
}
