//! Asking a source: one document, or several of a BMLT server.

use std::{fs, path::Path};

use client::{FetchError, News, Validators, fetch_file, fetch_news};
use directory::{
    Source, SourceId, bmlt,
    feed::{Fetched, Unreadable},
    limits,
    model::SourceKind,
};

use crate::feed::is_address;

/// What the path of a BMLT server's answers contains.
const INTERFACE: &str = "client_interface";
/// Languages in which a BMLT server is asked for its formats.
const LANGUAGES: usize = 16;

/// What a source sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    /// The feed itself.
    pub(super) bytes: Vec<u8>,
    /// Further answers of a BMLT server: its formats in each language, its service bodies.
    beside: Option<(Vec<Vec<u8>>, Vec<u8>)>,
    /// By which the source knows it again.
    pub(super) validators: Validators,
}

impl Sent {
    pub(super) fn read(&self, id: &SourceId, source: &Source) -> Result<Fetched, Unreadable> {
        let Some((formats, bodies)) = &self.beside else { return directory::read(id, source, &self.bytes) };
        let formats: Vec<&[u8]> = formats.iter().map(Vec::as_slice).collect();
        bmlt::read(id, source, &bmlt::Documents { meetings: &self.bytes, formats: &formats, bodies })
    }
}

/// A file, or the answer of an address; `kind` if it is known already. `None` if it is as it was when it came with
/// these validators.
pub(super) async fn ask(feed: &str, kind: Option<SourceKind>, known: &Validators) -> Result<Option<Sent>, String> {
    if !is_address(feed) {
        let bytes = fs::read(Path::new(feed)).map_err(|error| format!("{feed}: {error}"))?;
        return Ok(Some(Sent { bytes, beside: None, validators: Validators::default() }));
    }
    let asked = if kind == Some(SourceKind::Bmlt) && !feed.contains(INTERFACE) {
        ask_server(feed.trim_end_matches('/')).await.map(Some)
    } else {
        ask_address(feed, known).await
    };
    asked.map_err(|error| error.to_string())
}

async fn ask_address(feed: &str, known: &Validators) -> Result<Option<Sent>, FetchError> {
    Ok(match fetch_news(feed, known, limits::FEED).await? {
        News::Same => None,
        News::File(bytes, validators) => Some(Sent { bytes, beside: None, validators }),
    })
}

/// A BMLT server says nothing by which it would know its answers again.
async fn ask_server(root: &str) -> Result<Sent, FetchError> {
    let ask =
        async |question: &str| fetch_file(&format!("{root}/{INTERFACE}/json/?switcher={question}"), limits::FEED).await;
    let about = ask("GetServerInfo").await?;
    let mut formats = Vec::new();
    for language in bmlt::format_languages(&about).into_iter().take(LANGUAGES) {
        formats.push(ask(&format!("GetFormats&lang_enum={language}")).await?);
    }
    let bodies = ask("GetServiceBodies").await?;
    let bytes = ask("GetSearchResults").await?;
    Ok(Sent { bytes, beside: Some((formats, bodies)), validators: Validators::default() })
}
