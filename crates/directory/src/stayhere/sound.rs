//! What a signature does not promise: that every text is plain, every length within its limit, every time one that can be.
//! What an honest server sends comes through as it is.

use std::collections::BTreeMap;

use calendar::Zone;

use crate::{
    Entry,
    feed::{
        At, Report, What, clean,
        fields::{is_phone, is_tag, is_url},
    },
    limits,
    model::{
        Body, BodyId, Contact, Coordinates, Feedback, Format, FormatId, FormatWords, Giving, Group, Lister, Online,
        Place, Slot, Slug, SourceId,
    },
};

/// Lets through what is sound, and reports the rest.
pub(super) struct Sieve<'r> {
    at: At,
    report: &'r mut Report,
}

impl<'r> Sieve<'r> {
    pub(super) const fn new(at: At, report: &'r mut Report) -> Self {
        Self { at, report }
    }

    /// The entry as it may be shown; none if nobody could use it. Its numbers of bodies and formats become those of `id`.
    pub(super) fn entry(&mut self, entry: Entry, id: &SourceId) -> Option<Entry> {
        let name = self.line("name", entry.name, limits::NAME);
        if name.is_empty() {
            self.report.refuse(self.at, "name", What::Missing, "");
            return None;
        }
        let schedule = self.schedule(entry.schedule)?;
        let mut codes = entry.codes;
        codes.codes = self.lines("codes", codes.codes, limits::CODES, limits::CODE);
        codes.formats.truncate(limits::CODES);
        codes.formats.iter_mut().for_each(|format| *format = FormatId::of(id, &format.to_string(), false));
        Some(Entry {
            slug: Slug::parse(entry.slug.as_str()).unwrap_or_else(|| Slug::from_text(&name)),
            name,
            programme: self.line("programme", entry.programme, limits::LINE),
            body: entry.body.map(|body| BodyId::of(id, &body.to_string(), false)),
            group: entry.group.map(|group| Group {
                name: self.line("group", group.name, limits::NAME),
                notes: self.notes("group notes", group.notes),
            }),
            contacts: self.contacts(entry.contacts),
            schedule,
            place: self.place(entry.place),
            online: self.online(entry.online),
            languages: self.languages(entry.languages),
            codes,
            notes: self.notes("notes", entry.notes),
            url: self.url("url", entry.url),
            feedback: self.feedback(entry.feedback),
            giving: self.giving(entry.giving),
            kept: self.kept(entry.kept),
            lister: entry.lister.map(|lister| Lister {
                source: SourceId(self.line("lister", lister.source.0, limits::KEY)),
                name: self.line("lister", lister.name, limits::NAME),
            }),
            published: true,
            // These can say nothing but what they may.
            id: entry.id,
            origin: entry.origin,
            attendance: entry.attendance,
            status: entry.status,
            tags: entry.tags,
            updated: entry.updated,
        })
    }

    pub(super) fn body(&mut self, body: Body, id: &SourceId, key: BodyId) -> Body {
        Body {
            source: id.clone(),
            key: key.to_string(),
            // The chain of bodies is not passed on.
            parent: None,
            name: self.line("body", body.name, limits::NAME),
            description: self.notes("body description", body.description),
            kind: self.line("body kind", body.kind, limits::LINE),
            url: self.url("body url", body.url),
            phone: self.phone("body phone", body.phone),
            email: self.line("body email", body.email, limits::LINE),
            location: self.line("body location", body.location, limits::LINE),
            logo: self.url("body logo", body.logo),
            world_id: self.line("body world id", body.world_id, limits::KEY),
        }
    }

    pub(super) fn format(&mut self, format: Format, id: &SourceId, key: FormatId) -> Format {
        let words = format.words.into_iter().filter(|(tag, _)| is_tag(tag)).take(limits::LANGUAGES);
        let words: Vec<(String, FormatWords)> = words.collect();
        let clean = |(tag, words): (String, FormatWords)| {
            let words = FormatWords {
                code: self.line("format", words.code, limits::CODE),
                name: self.line("format", words.name, limits::NAME),
                description: self.notes("format", words.description),
            };
            (tag, words)
        };
        let words = words.into_iter().map(clean).collect();
        let world_id = self.line("format world id", format.world_id, limits::KEY);
        Format { source: id.clone(), key: key.to_string(), kind: format.kind, world_id, words }
    }

    fn schedule(&mut self, slots: Vec<Slot>) -> Option<Vec<Slot>> {
        if slots.len() > limits::SLOTS {
            self.report.note(self.at, "schedule", What::TooMany, "");
        }
        let slots: Vec<Slot> = slots.into_iter().take(limits::SLOTS).collect();
        for slot in &slots {
            let pattern = &slot.series.pattern;
            let what = if slot.series.check().is_err() {
                What::Recurrence
            } else if Zone::find(&pattern.zone).is_none() {
                What::Zone
            } else {
                continue;
            };
            self.report.refuse(self.at, "schedule", what, &pattern.zone);
            return None;
        }
        Some(slots)
    }

