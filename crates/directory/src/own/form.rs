//! The form.

use std::collections::BTreeMap;

use calendar::Date;
use wire::Day;

use super::{
    reading::{Amiss, Reading, Wrong},
    times,
};
use crate::{
    limits,
    model::{Attendance, Contact, Entry, Group, Online, Place, Status, Tags, Word, unknown_start},
};

/// Fields and their values, as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form(BTreeMap<String, Vec<String>>);

impl Form {
    /// As a browser sends it (`application/x-www-form-urlencoded`); the first [`limits::FORM_VALUES`] values.
    pub fn parse(body: &[u8]) -> Self {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(body).take(limits::FORM_VALUES) {
            form.push(&name, value.into_owned());
        }
        form
    }

    /// For a new meeting: only the zone is likely.
    pub fn blank(zone: &str) -> Self {
        let mut form = Self::default();
        form.push("zone", zone.to_owned());
        form
    }

    /// An entry to go on writing; `zone` where it has no time yet.
    pub fn of(entry: &Entry, zone: &str) -> Self {
        let mut form = Self::default();
        form.push("name", entry.name.clone());
        form.push("programme", entry.programme.clone());
        form.push("group", entry.group.as_ref().map(|group| group.name.clone()).unwrap_or_default());
        form.push("attendance", entry.attendance.word().to_owned());
        form.push("status", entry.status.word().to_owned());
        times::fill(&mut form, &entry.schedule, zone);
        form.fill_place(&entry.place);
        form.push("link", entry.online.url.clone());
        form.push("link-notes", entry.online.url_notes.clone());
        form.push("phone", entry.online.phone.clone());
        form.push("phone-notes", entry.online.phone_notes.clone());
        form.push("language", entry.languages.join(", "));
        form.fill_tags(&entry.tags);
        form.push("notes", entry.notes.clone());
        form.push("page", entry.url.clone());
        for (n, contact) in entry.contacts.iter().enumerate() {
            form.push(&contact_field(n, "name"), contact.name.clone());
            form.push(&contact_field(n, "email"), contact.email.clone());
            form.push(&contact_field(n, "phone"), contact.phone.clone());
        }
        form.0.retain(|_, values| !values.iter().all(String::is_empty));
        form
    }

    /// What a field has; empty if nothing.
    pub fn first(&self, field: &str) -> &str {
        self.all(field).first().map(String::as_str).unwrap_or_default()
    }

    /// All that a field has.
    pub fn all(&self, field: &str) -> &[String] {
        self.0.get(field).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a choice is taken.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.all(field).iter().any(|one| one == value)
    }

    /// How many rows of times have something in them.
    pub fn rows(&self) -> usize {
        (0..limits::SLOTS).rev().find(|n| !times::is_empty(self, *n)).map_or(0, |last| last + 1)
    }

    /// The entry that the form describes, on top of `base`: what it was before, or [`super::fresh`]. Single dates count from
    /// `today` on.
    ///
    /// # Errors
    /// All that is wrong, field by field.
    pub fn read(&self, base: Entry, today: Day) -> Result<Entry, Vec<Wrong>> {
        let mut reading = Reading { form: self, wrong: Vec::new() };
        let entry = Entry {
            name: reading.needed("name", limits::NAME),
            programme: reading.line("programme", limits::NAME),
            group: group(&mut reading, base.group),
            attendance: attendance(&mut reading),
            status: reading.word("status").unwrap_or(Status::Runs),
            schedule: times::read(&mut reading, Date::from_days(today.0).unwrap_or_else(unknown_start)),
            place: place(&mut reading, base.place),
            online: online(&mut reading),
            languages: reading.languages("language"),
            tags: tags(&mut reading),
            notes: reading.paragraph("notes"),
            url: reading.link("page"),
            contacts: contacts(&mut reading),
            ..base
        };
        people_get_there(&mut reading, &entry);
        area_tells_no_more(&mut reading, &entry.place);
        if reading.wrong.is_empty() { Ok(entry) } else { Err(reading.wrong) }
    }

    pub(super) fn push(&mut self, field: &str, value: String) {
        self.0.entry(field.to_owned()).or_default().push(value);
    }

    fn push_words<W: Word>(&mut self, field: &str, words: impl IntoIterator<Item = W>) {
        for word in words {
            self.push(field, word.word().to_owned());
        }
    }

    fn fill_place(&mut self, place: &Place) {
        self.push("place", place.name.clone());
        self.push("street", place.street.clone());
        self.push("town", place.city.clone());
        self.push("province", place.province.clone());
        self.push("postal-code", place.postal_code.clone());
        self.push("country", place.country.clone());
        self.push("place-notes", place.notes.clone());
        let point = place.coordinates.map(|point| format!("{}, {}", point.latitude(), point.longitude()));
        self.push("point", point.unwrap_or_default());
        self.push("area", if place.approximate { "yes".to_owned() } else { String::new() });
    }

