//! A meeting on half a sheet of paper, for somebody to take along (domain I3).

use askama::Template;
use directory::{Entry, model::Word, search::Index};
use wire::Millis;

use crate::{
    Frame, Lang,
    frame::print,
    lines::{caution, when, zone_there},
    meeting::address,
    qr::{Qr, qr},
};

#[derive(Template)]
#[template(path = "card.html")]
struct Card<'a> {
    frame: Frame<'a>,
    lang: Lang,
    title: String,
    entry: &'a Entry,
    when: String,
    caution: String,
    attendance: String,
    address: String,
    link: String,
    code: Option<Qr>,
}

/// The card. Its code and its address lead to the meeting's page and say nothing of who gave it to whom.
pub fn card(frame: Frame<'_>, index: &Index, entry: &Entry, now: Millis) -> String {
    let lang = frame.lang;
    let zone = zone_there(&entry.schedule);
    let link = format!("{}/meeting/{}", frame.base, entry.slug);
    let page = Card {
        frame,
        lang,
        title: entry.name.clone(),
        when: when(lang, index.next(entry.id, now), zone.as_ref(), now),
        caution: caution(lang, index.listing(), entry, now),
        attendance: lang.word("attendance", entry.attendance.word()),
        address: address(entry),
        code: qr(&link),
        link,
        entry,
    };
    print(&page)
}
