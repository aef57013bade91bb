//! The description by which browsers and sites can search the directory (OpenSearch 1.1).

use super::xml::escape;

/// What the description says. Texts are in the language of the page.
#[derive(Debug, Clone, Copy)]
pub struct OpenSearch<'a> {
    /// At most 16 characters; longer ones are cut.
    pub name: &'a str,
    /// What can be found.
    pub description: &'a str,
    /// The address of the result page. It gets the words as `q` in the body of a POST: they stand in no address.
    pub page: &'a str,
    /// The address of the same as Meeting Guide JSON for programs, with `{searchTerms}` where the words go.
    pub feed: &'a str,
    /// The language (RFC 5646).
    pub language: &'a str,
}

/// The description as XML.
pub fn open_search(about: &OpenSearch<'_>) -> String {
    let name: String = about.name.chars().take(16).collect();
    let [name, description, page, feed, language] =
        [&name, about.description, about.page, about.feed, about.language].map(escape);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{name}</ShortName>\n\
         <Description>{description}</Description>\n\
         <Url type=\"text/html\" method=\"post\" template=\"{page}\"><Param name=\"q\" value=\"{{searchTerms}}\"/></Url>\n\
         <Url type=\"application/json\" rel=\"results\" template=\"{feed}\"/>\n\
         <Language>{language}</Language>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <OutputEncoding>UTF-8</OutputEncoding>\n\
         </OpenSearchDescription>\n"
    )
}
