//! The desk of those whom the operator trusts to enter meetings: the door to it, and what lies on it.

use std::collections::BTreeMap;

use askama::Template;
use directory::{
    EntryId, Listing,
    own::{Proposal, Wish, source},
};

use crate::{Frame, Lang, frame::print};

#[derive(Template)]
#[template(path = "servants_door.html")]
struct Door<'a> {
    frame: Frame<'a>,
    lang: Lang,
    title: String,
    trouble: String,
}

/// Why somebody stands at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtDoor {
    /// They have just come.
    Came,
    /// The key that they have opens nothing.
    WrongKey,
    /// They sent something, and their browser has no key any more.
    Sent,
    /// They gave a key that opens, and their browser has not kept it.
    NotKept,
}

/// Where somebody gives their key.
pub fn servants_door(frame: Frame<'_>, why: AtDoor) -> String {
    let lang = frame.lang;
    let trouble = match why {
        AtDoor::Came => String::new(),
        AtDoor::WrongKey => lang.get("servants-wrong-key"),
        AtDoor::Sent => lang.get("servants-key-gone"),
        AtDoor::NotKept => lang.get("servants-not-kept"),
    };
    print(&Door { frame, lang, title: lang.get("servants-title"), trouble })
}

/// Why nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hitch {
    /// Somebody else's wish for the same meeting waits: nothing can be written now.
    Waits,
    /// Somebody else's wish for the same meeting waits, and this one was not sent.
    Others,
    /// The meeting was changed while this was written.
    Changed,
    /// Too much waits.
    Full,
    /// It is no longer there to decide.
    Decided,
    /// There is no such meeting.
    Gone,
    /// A page of another server sent it.
    Elsewhere,
}

impl Hitch {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Waits => "servants-waits",
            Self::Changed => "servants-changed",
            Self::Others => "servants-others",
            Self::Full => "servants-full",
            Self::Decided => "servants-decided",
            Self::Gone => "servants-gone",
            Self::Elsewhere => "servants-elsewhere",
        }
    }
}

#[derive(Template)]
#[template(path = "servants_note.html")]
struct Note<'a> {
    frame: Frame<'a>,
    lang: Lang,
    title: String,
    trouble: String,
    kept: &'a str,
}

/// A page that says why nothing was done, with the way back and what was typed.
pub fn servants_note(frame: Frame<'_>, hitch: Hitch, kept: &str) -> String {
    let lang = frame.lang;
    print(&Note { frame, lang, title: lang.get("servants-desk"), trouble: lang.get(hitch.key()), kept })
}

/// Who sits at the desk.
#[derive(Debug, Clone, Copy)]
pub struct Me<'a> {
    /// Their name.
    pub name: &'a str,
    /// Whether they look at what others enter.
    pub reviews: bool,
}

#[derive(Template)]
#[template(path = "servants_desk.html")]
struct Desk<'a> {
    frame: Frame<'a>,
    lang: Lang,
    title: String,
    list: &'a str,
    you: String,
    /// What others wish, for who reviews.
    to_review: Vec<Item>,
    returned: Vec<Item>,
    waiting: Vec<Item>,
    listed: Vec<Item>,
}

struct Item {
    id: EntryId,
    name: String,
    /// Whose it is, or why it came back.
    note: String,
}

/// What there is to do. `list` is what the list is called.
pub fn servants_desk(
    frame: Frame<'_>,
    list: &str,
    me: Me<'_>,
    listing: &Listing,
    proposals: &BTreeMap<EntryId, Proposal>,
) -> String {
    let lang = frame.lang;
    let mine = |proposal: &Proposal| proposal.by == me.name;
    let waits = |proposal: &Proposal| proposal.returned.is_none();
    let items = |fits: &dyn Fn(&Proposal) -> bool, note: &dyn Fn(&Proposal) -> String| -> Vec<Item> {
        let fitting = proposals.iter().filter(|(_, proposal)| fits(proposal));
        fitting.map(|(id, one)| Item { id: *id, name: wished(lang, listing, *id, one), note: note(one) }).collect()
    };
    let by = |proposal: &Proposal| lang.with("servants-by", &[("name", proposal.by.clone().into())]);
    let own = source();
    let entries = listing.entries.values().filter(|entry| entry.origin.source == own);
    let listed = entries.map(|entry| Item {
        id: entry.id,
        name: entry.name.clone(),
        note: if proposals.get(&entry.id).is_some_and(waits) { lang.get("servants-has-wish") } else { String::new() },
    });
    let mut listed: Vec<Item> = listed.collect();
    listed.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    print(&Desk {
        frame,
        lang,
        title: lang.get("servants-desk"),
        list,
        you: lang.with("servants-you", &[("name", me.name.to_owned().into())]),
        to_review: items(&|one| me.reviews && !mine(one) && waits(one), &by),
        returned: items(&|one| mine(one) && !waits(one), &|one| one.returned.clone().unwrap_or_default()),
        waiting: items(&|one| mine(one) && waits(one), &|_| String::new()),
        listed,
    })
}

/// What a wish is about, in a few words.
pub(crate) fn wished(lang: Lang, listing: &Listing, id: EntryId, proposal: &Proposal) -> String {
    let listed = listing.entries.get(&id).map(|entry| entry.name.clone());
    match (&proposal.wish, listed) {
        (Wish::List(entry), None) => lang.with("servants-wish-new", &[("name", entry.name.clone().into())]),
        (Wish::List(entry), Some(_)) => lang.with("servants-wish-change", &[("name", entry.name.clone().into())]),
        (Wish::Remove, name) => lang.with("servants-wish-remove", &[("name", name.unwrap_or_default().into())]),
    }
}
