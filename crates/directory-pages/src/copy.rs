//! A list to keep: one file that needs no network and no server, to pass from hand to hand (domain I109).

use askama::Template;
use calendar::{Date, Zone};
use directory::{Entry, EntryId, model::Word, search::Index};
use wire::{Hash, Millis};

use crate::{
    Lang, STYLE,
    frame::print,
    lines::{caution, sources, tags},
    meeting::{address, link, point},
    times::{date, times},
};

const DAY_MS: u64 = 86_400_000;

/// Whose list it is, and how much of it is in the file.
#[derive(Debug, Clone, Copy)]
pub struct Copy<'a> {
    /// In which language.
    pub lang: Lang,
    /// The server's own address without a slash at its end.
    pub base: &'a str,
    /// How many meetings there are in all; more than are in the file, if those were too many.
    pub total: usize,
    /// The element with which another server takes them, as `directory::stayhere::copy` makes it.
    pub data: &'a str,
}

/// What the file permits itself: its own style, and nothing else. No script, no address is asked.
pub fn copy_policy() -> String {
    let digest = data_encoding::BASE64.encode(&Hash::of(STYLE.as_bytes()).0);
    format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
}

#[derive(Template)]
#[template(path = "copy.html")]
struct Page<'a> {
    lang: Lang,
    title: String,
    policy: String,
    style: &'static str,
    base: &'a str,
    date: String,
    count: String,
    cut: String,
    meetings: Vec<Shown<'a>>,
    data: &'a str,
}

struct Shown<'a> {
    entry: &'a Entry,
    caution: String,
    times: Vec<String>,
    attendance: String,
    address: String,
    point: String,
    tags: Vec<String>,
    source: String,
    link: String,
    page: String,
}

/// The file, with these meetings in this order. What was looked for stands nowhere in it.
pub fn copy<'a>(about: &Copy<'a>, index: &'a Index, meetings: impl Iterator<Item = &'a Entry>, now: Millis) -> String {
    let Copy { lang, base, total, data } = *about;
    let today = |zone: Option<Zone>| match zone {
        Some(zone) => Some(zone.local(now).0),
        None => u32::try_from(now.0 / DAY_MS).ok().and_then(Date::from_days),
    };
    let shown = |entry: &'a Entry| Shown {
        caution: caution(lang, index.listing(), entry, now),
        times: entry
            .schedule
            .iter()
            .filter_map(|slot| Some(times(lang, slot, today(Zone::find(&slot.series.pattern.zone))?)))
            .collect(),
        attendance: lang.word("attendance", entry.attendance.word()),
        address: address(entry),
        point: point(entry),
        tags: tags(lang, &entry.tags),
        source: sources(index, entry),
        link: link(&entry.url),
        page: if base.is_empty() { String::new() } else { format!("{base}/meeting/{}", entry.slug) },
        entry,
    };
    let meetings: Vec<Shown<'_>> = meetings.map(shown).collect();
    let values = [("count", meetings.len().into()), ("total", total.into())];
    let date = today(None).map(|today| date(lang, today)).unwrap_or_default();
    print(&Page {
        lang,
        title: lang.get("copy-title"),
        policy: copy_policy(),
        style: STYLE,
        base,
        date: lang.with("copy-date", &[("date", date.into())]),
        count: lang.with("find-count", &[("count", meetings.len().into())]),
        cut: if meetings.len() < total { lang.with("copy-cut", &values) } else { String::new() },
        meetings,
        data,
    })
}

/// What of a search stands in a file, in its order: by name, as a list on paper is looked through.
pub fn copied<'a>(index: &'a Index, found: &[EntryId]) -> Vec<&'a Entry> {
    let mut entries: Vec<&Entry> = found.iter().filter_map(|id| index.listing().entries.get(id)).collect();
    entries.sort_by_cached_key(|entry| (letters(&entry.name), entry.id));
    entries
}

/// Quotation marks and the like put nothing first.
fn letters(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).collect();
    plain.to_lowercase()
}
