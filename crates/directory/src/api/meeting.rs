//! A meeting, or a circle that shows itself, as the interface says it.

use serde::Serialize;
use utoipa::ToSchema;
use wire::Millis;

use super::{Schedule, answer::Host, instant, told};
use crate::{
    Entry,
    model::{
        Access, Attendance, Audience, Crosstalk, Faith, Form, Freshness, Goal, Openness, Philosophy, Problem, Relation,
        Status, Tags, vocabulary,
    },
    search::{Hit, Index, Next},
};

vocabulary! {
    /// What was found.
    Kind {
        /// A meeting that a source lists.
        Meeting = 0, "meeting";
        /// A circle of this server that shows itself.
        Circle = 1, "circle";
    }
}

/// A meeting, or a circle that shows itself. What nobody has stated is not there, or is an empty list: silence is no
/// statement.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Meeting {
    /// Which of the two it is.
    pub kind: Kind,
    /// Its number, which stays.
    #[schema(example = "7881600704750179")]
    pub id: String,
    /// Its name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Its name.
    pub name: String,
    /// Where one knocks, of a circle that takes people in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub knock: Option<String>,
    /// Its page on this server.
    #[schema(format = "uri")]
    pub page: String,
    /// The fellowship or programme, as the source calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// The group that holds it, if that has a name of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How one attends.
    pub attendance: Attendance,
    /// Whether it takes place.
    pub status: Status,
    /// Languages spoken (RFC 5646), the main one first.
    pub languages: Vec<String>,
    /// What it is about.
    pub problems: Vec<Problem>,
    /// How it works.
    pub philosophies: Vec<Philosophy>,
    /// For whom.
    pub relations: Vec<Relation>,
    /// Who may come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openness: Option<Openness>,
    /// Words of faith.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub faith: Option<Faith>,
    /// Abstinence, harm reduction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// Whether one answers what others have said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crosstalk: Option<Crosstalk>,
    /// What makes it reachable.
    pub access: Vec<Access>,
    /// For whom first of all.
    pub audience: Vec<Audience>,
    /// What happens there.
    pub forms: Vec<Form>,
    /// When; empty: by appointment.
    pub schedule: Vec<Schedule>,
    /// The first time that the search asks for, otherwise the next at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Occurrence>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Ways in over the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online: Option<Online>,
    /// How far away it is in metres, if a place was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
    /// Whom one can ask.
    pub contacts: Vec<Contact>,
    /// About it, plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Its own page elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When its owners last changed it (RFC 3339, UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    pub updated: Option<String>,
    /// Who lists it, by the ids of `/api/v1/sources`, its own source first.
    pub sources: Vec<String>,
    /// Of what another Stayhere server lists: from whom that one has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listed_by: Option<String>,
    /// Its source has been silent for long: look whether it still takes place.
    pub stale: bool,
}

/// A time that it takes place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Occurrence {
    /// From when (RFC 3339, UTC).
    #[schema(format = "date-time")]
    pub starts: String,
    /// Until when.
    #[schema(format = "date-time")]
    pub ends: String,
}

/// Where; for what is online alone, the area to which it belongs.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Place {
    /// The building, the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The whole address in one line, if the source gives it so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted: Option<String>,
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// The town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The county or its like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub county: Option<String>,
    /// The state, the province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// How to find it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Degrees north (WGS 84).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    /// Nobody can go there by it.
    pub approximate: bool,
    /// Regions, from general to specific.
    pub regions: Vec<String>,
}

/// Ways in over the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Online {
    /// An address that opens the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What one needs to know with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url_notes: Option<String>,
    /// A number to dial in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What one needs to know with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_notes: Option<String>,
}

