//! schema.org: an `Event` with a `Schedule` for each of its times, as the field's plugin writes it.

use calendar::{Change, Nth, Rule, Series, Weekday, Zone};
use serde_json::{Map, Value, json};
use wire::Millis;

use crate::{
    icalendar::location,
    model::{Attendance, Entry, Listing, Place, Slot, Status},
    words::day_name,
};

/// Radius that is said for an approximate place, in metres: a town.
const AREA_METRES: &str = "10000";

/// The entry as JSON-LD, safe within a `script` element. Its next beginning counts from `now`.
pub fn json_ld(listing: &Listing, entry: &Entry, page: &str, now: Millis) -> String {
    let mut event = Map::new();
    let mut put = |name: &str, value: Value| {
        if value.as_str() != Some("") && !value.is_null() {
            event.insert(name.to_owned(), value);
        }
    };
    put("@context", json!("https://schema.org"));
    put("@type", json!("Event"));
    put("@id", json!(page));
    put("url", json!(page));
    put("name", json!(entry.name));
    put("description", json!(entry.notes));
    put("eventAttendanceMode", json!(mode(entry.attendance)));
    put("eventStatus", json!(status(entry.status)));
    put("inLanguage", json!(entry.languages));
    put("isAccessibleForFree", json!(true));
    put("location", location_of(entry));
    put("organizer", organizer(listing, entry));
    put("eventSchedule", Value::Array(entry.schedule.iter().map(schedule).collect()));
    let next = entry.schedule.iter().filter_map(|slot| next(slot, now)).min();
    if let Some((_, start, end)) = next {
        put("startDate", json!(start));
        put("endDate", json!(end));
    }
    Value::Object(event).to_string().replace('<', "\\u003c")
}

const fn mode(attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::InPerson => "https://schema.org/OfflineEventAttendanceMode",
        Attendance::Online | Attendance::Text => "https://schema.org/OnlineEventAttendanceMode",
        Attendance::Hybrid => "https://schema.org/MixedEventAttendanceMode",
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Runs => "https://schema.org/EventScheduled",
        Status::Paused => "https://schema.org/EventPostponed",
        Status::Ended => "https://schema.org/EventCancelled",
    }
}

fn location_of(entry: &Entry) -> Value {
    let on_site = || place(&entry.place);
    let online = || {
        let url =
            if entry.online.url.is_empty() { format!("tel:{}", entry.online.phone) } else { entry.online.url.clone() };
        json!({ "@type": "VirtualLocation", "url": url })
    };
    match (entry.attendance, entry.online.is_usable()) {
        (Attendance::Online | Attendance::Text, true) => online(),
        // Of a way in that is not told in public, the area is all that can be said.
        (Attendance::InPerson, _) | (Attendance::Online | Attendance::Text | Attendance::Hybrid, false) => on_site(),
        (Attendance::Hybrid, true) => json!([on_site(), online()]),
    }
}

fn place(place: &Place) -> Value {
    let mut address = Map::from_iter([("@type".to_owned(), json!("PostalAddress"))]);
    let whole = if place.street.is_empty() && place.city.is_empty() { &place.formatted } else { &place.street };
    let parts = [
        ("streetAddress", whole),
        ("addressLocality", &place.city),
        ("addressRegion", &place.province),
        ("postalCode", &place.postal_code),
        ("addressCountry", &place.country),
    ];
    address.extend(
        parts.iter().filter(|(_, part)| !part.is_empty()).map(|(name, part)| ((*name).to_owned(), json!(part))),
    );
    let name = if place.name.is_empty() { location(place) } else { place.name.clone() };
    let mut all = Map::from_iter([
        ("@type".to_owned(), json!("Place")),
        ("name".to_owned(), json!(name)),
        ("address".to_owned(), Value::Object(address)),
    ]);
    if let Some(point) = place.coordinates {
        let center = json!({ "@type": "GeoCoordinates", "latitude": point.latitude(), "longitude": point.longitude() });
        let geo = if place.approximate {
            json!({ "@type": "GeoCircle", "geoMidpoint": center, "geoRadius": AREA_METRES })
        } else {
            center
        };
        all.insert("geo".to_owned(), geo);
    }
    Value::Object(all)
}

