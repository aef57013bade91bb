//! What a search needs of an entry.

use crate::{
    Entry, EntryId, Listing,
    model::{Attendance, Coordinates, Slot, Status, Tags},
};

/// The same, in one place.
pub(crate) struct View<'a> {
    pub(crate) name: &'a str,
    pub(crate) tags: &'a Tags,
    pub(crate) languages: &'a [String],
    pub(crate) attendance: Attendance,
    pub(crate) status: Status,
    pub(crate) schedule: &'a [Slot],
    /// Where one can go.
    pub(crate) point: Option<Coordinates>,
}

pub(crate) fn view(listing: &Listing, id: EntryId) -> Option<View<'_>> {
    listing.entries.get(&id).map(of_entry)
}

/// Every text in which words are looked for; the name first.
pub(crate) fn texts(listing: &Listing, id: EntryId) -> Vec<&str> {
    listing.entries.get(&id).map(|entry| entry_texts(entry, listing)).unwrap_or_default()
}

fn of_entry(entry: &Entry) -> View<'_> {
    let point = entry.place.coordinates.filter(|_| !entry.place.approximate);
    View {
        name: &entry.name,
        tags: &entry.tags,
        languages: &entry.languages,
        attendance: entry.attendance,
        status: entry.status,
        schedule: &entry.schedule,
        point,
    }
}

fn entry_texts<'a>(entry: &'a Entry, listing: &'a Listing) -> Vec<&'a str> {
    let place = &entry.place;
    let mut texts = vec![
        entry.name.as_str(),
        &entry.programme,
        &entry.notes,
        &place.name,
        &place.formatted,
        &place.street,
        &place.subsection,
        &place.neighborhood,
        &place.city,
        &place.county,
        &place.province,
        &place.postal_code,
        &place.country,
        &place.notes,
        &place.trains,
        &place.buses,
    ];
    texts.extend(place.regions.iter().map(String::as_str));
    texts.extend(entry.group.iter().flat_map(|group| [group.name.as_str(), group.notes.as_str()]));
    texts.extend(entry.body.and_then(|body| listing.bodies.get(&body)).map(|body| body.name.as_str()));
    texts.extend(listing.source_of(entry).map(|source| source.programme.as_str()));
    texts
}
