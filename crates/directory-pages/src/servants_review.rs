//! The page on which somebody looks at what another one entered.

use askama::Template;
use directory::{
    Entry, EntryId, Listing, Source,
    check::check,
    meeting_guide::{self, Publisher},
    model::{Contact, SourceKind, Word},
    own::{Proposal, Wish, settled, source},
};
use wire::Millis;

use crate::{
    Frame, Lang,
    frame::print,
    options::facets,
    report::{self, Section},
    servants::wished,
    times::times_whole,
};

/// Lines of each kind that are told of what the field's apps do.
const FEW: usize = 5;

#[derive(Template)]
#[template(path = "servants_review.html")]
struct Page<'a> {
    frame: Frame<'a>,
    lang: Lang,
    title: String,
    id: EntryId,
    at: u64,
    by: String,
    removes: bool,
    /// What changes, or all of a new one.
    lines: Vec<Difference>,
    is_new: bool,
    apps: Option<Section>,
    trouble: String,
}

/// A part of a meeting, as it is listed and as it is wished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is called.
    pub label: String,
    /// As it is; empty: nothing is said.
    pub before: String,
    /// As it is to be.
    pub after: String,
}

/// What is wished of the entry `id`. `no_reason`: it was to go back, and nothing was said why.
pub fn servants_review(
    frame: Frame<'_>,
    listing: &Listing,
    id: EntryId,
    proposal: &Proposal,
    no_reason: bool,
    now: Millis,
) -> String {
    let lang = frame.lang;
    let before = listing.entries.get(&id);
    let after = match &proposal.wish {
        Wish::List(entry) => Some(&**entry),
        Wish::Remove => None,
    };
    let trouble = if no_reason { lang.get("servants-no-reason") } else { String::new() };
    print(&Page {
        frame,
        lang,
        title: wished(lang, listing, id, proposal),
        id,
        at: proposal.at.0,
        by: lang.with("servants-by", &[("name", proposal.by.clone().into())]),
        removes: after.is_none(),
        lines: differences(lang, before, after),
        is_new: before.is_none(),
        apps: after.and_then(|entry| apps(frame, listing, entry, now)),
        trouble,
    })
}

/// What changes from one state of a meeting to the other, part by part; all of it where there is only one of the two.
pub fn differences(lang: Lang, before: Option<&Entry>, after: Option<&Entry>) -> Vec<Difference> {
    let side = |entry: Option<&Entry>| entry.map(|entry| told(lang, entry)).unwrap_or_default();
    let (before, after) = (side(before), side(after));
    let labels = if before.is_empty() { &after } else { &before }.iter().map(|(label, _)| label.clone());
    let text = |side: &[(String, String)], n: usize| side.get(n).map(|(_, text)| text.clone()).unwrap_or_default();
    let all =
        labels.enumerate().map(|(n, label)| Difference { label, before: text(&before, n), after: text(&after, n) });
    all.filter(|one| one.before != one.after).collect()
}

/// Every part of a meeting under its label, always in the same order; a part of which nothing is said is empty.
fn told(lang: Lang, entry: &Entry) -> Vec<(String, String)> {
    let schedule = entry.schedule.iter().map(|slot| times_whole(lang, slot));
    let place = &entry.place;
    let area = if place.approximate { lang.get("entry-area") } else { String::new() };
    let point =
        place.coordinates.map(|point| format!("{}, {}", point.latitude(), point.longitude())).unwrap_or_default();
    let contact = |one: &Contact| joined(&[&one.name, &one.email, &one.phone]);
    let group = entry.group.as_ref().map(|group| group.name.clone()).unwrap_or_default();
    let said = |(key, text): (&str, String)| (lang.get(key), text);
    let first = [
        ("entry-name", entry.name.clone()),
        ("field-attendance", lang.word("attendance", entry.attendance.word())),
        ("field-status", lang.word("status", entry.status.word())),
        ("entry-group", group),
        ("entry-programme", entry.programme.clone()),
        ("entry-part-when", schedule.collect::<Vec<_>>().join("\n")),
        ("entry-place", place.name.clone()),
        ("entry-street", place.street.clone()),
        ("entry-town", place.city.clone()),
        ("entry-province", place.province.clone()),
        ("entry-postal-code", place.postal_code.clone()),
        ("entry-country", place.country.clone()),
        ("entry-area-label", area),
        ("entry-place-notes", place.notes.clone()),
        ("entry-point", point),
        ("entry-link", entry.online.url.clone()),
        ("entry-link-notes", entry.online.url_notes.clone()),
        ("entry-phone", entry.online.phone.clone()),
        ("entry-phone-notes", entry.online.phone_notes.clone()),
        ("entry-language", entry.languages.join(", ")),
    ];
    let last = [
        ("entry-notes", entry.notes.clone()),
        ("entry-page", entry.url.clone()),
        ("entry-part-contacts", entry.contacts.iter().map(contact).collect::<Vec<_>>().join("\n")),
    ];
    let comma = lang.get("list-comma");
    let facets = facets(lang, &entry.tags);
    let facets = facets.map(|(name, words)| (lang.get(&format!("field-{name}")), words.join(&comma)));
    first.map(said).into_iter().chain(facets).chain(last.map(said)).collect()
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What the apps will do that read the field's feeds, if anything is to be said of it.
fn apps(frame: Frame<'_>, listing: &Listing, entry: &Entry, now: Millis) -> Option<Section> {
    let entry = settled(entry.clone(), listing, now);
    let pages = format!("{}/meeting/", frame.base);
    let own = listing.sources.get(&source());
    let zone = own.map_or("UTC", |own| &own.zone);
    let feed = meeting_guide::write(listing, core::iter::once(&entry), &Publisher { pages: &pages }, now);
    let checked = check(&Source::unnamed(SourceKind::MeetingGuide, zone), feed.as_bytes()).ok()?;
    report::verdicts(&checked, FEW, frame.lang)
}
