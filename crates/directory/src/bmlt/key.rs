//! The fields of a meeting, in the order in which clients get them.

/// Name, and what it is, in English.
pub(super) const ALL: &[(&str, &str)] = &[
    ("id_bigint", "ID"),
    ("worldid_mixed", "World ID"),
    ("shared_group_id_bigint", "Shared group ID"),
    ("service_body_bigint", "Service body ID"),
    ("service_body_name", "Service body"),
    ("weekday_tinyint", "Weekday"),
    ("venue_type", "Venue type"),
    ("start_time", "Start time"),
    ("duration_time", "Duration"),
    ("time_zone", "Time zone"),
    ("formats", "Formats"),
    ("lang_enum", "Language"),
    ("longitude", "Longitude"),
    ("latitude", "Latitude"),
    ("distance_in_km", "Distance in kilometres"),
    ("distance_in_miles", "Distance in miles"),
    ("email_contact", "Mail contact"),
    ("published", "Published"),
    ("root_server_uri", "Server"),
    ("format_shared_id_list", "Format IDs"),
    ("meeting_name", "Meeting name"),
    ("location_text", "Location name"),
    ("location_info", "About the location"),
    ("location_street", "Street"),
    ("location_city_subsection", "Borough"),
    ("location_neighborhood", "Neighbourhood"),
    ("location_municipality", "City"),
    ("location_sub_province", "County"),
    ("location_province", "State or province"),
    ("location_postal_code_1", "Postal code"),
    ("location_nation", "Country"),
    ("comments", "Comments"),
    ("train_lines", "Trains"),
    ("bus_lines", "Buses"),
    ("contact_phone_2", "Second contact: phone"),
    ("contact_email_2", "Second contact: mail"),
    ("contact_name_2", "Second contact: name"),
    ("contact_phone_1", "First contact: phone"),
    ("contact_email_1", "First contact: mail"),
    ("contact_name_1", "First contact: name"),
    ("phone_meeting_number", "Number to dial in"),
    ("virtual_meeting_link", "Online meeting link"),
    ("virtual_meeting_additional_info", "About the online meeting"),
];

/// Fields that a query may name.
pub(super) fn is_key(name: &str) -> bool {
    ALL.iter().any(|(key, _)| *key == name)
}
