//! Entries as a calendar that any calendar program can subscribe to.

use calendar::{Event, Public, Zone, calendar};
use wire::Millis;

use crate::model::{Entry, Place, Status};

/// Whose calendar it is.
#[derive(Debug, Clone, Copy)]
pub struct Host<'a> {
    /// The server's name, for UIDs.
    pub name: &'a str,
    /// The address under which an entry's page stands, its slug following; ends with `/`.
    pub pages: &'a str,
}

/// A calendar of these entries, made at `stamp`: one event with a rule for each of an entry's times, with a UID that stays.
///
/// What meets by appointment or has ended is not in it; what is paused is there as cancelled, so that it vanishes from
/// calendars that have it. A zone that this version does not know leaves its event out.
pub fn write<'a>(entries: impl Iterator<Item = &'a Entry>, host: &Host<'_>, stamp: Millis) -> String {
    let shown: Vec<Shown<'a>> = entries
        .filter(|entry| entry.published && entry.status != Status::Ended)
        .flat_map(|entry| shown(entry, host))
        .collect();
    let events: Vec<Event<'_>> = shown.iter().map(Shown::event).collect();
    // Every zone was looked up before.
    calendar(&events, stamp).unwrap_or_default()
}

/// What an event borrows from.
struct Shown<'a> {
    entry: &'a Entry,
    slot: &'a crate::model::Slot,
    uid: String,
    url: String,
    description: String,
    location: String,
}

fn shown<'a>(entry: &'a Entry, host: &Host<'_>) -> Vec<Shown<'a>> {
    let known = |slot: &&crate::model::Slot| Zone::find(&slot.series.pattern.zone).is_some();
    let one = |(number, slot): (usize, &'a crate::model::Slot)| Shown {
        entry,
        slot,
        uid: format!("{}-{number}@{}", entry.id, host.name),
        url: format!("{}{}", host.pages, entry.slug),
        description: description(entry),
        location: location(&entry.place),
    };
    entry.schedule.iter().enumerate().filter(|(_, slot)| known(slot)).map(one).collect()
}

impl Shown<'_> {
    fn event(&self) -> Event<'_> {
        let entry = self.entry;
        let point = entry.place.coordinates.filter(|_| !entry.place.approximate);
        let public = Public {
            description: &self.description,
            location: &self.location,
            url: &self.url,
            conference: &entry.online.url,
            point: point.map(|point| (point.latitude(), point.longitude())),
            cancelled: entry.status != Status::Runs,
            modified: entry.updated,
        };
        Event { uid: &self.uid, title: &entry.name, series: &self.slot.series, public: Some(public) }
    }
}

/// Everything one needs to get in, as calendars without a field for it show it too.
fn description(entry: &Entry) -> String {
    let online = &entry.online;
    let parts = [&entry.notes, &entry.place.notes, &online.url, &online.url_notes, &online.phone, &online.phone_notes];
    let told: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    told.join("\n")
}

/// The address in one line.
pub(crate) fn location(place: &Place) -> String {
    if !place.formatted.is_empty() {
        return [&place.name, &place.formatted]
            .map(String::as_str)
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
    }
    let parts = [&place.name, &place.street, &place.city, &place.province, &place.postal_code, &place.country];
    let told: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    told.join(", ")
}
