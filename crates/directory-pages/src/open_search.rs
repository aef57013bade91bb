//! How a browser searches here by itself.

use directory::web::{self, OpenSearch};

use crate::Frame;

/// The description (OpenSearch 1.1), in the page's language.
pub fn open_search(frame: Frame<'_>) -> String {
    let (base, lang) = (frame.base, frame.lang);
    web::open_search(&OpenSearch {
        name: &lang.get("search-name"),
        description: &lang.get("search-about"),
        page: &format!("{base}/find{}", frame.keep),
        feed: &format!("{base}/feeds/meetings.json?q={{searchTerms}}"),
        language: lang.tag(),
    })
}
