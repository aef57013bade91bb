//! What stands around every page.

use askama::Template;

use crate::Lang;

/// What every page needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// In which language.
    pub lang: Lang,
    /// The server's own address without a slash at its end, for what is printed.
    pub base: &'a str,
    /// The address of this page in the other language.
    pub other: &'a str,
    /// What keeps a language that somebody chose, at the end of each address: `?lang=ar`; empty where the browser's counts.
    pub keep: &'a str,
}

#[derive(Template)]
#[template(path = "missing.html")]
struct Missing<'a> {
    frame: Frame<'a>,
    lang: Lang,
    title: String,
}

/// The page for an address without a meeting.
pub fn missing(frame: Frame<'_>) -> String {
    print(&Missing { frame, lang: frame.lang, title: frame.lang.get("missing-title") })
}

/// Printing into a string cannot fail.
pub(crate) fn print(page: &impl Template) -> String {
    page.render().unwrap_or_default()
}