    fn place(&mut self, place: Place) -> Place {
        let point = place.coordinates.and_then(|point| Coordinates::new(point.latitude(), point.longitude()));
        if point != place.coordinates {
            self.report.note(self.at, "place", What::Point, "");
        }
        Place {
            name: self.line("place", place.name, limits::NAME),
            formatted: self.line("address", place.formatted, limits::LINE),
            street: self.line("street", place.street, limits::LINE),
            subsection: self.line("subsection", place.subsection, limits::LINE),
            neighborhood: self.line("neighborhood", place.neighborhood, limits::LINE),
            city: self.line("city", place.city, limits::LINE),
            county: self.line("county", place.county, limits::LINE),
            province: self.line("province", place.province, limits::LINE),
            postal_code: self.line("postal code", place.postal_code, limits::LINE),
            country: self.line("country", place.country, limits::LINE),
            notes: self.notes("place notes", place.notes),
            trains: self.notes("trains", place.trains),
            buses: self.notes("buses", place.buses),
            coordinates: point,
            approximate: place.approximate,
            regions: self.lines("regions", place.regions, limits::REGIONS, limits::LINE),
        }
    }

    fn online(&mut self, online: Online) -> Online {
        Online {
            url: self.url("online url", online.url),
            url_notes: self.notes("online notes", online.url_notes),
            phone: self.phone("online phone", online.phone),
            phone_notes: self.notes("phone notes", online.phone_notes),
        }
    }

    fn contacts(&mut self, contacts: Vec<Contact>) -> Vec<Contact> {
        if contacts.len() > limits::CONTACTS {
            self.report.note(self.at, "contacts", What::TooMany, "");
        }
        let clean = |contact: Contact| Contact {
            name: self.line("contact", contact.name, limits::NAME),
            email: self.line("contact email", contact.email, limits::LINE),
            phone: self.phone("contact phone", contact.phone),
        };
        contacts.into_iter().take(limits::CONTACTS).map(clean).collect()
    }

    fn feedback(&mut self, feedback: Feedback) -> Feedback {
        let is_mail = feedback.url.starts_with("mailto:");
        Feedback {
            emails: self.lines("feedback emails", feedback.emails, limits::FEEDBACK, limits::LINE),
            url: if is_mail {
                self.line("feedback url", feedback.url, limits::URL)
            } else {
                self.url("feedback url", feedback.url)
            },
            edit_url: self.url("edit url", feedback.edit_url),
        }
    }

    fn giving(&mut self, giving: Giving) -> Giving {
        Giving {
            venmo: self.line("venmo", giving.venmo, limits::LINE),
            square: self.line("square", giving.square, limits::LINE),
            paypal: self.line("paypal", giving.paypal, limits::LINE),
            homegroup_online: self.line("homegroup online", giving.homegroup_online, limits::LINE),
        }
    }

    fn languages(&mut self, tags: Vec<String>) -> Vec<String> {
        let all = tags.len();
        let tags: Vec<String> = tags.into_iter().filter(|tag| is_tag(tag)).take(limits::LANGUAGES).collect();
        if tags.len() < all {
            self.report.note(self.at, "languages", What::Choice, "");
        }
        tags
    }

    fn kept(&mut self, kept: BTreeMap<String, String>) -> BTreeMap<String, String> {
        let all = kept.len();
        let is_sound = |(name, json): &(String, String)| {
            clean::line(name, limits::KEY).text == *name
                && json.len() <= limits::KEPT_VALUE
                && !json.chars().any(clean::is_hidden)
                && serde_json::from_str::<serde_json::Value>(json).is_ok()
        };
        let kept: BTreeMap<String, String> = kept.into_iter().filter(is_sound).take(limits::KEPT).collect();
        if kept.len() < all {
            self.report.note(self.at, "kept", What::Hidden, "");
        }
        kept
    }

    fn line(&mut self, field: &str, text: String, most: usize) -> String {
        let plain = clean::line(&text, most);
        self.noted(field, text, plain)
    }

    fn notes(&mut self, field: &str, text: String) -> String {
        let plain = clean::paragraph(&text, limits::NOTES);
        self.noted(field, text, plain)
    }

    fn url(&mut self, field: &str, url: String) -> String {
        self.fits(field, url, What::Url, is_url)
    }

    fn phone(&mut self, field: &str, phone: String) -> String {
        self.fits(field, phone, What::Phone, |phone| phone.len() <= limits::PHONE && is_phone(phone))
    }

    fn fits(&mut self, field: &str, text: String, what: What, fits: impl Fn(&str) -> bool) -> String {
        if text.is_empty() || (fits(&text) && !text.chars().any(clean::is_hidden)) {
            return text;
        }
        self.report.note(self.at, field, what, &text);
        String::new()
    }

    fn lines(&mut self, field: &str, all: Vec<String>, most: usize, each: usize) -> Vec<String> {
        if all.len() > most {
            self.report.note(self.at, field, What::TooMany, "");
        }
        let clean = |text| self.line(field, text, each);
        all.into_iter().take(most).map(clean).collect::<Vec<_>>().into_iter().filter(|text| !text.is_empty()).collect()
    }

    fn noted(&mut self, field: &str, text: String, plain: clean::Plain) -> String {
        if plain.text == text {
            return text;
        }
        for (what, is_so) in [(What::Html, plain.html), (What::Hidden, plain.hidden), (What::TooLong, plain.cut)] {
            if is_so {
                self.report.note(self.at, field, what, &plain.text);
            }
        }
        plain.text
    }
}
