//! The page of one meeting, and the way on from it.

use askama::Template;
use directory::{
    Entry, Listing,
    model::{Attendance, Contact, Set, SourceKind, Tags, Word},
    search::{Index, Unfit},
    web::json_ld,
};
use wire::Millis;

use crate::{
    Frame, Lang,
    frame::print,
    lines::{Lines, caution, lines, sources, when, zone_there},
    options::{Choice, facets},
};

/// Facts of a kind, each in words.
struct Facts {
    label: String,
    facts: Vec<String>,
}

#[derive(Template)]
#[template(path = "meeting.html")]
struct Meeting<'a> {
    frame: Frame<'a>,
    lang: Lang,
    title: String,
    entry: &'a Entry,
    when: String,
    caution: String,
    attendance: String,
    address: String,
    /// What opens the visitor's own map.
    point: String,
    place_notes: &'a str,
    facts: Vec<Facts>,
    /// Whom one can ask, where who listed it was told that everybody sees this.
    contacts: &'a [Contact],
    /// Where one knocks, for a circle that takes people in; or empty.
    knock: &'a str,
    is_circle: bool,
    source: String,
    source_url: String,
    others: Vec<Lines>,
    unfit: Vec<Choice>,
    /// The same for programs (JSON-LD): data that no browser runs, safe within its element.
    data: String,
}

/// The page of a meeting.
pub fn meeting<'a>(frame: Frame<'a>, index: &'a Index, entry: &'a Entry, now: Millis) -> String {
    let lang = frame.lang;
    let listing = index.listing();
    let zone = zone_there(&entry.schedule);
    let others = index.not_for_me(entry.id, Set::of(&[Unfit::Philosophy]), now);
    let other = |tags: &Tags| !tags.philosophies.is_empty() && !tags.philosophies.meets(entry.tags.philosophies);
    let others = others.iter().filter(|hit| listing.entries.get(&hit.id).is_some_and(|entry| other(&entry.tags)));
    let door = listing.circles.get(&entry.id);
    let page = Meeting {
        frame,
        lang,
        title: entry.name.clone(),
        when: when(lang, index.next(entry.id, now), zone.as_ref(), now),
        caution: caution(lang, listing, entry, now),
        attendance: lang.word("attendance", entry.attendance.word()),
        address: address(entry),
        point: point(entry),
        place_notes: &entry.place.notes,
        facts: facts(lang, entry),
        contacts: contacts(listing, entry),
        knock: door.and_then(|door| door.knock.as_deref()).unwrap_or_default(),
        is_circle: door.is_some(),
        source: if door.is_some() { lang.get("circle-source") } else { sources(index, entry) },
        source_url: link(&entry.url),
        others: others.take(2).filter_map(|hit| lines(frame, index, hit, None, now)).collect(),
        unfit: unfit(lang, Set::EMPTY),
        data: json_ld(listing, entry, &format!("{}/meeting/{}", frame.base, entry.slug), now),
        entry,
    };
    print(&page)
}

#[derive(Template)]
#[template(path = "not_for_me.html")]
struct NotForMe<'a> {
    frame: Frame<'a>,
    lang: Lang,
    title: String,
    entry: &'a Entry,
    unfit: Vec<Choice>,
    hits: Vec<Lines>,
}

/// Where to go on for whom a meeting is not.
pub fn not_for_me(frame: Frame<'_>, index: &Index, entry: &Entry, why: Set<Unfit>, now: Millis) -> String {
    let lang = frame.lang;
    let hits = index.not_for_me(entry.id, why, now);
    let page = NotForMe {
        frame,
        lang,
        title: lang.get("unfit-title"),
        entry,
        unfit: unfit(lang, why),
        hits: hits.iter().filter_map(|hit| lines(frame, index, hit, None, now)).collect(),
    };
    print(&page)
}

fn unfit(lang: Lang, chosen: Set<Unfit>) -> Vec<Choice> {
    let choice = |why: &Unfit| Choice {
        value: why.word().to_owned(),
        label: lang.word("unfit", why.word()),
        chosen: chosen.contains(*why),
    };
    Unfit::ALL.iter().map(choice).collect()
}

fn facts(lang: Lang, entry: &Entry) -> Vec<Facts> {
    let language = ("language", entry.languages.clone());
    let all = facets(lang, &entry.tags).into_iter().chain([language]);
    let stated = all.filter(|(_, facts)| !facts.is_empty());
    stated.map(|(name, facts)| Facts { label: lang.get(&format!("field-{name}")), facts }).collect()
}

pub(crate) fn address(entry: &Entry) -> String {
    let place = &entry.place;
    if entry.attendance == Attendance::Online {
        return String::new();
    }
    let parts = if place.formatted.is_empty() {
        vec![&place.name, &place.street, &place.city, &place.province, &place.postal_code, &place.country]
    } else {
        vec![&place.name, &place.formatted]
    };
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The point as an address that the visitor's own map program opens (RFC 5870); nothing where nobody can go by it.
pub(crate) fn point(entry: &Entry) -> String {
    let is_place = !entry.place.approximate && entry.attendance != Attendance::Online;
    let point = entry.place.coordinates.filter(|_| is_place);
    point.map(|point| format!("geo:{},{}", point.latitude(), point.longitude())).unwrap_or_default()
}

fn contacts<'a>(listing: &Listing, entry: &'a Entry) -> &'a [Contact] {
    match listing.source_of(entry).map(|source| source.kind) {
        Some(SourceKind::Own | SourceKind::Stayhere) => &entry.contacts,
        _ => &[],
    }
}

/// An address of the web, or nothing: a feed may say anything.
pub(crate) fn link(url: &str) -> String {
    let web = url.starts_with("https://") || url.starts_with("http://");
    if web { url.to_owned() } else { String::new() }
}
