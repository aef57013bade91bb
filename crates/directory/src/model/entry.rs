//! A public meeting.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use wire::Millis;

use super::{
    Attendance, BodyId, CodeList, Codes, Contact, EntryId, Feedback, Giving, Online, Place, Slot, Slug, SourceId,
    Status, Tags,
};

/// A public meeting, as its source lists it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Entry {
    /// Its number here; [`EntryId::of`] its origin.
    #[n(0)]
    pub id: EntryId,
    /// Its name in addresses.
    #[n(1)]
    pub slug: Slug,
    /// Its name.
    #[n(2)]
    pub name: String,
    /// Who lists it.
    #[n(3)]
    pub origin: Origin,
    /// The fellowship or programme, as the source calls it; or empty.
    #[n(4)]
    pub programme: String,
    /// The body that answers for it.
    #[n(5)]
    pub body: Option<BodyId>,
    /// The group that holds it, if that has a name of its own.
    #[n(6)]
    pub group: Option<Group>,
    /// Whom one can ask, [`crate::limits::CONTACTS`] at most.
    #[n(7)]
    pub contacts: Vec<Contact>,
    /// How one attends.
    #[n(8)]
    pub attendance: Attendance,
    /// Whether it takes place.
    #[n(9)]
    pub status: Status,
    /// Shown to the public; otherwise its owners keep it as a draft.
    #[n(10)]
    pub published: bool,
    /// When; none: by appointment.
    #[n(11)]
    pub schedule: Vec<Slot>,
    /// Where; for what is online alone the area that it belongs to.
    #[n(12)]
    pub place: Place,
    /// Ways in over the network.
    #[n(13)]
    pub online: Online,
    /// Languages spoken (RFC 5646), the main one first.
    #[n(14)]
    pub languages: Vec<String>,
    /// What a search asks for.
    #[n(15)]
    pub tags: Tags,
    /// The source's own codes, from which the tags were read.
    #[n(16)]
    pub codes: Codes,
    /// About the meeting, plain text.
    #[n(17)]
    pub notes: String,
    /// Its page.
    #[n(18)]
    pub url: String,
    /// Where to say that something is wrong.
    #[n(19)]
    pub feedback: Feedback,
    /// How to give money.
    #[n(20)]
    pub giving: Giving,
    /// When its owners last changed it, if they tell.
    #[n(21)]
    pub updated: Option<Millis>,
    /// Fields of the source for which this model has no place: name, and value as JSON.
    #[n(22)]
    pub kept: BTreeMap<String, String>,
    /// Where another Stayhere server has it from, if it came from one: passed on with it.
    #[n(23)]
    pub lister: Option<Lister>,
}

impl Entry {
    /// A meeting in person that runs, of which nothing more is said than its name and who lists it.
    pub fn named(id: EntryId, slug: Slug, name: String, origin: Origin) -> Self {
        Self {
            id,
            slug,
            name,
            origin,
            programme: String::new(),
            body: None,
            group: None,
            contacts: Vec::new(),
            attendance: Attendance::InPerson,
            status: Status::Runs,
            published: true,
            schedule: Vec::new(),
            place: Place::default(),
            online: Online::default(),
            languages: Vec::new(),
            tags: Tags::default(),
            codes: Codes::none(CodeList::MeetingGuide),
            notes: String::new(),
            url: String::new(),
            feedback: Feedback::default(),
            giving: Giving::default(),
            updated: None,
            kept: BTreeMap::new(),
            lister: None,
        }
    }
}

/// Who lists an entry, and under which name: passed on with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Origin {
    /// The source.
    #[n(0)]
    pub source: SourceId,
    /// The source's own name for the entry: a slug, an id, a UID.
    #[n(1)]
    pub key: String,
}

/// From whom another Stayhere server has an entry, in that server's words.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Lister {
    /// The source's name there.
    #[n(0)]
    pub source: SourceId,
    /// Who that is.
    #[n(1)]
    pub name: String,
}

/// A group that holds meetings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Group {
    /// Its name.
    #[n(0)]
    pub name: String,
    /// About it, plain text.
    #[n(1)]
    pub notes: String,
}
