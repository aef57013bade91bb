//! Site maps (sitemaps.org).

use core::fmt::Write;

use wire::Millis;

use super::xml::escape;
use crate::{feed::fields::instant_text, limits};

/// A site map of these pages with the time of their last change; [`limits::SITEMAP`] at most, further ones are left out.
pub fn sitemap(pages: impl Iterator<Item = (String, Option<Millis>)>) -> String {
    list("urlset", "url", pages.take(limits::SITEMAP))
}

/// A site map of site maps.
pub fn sitemap_index(maps: impl Iterator<Item = (String, Option<Millis>)>) -> String {
    list("sitemapindex", "sitemap", maps.take(limits::SITEMAP))
}

fn list(root: &str, item: &str, pages: impl Iterator<Item = (String, Option<Millis>)>) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for (page, changed) in pages {
        let changed = changed.map(|at| format!("<lastmod>{}</lastmod>", &instant_text(at)[..10])).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = writeln!(out, "<{item}><loc>{}</loc>{changed}</{item}>", escape(&page));
    }
    let _ = writeln!(out, "</{root}>");
    out
}