    fn fill_tags(&mut self, tags: &Tags) {
        self.push_words("problem", tags.problems.iter());
        self.push_words("philosophy", tags.philosophies.iter());
        self.push_words("relation", tags.relations.iter());
        self.push_words("openness", tags.openness);
        self.push_words("faith", tags.faith);
        self.push_words("goal", tags.goal);
        self.push_words("crosstalk", tags.crosstalk);
        self.push_words("access", tags.access.iter());
        self.push_words("audience", tags.audience.iter());
        self.push_words("form", tags.forms.iter());
    }
}

fn group(reading: &mut Reading<'_>, base: Option<Group>) -> Option<Group> {
    let name = reading.line("group", limits::NAME);
    let notes = base.map(|group| group.notes).unwrap_or_default();
    (!name.is_empty()).then_some(Group { name, notes })
}

fn attendance(reading: &mut Reading<'_>) -> Attendance {
    if reading.form.first("attendance").is_empty() {
        reading.note("attendance", Amiss::Missing);
    }
    reading.word("attendance").unwrap_or(Attendance::InPerson)
}

fn place(reading: &mut Reading<'_>, base: Place) -> Place {
    Place {
        name: reading.line("place", limits::NAME),
        street: reading.line("street", limits::LINE),
        city: reading.line("town", limits::LINE),
        province: reading.line("province", limits::LINE),
        postal_code: reading.line("postal-code", limits::LINE),
        country: reading.line("country", limits::LINE),
        notes: reading.paragraph("place-notes"),
        coordinates: reading.point("point"),
        approximate: reading.form.has("area", "yes"),
        ..base
    }
}

fn online(reading: &mut Reading<'_>) -> Online {
    Online {
        url: reading.link("link"),
        url_notes: reading.line("link-notes", limits::LINE),
        phone: reading.phone("phone"),
        phone_notes: reading.line("phone-notes", limits::LINE),
    }
}

fn tags(reading: &mut Reading<'_>) -> Tags {
    Tags {
        problems: reading.words("problem"),
        philosophies: reading.words("philosophy"),
        relations: reading.words("relation"),
        openness: reading.word("openness"),
        faith: reading.word("faith"),
        goal: reading.word("goal"),
        crosstalk: reading.word("crosstalk"),
        access: reading.words("access"),
        audience: reading.words("audience"),
        forms: reading.words("form"),
    }
}

fn contacts(reading: &mut Reading<'_>) -> Vec<Contact> {
    let contacts = (0..limits::CONTACTS).map(|n| Contact {
        name: reading.line(&contact_field(n, "name"), limits::LINE),
        email: reading.email(&contact_field(n, "email")),
        phone: reading.phone(&contact_field(n, "phone")),
    });
    contacts.filter(|contact| *contact != Contact::default()).collect()
}

fn contact_field(n: usize, part: &str) -> String {
    format!("contact{n}-{part}")
}

/// What somebody needs who wants to come; as BMLT asks for it, but that an area is enough where the place is told in person,
/// and somebody to ask in place of a link that is told to nobody else.
fn people_get_there(reading: &mut Reading<'_>, entry: &Entry) {
    let (in_person, online) = match entry.attendance {
        Attendance::InPerson => (true, false),
        Attendance::Online | Attendance::Text => (false, true),
        Attendance::Hybrid => (true, true),
    };
    if in_person && entry.place.city.is_empty() {
        reading.note("town", Amiss::Town);
    }
    if in_person && entry.place.street.is_empty() && !entry.place.approximate {
        reading.note("street", Amiss::Street);
    }
    let can_ask = entry.contacts.iter().any(|contact| !contact.email.is_empty() || !contact.phone.is_empty());
    if in_person && entry.place.approximate && !can_ask {
        reading.note("contact0-email", Amiss::Ask);
    }
    if online && !entry.online.is_usable() && !can_ask {
        reading.note("link", Amiss::WayIn);
    }
}

/// Where only the area is listed, nothing may tell more: every page and feed passes on what stands here.
fn area_tells_no_more(reading: &mut Reading<'_>, place: &Place) {
    if !place.approximate {
        return;
    }
    for (field, told) in [("place", &place.name), ("street", &place.street), ("postal-code", &place.postal_code)] {
        if !told.is_empty() {
            reading.note(field, Amiss::Secret);
        }
    }
    let is_coarse = |degrees: f64| (degrees * 100.0 - (degrees * 100.0).round()).abs() < 1e-6;
    if place.coordinates.is_some_and(|point| !is_coarse(point.latitude()) || !is_coarse(point.longitude())) {
        reading.note("point", Amiss::Coarse);
    }
}