fn organizer(listing: &Listing, entry: &Entry) -> Value {
    let group = entry.group.as_ref().map(|group| (&group.name, ""));
    let body = entry.body.and_then(|id| listing.bodies.get(&id)).map(|body| (&body.name, body.url.as_str()));
    let source = listing.source_of(entry).map(|source| (&source.name, ""));
    match group.or(body).or(source) {
        None => Value::Null,
        Some((name, "")) => json!({ "@type": "Organization", "name": name }),
        Some((name, url)) => json!({ "@type": "Organization", "name": name, "url": url }),
    }
}

fn schedule(slot: &Slot) -> Value {
    let pattern = &slot.series.pattern;
    let end = (u32::from(pattern.time.minutes()) + pattern.minutes) % (24 * 60);
    let mut all = Map::from_iter([
        ("@type".to_owned(), json!("Schedule")),
        ("startDate".to_owned(), json!(pattern.start.to_string())),
        ("startTime".to_owned(), json!(format!("{}:00", pattern.time))),
        ("endTime".to_owned(), json!(format!("{:02}:{:02}:00", end / 60, end % 60))),
        ("duration".to_owned(), json!(format!("PT{}M", pattern.minutes))),
        ("scheduleTimezone".to_owned(), json!(pattern.zone)),
    ]);
    all.extend(recurrence(pattern.rule).into_iter().map(|(name, value)| (name.to_owned(), value)));
    if let Some(end) = pattern.end {
        all.insert("endDate".to_owned(), json!(end.to_string()));
    }
    let absent = absent(&slot.series);
    if !absent.is_empty() {
        all.insert("exceptDate".to_owned(), json!(absent));
    }
    Value::Object(all)
}

fn recurrence(rule: Rule) -> Vec<(&'static str, Value)> {
    match rule {
        Rule::Once => vec![("repeatCount", json!(1))],
        Rule::Weekly { days, every } => {
            let days: Vec<String> = days.iter().map(day).collect();
            vec![("repeatFrequency", json!(format!("P{every}W"))), ("byDay", json!(days))]
        }
        Rule::MonthlyWeekday { nths, day: weekday, every } => {
            // schema.org has a number for the week of a month, but none for the last one.
            let weeks: Vec<u8> = nths.iter().filter(|nth| *nth != Nth::Last).map(|nth| nth as u8 + 1).collect();
            vec![
                ("repeatFrequency", json!(format!("P{every}M"))),
                ("byDay", json!([day(weekday)])),
                ("byMonthWeek", json!(weeks)),
            ]
        }
        Rule::MonthlyDate { day, every } => {
            vec![("repeatFrequency", json!(format!("P{every}M"))), ("byMonthDay", json!(day))]
        }
        Rule::Yearly { month, day } => {
            vec![("repeatFrequency", json!("P1Y")), ("byMonth", json!(month)), ("byMonthDay", json!(day))]
        }
    }
}

fn day(day: Weekday) -> String {
    format!("https://schema.org/{}", day_name(day))
}

fn absent(series: &Series) -> Vec<String> {
    let cancelled = series.changes.iter().filter(|(_, change)| **change == Change::Cancelled);
    cancelled.map(|(date, _)| date.to_string()).collect()
}

/// The next time, as an instant and as ISO 8601 with the zone's offset.
fn next(slot: &Slot, now: Millis) -> Option<(Millis, String, String)> {
    let zone = Zone::find(&slot.series.pattern.zone)?;
    let one = slot.series.next(&zone, now)?;
    let written = |at: Millis| {
        let (date, time) = zone.local(at);
        let offset = zone.offset_minutes(at);
        let sign = if offset < 0 { '-' } else { '+' };
        format!("{date}T{time}:00{sign}{:02}:{:02}", offset.unsigned_abs() / 60, offset.unsigned_abs() % 60)
    };
    Some((one.at, written(one.at), written(one.ends)))
}
