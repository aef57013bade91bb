//! The page on which somebody checks a feed before they publish it.

use askama::Template;
use directory::{check::Checked, model::SourceKind};

use crate::{
    Frame, Lang,
    frame::print,
    report::{self, Section},
};

/// Lines of each kind that the page shows.
const FEW: usize = 20;
const MEGABYTE: usize = 1024 * 1024;

/// What became of what somebody sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    /// Nothing was sent yet.
    Nothing,
    /// It was checked.
    Checked(SourceKind, Box<Checked>),
    /// It was not.
    Not(Why),
}

/// Why nothing was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Neither a text nor a file came.
    Nothing,
    /// More bytes than the page takes.
    TooLarge,
    /// Not UTF-8.
    Encoding,
    /// In no known convention.
    Unknown,
    /// There is no such zone.
    Zone,
    /// Another one is being checked.
    Busy,
}

impl Why {
    const fn key(self) -> &'static str {
        match self {
            Self::Nothing => "check-nothing",
            Self::TooLarge => "check-too-large",
            Self::Encoding => "check-encoding",
            Self::Unknown => "check-unknown",
            Self::Zone => "check-zone-unknown",
            Self::Busy => "check-busy",
        }
    }
}

#[derive(Template)]
#[template(path = "check.html")]
struct Page<'a> {
    frame: Frame<'a>,
    lang: Lang,
    title: String,
    zone: &'a str,
    size: String,
    trouble: String,
    kind: String,
    count: String,
    sections: Vec<Shown>,
    /// At the end: that nothing is amiss, or that there is more than is told.
    last: String,
}

struct Shown {
    title: String,
    lines: Vec<String>,
}

impl Shown {
    fn of(section: Section, lang: Lang) -> Self {
        let mut lines = Vec::new();
        for told in section.kinds {
            lines.extend(told.lines);
            lines.extend((told.more > 0).then(|| lang.with("check-more", &[("count", told.more.into())])));
        }
        Self { title: section.title, lines }
    }
}

/// The form, and what was found. `zone` is the one that was typed, `most` how many bytes are taken.
pub fn check_feed(frame: Frame<'_>, zone: &str, tried: &Tried, most: usize) -> String {
    let lang = frame.lang;
    let limit = |key: &str| lang.with(key, &[("megabytes", (most / MEGABYTE).into())]);
    let mut page = Page {
        frame,
        lang,
        title: lang.get("check-title"),
        zone,
        size: limit("check-size"),
        trouble: String::new(),
        kind: String::new(),
        count: String::new(),
        sections: Vec::new(),
        last: String::new(),
    };
    match tried {
        Tried::Nothing => {}
        Tried::Not(why) => page.trouble = limit(why.key()),
        Tried::Checked(kind, checked) => {
            page.kind = report::kind(*kind, lang);
            page.count = report::count(checked.entries, &checked.report, lang);
            let sections = report::faults(&checked.report, FEW, lang).into_iter();
            let sections = sections.chain(report::verdicts(checked, FEW, lang));
            page.sections = sections.map(|section| Shown::of(section, lang)).collect();
            let nothing = page.sections.is_empty();
            page.last = report::uncounted(&checked.report, lang)
                .unwrap_or_else(|| if nothing { report::good(lang) } else { String::new() });
        }
    }
    print(&page)
}