/// Whom one can ask, as its owners made it public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Contact {
    /// A name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An address for mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl Meeting {
    pub(super) fn of_hit(index: &Index, hit: &Hit, host: &Host<'_>, now: Millis) -> Option<Self> {
        let listing = index.listing();
        let mut meeting = Self::of_entry(index, listing.entries.get(&hit.id)?, host, now);
        meeting.next = hit.next.map(Occurrence::of);
        #[expect(clippy::cast_sign_loss, reason = "a distance is not negative")]
        let whole = |metres: f64| metres.round() as u32;
        meeting.metres = hit.metres.map(whole);
        Some(meeting)
    }

    pub(super) fn of_entry(index: &Index, entry: &Entry, host: &Host<'_>, now: Millis) -> Self {
        let listing = index.listing();
        let contact = |one: &crate::model::Contact| Contact {
            name: told(&one.name),
            email: told(&one.email),
            phone: told(&one.phone),
        };
        let online = &entry.online;
        let is_reachable = online.is_usable() || !online.url_notes.is_empty() || !online.phone_notes.is_empty();
        let door = listing.circles.get(&entry.id);
        let kind = if door.is_some() { Kind::Circle } else { Kind::Meeting };
        Self {
            id: entry.id.to_string(),
            knock: door.and_then(|door| door.knock.as_ref()).map(|path| format!("{}{path}", host.base)),
            slug: Some(entry.slug.to_string()),
            page: format!("{}/meeting/{}", host.base, entry.slug),
            programme: told(&entry.programme),
            group: entry.group.as_ref().and_then(|group| told(&group.name)),
            schedule: entry.schedule.iter().map(Schedule::of).collect(),
            next: index.next(entry.id, now).map(Occurrence::of),
            place: Place::of(&entry.place),
            online: is_reachable.then(|| Online {
                url: told(&online.url),
                url_notes: told(&online.url_notes),
                phone: told(&online.phone),
                phone_notes: told(&online.phone_notes),
            }),
            contacts: entry.contacts.iter().map(contact).collect(),
            notes: told(&entry.notes),
            url: told(&entry.url),
            updated: entry.updated.map(instant),
            sources: index.source_ids_of(entry).map(ToString::to_string).collect(),
            listed_by: entry.lister.as_ref().and_then(|lister| told(&lister.name)),
            stale: listing.source_of(entry).is_some_and(|source| source.freshness(now) != Freshness::Fresh),
            ..Self::tagged(kind, &entry.name, &entry.tags, &entry.languages, entry.attendance, entry.status)
        }
    }

    fn tagged(
        kind: Kind,
        name: &str,
        tags: &Tags,
        languages: &[String],
        attendance: Attendance,
        status: Status,
    ) -> Self {
        Self {
            kind,
            id: String::new(),
            slug: None,
            name: name.to_owned(),
            page: String::new(),
            knock: None,
            programme: None,
            group: None,
            attendance,
            status,
            languages: languages.to_vec(),
            problems: tags.problems.iter().collect(),
            philosophies: tags.philosophies.iter().collect(),
            relations: tags.relations.iter().collect(),
            openness: tags.openness,
            faith: tags.faith,
            goal: tags.goal,
            crosstalk: tags.crosstalk,
            access: tags.access.iter().collect(),
            audience: tags.audience.iter().collect(),
            forms: tags.forms.iter().collect(),
            schedule: Vec::new(),
            next: None,
            place: None,
            online: None,
            metres: None,
            contacts: Vec::new(),
            notes: None,
            url: None,
            updated: None,
            sources: Vec::new(),
            listed_by: None,
            stale: false,
        }
    }
}

impl Occurrence {
    fn of(next: Next) -> Self {
        Self { starts: instant(next.at), ends: instant(next.ends) }
    }
}

impl Place {
    fn of(place: &crate::model::Place) -> Option<Self> {
        (*place != crate::model::Place::default()).then(|| Self {
            name: told(&place.name),
            formatted: told(&place.formatted),
            street: told(&place.street),
            city: told(&place.city),
            county: told(&place.county),
            province: told(&place.province),
            postal_code: told(&place.postal_code),
            country: told(&place.country),
            notes: told(&place.notes),
            latitude: place.coordinates.map(crate::model::Coordinates::latitude),
            longitude: place.coordinates.map(crate::model::Coordinates::longitude),
            approximate: place.approximate,
            regions: place.regions.clone(),
        })
    }
}
